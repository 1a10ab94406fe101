"""Typed comments are compared by a second person, and their scans and recordings stay sealed."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend, today
from civic.comments.actions import Words, receive_comment, withdraw_comment
from civic.comments.models import Channel, Comment, Face, State
from civic.comments.replay import differences, replay
from civic.comments.typed import reason_to_check
from civic.comments.visibility import redact_words
from civic.database import Refusal, db
from civic.exchange.models import Original, SecondCheck
from civic.exchange.originals import add_original, destroy_old_originals, kept_until, open_original, original_of
from civic.exchange.second_checks import _chosen, check_typed, tally_on, waiting_on
from civic.people.models import Account
from civic.permissions import Role
from civic.record.codes import Pair
from civic.record.leaf import b16, parse
from civic.record.models import Event, Leaf, SealedText
from civic.record.numbers import new_number, shown
from civic.record.vault import Destroyed, unseal_file
from tests.browsing import TestBrowser
from tests.cast import chen, diaz, make_account, milo
from tests.factories import make_comment, make_docket, the_clerk

pytestmark = pytest.mark.usefixtures("app")
WORDS = "I cannot use a computer. Please keep the cameras off my street."
FILES = {
    "letter.jpg": b"\xff\xd8\xff\xe0 a picture of a letter", "letter.JPEG": b"\xff\xd8\xff\xdb", "letter.png": b"\x89PNG\r\n\x1a\n...", "letter.pdf": b"%PDF-1.7 ...",
    "call.mp3": b"ID3\x04 a voice", "call2.mp3": b"\xff\xfb\x90\x00", "call.wav": b"RIFF\x00\x00\x00\x00WAVEfmt ", "call.ogg": b"OggS\x00", "call.opus": b"OggS\x00",
    "call.m4a": b"\x00\x00\x00\x20ftypM4A ",
}  # fmt: skip


def cora() -> Account:
    return make_account("Cora Clerk", Role.CLERK)


def a_call(words: str = WORDS, channel: Channel = Channel.PHONE, **more: Any) -> Comment:
    return make_comment(more.pop("docket", None) or make_docket(), words, channel=channel, received_on=today(), by=the_clerk(), **more)


def letters(n: int) -> list[Comment]:
    docket = make_docket()
    return [a_call(f"Letter {i}.", Channel.POST, docket=docket) for i in range(n)]


# --- which ones


@pytest.mark.parametrize(("channel", "why"), [(Channel.PHONE, "voice"), (Channel.HEARING, "voice")])
def test_everything_spoken_is_compared(channel: Channel, why: str) -> None:
    assert reason_to_check(a_call(channel=channel)) == why


def test_one_letter_in_ten_is_drawn_by_the_record_and_by_nobody() -> None:
    """Whoever has the entry's id can tell; the database and the code agree."""
    made = letters(120)
    drawn = {comment.number for comment in made if reason_to_check(comment) == "sample"}
    from_the_record = {
        leaf["comment"] for leaf in map(parse, db.session.scalars(sa.select(Leaf.bytes).where(Leaf.kind == "comment.received")))
        if (int.from_bytes(b16(leaf["id"])[4:8], "big") >> 1) % 10 == 0
    }  # fmt: skip
    in_sql = set(db.session.scalars(sa.select(Comment.number).join(Face, Face.comment_id == Comment.id).where(_chosen())))
    assert drawn == from_the_record == in_sql and len(drawn) < 40
    assert {reason_to_check(comment) for comment in made} <= {"sample", None}


def test_what_residents_sent_themselves_and_imports_are_not_compared() -> None:
    docket = make_docket()
    assert reason_to_check(make_comment(docket)) is None
    imported = receive_comment(docket, Words("From a file."), Pair(new_number(), "-", None), channel=Channel.PHONE, received_on=today(), by=the_clerk(), source=b"x" * 32)
    assert reason_to_check(imported) is None
    assert waiting_on(docket) == []


# --- comparing


