"""Bodies, members and positions; and every other action of this domain, gathered from its parts."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from civic.clock import now, today
from civic.council.amendments import offer_amendment, withdraw_amendment, work_in
from civic.council.executive import record_executive_action
from civic.council.models import Body, Membership, Position, PositionDraft, PositionStance
from civic.council.motions import decide_by_voice, put_motion, withdraw_motion
from civic.council.queries import decision_on, draft_for, positions_are_open, positions_on
from civic.council.roll_calls import import_vote, record_vote
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.actions import record
from civic.record.statements import state


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


def draft_position(docket: Docket, membership: Membership, *, stance: str, statement: str, conditions: str, by: Account) -> PositionDraft:
    """A member or an aide keeps words; only the member publishes them."""
    draft = draft_for(docket, membership) or PositionDraft(docket_id=docket.id, membership_id=membership.id)
    draft.stance = PositionStance(stance) if stance else None
    draft.statement, draft.conditions = statement, conditions
    draft.drafted_by, draft.updated_at = by.id, now()
    db.session.add(draft)
    db.session.flush()
    record("position.drafted", draft, by=by)
    return draft


def publish_position(docket: Docket, membership: Membership, *, stance: str, statement: str, conditions: str = "", by: Account) -> Position:
    if membership.account_id != by.id:
        raise Refusal(_("Only the member publishes a position. Your words are kept as a draft."))
    if not positions_are_open(docket):
        raise Refusal(_("Positions before the hearing are off until the city attorney confirms them."))
    version = docket.current_version
    if version is None:
        raise Refusal(_("A position names the version it is about, and no text is published yet."))
    words = state(statement, "statement")
    terms = state(conditions, "conditions") if conditions else None
    position = Position(
        docket_id=docket.id, membership_id=membership.id, version_id=version.id, n=len(positions_on(docket)) + 1, stance=PositionStance(stance),
        statement=words.text, conditions=terms.text if terms else "", published_at=now(),
        openings={"statement": words.openings, "conditions": terms.openings if terms else []},
        explains_vote=decision_on(docket) is not None,
    )  # fmt: skip
    db.session.add(position)
    if (draft := draft_for(docket, membership)) is not None:
        db.session.delete(draft)
    docket.revision += 1
    db.session.flush()
    record(
        "position.published", position, by=by, docket=docket, text=version.leaf_id, member=membership.id, body=words.field,
        conditions=terms.field if terms else None, stance=stance,
    )  # fmt: skip
    return position


__all__ = [
    "create_body", "decide_by_voice", "draft_position", "end_membership", "import_vote", "offer_amendment", "publish_position", "put_motion",
    "record_executive_action", "record_vote", "seat_member", "withdraw_amendment", "withdraw_motion", "work_in",
]  # fmt: skip
