import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from civic.record import words
from civic.record.leaf import b16, b32, b64, random_id
from civic.record.words import RefusedText, commit_text, normalise, split_words


def is_kept(text: str) -> bool:
    try:
        normalise(text)
    except RefusedText:
        return False
    return True


any_text = st.text().filter(is_kept).map(normalise)
spaced_text = st.lists(st.text("aé監🚲\u0301\t\n ", max_size=50), max_size=30).map(" ".join).map(normalise)


def test_the_example_commits_to_the_same_words_and_root(example):
    known = example["comment"]
    commitment = commit_text(
        known["text"], ctx=bytes.fromhex(known["ctx_hex"]), salts=[bytes.fromhex(w["salt_hex"]) for w in known["words"]]
    )
    assert list(commitment.words) == [each["token"] for each in known["words"]]
    assert [each.hex() for each in commitment.commitments] == [each["commitment_hex"] for each in known["words"]]
    assert commitment.root.hex() == known["root_hex"]


def test_the_example_commits_to_the_same_values(example):
    leaf_id = b64(bytes.fromhex(example["values"]["ctx_hex"]))
    for item in example["values"]["items"]:
        value = words.commit_value(leaf_id, item["label"], item["value"], bytes.fromhex(item["salt_hex"]))
        assert value.commitment.hex() == item["commitment_hex"]


def test_texts_in_other_scripts_give_the_answers_computed_apart(vectors):
    for known in vectors["texts"].values():
        salts = [bytes.fromhex(salt) for salt in known["salts"]]
        commitment = commit_text(known["text"], ctx=bytes.fromhex(known["ctx"]), salts=salts)
        assert list(commitment.words) == known["words"]
        assert [each.hex() for each in commitment.commitments] == known["commitments"]
        assert commitment.root.hex() == known["root"]


def test_values_give_the_answers_computed_apart(vectors):
    for item in vectors["values"]["items"]:
        salt = bytes.fromhex(item["salt"])
        value = words.commit_value(vectors["values"]["leaf_id"], item["label"], item["value"], salt)
        assert value.commitment.hex() == item["commitment"]


@given(any_text | spaced_text)
def test_the_words_joined_are_the_text(text):
    parts = split_words(text)
    assert "".join(parts) == text
    assert all(1 <= len(part.rstrip("\t\n ")) <= 32 for part in parts)


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assume(is_kept(text))
    kept = normalise(text)
    assert normalise(kept) == kept
    assert unicodedata.is_normalized("NFC", kept) and kept == kept.strip("\t\n ")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\r\nb\rc", "a\nb\nc"), (" \t\n a \n", "a"), ("e\u0301", "é"), ("a\u00a0b\u200b", "a\u00a0b\u200b"),
     ("a\u2028b", "a\u2028b"), ("", ""), (" \n ", ""), ("niño".encode(), "niño")],
)  # fmt: skip
def test_only_line_ends_edges_and_composition_change(typed, kept):
    assert normalise(typed) == kept


@pytest.mark.parametrize("typed", ["a\x00b", "\x1b[31m", "a\x7f", "a\x85b", "a\x0bb", "\x0c", "\ud800", b"\xff\xfe"])
def test_control_characters_and_damaged_text_are_refused_with_a_sentence(typed):
    with pytest.raises(RefusedText) as refusal:
        normalise(typed)
    assert str(refusal.value).endswith(".") and repr(typed) not in str(refusal.value)


def test_the_refusal_names_the_line():
    with pytest.raises(RefusedText, match="line 3"):
        normalise("one\r\ntwo\nthr\x00ee")


def test_only_a_normalised_text_is_committed():
    with pytest.raises(ValueError, match="normalise"):
        commit_text(" a ")


def test_two_commitments_to_one_text_share_nothing():
    one, other = commit_text("the same words"), commit_text("the same words")
    assert one.ctx != other.ctx and not set(one.salts) & set(other.salts)
    assert not set(one.commitments) & set(other.commitments)


def test_two_equal_words_of_one_text_look_different():
    assert len(set(commit_text("no no no no").commitments)) == 4


@given(spaced_text, st.data())
def test_any_redaction_leaves_every_other_word_provable(text, data):
    """I-40 Redaction leaves every other word provable."""
    commitment = commit_text(text)
    count = len(commitment.words)
    assume(count)
    start = data.draw(st.integers(0, count - 1))
    stop = data.draw(st.integers(start + 1, count))
    shown, taken = words.redact(commitment.ctx, commitment.openings, [[start, stop]])
    digests = [
        b32(each) if isinstance(each, str) else words.word_commitment(commitment.ctx, i, b16(each[0]), each[1])
        for i, each in enumerate(shown)
    ]
    assert words.root_of(digests) == commitment.root
    assert [i for i, word in enumerate(words.visible_words(shown)) if word is None] == list(range(start, stop))
    assert [word for word in words.visible_words(shown) if word is not None] == [
        word for i, word in enumerate(commitment.words) if not start <= i < stop
    ]
    assert words.reopen(commitment.ctx, shown, taken) == commitment.openings


@given(spaced_text, st.data())
def test_changing_any_word_breaks_the_root(text, data):
    commitment = commit_text(text)
    assume(commitment.words)
    place = data.draw(st.integers(0, len(commitment.words) - 1))
    digests = list(commitment.commitments)
    other = commitment.words[place] + "x"
    digests[place] = words.word_commitment(commitment.ctx, place, commitment.salts[place], other)
    assert words.root_of(digests) != commitment.root


def test_a_word_hidden_twice_is_taken_out_once():
    commitment = commit_text("one two three four")
    shown, _ = words.redact(commitment.ctx, commitment.openings, [[1, 2]])
    again, taken = words.redact(commitment.ctx, shown, [[1, 3]])
    assert set(taken) == {2} and words.visible_words(again) == ["one ", None, None, "four"]


def test_a_place_behind_the_last_word_cannot_be_hidden():
    commitment = commit_text("one two")
    with pytest.raises(ValueError, match="no word 2"):
        words.redact(commitment.ctx, commitment.openings, [[1, 3]])


def test_an_opening_of_another_word_does_not_fit():
    commitment = commit_text("one two")
    shown, taken = words.redact(commitment.ctx, commitment.openings, [[0, 1]])
    with pytest.raises(ValueError, match="does not belong"):
        words.reopen(commitment.ctx, shown, {0: [taken[0][0], "won "]})
    with pytest.raises(ValueError, match="not hidden"):
        words.reopen(commitment.ctx, shown, {1: commitment.openings[1]})


def test_a_run_without_spaces_is_cut_every_32_code_points():
    assert [len(part) for part in split_words("🚲" * 70)] == [32, 32, 6]
    assert split_words("a\u00a0b") == ["a\u00a0b"]


def test_a_value_differs_with_leaf_label_salt_and_content():
    one, other = random_id(), random_id()
    salt = bytes(16)
    found = {
        words.commit_value(leaf_id, label, value, salt).commitment
        for leaf_id in (one, other) for label in ("ward", "name") for value in ("", "4")
    }  # fmt: skip
    assert len(found) == 8
    assert words.commit_value(one, "ward", "4").commitment != words.commit_value(one, "ward", "4").commitment
