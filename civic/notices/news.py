"""What followers and feeds are told: which events are news, on which topic, in one sentence, with the page that shows it.

News is read from the record's own events; nothing is pushed by the domains, and nothing here names a comment's author.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from civic.consultation.models import Invitation, RosterEntry, Silence
from civic.database import db
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered
from civic.people.models import Office
from civic.record.models import Event
from civic.web import public_address

TOPICS = {
    "text": _l("The text: new versions, amendments"),
    "dates": _l("Dates: hearings, deadlines, votes ahead"),
    "answers": _l("Questions and answers: who was asked, what came back"),
    "letters": _l("Letters delivered"),
    "summary": _l("The summary of what people said"),
    "decision": _l("Votes and decisions"),
    "outcome": _l("What became of it: responses, promises, reports"),
}


@dataclass(frozen=True)
class Sort:
    """One sort of news: its topic, its sentence, and the page of the docket that shows it."""

    topic: str
    sentence: Any
    endpoint: str
    naming: Any = None  # the sentence with the offices that it is about


NEWS = {
    "docket.published": Sort("text", _l("A new docket was published."), "pages.docket"),
    "docket.withdrawn": Sort("decision", _l("The docket was withdrawn."), "pages.docket"),
    "docket.closed": Sort("decision", _l("The docket was closed."), "outcomes.show"),
    "text.published": Sort("text", _l("A version of the text was published."), "pages.text"),
    "text.withdrawn": Sort("text", _l("A version was withdrawn as the wrong file."), "pages.text"),
    "amendment.offered": Sort("text", _l("An amendment was offered."), "pages.docket"),
    "amendment.decided": Sort("text", _l("An amendment was decided."), "pages.docket"),
    "process.recorded": Sort("dates", _l("A step or a meeting was entered."), "pages.docket"),
    "notice.posted": Sort("dates", _l("A public notice was posted."), "pages.docket"),
    "window.opened": Sort("dates", _l("The time to comment was set."), "pages.docket"),
    "window.extended": Sort("dates", _l("The time to comment was made longer."), "pages.docket"),
    "invitation.sent": Sort("answers", _l("An office was asked."), "council.ledger", _l("Asked: %(offices)s.")),
    "invitation.extended": Sort("answers", _l("An office got more time to answer."), "council.ledger", _l("More time to answer: %(offices)s.")),
    "answer.published": Sort("answers", _l("An office answered."), "consultation.questions", _l("Answered: %(offices)s.")),
    "answer.corrected": Sort("answers", _l("An office corrected an answer."), "consultation.questions", _l("Answer corrected: %(offices)s.")),
    "declination.recorded": Sort("answers", _l("An office declined to answer."), "consultation.questions", _l("Declined to answer: %(offices)s.")),
    "silence.recorded": Sort("answers", _l("A deadline passed without an answer."), "consultation.questions", _l("No answer by the deadline: %(offices)s.")),
    "letter.delivered": Sort("letters", _l("A letter was delivered."), "letters.list_letters"),
    "letter.entered": Sort("letters", _l("The clerk entered a letter that came on paper or as a file."), "letters.list_letters"),
    "summary.published": Sort("summary", _l("A summary was published."), "summaries.show"),
    "vote.recorded": Sort("decision", _l("A roll call was recorded."), "council.decision"),
    "vote.corrected": Sort("decision", _l("A roll call was corrected."), "council.decision"),
    "executive.acted": Sort("decision", _l("The mayor acted."), "council.decision"),
    "urgency.recorded": Sort("decision", _l("The reason for an early vote was recorded."), "council.decision"),
    "disposition.published": Sort("outcome", _l("A response to what people said was published."), "outcomes.show"),
    "promise.closed": Sort("outcome", _l("A promise was kept or broken."), "outcomes.show"),
    "statement.frozen": Sort("outcome", _l("The consultation statement was published."), "pages.docket"),
    "exception.filed": Sort("dates", _l("A department asked for an exception."), "pages.docket"),
    "exception.accepted": Sort("dates", _l("A request for an exception is open for comments."), "pages.docket"),
    "exception.decided": Sort("decision", _l("An exception was decided."), "pages.docket"),
    "exception.revoked": Sort("decision", _l("An exception was revoked."), "pages.docket"),
    "report.filed": Sort("outcome", _l("A compliance report was filed."), "pages.docket"),
    "incident.recorded": Sort("outcome", _l("A receipt of forbidden information was recorded."), "pages.docket"),
}
MOST_NAMED = 5  # offices in one sentence
# What the register of exceptions is followed for.
OF_EXCEPTIONS = [kind for kind in NEWS if kind.startswith("exception.")] + ["report.filed", "incident.recorded"]


@dataclass(frozen=True)
class Piece:
    """News as a reader gets it. ``id`` is the event's: the feed's entry keeps it for ever."""

    id: str
    docket: Docket
    topic: str
    sentence: str
    at: datetime
    day: date
    address: str
    times: int = 1  # the same sentence several times on one day is one piece
    offices: tuple[str, ...] = ()


def news(docket: Docket | None, *, since: datetime | None = None, until: datetime | None = None, topics: Sequence[str] = tuple(TOPICS),
         kinds: Sequence[str] | None = None, most: int = 200, language: str = "en") -> list[Piece]:  # fmt: skip
    """Newest first; of one docket or of all. ``since`` is left out, ``until`` is in; ``kinds`` narrows it to some events."""
    wanted = [kind for kind in kinds_of(topics) if kinds is None or kind in kinds]
    query = sa.select(Event.id, Event.kind, Event.at, Event.day, Event.docket).where(Event.kind.in_(wanted), Event.at.is_not(None))
    query = query.where(Event.docket == docket.address) if docket is not None else query.where(Event.docket.is_not(None))
    if since is not None:
        query = query.where(Event.at > since, Event.day >= since.date().fromordinal(since.date().toordinal() - 1))
    if until is not None:
        query = query.where(Event.at <= until)
    dockets: dict[str, Docket | None] = {}
    pieces: dict[tuple[str, str, date], Piece] = {}
    rows = _rows(query.order_by(Event.at.desc(), Event.id).limit(most))
    named = offices_of([id for id, kind, *_rest in rows if NEWS[kind].naming is not None])
    for id, kind, at, day, address in rows:
        about = dockets.setdefault(address, docket or docket_numbered(address[2:]))
        if about is None or not about.is_public:
            continue
        before = pieces.get((address, kind, day))
        offices = tuple(dict.fromkeys((*(before.offices if before else ()), *named.get(id, ()))))
        pieces[address, kind, day] = Piece(
            id, about, NEWS[kind].topic, _sentence(NEWS[kind], offices), before.at if before else at, day,
            public_address(NEWS[kind].endpoint, language=language, docket=about.number), before.times + 1 if before and len(offices) < 2 else 1, offices,
        )  # fmt: skip
    return list(pieces.values())


def _sentence(sort: Sort, offices: tuple[str, ...]) -> str:
    if not offices:
        return str(sort.sentence)
    more = len(offices) - MOST_NAMED
    names = ", ".join(offices[:MOST_NAMED]) + (" " + ngettext("and %(num)s other", "and %(num)s others", more) if more > 0 else "")
    return str(sort.naming % {"offices": names})


def offices_of(events: Sequence[str]) -> dict[str, tuple[str]]:
    """Event -> the title of the office that it is about, whatever row of the consultation it hangs on."""
    found: dict[str, tuple[str]] = {}
    for model, entry in ((RosterEntry, RosterEntry.id), (Invitation, Invitation.entry_id), (Silence, Invitation.entry_id)):
        query = sa.select(Event.id, Office.title).join(model, sa.and_(model.id == Event.subject_id, Event.subject_type == model.__tablename__))
        if model is Silence:
            query = query.join(Invitation, Invitation.id == Silence.invitation_id)
        if model is not RosterEntry:
            query = query.join(RosterEntry, RosterEntry.id == entry)
        for part in (events[start : start + 500] for start in range(0, len(events), 500)):
            found |= {id: (title,) for id, title in db.session.execute(query.join(Office, Office.id == RosterEntry.office_id).where(Event.id.in_(part)))}
    return found


def _rows(query: Any) -> list[Any]:
    """Both the instant and the docket are there: the query asks for them."""
    return list(db.session.execute(query))


def kinds_of(topics: Sequence[str]) -> list[str]:
    return [kind for kind, sort in NEWS.items() if sort.topic in topics]
