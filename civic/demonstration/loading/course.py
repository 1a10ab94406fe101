"""How a matter moves, told through the clerk's actions: steps and what they cite, amendments, motions, the mayor, publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from civic.clock import today
from civic.council.actions import (
    decide_by_voice,
    offer_amendment,
    put_motion,
    record_executive_action,
    record_vote,
    withdraw_amendment,
    work_in,
)
from civic.council.amendment_queries import adopted_not_worked_in, amendments_on
from civic.council.amendments import reason_of
from civic.council.models import Motion
from civic.council.papers import deliver_packet, papers_of
from civic.council.urgency import in_the_way_of, record_urgency
from civic.dockets.actions import explain_provisions, post_notice, publish_version, read_findings, record_process_event
from civic.dockets.evidence import Evidence, evidence_for
from civic.dockets.models import Docket, TextVersion

Scene = tuple[date, int, Callable[[], None]]
ACTIONS = {"sign": "signed", "veto": "vetoed", "none": "unsigned"}
# Told elsewhere, or made by itself: a version, a summary and an outcome have actions of their own; votes and the mayor move the matter.
NOT_STEPS = ("version_published", "summary_published", "outcome_published", "committee_vote", "council_vote", "signed", "vetoed")
STEP, HEARING, AMENDMENT, PAPERS, VOTE, MAYOR = 3, 8, 4, 9, 10, 11  # within a day; votes on amendments come before the version that holds them


def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    matter = story.matter
    rows: list[Scene] = []
    for event in matter.events:
        if event.kind in NOT_STEPS:
            continue
        held = on_day(story, stage, event)
        if event.notice is not None:
            rows.append((on(event.notice), HEARING, partial(_set_hearing, stage, story, event, held)))
        rows.append((held, VOTE + 2 if event.motion else STEP, partial(_enter_step, stage, story, event)))
    days = {event.key: event.day for event in matter.events}
    rows += [(on(days[m.event]), VOTE, partial(_vote, stage, story, m)) for m in matter.motions]
    for amendment in matter.amendments:
        rows.append((on(amendment.day), AMENDMENT, partial(_offer, stage, story, amendment)))
        if amendment.decided is not None:
            rows.append((on(amendment.decided), 0, partial(_decide, stage, story, amendment)))
    rows += [(on(papers.day), PAPERS, partial(_give_papers, stage, story, papers)) for papers in matter.papers]
    if matter.urgency:
        rows.append((on(matter.urgency.day), PAPERS, partial(_decide_to_vote_now, stage, story)))
    if matter.executive:
        rows.append((on(matter.executive.day), MAYOR, partial(_act_as_mayor, stage, story)))
    return rows


def publish_amended(stage: Any, story: Any) -> None:
    """Version 2 from the adopted amendments, each change with its reason and the amendment that made it."""
    docket, clerk = stage.dockets[story.key], stage.people["casey"]
    adopted = adopted_not_worked_in(docket)
    draft = work_in(docket, adopted, label="enrolled", by=clerk)
    read_findings(draft, list(range(len(draft.findings))), by=clerk)
    places = {p["number"]: p["wid"] for p in draft.provisions if p["kind"] == "section"}
    reasons: dict[str, str] = {}
    for change in story.changes.changes:
        made_by = next(a for a in adopted if change.key in _told(story, a.n).changes)
        reasons[places[change.section]] = f"{change.reason} {_named(reason_of(made_by))}"
    plain = {places[number]: words for number, words in story.changes.plain.sections.items() if number in places}
    explain_provisions(draft, plain_words=plain, reasons=reasons, by=clerk)
    publish_version(docket, by=clerk)


def on_day(story: Any, stage: Any, event: Any) -> date:
    return story.date_of(event.day, stage.today, on_weekday=event.on_weekday)


# --- steps


def _set_hearing(stage: Any, story: Any, event: Any, held: date) -> None:
    """The hearing is noticed and set on one day; the step cites the notice."""
    docket, clerk = stage.dockets[story.key], stage.people["casey"]
    if event.announced:
        post_notice(docket, channel="newspaper", place=event.announced, day=today(), by=clerk)
    starts = datetime.combine(held, time(18), stage.zone).astimezone(UTC)
    notice = _latest(docket, "hearing_set", "notice")
    record_process_event(docket, kind="hearing_set", day=today(), starts_at=starts, place=event.place, cites=notice, by=clerk)


def _enter_step(stage: Any, story: Any, event: Any) -> None:
    docket, clerk = stage.dockets[story.key], stage.people["casey"]
    kind = {"hearing": "hearing_held"}.get(event.kind, event.kind)
    cites = None
    if event.motion:
        cites = _latest(docket, kind, "motion")
    elif event.announced and event.notice is None:
        post_notice(docket, channel="newspaper", place=event.announced, day=today(), by=clerk)
        cites = _latest(docket, kind, "notice")
    starts = None
    if kind == "council_action":
        vote = next(e for e in story.matter.events if e.kind == "council_vote")
        starts = datetime.combine(on_day(story, stage, vote), time(9, 30), stage.zone).astimezone(UTC)
    record_process_event(
        docket, kind=kind, title=event.words.format(year=stage.today.year), day=today(), place=event.place, starts_at=starts, cites=cites,
        source="" if cites else event.source.format(year=stage.today.year), enactment=event.number.format(year=stage.today.year), by=clerk,
    )  # fmt: skip


def _latest(docket: Docket, step: str, kind: str) -> Evidence:
    return evidence_for(docket, step, (kind,))[-1]


# --- amendments


def _offer(stage: Any, story: Any, told: Any) -> None:
    docket = stage.dockets[story.key]
    version = docket.current_version
    spans = [(change.section, span) for change in story.changes.changes if change.key in told.changes for span in change.spans]
    spans += [(span.section, span) for span in told.spans]
    offer_amendment(
        docket, version, mover=stage.seats[told.body, told.mover], body=stage.bodies[told.body], wording=_wording(version, spans), purpose=told.purpose,
        on=today(), by=stage.people["casey"],
    )  # fmt: skip


def _wording(version: TextVersion, spans: list[tuple[str, Any]]) -> dict[str, str]:
    """The new words of each piece, from passages that stand once in their section."""
    texts: dict[str, str] = {}
    section = ""
    for piece in version.provisions:
        section = piece.number if piece.kind == "section" else section
        for number, span in spans:
            if number == section and span.before in texts.get(piece.wid, piece.text):
                texts[piece.wid] = texts.get(piece.wid, piece.text).replace(span.before, span.after)
    return texts


def _decide(stage: Any, story: Any, told: Any) -> None:
    docket, clerk = stage.dockets[story.key], stage.people["casey"]
    amendment = next(a for a in amendments_on(docket) if _told(story, a.n).key == told.key)
    if told.result == "withdrawn":
        withdraw_amendment(amendment, on=today(), source=told.minutes, by=clerk)
        return
    motion = put_motion(
        docket, stage.bodies[told.body], kind="amendment", words=f"Adopt amendment {amendment.n} by {amendment.mover}", mover=amendment.mover,
        amendment=amendment, by=clerk,
    )  # fmt: skip
    _call(stage, motion, told)


def _told(story: Any, n: int) -> Any:
    return story.matter.amendments[n - 1]


def _named(reason: str) -> str:
    """Only which amendment it was: its purpose is told by the change's own reason."""
    return reason.split(". ")[0].rstrip(".") + "."


