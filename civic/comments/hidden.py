"""What decisions took out of a comment, and the whole wording as its author knows it."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from civic.clock import today
from civic.comments.content import Content, Words, content_in, text_of
from civic.comments.models import Comment, HiddenPart, Revision, State
from civic.database import db, random_id
from civic.record.leaf import parse
from civic.record.models import Leaf
from civic.record.vault import Destroyed, seal, unseal


def leaf_of(revision: Revision) -> dict[str, Any]:
    """The leaf of a wording, parsed."""
    return parse(db.session.get_one(Leaf, revision.leaf_id).bytes)


def keep_hidden(comment: Comment, revision: Revision, part: str, content: Any, *, leaf_id: str, reason: str, n: int | None = None) -> HiddenPart:
    """Seal what a decision hides; ``leaf_id`` is the decision's."""
    sealed = seal(json.dumps(content), f"hidden {part}")
    row = HiddenPart(
        id=random_id(), comment_id=comment.id, revision_id=revision.id, leaf_id=leaf_id, part=part, n=n, reason=reason, sealed_id=sealed.id, day=today()
    )
    db.session.add(row)
    db.session.flush()
    return row


def standing_parts(comment: Comment, revision: Revision | None = None) -> list[HiddenPart]:
    """What is hidden now, of the whole comment or of one wording."""
    query = sa.select(HiddenPart).where(HiddenPart.comment_id == comment.id, HiddenPart.restored_on.is_(None))
    if revision is not None:
        query = query.where(HiddenPart.revision_id == revision.id)
    return list(db.session.scalars(query.order_by(HiddenPart.id)))


def parts_of(decision_leaf: str) -> list[HiddenPart]:
    """What the decision with this leaf hid and was not put back."""
    return list(db.session.scalars(sa.select(HiddenPart).where(HiddenPart.leaf_id == decision_leaf, HiddenPart.restored_on.is_(None))))


def opened(part: HiddenPart) -> Any:
    """What was hidden. Raises Destroyed when its key is gone."""
    return json.loads(unseal(part.sealed))


def kept_content(comment: Comment, revision: Revision) -> Content:
    """A wording as the face shows it, or as it lies sealed."""
    if revision is comment.wording and comment.face.text and comment.face.state not in (State.HELD,):
        return content_in(comment.face)
    return json.loads(unseal(revision.sealed))


def words_of(comment: Comment) -> Words:
    """The newest wording in full, as its author wrote it; what was destroyed stays a mark."""
    revision = comment.revisions[-1]
    content = kept_content(comment, revision)
    openings = content["openings"]
    body, suggests, name = list(openings["body"]), [list(words) for words in openings["suggests"]], content["vals"]["name"]
    for part in standing_parts(comment, revision):
        try:
            hidden = opened(part)
        except Destroyed:
            continue
        if part.part == "name":
            name = hidden[1]
        elif part.part in ("body", "suggest"):
            _put_back(body if part.part == "body" else suggests[part.n or 0], hidden)
    return Words(
        text_of(body), tuple(anchor["wid"] for anchor in comment.face.anchors), suggestion=text_of(suggests[0]) if suggests else "", name=name,
        ward=content["vals"]["ward"], stance=content["vals"]["stance"], connection=content["vals"]["connection"],
        language=content["language"], wants_answer=content["wants_answer"],
    )  # fmt: skip


def shows_hidden_words(comment: Comment, words: Words) -> bool:
    """Whether a new wording would show words again that a decision hid."""
    texts = f"{words.body}\n{words.suggestion}"
    for part in standing_parts(comment, comment.revisions[-1]):
        if part.part in ("body", "suggest"):
            try:
                runs = _runs(opened(part))
            except Destroyed:
                continue
            if any(run in texts for run in runs):
                return True
    return False


def _put_back(words: list[Any], hidden: dict[str, Any]) -> None:
    for place, opening in hidden.items():
        words[int(place)] = opening


def _runs(hidden: dict[str, Any]) -> list[str]:
    """The hidden words, those that stood side by side together."""
    runs: list[str] = []
    before = None
    for place in sorted(map(int, hidden)):
        word = hidden[str(place)][1]
        if before == place - 1:
            runs[-1] += word
        else:
            runs.append(word)
        before = place
    return [run.strip() for run in runs]
