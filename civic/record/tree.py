"""The hash tree of RFC 6962 section 2.1, its proofs, and the tile files of C2SP tlog-tiles.

Everything here is a pure function. Hashes are 32 bytes; a tree is the list of its leaf hashes from left to right.
"""

from hashlib import sha256

HASH_BYTES = 32
TILE_WIDTH = 256
EMPTY_ROOT = sha256(b"").digest()


class MalformedProof(ValueError):
    """A path, tile or bundle that cannot be right, whatever the root."""


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(00 | data): the hash of one entry."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(01 | left | right): the hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root(hashes: list[bytes]) -> bytes:
    """The root of a tree with these leaf hashes; of no leaves, SHA-256 of nothing.

    Joins neighbours level by level and carries an odd last one upwards, which gives the same tree as the
    recursive definition because every left subtree is then a full power of two.
    """
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        level = next_level(level)
    return level[0]


def next_level(level: list[bytes]) -> list[bytes]:
    pairs = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
    return pairs + level[-1:] if len(level) % 2 else pairs


def inclusion_path(index: int, hashes: list[bytes]) -> list[bytes]:
    """The sibling hashes from leaf `index` up to the root."""
    if not 0 <= index < len(hashes):
        raise IndexError(f"no leaf {index} in a tree of {len(hashes)}")
    path, level = [], list(hashes)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level, index = next_level(level), index >> 1
    return path


def root_from_path(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """The root that this path leads to. Raises MalformedProof when its length cannot fit (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise MalformedProof(f"no leaf {index} in a tree of {size}")
    remaining = list(path)
    node, last = leaf, size - 1
    while last > 0:
        if index & 1 or index < last:
            if not remaining:
                raise MalformedProof("the path is too short")
            sibling = _hash(remaining.pop(0))
            node = node_hash(sibling, node) if index & 1 else node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    if remaining:
        raise MalformedProof("the path is too long")
    return node


def includes(index: int, size: int, leaf: bytes, path: list[bytes], expected: bytes) -> bool:
    """Whether the path proves this leaf hash at this index under the expected root."""
    try:
        return root_from_path(index, size, leaf, path) == expected
    except MalformedProof:
        return False


def consistency_path(old: int, hashes: list[bytes]) -> list[bytes]:
    """The hashes that prove the first `old` leaves to be the beginning of this tree; empty for 0 or all of it."""
    if not 0 <= old <= len(hashes):
        raise IndexError(f"no tree of {old} inside one of {len(hashes)}")
    if old in (0, len(hashes)):
        return []
    return _subproof(old, hashes, whole=True)


def _subproof(old: int, hashes: list[bytes], whole: bool) -> list[bytes]:
    if old == len(hashes):
        return [] if whole else [root(hashes)]
    split = largest_power_below(len(hashes))
    if old <= split:
        return [*_subproof(old, hashes[:split], whole), root(hashes[split:])]
    return [*_subproof(old - split, hashes[split:], False), root(hashes[:split])]


def extends(old: int, new: int, old_root: bytes, new_root: bytes, path: list[bytes]) -> bool:
    """Whether the path proves that the tree of size `new` only added to the one of size `old`."""
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    if old == new:
        return not path and old_root == new_root
    try:
        return _roots_from_path(old, new, old_root, path) == (old_root, new_root)
    except MalformedProof:
        return False


def _roots_from_path(old: int, new: int, old_root: bytes, path: list[bytes]) -> tuple[bytes, bytes]:
    """Both roots as the path gives them, after RFC 9162 section 2.1.4.2."""
    # A tree whose size is a power of two is itself the first node; otherwise the path begins with it.
    nodes = [_hash(each) for each in ([old_root] if old & (old - 1) == 0 else []) + list(path)]
    if not nodes:
        raise MalformedProof("the path is too short")
    return _climb(old - 1, new - 1, nodes)


def _climb(index: int, last: int, nodes: list[bytes]) -> tuple[bytes, bytes]:
    while index & 1:
        index, last = index >> 1, last >> 1
    small = large = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            raise MalformedProof("the path is too long")
        if index & 1 or index == last:
            small, large = node_hash(node, small), node_hash(node, large)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            large = node_hash(large, node)
        index, last = index >> 1, last >> 1
    if last:
        raise MalformedProof("the path is too short")
    return small, large


def largest_power_below(size: int) -> int:
    """The largest power of two smaller than a size of at least 2: where RFC 6962 splits a tree."""
    return 1 << ((size - 1).bit_length() - 1)


def _hash(value: bytes) -> bytes:
    if len(value) != HASH_BYTES:
        raise MalformedProof("a hash has 32 bytes")
    return value
