"""The compiled way and the plain way give the same: words, fingerprints, comparisons and families, to the last one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.campaign_texts import HARD, Made, corpus, sentence, turned_round
from civic.campaigns.finding import engine
from civic.campaigns.finding.batches import sketches_of
from civic.campaigns.finding.campaigns import find_campaigns
from civic.campaigns.finding.comparing import Verdict, compare, without_frame
from civic.campaigns.finding.families import families_of
from civic.campaigns.finding.words import sketch
from tests.campaigns.test_finding import letter

# The first use compiles, which takes some ten seconds on a machine where it has not been done.
pytestmark = pytest.mark.slow
PIECES = ["Re: the cameras", "Docket no. 7", "reference", "Dear Council,", "a:", "Hello there, all", "estimados señores:", "best regards", "sincerely, R", "thank you.", "Please type your comments here ...", "sent from my phone", "don't_stop", "o''clock 'tis", "It’s “so” – fine…", "Straße ŒUVRE", "警察は", "to whom it may concern: I", "\u00a0", "ref", "refuse.", "\x1c", "_", "supercalifragilistic expialidocious"]
TEXTS = st.lists(st.lists(st.sampled_from([*PIECES, "\n", "\n", " ", ":", ",", ".", "#", "!"]) | st.text(max_size=6), max_size=14).map("".join), min_size=1, max_size=8)


@settings(max_examples=300)
@given(TEXTS, st.sampled_from([1, 2]))
def test_words_without_frames_are_the_same(texts: list[str], workers: int) -> None:
    from civic.campaigns.finding.compiled import rows

    found = rows.read(texts, workers)
    assert [found.words(place) for place in range(len(texts))] == [sketch(without_frame(text)).words for text in texts]


@given(st.lists(st.text(alphabet="ab c\n", max_size=300), min_size=1, max_size=6))
def test_fingerprints_are_the_same_at_both_levels(texts: list[str]) -> None:
    import numpy as np

    from civic.campaigns.finding.compiled import rows

    found = rows.read(texts)
    for shingle, window, name in ((4, 6, "prints"), (3, 4, "weak_prints")):
        prints, starts = found.prints(np.arange(len(texts)), shingle, window)
        for place, text in enumerate(texts):
            assert prints[starts[place] : starts[place + 1]].tolist() == sorted(getattr(sketch(text), name))


WORDS = st.lists(st.sampled_from(["the", "city", "cameras", "support", "oppose", "not", "yes", "a", "b", "c"]), min_size=1, max_size=90)


@settings(max_examples=300)
@given(WORDS, WORDS, WORDS, st.integers(0, 90))
def test_two_texts_are_judged_the_same_word_by_word(before: list[str], after: list[str], own: list[str], cut: int) -> None:
    from civic.campaigns.finding.compiled import comparing, rows

    pair = [" ".join(before + after), " ".join(before[:cut] + own[: cut // 8] + after)]
    found = rows.read(pair)
    at = found.starts.tolist()
    scratch = comparing.scratch_for(len(found.vocabulary), 200)
    verdict = comparing.verdict(found.ids, *at[:2], *at[1:], comparing.meanings(found.vocabulary), scratch)
    assert [Verdict.SAME, Verdict.FRAME, Verdict.OPPOSED][verdict] is compare(found.words(0), found.words(1))


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.booleans())
def test_families_are_the_same(seed: int, stated: bool) -> None:
    chance = random.Random(seed)
    made = corpus(150, seed=seed, mix=HARD, traps=0.5)
    one = letter(seed)
    made += [Made(text, -1, "") for text in [one.text, turned_round(one)] * 3] + [Made(sentence(chance), -1, "", chance.choice(("support", "oppose", ""))) for _ in range(20)] * 2
    check_families(made, stated)


def test_families_of_some_thousand_made_up_comments_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    made = corpus(3000, seed=8, mix=HARD)
    check_families(made, True)
    monkeypatch.setattr(engine, "COMPILED_FROM", 1000)
    monkeypatch.setattr(engine, "TOGETHER_FROM", 1000)
    texts = [one.text for one in made]
    sketches = sketches_of(texts)
    many = engine.look_at(texts)
    assert many.rows is not None, "the compiled way was not taken"
    assert many.labels == families_of(sketches) == engine.find_families(texts)
    assert [one.exact for one in many.sketches] == [one.exact for one in sketches]
    compiled = find_campaigns(texts)
    monkeypatch.setattr(engine, "COMPILED_FROM", 10_000)
    assert engine.compiled_rows(texts) is None
    assert compiled == find_campaigns(texts)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 5), st.booleans()), max_size=40), st.booleans())
def test_the_order_is_the_same_where_it_fits_into_one_number_and_where_not(texts: list[tuple[int, int, bool]], is_long: bool) -> None:
    import numpy as np

    from civic.campaigns.finding.compiled.rows import _by_copies_then_length

    copies, lengths, unstated = (np.array([text[n] for text in texts], dtype=kind) for n, kind in enumerate((np.int64, np.int64, np.bool_)))
    lengths = np.minimum(lengths, len(texts)) + (2**20 if is_long else 0)
    copies = np.minimum(copies, max(1, len(texts)))
    expected = sorted(range(len(texts)), key=lambda place: (-copies[place], lengths[place], unstated[place], place))
    assert _by_copies_then_length(copies, lengths, unstated).tolist() == expected


def test_without_the_extra_nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "civic.campaigns.finding.compiled", None)
    monkeypatch.setattr(engine, "COMPILED_FROM", 1)
    assert engine.compiled_rows(["Some words"]) is None
    assert engine.find_families(["the very same six words again"] * 2) == [0, 0]


def check_families(made: list[Made], stated: bool) -> None:
    from civic.campaigns.finding.compiled import rows

    texts, sides = [one.text for one in made], [one.side for one in made] if stated else None
    expected = families_of(sketches_of(texts), sides)
    assert [rows.read(texts, workers).families(sides) for workers in (1, 2)] == [expected] * 2
