"""A docket with one published version and a council, for the tests of this folder."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from civic.clock import now, today
from civic.council.actions import create_body, seat_member
from civic.council.models import Body
from civic.database import db
from civic.dockets.actions import record_process_event
from civic.dockets.models import Docket, Matter, TextVersion
from civic.people.models import Account
from civic.people.policy import set_policy
from civic.record.actions import record
from civic.record.leaf import b64, random_id


def make_voted_docket(by: Account, number: str = "2026-014") -> Docket:
    docket = Docket(number=number, title="Cameras that read faces", created_on=today(), published_at=now())
    db.session.add(docket)
    db.session.flush()
    db.session.add(Matter(docket_id=docket.id))
    text = "Section 1. No department may use it.\n"
    digest, leaf = sha256(text.encode()).digest(), random_id()
    db.session.add(
        TextVersion(docket_id=docket.id, n=1, label="introduced", text=text, digest=digest, published_at=now(), leaf_id=leaf,
                    source_format="markdown", source_digest=digest)
    )  # fmt: skip
    db.session.flush()
    record("text.published", docket, by=by, docket=docket, leaf_id=leaf, n=1, sha256=b64(digest), label="introduced")
    db.session.expire(docket)
    return docket


def make_council(by: Account, seats: int = 13, **accounts: Account) -> Body:
    set_policy("seats", seats)
    body = create_body("City Council", "legislature", by=by)
    for seat in range(1, seats + 1):
        account = accounts.get(f"seat{seat}")
        seat_member(body, name=account.name if account else f"Member {seat}", seat=seat, ward=str(seat), account=account, by=by)
    return body


def make_committee(by: Account, council: Body, seats: int = 5) -> Body:
    """A committee whose members sit in the council too, by name."""
    body = create_body("Committee on Public Safety", "committee", by=by)
    for member in council.members()[:seats]:
        seat_member(body, name=member.name, seat=member.seat, ward=member.ward, by=by)
    return body


def make_docket_before_the_council(by: Account, number: str = "2026-014", workflow: str = "minneapolis") -> Docket:
    """A public docket with a text, on the council's agenda."""
    set_policy("workflow", workflow)
    docket = make_voted_docket(by, number)
    first = [("notice_of_intent", 40)] if workflow == "minneapolis" else []
    for kind, days_ago in [*first, ("introduced", 30), ("referred", 30), ("in_committee", 25), ("recommended", 10), ("council_action", 0)]:
        record_process_event(docket, kind=kind, day=today() - timedelta(days=days_ago), source="Minutes", by=by)
    return docket


def split(body: Body, yes: int, rest: str = "no") -> dict[str, str]:
    return {member.id: "yes" if place < yes else rest for place, member in enumerate(body.members())}
