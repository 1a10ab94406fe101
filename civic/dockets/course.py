"""The matter's course: comment windows, steps and meetings, public notices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.clock import now, today
from civic.database import Refusal, db
from civic.dockets.models import CommentWindow, Docket, ProcessEvent, PublicNotice, WindowExtension
from civic.dockets.queries import events_of
from civic.people.models import Account
from civic.people.policy import policy
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.queries import leaf_about
from civic.record.statements import state as state_words

STEPS = {
    "notice_of_intent": _l("Notice of intent"), "introduced": _l("Introduced"), "referred": _l("Referred to a committee"),
    "referred_to_staff": _l("Referred to staff"), "in_committee": _l("In committee"), "hearing_set": _l("Hearing set"),
    "hearing": _l("Public hearing"), "hearing_held": _l("Hearing held"), "recommended": _l("Committee recommendation"),
    "council_action": _l("Before the council"), "passed": _l("Passed"), "failed": _l("Failed"), "presented": _l("Presented to the mayor"),
    "signed": _l("Signed"), "unsigned": _l("Returned unsigned"), "vetoed": _l("Vetoed"), "overridden": _l("Veto overridden"),
    "published": _l("Published as law"), "effective": _l("In force"), "codified": _l("Put into the code"), "withdrawn": _l("Withdrawn"),
    "expired": _l("Expired"), "postponed": _l("Postponed"), "meeting": _l("Meeting"), "other": _l("Other step"),
}  # fmt: skip
# The stages of a matter, in order (domain.md 4). Within a stage steps may come in any order and again; a matter never goes back to
# an earlier stage, but for a council that sends it back to committee, and nothing follows an end. Meetings and other steps are free.
STAGES = (
    ("notice_of_intent",), ("introduced",), ("referred", "referred_to_staff", "in_committee", "hearing_set", "hearing", "hearing_held", "recommended"),
    ("council_action",), ("passed", "failed"), ("presented",), ("signed", "unsigned", "vetoed", "overridden"), ("published",), ("effective",),
    ("codified",),
)  # fmt: skip
STAGE_OF = {step: place for place, steps in enumerate(STAGES) for step in steps}
ENDS = ("failed", "withdrawn", "expired", "codified")
COMMITTEE, COUNCIL = STAGE_OF["in_committee"], STAGE_OF["council_action"]
CHANNELS = {
    "website": _l("City website"), "newspaper": _l("Newspaper"), "city_hall": _l("Board at city hall"), "library": _l("Library"),
    "mail": _l("Post"), "email": _l("E-mail list"), "broadcast": _l("Radio or television"), "meeting": _l("At a meeting"), "other": _l("Elsewhere"),
}  # fmt: skip

# What other domains do once a step is entered here, in its transaction; an old history that is taken in calls none of them.
WHEN_RECORDED: list[Callable[[Docket, ProcessEvent, Account], None]] = []


def open_window(docket: Docket, *, opens_at: datetime, closes_at: datetime, by: Account) -> CommentWindow:
    if not docket.is_public:
        raise Refusal(_("Publish the docket before its comment window."))
    if docket.is_withdrawn or docket.closed_at is not None:
        raise Refusal(_("This docket has ended, so no comment window can be opened."))
    if closes_at <= opens_at:
        raise Refusal(_("The window must close after it opens."), "closes_at")
    if docket.windows and docket.windows[-1].closing > opens_at:
        raise Refusal(_("Another window is still open then. Extend that one."), "opens_at")
    window = CommentWindow(
        docket_id=docket.id, opens_at=opens_at, closes_at=closes_at, late_hours=policy("late_hours"), grace_minutes=policy("grace_minutes")
    )
    db.session.add(window)
    docket.revision += 1
    db.session.flush()
    db.session.expire(docket, ["windows"])
    record("window.opened", window, by=by, docket=docket, opens=opens_at, closes=closes_at, late_hours=window.late_hours)
    return window


def enter_past_window(docket: Docket, *, opened_at: datetime, closed_at: datetime, source: bytes, by: Account) -> CommentWindow:
    """An archive's window, over before this site had it; what it is known from stands in the record by its digest."""
    if not docket.archive:
        raise Refusal(_("Only an archive has windows that are over."))
    if not docket.is_public or docket.is_withdrawn:
        raise Refusal(_("Publish the docket before its comment window."))
    if closed_at >= now() or closed_at <= opened_at:
        raise Refusal(_("A past window closed after it opened, and before today."), "closed_at")
    digest = sha256(source).digest()
    window = CommentWindow(docket_id=docket.id, opens_at=opened_at, closes_at=closed_at, late_hours=0, grace_minutes=0, source_digest=digest)
    db.session.add(window)
    docket.revision += 1
    db.session.flush()
    db.session.expire(docket, ["windows"])
    record("window.opened", window, by=by, docket=docket, opens=opened_at, closes=closed_at, late_hours=0, source=b64(digest))
    return window