def test_another_clerk_compares_a_call_and_the_public_count_says_so(browser: TestBrowser, another_browser: TestBrowser) -> None:
    comment = a_call()
    browser.sign_in(the_clerk()).open("/staff")
    assert not browser.shows("typed comment to compare")
    browser.open("/staff/d/2026-014/checks")
    assert browser.shows("you typed it, so another clerk compares it")
    another_browser.sign_in(cora()).open("/staff").click("1 typed comment to compare").click(f"Comment {comment.number[:4]}")
    assert another_browser.shows("spoken, so every one is compared") and another_browser.shows(WORDS)
    another_browser.press("Save what I found")
    assert another_browser.status == 422 and another_browser.errors == ["Say what you found."]
    another_browser.press("Save what I found", found="fits")
    assert another_browser.shows("Nothing waits.") and not another_browser.open("/staff").shows("typed comment to compare")
    browser.press("Sign out").open("/d/2026-014/ledger/counts")
    assert browser.shows("1 comment was typed by staff") and browser.shows("Compared: 1 of 1; 0 did not fit.")
    leaf = parse(db.session.scalars(sa.select(Leaf.bytes).where(Leaf.kind == "transcription.checked")).one())
    assert (leaf["reason"], leaf["found"], leaf["comment"]) == ("voice", "fits", comment.number) and leaf["by"][0].startswith("clerk-")


def test_what_waits_is_shown_twenty_five_at_a_time(browser: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    docket = make_docket()
    made = {make_comment(docket, f"{n}.", channel=Channel.PHONE, by=the_clerk(), received_on=today()).number for n in range(5)}
    monkeypatch.setattr("civic.exchange.second_checks.PAGE", 2)
    browser.sign_in(cora()).open(f"/staff/d/{docket.number}/checks")
    seen: list[str] = []
    for many, left in ((2, 3), (2, 1), (1, 0)):
        found = [number for number in made if browser.shows(f"Comment {shown(number)}")]
        assert len(found) == many and not set(found) & set(seen)
        seen += found
        assert browser.shows("Next 25") == bool(left)
        if left:
            browser.click("Next 25")
    assert set(seen) == made
    assert browser.click("Back to the first 25").shows("Next 25") and browser.shows("5 comments were typed by staff.")
    last = max(db.session.scalars(sa.select(Comment.sort_key)))
    assert browser.open(f"/staff/d/{docket.number}/checks?after={last}").shows("Nothing else waits.")
    for wrong in ("x", "-1", "9" * 30):
        assert browser.open(f"/staff/d/{docket.number}/checks?after={wrong}").status == 200


def test_nobody_compares_what_they_typed() -> None:
    comment = a_call()
    with pytest.raises(Refusal, match="typed this comment yourself"):
        check_typed(comment, found="fits", by=the_clerk())
    check_typed(comment, found="fits", by=cora())
    with pytest.raises(Refusal, match="already"):
        check_typed(comment, found="fits", by=make_account("Cleo Clerk", Role.CLERK))


def test_words_that_were_changed_are_not_recorded_as_fitting(browser: TestBrowser) -> None:
    comment = a_call()
    for found in ("fits", "differs"):
        browser.sign_in(cora()).open(f"/staff/comments/{comment.number}/second-check") if found == "fits" else browser.open(f"/staff/comments/{comment.number}/second-check")
        browser.press("Save what I found", found=found, body=WORDS.replace("off", "out of"))
        assert browser.status == 422 and "You changed the words in the box" in browser.errors[0]
    assert tally_on(comment.docket).compared == 0
    browser.press("Save what I found", found="fits", body=WORDS)
    db.session.expire_all()
    assert tally_on(comment.docket).compared == 1


def test_wrong_words_are_corrected_by_an_erratum(browser: TestBrowser) -> None:
    """I-1 and I-7: the earlier wording keeps its leaf; the record replays to the corrected words."""
    comment = a_call(name="Ora Mills", stance="support")
    browser.sign_in(cora()).open(f"/staff/comments/{comment.number}/second-check")
    browser.press("Save what I found", found="corrected")
    assert browser.status == 422 and "as they stand" in browser.errors[0]
    browser.press("Save what I found", found="corrected", body=WORDS.replace("off", "out of"))
    browser.open(f"/c/{comment.number}")
    assert browser.shows("Please keep the cameras out of my street.") and browser.shows("Corrected by the clerk on") and browser.shows("Ora Mills")
    assert not browser.shows("Changed by its author")
    db.session.expire_all()
    assert differences(comment.docket, replay(comment.docket)) == []
    edited = db.session.scalars(sa.select(Event).where(Event.kind == "comment.edited")).one()
    assert edited.at is None and edited.by[0].startswith("clerk-") and comment.face.stance == "support"
    assert tally_on(comment.docket).corrected == 1


def test_a_correction_brings_no_private_data_in() -> None:
    comment = a_call()
    with pytest.raises(Refusal, match="private data"):
        check_typed(comment, found="corrected", body="Call me at 555-0142.", by=cora())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SecondCheck)) == 0


