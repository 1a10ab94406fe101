"""Faults in the consultation statement: issues without a fate, and words that nobody said."""

from __future__ import annotations

from collections.abc import Iterator

from civic.demonstration import plan
from civic.demonstration.content import Content, Docket
from civic.demonstration.faults.common import twice, unknown
from civic.demonstration.shapes.statement import Issue


def in_statement(content: Content, docket: Docket) -> Iterator[str]:
    told = docket.statement
    if told is None:
        return
    yield from twice("the statement", (issue.key for issue in told.issues))
    responses = {response.key for response in docket.themes.responses} if docket.themes else set()
    for issue in told.issues:
        yield from unknown(f"issue {issue.key}", [issue.response, issue.settled], responses)
        if bool(issue.response) == bool(issue.unanswered):
            yield f"issue {issue.key} has a response and a reason for none, or neither."
        said = _said(docket, issue)
        yield from (f"issue {issue.key} quotes what nobody said: {quote}" for quote in issue.quotes if quote not in said)
    if any(freeze.reason == "" for freeze in told.freezes[1:]):
        yield "a reissued statement gives no reason."


def _said(docket: Docket, issue: Issue) -> str:
    kind, _colon, key = issue.source.partition(":")
    if kind == "comment":
        return plan.public_words(docket, docket.comment(key))
    if kind == "letter":
        letter = next(one for one in docket.letters.letters if one.key == key)
        return "\n".join([letter.text, *(row.words for row in letter.sections)])
    asked = [invitation for invitation in docket.consultation.invitations if invitation.roster == key] if docket.consultation else []
    answers = [question.answer for invitation in asked for question in invitation.questions if question.answer]
    return "\n".join(part for answer in answers for part in (answer.words, answer.other_words) if part)
