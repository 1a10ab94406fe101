"""A published sentence as it can be shown now: its quote read from the comment, its citations with their state."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256

from flask_babel import gettext as _

from civic.comments.models import READABLE, Comment
from civic.record.numbers import shown
from civic.record.vault import pepper
from civic.summaries.models import Sentence, Summary
from civic.summaries.queries import comments_by_id

HIDDEN = "▇▇▇"


@dataclass(frozen=True)
class Cited:
    number: str
    is_readable: bool
    was_changed: bool  # the author has another wording now


@dataclass(frozen=True)
class Shown:
    sentence: Sentence
    text: str
    before: str  # the words around the quote; all of the text where there is none
    quote: str
    after: str
    language: str
    cited: tuple[Cited, ...]
    stale: str  # why it no longer stands, or empty


def shown_sentences(summary: Summary) -> list[Shown]:
    """In their order. One read for all cited comments."""
    comments = comments_by_id({citation.comment_id for sentence in summary.sentences for citation in sentence.citations})
    return [shown_sentence(sentence, comments) for sentence in summary.sentences]


def shown_sentence(sentence: Sentence, comments: dict[str, Comment]) -> Shown:
    cited = tuple(_cited(comments[c.comment_id], c.revision_n) for c in sentence.citations)
    quote, stale, language = "", "", "en"
    if sentence.quote_mark is not None:
        comment = comments[sentence.citations[0].comment_id]
        quote, language = standing_quote(sentence, comment), comment.face.language
        if not quote:
            stale = _("The quoted words are not public any more, or their author changed them.")
    gone = [shown(one.number) for one in cited if not one.is_readable]
    if gone and not stale:
        stale = _("It cites %(numbers)s, which cannot be read any more.", numbers=", ".join(gone))
    before, _mark, after = sentence.text.partition("{quote}")
    return Shown(sentence, sentence.text.replace("{quote}", quote or HIDDEN), before, quote, after, language, cited, stale)


def standing_quote(sentence: Sentence, comment: Comment) -> str:
    """The quoted words where they still stand in what is public of the comment, else nothing (I-54)."""
    if comment.face.state not in READABLE or sentence.quote_length is None or sentence.quote_start is None:
        return ""
    text, length = comment.face.text, sentence.quote_length
    starts = [sentence.quote_start, *(word.start() for word in re.finditer(r"\S+", text))]  # hidden words may have moved it
    for start in starts:
        if hmac.compare_digest(quote_mark(text[start : start + length]), sentence.quote_mark or b""):
            return text[start : start + length]
    return ""


def quote_mark(words: str) -> bytes:
    """Tells whether words are the quoted ones; under the installation's key, so that nobody can guess them from it."""
    return hmac.new(pepper(), b"civic/quote/v1\x00" + words.encode(), sha256).digest()


@dataclass(frozen=True)
class Difference:
    """What a later version did: ``kind`` is added, removed or changed."""

    kind: str
    before: str
    after: str


def differences(old: Summary, new: Summary) -> list[Difference]:
    """Sentence by sentence, in the order of the newer version."""
    was, becomes = [s.text for s in shown_sentences(old)], [s.text for s in shown_sentences(new)]
    found: list[Difference] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, becomes, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, came = was[a:b], becomes[c:d]
        paired = min(len(gone), len(came))
        found += [Difference("changed", gone[i], came[i]) for i in range(paired)]
        found += [Difference("removed", words, "") for words in gone[paired:]]
        found += [Difference("added", "", words) for words in came[paired:]]
    return found


def _cited(comment: Comment, revision_n: int) -> Cited:
    return Cited(comment.number, comment.face.state in READABLE, comment.revisions[-1].n != revision_n)
