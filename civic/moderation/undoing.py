"""Reversing entries. What one person decided, one takes back; what two decided, only two (I-33): one proposes, another agrees.

An appeal is the other way: its author asked, and somebody who took no part decides it.
"""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.comments.models import Comment, Hint
from civic.comments.visibility import hold_again, restore_comment, restore_place, restore_words
from civic.database import Refusal, db
from civic.moderation.models import Decision
from civic.moderation.queries import decisions_on
from civic.people.models import Account
from civic.record.actions import record


def undo(decision: Decision, *, by: Account) -> Decision:
    """Take back at once what one person decided."""
    if decision.took_two:
        raise Refusal(_("Two people decided this, so two people take it back: propose it."))
    return take_back(decision, by=by)


def propose_undo(decision: Decision, *, by: Account) -> Decision:
    """The first of two people. Until another agrees, the decision stands."""
    if decision.state != "taken" or not decision.took_two:
        raise Refusal(_("There is nothing to undo."))
    if decision.undo_proposer_id is not None:
        raise Refusal(_("Somebody has proposed to undo this already. A second person agrees or drops it."))
    decision.undo_proposer_id = by.id
    record("decision.proposed", decision, by=by, docket=decision.comment.docket, note={"undo": True})
    db.session.flush()
    return decision


def agree_to_undo(decision: Decision, *, by: Account) -> Decision:
    """The second person: only now is it reversed."""
    if decision.state != "taken" or decision.undo_proposer_id is None:
        raise Refusal(_("There is nothing to undo."))
    if decision.undo_proposer_id == by.id:
        raise Refusal(_("A second person decides on your proposal."))
    return take_back(decision, by=by, first=db.session.get_one(Account, decision.undo_proposer_id))


def drop_undo(decision: Decision, *, by: Account) -> Decision:
    """Not agreed, or thought better of: the decision of two stands."""
    if decision.undo_proposer_id is None or decision.state != "taken":
        raise Refusal(_("This proposal was decided already."))
    decision.undo_proposer_id = None
    record("decision.dropped", decision, by=by, docket=decision.comment.docket, note={"undo": True})
    db.session.flush()
    return decision


def take_back(decision: Decision, *, by: Account, first: Account | None = None, show: bool = False) -> Decision:
    """A reversing entry: what was hidden comes back byte for byte, and the log keeps both. What was held before the decision is held
    again, unless somebody else decided that it is to be shown: nobody publishes held words by taking a step back. ``first`` proposed it.
    """
    if decision.state != "taken" or decision.leaf_id is None:
        raise Refusal(_("There is nothing to undo."))
    comment, both = decision.comment, (first, by) if first else (by,)
    if decision.action == "redact" and decision.was_held and not show:
        if _changed_since(decision):
            raise Refusal(_("Something else was decided about this comment since. Undo that first."))
        hold_again(comment, decision.leaf_id, since=decision.waited_since, by=both)
    elif decision.action in ("redact", "name"):
        restore_words(comment, decision.leaf_id, by=both)
    elif decision.action == "withhold":
        restore_comment(comment, decision.leaf_id, by=both, held_since=None if show else decision.waited_since)
    elif decision.action in ("move", "fold"):
        restore_place(comment, decision.leaf_id, act=decision.action, by=both)
    else:
        raise Refusal(_("A comment that was made public stays public; words of it can still be hidden."))
    decision.state = "reversed"
    decision.reversed_by_id = by.id
    if comment.held_on is not None:
        _point_again(comment)
    db.session.flush()
    return decision


def _point_again(comment: Comment) -> None:
    """The hints of words that are held again wait for a person again."""
    newest = comment.revisions[-1].n
    for hint in db.session.scalars(sa.select(Hint).where(Hint.comment_id == comment.id, Hint.revision_n == newest, Hint.state == "acted_on")):
        hint.state = "open"


def _changed_since(decision: Decision) -> bool:
    return any(one.n > decision.n and one.state == "taken" and one.leaf_id for one in decisions_on(decision.comment))
