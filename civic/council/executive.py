"""What the mayor did with a passed act: signed, vetoed, or returned without a signature."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from civic.clock import now, today
from civic.council.citing import evidence_of_act
from civic.council.models import ExecutiveAction, Motion, MotionKind
from civic.council.queries import executive_actions_on
from civic.database import Refusal, db
from civic.dockets.course import move_on
from civic.dockets.models import Docket
from civic.dockets.standing import course_of
from civic.people.models import Account
from civic.record.actions import record
from civic.record.statements import state
from civic.web import day


def record_executive_action(motion: Motion, *, action: str, on: date, message: str = "", by: Account) -> ExecutiveAction:
    """Only an act that passed is presented to the mayor (I-13), and the mayor acts within the days that are known."""
    if motion.kind is not MotionKind.ACT:
        raise Refusal(_("Only an act is presented to the mayor; a direction to staff is not."))
    if motion.vote is None or not motion.vote.passed or motion.body.classification != "legislature":
        raise Refusal(_("The mayor acts on what the full council has passed."))
    if any(done.motion_id == motion.id for done in executive_actions_on(db.session.get_one(Docket, motion.docket_id))):
        raise Refusal(_("What the mayor did with this act is recorded already."))
    if on < motion.vote.on:
        raise Refusal(_("The mayor cannot act before the vote."), "on")
    if on > today():
        raise Refusal(_("This day has not come yet. Enter what the mayor did once it is done."), "on")
    docket = db.session.get_one(Docket, motion.docket_id)
    _check_course(docket, on)
    words = state(message, "message") if message else None
    done = ExecutiveAction(
        docket_id=motion.docket_id, motion_id=motion.id, action=action, on=on, message=words.text if words else "", entered_at=now()
    )
    db.session.add(done)
    docket.revision += 1
    db.session.flush()
    record("executive.acted", done, by=by, docket=docket, action=action, on=on, body=words.field if words else None)
    move_on(docket, action, cites=evidence_of_act(done), by=by)
    return done


def _check_course(docket: Docket, on: date) -> None:
    """Where the course is kept, it must have come to the mayor, and the mayor's days must not be over."""
    course = course_of(docket)
    presented = course.place.entered("presented")
    if course.state == "passed" and course.workflow and course.workflow.states["passed"].next == ("presented",):
        raise Refusal(_("First enter in the course that it was presented to the mayor."), "on")
    if course.state == "presented" and presented and on < presented:
        raise Refusal(_("It was presented to the mayor on %(day)s. The mayor acts on that day or later.", day=day(presented)), "on")
    if course.place.lapsed and course.place.since and on > course.place.since:
        raise Refusal(_("The mayor's days ended on %(day)s, and it became law without an act.", day=day(course.place.since)), "on")