# --- votes and the mayor


def _vote(stage: Any, story: Any, told: Any) -> None:
    docket, clerk = stage.dockets[story.key], stage.people["casey"]
    motion = put_motion(docket, stage.bodies[told.body], kind=told.kind, words=told.plain or told.words, mover=told.mover.title(), by=clerk)
    _call(stage, motion, told)
    stage.motions[f"{story.key}/{told.body}"] = motion


def _call(stage: Any, motion: Motion, told: Any) -> None:
    clerk = stage.people["casey"]
    if told.minutes:
        decide_by_voice(motion, carried=told.result == "carried", on=today(), source=told.minutes, by=clerk)
        return
    options: dict[str, str] = {}
    for option in ("yes", "no", "absent"):
        options |= {stage.seats[told.body, key].id: option for key in getattr(told, option)}
    record_vote(motion, options, on=today(), by=clerk)


def _give_papers(stage: Any, story: Any, told: Any) -> None:
    docket, clerk = stage.dockets[story.key], stage.people["casey"]
    deliver_packet(docket, stage.bodies[told.body].members(), papers_of(docket)[:1], how=told.how, by=clerk)


def _decide_to_vote_now(stage: Any, story: Any) -> None:
    docket, told = stage.dockets[story.key], story.matter.urgency
    record_urgency(docket, decided_by=told.decided_by, reasons=told.reasons, checks=len(in_the_way_of(docket)), by=stage.people["casey"])


def _act_as_mayor(stage: Any, story: Any) -> None:
    done = story.matter.executive
    record_executive_action(stage.motions[f"{story.key}/council"], action=ACTIONS[done.action], on=today(), message=done.message, by=stage.people["casey"])
