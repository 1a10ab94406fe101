from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from flask_babel import gettext as _

from civic.clock import now, today
from civic.council.models import (
    Body,
    ExecutiveAction,
    Membership,
    Motion,
    MotionKind,
    Position,
    PositionDraft,
    PositionStance,
    Vote,
    VoteEvent,
    VoteOption,
)
from civic.council.queries import decision_on, draft_for, positions_are_open, positions_on, votes_needed
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.people.policy import policy
from civic.record.actions import record
from civic.record.leaf import b64
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


def put_motion(docket: Docket, body: Body, *, kind: str, words: str, mover: str = "", by: Account) -> Motion:
    version = docket.current_version
    if kind == MotionKind.ACT and version is None:
        raise Refusal(_("A vote on an act needs a published text. Publish the version that is voted on first."))
    requirement = policy("passage") if kind == MotionKind.ACT else "majority_of_present"
    motion = Motion(
        docket_id=docket.id, body_id=body.id, version_id=version.id if version else None, kind=MotionKind(kind), words=words,
        mover=mover, requirement=requirement, put_at=now(),
    )  # fmt: skip
    db.session.add(motion)
    db.session.flush()
    return motion


def record_vote(motion: Motion, options: Mapping[str, str], *, on: date, by: Account) -> VoteEvent:
    """Enter a roll call: one option per current member (by membership id). Refused unless it adds up to the seats filled."""
    if motion.vote is not None:
        raise Refusal(_("The roll call on this motion is recorded. A mistake in it is corrected by an addition."))
    if on > today():
        raise Refusal(_("A vote cannot be recorded before its day."), "on")
    members = motion.body.members(on)
    chosen = _checked_options(members, options)
    rows = [(member, VoteOption(chosen[member.id]), chosen[member.id]) for member in members]
    counts = _counts([option for _, option, _ in rows])
    needed = votes_needed(motion.requirement, motion.body, len(members), counts["yes"] + counts["no"] + counts["abstain"])
    event = VoteEvent(
        docket_id=motion.docket_id, motion_id=motion.id, body_id=motion.body_id, on=on, counts=counts, seats=len(members),
        needed=needed, passed=counts["yes"] >= needed, entered_at=now(),
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    _add_votes(event, [(member.id, member.name, option, word) for member, option, word in rows])
    docket = db.session.get_one(Docket, motion.docket_id)
    docket.revision += 1
    vote_leaf = _record_vote(event, docket, motion, by)
    record(
        "motion.decided", motion, by=by, docket=docket, motion=motion.id, kind=motion.kind.value,
        outcome="carried" if event.passed else "lost", vote=vote_leaf, text=motion.version.leaf_id if motion.version else None,
    )  # fmt: skip
    db.session.expire(motion, ["vote"])
    return event


def import_vote(docket: Docket, body: Body, *, on: date, printed: Sequence[tuple[str, str, str]], seats: int | None, passed: bool,
                source_digest: bytes, by: Account) -> VoteEvent:  # fmt: skip
    """Keep a printed roll call as it is: rows of (name, option, word). A count unequal to the seats is a finding.

    ``seats`` is None where nobody knows how many the body had that day; that is a finding too.
    """
    counts = _counts([VoteOption(option) for _, option, _ in printed])
    findings: list[dict[str, str | int]] = []
    if seats is None:
        findings.append({"code": "seats_unknown", "votes": len(printed)})
    elif len(printed) != seats:
        findings.append({"code": "votes_unequal_seats", "votes": len(printed), "seats": seats})
    event = VoteEvent(
        docket_id=docket.id, body_id=body.id, on=on, counts=counts, seats=seats or 0, needed=0, passed=passed, findings=findings,
        source_digest=source_digest, entered_at=now(),
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    _add_votes(event, [(None, name, VoteOption(option), word) for name, option, word in printed])
    docket.revision += 1
    _record_vote(event, docket, None, by)
    return event


def record_executive_action(motion: Motion, *, action: str, on: date, message: str = "", by: Account) -> ExecutiveAction:
    """Only an act that passed is presented to the mayor (I-13)."""
    if motion.kind is not MotionKind.ACT:
        raise Refusal(_("Only an act is presented to the mayor; a direction to staff is not."))
    if motion.vote is None or not motion.vote.passed or motion.body.classification != "legislature":
        raise Refusal(_("The mayor acts on what the full council has passed."))
    if on < motion.vote.on:
        raise Refusal(_("The mayor cannot act before the vote."), "on")
    words = state(message, "message") if message else None
    done = ExecutiveAction(
        docket_id=motion.docket_id, motion_id=motion.id, action=action, on=on, message=words.text if words else "", entered_at=now()
    )
    db.session.add(done)
    docket = db.session.get_one(Docket, motion.docket_id)
    docket.revision += 1
    db.session.flush()
    record("executive.acted", done, by=by, docket=docket, action=action, on=on, body=words.field if words else None)
    return done


def _checked_options(members: Sequence[Membership], options: Mapping[str, str]) -> dict[str, str]:
    current = {member.id for member in members}
    if strangers := set(options) - current:
        raise Refusal(_("%(n)s of these votes name somebody who was not a member of this body on that day.", n=len(strangers)))
    unknown = sorted({word for word in options.values() if word not in {option.value for option in VoteOption}})
    if unknown:
        raise Refusal(_("“%(word)s” is not a vote. Choose yes, no, abstain, absent, or another word of the list.", word=unknown[0][:40]))
    if len(options) != len(members):
        raise Refusal(
            _("%(given)s votes for %(seats)s seats filled that day. Enter one for every member, absent ones too.", given=len(options), seats=len(members))
        )
    return dict(options)


def _counts(options: Sequence[VoteOption]) -> dict[str, int]:
    counted = Counter(options)
    return {option.value: counted.get(option, 0) for option in VoteOption}


def _add_votes(event: VoteEvent, rows: Sequence[tuple[str | None, str, VoteOption, str]]) -> None:
    for place, (membership_id, name, option, word) in enumerate(rows):
        db.session.add(
            Vote(event_id=event.id, place=place, membership_id=membership_id, voter_name=name, option=option, word=word)
        )
    db.session.flush()


def _record_vote(event: VoteEvent, docket: Docket, motion: Motion | None, by: Account) -> str:
    from civic.record.queries import leaf_of

    listed = [[vote.voter_name, vote.option.value, vote.word] for vote in event.votes]
    digest = sha256(json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()).digest()
    written = record(
        "vote.recorded", event, by=by, docket=docket, body=event.body_id, on=event.on, counts=event.counts,
        result="pass" if event.passed else "fail", sha256=b64(digest), seats=event.seats or None,
        motion=motion.id if motion else None, text=motion.version.leaf_id if motion and motion.version else None,
        source=b64(event.source_digest) if event.source_digest else None,
    )  # fmt: skip
    leaf = leaf_of(written)
    assert leaf is not None
    return leaf.id


