from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now, today
from civic.comments.models import Comment, Face, HiddenPart, Hint, NameDispute, ProblemReport, State
from civic.comments.queries import held_faces
from civic.database import db
from civic.dockets.models import Docket
from civic.moderation.models import Appeal, Claim, Decision, DestroyedPart, RuleSet
from civic.moderation.rules import GROUNDS
from civic.moderation.wording import hints_in_words
from civic.people.calendar import business_days_after
from civic.people.models import Account
from civic.people.policy import policy
from civic.permissions import loads
from civic.record.vault import unseal
from civic.record.words import split_words


@loads(Decision)
def decision_with(id: str) -> Decision | None:
    return db.session.get(Decision, id)


@loads(Appeal)
def appeal_with(id: str) -> Appeal | None:
    return db.session.get(Appeal, id)


@loads(NameDispute)
def dispute_with(id: str) -> NameDispute | None:
    return db.session.get(NameDispute, id)


@dataclass(frozen=True)
class Waiting:
    """A held comment with its words, each with whether a hint points at it."""

    comment: Comment
    words: list[tuple[int, str, bool]]
    language: str
    due: date
    overdue: bool
    suggestion: str = ""


def waiting_on(docket: Docket) -> list[Waiting]:
    """Held comments, the oldest day first."""
    return [waiting_named(comment) for comment in held_faces(docket)]


def waiting_named(comment: Comment) -> Waiting:
    wording = comment.held_wording
    assert wording is not None, "only a comment with a waiting wording is named"
    content = json.loads(unseal(wording.sealed))
    due = business_days_after(comment.held_on or today(), policy("hold_business_days"))
    return Waiting(comment, words_of(comment, content["text"]), content["language"], due, due < today(), content.get("suggestion", ""))


def words_of(comment: Comment, text: str) -> list[tuple[int, str, bool]]:
    """(place, word, whether an open private-data hint of the newest wording points at it)."""
    suspect = {place for hint in open_hints(comment) if hint.kind == "private_data" and hint.part == "body" for place in range(hint.start, hint.end)}
    return [(place, word, place in suspect) for place, word in enumerate(split_words(text))]


def open_hints(comment: Comment) -> list[Hint]:
    newest = comment.revisions[-1].n
    query = sa.select(Hint).where(Hint.comment_id == comment.id, Hint.state == "open", Hint.revision_n == newest)
    return list(db.session.scalars(query.order_by(Hint.start)))


def open_reports(comment: Comment) -> list[ProblemReport]:
    return list(db.session.scalars(sa.select(ProblemReport).where(ProblemReport.comment_id == comment.id, ProblemReport.closed_on.is_(None))))


def pending_proposal(comment: Comment) -> Decision | None:
    return db.session.scalar(sa.select(Decision).where(Decision.comment_id == comment.id, Decision.state == "proposed"))


def asked_to_undo(*of: Any) -> sa.Select[Any]:
    """Decisions of two people that somebody asks to take back; what its author withdrew meanwhile stays withdrawn."""
    query = sa.select(*of).select_from(Decision).join(Face, Face.comment_id == Decision.comment_id)
    return query.where(Decision.undo_proposer_id.is_not(None), Decision.state == "taken", Face.state.not_in((State.WITHDRAWN, State.REMOVED)))


def undos_proposed(docket: Docket) -> list[Decision]:
    return list(db.session.scalars(asked_to_undo(Decision).where(Decision.docket_id == docket.id).order_by(Decision.day, Decision.id)))


def decisions_on(comment: Comment) -> list[Decision]:
    """Everything decided about a comment, in its order."""
    return list(db.session.scalars(sa.select(Decision).where(Decision.comment_id == comment.id).order_by(Decision.n)))


def decisions_so_far(comment: Comment) -> int:
    return db.session.scalar(sa.select(sa.func.max(Decision.n)).where(Decision.comment_id == comment.id)) or 0


def state_of(comment: Comment) -> str:
    """What a form expects to find unchanged: the state, the wordings and the decisions so far."""
    n = db.session.scalar(sa.select(sa.func.count()).select_from(Decision).where(Decision.comment_id == comment.id, Decision.state != "proposed"))
    pending = pending_proposal(comment)
    return f"{comment.face.state.value}:{len(comment.revisions)}:{n}:{pending.id if pending else '-'}"


