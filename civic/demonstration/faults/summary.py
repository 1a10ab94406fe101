"""Faults in themes, summary and responses: the publish checks of a summary among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civic.demonstration import plan
from civic.demonstration.content import Content, Docket
from civic.demonstration.faults.common import reading_grade, themes_of, unknown
from civic.demonstration.shapes.themes import Sentence

RESPONSES = {"changed", "changed_in_part", "already_covered", "not_changed", "outside", "promised"}
SHARES = {"most": (50.0, 100.0), "many": (20.0, 50.0), "some": (5.0, 20.0), "a few": (0.0, 5.0)}
GRADE_AT_MOST = 8


def in_themes(content: Content, docket: Docket) -> Iterator[str]:
    themes = docket.themes
    if themes is None:
        return
    coded = themes.coding.comments
    if set(coded) != {comment.key for comment in plan.covered(docket)}:
        yield f"coding and readable comments differ: {set(coded) ^ {c.key for c in plan.covered(docket)}}."
    yield from unknown("coding", (key for keys in coded.values() for key in keys), themes_of(docket))
    if again := themes.coding.second:
        yield from unknown("a second reading", again.comments, set(coded))
        yield from unknown("a second reading", (key for keys in again.comments.values() for key in keys), themes_of(docket))
        if again.coder == themes.coding.coder:
            yield "the second reading is made by the first reader."
    if themes.summary.drafter == themes.summary.approver:
        yield "the summary is approved by its drafter."
    for sentence in themes.sentences:
        yield from (f"sentence {sentence.key} {fault}" for fault in _in_sentence(docket, sentence))
    for theme in sorted(themes_of(docket)):
        yield from _in_theme_of_summary(docket, theme)
    yield from _in_responses(content, docket)


def _in_sentence(docket: Docket, sentence: Sentence) -> Iterator[str]:
    yield from unknown("", [sentence.theme], themes_of(docket))
    readable = {comment.key for comment in plan.covered(docket)}
    if missing := set(sentence.cites) - readable:
        yield f"cites {missing}, which nobody can read."
        return
    if sentence.kind in ("finding", "quote", "opposing") and not sentence.cites:
        yield "cites nothing."
    if sentence.kind == "number" and sentence.query is None or sentence.kind == "context" and not sentence.document:
        yield "has no source."
    if sentence.kind == "quote" and sentence.quote not in plan.public_words(docket, docket.comment(sentence.cites[0])):
        yield "quotes what nobody said."
    assert docket.themes
    coded = docket.themes.coding.comments
    if outside := [key for key in sentence.cites if sentence.theme not in coded.get(key, ())]:
        yield f"cites {outside} from another theme."
    said = re.match(r"(most|many|some|a few)\b", sentence.text.lower())
    if (said.group(1) if said else None) != sentence.word:
        yield "has another quantifier in its words."
    if sentence.word is not None:
        low, high = SHARES[sentence.word]
        if len(sentence.cites) < 2 or not all(
            low < found <= high for found in plan.share(docket, sentence).percentages
        ):
            yield f"says {sentence.word}: {plan.share(docket, sentence)}."
    said_in_english = plan.rendered(docket, sentence).replace(sentence.quote or "“", "")
    if reading_grade(said_in_english) > GRADE_AT_MOST:
        yield f"has grade {reading_grade(said_in_english):.1f}: {said_in_english}"


def _in_theme_of_summary(docket: Docket, theme: str) -> Iterator[str]:
    assert docket.themes
    inside = [comment for comment in plan.in_theme(docket, theme) if comment.key in docket.themes.coding.comments]
    sentences = [sentence for sentence in docket.themes.sentences if sentence.theme == theme]
    if not sentences and len(inside) * 20 > len(plan.covered(docket)):
        yield f"the summary leaves out {theme}."
    both = {"support", "oppose"} <= {comment.stance for comment in inside}
    if both and not any(sentence.kind == "opposing" for sentence in sentences):
        yield f"the summary has no opposing view on {theme}."


def _in_responses(content: Content, docket: Docket) -> Iterator[str]:
    themes = docket.themes
    assert themes
    if not themes.responses:
        return
    if sorted(response.theme for response in themes.responses if response.main) != sorted(themes_of(docket)):
        yield "not every theme has one main response."
    promises = {promise.key for promise in themes.promises}
    changes = {change.key for change in docket.changes.changes} if docket.changes else set()
    people = {person.key for person in content.city.people} | {member.key for member in content.city.members}
    yield from unknown("a promise", (promise.owner for promise in themes.promises), people)
    questions = {question.key for question in docket.consultation.questions} if docket.consultation else set()
    for response in themes.responses:
        name = f"response {response.key}"
        yield from unknown(name, [response.response], RESPONSES)
        yield from unknown(name, [response.promise], promises)
        yield from unknown(name, response.changes, changes)
        yield from unknown(name, [response.department], questions)
        if response.response.startswith("changed") != bool(response.changes):
            yield f"{name} and its changes do not fit."
        if (response.response == "promised") != (response.promise is not None):
            yield f"{name} and its promise do not fit."
