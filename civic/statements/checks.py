"""What still stands in the way of freezing a statement, each as a sentence that says what to do (I-49)."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from civic.dockets.models import Docket
from civic.outcomes.models import NEED_A_CHANGE
from civic.outcomes.queries import linked_changes
from civic.statements.models import Issue
from civic.statements.queries import Responses, issues_on, responses_to
from civic.statements.quoting import standing
from civic.statements.sources import offices_heard


@dataclass(frozen=True)
class Missing:
    """``issue`` or ``source`` is where it is mended."""

    sentence: str
    issue: Issue | None = None
    source: str = ""


def missing_on(docket: Docket) -> list[Missing]:
    """Empty when the statement may be frozen."""
    if docket.current_version is None:
        return [Missing(_("No text is published yet. A statement says on which version people were consulted."))]
    issues, responses = issues_on(docket), responses_to(docket)
    found = [missing for issue in issues for missing in _about(issue, responses)]
    written = {issue.source for issue in issues}
    for source in offices_heard(docket):
        if source.key not in written:
            found.append(Missing(_("%(name)s answered, and no issue of it is written yet.", name=source.name), source=source.key))
    if not issues and not found:
        found.append(Missing(_("No issue is written yet. Choose a letter, an answer or a comment, and write what it asks for.")))
    return found


def _about(issue: Issue, responses: Responses) -> list[Missing]:
    who = f"{issue.code} ({issue.name})" if issue.name else issue.code
    state, found = responses.state_of(issue), []
    if state == "open":
        found.append(Missing(_("%(issue)s has no response. Link one, or list it as unanswered with the reason.", issue=who), issue))
    if state == "drafted":
        found.append(Missing(_("The response to %(issue)s is still a draft. Publish it first.", issue=who), issue))
    if any(not standing(quote).words for quote in issue.quotes):
        found.append(Missing(_("Words quoted in %(issue)s cannot be read any more. Quote others, or drop the issue.", issue=who), issue))
    response = responses.published.get(issue.response or "")
    if response and response.outcome in NEED_A_CHANGE and not linked_changes(response):
        found.append(Missing(_("The response to %(issue)s points to a change that does not stand in the text. Correct the response.", issue=who), issue))
    return found
