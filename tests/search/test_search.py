"""Finding comments by their words, on the real index of each database."""

from __future__ import annotations

import random
from datetime import date
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from civic.comments.models import READABLE, Face
from civic.database import db
from civic.moderation.actions import confirm, propose, redact
from civic.moderation.queries import state_of
from civic.search.index import labelled, newest, places
from civic.search.keeping import build_anew, how_many_wait, labels, take_in, words_of
from civic.search.models import SearchEntry
from civic.search.queries import PAGE, search
from civic.search.words import Reading, parsed
from tests.browsing import TestBrowser
from tests.cast import milo, mona
from tests.factories import make_comment, make_docket

pytestmark = pytest.mark.usefixtures("app")


def index_all() -> None:
    while take_in():
        pass


def numbers(typed: str, docket=None, **more: str) -> list[str]:
    return [one.face.number for one in search(parsed(typed), docket, **more).found]


def test_a_comment_is_found_by_its_words_once_the_worker_has_taken_it_in(browser: TestBrowser) -> None:
    docket = make_docket()
    comment = make_comment(docket, "Cameras at the bus stop frighten my daughter.")
    browser.open(f"/d/{docket.number}/comments").press("Find", q="camera daughters")
    assert browser.shows("No public comment holds all of these words.") and browser.shows("1 new or changed comment is not in the search yet.")
    index_all()
    browser.press("Find", q="camera daughters")
    assert browser.shows("1 comment holds these words.") and [m.get_text() for m in browser.page.select("mark")] == ["Cameras", "daughter"]
    assert browser.find("article a").get_text().endswith(f"{comment.number[:4]}-{comment.number[4:]}")


def test_suggested_words_are_found_and_names_are_not() -> None:
    docket = make_docket()
    section = docket.versions[-1].provisions[1]
    one = make_comment(docket, "Please change this.", sections=(section.wid,), suggestion="No department may ever purchase zeppelins.", name="Winifred Quillfeather")
    index_all()
    assert numbers("zeppelin") == [one.number] and numbers("Quillfeather") == []


def test_hidden_words_are_in_no_hit_in_the_next_request_and_not_in_the_index() -> None:
    """Acceptance 9: hiding takes the words out of the index in the same transaction; the rest comes back without them."""
    comment = make_comment(make_docket(), "My neighbor Quillfeather points a camera at us.")
    index_all()
    assert numbers("quillfeather") == [comment.number]
    redact(comment, [(2, 3)], by=milo(), expected=state_of(comment))
    db.session.flush()
    assert newest(parsed("quillfeather"), (), before=2**62, limit=9) == [] and how_many_wait() == 1
    index_all()
    assert numbers("quillfeather") == [] and numbers("camera neighbor") == [comment.number]


def test_a_withheld_comment_is_gone_and_comes_back_with_the_decision_undone() -> None:
    comment = make_comment(make_docket(), "Buy cheap periscopes here.")
    index_all()
    proposal = propose(comment, "S1", by=milo(), expected=state_of(comment))
    assert numbers("periscope") == [comment.number]
    confirm(proposal, by=mona())
    db.session.flush()
    assert numbers("periscope") == [] and newest(parsed("periscope"), (), before=2**62, limit=9) == []
    index_all()
    assert newest(parsed("periscope"), (), before=2**62, limit=9) == []


def test_words_changed_by_a_bare_statement_leave_the_index_too() -> None:
    """The triggers stand on the table: no code can forget them."""
    comment = make_comment(make_docket(), "An albatross.")
    index_all()
    db.session.execute(sa.update(Face).where(Face.comment_id == comment.id).values(text="A heron."))
    assert newest(parsed("albatross"), (), before=2**62, limit=9) == []
    index_all()
    assert len(newest(parsed("heron"), (), before=2**62, limit=9)) == 1


def test_a_hit_whose_public_text_does_not_hold_the_words_is_not_shown() -> None:
    """Even an index that lies shows nothing that is not public."""
    comment = make_comment(make_docket(), "A quiet street.")
    index_all()
    kept = "words" if db.engine.dialect.name == "sqlite" else "CAST(:words AS tsvector)"
    db.session.execute(sa.text(f"UPDATE comment_words SET words = {':words' if kept == 'words' else kept}"), {"words": "secret"})  # noqa: S608
    assert len(newest(parsed("secret"), (), before=2**62, limit=9)) == 1
    assert numbers("secret") == [] and comment.face.text == "A quiet street."


