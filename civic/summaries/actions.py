from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from civic.clock import now, today
from civic.comments.hints import private_data_in
from civic.comments.models import Comment
from civic.comments.queries import comment_numbered
from civic.database import Refusal, db, random_id
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.actions import record
from civic.record.statements import state
from civic.summaries.checks import Failure
from civic.summaries.models import DisputeDecision, DraftSentence, Sentence, SentenceKind, SummaryDispute, SummaryDraft
from civic.summaries.queries import draft_of, failures_of, study, summary_of
from civic.summaries.showing import shown_sentences
from civic.themes.queries import theme_with


def start_draft(docket: Docket, *, interim: bool = False, language: str = "en", by: Account) -> SummaryDraft:
    """An empty summary, or the published one as a start for the next version."""
    if not docket.is_public:
        raise Refusal(_("Publish the docket first: a summary says what people said about it."))
    if draft_of(docket) is not None:
        raise Refusal(_("A summary of this docket is being written already."))
    draft = SummaryDraft(docket_id=docket.id, drafted_by=by.id, interim=interim, language=language)
    db.session.add(draft)
    db.session.flush()
    if (published := summary_of(docket)) is not None:
        _copy(published, draft, by)
    record("summary.drafted", draft, by=by)
    return draft


def write_sentence(
    draft: SummaryDraft, *, kind: str, text: str, theme: str | None = None, quote: str = "", cites: Sequence[str] = (),
    query: Mapping[str, str] | None = None, document: str = "", document_address: str = "", sentence: DraftSentence | None = None, by: Account,
) -> DraftSentence:  # fmt: skip
    """Add a sentence, or change ``sentence``. The numbers must be comments of this docket; the checks ask the rest."""
    if kind == SentenceKind.QUOTE and "{quote}" not in text:
        raise Refusal(_("Write {quote} where the quoted words go."), "text")
    if theme and ((found := theme_with(theme)) is None or found.docket_id != draft.docket_id):
        raise Refusal(_("Choose a theme of this docket."), "theme")
    numbers = [_number(draft, number) for number in cites]
    if sentence is None:
        last = max((s.position for s in draft.sentences), default=0)
        sentence = DraftSentence(draft_id=draft.id, position=last + 1, written_by=by.id)
        db.session.add(sentence)
    sentence.kind, sentence.text, sentence.theme_id, sentence.quote = SentenceKind(kind), text, theme or None, quote
    sentence.cites, sentence.query = list(dict.fromkeys(numbers)), {key: value for key, value in (query or {}).items() if value}
    sentence.document, sentence.document_address, sentence.written_by = document, document_address, by.id
    _reopen(draft, by)
    return sentence


def take_out_sentence(sentence: DraftSentence, *, by: Account) -> None:
    draft = sentence.draft
    db.session.delete(sentence)
    _reopen(draft, by)


def move_up(sentence: DraftSentence, *, by: Account) -> None:
    above = [other for other in sentence.draft.sentences if other.position < sentence.position]
    if above:
        above[-1].position, sentence.position = sentence.position, above[-1].position
        _reopen(sentence.draft, by)


def ask_for_approval(draft: SummaryDraft, *, by: Account) -> None:
    """Every check but the second person's must pass; then the draft waits for the approver."""
    refuse_failures(failures_of(draft, study(draft.docket)))
    draft.checked_at, draft.returned_note = now(), ""
    record("summary.checked", draft, by=by)


def refuse_failures(found: Sequence[Failure]) -> None:
    if found:
        lines = [_("Sentence %(n)s: %(words)s", n=f.sentence, words=f.words) if f.sentence else f.words for f in found]
        raise Refusal(" ".join(lines))


def return_draft(draft: SummaryDraft, note: str, *, by: Account) -> None:
    """The approver sends it back, with a word."""
    if draft.checked_at is None:
        raise Refusal(_("This draft is not waiting for approval."))
    if not note:
        raise Refusal(_("Say what should change."), "note")
    draft.checked_at, draft.returned_note = None, note
    record("summary.drafted", draft, by=by)


def dispute_sentence(sentence: Sentence, comment: Comment, words: str) -> SummaryDispute:
    """Its author says what a cited comment meant. Public at once, under the comment's number only."""
    if comment.id not in {citation.comment_id for citation in sentence.citations}:
        raise Refusal(_("This sentence does not cite your comment."))
    if db.session.query(SummaryDispute).filter_by(sentence_id=sentence.id, comment_id=comment.id).first() is not None:
        raise Refusal(_("You have disputed this sentence already. Your words stand beside it."))
    if hints := private_data_in(words):
        raise Refusal(_("This looks like private data: %(words)s. It would be public at once, so please take it out.", words=hints[0].words), "words")
    said = state(words, "words")
    dispute = SummaryDispute(
        id=random_id(), sentence_id=sentence.id, comment_id=comment.id, day=today(), text=said.text, openings=said.openings, leaf_id=random_id()
    )
    db.session.add(dispute)
    comment.docket.revision += 1
    db.session.flush()
    summary = sentence.summary
    record(
        "summary.disputed", dispute, docket=comment.docket, leaf_id=dispute.leaf_id, ref=summary.leaf_id, sentence=sentence.position, body=said.field
    )
    return dispute


def decide_dispute(dispute: SummaryDispute, *, outcome: str, reasons: str, by: Account) -> DisputeDecision:
    """*Corrected* means that the next version says it otherwise; *answered* says why the sentence stays."""
    summary = dispute.sentence.summary
    if dispute.decision is not None:
        raise Refusal(_("This dispute is decided already."))
    if by.id == summary.drafted_by:
        raise Refusal(_("Somebody else must decide: you wrote this summary."))
    if outcome == "corrected" and (newest := summary_of(summary.docket)) is not None and newest.n == summary.n:
        raise Refusal(_("Publish a version that corrects the sentence first; then close the dispute as corrected."), "outcome")
    said = state(reasons, "reasons")
    decision = DisputeDecision(dispute_id=dispute.id, outcome=outcome, reasons=said.text, openings=said.openings, decided_by=by.id, at=now())
    db.session.add(decision)
    summary.docket.revision += 1
    db.session.flush()
    db.session.expire(dispute, ["decision"])
    record("dispute.decided", decision, by=by, docket=summary.docket, ref=dispute.leaf_id, outcome=outcome, reasons=said.field)
    return decision


def _copy(published: Any, draft: SummaryDraft, by: Account) -> None:
    for one in shown_sentences(published):
        sentence = one.sentence
        db.session.add(
            DraftSentence(
                draft_id=draft.id, position=sentence.position, kind=sentence.kind, theme_id=sentence.theme_id, text=sentence.template, quote=one.quote,
                cites=[cited.number for cited in one.cited], query=dict(sentence.query), document=sentence.document,
                document_address=sentence.document_address, written_by=by.id,
            )
        )  # fmt: skip
    db.session.flush()
    db.session.expire(draft, ["sentences"])


def _number(draft: SummaryDraft, typed: str) -> str:
    comment = comment_numbered(typed)
    if comment is None or comment.docket_id != draft.docket_id:
        raise Refusal(_("No comment on this docket has the number %(number)s.", number=typed[:12]), "cites")
    return comment.number


def _reopen(draft: SummaryDraft, by: Account) -> None:
    """Any change takes a checked draft back: what is approved is what was checked."""
    draft.checked_at = None
    db.session.flush()
    db.session.expire(draft, ["sentences"])
    record("summary.drafted", draft, by=by)
