"""Every link that is mailed: programs that open mail before its reader change nothing, and a link works once, for one thing,
for a time. A new kind of mailed link belongs into ``LINKS``; the last test finds those that are missing.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from civic.clock import now, pretend, today
from civic.consultation.actions import draft_question, list_consultee, send_invitation
from civic.database import db
from civic.letters.invitations import remind
from civic.letters.labels import ask_for_domain
from civic.notices import following
from civic.notices.bulletins import tell_followers
from civic.notices.mailer import send_due_messages
from civic.notices.models import Subscription
from civic.people import attempts
from civic.people.actions import open_account
from civic.people.invitations import invite as invite_account
from civic.people.models import SignInSession
from civic.people.policy import set_policy
from civic.people.queries import account_by_email
from civic.permissions import Role
from tests.browsing import TestBrowser
from tests.cast import adam, hold, make_account, office
from tests.factories import make_docket, make_version, the_clerk
from tests.letters.arrange import invite, letter_author, make_open_letter, make_organisation, omar
from tests.notices.post_office import PostOffice, link_in, mail_set_up
from tests.sources import CIVIC

PASSWORD = "nine quiet geese fly"
SIGNING = {"name": "Gwen Aldous", "title": "Director", "allowed": "y"}
ACCEPTING = {"name": "Lamar Ude", "password": PASSWORD}


@dataclass(frozen=True)
class Link:
    """``send`` gets one mail queued whose link holds ``part``; ``button`` and ``data`` do at its page what the link is for.
    ``lasts`` is the longest time that it may work; ``reader`` is who must be signed in for it, if anybody."""

    kind: str
    part: str
    send: Callable[[TestBrowser], None]
    button: str
    lasts: timedelta
    data: dict[str, str] = field(default_factory=dict)
    reader: str = ""
    again: bool = False  # pressing twice is harmless and meant so: stopping


def send_invitation_to_sign(browser: TestBrowser) -> None:
    invite(make_open_letter(make_docket(), make_organisation(confirmed=False)))


def send_reminder_to_sign(browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket(), make_organisation(confirmed=False))
    invite(letter)
    db.session.commit()
    send_due_messages()
    remind(letter, by=letter_author(letter))


def send_to_mailbox(browser: TestBrowser) -> None:
    make_docket()
    organisation = make_organisation(confirmed=False).organisation
    ask_for_domain(organisation, domain="streets.example", mailbox="office@streets.example", by=omar())


def send_invitation_to_answer(browser: TestBrowser) -> None:
    place = office("Chief of Police", "Police Department")
    hold(place, make_account("Chief Chen", Role.RESPONDENT))
    entry = list_consultee(make_docket(), place, reason="department", because="Its work changes most.", by=the_clerk())
    draft_question(entry, "How often?", by=the_clerk())
    send_invitation(entry, respond_by=today() + timedelta(days=12), channel="email", email="chief@city.example", by=the_clerk(), link=lambda token: f"http://localhost/respond/i/{token}")


def send_invitation_to_an_account(browser: TestBrowser) -> None:
    make_docket()
    invite_account("new@city.example", Role.CLERK, by=adam())


def send_reset(browser: TestBrowser) -> None:
    make_docket()
    open_account("Casey", "casey@city.example", "a long enough password", Role.REPRESENTATIVE)
    browser.open("/sign-in/password").fill("Send the link", {"E-mail address": "casey@city.example"})


def send_question_to_follow(browser: TestBrowser) -> None:
    following.follow(make_docket(), "rosa@example.org", topics=["text"], rhythm="each", language="en")


def send_news(browser: TestBrowser) -> None:
    with pretend(now() - timedelta(hours=3)):
        docket = make_docket()
        following.follow(docket, "rosa@example.org", topics=["text"], rhythm="each", language="en")
        db.session.commit()
        send_due_messages()
        following.confirm(db.session.scalars(sa.select(Subscription)).one())
        set_policy("quiet_from", 0)
        set_policy("quiet_to", 0)
    make_version(docket, "# Article 9\n\n## Section 1. Purpose\n\nThis law limits cameras.\n")
    db.session.commit()
    with pretend(now() + timedelta(minutes=5)):
        tell_followers()


DAY = timedelta(days=1)
LINKS = (
    Link("letter.invitation", "/sign/", send_invitation_to_sign, "Sign this exact text", 10 * DAY, SIGNING),
    Link("letter.reminder", "/sign/", send_reminder_to_sign, "Sign this exact text", 10 * DAY, SIGNING),
    Link("label.mailbox", "/organisations/mailbox/", send_to_mailbox, "Yes, it is ours", 2 * DAY),
    Link("consultation.invitation", "/respond/i/", send_invitation_to_answer, "Accept this invitation", 13 * DAY, reader="chief.chen@city.example"),
    Link("account_invitation", "/invitation/", send_invitation_to_an_account, "Open my account", 7 * DAY, ACCEPTING),
    Link("account", "/sign-in/password/", send_reset, "Use this password", timedelta(hours=2), {"password": PASSWORD, "password_confirm": PASSWORD}),
    Link("follow.confirm", "/follow/confirm/", send_question_to_follow, "Yes, send me news", 2 * DAY),
    Link("follow.news", "/follow/stop/", send_news, "Stop all news about this", 400 * DAY, again=True),
)
# Mail of these kinds holds no link with a secret of its own: a page that asks to sign in, or the stop link of news.
WITHOUT = {"overdue", "report.reminder", "follow.known"}


@pytest.fixture
def post(app: Any) -> Iterator[PostOffice]:
    following._recent = following._Recent()  # noqa: SLF001 - kept in memory for an hour
    attempts._mailed.clear()  # noqa: SLF001
    with mail_set_up(app) as made:
        yield made


def mailed(link: Link, post: PostOffice, app: Any) -> str:
    """The address in the newest mail with such a link, as its reader gets it over SMTP."""
    link.send(TestBrowser(app))
    db.session.commit()
    with pretend(now() + timedelta(minutes=6)):
        send_due_messages()
    db.session.commit()
    return link_in(next(letter for letter in reversed(post.letters) if link.part in letter.as_string().replace("=\r\n", "").replace("=\n", "")), link.part)


def everything() -> dict[str, list[str]]:
    """Every row of the database but those of sessions, which tell when somebody was here."""
    db.session.rollback()
    tables = [table for table in db.metadata.sorted_tables if table.name != SignInSession.__tablename__]
    return {table.name: sorted(repr(tuple(row)) for row in db.session.execute(sa.select(table))) for table in tables}


def reader_of(link: Link, app: Any) -> TestBrowser:
    browser = TestBrowser(app)
    return browser.sign_in(account_by_email(link.reader)) if link.reader else browser


def is_dead(browser: TestBrowser, address: str) -> bool:
    """No button is left at its page."""
    browser.open(address, follow=False)
    return browser.status >= 300 or browser.page.select("main form[method=post]") == []


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.kind)
def test_scanners_change_nothing(app: Any, post: PostOffice, link: Link) -> None:
    """Acceptance 7: GET on any e-mailed link changes nothing; nor does HEAD, three times each."""
    address = mailed(link, post, app)
    before, scanner = everything(), app.test_client()
    for _ in range(3):
        assert scanner.get(address).status_code == scanner.head(address).status_code == 200
    assert everything() == before
    answer = scanner.get(address)
    assert answer.headers["Referrer-Policy"] in ("no-referrer", "same-origin") and "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.kind)
def test_a_link_works_once(app: Any, post: PostOffice, link: Link) -> None:
    address, browser = mailed(link, post, app), reader_of(link, app)
    before = everything()
    browser.open(address).fill(link.button, link.data)
    assert browser.status < 400 and everything() != before
    after = everything()
    stranger = reader_of(link, app)
    assert link.again or is_dead(stranger, address)
    stranger.post(address, **link.data)
    assert everything() == after


@pytest.mark.parametrize("link", [one for one in LINKS if not one.again], ids=lambda link: link.kind)
def test_a_link_ends_by_itself(app: Any, post: PostOffice, link: Link) -> None:
    address = mailed(link, post, app)
    before, later = everything(), link.lasts + timedelta(hours=2)
    with pretend(now() + later), time_machine.travel(later.total_seconds() + time.time(), tick=True):
        browser = reader_of(link, app)
        before = everything()
        assert is_dead(browser, address)
        browser.post(address, **link.data)
        assert everything() == before


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.kind)
def test_a_link_is_no_other_link(app: Any, post: PostOffice, link: Link) -> None:
    """One changed character opens nothing, and no token works at the page of another kind."""
    address, browser = mailed(link, post, app), reader_of(link, app)
    token = re.search(r"([\w.-]{16,})$", address).group(1)  # type: ignore[union-attr]
    wrong = token[:5] + ("A" if token[5] != "A" else "B") + token[6:]
    before = everything()
    for other in {address.replace(token, wrong), *(f"{one.part}{token}" for one in LINKS if one.part not in (link.part, "/sign/"))}:
        assert is_dead(browser, other), other
        browser.post(other, **link.data)
    assert everything() == before


def test_a_link_to_sign_works_only_at_its_own_letter(app: Any, post: PostOffice) -> None:
    address = mailed(LINKS[0], post, app)
    other = make_open_letter(make_docket("2026-021", title="Plate readers"), make_organisation("Other Group", by=make_account("Lamar Ude", second_factor=False), confirmed=False))
    browser = TestBrowser(app)
    elsewhere = re.sub(r"/letters/[^/]+/", f"/letters/{other.id}/", address)
    before = everything()
    assert browser.open(elsewhere).status == 404
    browser.post(elsewhere, **SIGNING)
    assert browser.status == 404 and everything() == before


def test_every_kind_of_mail_is_in_the_table() -> None:
    """A new kind of mail is either in the table, or somebody says here that it holds no secret link."""
    sources = [path.read_text() for path in CIVIC.rglob("*.py")]
    kinds = {kind for source in sources for call in re.findall(r"queue_mail\((?:[^()]|\([^()]*\))*?kind=((?:[^,()]|\([^()]*\))+),", source) for kind in re.findall(r'"([\w.]+)"', call)}
    assert kinds >= {"letter.invitation", "letter.reminder", "account"}
    assert kinds - {link.kind for link in LINKS} == WITHOUT