def test_the_index_finds_exactly_what_the_texts_hold_whatever_happens() -> None:
    """After any acts, a query's answer equals asking every public text; and entries are the readable comments."""
    chance, docket = random.Random(7), make_docket()
    words = ["camera", "cameras", "police", "Policía", "drone", "street", "niños", "plates", "camara"]
    comments = [make_comment(docket, " ".join(chance.choices(words, k=6)) + f" n{n}.", language=chance.choice(["en", "es"])) for n in range(24)]
    moderator = milo()
    for _ in range(30):
        comment = chance.choice(comments)
        act = chance.choice(["index", "redact", "text"])
        if act == "index":
            take_in(chance.randint(1, 9))
        elif act == "redact" and comment.face.state in READABLE and "▒" not in comment.face.text:
            redact(comment, [(at := chance.randrange(5), at + 1)], by=moderator, expected=state_of(comment))
        elif act == "text":
            comment.face.stance = chance.choice(["support", "oppose"])
        db.session.flush()
    index_all()
    faces = list(db.session.scalars(sa.select(Face).order_by(Face.sort_key.desc()).where(Face.state.in_(READABLE))))
    assert {face.comment_id for face in faces} == set(db.session.scalars(sa.select(SearchEntry.comment_id)))
    for typed in ("camera", "police -drone", "policia", '"drone street"', "niño plate", "camara", "n7", "street camera police"):
        query = parsed(typed)
        assert set(numbers(typed, docket)) == {face.number for face in faces if Reading(words_of(face), face.language).fits(query)}, typed


def test_pages_follow_each_other_newest_first_without_gap_or_repeat(browser: TestBrowser) -> None:
    docket = make_docket()
    made = {make_comment(docket, f"Plates, said number {n}.").number for n in range(PAGE + 4)}
    index_all()
    browser.open(f"/d/{docket.number}/comments/search?q=plates")
    seen = [article["aria-labelledby"][2:] for article in browser.page.select("article")]
    browser.click("Next")
    seen += [article["aria-labelledby"][2:] for article in browser.page.select("article")]
    assert len(seen) == len(set(seen)) and set(seen) == made and "Next" not in browser.text
    keys = dict(db.session.execute(sa.select(Face.number, Face.sort_key)).all())
    assert seen == sorted(seen, key=keys.__getitem__, reverse=True)


def test_best_fit_puts_the_comment_that_is_about_it_first_and_pages_too() -> None:
    docket = make_docket()
    about = make_comment(docket, "Drones. Drones over schools, drones over yards.")
    for n in range(PAGE + 2):
        make_comment(docket, f"Much else is said here, at great length and about other things, and once a drone too, number {n}.")
    index_all()
    first = search(parsed("drones"), docket, order="best")
    second = search(parsed("drones"), docket, order="best", after=first.next)
    assert first.found[0].face.number == about.number and first.next == PAGE
    assert len({one.face.number for one in (*first.found, *second.found)}) == PAGE + 3 and second.next is None


def test_filters_and_dockets_narrow_and_an_empty_result_says_what_to_try(browser: TestBrowser) -> None:
    docket, other = make_docket(), make_docket("2026-015", title="Plate readers")
    one = make_comment(docket, "Cameras help.", stance="support")
    two = make_comment(other, "Cameras hurt.", stance="oppose")
    index_all()
    assert numbers("cameras", docket) == [one.number] and set(numbers("cameras")) == {one.number, two.number}
    browser.open(f"/d/{docket.number}/comments/search?q=cameras&stance=oppose")
    assert browser.shows("Comments with these words exist, but none here fits.")
    assert browser.click("The same words without your other choices").shows("1 comment holds these words.")
    browser.open(f"/d/{docket.number}/comments/search?q=camera+zeppelin")
    assert browser.shows("“camera” alone: 1 comment") and browser.shows("“zeppelin” alone: 0 comments")
    browser.open("/search?q=camera").click("2026-015")
    assert browser.heading == "Plate readers"


@pytest.mark.parametrize("typed", ["", "-camera", '"', "*", "AND OR NOT NEAR(", "words:x", "a" * 5000, "'; DROP TABLE comment_words;--", "\x00", "%27 & !"])
def test_whatever_is_typed_gets_a_page(browser: TestBrowser, typed: str) -> None:
    docket = make_docket()
    make_comment(docket, "A camera.")
    index_all()
    for address in (f"/d/{docket.number}/comments/search", "/search"):
        browser.open(f"{address}?{urlencode({'q': typed, 'after': '-9', 'order': 'zzz'})}")
        assert browser.status == (400 if "\x00" in typed else 200) and browser.text


