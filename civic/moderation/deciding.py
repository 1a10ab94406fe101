"""From the words of a form to decisions: one comment, or a batch whose good decisions stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from civic.comments.models import Comment
from civic.comments.queries import comment_numbered
from civic.database import Refusal, savepoint
from civic.dockets.models import Docket
from civic.moderation import actions
from civic.moderation.queue import item_for
from civic.people.models import Account
from civic.record.numbers import shown

WITHHOLD = {"propose", "move", "name"}  # what takes two people, and a second factor shown again


def withholds(decisions: Iterable[str | None]) -> bool:
    return any(decision in WITHHOLD for decision in decisions)


def without_reason(sent: Mapping[str, str]) -> list[str]:
    """Numbers of the comments that a form proposes to withhold without saying why."""
    chosen = [name.removeprefix("decision-") for name, what in sent.items() if name.startswith("decision-") and what == "propose"]
    return [number for number in chosen if not sent.get(f"reason-{number}")]


def carry_out(comment: Comment, form: Any, words: list[str], *, by: Account) -> str:
    """Do what the single page says; gives the sentence for its reader."""
    number, note, what = shown(comment.number), form.note.data or "", form.decision.data
    if what == "publish":
        held = comment.held_wording is not None
        actions.publish(comment, by=by, note=note)
        return _("Comment %(number)s is public.", number=number) if held else _("Comment %(number)s stays public.", number=number)
    if what == "redact":
        places = sorted({int(place) for place in words if place.isdigit()})
        actions.redact(comment, [(place, place + 1) for place in places], by=by, code=form.code.data or "P1", note=note)
        return _("Comment %(number)s is public. The chosen words are hidden.", number=number)
    if what == "fold":
        kept = comment_numbered(form.same_as.data or "")
        if kept is None:
            raise Refusal(_("Enter the number of the comment that it repeats."), "same_as")
        actions.fold(comment, kept, by=by, note=note)
        return _("Comment %(number)s is folded. Both are counted.", number=number)
    if what == "look":
        actions.ask_for_look(comment, by=by, note=note)
        return _("Comment %(number)s waits for a second look by somebody else.", number=number)
    code = {"propose": form.withholding.data, "move": "X1", "name": "I1"}.get(what, "")
    if not code:
        raise Refusal(_("Choose a reason to withhold."), "withholding")
    actions.propose(comment, code, by=by, note=note)
    return _("Your proposal for comment %(number)s waits for a second person. Until then nothing changes.", number=number)


def save_batch(docket: Docket, sent: Mapping[str, str], *, by: Account) -> tuple[int, list[tuple[str, str]]]:
    """(how many decisions were saved, those that met a conflict as (number, sentence)). Fields end with the number."""
    done, conflicts = 0, []
    for name, what in sent.items():
        kind, _dash, number = name.partition("-")
        if kind != "decision" or what in ("", "skip"):
            continue
        comment = comment_numbered(number)
        if comment is None or comment.docket_id != docket.id:
            conflicts.append((number, _("there is no such comment on this docket.")))
            continue
        try:
            with savepoint():
                _decide(comment, what, sent.get(f"reason-{number}", ""), sent.get(f"expected-{number}"), _plain(sent.get(f"note-{number}", "")), by)
            done += 1
        except Refusal as refusal:
            conflicts.append((shown(comment.number), refusal.sentence))
    return done, conflicts


def _plain(note: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else " " for c in note).strip()[:500]


def _decide(comment: Comment, what: str, reason: str, expected: str | None, note: str, by: Account) -> None:
    if what == "publish":
        actions.publish(comment, by=by, expected=expected, note=note)
    elif what == "redact":
        places = item_for(comment).suspects
        actions.redact(comment, [(place, place + 1) for place in places], by=by, expected=expected, note=note)
    elif what == "propose":
        actions.propose(comment, reason, by=by, expected=expected, note=note)
    elif what == "look":
        actions.ask_for_look(comment, by=by, expected=expected, note=note)
    elif what == "move":
        actions.propose(comment, "X1", by=by, expected=expected, note=note)
    elif what == "fold" and (same := item_for(comment).same) and (kept := comment_numbered(same)):
        actions.fold(comment, kept, by=by, expected=expected, note=note)
    else:
        raise Refusal(_("this is no decision that can be taken here."))
