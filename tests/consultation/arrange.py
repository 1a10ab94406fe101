"""A docket with a chief of police on its list, asked or not, for the tests of this folder."""

from __future__ import annotations

from datetime import timedelta

from civic.clock import today
from civic.consultation.actions import draft_question, hand_over, list_consultee, send_invitation
from civic.consultation.models import Invitation, RosterEntry
from civic.council.actions import create_body, put_motion, record_vote, seat_member
from civic.council.models import VoteEvent
from civic.database import db
from civic.dockets.models import Docket
from civic.people.models import Account, OfficeKind
from tests.cast import ama, chen, office
from tests.factories import the_clerk

QUESTIONS = ("How often did you use it last year?", "What would you lose?")


def the_chief() -> Account:
    from civic.people.queries import account_by_email

    return account_by_email("chief.chen@city.example") or chen()


def the_approver() -> Account:
    from civic.people.queries import account_by_email

    return account_by_email("ama.approver@city.example") or ama()


def list_the_chief(docket: Docket) -> RosterEntry:
    place = the_chief().offices()[0]
    return list_consultee(docket, place, reason="department", because="Its work changes most.", by=the_clerk())


def list_the_sheriff(docket: Docket) -> RosterEntry:
    place = office("County Sheriff", "County", OfficeKind.POLICE)
    return list_consultee(docket, place, reason="named", because="It shares information with the city.", by=the_clerk())


def ask(entry: RosterEntry, *, days: int = 12, delivered: bool = True, questions: tuple[str, ...] = QUESTIONS) -> Invitation:
    for words in questions:
        draft_question(entry, words, by=the_clerk())
    invitation = send_invitation(entry, respond_by=today() + timedelta(days=days), channel="hand", by=the_clerk())
    if delivered:
        hand_over(invitation, to_whom="Front desk", evidence="Receipt with signature", by=the_clerk())
    return invitation


def decide(docket: Docket, seats: int = 7) -> VoteEvent:
    """The full council passes the current version today."""
    body = create_body("City Council", "legislature", by=the_clerk())
    for seat in range(1, seats + 1):
        seat_member(body, name=f"Member {seat}", seat=seat, by=the_clerk())
    motion = put_motion(docket, body, kind="act", words="Adopt the ordinance", by=the_clerk())
    record_vote(motion, {m.id: "yes" for m in body.members()}, on=today(), by=the_clerk())
    db.session.expire_all()
    return motion.vote
