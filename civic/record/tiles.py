"""Tile and bundle files of C2SP tlog-tiles: the log cut into files that never change once full.

Level 0 holds leaf hashes, level L+1 the roots of the full tiles of level L. A tile has 256 hashes of 32 bytes;
a bundle has the entries under one tile of level 0, each with its length in two bytes before it.
"""

import re

from civic.record import tree
from civic.record.tree import HASH_BYTES, TILE_WIDTH, MalformedProof

_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
MAX_LEVEL = 63


def tile_path(level: int | str, n: int, width: int = TILE_WIDTH) -> str:
    """The address of tile `n` of a level, or of a bundle (level `entries`): `tile/0/x001/x234/067.p/5`."""
    if not 1 <= width <= TILE_WIDTH or n < 0:
        raise ValueError("a tile holds 1 to 256 hashes")
    digits = f"{n:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    index = "/".join([*(f"x{each}" for each in groups[:-1]), groups[-1]])
    return f"tile/{level}/{index}" + (f".p/{width}" if width < TILE_WIDTH else "")


def parse_tile_path(path: str) -> tuple[int | str, int, int] | None:
    """Level, number and width of an address written by the rules, else None."""
    match = _PATH.fullmatch(path)
    if not match:
        return None
    level: int | str = match[1] if match[1] == "entries" else int(match[1])
    n, width = int(match[2].replace("x", "").replace("/", "")), int(match[3] or TILE_WIDTH)
    if (isinstance(level, int) and level > MAX_LEVEL) or width > TILE_WIDTH:
        return None
    return (level, n, width) if tile_path(level, n, width) == path else None


def tile_levels(leaf_hashes: list[bytes]) -> list[list[bytes]]:
    """The hashes of each level, from the leaves up, as long as there is one to write."""
    levels = [list(leaf_hashes)] if leaf_hashes else []
    while levels and len(levels[-1]) >= TILE_WIDTH:
        below = levels[-1]
        full = len(below) // TILE_WIDTH
        levels.append([tree.root(below[i * TILE_WIDTH : (i + 1) * TILE_WIDTH]) for i in range(full)])
    return levels


def tiles(leaf_hashes: list[bytes]) -> dict[str, bytes]:
    """Every tile of a tree: address -> bytes. The last tile of a level is partial unless it is full."""
    found = {}
    for level, hashes in enumerate(tile_levels(leaf_hashes)):
        for start in range(0, len(hashes), TILE_WIDTH):
            part = hashes[start : start + TILE_WIDTH]
            found[tile_path(level, start // TILE_WIDTH, len(part))] = b"".join(part)
    return found


def split_tile(data: bytes, width: int = TILE_WIDTH) -> list[bytes]:
    """The hashes in a tile file of this width."""
    if len(data) != width * HASH_BYTES:
        raise MalformedProof(f"a tile of {width} hashes has {width * HASH_BYTES} bytes")
    return [data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)]


def bundles(entries: list[bytes]) -> dict[str, bytes]:
    """Every entry bundle: address -> bytes."""
    parts = [entries[start : start + TILE_WIDTH] for start in range(0, len(entries), TILE_WIDTH)]
    return {tile_path("entries", n, len(part)): bundle(part) for n, part in enumerate(parts)}


def bundle(entries: list[bytes]) -> bytes:
    """Entries one after the other, each after its length (uint16, big-endian)."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def split_bundle(data: bytes) -> list[bytes]:
    """The entries of a bundle. Raises MalformedProof when it is cut off or holds more than a tile."""
    entries, at = [], 0
    while at < len(data):
        if at + 2 > len(data):
            raise MalformedProof("the bundle is cut off")
        size = int.from_bytes(data[at : at + 2], "big")
        entry = data[at + 2 : at + 2 + size]
        if len(entry) != size:
            raise MalformedProof("the bundle is cut off")
        entries.append(entry)
        at += 2 + size
    if len(entries) > TILE_WIDTH:
        raise MalformedProof("a bundle holds at most 256 entries")
    return entries
