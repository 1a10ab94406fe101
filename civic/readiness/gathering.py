"""Everything that the checks read about one docket, gathered from the rows as they stood at one instant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from civic.clock import now
from civic.consultation.evidence import city_day
from civic.consultation.queries import freezes_of, roster_at
from civic.council.gathering import Gathered, evidence_for, gather, versions_at
from civic.council.models import VoteEvent
from civic.council.papers import deliveries_on
from civic.council.queries import council
from civic.council.vote_models import PacketDelivery
from civic.dockets.models import Docket, ProcessEvent, PublicNotice, TextVersion
from civic.dockets.queries import notices_of, standing_events
from civic.outcomes.models import Disposition
from civic.outcomes.queries import every_disposition_on
from civic.people.policy import policy_as_of
from civic.readiness.evidence import Decider, Hearing, Known, Listed, Point, Text, Window
from civic.readiness.rules import RULES
from civic.record.queries import events_about
from civic.summaries.models import Summary
from civic.summaries.queries import summaries_of
from civic.themes.models import Theme
from civic.themes.queries import themes_of


def known_about(docket: Docket, decision: VoteEvent | None, *, on: date | None = None, moment: datetime | None = None) -> Known | None:
    """As of the decision; without one as of ``moment`` (now), for a vote planned ``on`` a day. None where the ledger begins only later."""
    gathered = gather(docket, decision, moment=moment)
    frame = gathered.frame
    moment, zone = frame.decision, frame.zone
    if moment < frame.ledger_start:
        return None
    version = _version(docket, decision, moment)
    frozen = [freeze for freeze in freezes_of(docket) if freeze.at <= moment]
    summary = _summary(docket, moment)
    return Known(
        moment=moment, zone=zone, vote=decision.on if decision else on, decided=decision is not None,
        numbers={rule.number: policy_as_of(rule.number, moment) for rule in RULES if rule.number},
        text=Text(version.n, version.published_at) if version else None, frozen_on=city_day(frozen[0].at, zone) if frozen else None,
        listed=tuple(Listed(entry.id, entry.office.title, evidence_for(entry, gathered)) for entry in roster_at(docket, moment)),
        windows=tuple(_windows(docket, moment)), hearings=tuple(_hearings(docket, gathered)),
        summary_on=city_day(summary.published_at, zone) if summary else None, points=tuple(_points(docket, summary, moment)) if summary else (),
        deciders=tuple(_deciders(docket, decision, version, gathered, on)),
    )  # fmt: skip


def _version(docket: Docket, decision: VoteEvent | None, moment: datetime) -> TextVersion | None:
    """The version voted on, else the newest that stood."""
    if decision is not None and decision.motion is not None and decision.motion.version is not None:
        return decision.motion.version
    standing = versions_at(docket, moment)
    return standing[-1] if standing else None


def _windows(docket: Docket, moment: datetime) -> Iterable[Window]:
    """Windows and extensions that were entered by then, whatever days they name."""
    for window in docket.windows:
        entered = [event.at for event in events_about(window, "window.opened") if event.at]
        if entered and min(entered) <= moment:
            closes = max([window.closes_at, *(more.closes_at for more in window.extensions if more.at <= moment)])
            yield Window(window.id, window.opens_at, closes)


def _hearings(docket: Docket, gathered: Gathered) -> Iterable[Hearing]:
    """Hearings that stood at that moment: planned ones, and those that were held, each with the announcement before it."""
    moment, zone = gathered.frame.decision, gathered.frame.zone
    notices = [notice for notice in notices_of(docket) if notice.entered_at <= moment]
    announced: ProcessEvent | None = None
    for event in standing_events(docket, moment):
        if event.kind == "hearing_held" or (event.kind == "hearing" and event.status == "held"):
            yield _hearing(announced, event, event.day, notices, zone)
            announced = None
        elif event.kind in ("hearing_set", "hearing"):
            yield from _planned(announced, notices, zone)
            announced = event
    yield from _planned(announced, notices, zone)


def _planned(announced: ProcessEvent | None, notices: Sequence[PublicNotice], zone: str) -> Iterable[Hearing]:
    if announced is not None and (announced.starts_at is not None or announced.kind == "hearing"):
        yield _hearing(announced, None, city_day(announced.starts_at, zone) if announced.starts_at else announced.day, notices, zone)


def _hearing(announced: ProcessEvent | None, held: ProcessEvent | None, on: date, notices: Sequence[PublicNotice], zone: str) -> Hearing:
    """Its notice is the one that its step cites, else the first one entered since it was announced. A notice counts from its entry."""
    cited = [n for n in notices if announced is not None and announced.cites == "notice" and n.id == announced.cited]
    since = announced.entered_at if announced else None
    posted = cited or [n for n in notices if since is None or n.entered_at >= since]
    days = [day for day in (city_day(n.entered_at, zone) for n in posted) if day <= on]
    event = held or announced
    assert event is not None
    return Hearing(event.id, on, min(days, default=None), held is not None)


def _summary(docket: Docket, moment: datetime) -> Summary | None:
    """The newest one that is not interim: comments were no longer taken when it was written."""
    ready = [summary for summary in summaries_of(docket) if not summary.interim and summary.published_at <= moment]
    return ready[-1] if ready else None


def _points(docket: Docket, summary: Summary, moment: datetime) -> Iterable[Point]:
    """The themes that the summary names; one that was split or retired since is none any more."""
    themes = {theme.id: theme for theme in themes_of(docket, everything=True)}
    made = [row for row in every_disposition_on(docket) if row.published_at <= moment]
    answered = {_became(themes, row, moment) for row in made}
    for figure in summary.figures:
        theme = themes.get(figure["theme"])
        if theme is not None and not _fell_away(theme, moment):
            yield Point(theme.id, figure["name"], _merged_into(theme, moment).id in answered)


def _became(themes: dict[str, Theme], row: Disposition, moment: datetime) -> str:
    return _merged_into(themes[row.theme_id], moment).id


def _merged_into(theme: Theme, moment: datetime) -> Theme:
    merged = any(change.kind == "merged" and change.at <= moment for change in theme.changes)
    return _merged_into(theme.merged_into, moment) if merged and theme.merged_into is not None else theme


def _fell_away(theme: Theme, moment: datetime) -> bool:
    return any(change.kind in ("split", "retired") and change.at <= moment for change in theme.changes)


def _deciders(docket: Docket, decision: VoteEvent | None, version: TextVersion | None, gathered: Gathered, on: date | None) -> Iterable[Decider]:
    """Whoever voted, in the order of the roll call; before the vote whoever is a member on its day."""
    moment, zone = gathered.frame.decision, gathered.frame.zone
    given: dict[str, PacketDelivery] = {}
    for delivery in deliveries_on(docket):
        if version is not None and delivery.entered_at <= moment and delivery.holds(version.digest):
            given.setdefault(delivery.membership_id, delivery)
    body = council()
    if decision is not None:
        people = [(vote.membership_id or f"{decision.id}-{vote.place}", vote.voter_name) for vote in decision.votes]
    else:
        people = [(member.id, member.name) for member in (body.members(on or city_day(now(), zone)) if body else [])]
    for id, name in people:
        found = given.get(id)
        yield Decider(id, name, city_day(found.entered_at, zone) if found else None)
