"""A comment as its author reads it again: every word that is still there, and which of them nobody else sees."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from civic.comments.content import HIDDEN
from civic.comments.hidden import kept_content, opened, standing_parts
from civic.comments.models import Comment, Hint, Revision, State
from civic.database import db
from civic.record.vault import Destroyed

SHUT = (State.HELD, State.WITHHELD)  # no word of it is public


@dataclass(frozen=True)
class Piece:
    """Words in a row; ``mark``: hidden by a decision, hinted at as private data, or gone for good. Empty: none of these."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class OwnWords:
    body: list[Piece]
    suggestion: list[Piece]
    name: list[Piece]
    language: str

    @property
    def marks(self) -> set[str]:
        return {piece.mark for piece in (*self.body, *self.suggestion, *self.name) if piece.mark}


def own_words(comment: Comment, revision: Revision) -> OwnWords | None:
    """One wording in full; none once it was withdrawn or removed, or its key is gone."""
    if comment.face.state in (State.WITHDRAWN, State.REMOVED):
        return None
    try:
        content = kept_content(comment, revision)
    except Destroyed:
        return None
    texts = {"body": _words(content["openings"]["body"])}
    texts["suggest"] = _words(content["openings"]["suggests"][0]) if content["openings"]["suggests"] else []
    name = Piece(content["vals"]["name"], "hidden" if comment.face.name_withheld else "")
    for part in standing_parts(comment, revision):
        try:
            kept = opened(part)
        except Destroyed:  # its places are marked as gone already
            name = Piece(HIDDEN.strip(), "gone") if part.part == "name" else name
            continue
        if part.part == "name":
            name = Piece(kept[1], "hidden")
        elif part.part in texts:
            for place, opening in kept.items():
                texts[part.part][int(place)] = Piece(opening[1], "hidden")
    if revision is comment.held_wording:
        name = _mark_hints(comment, revision, texts, name)
    return OwnWords(_joined(texts["body"]), _joined(texts["suggest"]), [name] if name.text else [], content["language"])


# --- inside


def _words(shown: list[Any]) -> list[Piece]:
    return [Piece(word[1]) if isinstance(word, list) else Piece(HIDDEN, "gone") for word in shown]


def _mark_hints(comment: Comment, revision: Revision, texts: dict[str, list[Piece]], name: Piece) -> Piece:
    """Marks in place what looked like private data in a wording that is held; gives the name, marked too if it did."""
    query = sa.select(Hint).where(Hint.comment_id == comment.id, Hint.revision_n == revision.n, Hint.kind == "private_data")
    for hint in db.session.scalars(query):
        if hint.part == "name":
            name = Piece(name.text, name.mark or "hinted")
        else:
            words = texts[hint.part]
            words[hint.start : hint.end] = [Piece(word.text, word.mark or "hinted") for word in words[hint.start : hint.end]]
    return name


def _joined(words: list[Piece]) -> list[Piece]:
    """Words with the same mark as one piece; the gap after the last of them stays outside of the mark."""
    pieces: list[Piece] = []
    for mark, row in groupby(words, key=lambda piece: piece.mark):
        text = "".join(piece.text for piece in row)
        bare = text.rstrip() if mark else text
        pieces.append(Piece(bare, mark))
        if bare != text:
            pieces.append(Piece(text[len(bare) :]))
    return pieces
