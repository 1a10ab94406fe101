"""Where are we? Every step, version, notice, window and vote of a docket, in the order of days, with today among them (V1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from civic.clock import day_of, today
from civic.council.amendment_queries import amendments_on
from civic.council.fate import fate_of
from civic.council.models import MotionKind, VoteEvent
from civic.council.queries import votes_on
from civic.council.wording import AMENDMENT_STATES
from civic.dockets.lifecycle import OUTCOMES
from civic.dockets.models import Docket, ProcessEvent
from civic.dockets.queries import events_of, notices_of
from civic.dockets.standing import Course, course_of
from civic.dockets.steps import classes_of, label_of, meaning_of
from civic.statements.queries import statements_of
from civic.web import day, moment

ORDER = {"done": 0, "back": 0, "window": 1, "longer": 2, "closing": 3, "today": 4}


@dataclass(frozen=True)
class Moment:
    """``words`` is what happened, ``meaning`` what that is, ``document`` what it rests on.

    ``kind`` is done, back (taken back), window (it opens), longer, closing, today or ahead; ``in_window`` puts it on the band.
    """

    day: date
    words: str
    meaning: str = ""
    document: str = ""
    address: str = ""
    kind: str = "done"
    step: str = ""
    classes: tuple[str, ...] = ()
    in_window: bool = False


@dataclass(frozen=True)
class Timeline:
    """``finding`` answers the question in a sentence."""

    finding: str
    moments: tuple[Moment, ...]


def timeline_of(docket: Docket) -> Timeline:
    course = course_of(docket)
    rows = [
        *_steps(docket, course), *_ahead(docket, course), *_versions(docket), *_notices(docket), *_windows(docket), *_votes(docket), *_amendments(docket),
        *_statements(docket), *_ends(docket), Moment(today(), _("Today"), kind="today"),
    ]  # fmt: skip
    ordered = sorted((_as_of_today(row) for row in rows), key=lambda row: (row.day, ORDER.get(row.kind, 5)))
    return Timeline(fate_of(docket), tuple(_with_band(ordered)))


def _as_of_today(row: Moment) -> Moment:
    return replace(row, kind="ahead") if row.kind == "done" and row.day > today() else row


def _with_band(ordered: list[Moment]) -> Iterator[Moment]:
    """Marks everything from the line on which comments open to that on which they close."""
    is_open = False
    for row in ordered:
        is_open = is_open or row.kind == "window"
        yield replace(row, in_window=is_open)
        is_open = is_open and row.kind != "closing"


def _steps(docket: Docket, course: Course) -> list[Moment]:
    """The clerk's or the source's own words, else the workflow's; a step that was taken back stays, struck."""
    events = events_of(docket)
    back = {event.replaces for event in events if event.replaces}
    return [_step(event, docket, course, event.id in back) for event in events if event.status != "cancelled"]


def _step(event: ProcessEvent, docket: Docket, course: Course, taken_back: bool) -> Moment:
    document = " ".join(part for part in (event.body, _("Source: %(source)s", source=event.source) if event.source else "") if part)
    votes = url_for("council.decision", docket=docket.number) if event.cited and event.cites not in ("notice", "text") else ""
    words = event.title or label_of(event.kind, course.workflow)
    if event.starts_at and event.kind == "hearing_set":
        words = _("%(step)s for %(when)s", step=words, when=moment(event.starts_at))
    return Moment(
        event.day, words, meaning_of(event.kind, course.workflow), document, votes,
        "back" if taken_back else "done", event.kind, classes_of(event.kind, course.workflow, event.recommendation),
    )  # fmt: skip


def _ahead(docket: Docket, course: Course) -> list[Moment]:
    """Days that are known before they come, and a lapse that nobody enters."""
    rows = []
    for event in events_of(docket):
        if event.kind == "hearing_set" and event.starts_at and day_of(event.starts_at) >= today() and course.state == "hearing_set":
            words = _("Public hearing, %(when)s", when=moment(event.starts_at))
            rows.append(Moment(day_of(event.starts_at), words, _("People can speak about it."), event.place, kind="ahead"))
    if course.mayor_until and course.state == "presented":
        rows.append(Moment(course.mayor_until, _("Last day on which the mayor can act"), meaning_of("presented", course.workflow), kind="ahead"))
    if course.place.lapsed and course.place.since and course.state:
        words = label_of(course.state, course.workflow)
        rows.append(Moment(course.place.since, words, meaning_of(course.state, course.workflow), _("Nobody acted; it follows from the days."), step=course.state, classes=classes_of(course.state, course.workflow)))
    if docket.council_votes_after and docket.council_votes_after >= today() and not course.is_decided:
        rows.append(Moment(docket.council_votes_after, _("The council votes on this day or later."), kind="ahead"))
    return rows


