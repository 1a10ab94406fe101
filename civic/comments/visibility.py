"""Hiding words and comments. Moderation decides who and why; here is what changes: face, seals, counts and leaf.

A decision marked for two people takes effect only with two different ones (I-33), whoever calls.
"""

from __future__ import annotations

import json
from datetime import timedelta

from flask_babel import gettext as _

from civic.clock import today
from civic.comments.actions import close_words, show_words
from civic.comments.counting import recount_state
from civic.comments.hints import private_data_in
from civic.comments.models import Comment, State
from civic.database import Refusal, db
from civic.people.models import Account
from civic.people.policy import policy
from civic.record.actions import record
from civic.record.fields import PEOPLE_FOR
from civic.record.vault import seal, unseal

HIDDEN = "▇▇▇ "
RULES = 1  # the first rule set; later ones are published as rules.published
TO_HIDE_WORDS = ("P1", "P2")
TO_WITHHOLD = ("T1", "T2", "O1", "S1", "C1")


def redact_words(comment: Comment, spans: list[tuple[int, int]], *, reason: str, by: Account) -> None:
    """Hide the words in these spans. Of a held comment this publishes the rest."""
    if reason not in TO_HIDE_WORDS:
        raise Refusal(_("Words are hidden as private data only: P1 or P2."), "reason")
    face, revision = comment.face, comment.revisions[-1]
    if face.state not in (State.HELD, State.PUBLISHED, State.REDACTED):
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    before = face.state
    if before is State.HELD:
        content = _without_private_parts(json.loads(unseal(revision.sealed)), json.loads(_leaf_of(comment).decode()))
        show_words(face, content)
    body = [list(word) if isinstance(word, list) else word for word in face.openings["body"]]
    _check_spans(spans, len(body))
    leaf = json.loads(_leaf_of(comment).decode())
    hidden = {place for start, end in spans for place in range(start, end)}
    seal(json.dumps({str(place): body[place] for place in sorted(hidden) if isinstance(body[place], list)}), "redacted")
    face.openings = {**face.openings, "body": _closed_words(body, hidden, leaf["body"]["ctx"])}
    face.text = "".join(word[1] if isinstance(word, list) else HIDDEN for word in face.openings["body"]).strip()
    face.excerpt = face.text[:280]
    face.state, face.reason = State.REDACTED, reason
    recount_state(face, before.value, State.REDACTED.value)
    comment.docket.revision += 1
    record(
        "comment.redacted", comment, by=by, docket=comment.docket, comment=comment.number, ref=revision.leaf_id, part="body",
        spans=[list(span) for span in spans], reason=reason, rules=RULES, appeal_until=today() + timedelta(days=policy("appeal_days")),
    )  # fmt: skip


def withhold_comment(comment: Comment, *, reason: str, by: tuple[Account, Account]) -> None:
    """Two people agree; a tombstone stays."""
    if reason not in TO_WITHHOLD:
        raise Refusal(_("This is no reason to withhold a comment."), "reason")
    if PEOPLE_FOR[reason] == 2 and len({person.id for person in by}) < 2:
        raise Refusal(_("Withholding needs a second person."))
    face = comment.face
    if face.state not in (State.HELD, State.PUBLISHED, State.REDACTED):
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    before = face.state
    close_words(comment)
    face.state, face.reason = State.WITHHELD, reason
    recount_state(face, before.value, State.WITHHELD.value)
    comment.docket.revision += 1
    record(
        "comment.withheld", comment, by=by, docket=comment.docket, comment=comment.number, ref=comment.revisions[-1].leaf_id, reason=reason,
        rules=RULES, appeal_until=today() + timedelta(days=policy("appeal_days")),
    )  # fmt: skip


def _without_private_parts(content: dict, leaf: dict) -> dict:  # type: ignore[type-arg]
    """Suggested words or a name that look like private data stay closed when the rest is published."""
    openings = content["openings"]
    if private_data_in(content["suggestion"]):
        content["suggestion"] = ""
        closed = [_closed_words(words, set(range(len(words))), field["ctx"]) for words, field in zip(openings["suggests"], leaf["suggests"], strict=True)]
        openings = {**openings, "suggests": closed}
    if private_data_in(content["vals"]["name"]):
        content["vals"]["name"] = ""
        openings = {**openings, "vals": {**openings["vals"], "name": leaf["vals"]["name"]}}
    return {**content, "openings": openings}


def _check_spans(spans: list[tuple[int, int]], words: int) -> None:
    if not spans or any(not 0 <= start < end <= words for start, end in spans):
        raise Refusal(_("Choose at least one word to hide."), "spans")


def _leaf_of(comment: Comment) -> bytes:
    from civic.record.models import Leaf

    return db.session.get_one(Leaf, comment.revisions[-1].leaf_id).bytes


def _closed_words(body: list, hidden: set[int], ctx: str) -> list:  # type: ignore[type-arg]
    from civic.record.leaf import b16, b64
    from civic.record.words import word_commitment

    return [
        b64(word_commitment(b16(ctx), place, b16(word[0]), word[1])) if place in hidden and isinstance(word, list) else word
        for place, word in enumerate(body)
    ]
