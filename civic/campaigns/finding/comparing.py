"""Two texts word by word: is it the same letter, only the same frame, or the letter turned round?

A *frame* is what stands around many different comments: title, salutation, reference, footer, signature. Sharing only
that never makes a family. A letter whose answer was turned round (support for oppose, a *not* put in) is never merged either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

Words = tuple[str, ...]
BLOCK = 4  # shared runs shorter than this are chance
FRAME_START, FRAME_END = 25, 40  # words that a title or salutation, a footer or signature may have
LIGHT = 0.1  # share of changed words up to which a *not* is taken for the only difference
SHORT, SHORT_OWN = 12, 0.25  # a text under 12 words is the same letter only with at most a quarter of other words
STRAY = 0.4  # share of the middle that may agree by chance
LONGEST = 3000  # words compared; what follows is read as the person's own

_PRO = frozenset(
    ["support", "supports", "supporting", "favor", "favour", "approve", "approves", "endorse", "adopt", "pass", "enact", "keep", "allow", "back", "for", "yes", "agree", "good", "apoyo", "apoya", "apoyar", "aprobar", "aprueben", "aprueba", "favor", "si"]
)
_CON = frozenset(
    ["oppose", "opposes", "opposing", "against", "reject", "rejects", "disapprove", "repeal", "block", "stop", "end", "ban", "prohibit", "no", "disagree", "bad", "rescind", "rechazo", "rechaza", "rechazar", "rechacen", "contra", "deroguen"]
)
_NOT = frozenset(["not", "no", "never", "dont", "doesnt", "wont", "cannot", "cant", "shouldnt", "isnt", "without", "neither", "nunca", "jamas", "tampoco"])


class Verdict(StrEnum):
    SAME = "same"
    FRAME = "frame"  # only title, salutation or footer is shared
    OPPOSED = "opposed"  # the same words with the answer turned round


@dataclass(frozen=True)
class Step:
    """``kind``: equal, replace, insert or delete; words [a1, a2) of the first text and [b1, b2) of the second."""

    kind: str
    a1: int
    a2: int
    b1: int
    b2: int


def steps_between(a: Words, b: Words) -> list[Step]:
    """How ``b`` comes out of ``a``; deletions and insertions that touch are one replacement."""
    steps: list[Step] = []
    for op in Indel.opcodes(a[:LONGEST], b[:LONGEST]):
        step = Step(op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end)
        if steps and step.kind != "equal" and steps[-1].kind != "equal":
            last = steps.pop()
            step = Step("replace", last.a1, step.a2, last.b1, step.b2)
        steps.append(step)
    return [_named(step) for step in steps]


def compare(a: Words, b: Words) -> Verdict:
    """The verdict on two texts that share enough fingerprints. Symmetric."""
    if a == b:
        return Verdict.SAME
    steps = steps_between(a, b)
    if _turned_round(steps, a, b):
        return Verdict.OPPOSED
    if min(len(a), len(b)) < SHORT and _unlike(steps) > SHORT_OWN * max(len(a), len(b)):
        return Verdict.FRAME
    return Verdict.FRAME if _only_a_frame(steps, min(len(a), LONGEST), min(len(b), LONGEST)) else Verdict.SAME


def own_words(steps: list[Step]) -> tuple[int, int]:
    """Words of each text outside the runs that both have."""
    a = sum(s.a2 - s.a1 for s in steps if not _is_block(s))
    return a, sum(s.b2 - s.b1 for s in steps if not _is_block(s))


def _unlike(steps: list[Step]) -> int:
    return sum(max(s.a2 - s.a1, s.b2 - s.b1) for s in steps if s.kind != "equal")


def _only_a_frame(steps: list[Step], a_len: int, b_len: int) -> bool:
    blocks = [s for s in steps if _is_block(s)]
    start = next((s for s in blocks if s.a1 == 0 and s.b1 == 0), None)
    end = next((s for s in blocks if s.a2 == a_len and s.b2 == b_len), None)
    edges = [s for s in (start, end) if s is not None]
    (less, more), inner = sorted(own_words(steps)), sum(s.a2 - s.a1 for s in blocks if s not in edges)
    body = min(a_len, b_len) - sum(s.a2 - s.a1 for s in edges)
    # One stock sentence is all that the shorter one says under the frame, and the longer one says it among other things.
    stock = bool(edges) and 0 < inner <= body < SHORT <= more
    if inner > STRAY * (less + inner) and not stock:
        return False
    if not edges:
        return not blocks and min(a_len, b_len) >= SHORT
    if (start and start.a2 - start.a1 > FRAME_START) or (end and end.a2 - end.a1 > FRAME_END):
        return False
    return stock or less >= (3 if len(edges) == 1 else 8)


def _turned_round(steps: list[Step], a: Words, b: Words) -> bool:
    """A word for is replaced by a word against; or, in a letter that is otherwise the same, a *not* is put in or taken out.

    Longer changes are a person's own words, whose meaning nobody guesses here.
    """
    changed, negations = 0, 0
    for step in steps:
        if step.kind == "equal":
            continue
        gone, come = a[step.a1 : step.a2], b[step.b1 : step.b2]
        changed += max(len(gone), len(come))
        if len(gone) > 4 or len(come) > 4:
            continue
        pro, con = _more(_PRO, come, gone), _more(_CON, come, gone)
        if pro * con < 0:
            return True
        if not pro and not con:
            negations += _more(_NOT, come, gone)
    return negations % 2 == 1 and changed <= max(4, LIGHT * min(len(a), len(b)))


def _more(kind: frozenset[str], come: Words, gone: Words) -> int:
    return sum(word in kind for word in come) - sum(word in kind for word in gone)


def _is_block(step: Step) -> bool:
    return step.kind == "equal" and step.a2 - step.a1 >= BLOCK


def _named(step: Step) -> Step:
    if step.kind == "replace" and step.a1 == step.a2:
        return Step("insert", step.a1, step.a2, step.b1, step.b2)
    if step.kind == "replace" and step.b1 == step.b2:
        return Step("delete", step.a1, step.a2, step.b1, step.b2)
    return step


# --- frames that can be told by their form

_FRAME_LINE = re.compile(
    r"^\W*(?:re|subject|regarding|docket(?: id| no)?|ref|reference|file(?: no)?|asunto|ref\w*)\s*[:#.].*$"
    r"|^\W*please (?:write|type|enter) your comments? here\W*$"
    r"|^\W*(?:sent from my|sent via|get outlook for|enviado desde mi)\b.{0,60}$"
    r"|^\W*(?:dear|hello|hi|to|estimad\w+|a)\b[^.!?\n]{0,60}[,:]\s*$"
    r"|^\W*(?:sincerely|respectfully|best regards|regards|thank you|thanks|yours truly|atentamente|gracias)\b[^.!?\n]{0,60}$",
    re.IGNORECASE | re.MULTILINE,
)


def without_frame(text: str) -> str:
    """The text without lines that are plainly a title, salutation, reference or closing; the whole text if nothing else is left."""
    kept = _FRAME_LINE.sub("", text)
    return kept if kept.strip() else text