def _versions(docket: Docket) -> list[Moment]:
    rows = []
    for version in docket.versions:
        words = _("Version %(n)s published", n=version.n)
        if version.precedes:
            words = _("Version %(n)s added: an earlier text that was missing", n=version.n)
        if version.withdrawal:
            words = _("%(what)s (withdrawn as a wrong file)", what=words)
        meaning = _("The final words, with every amendment worked in.") if version.label == "enrolled" else _("From then on this was the text.") if not version.precedes else ""
        rows.append(
            Moment(day_of(version.published_at), words, meaning, _("Text, version %(n)s", n=version.n), url_for("pages.text_at", docket=docket.number, n=version.n), step="text")
        )
    return rows


def _notices(docket: Docket) -> list[Moment]:
    return [
        Moment(notice.day, _("Public notice posted: %(place)s", place=notice.place), _("The city announced it where people look."), notice.evidence, step="notice")
        for notice in notices_of(docket)
    ]


def _windows(docket: Docket) -> list[Moment]:
    rows = []
    for window in docket.windows:
        opened = _("Comments open until %(when)s", when=moment(window.closing))
        rows.append(Moment(day_of(window.opens_at), opened, _("Anyone could comment from then on."), kind="window", step="window"))
        rows.append(Moment(day_of(window.closing), _("Comments close"), _("The last day on which a comment is in time."), kind="closing", step="window"))
        rows += [
            Moment(day_of(extension.at), _("Time to comment made longer, to %(when)s", when=moment(extension.closes_at)), document=_("Reason: %(reason)s", reason=extension.reason), kind="longer", step="window")
            for extension in window.extensions
        ]
    return rows


def _votes(docket: Docket) -> list[Moment]:
    """Those that no step cites: a step that rests on a roll call says its result itself."""
    cited = {event.cited for event in events_of(docket) if event.status != "cancelled"}
    address = url_for("council.decision", docket=docket.number)
    return [
        Moment(vote.on, _vote(vote), document=_("Imported; shown as printed.") if vote.source_digest else "", address=address, step="vote", classes=_classes_of_vote(vote))
        for vote in votes_on(docket)
        if vote.id not in cited and not (vote.motion and vote.motion.kind is MotionKind.AMENDMENT)
    ]


def _vote(vote: VoteEvent) -> str:
    result = _("passed") if vote.passed else _("failed")
    return _("%(body)s voted: %(result)s %(yes)s–%(no)s", body=vote.body.name, result=result, yes=vote.counts["yes"], no=vote.counts["no"])


def _classes_of_vote(vote: VoteEvent) -> tuple[str, ...]:
    kind = vote.motion.kind if vote.motion else MotionKind.ACT
    if kind is MotionKind.OVERRIDE:
        return ("veto-override-passage",) if vote.passed else ("veto-override-failure",)
    if kind is not MotionKind.ACT:
        return ()
    if vote.body.classification == "committee":
        return ("committee-passage",) if vote.passed else ("committee-failure",)
    return ("passage",) if vote.passed else ("failure",)


def _amendments(docket: Docket) -> list[Moment]:
    rows = []
    for one in amendments_on(docket):
        address = url_for("council.decision", docket=docket.number) + f"#amendment-{one.n}"
        offered = _("Amendment %(n)s offered by %(mover)s", n=one.n, mover=one.mover)
        rows.append(Moment(one.offered_on, offered, _("A member asked for other words."), one.body.name, address, step="amendment", classes=("amendment-introduction",)))
        if one.decision:
            vote = one.decision.motion.vote if one.decision.motion else None
            rested = _vote(vote) if vote else one.decision.source
            classes = {"adopted": "amendment-passage", "failed": "amendment-failure", "withdrawn": "amendment-withdrawal"}
            words = _("Amendment %(n)s: %(state)s", n=one.n, state=AMENDMENT_STATES[one.state])
            rows.append(Moment(one.decision.on, words, _("Its words go into the next version.") if one.state == "adopted" else _("The text stays as it is."), rested, address, step="amendment", classes=(classes[one.state],)))
    return rows


def _statements(docket: Docket) -> list[Moment]:
    return [
        Moment(day_of(one.frozen_at), _("Consultation statement %(n)s frozen", n=one.n), address=url_for("statements.show_at", docket=docket.number, n=one.n))
        for one in statements_of(docket)
    ]


def _ends(docket: Docket) -> list[Moment]:
    if docket.closed_at is None:
        return []
    words = _("Docket closed: %(outcome)s", outcome=OUTCOMES[docket.closed_outcome or "archived"])
    return [Moment(day_of(docket.closed_at), words, _("Everything stays readable. Closed on %(day)s.", day=day(docket.closed_at)))]
