"""The page of one comment: what it points at and what became of that place, claims about its name, reports."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa

from civic.clock import now, pretend
from civic.comments.models import NameDispute, ProblemReport
from civic.comments.objections import open_disputes, open_reports
from civic.comments.replay import differences, replay
from civic.database import Base, db
from civic.record.models import Event, Leaf, SealedText
from civic.record.vault import unseal
from tests.browsing import TestBrowser
from tests.factories import TEXT, make_comment, make_docket, make_version

CLAIM = "I never wrote this and never would."


def wid_of(docket, number: str) -> str:
    return next(p.wid for p in docket.current_version.provisions if p.number == number)


def test_the_place_stays_with_its_version_and_says_what_became_of_it(app, browser: TestBrowser) -> None:
    """I-8 An anchor is never re-pointed. Acceptance 14: comments keep their version."""
    docket = make_docket()
    same, changed, gone = (make_comment(docket, f"On {n}.", sections=(wid_of(docket, n),)) for n in ("1", "2", "3"))
    make_version(docket, TEXT.replace("acquire", "obtain").split("## Section 3")[0])
    for comment, words in ((same, "Unchanged in version 2."), (changed, "Its words changed in version 2."), (gone, "Gone from version 2.")):
        browser.open(f"/c/{comment.number}")
        assert browser.shows("of version 1") and browser.shows(words)
    browser.open(f"/c/{same.number}").click("Section 1 of version 1")
    assert browser.status == 200 and browser.address.startswith("/d/2026-014/text@1")


def test_quoted_words_are_kept_and_followed(app, browser: TestBrowser) -> None:
    docket = make_docket()
    browser.open(f"/d/2026-014/comment?s={wid_of(docket, '3')}")
    browser.fill("Continue", {"Your comment": "Once is too seldom.", "q": "once  a\nyear"}).press("Continue")
    assert browser.shows("About the words: once a year")
    browser.press("Send my comment").click("See it as others do")
    address = browser.address
    assert browser.find("blockquote").get_text() == "once a year"
    make_version(docket, TEXT + "\nIt also names each use.\n")
    assert browser.open(address).shows("Unchanged in version 2.")
    make_version(docket, TEXT.replace("once a year", "each month"))
    assert browser.open(address).shows("Its words changed in version 3.")


def test_words_that_do_not_stand_there_are_refused_with_everything_kept(app, browser: TestBrowser) -> None:
    docket = make_docket()
    browser.open(f"/d/2026-014/comment?s={wid_of(docket, '3')}")
    browser.fill("Continue", {"Your comment": "Hm.", "q": "twice a year"})
    assert browser.status == 422 and "do not stand in section 3" in browser.errors[0]
    assert browser.find("#body").get_text().strip() == "Hm." and browser.find("#q")["value"] == "twice a year"


def test_suggested_words_are_shown_against_the_section(app, browser: TestBrowser) -> None:
    docket = make_docket()
    comment = make_comment(docket, "Say it so.", sections=(wid_of(docket, "3"),), suggestion="Each department reports each month.")
    browser.open(f"/c/{comment.number}")
    assert "each month" in browser.find("ins").get_text()


def test_a_held_comment_is_overdue_in_public_after_one_working_day(app, browser: TestBrowser) -> None:
    """Acceptance 4: held, never shown, and publicly overdue after one working day."""
    comment = make_comment(make_docket(), "Call 555-0142.")
    assert browser.open(f"/c/{comment.number}").shows("A person decides by Monday, October 5.")
    with pretend(now() + timedelta(days=3)):
        assert browser.open(f"/c/{comment.number}").shows("Overdue since Monday, October 5")


def test_someone_used_my_name_shows_disputed_at_once_and_gives_number_and_code(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-17 No account, e-mail, phone or address is asked. I-20 The code is stored only as a hash."""
    docket = make_docket()
    comment = make_comment(docket, "I love cameras.", name="Rosa Diaz")
    browser.open(f"/c/{comment.number}").click("Someone used my name")
    browser.press("Say that this name is disputed", words=CLAIM)
    number, code = browser.find(".receipt code").get_text(), browser.find("#private-code").get_text()
    assert re.fullmatch(r"[A-Z]+-\d{5}-[A-Z]+", code) and browser.response.headers["Cache-Control"] == "no-store" and code not in browser.address
    another_browser.open(f"/c/{comment.number}")
    assert another_browser.shows("Name disputed") and another_browser.shows("I love cameras.") and another_browser.shows("Rosa Diaz")
    assert [unseal(db.session.get_one(SealedText, d.claim_id)) for d in open_disputes()] == [CLAIM]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Leaf).where(Leaf.kind == "comment.disputed")) == 1
    dump = "".join(str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(sa.select(table)))
    assert CLAIM not in dump and code not in dump
    assert differences(docket, replay(docket)) == []
    another_browser.open("/check").fill("Check", {"Tracking number": number, "Private code": code})
    assert another_browser.shows("Two moderators decide about the name")


def test_a_claim_sent_twice_is_one_and_one_without_a_name_is_refused(app, browser: TestBrowser) -> None:
    """I-23 One submission key gives one claim."""
    docket = make_docket()
    comment, unnamed = make_comment(docket, "Mine.", name="Rosa"), make_comment(docket, "Nobody's.")
    for _ in range(2):
        browser.post(f"/c/{comment.number}/name", words="", token="k" * 22)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(NameDispute)) == 1
    assert browser.open(f"/c/{unnamed.number}/name").shows("No name is shown")
    browser.post(f"/c/{unnamed.number}/name", words="", token="m" * 22)
    assert browser.status == 422
    assert browser.open("/c/0000-00/name").status == 404


def test_a_reported_problem_joins_the_queue_and_nobody_learns_who_reported(app, browser: TestBrowser) -> None:
    comment = make_comment(make_docket(), "Buy cheap cameras.")
    browser.open(f"/c/{comment.number}").click("Report a problem").press("Send the report")
    assert browser.status == 422 and browser.errors == ["Write what the problem is."]
    browser.press("Send the report", words="This is advertising.")
    assert browser.shows("Your report is with the moderators.") and browser.shows("Buy cheap cameras.")
    (report,) = open_reports(comment.docket)
    assert report.comment_id == comment.id and report.day == now().date()
    assert not {c.name for c in ProblemReport.__table__.columns} & {"account_id", "by", "name", "email"}
    event = db.session.scalars(sa.select(Event).where(Event.kind == "comment.reported")).one()
    assert event.at is None and event.by == []