def test_hidden_words_are_not_brought_back_by_a_correction() -> None:
    comment = a_call("My neighbor Jan Beck drinks. Keep the cameras off.")
    redact_words(comment, [(2, 4)], reason="P2", by=milo())
    with pytest.raises(Refusal, match="moderator must look"):
        check_typed(comment, found="corrected", body="My neighbor Jan Beck drinks.", by=cora())
    check_typed(comment, found="differs", by=make_account("Cleo Clerk", Role.CLERK))
    assert "▇▇▇" in comment.face.text


def test_what_is_held_waits_for_its_moderator_first(browser: TestBrowser) -> None:
    comment = a_call("Call me at 555-0142.")
    assert comment.face.state is State.HELD and waiting_on(comment.docket) == []
    browser.sign_in(cora()).open(f"/staff/comments/{comment.number}/second-check")
    assert browser.shows("cannot be compared now") and "555-0142" not in browser.response.get_data(as_text=True)


@pytest.mark.parametrize("person", [milo, chen, diaz])
def test_clerks_alone_compare_and_open(browser: TestBrowser, person: Any) -> None:
    comment = a_call()
    add_original(comment, FILES["call.mp3"], "call.mp3", by=the_clerk())
    browser.sign_in(person())
    for address in (f"/staff/comments/{comment.number}/second-check", f"/staff/comments/{comment.number}/original", "/staff/d/2026-014/checks"):
        assert browser.open(address).status == 403
    assert browser.post(f"/staff/comments/{comment.number}/original/open", reason="appeal").status == 403


def test_a_resident_finds_no_such_page(browser: TestBrowser) -> None:
    comment = make_comment(make_docket())
    assert browser.open(f"/staff/comments/{comment.number}/original", follow=False).status == 302
    assert browser.sign_in(the_clerk()).open(f"/staff/comments/{comment.number}/original").status == 404


# --- scans and recordings


def upload(browser: TestBrowser, comment: Comment, name: str, data: bytes) -> TestBrowser:
    browser.open(f"/staff/comments/{comment.number}/original")
    return browser.press("Keep it sealed", file=(io.BytesIO(data), name))


@pytest.mark.parametrize("name", FILES)
def test_scans_and_recordings_of_the_usual_kinds_are_kept(browser: TestBrowser, name: str) -> None:
    comment = a_call()
    upload(browser.sign_in(the_clerk()), comment, name, FILES[name])
    assert browser.status == 200 and "The scan or recording is kept sealed." in browser.page.get_text(" ")
    kept = original_of(comment)
    assert kept is not None and unseal_file(kept.sealed) == FILES[name]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("letter.jpg", b"%PDF-1.7", "not what its name says"), ("letter.pdf", b"MZ\x90\x00 a program", "not what its name says"), ("letter.svg", b"<svg onload='x'>", "not what its name says"),
        ("letter.html", b"<html>", "not what its name says"), ("call.mp3", b"hello", "not what its name says"), ("letter", b"%PDF-1.7", "not what its name says"),
        ("letter.pdf", b"", "empty"), ("letter.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
    ids=["a PDF named jpg", "a program", "svg", "html", "no sound", "no ending", "empty", "too large"],
)  # fmt: skip
def test_other_files_are_refused_with_the_reason(browser: TestBrowser, name: str, data: bytes, words: str) -> None:
    comment = a_call()
    upload(browser.sign_in(the_clerk()), comment, name, data)
    assert browser.status == 422 and any(words in error for error in browser.errors), browser.errors
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Original)) == 0


def test_a_file_beyond_what_the_server_takes_is_refused_as_a_whole(browser: TestBrowser) -> None:
    comment = a_call()
    assert upload(browser.sign_in(the_clerk()), comment, "letter.pdf", b"%PDF-" + b"0" * (40 * 1024 * 1024)).status == 413


