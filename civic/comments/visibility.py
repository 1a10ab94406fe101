"""Hiding words and comments, and putting them back. Moderation decides who and why; here is what changes: face, seals,
counts and leaf.

A decision marked for two people takes effect only with two different ones (I-33), whoever calls. Each decision keeps
what it hid in ``HiddenPart`` rows under its own leaf id; ``restore_words`` and ``restore_comment`` put that back while the
keys live, byte for byte; ``hold_again`` holds what was held.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from civic.clock import today
from civic.comments import hidden
from civic.comments.actions import close_words, hide_name, put_in_face, show_wording
from civic.comments.content import EXCERPT, bare, text_of
from civic.comments.counting import recount_state
from civic.comments.hints import private_data_in
from civic.comments.models import READABLE, Comment, HiddenPart, State
from civic.database import Refusal, random_id
from civic.people.models import Account
from civic.people.policy import policy
from civic.record.actions import record
from civic.record.fields import PEOPLE_FOR
from civic.record.leaf import b16
from civic.record.vault import Destroyed, unseal
from civic.record.words import reopen

RULES = 1  # the first rule set; later ones are published as rules.published
TO_HIDE_WORDS = ("P1", "P2")
TO_WITHHOLD = ("T1", "T2", "O1", "S1", "C1")


def redact_words(comment: Comment, spans: list[tuple[int, int]], *, reason: str, by: Account, part: str = "body", rules: int = RULES) -> str:
    """Hide the words in these spans of the body or of the suggested words; of held words this publishes the rest.

    Gives the id of the decision's leaf.
    """
    if reason not in TO_HIDE_WORDS:
        raise Refusal(_("Words are hidden as private data only: P1 or P2."), "reason")
    if comment.face.state not in (State.HELD, *READABLE):
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    revision = comment.held_wording
    if revision is None:
        return _hide_spans(comment, spans, reason=reason, by=by, part=part, rules=rules)
    content = json.loads(unseal(revision.sealed))
    _check_spans(spans, len(_words_in(content["openings"], part)))
    show_wording(comment, revision, content)
    decision = _hide_spans(comment, spans, reason=reason, by=by, part=part, rules=rules)
    _hide_what_else_is_private(comment, reason=reason, by=by, done=part)
    return decision


def withhold_comment(comment: Comment, *, reason: str, by: tuple[Account, Account], rules: int = RULES) -> str:
    """Two people agree; a tombstone stays. Gives the id of the decision's leaf."""
    if reason not in TO_WITHHOLD:
        raise Refusal(_("This is no reason to withhold a comment."), "reason")
    if PEOPLE_FOR[reason] == 2 and len({person.id for person in by}) < 2:
        raise Refusal(_("Withholding needs a second person."))
    face = comment.face
    if face.state not in (State.HELD, *READABLE):
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    before, decision = face.state, random_id()
    content = hidden.kept_content(comment, comment.wording)
    hidden.keep_hidden(comment, comment.wording, "all", {**content, "before": before.value}, leaf_id=decision, reason=reason)
    close_words(comment)
    face.state, face.reason = State.WITHHELD, reason
    recount_state(face, before.value, State.WITHHELD.value)
    comment.docket.revision += 1
    record(
        "comment.withheld", comment, by=by, docket=comment.docket, leaf_id=decision, comment=comment.number, ref=comment.wording.leaf_id,
        reason=reason, rules=rules, appeal_until=appeal_until(),
    )  # fmt: skip
    return decision


def restore_words(comment: Comment, decision: str, *, by: Any) -> None:
    """Reverse a redaction or a hidden name: what the decision with this leaf hid is shown again, with the same salts."""
    parts = hidden.parts_of(decision)
    if not parts or comment.face.state not in READABLE:
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    for part in parts:
        if part.revision_id == comment.wording.id:
            _put_back(comment, part)
        part.restored_on = today()
    if any(part.part == "name" for part in parts):
        comment.face.name_withheld = False
    _settle(comment)
    comment.docket.revision += 1
    record("comment.restored", comment, by=by, docket=comment.docket, comment=comment.number, ref=decision)