def business_days_between(start: date, end: date) -> int:
    """Business days after ``start`` up to and with ``end``."""
    holidays, day, n = set(policy("holidays") or []), start, 0
    while day < end:
        day += timedelta(days=1)
        n += day.weekday() < 5 and day.isoformat() not in holidays
    return n


# --- rules


def rule_sets() -> list[RuleSet]:
    return list(db.session.scalars(sa.select(RuleSet).order_by(RuleSet.n)))


def rules_for(comment: Comment) -> int:
    """I-31: the set in force on the day the comment arrived; before the first was published, the first."""
    in_force = [rules.n for rules in rule_sets() if rules.published_on <= comment.day]
    return max(in_force, default=1)


def is_in_rules(code: str, n: int) -> bool:
    """Whether set ``n`` has this code; before the first set was published, the list of today is the first."""
    found = next((rules for rules in rule_sets() if rules.n == n), None)
    return code in ({row[0] for row in found.codes} if found else GROUNDS)


# --- appeals, names, destruction


def appeal_ends_on(decision: Decision) -> date:
    return decision.day + timedelta(days=policy("appeal_days"))


def appeal_due(appeal: Appeal) -> date | None:
    """The last day to decide it, by the rule of the day on which it was filed; none where the city has set no number."""
    days = policy("appeal_decision_days", on=appeal.filed_on)
    return appeal.filed_on + timedelta(days=days) if days else None


def open_appeals() -> list[Appeal]:
    """Oldest first."""
    return list(db.session.scalars(sa.select(Appeal).where(Appeal.state == "filed").order_by(Appeal.filed_on, Appeal.id)))


def appealable(comment: Comment) -> list[Decision]:
    """Decisions that its author can still object to."""
    acts = ("redact", "withhold", "move", "fold", "name")
    return [d for d in decisions_on(comment) if d.state == "taken" and d.action in acts and d.appeal is None and today() <= appeal_ends_on(d)]


def open_disputes() -> list[NameDispute]:
    return list(db.session.scalars(sa.select(NameDispute).where(NameDispute.outcome.is_(None)).order_by(NameDispute.day, NameDispute.id)))


def parts_to_destroy() -> list[HiddenPart]:
    """Private data that was hidden, whose appeal has ended or can no longer be filed."""
    gone = sa.exists().where(DestroyedPart.part_id == HiddenPart.id)
    query = sa.select(HiddenPart).where(HiddenPart.reason.in_(("P1", "P2")), HiddenPart.part != "all", HiddenPart.restored_on.is_(None), ~gone)
    return [part for part in db.session.scalars(query) if _appeal_is_over(part)]


def _appeal_is_over(part: HiddenPart) -> bool:
    appeal = db.session.scalar(sa.select(Appeal).join(Decision).where(Decision.leaf_id == part.leaf_id))
    if appeal is not None:
        return appeal.state in ("upheld", "withdrawn")
    return today() > part.day + timedelta(days=policy("appeal_days"))


# --- claims and the desk


def claim_of(docket: Docket, account: Account) -> Claim | None:
    return db.session.scalar(sa.select(Claim).where(Claim.docket_id == docket.id, Claim.account_id == account.id))


def claims_of_others(docket: Docket, account: Account) -> list[Claim]:
    return list(db.session.scalars(sa.select(Claim).where(Claim.docket_id == docket.id, Claim.account_id != account.id, Claim.until > now())))


def claimed_by_others(docket: Docket, account: Account) -> set[str]:
    return {comment for claim in claims_of_others(docket, account) for comment in claim.comments}


def status_for_the_author(decision: Decision) -> str:
    """I-36: the ground, the words concerned, the deciding role, any hint, and how to appeal, in one sentence or two."""
    ground = GROUNDS[decision.code] if decision.code else None
    what = {
        "redact": _("Words of your comment were hidden"), "withhold": _("Your comment was withheld"), "move": _("Your comment was moved to Other"),
        "fold": _("Your comment was folded with the same submission"), "name": _("The name on your comment was withheld"),
    }.get(decision.action, "")  # fmt: skip
    people = _("by two moderators") if decision.confirmer_id else _("by a moderator")
    sentence = _("%(what)s %(people)s. Reason %(code)s: %(words)s.", what=what, people=people, code=decision.code or "", words=ground.words if ground else "")
    if hints := hints_in_words(decision.hint):
        sentence += " " + _("A hint of the computer pointed at it (%(hint)s); a person decided.", hint=hints)
    return sentence
