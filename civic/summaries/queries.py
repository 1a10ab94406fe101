from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased, joinedload, selectinload

from civic.comments.models import READABLE, Comment, Face, Revision, State
from civic.comments.queries import wards_shown
from civic.comments.same_words import wording
from civic.database import db
from civic.dockets.models import Docket
from civic.permissions import loads
from civic.summaries.checks import Check, Evidence, Failure, Voice, Written, failures
from civic.summaries.crossing import ward_counts
from civic.summaries.models import Citation, DraftSentence, Sentence, Summary, SummaryDispute, SummaryDraft
from civic.themes.queries import Row, codebook_of, distinct, entries_of, rows_on, tallies, themes_of

QUERY_KEYS = ("stance", "channel", "language")


@loads(DraftSentence)
def draft_sentence_with(id: str) -> DraftSentence | None:
    return db.session.get(DraftSentence, id)


@loads(Sentence)
def sentence_with(id: str) -> Sentence | None:
    return db.session.get(Sentence, id)


@loads(SummaryDispute)
def dispute_with(id: str) -> SummaryDispute | None:
    return db.session.get(SummaryDispute, id)


def summaries_of(docket: Docket) -> list[Summary]:
    """Every published version, the first one first."""
    return list(db.session.scalars(sa.select(Summary).where(Summary.docket_id == docket.id).order_by(Summary.n)))


def summary_of(docket: Docket, n: int | None = None) -> Summary | None:
    """One version, or the newest."""
    query = sa.select(Summary).where(Summary.docket_id == docket.id).order_by(Summary.n.desc()).limit(1)
    return db.session.scalar(query if n is None else query.where(Summary.n == n))


def draft_of(docket: Docket) -> SummaryDraft | None:
    return db.session.scalar(sa.select(SummaryDraft).where(SummaryDraft.docket_id == docket.id))


def drafts_awaiting_approval() -> list[SummaryDraft]:
    """The longest waiting first."""
    query = sa.select(SummaryDraft).where(SummaryDraft.checked_at.is_not(None)).order_by(SummaryDraft.checked_at)
    return list(db.session.scalars(query.options(joinedload(SummaryDraft.docket), selectinload(SummaryDraft.sentences))))


def disputes_on(summary: Summary) -> list[SummaryDispute]:
    """By day, then in the order of the sentences."""
    query = sa.select(SummaryDispute).join(Sentence).where(Sentence.summary_id == summary.id)
    return list(db.session.scalars(query.order_by(SummaryDispute.day, Sentence.position)))


def open_disputes() -> list[SummaryDispute]:
    query = sa.select(SummaryDispute).outerjoin(SummaryDispute.decision).where(SummaryDispute.decision == None)  # noqa: E711
    return list(db.session.scalars(query.order_by(SummaryDispute.day)))


def sentences_citing(comment: Comment) -> list[Sentence]:
    """Sentences of the newest summary that cite this comment, in their order."""
    summary = summary_of(comment.docket)
    if summary is None:
        return []
    query = sa.select(Sentence).join(Citation).where(Sentence.summary_id == summary.id, Citation.comment_id == comment.id)
    return list(db.session.scalars(query.order_by(Sentence.position)))


def sentences_perhaps_shaken() -> list[Sentence]:
    """Of every docket's newest summary, the sentences that cite something other than a comment standing as it was cited.

    What is wrong with each, if anything, ``showing`` finds: only these few are read.
    """
    newest = sa.select(Revision.comment_id, sa.func.max(Revision.n).label("n")).group_by(Revision.comment_id).subquery()
    later = aliased(Summary)
    shaken = (
        sa.select(Citation.sentence_id).join(Sentence, Sentence.id == Citation.sentence_id).join(Summary, Summary.id == Sentence.summary_id)
        .join(Face, Face.comment_id == Citation.comment_id).join(newest, newest.c.comment_id == Citation.comment_id)
        .where(~sa.exists().where(later.docket_id == Summary.docket_id, later.n > Summary.n))
        .where(sa.or_(Face.state != State.PUBLISHED, newest.c.n != Citation.revision_n))
    )  # fmt: skip
    return list(db.session.scalars(sa.select(Sentence).where(Sentence.id.in_(shaken)).options(selectinload(Sentence.citations))))


def dockets_of_summaries(ids: Iterable[str]) -> list[tuple[str, Docket]]:
    """(id of the summary, its docket), the newest publication first."""
    query = sa.select(Summary.id, Docket).join(Docket, Docket.id == Summary.docket_id).where(Summary.id.in_(list(ids)))
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Docket.published_at.desc(), Docket.number))]


# --- the draft and its evidence