def restore_comment(comment: Comment, decision: str, *, by: Any, held_since: date | None = None) -> None:
    """Reverse a withholding: the wording is public again, or held again where it was and ``held_since`` says since when; words
    that another decision hid stay hidden.
    """
    parts = hidden.parts_of(decision)
    if comment.face.state is not State.WITHHELD or not parts:
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    content = _opened(parts[0])
    before = content.pop("before")
    parts[0].restored_on = today()
    if before == State.HELD.value and held_since is not None:
        _hold(comment, since=held_since)
        record("comment.restored", comment, by=by, docket=comment.docket, comment=comment.number, ref=decision, hold="held")
        return
    comment.face.state, comment.face.reason = (State.MOVED, "X1") if before == "moved" else (State.PUBLISHED, None)
    recount_state(comment.face, State.WITHHELD.value, comment.face.state.value)
    comment.wording.sealed_id, comment.held_on = None, today() if comment.waiting else None
    put_in_face(comment, comment.wording, content)
    _settle(comment)
    comment.docket.revision += 1
    record("comment.restored", comment, by=by, docket=comment.docket, comment=comment.number, ref=decision)


def hold_again(comment: Comment, decision: str, *, since: date, by: Any) -> None:
    """Reverse a redaction that ended a hold: all words of the wording are held as before, and none is shown meanwhile."""
    parts = hidden.parts_of(decision)
    if not parts or comment.face.state not in (State.PUBLISHED, State.REDACTED) or parts[0].revision_id != comment.revisions[-1].id:
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    if comment.wording.n > 1:
        raise Refusal(_("An earlier wording was public before this one, so Undo cannot hold this one again. Hide the words that should not be public."))
    every = hidden.standing_parts(comment, comment.wording)  # a name or suggested words that were hidden with the decision too; while held nothing is hidden
    for part in every:
        _put_back(comment, part)
        part.restored_on = today()
    comment.face.name_withheld = False
    close_words(comment)
    _hold(comment, since=since)
    for leaf in dict.fromkeys((decision, *(part.leaf_id for part in every))):
        record("comment.restored", comment, by=by, docket=comment.docket, comment=comment.number, ref=leaf, hold="held")


def move_comment(comment: Comment, *, reason: str, by: tuple[Account, Account], rules: int = RULES) -> str:
    """To *Other*, still public, when two agree that it cites no section and no topic. Gives the decision's leaf id."""
    if PEOPLE_FOR[reason] == 2 and len({person.id for person in by}) < 2:
        raise Refusal(_("Moving a comment needs a second person."))
    face = comment.face
    if face.state not in (State.PUBLISHED, State.REDACTED):
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    if face.anchors:
        raise Refusal(_("It names a section, so it stays where it is."))
    before, decision = face.state, random_id()
    face.state, face.reason = State.MOVED, reason
    recount_state(face, before.value, State.MOVED.value)
    comment.docket.revision += 1
    record(
        "comment.moved", comment, by=by, docket=comment.docket, leaf_id=decision, comment=comment.number, ref=comment.wording.leaf_id,
        reason=reason, rules=rules, appeal_until=appeal_until(),
    )  # fmt: skip
    return decision


def fold_comment(comment: Comment, kept: Comment, *, reason: str, by: Account, rules: int = RULES) -> str:
    """The same submission received twice: shown once, counted twice. Gives the decision's leaf id."""
    face = comment.face
    if kept.docket_id != comment.docket_id or kept.id == comment.id or kept.face.same_as or kept.face.state not in READABLE:
        raise Refusal(_("Choose another public comment of this docket that it repeats."), "same_as")
    if face.state not in READABLE or face.same_as:
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    if " ".join(face.text.split()) != " ".join(kept.face.text.split()):
        raise Refusal(_("The words differ, so both stay as they are."), "same_as")
    decision = random_id()
    face.same_as = kept.number
    comment.docket.revision += 1
    record(
        "comment.folded", comment, by=by, docket=comment.docket, leaf_id=decision, comment=comment.number, ref=comment.wording.leaf_id,
        reason=reason, kept=kept.number, rules=rules, appeal_until=appeal_until(),
    )  # fmt: skip
    return decision


def restore_place(comment: Comment, decision: str, *, act: str, by: Any) -> None:
    """Reverse a move or a fold, whichever ``act`` this decision was; the other one stays."""
    face, before = comment.face, comment.face.state
    if act == "move" and before is State.MOVED:
        face.state = State.PUBLISHED
        recount_state(face, before.value, State.PUBLISHED.value)
        _settle(comment)
    elif act == "fold" and face.same_as and before in READABLE:
        face.same_as = None
    else:
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    comment.docket.revision += 1
    record("comment.restored", comment, by=by, docket=comment.docket, comment=comment.number, ref=decision)


def appeal_until() -> date:
    """The last day on which an author can appeal a decision of today."""
    return today() + timedelta(days=policy("appeal_days"))


