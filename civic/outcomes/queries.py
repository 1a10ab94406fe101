from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, selectinload

from civic.comments.models import Comment
from civic.consultation.readable import Asked, questions_by_section
from civic.council.models import VoteEvent
from civic.council.queries import decision_on
from civic.database import db
from civic.dockets.models import Docket, TextVersion
from civic.dockets.queries import version_of
from civic.dockets.redline import Change, changes_between
from civic.outcomes.models import Disposition, DispositionDraft, Outcome, Promise, PromiseClosing
from civic.people.models import Account, Office
from civic.people.queries import accounts_with_role, offices_in_order
from civic.permissions import Role, loads
from civic.summaries.queries import summary_of
from civic.themes.queries import themes_about, themes_of

LED_SOMEWHERE = (Outcome.CHANGED, Outcome.CHANGED_IN_PART, Outcome.PROMISED)


@loads(DispositionDraft)
def draft_with(id: str) -> DispositionDraft | None:
    return db.session.get(DispositionDraft, id)


@loads(Disposition)
def disposition_with(id: str) -> Disposition | None:
    return db.session.get(Disposition, id)


@loads(Promise)
def promise_with(id: str) -> Promise | None:
    return db.session.get(Promise, id)


def dispositions_on(docket: Docket) -> list[Disposition]:
    """The standing ones, corrected ones left out; in the order in which their points were first answered."""
    rows = list(db.session.scalars(sa.select(Disposition).where(Disposition.docket_id == docket.id).order_by(Disposition.n)))
    newest = {row.issue: row for row in rows}
    return list(newest.values())


def every_disposition_on(docket: Docket) -> list[Disposition]:
    """Corrected ones too, in the order of their publication."""
    return list(db.session.scalars(sa.select(Disposition).where(Disposition.docket_id == docket.id).order_by(Disposition.n)))


def corrections_of(disposition: Disposition) -> list[Disposition]:
    """Earlier words about the same point, the newest first."""
    query = sa.select(Disposition).where(Disposition.issue == disposition.issue, Disposition.n < disposition.n)
    return list(db.session.scalars(query.order_by(Disposition.n.desc())))


def drafts_on(docket: Docket) -> list[DispositionDraft]:
    rows = db.session.scalars(sa.select(DispositionDraft).where(DispositionDraft.docket_id == docket.id))
    return sorted(rows, key=lambda draft: (draft.theme.position, draft.point))


def themes_without_response(docket: Docket) -> list[Any]:
    """Themes of the codebook that no response has answered yet."""
    answered = {disposition.theme.standing for disposition in dispositions_on(docket)}
    return [theme for theme in themes_of(docket) if theme not in answered]


def promises_on(docket: Docket) -> list[Promise]:
    """Those of standing responses, and those that are closed: what became of a promise stays, whatever is corrected later."""
    query = sa.select(Promise).join(Promise.disposition).outerjoin(Promise.closing).where(Disposition.docket_id == docket.id, standing_or_closed())
    return list(db.session.scalars(query.order_by(Promise.due, Promise.id)))


def standing_or_closed() -> sa.ColumnElement[bool]:
    """A promise is replaced where a later word about the same point promises something else, or nothing."""
    later, other = aliased(Disposition), aliased(Promise)
    says_otherwise = sa.or_(later.outcome != Outcome.PROMISED, sa.exists().where(other.disposition_id == later.id))
    replaced = sa.exists().where(later.issue == Disposition.issue, later.n > Disposition.n, says_otherwise)
    return sa.or_(PromiseClosing.id.is_not(None), ~replaced)


def open_promises() -> list[Promise]:
    """Of every docket: promises of standing responses that nobody has closed, the earliest due day first."""
    query = sa.select(Promise).join(Promise.disposition).outerjoin(Promise.closing).where(PromiseClosing.id.is_(None), standing_or_closed())
    return list(db.session.scalars(query.options(contains_eager(Promise.closing), selectinload(Promise.disposition).joinedload(Disposition.docket)).order_by(Promise.due, Promise.id)))


def responses_about(comment: Comment) -> list[Disposition]:
    """Responses to the themes of one comment."""
    own = set(themes_about(comment))
    return [disposition for disposition in dispositions_on(comment.docket) if disposition.theme.standing in own]


# --- changes of the text


def changes_of(docket: Docket) -> list[tuple[TextVersion, TextVersion, Change]]:
    """Every change of wording between one standing version and the next."""
    standing = [version for version in docket.versions if version.withdrawal is None]
    pairs = zip(standing, standing[1:], strict=False)
    return [(old, new, change) for old, new in pairs for change in changes_between(old.provisions, new.provisions) if change.kind != "renumbered"]


def linked_changes(disposition: Disposition | DispositionDraft) -> list[tuple[TextVersion, TextVersion, Change]]:
    wanted = {(link["old"], link["new"], link["wid"]) for link in disposition.changes}
    return [row for row in changes_of(disposition.docket) if (row[0].n, row[1].n, row[2].wid) in wanted]


def name_of_change(row: tuple[TextVersion, TextVersion, Change]) -> str:
    """What a reader calls the place: 3 (a) Use by departments."""
    old, new, change = row
    piece = change.after or change.before
    section = ""
    for other in (new if change.after else old).provisions:
        section = other.number if other.kind == "section" else section
        if other.wid == change.wid:
            break
    number = getattr(piece, "number", "")
    place = number if not section or number == section else f"{section} {number}"
    return f"{place} {getattr(piece, 'heading', '')}".strip()


# --- owners of promises


def owners() -> list[tuple[str, str]]:
    """(id, name): every office, then the clerks, who hold none."""
    return [(office.id, office.title) for office in offices_in_order()] + [(clerk.id, clerk.name) for clerk in accounts_with_role(Role.CLERK)]


def owner_named(id: str) -> str | None:
    office = db.session.get(Office, id)
    account = db.session.get(Account, id) if office is None else None
    return office.title if office else account.name if account else None


# --- the outcome page


@dataclass(frozen=True)
class Result:
    """The opening sentence in figures."""

    vote: VoteEvent | None
    changes: int
    points: int
    led_somewhere: int
    unanswered: int

    @property
    def did_not(self) -> int:
        return self.points - self.led_somewhere


def result_on(docket: Docket) -> Result:
    standing, vote = dispositions_on(docket), decision_on(docket)
    voted_on = vote.motion.version if vote and vote.motion and vote.motion.version else docket.current_version
    first = version_of(docket, 1)
    changes = changes_between(first.provisions, voted_on.provisions) if first and voted_on else []
    led = sum(disposition.outcome in LED_SOMEWHERE for disposition in standing)
    return Result(vote, sum(c.kind != "renumbered" for c in changes), len(standing), led, len(themes_without_response(docket)))


def texts_by_theme(docket: Docket) -> dict[str, int]:
    """How many texts the summary counted in each theme."""
    summary = summary_of(docket)
    return {figure["theme"]: figure["texts"] for figure in summary.figures} if summary else {}


def asked_by_id(docket: Docket) -> dict[str, Asked]:
    """Each question asked about the docket, with its state and answers."""
    return {row.question.id: row for _, rows in questions_by_section(docket) for row in rows}