def test_nothing_replaces_an_original() -> None:
    comment = a_call()
    add_original(comment, FILES["call.mp3"], "call.mp3", by=the_clerk())
    with pytest.raises(Refusal, match="never replaced"):
        add_original(comment, FILES["call.wav"], "call.wav", by=the_clerk())


def test_it_lies_sealed_and_each_opening_is_in_the_public_record(browser: TestBrowser) -> None:
    comment = a_call()
    kept = add_original(comment, FILES["call.mp3"], "call.mp3", by=the_clerk())
    assert b"a voice" not in db.session.get_one(SealedText, kept.sealed_id).words
    browser.sign_in(cora()).open(f"/staff/comments/{comment.number}/second-check").press("Open the scan or recording", reason="second_check")
    answer = browser.response
    assert answer.data == FILES["call.mp3"] and answer.mimetype == "audio/mpeg" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["Cache-Control"] == "no-store" and "sandbox" in answer.headers["Content-Security-Policy"]
    leaf = json.loads(db.session.scalars(sa.select(Leaf.bytes).where(Leaf.kind == "access.privileged")).one())
    assert (leaf["what"], leaf["reason"], leaf["ref"]) == ("intake_scan", "second_check", comment.leaf_id)


def test_opening_needs_a_reason_and_a_post(browser: TestBrowser) -> None:
    comment = a_call()
    add_original(comment, FILES["call.mp3"], "call.mp3", by=the_clerk())
    browser.sign_in(cora()).open(f"/staff/comments/{comment.number}/original").press("Open the scan or recording")
    assert browser.status == 422 and browser.errors == ["Choose why you open it."]
    assert browser.open(f"/staff/comments/{comment.number}/original/open").address.endswith("/original")
    assert db.session.scalars(sa.select(Leaf).where(Leaf.kind == "access.privileged")).all() == []


def test_opening_asks_for_the_second_factor(browser: TestBrowser) -> None:
    from tests.people.authenticators import code_of

    comment, clerk = a_call(), cora()
    add_original(comment, FILES["call.mp3"], "call.mp3", by=the_clerk())
    code = code_of(clerk)
    browser.sign_in(clerk, fresh=False).open(f"/staff/comments/{comment.number}/original").press("Open the scan or recording", reason="appeal")
    assert browser.heading == "Show that it is you"
    assert browser.press("Go on", second_factor_code=code).response.data == FILES["call.mp3"]


def test_when_its_time_is_over_it_cannot_be_opened_even_before_the_worker_comes(browser: TestBrowser) -> None:
    comment = a_call()
    kept = add_original(comment, FILES["call.mp3"], "call.mp3", by=the_clerk())
    last = kept_until(kept)
    assert last == comment.docket.window.closing.date() + timedelta(days=90)
    with pretend(now() + (last - today()) + timedelta(days=1)):
        with pytest.raises(Refusal, match="no longer kept"):
            open_original(kept, reason="appeal", by=cora())
        db.session.commit()
        assert destroy_old_originals() and not destroy_old_originals()
    assert original_of(comment).destroyed_on is not None
    with pytest.raises(Destroyed):
        unseal_file(kept.sealed)
    leaf = json.loads(db.session.scalars(sa.select(Leaf.bytes).where(Leaf.kind == "deletion.run")).one())
    assert (leaf["what"], leaf["reason"], leaf["n"]) == ("scans", "schedule", 1)
    browser.sign_in(the_clerk()).open(f"/staff/comments/{comment.number}/original")
    assert browser.shows("It was destroyed on") and browser.page.find("button", string="Open the scan or recording") is None


def test_a_withdrawn_comment_takes_its_scan_along() -> None:
    comment = a_call()
    kept = add_original(comment, FILES["letter.pdf"], "letter.pdf", by=the_clerk())
    withdraw_comment(comment)
    with pytest.raises(Refusal, match="no longer kept"):
        open_original(kept, reason="appeal", by=cora())
    db.session.commit()
    assert destroy_old_originals()
    with pytest.raises(Destroyed):
        unseal_file(kept.sealed)


def test_the_slip_leads_to_the_scan(browser: TestBrowser) -> None:
    make_docket()
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/intake")
    browser.press("Check it", channel="phone", received_on=str(today()), body=WORDS, read_back="y").press("Enter the comment")
    assert browser.shows("Another clerk compares this comment with it.")
    assert browser.click("Add the scan or recording").heading.startswith("Scan or recording of comment")
