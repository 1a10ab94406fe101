from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from civic.council.models import (
    Body,
    ExecutiveAction,
    Membership,
    Motion,
    MotionKind,
    Position,
    PositionDraft,
    Vote,
    VoteEvent,
)
from civic.database import db
from civic.dockets.models import Docket
from civic.people.models import Account, Holding
from civic.people.policy import policy
from civic.permissions import loads


@loads(Body)
def body_with(id: str) -> Body | None:
    return db.session.get(Body, id)


@loads(Motion)
def motion_with(id: str) -> Motion | None:
    return db.session.get(Motion, id)


def bodies_in_order() -> list[Body]:
    return list(db.session.scalars(sa.select(Body).order_by(Body.classification.desc(), Body.name)))


def council() -> Body | None:
    """The full council: the one body that is a legislature."""
    return db.session.scalar(sa.select(Body).where(Body.classification == "legislature").order_by(Body.name))


def membership_of(account: Account) -> Membership | None:
    """The seat that this person holds in the council now."""
    body = council()
    return next((m for m in body.members() if m.account_id == account.id), None) if body else None


def seats_drafted_for(account: Account) -> list[Membership]:
    """Seats whose holder this aide may draft for: the aide is a delegate of an office that the member holds."""
    body = council()
    if body is None:
        return []
    offices = [holding.office_id for holding in account.holdings if holding.capacity == "delegate" and holding.is_current()]
    rows = db.session.scalars(sa.select(Holding).where(Holding.office_id.in_(offices), Holding.capacity == "holder"))
    holders = {holding.account_id for holding in rows if holding.is_current()}
    return [m for m in body.members() if m.account_id in holders]


def own_seats(account: Account) -> list[Membership]:
    """The seats for which this person may keep words: their own, or those of the members they draft for."""
    own = membership_of(account)
    return [own] if own else seats_drafted_for(account)


def positions_on(docket: Docket) -> list[Position]:
    """Every published position, oldest first."""
    query = sa.select(Position).where(Position.docket_id == docket.id).order_by(Position.n)
    return list(db.session.scalars(query))


def latest_positions(docket: Docket) -> dict[str, Position]:
    return {position.membership_id: position for position in positions_on(docket)}


def draft_for(docket: Docket, membership: Membership, *, explains_vote: bool = False) -> PositionDraft | None:
    query = sa.select(PositionDraft).where(PositionDraft.docket_id == docket.id, PositionDraft.membership_id == membership.id)
    return db.session.scalar(query.where(PositionDraft.explains_vote.is_(explains_vote)))


@loads(Position)
def position_with(id: str) -> Position | None:
    return db.session.get(Position, id)


def conditions_on(docket: Docket) -> list[tuple[Position, int, str]]:
    """Every condition of every position, in the order in which they were stated."""
    return [(position, n, words) for position in positions_on(docket) for n, words in enumerate(position.conditions, start=1)]


def vote_of(membership: Membership, event: VoteEvent) -> Vote | None:
    """How a member voted; on an imported roll call, where seats have no ids, by the printed name."""
    return next((vote for vote in event.votes if vote.membership_id == membership.id or (vote.membership_id is None and vote.voter_name == membership.name)), None)


def motions_on(docket: Docket) -> list[Motion]:
    """Oldest first."""
    return list(db.session.scalars(sa.select(Motion).where(Motion.docket_id == docket.id).order_by(Motion.put_at, Motion.id)))


def votes_on(docket: Docket) -> Sequence[VoteEvent]:
    """Roll calls by day, then by entry."""
    query = sa.select(VoteEvent).where(VoteEvent.docket_id == docket.id).order_by(VoteEvent.on, VoteEvent.entered_at)
    return list(db.session.scalars(query))


def decision_on(docket: Docket) -> VoteEvent | None:
    """The full council's roll call that decided: the first passage of the version it passed last; if none passed, so for refusals.

    A later vote on the same version (over a veto, or one that fails) is no new decision, so it moves no verdict.
    """
    return decisions_on([docket]).get(docket.id)


def decisions_on(dockets: Sequence[Docket] | None = None) -> dict[str, VoteEvent]:
    """The same for several dockets, or for all, in one read."""
    acts = sa.or_(VoteEvent.motion_id.is_(None), Motion.kind == "act")
    query = sa.select(VoteEvent, Motion.version_id).join(Body, Body.id == VoteEvent.body_id).outerjoin(Motion, Motion.id == VoteEvent.motion_id)
    query = query.where(Body.classification == "legislature", acts).order_by(VoteEvent.on, VoteEvent.entered_at)
    if dockets is not None:
        query = query.where(VoteEvent.docket_id.in_([docket.id for docket in dockets]))
    votes: dict[str, list[tuple[VoteEvent, str | None]]] = {}
    for vote, version in db.session.execute(query):
        votes.setdefault(vote.docket_id, []).append((vote, version))
    return {docket: _deciding(cast) for docket, cast in votes.items()}


def _deciding(cast: list[tuple[VoteEvent, str | None]]) -> VoteEvent:
    deciding = [row for row in cast if row[0].passed] or cast
    last = deciding[-1][1]
    return next(vote for vote, version in deciding if version == last)


def recommendations_on(docket: Docket) -> list[VoteEvent]:
    """Roll calls by which a committee recommended the act; votes on amendments and procedure are none."""
    return [v for v in votes_on(docket) if v.body.classification == "committee" and v.passed and (v.motion is None or v.motion.kind == "act")]


@loads(VoteEvent)
def vote_event_with(id: str) -> VoteEvent | None:
    return db.session.get(VoteEvent, id)


@loads(ExecutiveAction)
def executive_action_with(id: str) -> ExecutiveAction | None:
    return db.session.get(ExecutiveAction, id)


def executive_entries_on(docket: Docket) -> list[ExecutiveAction]:
    """Corrected ones too, in the order of entry."""
    query = sa.select(ExecutiveAction).where(ExecutiveAction.docket_id == docket.id).order_by(ExecutiveAction.entered_at, ExecutiveAction.corrects_id.is_not(None))
    return list(db.session.scalars(query))


def executive_actions_on(docket: Docket) -> list[ExecutiveAction]:
    """What the mayor did, by day, then by entry; a corrected entry gives way to the one that corrects it."""
    rows = executive_entries_on(docket)
    corrected = {row.corrects_id for row in rows}
    standing = [row for row in rows if row.id not in corrected and row.on is not None]
    return sorted(standing, key=lambda row: (row.on or date.max, row.entered_at))


def executive_action_on(docket: Docket) -> ExecutiveAction | None:
    """The last one."""
    return next(iter(reversed(executive_actions_on(docket))), None)


def vetoed_motion_on(docket: Docket) -> Motion | None:
    """The act whose veto nobody has voted on yet."""
    last = executive_action_on(docket)
    if last is None or last.action != "vetoed":
        return None
    tried = [m for m in motions_on(docket) if m.kind is MotionKind.OVERRIDE and m.state in ("carried", "lost")]
    return None if tried else db.session.get(Motion, last.motion_id)


def positions_are_open(docket: Docket) -> bool:
    """Before the vote positions need the attorney's word; afterwards members may always explain."""
    return policy("positions_before_hearing") == "on" or decision_on(docket) is not None
