"""Motions: put with the votes that they need; decided by voice where the workflow allows it, or withdrawn. Roll calls: ``roll_calls``."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _

from civic.clock import now, today
from civic.council.amendment_models import Amendment
from civic.council.amendments import decide_amendment, may_be_put
from civic.council.citing import evidence_of_motion
from civic.council.models import Body, Motion, MotionKind, MotionOutcome
from civic.council.queries import vetoed_motion_on
from civic.council.requirements import decides_by_voice, requirement_for
from civic.database import Refusal, db
from civic.dockets.course import move_on
from civic.dockets.models import Docket
from civic.dockets.standing import course_of
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64


def put_motion(
    docket: Docket, body: Body, *, kind: str, words: str, mover: str = "", by: Account, amendment: Amendment | None = None
) -> Motion:
    version = amendment.version if amendment else docket.current_version
    if kind == MotionKind.ACT and version is None:
        raise Refusal(_("A vote on an act needs a published text. Publish the version that is voted on first."))
    if kind in (MotionKind.ACT, MotionKind.OVERRIDE, MotionKind.AMENDMENT) and course_of(docket).has_ended:
        raise Refusal(_("This matter has ended, so nothing is put to a vote on it."))
    if amendment is not None:
        may_be_put(docket, amendment)
    if (kind == MotionKind.AMENDMENT) != (amendment is not None):
        raise Refusal(_("A motion on an amendment is put from the amendment's own page."), "kind")
    if kind == MotionKind.OVERRIDE:
        version = _vetoed_version(docket, body)
    motion = Motion(
        docket_id=docket.id, body_id=body.id, version_id=version.id if version else None, kind=MotionKind(kind), words=words, mover=mover,
        requirement=requirement_for(docket, kind, body), amendment_id=amendment.id if amendment else None, put_at=now(),
    )  # fmt: skip
    db.session.add(motion)
    docket.revision += 1
    db.session.flush()
    if amendment is not None:
        db.session.expire(amendment, ["motions"])
    record(
        "motion.put", motion, by=by, docket=docket, motion=motion.id, body=body.id, kind=motion.kind.value, requirement=motion.requirement,
        text=version.leaf_id if version else None, amendment=amendment.leaf_id if amendment else None,
    )  # fmt: skip
    return motion


def decide_by_voice(motion: Motion, *, carried: bool, on: date, source: str, by: Account) -> MotionOutcome:
    """Where the workflow allows it: the chair's word, with the minutes or recording that hold it."""
    still_open(motion, on)
    docket = db.session.get_one(Docket, motion.docket_id)
    if not decides_by_voice(docket, motion):
        raise Refusal(_("This matter's workflow asks for a roll call here."))
    return _end_motion(docket, motion, "carried" if carried else "lost", "voice", on, source, by)


def withdraw_motion(motion: Motion, *, on: date, source: str, by: Account) -> MotionOutcome:
    still_open(motion, on)
    return _end_motion(db.session.get_one(Docket, motion.docket_id), motion, "withdrawn", "mover", on, source, by)


def still_open(motion: Motion, on: date) -> None:
    if motion.vote is not None:
        raise Refusal(_("The roll call on this motion is recorded. A mistake in it is corrected by an addition."))
    if motion.outcome is not None:
        raise Refusal(_("This motion is decided already."))
    if on > today():
        raise Refusal(_("A vote cannot be recorded before its day."), "on")


def _vetoed_version(docket: Docket, body: Body) -> Any:
    vetoed = vetoed_motion_on(docket)
    if vetoed is None:
        raise Refusal(_("There is no veto to override."), "kind")
    if body.classification != "legislature":
        raise Refusal(_("Only the full council overrides a veto."), "body")
    return vetoed.version


def _end_motion(docket: Docket, motion: Motion, outcome: str, how: str, on: date, source: str, by: Account) -> MotionOutcome:
    if not source.strip():
        raise Refusal(_("Name the minutes or the recording, so that anyone can check it."), "source")
    row = MotionOutcome(motion_id=motion.id, outcome=outcome, how=how, on=on, source=source, entered_at=now())
    db.session.add(row)
    docket.revision += 1
    db.session.flush()
    record(
        "motion.decided", motion, by=by, docket=docket, motion=motion.id, kind=motion.kind.value, outcome=outcome, how=how, on=on,
        source=b64(sha256(source.encode()).digest()), text=motion.version.leaf_id if motion.version else None,
    )  # fmt: skip
    db.session.expire(motion, ["outcome"])
    if motion.kind is MotionKind.AMENDMENT and outcome != "withdrawn":
        decide_amendment(motion, how="voice", on=on, source=source, by=by)
    if motion.kind is MotionKind.ACT and outcome == "carried":
        move_on(docket, "recommended", cites=evidence_of_motion("recommendation", motion), by=by)
    return row
