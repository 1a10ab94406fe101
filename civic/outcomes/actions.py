from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now, today
from civic.consultation.queries import question_with
from civic.database import Refusal, db, random_id
from civic.dockets.models import Docket
from civic.outcomes.models import NEED_A_CHANGE, Disposition, DispositionDraft, Outcome, Promise, PromiseClosing
from civic.outcomes.queries import linked_changes, owner_named
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.statements import state
from civic.summaries.queries import summary_of
from civic.themes.models import Theme


def draft_response(
    docket: Docket, theme: Theme, *, point: str, outcome: str, reason: str, decided_by: str, question: str | None = None,
    changes: Sequence[Mapping[str, Any]] = (), promise: str = "", owner: str = "", due: date | None = None,
    draft: DispositionDraft | None = None, by: Account,
) -> DispositionDraft:  # fmt: skip
    """Write a response to one main point, or change ``draft``. What it must have is asked now and when it is published."""
    if summary_of(docket) is None:
        raise Refusal(_("Responses open when the summary is published: they answer what it says."))
    if theme.docket_id != docket.id:
        raise Refusal(_("Choose a theme of this docket."), "theme")
    if question and ((asked := question_with(question)) is None or asked.entry.docket_id != docket.id):
        raise Refusal(_("Choose a question about this docket."), "question")
    draft = draft or DispositionDraft(docket_id=docket.id)
    draft.theme_id, draft.point, draft.outcome, draft.reason, draft.decided_by = theme.id, point, Outcome(outcome), reason, decided_by
    draft.question_id, draft.changes = question or None, [dict(change) for change in changes]
    draft.promise, draft.owner, draft.due = promise, owner, due
    db.session.add(draft)
    db.session.flush()
    db.session.expire(draft, ["docket", "theme"])
    _refuse_misfit(draft)
    record("disposition.drafted", draft, by=by)
    return draft


def start_correction(disposition: Disposition, *, by: Account) -> DispositionDraft:
    """A published response is corrected by a further one: this draft begins as its copy."""
    if db.session.scalar(sa.select(DispositionDraft).where(DispositionDraft.corrects_id == disposition.id)) is not None:
        raise Refusal(_("A correction of this response is being written already."))
    if db.session.scalar(sa.select(Disposition).where(Disposition.corrects_id == disposition.id)) is not None:
        raise Refusal(_("This response was corrected already. Correct the newer one."))
    made = disposition.promise
    draft = DispositionDraft(
        docket_id=disposition.docket_id, issue=disposition.issue, theme_id=disposition.theme_id, point=disposition.point, outcome=disposition.outcome,
        reason=disposition.reason, decided_by=disposition.decided_by, question_id=disposition.question_id, changes=disposition.changes,
        promise=made.words if made else "", owner=made.owner_id if made else "", due=made.due if made else None, corrects_id=disposition.id,
    )  # fmt: skip
    db.session.add(draft)
    db.session.flush()
    record("disposition.drafted", draft, by=by)
    return draft


def drop_draft(draft: DispositionDraft, *, by: Account) -> None:
    record("disposition.drafted", draft, by=by, note={"dropped": True})
    db.session.delete(draft)
    db.session.flush()


