"""Publishing a summary: the checks once more, then one frozen version with what it was written from."""

from __future__ import annotations

from flask_babel import gettext as _

from civic.clock import now
from civic.database import Refusal, db, random_id
from civic.people.models import Account
from civic.record.actions import record
from civic.record.numbers import shown
from civic.record.statements import state
from civic.summaries.actions import refuse_failures
from civic.summaries.models import Citation, DraftSentence, Sentence, Summary, SummaryDraft
from civic.summaries.queries import Studied, coverage, failures_of, study, summary_of, theme_figures, written
from civic.summaries.showing import quote_mark
from civic.themes.compared import agreement_on
from civic.themes.queries import codebook_of


def publish_summary(draft: SummaryDraft, *, by: Account) -> Summary:
    """``by`` approves: a second person, who wrote none of it (I-55). An earlier version is superseded, and stays."""
    docket = draft.docket
    if draft.checked_at is None:
        raise Refusal(_("This draft is not waiting for approval."))
    studied = study(docket)
    refuse_failures(failures_of(draft, studied, approver=by.id))
    earlier = summary_of(docket)
    summary = _freeze(draft, studied, earlier.n + 1 if earlier else 1, by)
    for sentence in draft.sentences:
        _freeze_sentence(sentence, summary, studied)
    drafter, leaf = draft.drafter, summary.leaf_id
    body = state(_in_words(summary, draft, studied)).field
    db.session.delete(draft)
    docket.revision += 1
    db.session.flush()
    db.session.expire(summary, ["sentences"])
    record(
        "summary.published", summary, by=(drafter, by), docket=docket, leaf_id=leaf, n=summary.n, body=body, readable=summary.readable,
        cited=summary.cited, uncited=summary.uncited, without_theme=summary.without_theme, ref=earlier.leaf_id if earlier else None,
    )  # fmt: skip
    if earlier is not None:
        record("summary.superseded", earlier, by=by, docket=docket, ref=earlier.leaf_id, replacement=leaf)
    return summary


def _freeze(draft: SummaryDraft, studied: Studied, n: int, approver: Account) -> Summary:
    docket, found = draft.docket, coverage({number for s in draft.sentences for number in s.cites}, studied.rows)
    book = codebook_of(docket)
    assert book is not None  # the checks refuse a summary without one
    summary = Summary(
        docket_id=docket.id, n=n, interim=draft.interim, language=draft.language, drafted_by=draft.drafted_by, approved_by=approver.id, published_at=now(),
        leaf_id=random_id(), codebook_id=book.id, cited=found.cited, uncited=found.uncited, without_theme=found.without_theme,
        covered=[row.face.comment_id for row in studied.rows if row.coding is not None],
        uncovered=[row.face.comment_id for row in studied.rows if row.coding is None], figures=theme_figures(studied), agreement=vars(agreement_on(docket)),
    )  # fmt: skip
    db.session.add(summary)
    db.session.flush()
    return summary


def _freeze_sentence(draft: DraftSentence, summary: Summary, studied: Studied) -> None:
    final, rows = written(draft, studied), {row.face.number: row.face for row in studied.rows}
    sentence = Sentence(
        summary_id=summary.id, position=draft.position, kind=draft.kind, theme_id=draft.theme_id, text=final.text, template=draft.text,
        query=dict(draft.query), value={"count": final.count, "readable": studied.readable} if final.count is not None else {},
        document=draft.document, document_address=draft.document_address,
    )  # fmt: skip
    if draft.quote and draft.cites:
        sentence.quote_start = rows[draft.cites[0]].text.index(draft.quote)
        sentence.quote_length, sentence.quote_mark = len(draft.quote), quote_mark(draft.quote)
    db.session.add(sentence)
    db.session.flush()
    for place, number in enumerate(draft.cites):
        comment = rows[number].comment
        db.session.add(Citation(sentence_id=sentence.id, place=place, comment_id=comment.id, revision_n=comment.revisions[-1].n))
    db.session.flush()


def _in_words(summary: Summary, draft: SummaryDraft, studied: Studied) -> str:
    """What the record commits to: every sentence with its citations, and no word of a comment."""
    lines = [_line(sentence, studied) for sentence in draft.sentences]
    return "\n".join([f"Summary {summary.n}", *lines])


def _line(sentence: DraftSentence, studied: Studied) -> str:
    cites = ", ".join(shown(number) for number in sentence.cites)
    return f"{sentence.position}. {written(sentence, studied).text}" + (f" [{cites}]" if cites else "")
