"""What the demonstration's dockets must show once loaded, worked out from the content alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Literal

from civic.demonstration.content import Docket
from civic.demonstration.shapes.comments import Comment
from civic.demonstration.shapes.council import EndState
from civic.demonstration.shapes.themes import Sentence

READABLE = ("published", "redacted", "moved")
State = Literal["held", "published", "redacted", "moved", "withheld", "withdrawn"]


def state_of(docket: Docket, comment: Comment) -> State:
    """The state at the end: withdrawal goes last, and an appeal that reverses a decision takes it back."""
    if comment.withdrawn is not None:
        return "withdrawn"
    state: State = "held" if comment.private else "published"
    for decision in docket.moderation.decisions:
        if decision.comment != comment.key:
            continue
        after: dict[str, State] = {
            "redact": "redacted",
            "withhold": "withheld",
            "move": "moved",
            "publish": "published",
        }
        state = after.get(decision.action, state)
        if any(a.decision == decision.key and a.outcome == "reversed" for a in docket.moderation.appeals):
            state = "published"
    return state


def public_words(docket: Docket, comment: Comment) -> str:
    """The last words, without those that stay hidden; empty where nothing is public."""
    state = state_of(docket, comment)
    if state not in READABLE:
        return ""
    words = comment.last_words
    if state == "redacted":
        for decision in docket.moderation.decisions:
            if decision.comment == comment.key and decision.action == "redact":
                for span in decision.spans:
                    words = words.replace(span, "\N{FULL BLOCK}")
    return words


def readable(docket: Docket) -> tuple[Comment, ...]:
    return tuple(comment for comment in docket.comments if state_of(docket, comment) in READABLE)


def is_late(docket: Docket, comment: Comment) -> bool:
    return docket.matter.window is not None and comment.day > docket.matter.window.closes


def wording(comment: Comment) -> str:
    """Two comments are one text when this is equal: letters and digits only, without case."""
    return " ".join(re.findall(r"\w+", comment.last_words.casefold()))


def texts(comments: list[Comment] | tuple[Comment, ...]) -> int:
    return len({wording(comment) for comment in comments})


def in_theme(docket: Docket, theme: str) -> tuple[Comment, ...]:
    assert docket.themes
    coded = docket.themes.coding.comments
    return tuple(comment for comment in readable(docket) if theme in coded.get(comment.key, ()))


def covered(docket: Docket) -> tuple[Comment, ...]:
    """The readable comments that the summary was written from."""
    assert docket.themes
    return tuple(comment for comment in readable(docket) if comment.day <= docket.themes.summary.covers_until)


@dataclass(frozen=True)
class Share:
    """How many of how many, counted as comments and as distinct wordings."""

    comments: int
    of_comments: int
    texts: int
    of_texts: int

    @property
    def percentages(self) -> tuple[float, float]:
        return 100 * self.comments / self.of_comments, 100 * self.texts / self.of_texts


def share(docket: Docket, sentence: Sentence) -> Share:
    assert sentence.theme
    cited, whole = [docket.comment(key) for key in sentence.cites], in_theme(docket, sentence.theme)
    return Share(len(cited), len(whole), texts(cited), texts(whole))


def answers_to_query(docket: Docket, sentence: Sentence) -> int:
    query = sentence.query or {}
    return sum(all(getattr(comment, key) == value for key, value in query.items()) for comment in covered(docket))


def rendered(docket: Docket, sentence: Sentence) -> str:
    figures: dict[str, object] = {"quote": sentence.quote}
    if sentence.theme:
        found = share(docket, sentence)
        figures |= {"cited": found.texts, "texts": found.of_texts}
    if sentence.query is not None:
        figures |= {"count": answers_to_query(docket, sentence), "readable": len(covered(docket))}
    return sentence.text.format(**figures)


def figures(docket: Docket) -> EndState:
    """The end state, worked out; ``council.toml`` states the same figures for people and for the loader's test."""
    found: dict[str, int] = {name.name: 0 for name in fields(EndState)}
    found["received"] = len(docket.comments)
    found["late"] = sum(is_late(docket, comment) for comment in docket.comments)
    for comment in docket.comments:
        found[state_of(docket, comment)] += 1
    found |= _copies(docket) | _questions(docket) | _signatures(docket) | _coverage(docket)
    return EndState(**found)


def _copies(docket: Docket) -> dict[str, int]:
    seen: set[str] = set()
    families: set[str] = set()
    counts = {"distinct_texts": 0, "edited_copies": 0, "exact_copies": 0}
    for comment in readable(docket):
        if wording(comment) in seen:
            kind = "exact_copies"
        elif comment.family in families:
            kind = "edited_copies"
        else:
            kind = "distinct_texts"
        counts[kind] += 1
        seen.add(wording(comment))
        families |= {comment.family} if comment.family else set()
    return counts


def _questions(docket: Docket) -> dict[str, int]:
    """On the day of the vote, or today where there was none; a question is overdue once its day has passed."""
    counts = {f"questions_{state}": 0 for state in ("answered", "declined", "waiting", "overdue")}
    for question in docket.consultation.questions if docket.consultation else ():
        waiting = "overdue" if question.due < 0 else "waiting"
        counts[f"questions_{question.answer.kind if question.answer else waiting}"] += 1
    return counts


def _signatures(docket: Docket) -> dict[str, int]:
    made = [signature for letter in docket.letters.letters for signature in letter.signatures]
    standing = sum(signature.withdrawn is None for signature in made)
    return {"signatures_standing": standing, "signatures_withdrawn": len(made) - standing}


def _coverage(docket: Docket) -> dict[str, int]:
    if docket.themes is None:
        return {}
    cited = {key for sentence in docket.themes.sentences for key in sentence.cites}
    coded = docket.themes.coding.comments
    rest = [comment.key for comment in covered(docket) if comment.key not in cited]
    without = sum(not coded.get(key) for key in rest)
    return {"cited": len(cited), "uncited": len(rest) - without, "without_theme": without}