def extend_window(window: CommentWindow, *, closes_at: datetime, reason: str, by: Account) -> WindowExtension:
    """I-6: a window may be extended, never shortened, and each extension is an event with its public reason."""
    if window.docket.is_withdrawn or window.docket.closed_at is not None:
        raise Refusal(_("This docket has ended, so its comment window is not extended."))
    if closes_at <= window.closing:
        raise Refusal(_("A comment window may be extended, never shortened."), "closes_at")
    words = state_words(reason, "reason")
    extension = WindowExtension(window_id=window.id, closes_at=closes_at, reason=words.text, openings=words.openings, at=now())
    db.session.add(extension)
    window.docket.revision += 1
    db.session.flush()
    db.session.expire(window, ["extensions"])
    opened = leaf_about(window, "window.opened")
    assert opened is not None
    record("window.extended", extension, by=by, docket=window.docket, ref=opened.id, closes=closes_at, reason=words.field)
    return extension


def record_process_event(
    docket: Docket, *, kind: str, title: str, day: date, by: Account, state: str = "recorded", as_printed: bool = False, **more: Any
) -> ProcessEvent:
    """A step of the matter or a meeting about it, with its source. A draft's steps wait: see ``plan_process_event``.

    A step that is entered here keeps to the order of the stages (I-10); an imported history stays ``as_printed``.
    """
    if not docket.is_public:
        raise Refusal(_("Publish the docket before its course is entered."))
    if not as_printed:
        _keep_to_the_order(docket, kind, day)
    event = ProcessEvent(docket_id=docket.id, kind=kind, title=title, day=day, status="held" if state == "recorded" else state, entered_at=now(), **more)
    db.session.add(event)
    docket.revision += 1
    db.session.flush()
    source = b64(sha256(event.source.encode()).digest()) if event.source else None
    record("process.recorded", event, by=by, docket=docket, state=state, step=kind, on=day, starts=event.starts_at, source=source)
    for act in WHEN_RECORDED if not as_printed else ():
        act(docket, event, by)
    return event


def _keep_to_the_order(docket: Docket, kind: str, day: date) -> None:
    stage = STAGE_OF.get(kind)
    if stage is None and kind not in ENDS:
        return
    standing = [event for event in events_of(docket) if event.status != "cancelled"]
    for event in standing:
        earlier = STAGE_OF.get(event.kind)
        if event.day < day and event.kind in ENDS:
            raise Refusal(_("“%(step)s” ended this matter on %(day)s. Nothing follows it.", step=STEPS[event.kind], day=event.day.isoformat()), "kind")
        if stage is None or earlier is None or (earlier == COUNCIL and stage == COMMITTEE):
            continue
        if event.day < day and earlier > stage or event.day > day and earlier < stage:
            raise Refusal(_("“%(step)s” of %(day)s does not fit before or after this step. Check the days.", step=STEPS[event.kind], day=event.day.isoformat()), "kind")


def plan_process_event(docket: Docket, *, kind: str, title: str, day: date, by: Account, state: str = "recorded", **more: Any) -> None:
    """A draft docket's step: kept with the draft, and entered with its leaf when the docket is published."""
    planned = [*planned_events(docket), {"kind": kind, "title": title, "day": day.isoformat(), "state": state, **more}]
    docket.matter.source = {**docket.matter.source, "planned": planned}
    record("docket.drafted", docket, by=by)


def planned_events(docket: Docket) -> list[dict[str, Any]]:
    return list(docket.matter.source.get("planned", []))


def drop_planned_event(docket: Docket, place: int, *, by: Account) -> None:
    kept = [event for n, event in enumerate(planned_events(docket)) if n != place]
    docket.matter.source = {**docket.matter.source, "planned": kept}
    record("docket.drafted", docket, by=by)


def enter_planned_events(docket: Docket, *, by: Account) -> None:
    for event in planned_events(docket):
        record_process_event(docket, by=by, **{**event, "day": date.fromisoformat(event["day"])})
    docket.matter.source = {name: value for name, value in docket.matter.source.items() if name != "planned"}


def post_notice(docket: Docket, *, channel: str, place: str, day: date, by: Account, evidence: str = "") -> PublicNotice:
    """That a public notice was posted, where and when."""
    if not docket.is_public:
        raise Refusal(_("Publish the docket before its notices."))
    if day > today():
        raise Refusal(_("A notice is entered once it is posted, not before."), "day")
    digest = sha256(evidence.encode()).digest() if evidence else None
    notice = PublicNotice(docket_id=docket.id, place=place, day=day, evidence=evidence, evidence_digest=digest, entered_at=now())
    db.session.add(notice)
    docket.revision += 1
    db.session.flush()
    record("notice.posted", notice, by=by, docket=docket, posted=day, channel=channel, evidence=b64(digest) if digest else None)
    return notice
