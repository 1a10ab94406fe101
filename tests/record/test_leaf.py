from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.record import leaf
from civic.record.leaf import MalformedLeaf, canonical, parse

plain_strings = st.text(st.sampled_from([chr(c) for c in range(32, 127) if chr(c) not in '"\\']), max_size=20)
plain_objects = st.dictionaries(
    plain_strings,
    st.recursive(
        st.integers(0, leaf.MAX_INT) | plain_strings,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_strings, inner, max_size=4),
        max_leaves=12,
    ),
    max_size=6,
)


def test_the_leaves_of_the_example_have_these_bytes_and_hashes(example):
    for given_leaf in example["leaves"]:
        data = given_leaf["bytes"].encode()
        assert canonical(parse(data)) == data
        assert len(data) == given_leaf["length"]
        assert leaf.leaf_hash(data).hex() == given_leaf["leaf_hash_hex"]


def test_our_own_leaf_has_these_bytes_and_hash(vectors):
    data = canonical(vectors["leaf"]["object"])
    assert data.decode() == vectors["leaf"]["bytes"]
    assert leaf.leaf_hash(data).hex() == vectors["leaf"]["hash"]


@given(plain_objects)
def test_what_is_written_is_read_back(obj):
    assert parse(canonical(obj)) == obj


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1}\n', b'{"a":1,"a":1}', b'{"a":null}', b'{"a":true}', b'{"a":1.0}',
        b'{"a":1e2}', b'{"a":-1}', b'{"a":-0}', b'{"a":01}', b'{"a":NaN}', b'{"a":9007199254740992}',
        b'{"a":"\\u0041"}', b'{"a":"\\u00e9"}', b'{"a":"\\""}', b'{"a":"\\\\"}', '{"a":"é"}'.encode(),
        b'{"a":"\x7f"}', b"[]", b'"a"', b"1", b"", b"{", b'{"a":' + b"[" * 3000, b"\xff", b'\xef\xbb\xbf{"a":1}',
    ],
)  # fmt: skip
def test_other_ways_of_writing_are_refused(data):
    with pytest.raises(MalformedLeaf):
        parse(data)


@pytest.mark.parametrize("value", [None, True, 1.5, -1, 2**53, 'a"b', "a\\b", "é", "\n", ("a",), b"a", {1: 2}])
def test_values_without_a_form_are_refused(value):
    with pytest.raises(MalformedLeaf):
        canonical({"a": value})


def test_a_leaf_has_at_most_4096_bytes():
    assert len(canonical({"a": "x" * 4088})) == 4096
    with pytest.raises(MalformedLeaf, match="at most"):
        canonical({"a": "x" * 4089})
    with pytest.raises(MalformedLeaf, match="at most"):
        parse(b'{"a":"' + b"x" * 4089 + b'"}')


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32))
def test_bytes_are_written_in_base64url_and_read_back(short, long):
    assert leaf.b16(leaf.b64(short)) == short and len(leaf.b64(short)) == 22
    assert leaf.b32(leaf.b64(long)) == long and len(leaf.b64(long)) == 43


@pytest.mark.parametrize("text", ["A" * 21 + "B", "A" * 22 + "==", "A" * 21, "A" * 21 + "+", "A" * 21 + "é", "A" * 20 + "\nA"])
def test_base64url_in_another_form_is_refused(text):
    with pytest.raises(MalformedLeaf):
        leaf.b16(text)
    assert not leaf.is_b16(text)


def test_random_ids_are_22_characters_and_differ():
    ids = {leaf.random_id() for _ in range(500)}
    assert len(ids) == 500 and all(map(leaf.is_b16, ids))


def test_days_and_instants_are_written_as_the_city_and_utc_have_them():
    chicago = timezone(timedelta(hours=-5))
    assert leaf.day(date(2026, 10, 3)) == "2026-10-03"
    assert leaf.instant(datetime(2026, 10, 3, 20, 30, 59, tzinfo=chicago)) == "2026-10-04T01:30Z"
    assert leaf.instant(datetime(2026, 10, 3, 1, 2, tzinfo=UTC)) == "2026-10-03T01:02Z"
    with pytest.raises(ValueError, match="zone"):
        leaf.instant(datetime(2026, 10, 3))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("accepts", "good", "bad"),
    [
        (leaf.is_int, [0, 1, 2**53 - 1], [-1, 2**53, True, 1.0, "1", None]),
        (leaf.is_day, ["2026-10-03", "2024-02-29"], ["2026-02-29", "2026-10-3", "2026-10-03\n", "２026-10-03", 20261003]),
        (leaf.is_instant, ["2026-10-03T23:59Z"], ["2026-10-03T24:00Z", "2026-10-03T23:59:00Z", "2026-13-03T00:00Z",
                                                  "2026-10-03T23:59", "2026-10-03 23:59Z"]),
        (leaf.is_number, ["7K3MQ2", "9F2A0K", "000000"], ["7K3M-Q2", "7K3MQ", "7k3mq2", "7K3MQI", "7K3MQU", 123456]),
        (leaf.is_docket, ["d/2025-014", "x/2025-003", "d/2025-1000"], ["2025-014", "d/2025-14", "e/2025-014",
                                                                      "d/2025-0140", "d/25-014"]),
        (leaf.is_section, ["sec_3-2", "A", "a" * 64], ["", "_a", "a b", "a" * 65, "sécurité"]),
        (leaf.is_role, ["moderator-4T9X", "system", "clerk-9QZ1"], ["moderator", "mayor-4T9X", "moderator-4T9I",
                                                                   "Moderator-4T9X", "system-4T9X", "moderator-4T9X "]),
        (leaf.is_key_id, ["d7acf882"], ["D7ACF882", "d7acf88", "d7acf88g"]),
    ],
)  # fmt: skip
def test_each_type_has_its_form_and_no_other(accepts, good, bad):
    assert [value for value in good if not accepts(value)] == []
    assert [value for value in bad if accepts(value)] == []
