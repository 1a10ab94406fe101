"""What the gathered pages need from many domains, in a few reads."""

from __future__ import annotations

from collections import Counter as CountOf
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.clock import day_of, now, today
from civic.comments.models import Counter
from civic.council.amendment_queries import amendments_on
from civic.council.fate import latest_word
from civic.council.models import VoteEvent
from civic.council.queries import decision_on, decisions_on
from civic.council.wording import AMENDMENT_STATES
from civic.database import db
from civic.dockets.facts.queries import standing_versions
from civic.dockets.lifecycle import OUTCOMES
from civic.dockets.models import Docket, Provision, TextVersion, WindowState
from civic.dockets.standing import Course, course_of, courses_of
from civic.exceptions.models import ExceptionRequest
from civic.exceptions.queries import request_on, requests_on
from civic.exceptions.standing import State, state_of, window_is_open
from civic.exceptions.wording import KINDS, STATES
from civic.record.queries import events_about
from civic.statements.queries import statements_of
from civic.web import day, moment

SOON = timedelta(hours=72)
PUT_ASIDE = {"withdrawn": _l("Withdrawn"), "expired": _l("Expired"), "failed": _l("Failed"), "postponed": _l("Postponed")}


@dataclass(frozen=True)
class Standing:
    """Where a docket stands: a sentence, and a tag with words and shape."""

    sentence: str
    tag: str
    kind: str
    is_open: bool = False
    is_decided: bool = False


def standing_of(docket: Docket) -> Standing:
    return _standing(docket, decision_on(docket), course_of(docket), request_on(docket) if docket.is_exception else None)


def standings_of(dockets: Sequence[Docket]) -> list[tuple[Docket, Standing]]:
    """Each docket with where it stands; votes, steps and requests of all of them in a fixed number of reads."""
    votes, courses, asked = decisions_on(dockets), courses_of(dockets), requests_on(dockets)
    return [(docket, _standing(docket, votes.get(docket.id), courses[docket.id], asked.get(docket.id))) for docket in dockets]


def _standing(docket: Docket, vote: VoteEvent | None, course: Course, asked: ExceptionRequest | None) -> Standing:
    if docket.withdrawn_at is not None:
        return Standing(_("Withdrawn on %(day)s. Its record stays here.", day=day(docket.withdrawn_at)), _("Withdrawn"), "withdrawn")
    if docket.is_exception:
        return _standing_of_exception(docket, asked)
    later = latest_word(course, voted=vote is not None)
    if vote is not None:
        result = _("passed") if vote.passed else _("failed")
        score = f"{vote.counts['yes']}–{vote.counts['no']}"
        said = _("The council voted on %(day)s: %(result)s %(score)s.", day=day(vote.on), result=result, score=score)
        return Standing(f"{said} {later}".strip(), _("In force") if course.state in ("effective", "codified") else _("Vetoed") if course.state == "vetoed" else _("Voted"), "voted", is_decided=True)
    if course.state in PUT_ASIDE:
        return _put_aside(docket, course.state, later)
    if docket.closed_at is not None:
        return Standing(_("Closed on %(day)s: %(outcome)s.", day=day(docket.closed_at), outcome=OUTCOMES[docket.closed_outcome or "archived"]), _("Closed"), "closed")
    return _standing_of_window(docket)


def _put_aside(docket: Docket, state: str, later: str) -> Standing:
    """Withdrawn, expired, failed without a roll call, or postponed: said first; a window that is open stays open."""
    window = _standing_of_window(docket) if docket.windows else None
    if window is not None and window.is_open:
        return Standing(f"{later} {window.sentence}", window.tag, window.kind, True)
    return Standing(later, str(PUT_ASIDE[state]), "closed", is_decided=state != "postponed")


def _standing_of_exception(docket: Docket, asked: ExceptionRequest | None) -> Standing:
    """An exception's own states; while it is open, its window says until when."""
    if asked is None or window_is_open(asked):
        return _standing_of_window(docket)
    state = state_of(asked)
    tag, kind = str(STATES[state]), KINDS[state]
    if asked.decision is None:
        return Standing(_("The time to comment is over. It is not decided yet."), tag, kind)
    if state is State.IN_FORCE and asked.decision.ends is not None:
        return Standing(_("This permission holds until %(day)s.", day=day(asked.decision.ends)), tag, kind, is_decided=True)
    return Standing(_("Decided on %(day)s.", day=day(asked.decision.on)), tag, kind, is_decided=True)


