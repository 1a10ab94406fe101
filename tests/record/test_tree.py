from base64 import b64decode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from civic.record import tiles, tree

HUNDREDS = [str(i).encode() for i in range(300)]
HASHES = [tree.leaf_hash(entry) for entry in HUNDREDS]


def test_roots_and_paths_are_those_of_the_example(example):
    hashes = [tree.leaf_hash(each["bytes"].encode()) for each in example["leaves"]]
    for size, root in example["tree"]["roots_hex"].items():
        assert tree.root(hashes[: int(size)]).hex() == root
    assert [each.hex() for each in tree.inclusion_path(2, hashes)] == example["tree"]["inclusion_2_of_5"]
    assert [each.hex() for each in tree.consistency_path(3, hashes)] == example["tree"]["consistency_3_to_5"]


def test_the_tree_of_300_is_that_of_the_example(example):
    known = example["tiles_of_300"]
    assert tree.root(HASHES).hex() == known["root_hex"]
    assert tree.root(HASHES[:255]).hex() == known["root_255_hex"]
    assert [each.hex() for each in tree.inclusion_path(299, HASHES)] == known["inclusion_299_hex"]
    assert [each.hex() for each in tree.consistency_path(255, HASHES)] == known["consistency_255_to_300_hex"]
    files = {**tiles.tiles(HASHES), **tiles.bundles(HUNDREDS)}
    assert {path: sha256(data).hexdigest() for path, data in files.items()} == known["sha256_hex"]


def test_the_files_of_the_example_are_ours_byte_for_byte(example):
    entries = [each["bytes"].encode() for each in example["leaves"]]
    files = {**tiles.tiles([tree.leaf_hash(entry) for entry in entries]), **tiles.bundles(entries)}
    known = {path: each for path, each in example["files"].items() if path.startswith("log/tile/")}
    assert {f"log/{path}": data for path, data in files.items()} == {
        path: b64decode(each["base64"]) for path, each in known.items()
    }


def test_roots_and_paths_are_those_computed_apart(vectors):
    known = vectors["tree"]
    hashes = [tree.leaf_hash(entry.encode()) for entry in known["entries"]]
    assert [tree.root(hashes[:size]).hex() for size in range(len(hashes) + 1)] == known["roots"]
    for index, path in enumerate(known["inclusion"]):
        assert [each.hex() for each in tree.inclusion_path(index, hashes)] == path
    for old, path in enumerate(known["consistency"], start=1):
        assert [each.hex() for each in tree.consistency_path(old, hashes)] == path


def test_pymerkle_finds_the_same_root_at_every_size_to_300():
    other = InmemoryTree(algorithm="sha256")
    for size, entry in enumerate(HUNDREDS, start=1):
        other.append_entry(entry)
        assert other.get_state() == tree.root(HASHES[:size])


def test_every_leaf_proves_itself_at_every_size_to_300():
    for size in range(1, 301, 7):
        root = tree.root(HASHES[:size])
        for index in range(size):
            path = tree.inclusion_path(index, HASHES[:size])
            assert tree.includes(index, size, HASHES[index], path, root)


@given(st.integers(0, 300), st.integers(0, 300))
def test_every_tree_extends_every_earlier_one_and_no_other(one, another):
    old, new = sorted((one, another))
    path = tree.consistency_path(old, HASHES[:new])
    roots = tree.root(HASHES[:old]), tree.root(HASHES[:new])
    assert tree.extends(old, new, *roots, path)
    if old and old != new:
        other = tree.root([*HASHES[: old - 1], tree.leaf_hash(b"another")])
        assert not tree.extends(old, new, other, roots[1], path)
        assert not tree.extends(old, new, roots[0], other, path)
        assert not tree.extends(old, new, *roots, path[:-1])
        assert not tree.extends(old, new, *roots, [*path, roots[0]])


def test_every_later_tree_extends_the_empty_one():
    assert tree.extends(0, 5, tree.EMPTY_ROOT, tree.root(HASHES[:5]), [])
    assert not tree.extends(0, 5, HASHES[0], tree.root(HASHES[:5]), [])
    assert not tree.extends(5, 3, tree.root(HASHES[:5]), tree.root(HASHES[:3]), [])


@given(st.integers(1, 300), st.data())
def test_a_changed_path_proves_nothing(size, data):
    index = data.draw(st.integers(0, size - 1))
    root, path = tree.root(HASHES[:size]), tree.inclusion_path(index, HASHES[:size])
    assert not tree.includes(index, size, tree.leaf_hash(b"another"), path, root)
    assert not tree.includes(index, size, HASHES[index], [*path, root], root)
    assert not tree.includes(size, size, HASHES[index], path, root)
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        changed = [*path]
        changed[place] = bytes([changed[place][0] ^ 1]) + changed[place][1:]
        assert not tree.includes(index, size, HASHES[index], changed, root)
        assert not tree.includes(index, size, HASHES[index], path[:-1], root)


def test_a_path_for_a_leaf_that_is_not_there_is_refused():
    with pytest.raises(IndexError):
        tree.inclusion_path(5, HASHES[:5])
    with pytest.raises(IndexError):
        tree.consistency_path(6, HASHES[:5])


@pytest.mark.parametrize(
    ("level", "n", "width", "path"),
    [(0, 0, 256, "tile/0/000"), (0, 1, 44, "tile/0/001.p/44"), (2, 1234067, 256, "tile/2/x001/x234/067"),
     ("entries", 1000, 1, "tile/entries/x001/000.p/1")],
)  # fmt: skip
def test_tile_addresses_are_written_in_groups_of_three(level, n, width, path):
    assert tiles.tile_path(level, n, width) == path
    assert tiles.parse_tile_path(path) == (level, n, width)


@pytest.mark.parametrize(
    "path",
    ["tile/0/0", "tile/00/000", "tile/64/000", "tile/0/x000/001", "tile/0/000.p/0", "tile/0/000.p/256",
     "tile/0/000.p/300", "tile/0/000.p/05", "tile/0/001/000", "tile/x/000", "tile/0/../000", "tile/0/000\n"],
)  # fmt: skip
def test_addresses_written_otherwise_are_no_addresses(path):
    assert tiles.parse_tile_path(path) is None


def test_a_full_tile_rises_to_the_next_level():
    files = tiles.tiles(HASHES[:256])
    assert set(files) == {"tile/0/000", "tile/1/000.p/1"}
    assert files["tile/1/000.p/1"] == tree.root(HASHES[:256])
    assert tiles.split_tile(files["tile/0/000"]) == HASHES[:256]
    with pytest.raises(tree.MalformedProof):
        tiles.split_tile(files["tile/0/000"][:-1])


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_its_entries_back(entries):
    assert tiles.split_bundle(tiles.bundle(entries)) == entries


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x05abcd", b"\x00\x00" * 257])
def test_a_damaged_bundle_is_refused(data):
    with pytest.raises(tree.MalformedProof):
        tiles.split_bundle(data)
