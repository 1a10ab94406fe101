"""What the mayor did with a passed act: signed, vetoed, or returned without a signature."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from civic.clock import now, today
from civic.council.citing import evidence_of_act, kind_of_entry
from civic.council.models import ExecutiveAction, Motion, MotionKind
from civic.council.queries import executive_actions_on
from civic.database import Refusal, db
from civic.dockets.course import move_on, take_back_step
from civic.dockets.models import Docket
from civic.dockets.queries import standing_events
from civic.dockets.standing import course_of
from civic.people.models import Account
from civic.record.actions import record
from civic.record.queries import leaf_id_about
from civic.record.statements import state
from civic.web import day

NOTHING_YET = "none"  # of a correction: the mayor did not act

def record_executive_action(motion: Motion, *, action: str, on: date, message: str = "", by: Account) -> ExecutiveAction:
    """Only an act that passed is presented to the mayor (I-13), and the mayor acts within the days that are known."""
    if motion.kind is not MotionKind.ACT:
        raise Refusal(_("Only an act is presented to the mayor; a direction to staff is not."))
    if motion.vote is None or not motion.vote.passed or motion.body.classification != "legislature":
        raise Refusal(_("The mayor acts on what the full council has passed."))
    if any(done.motion_id == motion.id for done in executive_actions_on(db.session.get_one(Docket, motion.docket_id))):
        raise Refusal(_("What the mayor did with this act is recorded already."))
    docket = db.session.get_one(Docket, motion.docket_id)
    _checked_day(docket, motion, on)
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


def correct_executive_action(
    entry: ExecutiveAction, *, action: str, on: date | None = None, message: str = "", reasons: str, by: Account
) -> ExecutiveAction:
    """A further entry in place of a wrong one, with what was wrong; ``none``: the mayor has done nothing yet. The step that
    rested on the wrong entry is taken back, so nothing later may rest on that step."""
    docket = db.session.get_one(Docket, entry.docket_id)
    if all(row.id != entry.id for row in executive_actions_on(docket)):
        raise Refusal(_("This entry is corrected already. Correct the newer one."))
    if not reasons.strip():
        raise Refusal(_("Say what was wrong; the reason is public."), "reasons")
    if (action, on, message) == (entry.action, entry.on, entry.message):
        raise Refusal(_("This is what the entry says already."), "action")
    made_a_step = [event for event in standing_events(docket) if event.cites == "executive" and event.cited == entry.id]
    for event in made_a_step:
        take_back_step(docket, event, by=by)
    if action == NOTHING_YET:
        on, message = None, ""
    else:
        on = _checked_day(docket, entry.motion, on)
    words, why = (state(message, "message") if message else None), state(reasons, "reasons")
    made = ExecutiveAction(
        docket_id=docket.id, motion_id=entry.motion_id, action=action, on=on, message=words.text if words else "", corrects_id=entry.id, reasons=why.text,
        openings=why.openings, entered_at=now(),
    )  # fmt: skip
    db.session.add(made)
    docket.revision += 1
    db.session.flush()
    record(
        "executive.corrected", made, by=by, docket=docket, ref=leaf_id_about(entry, kind_of_entry(entry)), action=action, on=on, body=words.field if words else None,
        reasons=why.field,
    )  # fmt: skip
    if on is not None and move_on(docket, action, cites=evidence_of_act(made), by=by) is None and made_a_step:
        raise Refusal(_("The steps entered later do not fit this. Check the day, or take those steps back first."), "on")
    return made


def _checked_day(docket: Docket, motion: Motion, on: date | None) -> date:
    assert motion.vote is not None
    if on is None:
        raise Refusal(_("Enter the day."), "on")
    if on < motion.vote.on:
        raise Refusal(_("The mayor cannot act before the vote."), "on")
    if on > today():
        raise Refusal(_("This day has not come yet. Enter what the mayor did once it is done."), "on")
    _check_course(docket, on)
    return on


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
