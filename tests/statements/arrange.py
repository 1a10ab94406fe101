"""A docket with an answer of the chief, a letter, comments, a summary, a second version and a published response."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from civic.consultation.answers import publish_answer
from civic.consultation.models import RosterEntry
from civic.dockets.models import Docket
from civic.outcomes.models import Disposition
from civic.outcomes.queries import changes_of
from civic.statements.actions import freeze_statement, write_issue
from civic.statements.models import ConsultationStatement, Issue
from civic.statements.sources import Source, source_named
from tests.consultation.arrange import ask, list_the_chief, the_chief
from tests.factories import the_clerk
from tests.letters.arrange import make_open_letter
from tests.outcomes.arrange import make_answered_study
from tests.outcomes.test_responses import respond
from tests.themes.arrange import Study

ANSWER = "We used it eleven times. Write down telephone calls too."
LETTER = "A ban that can be walked around is no ban."


@dataclass
class Told:
    study: Study
    entry: RosterEntry
    response: Disposition

    @property
    def docket(self) -> Docket:
        return self.study.docket

    @property
    def chief(self) -> Source:
        return source(self.docket, f"office-{self.entry.id}")


def make_story(*, letter: bool = False) -> Told:
    """The chief answered one of two questions; a response to the mistakes points to the change of section 2."""
    study = make_answered_study()
    entry = list_the_chief(study.docket)
    invitation = ask(entry)
    publish_answer(invitation, invitation.questions[0], words=ANSWER, other_words="also by telephone", by=the_chief())
    if letter:
        make_open_letter(study.docket)
    ((old, new, change),) = changes_of(study.docket)
    response = respond(study, "changed", point="Calls count too", reason="The chief asked for it.", changes=[{"old": old.n, "new": new.n, "wid": change.wid}])
    return Told(study, entry, response)


def source(docket: Docket, key: str) -> Source:
    found = source_named(docket, key)
    assert found is not None, key
    return found


def raise_issue(told: Told, where: Source | None = None, **more: Any) -> Issue:
    given = {"point": "Count telephone calls", "quotes": ["Write down telephone calls too."], "response": told.response.issue} | more
    if given.get("unanswered"):
        given["response"] = None
    return write_issue(told.docket, where or told.chief, by=the_clerk(), **given)


def freeze(told: Told, reason: str = "") -> ConsultationStatement:
    return freeze_statement(told.docket, reason=reason, by=the_clerk())
