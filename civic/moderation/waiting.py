"""What waits for moderators before all else. The desk and the queue count with the same function, so they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.clock import today
from civic.database import db
from civic.desk import Task
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.moderation.models import FIRST, LINE, MERELY_UNREAD, NOT_MERELY_UNREAD, Decision, Queued
from civic.moderation.queries import asked_to_undo, open_appeals, open_disputes
from civic.people.calendar import business_days_after
from civic.people.models import Account
from civic.people.policy import policy
from civic.permissions import Permission, signed_in_person

FOR_ANOTHER = ("proposal", "second")  # than the person who proposed or read first
SECOND_READING = 20  # one in twenty is read a second time, chosen by the comment's random number


@dataclass(frozen=True)
class Waiting:
    """How many wait on a docket, by kind, and since when the oldest held one."""

    counts: dict[str, int]
    since: date | None


def kind_for(reader_id: str | None, kind: int, person_id: str | None, is_reported: bool) -> str | None:
    """What a kept place is for one reader: their own proposal is at most a reported comment, and nobody reads a second time alone."""
    name = LINE[kind]
    if name in FOR_ANOTHER and reader_id is not None and person_id == reader_id:
        return "report" if name == "proposal" and is_reported else None
    return name


def queues_of(dockets: Sequence[Docket], reader: Account | None, *, unread: bool = True) -> dict[str, Waiting]:
    """By id of the docket; a comment counts once, at its first place."""
    counts: dict[str, Counter[str]] = {docket.id: Counter() for docket in dockets}
    since: dict[str, date] = {}
    for docket_id, kind, person_id, is_reported, oldest, n in db.session.execute(_places(dockets)):
        if (name := kind_for(reader.id if reader else None, kind, person_id, is_reported)) is not None:
            counts[docket_id][name] += n
            if name == "held":
                since[docket_id] = min(oldest, since.get(docket_id, oldest))
    if unread:
        for docket_id, n in db.session.execute(_unread(dockets)):
            counts[docket_id]["unread"] = n
    return {id: Waiting({kind: counted[kind] for kind in LINE}, since.get(id)) for id, counted in counts.items()}


def queue_counts(docket: Docket, reader: Account | None) -> dict[str, int]:
    return queues_of([docket], reader)[docket.id].counts


def tasks_for_moderators() -> list[Task]:
    """Per docket and kind one line, due with its oldest; then appeals and names."""
    dockets, person = published_dockets(), signed_in_person()
    waiting, undos = queues_of(dockets, person, unread=False), _undos(person)
    tasks = []
    for docket in dockets:
        tasks += [_task(docket, kind, n, waiting[docket.id].since) for kind in FIRST if (n := waiting[docket.id].counts[kind])]
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


def _places(dockets: Sequence[Docket]) -> Any:
    """Those that are not merely unread, alike ones together: few on any docket."""
    alike = (Queued.docket_id, Queued.kind, Queued.person_id, Queued.is_reported)
    return sa.select(*alike, sa.func.min(Queued.since), sa.func.count()).where(Queued.docket_id.in_([docket.id for docket in dockets]), NOT_MERELY_UNREAD).group_by(*alike)


def _unread(dockets: Sequence[Docket]) -> Any:
    return sa.select(Queued.docket_id, sa.func.count()).where(Queued.docket_id.in_([docket.id for docket in dockets]), MERELY_UNREAD).group_by(Queued.docket_id)


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



def _undos(reader: Account | None) -> Counter[str]:
    """By docket, how many decisions of two people somebody else asks to take back."""
    query = asked_to_undo(Decision.docket_id)
    return Counter(db.session.scalars(query.where(Decision.undo_proposer_id != reader.id) if reader else query))
