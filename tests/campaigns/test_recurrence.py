"""Campaigns of phrases and key paragraphs, and what is only perhaps related."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.campaign_texts import HARD, Letter, copy_of, corpus, key_block, mad_lib, paragraph
from civic.campaigns.finding import recurrence
from civic.campaigns.finding.campaigns import find_campaigns
from civic.campaigns.finding.command import find
from civic.campaigns.finding.families import families_of
from civic.campaigns.finding.recurrence import key_blocks, phrase_groups
from civic.campaigns.finding.slots import slots_of
from civic.campaigns.finding.words import sketch, words_of


def hidden_among(made: list, others: int = 300) -> tuple[list, list[int]]:
    mixed = [*made, *corpus(others, seed=3, share=0.2)]
    random.Random(1).shuffle(mixed)
    return mixed, find_campaigns([one.text for one in mixed], weak=False).labels


def test_letters_drawn_from_alternatives_are_found_among_others_and_take_nobody_along() -> None:
    mixed, labels = hidden_among(mad_lib(80))
    of = {labels[place] for place, one in enumerate(mixed) if one.kind == "mad-lib"}
    assert len(of) == 1
    assert all(one.kind == "mad-lib" for place, one in enumerate(mixed) if labels[place] in of)


def test_a_key_paragraph_inside_free_text_is_found() -> None:
    mixed, labels = hidden_among(key_block(20))
    of = {labels[place] for place, one in enumerate(mixed) if one.kind == "key block"}
    assert len(of) == 1
    assert all(one.kind == "key block" for place, one in enumerate(mixed) if labels[place] in of)


def test_quoting_the_law_makes_no_campaign() -> None:
    chance = random.Random(5)
    law = paragraph(chance, 5)
    texts = [f"{paragraph(chance, 6)}\n{law}\n{paragraph(chance, 6)}" for _ in range(10)]
    assert len(find_campaigns(texts).families) == 1
    assert find_campaigns(texts, law=[law]).families == []


def test_two_letters_copied_often_are_no_campaign_of_phrases() -> None:
    chance = random.Random(6)
    shared = paragraph(chance, 1)
    letters = [Letter([paragraph(chance, 1) for _ in range(6)] + [shared], "support") for _ in range(2)]
    texts = [copy_of(one, "exact", chance) for one in letters for _ in range(30)]
    found = find_campaigns(texts)
    assert [one.kind for one in found.families] == ["letter", "letter"]


def test_opposite_stances_stay_apart_in_a_campaign_of_phrases_too() -> None:
    """I-28 Opposite stances never share a family."""
    made = mad_lib(60)
    sides = ["support" if place % 2 else "oppose" for place in range(len(made))]
    labels = find_campaigns([one.text for one in made], sides).labels
    assert {labels[p] for p in range(60) if p % 2}.isdisjoint({labels[p] for p in range(60) if not p % 2})


def test_the_places_of_the_letter_are_induced_with_their_wordings() -> None:
    made = mad_lib(150, places=5, wordings=4)
    slots = [slot for slot in slots_of([words_of(one.text) for one in made]) if len(slot.wordings) > 1]
    assert len(slots) >= 4
    assert sum(n for _words, n in slots[0].wordings) > 100


def test_a_reworded_letter_is_only_possibly_related() -> None:
    chance = random.Random(8)
    letter = Letter([paragraph(chance, 1) for _ in range(8)], "support")
    half = Letter(letter.sentences[:2] + [paragraph(chance, 1) for _ in range(6)], "support")
    result = find_campaigns([letter.text] * 3 + [half.text] * 3)
    assert len(result.families) == 2
    assert len(result.possibly_related) == 1


def test_the_same_input_gives_the_same_families() -> None:
    made = corpus(300, seed=2, mix=HARD)
    texts = [one.text for one in made]
    assert find_campaigns(texts).labels == find_campaigns(texts).labels


def test_a_file_is_searched_without_a_database(tmp_path: Path) -> None:
    made = corpus(60, seed=4)
    file = tmp_path / "comments.jsonl"
    file.write_text("\n".join(json.dumps({"id": f"n{n}", "text": one.text, "stance": one.side}) for n, one in enumerate(made)))
    answer = CliRunner().invoke(find, [str(file), "--json"])
    assert answer.exit_code == 0
    found = json.loads(answer.stdout)
    assert found["texts"] == 60 and set(found["labels"]) == {f"n{n}" for n in range(60)}
    assert sum(one["size"] for one in found["families"]) == len([1 for label in found["labels"].values() if list(found["labels"].values()).count(label) > 1])


def test_a_file_without_a_column_of_words_is_refused_with_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("a,b\n1,2\n")
    answer = CliRunner().invoke(find, [str(file)])
    assert answer.exit_code == 2 and "a, b" in answer.output


@pytest.mark.parametrize("letters", [25, 40])
def test_groups_and_paragraphs_are_the_same_with_and_without_arrays(letters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [*mad_lib(letters, wordings=4), *key_block(letters), *corpus(150, seed=3)]
    random.Random(1).shuffle(made)
    words = [words_of(one.text) for one in made]
    labels = families_of([sketch(one.text) for one in made])
    quoted = [words[labels.index(max(labels))]]
    assert recurrence._arrays() is not None, "the way over arrays was not taken"
    found = [(phrase_groups(words, labels, ignoring=quoted), key_blocks(words, labels, ignoring=quoted), key_blocks(words))]
    assert found[0][0] and found[0][2]
    monkeypatch.setattr(recurrence, "_arrays", lambda: None)
    found.append((phrase_groups(words, labels, ignoring=quoted), key_blocks(words, labels, ignoring=quoted), key_blocks(words)))
    assert found[0] == found[1]


def test_two_letters_that_share_a_part_stay_apart_though_some_copies_are_put_in_other_words() -> None:
    chance = random.Random(5)
    first = Letter([paragraph(chance, 1) for _ in range(7)], "support")
    second = Letter(first.sentences[:2] + [paragraph(chance, 1) for _ in range(6)], "support")
    made = [(number, copy_of(letter, kind, chance)) for number, letter in enumerate((first, second)) for kind in ["light"] * 25 + ["spun"] * 12]
    others = [one.text for one in corpus(200, seed=4, share=0)]
    labels = find_campaigns([text for _number, text in made] + others, weak=False).labels
    where = [{label for (number, _text), label in zip(made, labels, strict=False) if number == letter and labels.count(label) > 3} for letter in (0, 1)]
    assert not where[0] & where[1] and all(where)
