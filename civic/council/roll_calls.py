"""Roll calls: what adds up is recorded, and moves the matter where its workflow says so; what was printed elsewhere stays as it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from flask_babel import gettext as _

from civic.clock import now
from civic.council.amendments import decide_amendment
from civic.council.citing import evidence_of_vote
from civic.council.models import (
    Body,
    Membership,
    Motion,
    MotionKind,
    Vote,
    VoteErratum,
    VoteEvent,
    VoteOption,
)
from civic.council.motions import still_open
from civic.council.requirements import present_in, quorum_of, requirement_for, votes_needed
from civic.database import Refusal, db
from civic.dockets.course import move_on
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.queries import leaf_id_about, leaf_of
from civic.record.statements import state


def record_vote(motion: Motion, options: Mapping[str, str], *, on: date, by: Account) -> VoteEvent:
    """Enter a roll call: one option per current member (by membership id). Refused unless it adds up to the seats filled."""
    still_open(motion, on)
    members = motion.body.members(on)
    chosen = _checked_options(members, options)
    rows = [(member, VoteOption(chosen[member.id]), chosen[member.id]) for member in members]
    counts = _counts([option for _, option, _ in rows])
    _check_quorum(motion, counts, on)
    cast = counts["yes"] + counts["no"] + counts["abstain"]
    needed = votes_needed(motion.requirement, motion.body, filled=len(members), cast=cast, on=on)
    event = VoteEvent(
        docket_id=motion.docket_id, motion_id=motion.id, body_id=motion.body_id, on=on, counts_entered=counts, seats=len(members),
        needed=needed.yes, counted=needed.counted, passed=counts["yes"] >= needed.yes, entered_at=now(),
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    _add_votes(event, [(member.id, member.name, option, word) for member, option, word in rows])
    docket = db.session.get_one(Docket, motion.docket_id)
    docket.revision += 1
    vote_leaf = _record_vote(event, docket, motion, by)
    record(
        "motion.decided", motion, by=by, docket=docket, motion=motion.id, kind=motion.kind.value, on=on,
        outcome="carried" if event.passed else "lost", vote=vote_leaf, text=motion.version.leaf_id if motion.version else None,
    )  # fmt: skip
    db.session.expire(motion, ["vote"])
    _follow_up(docket, motion, event, by)
    return event


def correct_vote(event: VoteEvent, options: Mapping[str, str], *, reasons: str, by: Account) -> VoteErratum:
    """What members' votes really were (by the vote's id), by addition. It corrects a slip of the pen and never a result."""
    motion = event.motion
    if motion is None or event.source_digest is not None:
        raise Refusal(_("An imported roll call stays as it was printed."))
    if not reasons.strip():
        raise Refusal(_("Say what was wrong; the reason is public."), "reasons")
    if unknown := [word for word in options.values() if word not in {option.value for option in VoteOption}]:
        raise Refusal(_("“%(word)s” is not a vote. Choose yes, no, abstain, absent, or another word of the list.", word=unknown[0][:40]))
    now_said = {vote.id: VoteOption(options.get(vote.id, vote.option.value)) for vote in event.votes}
    changes = [{"vote": v.id, "name": v.voter_name, "was": v.option.value, "now": now_said[v.id].value} for v in event.votes if now_said[v.id] != v.option]
    if not changes:
        raise Refusal(_("Nothing is changed yet. Change the vote that was entered wrongly."))
    counts = _counts(list(now_said.values()))
    _check_quorum(motion, counts, event.on)
    needed = votes_needed(motion.requirement, motion.body, filled=event.seats, cast=counts["yes"] + counts["no"] + counts["abstain"], on=event.on)
    if (counts["yes"] >= needed.yes) != event.passed:
        raise Refusal(_("With these votes the result would be another one. A result is not corrected here: the body votes again, on a motion of its own."))
    why = state(reasons, "reasons")
    erratum = VoteErratum(
        event_id=event.id, n=len(event.errata) + 1, changes=changes, counts=counts, reasons=why.text, openings=why.openings, entered_at=now(),
    )  # fmt: skip
    db.session.add(erratum)
    docket = db.session.get_one(Docket, event.docket_id)
    docket.revision += 1
    db.session.flush()
    db.session.expire(event, ["errata"])
    record(
        "vote.corrected", erratum, by=by, docket=docket, ref=leaf_id_about(event, "vote.recorded"), counts=counts, result="pass" if event.passed else "fail",
        sha256=_digest_of(event), seats=event.seats, reasons=why.field,
    )  # fmt: skip
    return erratum


def import_vote(docket: Docket, body: Body, *, on: date, printed: Sequence[tuple[str, str, str]], seats: int | None, passed: bool,
                source_digest: bytes, by: Account) -> VoteEvent:  # fmt: skip
    """Keep a printed roll call as it is: rows of (name, option, word). What does not fit the seats or the rule is a finding.

    ``seats`` is None where nobody knows how many the body had that day; that is a finding too.
    """
    counts = _counts([VoteOption(option) for _, option, _ in printed])
    findings: list[dict[str, str | int]] = []
    if seats is None:
        findings.append({"code": "seats_unknown", "votes": len(printed)})
    elif len(printed) != seats:
        findings.append({"code": "votes_unequal_seats", "votes": len(printed), "seats": seats})
    elif passed and body.classification == "legislature":
        findings += _below_the_rule(docket, body, counts, on) or _below_quorum(body, counts, on)
    event = VoteEvent(
        docket_id=docket.id, body_id=body.id, on=on, counts_entered=counts, seats=seats or 0, needed=0, passed=passed, findings=findings,
        source_digest=source_digest, entered_at=now(),
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    _add_votes(event, [(None, name, VoteOption(option), word) for name, option, word in printed])
    docket.revision += 1
    _record_vote(event, docket, None, by)
    return event


def _follow_up(docket: Docket, motion: Motion, vote: VoteEvent, by: Account) -> None:
    """The step that this result makes by itself, and the amendment that it decides."""
    if motion.kind is MotionKind.AMENDMENT:
        decide_amendment(motion, how="roll_call", on=vote.on, by=by)
        return
    full = motion.body.classification == "legislature"
    steps = {
        (MotionKind.ACT, True, True): "passed", (MotionKind.ACT, True, False): "failed", (MotionKind.ACT, False, True): "recommended",
        (MotionKind.OVERRIDE, True, True): "overridden", (MotionKind.OVERRIDE, True, False): "failed",
    }  # fmt: skip
    step = steps.get((motion.kind, full, vote.passed))
    if step is not None:
        move_on(docket, step, cites=evidence_of_vote(vote), by=by)


def _below_the_rule(docket: Docket, body: Body, counts: Mapping[str, int], on: date) -> list[dict[str, str | int]]:
    """I-11 of an imported vote: said to have passed with fewer yes votes than the workflow asks for."""
    needed = votes_needed(requirement_for(docket, MotionKind.ACT, body), body, filled=sum(counts.values()), cast=counts["yes"] + counts["no"] + counts["abstain"], on=on)
    return [{"code": "below_the_rule", "votes": counts["yes"], "needed": needed.yes}] if counts["yes"] < needed.yes else []


def _below_quorum(body: Body, counts: Mapping[str, int], on: date) -> list[dict[str, str | int]]:
    quorum, present = quorum_of(body, on), present_in(counts)
    return [{"code": "below_quorum", "present": present, "quorum": quorum}] if quorum is not None and present < quorum else []


def _check_quorum(motion: Motion, counts: Mapping[str, int], on: date) -> None:
    """Without a quorum the council decides nothing; it can still adjourn, which is procedure."""
    if motion.kind is MotionKind.PROCEDURAL:
        return
    for short in _below_quorum(motion.body, counts, on):
        raise Refusal(
            _("%(present)s members were there, and the quorum is %(quorum)s, so the council could not vote. Check the roll call; leave the motion open, or withdraw it.", **short)
        )


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
            Vote(event_id=event.id, place=place, membership_id=membership_id, voter_name=name, option_entered=option, word=word)
        )
    db.session.flush()


def _digest_of(event: VoteEvent) -> str:
    """Of the list of votes as it reads now."""
    listed = [[vote.voter_name, vote.option.value, vote.word] for vote in event.votes]
    return b64(sha256(json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()).digest())


def _record_vote(event: VoteEvent, docket: Docket, motion: Motion | None, by: Account) -> str:
    written = record(
        "vote.recorded", event, by=by, docket=docket, body=event.body_id, on=event.on, counts=event.counts,
        result="pass" if event.passed else "fail", sha256=_digest_of(event), seats=event.seats or None,
        motion=motion.id if motion else None, text=motion.version.leaf_id if motion and motion.version else None,
        source=b64(event.source_digest) if event.source_digest else None,
    )  # fmt: skip
    leaf = leaf_of(written)
    assert leaf is not None
    return leaf.id