def _standing_of_window(docket: Docket) -> Standing:
    window = docket.window
    if window is None:
        return Standing(_("Published. The time to comment is not set yet."), _("Not open yet"), "closed")
    state = window.state()
    then = _(" Council votes on or after %(day)s.", day=day(docket.council_votes_after)) if docket.council_votes_after else ""
    if state is WindowState.BEFORE:
        return Standing(_("Opens for comments on %(when)s.", when=moment(window.opens_at)) + then, _("Opens soon"), "closed")
    if state is WindowState.OPEN:
        soon = window.closing - now() <= SOON
        sentence = _("Open for comments until %(when)s.", when=moment(window.closing)) + then
        return Standing(sentence, _("Closes soon") if soon else _("Open"), "soon" if soon else "open", True)
    if state in (WindowState.GRACE, WindowState.LATE):
        until = window.closing + timedelta(hours=window.late_hours)
        sentence = _("Closed on %(when)s. Late comments are taken and marked until %(until)s.", when=moment(window.closing), until=moment(until))
        return Standing(sentence + then, _("Late comments only"), "soon", True)
    return Standing(_("Closed for comments on %(when)s.", when=moment(window.closing)) + then, _("Closed, being read"), "closed")


def counts_of(docket: Docket, dimension: str) -> dict[str, int]:
    """Kept counts of one dimension, by key."""
    rows = db.session.execute(sa.select(Counter.key, Counter.count).where(Counter.docket_id == docket.id, Counter.dimension == dimension))
    return {key: count for key, count in rows if count}


def received_on(docket: Docket) -> int:
    return sum(counts_of(docket, "state").values())


def received_by_docket() -> dict[str, int]:
    query = sa.select(Counter.docket_id, sa.func.sum(Counter.count)).where(Counter.dimension == "state").group_by(Counter.docket_id)
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


@dataclass(frozen=True)
class MissingText:
    """A docket whose text is not online: since when, how many days by now, and who was asked for it."""

    since: date
    days: int
    asked_of: str
    asked_on: date | None


def missing_text_of(docket: Docket) -> MissingText | None:
    """Counted when read: no job keeps the clock (I-5)."""
    if docket.current_version is not None or docket.published_at is None:
        return None
    since = docket.text_missing_since or day_of(docket.published_at)
    return MissingText(since, max((today() - since).days, 0), docket.text_asked_of, docket.text_asked_on)


def neighbors_of(docket: Docket) -> list[tuple[TextVersion, TextVersion]]:
    """Each standing version with the one before it, in the order in which they were law-making, newest pair first."""
    order = standing_versions(docket)
    return list(reversed(list(zip(order, order[1:], strict=False))))


def newer_than_its_words(docket: Docket) -> TextVersion | None:
    """The standing version, where the plain words were last changed before the one that it follows was published."""
    before = next((old for old, new in neighbors_of(docket) if new is docket.current_version), None)
    if before is None:
        return None
    written = [event.at for event in events_about(docket, "docket.drafted", "docket.described") if event.at is not None]
    return docket.current_version if not written or max(written) <= before.published_at else None


def removed_before(docket: Docket, version: TextVersion | None) -> list[tuple[TextVersion, Provision]]:
    """Sections that the standing version before had and this one has no more: their headings stay on the page."""
    before = next((old for old, new in neighbors_of(docket) if version is not None and new.id == version.id), None)
    if before is None or version is None:
        return []
    kept = {p.wid for p in version.provisions}
    return [(before, p) for p in before.provisions if p.kind == "section" and p.wid not in kept]


def downloads_of(docket: Docket) -> list[dict[str, str]]:
    rows = [(_("Text, version %(n)s", n=v.n), url_for("pages.text_file", docket=docket.number, n=v.n)) for v in docket.versions]
    rows += [(_("Comments as a table (CSV)"), url_for("comments.csv", docket=docket.number)), (_("Comments as JSON"), url_for("comments.json", docket=docket.number))]
    rows += [(_("Who owes what, as a table (CSV)"), url_for("clocks.show_csv", docket=docket.number))]
    rows += [(_("Consultation statement %(n)s (JSON)", n=one.n), url_for("statements.as_json", docket=docket.number, n=one.n)) for one in statements_of(docket)]
    return [{"label": label, "address": address} for label, address in rows]


def tally_of_amendments(docket: Docket) -> list[tuple[str, int]]:
    """How many amendments are in each state, in words; empty where none was offered."""
    counted = CountOf(one.state for one in amendments_on(docket))
    return [(str(AMENDMENT_STATES[state]), counted[state]) for state in AMENDMENT_STATES if counted[state]]
