"""A public docket with a council, on its way to a vote, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from civic.clock import now, pretend, today
from civic.consultation.actions import freeze_roster
from civic.consultation.models import Invitation
from civic.council.actions import put_motion, record_vote
from civic.council.models import Body, VoteEvent
from civic.council.papers import deliver_packet, papers_of
from civic.council.queries import council
from civic.database import db
from civic.dockets.actions import open_window, post_notice, record_process_event
from civic.dockets.models import Docket
from civic.people.policy import set_policy
from tests.consultation.arrange import ask, list_the_chief
from tests.council.arrange import make_council
from tests.factories import make_docket, the_clerk

VOTE_IN = 40  # days


@contextmanager
def later(days: int) -> Iterator[None]:
    with pretend(now() + timedelta(days=days)):
        yield


def make_way(*, vote_in: int | None = VOTE_IN, numbers: bool = True, seats: int = 3, **more: Any) -> Docket:
    """Published today with a text; comments open tomorrow for 21 days; nobody is asked yet."""
    docket = make_docket(open=False, **more)
    make_council(the_clerk(), seats=seats)
    if numbers:
        for key, days in (("text_days", 14), ("window_days", 21), ("hearing_notice_days", 10)):
            set_policy(key, days)
    docket.council_votes_after = today() + timedelta(days=vote_in) if vote_in is not None else None
    open_window(docket, opens_at=now() + timedelta(hours=1), closes_at=now() + timedelta(days=21, hours=1), by=the_clerk())
    db.session.flush()
    return docket


def ask_everybody(docket: Docket, **more: Any) -> Invitation:
    entry = list_the_chief(docket)
    freeze_roster(docket, by=the_clerk())
    return ask(entry, **more)


def set_a_hearing(docket: Docket, in_days: int = 25) -> None:
    post_notice(docket, channel="newspaper", place="The Courier", day=today(), by=the_clerk())
    record_process_event(docket, kind="hearing", title="Hearing", day=today() + timedelta(days=in_days), state="noticed", by=the_clerk())


def hold_the_hearing(docket: Docket) -> None:
    record_process_event(docket, kind="hearing", title="Hearing", day=today(), by=the_clerk())


def give_papers(docket: Docket, body: Body | None = None) -> None:
    found = body or council()
    assert found is not None
    deliver_packet(docket, found.members(), papers_of(docket)[:1], how="By hand", by=the_clerk())


def vote(docket: Docket, on: date | None = None) -> VoteEvent:
    body = council()
    assert body is not None
    motion = put_motion(docket, body, kind="act", words="Adopt the ordinance", by=the_clerk())
    made = record_vote(motion, {member.id: "yes" for member in body.members()}, on=on or today(), by=the_clerk())
    db.session.expire_all()
    return made


def instant(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=now().tzinfo)
