"""What waits for moderators before all else. The desk and the queue count with the same function, so they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.clock import today
from civic.comments.models import READABLE, Comment, Face, Hint, ProblemReport, State
from civic.database import db
from civic.desk import Task
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.moderation.models import Decision
from civic.moderation.queries import asked_to_undo, open_appeals, open_disputes
from civic.people.calendar import business_days_after
from civic.people.models import Account
from civic.people.policy import policy
from civic.permissions import Permission, signed_in_person

FIRST = ("threat", "held", "proposal", "report")
POINTED_AT = ("threat", "report")  # by a hint or a report, on whichever docket: such a comment counts while it can be read


@dataclass(frozen=True)
class Place:
    """Where a comment stands first: what it waits for, since when if it is held, and its place among its like (by day)."""

    docket_id: str
    kind: str
    since: date | None
    sort_key: int


def first_kinds(reader: Account | None, docket: Docket) -> dict[str, str]:
    """The kinds of the same comments of one docket; opens only those that a hint or a report points at."""
    waiting = _waiting(reader, docket)
    faces = faces_by_id(id for kind in POINTED_AT for id in waiting[kind])
    return _first(waiting, lambda kind, id: kind not in POINTED_AT or _counts(kind, faces.get(id), docket))


def first_places(reader: Account | None, docket: Docket | None = None, among: Iterable[str] | None = None) -> dict[str, Place]:
    """By id, every comment that comes before the unread ones, once: a reported one with a threat hint counts as a threat.

    A proposal waits for everybody but its proposer, and while it waits the comment is nobody's threat or held one:
    its first reader has read it, and only a second person moves it on. Read from the few that wait, never by walking a docket.
    ``among``: of these only.
    """
    waiting, wanted = _waiting(reader, docket), None if among is None else set(among)
    faces = faces_by_id(id for kind in FIRST for id in waiting[kind] if wanted is None or id in wanted)
    kinds = _first(waiting, lambda kind, id: _counts(kind, faces.get(id), docket))
    since = waiting["held"]
    return {id: Place(faces[id].docket_id, kind, since[id] if kind == "held" else None, faces[id].sort_key) for id, kind in kinds.items()}


def faces_by_id(ids: Iterable[str]) -> dict[str, Any]:
    """Docket, state and place in order of each; by key, some hundred at a time."""
    every, found = list(dict.fromkeys(ids)), {}
    for start in range(0, len(every), 500):
        query = sa.select(Face.comment_id, Face.docket_id, Face.state, Face.sort_key).where(Face.comment_id.in_(every[start : start + 500]))
        found.update({row.comment_id: row for row in db.session.execute(query)})
    return found


def tasks_for_moderators() -> list[Task]:
    """Per docket and kind one line, due with its oldest; then appeals and names."""
    places = first_places(signed_in_person()).values()
    counted = Counter((place.docket_id, place.kind) for place in places)
    oldest: dict[str, date] = {}
    for place in places:
        if place.since is not None:
            oldest[place.docket_id] = min(place.since, oldest.get(place.docket_id, place.since))
    tasks, undos = [], _undos(signed_in_person())
    for docket in published_dockets():
        for kind in FIRST:
            if n := counted[docket.id, kind]:
                tasks.append(_task(docket, kind, n, oldest.get(docket.id)))
        if n := undos[docket.id]:
            words = ngettext("%(num)s decision that a second person may undo: %(title)s", "%(num)s decisions that a second person may undo: %(title)s", n, title=docket.title)
            tasks.append(Task(words, url_for("moderation.queue", docket=docket.number), Permission.COMMENT_MODERATE))
    if n := len(open_appeals()):
        tasks.append(Task(ngettext("%(num)s appeal to decide", "%(num)s appeals to decide", n), url_for("appeals.review_list"), Permission.APPEAL_DECIDE))
    if n := len(open_disputes()):
        tasks.append(Task(ngettext("%(num)s name that somebody disputes", "%(num)s names that somebody disputes", n), url_for("appeals.disputes"), Permission.COMMENT_MODERATE))
    return tasks


def in_words(counts: dict[str, int]) -> str:
    """The head of a queue: what comes first and of which kinds, then what nobody has read, then second readings."""
    first = sum(counts[kind] for kind in FIRST)
    parts = [words for kind in FIRST if counts[kind] for words in [_of_a_kind(kind, counts[kind])]]
    sentences = [ngettext("%(num)s comment comes first: %(parts)s.", "%(num)s comments come first: %(parts)s.", first, parts=", ".join(parts))] if first else []
    if counts["unread"]:
        sentences.append(ngettext("%(num)s comment is public and no moderator has read it yet.", "%(num)s comments are public and no moderator has read them yet.", counts["unread"]))
    if counts["second"]:
        sentences.append(ngettext("%(num)s is for a second reading.", "%(num)s are for a second reading.", counts["second"]))
    return " ".join(sentences) or _("Nothing waiting.")


# --- inside


def _waiting(reader: Account | None, docket: Docket | None) -> dict[str, dict[str, Any]]:
    """Kind by kind what waits; of those held, since when."""
    proposals = _proposals(docket)
    return {
        "threat": {id: None for id in _open_threats() if id not in proposals},
        "held": {id: since for id, since in _held(docket) if id not in proposals},
        "proposal": {id: None for id, proposer in proposals.items() if reader is None or proposer != reader.id},
        "report": dict.fromkeys(_reported()),
    }


def _first(waiting: dict[str, dict[str, Any]], counts: Callable[[str, str], bool]) -> dict[str, str]:
    """What each comment counts as: the first kind in the order of ``FIRST``."""
    found: dict[str, str] = {}
    for kind in FIRST:
        for id in waiting[kind]:
            if counts(kind, id):
                found.setdefault(id, kind)
    return found


def _counts(kind: str, face: Any, docket: Docket | None) -> bool:
    return face is not None and (docket is None or face.docket_id == docket.id) and (kind not in POINTED_AT or face.state in READABLE)


def _of_a_kind(kind: str, n: int) -> str:
    return {
        "threat": _("%(n)s with a threat hint", n=n), "held": _("%(n)s held", n=n), "proposal": _("%(n)s for a second person", n=n),
        "report": _("%(n)s reported", n=n),
    }[kind]  # fmt: skip


def _task(docket: Docket, kind: str, n: int, since: date | None) -> Task:
    title, address = docket.title, url_for("moderation.queue", docket=docket.number)
    words = {
        "threat": ngettext("%(num)s comment that may hold a threat to read first: %(title)s", "%(num)s comments that may hold a threat to read first: %(title)s", n, title=title),
        "held": ngettext("%(num)s held comment to decide on: %(title)s", "%(num)s held comments to decide on: %(title)s", n, title=title),
        "proposal": ngettext("%(num)s proposal waits for a second person: %(title)s", "%(num)s proposals wait for a second person: %(title)s", n, title=title),
        "report": ngettext("%(num)s reported comment to read: %(title)s", "%(num)s reported comments to read: %(title)s", n, title=title),
    }[kind]  # fmt: skip
    due = {"threat": today(), "held": business_days_after(since or today(), policy("hold_business_days"))}.get(kind)
    return Task(words, address, Permission.COMMENT_MODERATE, due, due is not None and due < today())


def _open_threats() -> list[str]:
    return list(db.session.scalars(sa.select(Hint.comment_id).where(Hint.kind == "threat", Hint.state == "open").distinct()))


def _held(docket: Docket | None) -> list[Any]:
    query = sa.select(Comment.id, Comment.held_on).where(Comment.held_on.is_not(None))
    return list(db.session.execute(query.where(Comment.docket_id == docket.id) if docket else query))


def _proposals(docket: Docket | None) -> dict[str, str]:
    """By comment, who proposed. Nobody decides on what its author withdrew meanwhile."""
    query = sa.select(Decision.comment_id, Decision.proposer_id).join(Face, Face.comment_id == Decision.comment_id)
    query = query.where(Decision.state == "proposed", Face.state.in_((State.HELD, *READABLE)))
    return {row[0]: row[1] for row in db.session.execute(query.where(Decision.docket_id == docket.id) if docket else query)}


def _undos(reader: Account | None) -> Counter[str]:
    """By docket, how many decisions of two people somebody else asks to take back."""
    query = asked_to_undo(Decision.docket_id)
    return Counter(db.session.scalars(query.where(Decision.undo_proposer_id != reader.id) if reader else query))


def _reported() -> list[str]:
    return list(db.session.scalars(sa.select(ProblemReport.comment_id).where(ProblemReport.closed_on.is_(None)).distinct()))
