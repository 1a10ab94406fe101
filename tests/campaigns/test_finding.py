"""The measured core: words, containment, families, added words. Pure functions, our own sentences."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.campaign_texts import (
    FLIP,
    FOOTERS,
    HARD,
    SIDE,
    TITLES,
    Letter,
    copy_of,
    corpus,
    paragraph,
    sentence,
    turned_round,
)
from civic.campaigns.finding import batches
from civic.campaigns.finding.added import added_spans, added_words
from civic.campaigns.finding.comparing import Verdict, compare, without_frame
from civic.campaigns.finding.engine import find_families
from civic.campaigns.finding.families import groups
from civic.campaigns.finding.words import (
    HASHES,
    containment,
    normal,
    shingle_hashes,
    sketch,
    spans_of,
    winnow,
    words_of,
)

SOME = st.text(alphabet=st.characters(codec="utf-8"), max_size=200)
SEEDS = st.integers(0, 10_000)


def letter(seed: int, sentences: int = 5, side: str = "support") -> Letter:
    chance = random.Random(seed)
    return Letter([" ".join(f"w{chance.randrange(3000)}" for _ in range(12)) + "." for _ in range(sentences)], side)


@given(SOME)
def test_each_word_of_any_text_stands_somewhere(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert [text[start:end] for start, end in spans_of(text)] or not words_of(text)
    assert tuple(normal(text[start:end]) for start, end in spans_of(text)) == words_of(text)


def test_case_punctuation_and_apostrophes_do_not_matter() -> None:
    assert words_of("Don't STOP — it’s ﬁne.") == words_of("dont stop its fine")


def test_scripts_without_spaces_count_each_character() -> None:
    assert words_of("警察は") == ("警", "察", "は")


def test_hashes_are_the_same_on_every_machine() -> None:
    assert HASHES["camera"] == 16100692337991995444
    assert shingle_hashes(("a", "b", "c")) == []


@given(st.lists(st.integers(0, 2**64 - 1), min_size=6, max_size=6), st.lists(st.integers(0, 2**64 - 1), max_size=20), st.lists(st.integers(0, 2**64 - 1), max_size=20))
def test_a_shared_window_always_leaves_a_shared_fingerprint(shared: list[int], before: list[int], after: list[int]) -> None:
    assert winnow(shared) <= winnow([*before, *shared, *after])


@settings(max_examples=25)
@given(SEEDS, st.integers(1, 15))
def test_a_letter_is_whole_inside_a_copy_with_a_long_paragraph_of_ones_own(seed: int, own: int) -> None:
    bare = letter(seed)
    longer = sketch(f"{paragraph(random.Random(seed), own)}\n{bare.text}")
    assert containment(sketch(bare.text).prints, longer.prints) > 0.85


@settings(max_examples=20)
@given(SEEDS, st.permutations(range(6)))
def test_copies_of_every_kind_are_one_family_in_any_order(seed: int, order: list[int]) -> None:
    bare, chance = letter(seed), random.Random(seed)
    texts = [bare.text, bare.text, *(copy_of(bare, kind, chance) for kind in ("greeted", "light", "personal", "long"))]
    labels = find_families([texts[place] for place in order])
    assert len(set(labels)) == 1


@settings(max_examples=20)
@given(SEEDS)
def test_unlike_comments_stay_alone(seed: int) -> None:
    chance = random.Random(seed)
    assert groups(find_families([paragraph(chance, 5) for _ in range(30)])) == []


@settings(max_examples=20)
@given(SEEDS, st.integers(0, 30))
def test_stated_opposite_stances_never_share_a_family(seed: int, shift: int) -> None:
    """I-28 Opposite stances never share a family, even over the very same words."""
    made = corpus(120, seed=seed, mix=HARD)
    sides = [(("support", "oppose", "")[(place * 7 + shift) % 3]) for place in range(len(made))]
    labels = find_families([one.text for one in made], sides)
    for family in groups(labels):
        assert len({sides[place] for place in family} - {""}) <= 1


def test_a_letter_turned_round_is_not_the_same_letter_though_nobody_states_a_stance() -> None:
    """I-28 One word turned round, support for oppose, keeps two letters apart."""
    bare = letter(1)
    texts = [bare.text] * 3 + [turned_round(bare)] * 3
    assert len(set(find_families(texts))) == 2
    assert compare(words_of(bare.text), words_of(turned_round(bare))) is Verdict.OPPOSED


def test_a_not_put_in_is_the_letter_turned_round() -> None:
    bare = letter(2, sentences=6)
    against = bare.text.replace("ask you to adopt", "ask you not to adopt")
    assert compare(words_of(bare.text), words_of(against)) is Verdict.OPPOSED


def unlike(seen: set[str], chance: random.Random, sentences: int) -> str:
    """A paragraph that shares no sentence with those before it: else more than the title or footer would be shared."""
    while True:
        made = paragraph(chance, sentences)
        parts = set(made.split(". "))
        if not parts & seen:
            seen |= parts | {part.rstrip(".") for part in parts} | {f"{part.rstrip('.')}." for part in parts}
            return made


@settings(max_examples=20)
@given(SEEDS)
def test_titles_and_footers_alone_make_no_family(seed: int) -> None:
    """I-28 Equal titles or footers alone never make a family."""
    chance = random.Random(seed)
    seen: set[str] = set()
    texts = [f"{unlike(seen, chance, 1)}\n{FOOTERS[0]}" for _ in range(12)]
    texts += [f"{TITLES[0]}\n{unlike(seen, chance, 2)}\n{FOOTERS[1]}" for _ in range(12)]
    assert groups(find_families(texts)) == []


@pytest.mark.parametrize("footer", FOOTERS)
def test_one_stock_sentence_under_a_footer_is_not_the_letter_of_those_who_say_it_among_other_things(footer: str) -> None:
    """I-28 Equal titles or footers alone never make a family."""
    chance = random.Random(3)
    seen: set[str] = set()
    others = [f"{unlike(seen, chance, 1)}\n{footer}" for _ in range(5)]
    stock = "Post the vendor's prices on the city site."
    ways = [f"{stock}\n{footer}", f"{unlike(seen, chance, 2)} {stock}\n{footer}", f"{stock} {unlike(seen, chance, 2)}\n{footer}", f"{unlike(seen, chance, 2)} {stock} {unlike(seen, chance, 2)}\n{footer}"]
    assert groups(find_families([*others, *ways])) == []


def test_a_short_letter_keeps_its_personal_copies() -> None:
    chance, short = random.Random(4), "Please ask the council before you buy a camera that reads faces, and tell us each year what it was used for."
    texts = [short] * 3 + [f"{short}\n{paragraph(chance, 2)}" for _ in range(6)] + [f"{paragraph(chance, 2)}\n{short}" for _ in range(6)]
    assert len(set(find_families(texts))) == 1


def test_a_salutation_and_a_closing_are_no_part_of_the_letter() -> None:
    assert without_frame("Dear Council,\nKeep it.\nSincerely, somebody").split() == ["Keep", "it."]
    assert without_frame("Sincerely, somebody") == "Sincerely, somebody"


def test_very_short_texts_are_nobodys_letter() -> None:
    assert groups(find_families(["See attached file.", "See attached file.", "Yes.", "Yes."])) == []


@settings(max_examples=25)
@given(SEEDS)
def test_every_added_word_is_shown(seed: int) -> None:
    """I-29 Each member's added words: whatever is not the letter's lies in one of the spans."""
    bare, chance = letter(seed), random.Random(seed)
    own = sentence(chance)
    text = f"{bare.text}\n{own}"
    shown = " ".join(added_words(bare.text, text))
    assert all(word in words_of(shown) for word in words_of(own) if word not in words_of(bare.text))
    spans = added_spans(bare.text, text)
    assert all(a < b for a, b in spans) and all(x[1] <= y[0] for x, y in zip(spans, spans[1:], strict=False))


def test_an_exact_copy_added_nothing_and_another_letter_everything() -> None:
    bare = letter(4)
    assert added_words(bare.text, bare.text.upper()) == []
    assert added_words(bare.text, "Quite another thing.") == ["Quite another thing"]
    assert FLIP["support"] == "oppose" and SIDE["oppose"].startswith("I oppose")


@given(st.lists(st.text(alphabet=st.sampled_from("ab c'é\n._中"), max_size=120), max_size=12), st.booleans())
def test_sketches_made_together_equal_those_made_one_by_one(texts: list[str], plain: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if plain:
            patch.setattr(batches, "np", None)
        together = batches.sketches_of([*texts, *texts])
    alone = [sketch(without_frame(text)) for text in texts]
    assert [(one.words, one.prints, one.exact) for one in together] == [(one.words, one.prints, one.exact) for one in [*alone, *alone]]


def test_long_texts_sketched_together_do_not_reach_into_each_other() -> None:
    texts = [" ".join(f"w{(n * 7 + k) % 40}" for n in range(9 + k)) for k in range(30)]
    assert [one.prints for one in batches.sketches_of(texts)] == [sketch(text).prints for text in texts]
