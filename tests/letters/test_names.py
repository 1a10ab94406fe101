"""Names that could be taken for another are refused or shown to a person; everybody's own name is taken."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.database import Refusal, db
from civic.letters.lookalikes import could_be_taken_for, is_near
from civic.letters.names import checked_name, mixes_alphabets, names_the_city
from civic.letters.organisation_queries import organisation_like
from civic.letters.organisations import named, start_organisation
from tests.cast import make_account
from tests.factories import make_docket
from tests.letters.arrange import make_organisation

# Written from the shapes of the letters, and not from the table that the product uses.
TWINS = {
    "a": "аαａ𝐚𝒶𝗮ɑ", "b": "Ьｂ𝐛𝒷", "c": "сｃ𝐜ᴄⅽ", "d": "ԁｄ𝐝ⅾ", "e": "еｅ𝐞ҽ", "g": "ɡｇ𝐠", "h": "һｈ𝐡հ", "i": "іｉ𝐢ıι", "j": "јｊ𝐣ϳ", "k": "ｋ𝐤", "l": "ӏｌ𝐥1Iⅼ|",
    "m": "ｍ𝐦ⅿ", "n": "ո𝐧ｎ", "o": "оοօ0ｏ𝐨ഠ", "p": "рρｐ𝐩", "q": "ԛｑ𝐪", "r": "гｒ𝐫", "s": "ѕｓ𝐬ꜱ5$", "t": "ｔ𝐭", "u": "υսｕ𝐮", "v": "νѵｖ𝐯ⅴ", "w": "ԝｗ𝐰ѡ", "x": "хχｘ𝐱ⅹ", "y": "уｙ𝐲γ",
    "z": "ｚ𝐳ᴢ", "A": "АΑᎪＡ𝐀", "B": "ВΒᏴＢ𝐁8", "C": "СᏟＣ𝐂", "E": "ЕΕᎬＥ𝐄", "H": "НΗᎻＨ𝐇", "I": "ІΙＩ𝐈l1", "J": "ЈＪᎫ𝐉", "K": "КΚＫ𝐊", "L": "ᏞＬ𝐋", "M": "МΜᎷＭ𝐌",
    "N": "ΝＮ𝐍", "O": "ОΟՕＯ𝐎0", "P": "РΡᏢＰ𝐏", "S": "ЅՏᏚＳ𝐒5", "T": "ТΤᎢＴ𝐓", "V": "ᏙＶ𝐕Ⅴ", "W": "ᎳＷ𝐖Ԝ", "X": "ХΧＸ𝐗", "Y": "ҮΥＹ𝐘", "Z": "ΖᏃＺ𝐙",
}  # fmt: skip
MARKS = "\u0301\u0308\u0323\u0327"
UNSEEN = "\u200b\u200d\u2060\ufeff\u00ad\u202e\U000e0041"
OWN = (
    "Open Streets Coalition", "Harbor House Shelter", "Delivery Drivers United", "Riverside Clinic", "Transit Local 88", "Transit Local 38", "Elders' Circle",
    "Círculo de Mayores", "Ururka Soomaalida", "Союз арендаторов", "東京の友 Minneapolis", "한국 노인회", "Mill Street Readers", "Hill Street Leaders", "Night Shift Parents",
    "Parents of the Night Shift", "Law & Liberty Clinic", "Modern Housing Now", "Eastgate Cyclists", "Westgate Cyclists", "Owl Watch", "The Van House", "The Nan House",
    "Sĩ Phú Vietnamese Elders", "Ελληνική Κοινότητα", "Union 5", "Union 6", "No More Cameras", "More Cameras", "Koom Haum Hmoob", "Ward 3 Neighbors", "Ward 5 Neighbors",
)  # fmt: skip


def spoofs_of(name: str, chance: random.Random) -> Iterator[str]:
    """Endless: one to all letters exchanged for twins, marks put on, unseen characters put in, words stuck together."""
    while True:
        places = [n for n, c in enumerate(name) if c in TWINS]
        changed = list(name)
        for n in chance.sample(places, chance.randint(1, len(places))):
            changed[n] = chance.choice(TWINS[name[n]])
        made = "".join(changed)
        kind = chance.randrange(6)
        if kind == 1:
            made = name.replace(name[2], unicodedata.normalize("NFC", name[2] + chance.choice(MARKS)), 1)
        elif kind == 2:
            place = chance.randrange(1, len(made))
            made = made[:place] + chance.choice(UNSEEN) + made[place:]
        elif kind == 3:
            made = chance.choice([made.upper(), made.lower(), f"The {made}, Inc.", f"{made} LLC", made.replace(" ", "-"), made.replace(" ", "")])
        elif kind == 4:
            made = chance.choice([name.replace("m", "rn"), name.replace("w", "vv"), name.replace("d", "cl"), made.swapcase()])
        if made != name:
            yield made


def test_none_of_six_hundred_spoofed_names_is_taken_and_the_own_one_is(app) -> None:
    """Scorecard row 38: 500 spoof names, no confusable one accepted."""
    chance = random.Random(38)
    make_docket()
    names = ("Open Streets Coalition", "Harbor House Shelter", "Delivery Drivers United", "Law Clinic of Mill Hollow", "Young Jockeys", "Quiet Block Watch")
    for n, name in enumerate(names):
        start_organisation(name, "informal_coalition", title="Chair", authority="We met.", by=make_account(f"Founder {n}", second_factor=False))
    stranger, taken, tried = make_account("Stan Stranger", second_factor=False), [], 0
    for name in names:
        for spoof, _ in zip(spoofs_of(name, chance), range(100), strict=False):
            tried += 1
            try:
                kept = checked_name(spoof)
                start_organisation(kept, "informal_coalition", title="Chair", authority="Mine.", by=stranger)
            except Refusal:
                continue
            taken.append(spoof)
    assert tried == 600 and taken == []
    assert all(organisation_like(name).name == name for name in names)


def test_honest_names_do_not_stand_in_each_others_way(app) -> None:
    make_docket()
    for name in OWN:
        assert checked_name(name) == name and organisation_like(name) is None, name
        db.session.add(named(name))
        db.session.flush()


@settings(deadline=None)
@given(st.sampled_from([name for name in OWN if name.isascii()]), st.randoms(use_true_random=False))
def test_a_twin_has_the_shape_of_its_name(name: str, chance: random.Random) -> None:
    places = [n for n, c in enumerate(name) if c in TWINS]
    n = chance.choice(places)
    assert could_be_taken_for(name[:n] + chance.choice(TWINS[name[n]]) + name[n + 1 :], name)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_name_has_its_own_shape_and_never_breaks_the_check(name: str) -> None:
    assert could_be_taken_for(name, name) and could_be_taken_for(name, f"  {name} ")


@pytest.mark.parametrize(
    "like", ["OPEN STREETS COALITION", "Open  Streets Coalition", "The Open Streets Coalition, Inc.", "Орen Streets Coalition", "0pen Streets Coalition", "Ópen Streets Coalition", "Open Streets Coaiition"]
)  # fmt: skip
def test_names_that_look_alike_share_a_shape(like) -> None:
    assert could_be_taken_for(like, "Open Streets Coalition")


@pytest.mark.parametrize(("one", "other"), [("НОРЕ", "hope"), ("норе", "Hope"), ("Соре", "Cope"), ("Тот", "Tot"), ("ΝΑΥ", "nay")])
def test_a_name_wholly_in_another_alphabet_is_seen_in_capitals_and_small_letters(one, other) -> None:
    assert could_be_taken_for(one, other)


@pytest.mark.parametrize(("name", "sentence"), [
    ("Оpen Streets", "two alphabets"), ("Open\u200bStreets", "cannot be seen"), ("Open \u202eStreets", "cannot be seen"), ("O\u0301\u0302\u0303pen", "cannot be seen"),
    ("City Counciĺ", "belongs to the city"), ("Police Department", "belongs to the city"), ("City of Alder", "belongs to the city"), ("!!!", "Enter"), ("\x00Owl", "cannot be seen"),
])  # fmt: skip
def test_a_name_that_deceives_is_refused(app, name, sentence) -> None:
    make_docket()
    with pytest.raises(Refusal, match=sentence):
        checked_name(name)


def test_what_is_only_doubtful_is_shown_to_those_who_check(app, browser) -> None:
    from tests.factories import the_clerk

    make_docket()
    make_organisation("Open Streets Coalition")
    nearly = make_organisation("Open Street Coalition of City Hall", by=make_account("Lamar Ude", second_factor=False), confirmed=False).organisation
    assert is_near("Open Street Coalition", "Open Streets Coalition") and not is_near("Harbor House", "Hill House")
    assert mixes_alphabets("Open Соре") and not mixes_alphabets("東京の友 Minneapolis") and names_the_city("Friends of City Hall")
    browser.sign_in(the_clerk()).open(f"/staff/organisations/{nearly.id}")
    assert browser.shows("Look at this first") and browser.shows("A name of the city stands inside its name")
