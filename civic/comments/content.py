"""The words of a comment on their way: as typed, as committed word by word, as kept, and as shown.

*Content* is the whole of one wording as it is kept: text, suggested words, single values, and the openings that prove
them. It stands in the face while it is public and is sealed otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from civic.comments.models import Face
from civic.database import Refusal
from civic.record.leaf import b16, b64
from civic.record.words import RefusedText, Shown, commit_text, commit_value, normalise, word_commitment

LONGEST = 20_000
EXCERPT = 280
HIDDEN = "▇▇▇ "
VALUES = ("name", "ward", "stance", "connection")
Content = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """What somebody wants to say. ``sections`` are wIds of the version seen."""

    body: str
    sections: tuple[str, ...] = ()
    suggestion: str = ""
    name: str = ""
    ward: str = ""
    stance: str = ""
    connection: str = ""
    language: str = "en"
    wants_answer: bool = False
    quote: tuple[str, str, str] = ("", "", "")  # words quoted from the first section, with what stands before and after


@dataclass(frozen=True)
class Committed:
    """A wording bound to the leaf with this id: the leaf's fields, and the content to keep."""

    leaf_id: str
    fields: dict[str, Any]
    content: Content


def committed(words: Words, leaf_id: str) -> Committed:
    body, suggested = normal(words.body), normal(words.suggestion, "suggestion")
    text = commit_text(body)
    suggestion = commit_text(suggested) if suggested else None
    given = {"connection": words.connection, "lang": words.language, "name": words.name, "stance": words.stance, "ward": words.ward}
    vals = {label: commit_value(leaf_id, label, value) for label, value in given.items()}
    section = words.sections[0] if words.sections else "whole"
    fields = {
        "body": text.field, "suggests": [{**suggestion.field, "section": section}] if suggestion else [], "files": [],
        "vals": {label: value.field for label, value in vals.items()},
    }  # fmt: skip
    openings = {
        "body": text.openings, "suggests": [suggestion.openings] if suggestion else [],
        "vals": {label: value.opening for label, value in vals.items()},
    }  # fmt: skip
    content = {
        "text": body, "suggestion": suggested, "vals": {name: getattr(words, name) for name in VALUES}, "language": words.language,
        "wants_answer": words.wants_answer, "openings": openings,
    }  # fmt: skip
    return Committed(leaf_id, fields, content)


def normal(text: str, field: str = "body") -> str:
    if len(text) > LONGEST:
        raise Refusal(_("Your comment has %(n)s characters; the limit is 20,000. Please shorten it or send it in two parts.", n=f"{len(text):,}"), field)
    try:
        return normalise(text)
    except RefusedText as refused:
        raise Refusal(str(refused), field) from refused


# --- the face


def show(face: Face, content: Content) -> None:
    """Put a wording into the public face."""
    face.text, face.excerpt = content["text"], content["text"][:EXCERPT]
    face.openings = content["openings"]
    face.suggests = [{"text": content["suggestion"]}] if content["suggestion"] else []
    face.language, face.wants_answer = content["language"], content["wants_answer"]
    for key in VALUES:
        setattr(face, key, content["vals"][key])


def blank(face: Face, openings: dict[str, Any], leaf: dict[str, Any]) -> None:
    """Take every word out of the public face; of each its bare digest stays, so that the leaf can still be checked."""
    face.text = face.excerpt = face.name = face.ward = face.stance = face.connection = ""
    face.suggests, face.language, face.wants_answer = [], "en", False
    face.openings = closed(openings, leaf)


def content_in(face: Face) -> Content:
    """The wording that the face shows, as it shows it."""
    return {
        "text": face.text, "suggestion": face.suggests[0]["text"] if face.suggests else "", "language": face.language,
        "vals": {key: getattr(face, key) for key in VALUES}, "wants_answer": face.wants_answer, "openings": face.openings,
    }  # fmt: skip


def closed(openings: dict[str, Any], leaf: dict[str, Any]) -> dict[str, Any]:
    """The same openings with every word hidden."""
    texts = zip(openings["suggests"], leaf["suggests"], strict=True)
    return {
        "body": bare(openings["body"], leaf["body"]["ctx"]), "suggests": [bare(words, field["ctx"]) for words, field in texts], "vals": {},
    }  # fmt: skip


def bare(shown: Shown, ctx: str, places: set[int] | None = None) -> Shown:
    """Words with those in ``places`` (all, if not given) replaced by their digests."""
    return [
        b64(word_commitment(b16(ctx), place, b16(word[0]), word[1])) if isinstance(word, list) and (places is None or place in places) else word
        for place, word in enumerate(shown)
    ]  # fmt: skip


def text_of(shown: Shown) -> str:
    """The text that these words give, hidden ones as a mark."""
    text = "".join(word[1] if isinstance(word, list) else HIDDEN for word in shown)
    return text if all(isinstance(word, list) for word in shown) else text.strip()