@dataclass(frozen=True)
class Studied:
    """A docket's comments as they stand now, read once."""

    docket: Docket
    rows: list[Row]
    evidence: Evidence

    @property
    def readable(self) -> int:
        return len(self.rows)


def study(docket: Docket) -> Studied:
    rows = rows_on(docket)
    themes = {row.face.comment_id: frozenset(theme.id for theme in row.themes) for row in rows}
    faces = db.session.scalars(sa.select(Face).where(Face.docket_id == docket.id))
    voices = {face.number: _voice(face, themes.get(face.comment_id, frozenset())) for face in faces}
    return Studied(docket, rows, Evidence(voices, {theme.id: theme.name for theme in themes_of(docket)}))


def written(sentence: DraftSentence, studied: Studied) -> Written:
    """The sentence with its figures filled in and its quote left out: what the checks and the record see."""
    return Written(
        fill(sentence.text, figures_of(sentence, studied)), sentence.kind.value, sentence.theme_id, sentence.quote, tuple(sentence.cites),
        answer_to(sentence.query, sentence.theme_id, studied.rows) if sentence.query else None, sentence.document, sentence.draft.language,
    )  # fmt: skip


def figures_of(sentence: DraftSentence, studied: Studied) -> dict[str, object]:
    found: dict[str, object] = {
        "cited": len(studied.evidence.cited(sentence.cites)), "texts": len(studied.evidence.texts(sentence.theme_id)), "readable": studied.readable,
    }  # fmt: skip
    if sentence.query:
        found["count"] = answer_to(sentence.query, sentence.theme_id, studied.rows)
    return found


def fill(text: str, figures: Mapping[str, object]) -> str:
    for name, value in figures.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def answer_to(query: Mapping[str, str], theme: str | None, rows: Sequence[Row]) -> int:
    """How many readable comments fit a number's query; its theme, where it has one, narrows it."""
    return sum(
        all(getattr(row.face, key) == value for key, value in query.items()) and (theme is None or any(t.id == theme for t in row.themes))
        for row in rows
    )


def failures_of(draft: SummaryDraft, studied: Studied, approver: str | None = None) -> list[Failure]:
    found = failures([written(s, studied) for s in draft.sentences], studied.evidence, writers=draft.writers, approver=approver)
    book = codebook_of(draft.docket)
    if book is None or book.entries != entries_of(draft.docket):
        found.append(Failure(Check.CODEBOOK, _("Publish the codebook as it stands now first: readers look up there what a theme means.")))
    return found


def theme_figures(studied: Studied) -> list[dict[str, Any]]:
    """Per theme what is published of it, the most texts first; no ward that too few comments name (I-22)."""
    shown = wards_shown(studied.docket)
    return [
        {"theme": t.theme.id, "name": t.theme.name, "comments": t.comments, "texts": t.texts, "supporting": t.supporting, "opposing": t.opposing,
         "sections": list(t.sections), "channels": t.channels, "wards": ward_counts(t.wards, shown)} for t in tallies(studied.docket, studied.rows)
    ]  # fmt: skip


@dataclass(frozen=True)
class Coverage:
    """readable = cited + uncited + without theme; of the last, ``unread`` were not sorted yet."""

    readable: int
    cited: int
    uncited: int
    without_theme: int
    unread: int


def coverage(cites: set[str], rows: Sequence[Row]) -> Coverage:
    cited = [row for row in rows if row.face.number in cites]
    others = [row for row in rows if row.face.number not in cites]
    without = [row for row in others if not row.themes]
    return Coverage(len(rows), len(cited), len(others) - len(without), len(without), sum(row.state != "coded" for row in without))


def uncited_texts(draft: SummaryDraft, rows: Sequence[Row], n: int = 3) -> list[Row]:
    """A few sorted texts that no sentence cites, at random: what the summary may have missed."""
    import random

    cites = {number for sentence in draft.sentences for number in sentence.cites}
    known = {row.face.number: row for row in rows if row.themes and row.face.number not in cites}
    texts = [known[face.number] for face in distinct(row.face for row in known.values()).values()]
    return random.sample(texts, min(n, len(texts)))


def comments_by_id(ids: set[str]) -> dict[str, Comment]:
    query = sa.select(Comment).where(Comment.id.in_(ids)).options(selectinload(Comment.face), selectinload(Comment.revisions))
    return {comment.id: comment for comment in db.session.scalars(query)}


def _voice(face: Face, themes: frozenset[str]) -> Voice:
    readable = face.state in READABLE
    words = face.text if readable else ""
    return Voice(face.number, words, wording(words) or face.number, face.stance, themes, face.state.value, readable)