def test_building_anew_gives_the_same_answers() -> None:
    docket = make_docket()
    made = [make_comment(docket, f"Plates {n}").number for n in range(5)]
    index_all()
    build_anew()
    assert numbers("plates") == [] and how_many_wait() == 5
    index_all()
    assert sorted(numbers("plates")) == sorted(made)


def test_two_comments_with_one_sort_key_are_both_found() -> None:
    docket = make_docket()
    one, two = make_comment(docket, "Plates one."), make_comment(docket, "Plates two.")
    two.face.sort_key = one.face.sort_key
    db.session.flush()
    index_all()
    assert sorted(numbers("plates")) == sorted([one.number, two.number])


TEXTS = {
    "es": "El niño de la señora Núñez y la an\u0303oranza.", "de": "In der Straße, in Łódź und in Đà Nẵng.", "so": "Kaameerooyinku ma’aha kuwo wanaagsan.",
    "hmn": "Peb tsis xav tau koob yees duab.", "ja": "監視カメラに反対します。", "ko": "감시카메라를 반대합니다.", "en": "The residents' co-op asks for § 41.120(b) and 41.120 (c).",
}  # fmt: skip


@pytest.mark.parametrize("typed", ["nino senora", "NUÑEZ", "añoranza", "strasse", "lodz", '"da nang"', "ma'aha", "koob yees", '"tsis xav tau"', "カメラ", "監", "카메라", "반대", "41.120(b)", "41.120", '"co-op asks for"', "resident", "-koob waa", '"§ 41.120 (b) and 41.120"'])  # fmt: skip
def test_words_of_every_language_are_found_by_the_index_where_their_text_holds_them(typed: str) -> None:
    docket = make_docket()
    made = {make_comment(docket, text, language=language).number: Reading(text, language) for language, text in TEXTS.items()}
    index_all()
    fitting = {number for number, reading in made.items() if reading.fits(parsed(typed))}
    assert set(numbers(typed, docket)) == fitting and len(places(parsed(typed), labels(docket.id), limit=9)) == len(fitting)
    assert fitting or "-" in typed


def test_the_index_itself_answers_every_filter_of_the_list_and_follows_its_change() -> None:
    docket, day = make_docket(), date(2026, 5, 4)
    section = docket.versions[-1].provisions[1].wid
    one = make_comment(docket, "Plates.", stance="support", sections=(section,))
    two = make_comment(docket, "Plates, again.", stance="oppose", language="so")
    index_all()

    def found(**chosen: str) -> set[str]:
        assert len(places(parsed("plates"), labels(docket.id, **chosen), limit=9)) == len(numbers("plates", docket, **chosen))
        return set(numbers("plates", docket, **chosen))

    assert found(stance="oppose") == found(language="so") == {two.number} and found(section=section) == {one.number}
    assert found(channel=two.face.channel, version=str(two.face.version_n or 0)) == {one.number, two.number}
    assert found(day=day.isoformat()) == set() and found(day=two.received_on.isoformat()) == {one.number, two.number} and found(stance="o' OR 1") == set()
    db.session.execute(sa.update(Face).where(Face.comment_id == two.id).values(stance="support"))
    index_all()
    assert found(stance="oppose") == set() and found(stance="support") == {one.number, two.number}


def test_hits_asked_for_their_labels_are_those_that_the_index_finds_with_them() -> None:
    docket, other = make_docket(), make_docket("2026-015", title="Plate readers")
    for n in range(6):
        make_comment((docket, other)[n % 2], f"Plates {n}.", stance=("support", "oppose", "oppose")[n % 3])
    index_all()
    asked = labels(docket.id, stance="oppose")
    found = places(parsed("plates"), asked, limit=9)
    assert labelled(places(parsed("plates"), labels(docket.id), limit=9), asked) == found and len(found) == 2


def test_a_card_shows_a_part_around_the_hit_even_where_no_gap_is_between_words() -> None:
    docket = make_docket()
    make_comment(docket, "反対" * 600 + "監視カメラ" + "賛成" * 600, language="ja")
    index_all()
    (one,) = search(parsed("監視カメラ"), docket).found
    assert [piece.text for piece in one.pieces if piece.is_hit] == ["監視カメラ"] and sum(len(piece.text) for piece in one.pieces) <= 420
