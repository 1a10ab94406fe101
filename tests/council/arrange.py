"""A docket with one published version and a council, for the tests of this folder."""

from __future__ import annotations

from hashlib import sha256

from civic.clock import now, today
from civic.council.actions import create_body, seat_member
from civic.council.models import Body
from civic.database import db
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
