from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from civic.database import db
from civic.dockets.models import Docket
from civic.outcomes.models import Disposition, DispositionDraft
from civic.outcomes.queries import dispositions_on, drafts_on
from civic.permissions import loads
from civic.statements.models import ConsultationStatement, Issue


@loads(Issue)
def issue_with(id: str) -> Issue | None:
    return db.session.get(Issue, id)


def statements_of(docket: Docket) -> list[ConsultationStatement]:
    """Every frozen statement, the first one first."""
    return list(db.session.scalars(sa.select(ConsultationStatement).where(ConsultationStatement.docket_id == docket.id).order_by(ConsultationStatement.n)))


def statement_of(docket: Docket, n: int | None = None) -> ConsultationStatement | None:
    """One statement, or the newest."""
    query = sa.select(ConsultationStatement).where(ConsultationStatement.docket_id == docket.id).order_by(ConsultationStatement.n.desc()).limit(1)
    return db.session.scalar(query if n is None else query.where(ConsultationStatement.n == n))


def dockets_without_statement() -> list[Docket]:
    """Public dockets whose responses are published while no statement is frozen yet. One read."""
    answered, frozen = sa.exists().where(Disposition.docket_id == Docket.id), sa.exists().where(ConsultationStatement.docket_id == Docket.id)
    query = sa.select(Docket).where(Docket.published_at.is_not(None), Docket.withdrawn_at.is_(None), answered, ~frozen)
    return list(db.session.scalars(query.order_by(Docket.number)))


def issues_on(docket: Docket) -> list[Issue]:
    """By voice, source and item; dropped ones left out."""
    query = sa.select(Issue).where(Issue.docket_id == docket.id, Issue.dropped.is_(False))
    return list(db.session.scalars(query.order_by(Issue.voice, Issue.source_n, Issue.item)))


def place_of_next(docket: Docket, voice: str, source: str) -> tuple[int, int]:
    """(number of the source, number of the item) of the next issue; what was dropped keeps its numbers."""
    rows = db.session.execute(sa.select(Issue.source, Issue.source_n, Issue.item).where(Issue.docket_id == docket.id, Issue.voice == voice)).all()
    own = [(n, item) for known, n, item in rows if known == source]
    if own:
        return own[0][0], max(item for _n, item in own) + 1
    return max((n for _known, n, _item in rows), default=0) + 1, 1


@dataclass
class Responses:
    """What an issue can be linked to: published responses and drafts, by the name that both keep."""

    published: dict[str, Disposition] = field(default_factory=dict)
    drafts: dict[str, DispositionDraft] = field(default_factory=dict)

    def state_of(self, issue: Issue) -> str:
        """open, listed (as unanswered), drafted or decided."""
        if issue.response in self.published:
            return "decided"
        if issue.response in self.drafts:
            return "drafted"
        return "listed" if issue.unanswered else "open"


def responses_to(docket: Docket) -> Responses:
    return Responses({one.issue: one for one in dispositions_on(docket)}, {draft.issue: draft for draft in drafts_on(docket)})