def publish_response(draft: DispositionDraft, *, by: Account) -> Disposition:
    """Public from now on, with the reason committed word by word; a promise gets its own entry in the record."""
    _refuse_misfit(draft)
    docket, said = draft.docket, state(draft.reason, "reason")
    last = db.session.scalar(sa.select(sa.func.max(Disposition.n)).where(Disposition.docket_id == docket.id))
    corrected = db.session.get(Disposition, draft.corrects_id) if draft.corrects_id else None
    made = Disposition(
        docket_id=docket.id, issue=draft.issue, n=(last or 0) + 1, theme_id=draft.theme_id, point=draft.point, outcome=draft.outcome, reason=said.text,
        openings=said.openings, decided_by=draft.decided_by, question_id=draft.question_id, changes=draft.changes, corrects_id=draft.corrects_id,
        published_at=now(), leaf_id=random_id(),
    )  # fmt: skip
    db.session.add(made)
    docket.revision += 1
    db.session.flush()
    linked = linked_changes(made)
    record(
        "disposition.published", made, by=by, docket=docket, leaf_id=made.leaf_id, issue=made.issue, outcome=made.outcome.value, reasons=said.field,
        change={"old": linked[0][0].leaf_id, "new": linked[0][1].leaf_id} if linked else None, sections=[change.wid for _old, _new, change in linked],
        ref=corrected.leaf_id if corrected else None,
    )  # fmt: skip
    if made.outcome is Outcome.PROMISED and not _same_terms(draft, corrected):
        _make_promise(made, draft, by)
    db.session.delete(draft)
    db.session.flush()
    db.session.expire(made)
    return made


def close_promise(promise: Promise, *, kept: bool, proof: str, by: Account) -> PromiseClosing:
    """Kept, with what shows it, or broken, with why. Kept after its day reads *kept late*."""
    if promise.closing is not None:
        raise Refusal(_("This promise is closed already."))
    if not proof:
        raise Refusal(_("Say what shows that it was kept, or why it was not."), "proof")
    outcome = ("late" if today() > promise.due else "kept") if kept else "broken"
    closing = PromiseClosing(promise_id=promise.id, outcome=outcome, proof=proof, on=today(), closed_at=now())
    db.session.add(closing)
    docket = promise.disposition.docket
    docket.revision += 1
    db.session.flush()
    db.session.expire(promise, ["closing"])
    record("promise.closed", closing, by=by, docket=docket, ref=promise.leaf_id, outcome=outcome, proof=b64(sha256(proof.encode()).digest()))
    return closing


def _same_terms(draft: DispositionDraft, corrected: Disposition | None) -> bool:
    """A correction of other words goes on with the promise that was made, open or closed."""
    made = corrected.promise if corrected else None
    return made is not None and (made.words, made.owner_id, made.due) == (draft.promise, draft.owner, draft.due)


def _make_promise(made: Disposition, draft: DispositionDraft, by: Account) -> None:
    words = state(draft.promise, "promise")
    owner = owner_named(draft.owner)
    assert owner is not None and draft.due is not None
    promise = Promise(
        disposition_id=made.id, words=words.text, openings=words.openings, owner=owner, owner_id=draft.owner, due=draft.due, made_at=now(), leaf_id=random_id()
    )
    db.session.add(promise)
    db.session.flush()
    record(
        "promise.made", promise, by=by, docket=made.docket, leaf_id=promise.leaf_id, ref=made.leaf_id, owner=draft.owner, due=draft.due, body=words.field
    )


def _refuse_misfit(draft: DispositionDraft) -> None:
    """I-50: changed and partly changed link a real difference, and every response has its own reason."""
    if not draft.reason:
        raise Refusal(_("Say why, in words of its own."), "reason")
    if draft.outcome in NEED_A_CHANGE and not draft.changes:
        raise Refusal(_("“Changed” and “Partly changed” point to a change of the text. Choose it in the list."), "changes")
    if draft.outcome not in NEED_A_CHANGE and draft.changes:
        raise Refusal(_("Only “Changed” and “Partly changed” point to a change of the text."), "changes")
    if len(linked_changes(draft)) != len(draft.changes):
        raise Refusal(_("One of these changes does not stand between two versions of this text."), "changes")
    if draft.outcome is not Outcome.PROMISED:
        draft.promise, draft.owner, draft.due = "", "", None
        return
    if not draft.promise or not draft.due or owner_named(draft.owner) is None:
        raise Refusal(_("A promise has words, an owner and a day."), "promise")
    corrected = db.session.get(Disposition, draft.corrects_id) if draft.corrects_id else None
    if draft.due < today() and not _same_terms(draft, corrected):
        raise Refusal(_("The day of a promise lies ahead."), "due")