# --- inside


def _hide_spans(comment: Comment, spans: list[tuple[int, int]], *, reason: str, by: Account, part: str, rules: int = RULES) -> str:
    face, revision, leaf = comment.face, comment.wording, hidden.leaf_of(comment.wording)
    shown = _words_in(face.openings, part)
    _check_spans(spans, len(shown))
    places = {place for start, end in spans for place in range(start, end)}
    taken = {str(place): shown[place] for place in sorted(places) if isinstance(shown[place], list)}
    if not taken:
        raise Refusal(_("These words are hidden already."), "spans")
    decision, n = random_id(), None if part == "body" else 0
    hidden.keep_hidden(comment, revision, part, taken, leaf_id=decision, reason=reason, n=n)
    field = leaf["body"] if part == "body" else leaf["suggests"][0]
    _show_words(comment, part, bare(shown, field["ctx"], places))
    _settle(comment)
    comment.docket.revision += 1
    record(
        "comment.redacted", comment, by=by, docket=comment.docket, leaf_id=decision, comment=comment.number, ref=revision.leaf_id, part=part, n=n,
        spans=_joined(places), reason=reason, rules=rules, appeal_until=appeal_until(),
    )  # fmt: skip
    return decision


def _hide_what_else_is_private(comment: Comment, *, reason: str, by: Account, done: str) -> None:
    """Suggested words or a name that look like private data do not become public with the rest."""
    face = comment.face
    if done == "body" and face.suggests and private_data_in(face.suggests[0]["text"]):
        _hide_spans(comment, [(0, len(face.openings["suggests"][0]))], reason=reason, by=by, part="suggest")
    if done == "suggest" and (hints := private_data_in(face.text)):
        _hide_spans(comment, [(hint.start, hint.end) for hint in hints], reason=reason, by=by, part="body")
    if face.name and private_data_in(face.name):
        hide_name(comment, reason=reason, by=by)


def _hold(comment: Comment, *, since: date) -> None:
    face, before = comment.face, comment.face.state
    face.state, face.reason, comment.held_on = State.HELD, None, since
    recount_state(face, before.value, State.HELD.value)
    comment.docket.revision += 1


def _put_back(comment: Comment, part: HiddenPart) -> None:
    content, face = _opened(part), comment.face
    if part.part == "name":
        face.openings = {**face.openings, "vals": {**face.openings["vals"], "name": content}}
        face.name = content[1]
        return
    leaf = hidden.leaf_of(comment.wording)
    field, shown = (leaf["body"], face.openings["body"]) if part.part == "body" else (leaf["suggests"][0], face.openings["suggests"][0])
    _show_words(comment, part.part, reopen(b16(field["ctx"]), shown, {int(place): opening for place, opening in content.items()}))


def _show_words(comment: Comment, part: str, words: list[Any]) -> None:
    face = comment.face
    if part == "body":
        face.openings = {**face.openings, "body": words}
        face.text = text_of(words)
        face.excerpt = face.text[:EXCERPT]
    else:
        face.openings = {**face.openings, "suggests": [words]}
        face.suggests = [{"text": text_of(words)}]


def _settle(comment: Comment) -> None:
    """Published or redacted, and under which code, follow from what is hidden now; a moved comment stays moved."""
    face = comment.face
    if face.state is State.MOVED:
        return
    reasons = {part.reason for part in hidden.standing_parts(comment, comment.wording) if part.part in ("body", "suggest")}
    before = face.state
    face.state = State.REDACTED if reasons else State.PUBLISHED
    face.reason = min(reasons, default=None)
    recount_state(face, before.value, face.state.value)


def _opened(part: HiddenPart) -> Any:
    try:
        return hidden.opened(part)
    except Destroyed:
        raise Refusal(_("The hidden words were destroyed on schedule; they cannot be shown again.")) from None


def _joined(places: set[int]) -> list[list[int]]:
    """Places as spans in order, those that touch made one."""
    spans: list[list[int]] = []
    for place in sorted(places):
        if spans and spans[-1][1] == place:
            spans[-1][1] = place + 1
        else:
            spans.append([place, place + 1])
    return spans


def _words_in(openings: dict[str, Any], part: str) -> list[Any]:
    return openings["body"] if part == "body" else (openings["suggests"] or [[]])[0]


def _check_spans(spans: list[tuple[int, int]], words: int) -> None:
    if not spans or any(not 0 <= start < end <= words for start, end in spans):
        raise Refusal(_("Choose at least one word to hide."), "spans")
