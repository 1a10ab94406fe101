"""Bodies, members and positions; and every other action of this domain, gathered from its parts."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from civic.clock import today
from civic.council.amendments import offer_amendment, withdraw_amendment, work_in
from civic.council.executive import correct_executive_action, record_executive_action
from civic.council.models import Body, Membership
from civic.council.motions import decide_by_voice, put_motion, withdraw_motion
from civic.council.roll_calls import correct_vote, import_vote, record_vote
from civic.database import Refusal, db
from civic.people.models import Account
from civic.record.actions import record


def create_body(name: str, classification: str, *, by: Account) -> Body:
    body = Body(name=name, classification=classification)
    db.session.add(body)
    db.session.flush()
    record("holder.recorded", body, by=by)
    return body


def seat_member(body: Body, *, name: str, seat: int, ward: str = "", account: Account | None = None, by: Account, since: date | None = None) -> Membership:
    if any(member.seat == seat for member in body.members()):
        raise Refusal(_("Seat %(seat)s is filled. End that membership first.", seat=seat), "seat")
    membership = Membership(
        body_id=body.id, name=name, seat=seat, ward=ward, account_id=account.id if account else None, since=since or today()
    )
    db.session.add(membership)
    db.session.flush()
    db.session.expire(body, ["memberships"])
    record("holder.recorded", membership, by=by)
    return membership


def end_membership(membership: Membership, *, by: Account) -> None:
    membership.until = today()
    record("holder.ended", membership, by=by)


__all__ = [
    "correct_executive_action", "correct_vote", "create_body", "decide_by_voice", "end_membership", "import_vote", "offer_amendment", "put_motion",
    "record_executive_action", "record_vote", "seat_member", "withdraw_amendment", "withdraw_motion", "work_in",
]  # fmt: skip
