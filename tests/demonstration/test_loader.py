"""The demonstration is told through the product's actions; /demo exists only where the loader was, on loopback."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from civic.clock import now, pretend
from civic.comments.counting import every_count, recounted
from civic.database import db
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.notices.actions import queue_mail
from civic.notices.mailer import erase_old_words
from civic.notices.models import Message
from civic.record.models import Leaf
from tests.browsing import TestBrowser


def test_five_laws_and_five_exceptions_are_told_and_their_counts_add_up(loaded) -> None:
    """I-64 The equations hold after the whole story."""
    dockets = published_dockets()
    assert (len(dockets), sum(docket.is_exception for docket in dockets)) == (10, 5)
    for docket in dockets:
        kept = every_count(docket)
        assert kept == recounted(docket)
        assert len({sum(keys.values()) for name, keys in kept.items() if name in ("state", "channel", "day", "version", "clock")}) <= 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Leaf)) > 150


def test_made_up_mail_stays_and_a_visitors_mail_is_erased_after_four_days(on_loopback, loaded, browser: TestBrowser) -> None:
    made_up = db.session.scalars(sa.select(Message).where(Message.sealed_id.is_not(None))).first()
    visitors = queue_mail(kind="test", subject="A visitor's own", recipient="visitor@example.org", body="Words")
    browser.open("/demo").press("Continue as Casey").open(f"/staff/outbox/{visitors.id}")
    assert browser.shows("Address and words are erased once the message is sent")
    browser.open(f"/staff/outbox/{made_up.id}")
    assert browser.shows("Made up with the demonstration: it is never sent, and its words stay.")
    with pretend(now() + timedelta(days=5)):
        while erase_old_words():
            pass
    db.session.expire_all()
    assert visitors.sealed_id is None and made_up.sealed_id is not None


def test_a_reader_walks_the_finished_docket(loaded, browser: TestBrowser) -> None:
    docket = db.session.scalars(sa.select(Docket).where(Docket.number.like("%-014"))).one()
    browser.open(f"/d/{docket.number}")
    assert browser.shows("passed 13–0") and browser.shows("Illustrative law")
    browser.click("See what changed between versions 1 and 2")
    assert browser.page.find("ins") is not None and browser.shows("Because:")
    browser.open(f"/d/{docket.number}/comments?all=1")
    assert len(browser.page.find_all("article")) > 70
    assert browser.open(f"/d/{docket.number}/positions").shows("Vote: Yes")
    assert browser.open(f"/d/{docket.number.replace('014', '023')}/text").shows("not yet available online")


def test_the_cast_exists_only_where_the_loader_was_and_on_loopback(app, browser: TestBrowser) -> None:
    """Acceptance 18: /demo is 404 in a folder that the loader did not make."""
    assert browser.open("/demo").status == 404
    browser.post("/demo/continue/chen")
    assert browser.status == 404


def test_the_mark_alone_is_not_enough_off_loopback(loaded, browser: TestBrowser) -> None:
    assert browser.open("/demo").status == 404


def test_a_member_of_the_cast_signs_in_by_post_only(on_loopback, loaded, browser: TestBrowser) -> None:
    """Acceptance 18: GET signs nobody in."""
    assert browser.open("/demo/continue/marisol").address.endswith("/demo") and "Sign out" not in browser.text
    browser.press("Continue as Council Member Diaz")
    assert browser.heading == "My dockets"
    browser.press("Sign out")
    assert browser.open("/member", follow=False).status == 302


def test_a_second_analyst_reads_some_comments_again(on_loopback, loaded, browser: TestBrowser) -> None:
    docket = db.session.scalars(sa.select(Docket).where(Docket.number.like("%-014"))).one()
    browser.open("/demo").press("Continue as Tilda").open(f"/staff/d/{docket.number}/codebook")
    assert browser.shows("Two people sorted 8 of") and browser.shows("They agree with alpha 0.")
    browser.click("Make a second reading")
    assert browser.shows("What the first person chose is not shown.") or browser.shows("No comment waits for a second reading by you.")
    assert browser.open(f"/d/{docket.number}/summary").shows("Two people sorted 8 of")
