"""What changed from one statement to the next, line by line: nothing that is shown can change without being listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from civic.statements import showing


@dataclass(frozen=True)
class Difference:
    """``place`` says where; ``before`` is empty for what is new, ``after`` for what fell away."""

    place: str
    before: str
    after: str


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """In the order of the newer statement; what fell away follows."""
    before, after = _lines(old), _lines(new)
    rows = [Difference(place, before.get(key, ("", ""))[1], words) for key, (place, words) in after.items() if before.get(key, ("", ""))[1] != words]
    return rows + [Difference(place, words, "") for key, (place, words) in before.items() if key not in after]


def _lines(content: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Each thing that a statement says, under a key that is the same in the next one: (where, words)."""
    lines = {"docket": (_("Docket"), content["docket"]["title"]), "decision": (_("Decision"), showing.decision_in_words(content))}
    for text, words in showing.texts_in_words(content):
        lines[f"text {text['n']}"] = (_("Texts"), words)
    for key, means in showing.means_in_words(content).items():
        lines[key] = (_("How people were consulted"), means)
    for line in content["roster"]:
        words = f"{showing.said(line['name'])}. {showing.said(line['sentence'])}"
        lines[f"office {line['entry']}"] = (line["office"], " ".join([words, *showing.askings_in_words(line)]))
    for row in content["issues"]:
        lines[f"issue {row['code']}"] = (row["code"], _issue(row))
    for row in content["unanswered"]["questions"]:
        lines[f"question {row['office']} {row['n']}"] = (_("Unanswered questions"), showing.question_in_words(row))
    for point in content["unanswered"]["points"]:
        lines[f"point {point}"] = (_("Main points without a response"), point)
    return lines


def _issue(row: Mapping[str, Any]) -> str:
    outcome, answer, meta, promise = showing.answer_in_words(row)
    quotes = [f"“{words}”" for quote in row["quotes"] if (words := showing.standing(quote).words)]
    places = ", ".join(change["place"] for change in row["response"]["changes"]) if row["response"] else ""
    return " · ".join(filter(None, [row["point"], row["theme"] or "", *quotes, f"{outcome}: {answer}", places, promise, meta]))
