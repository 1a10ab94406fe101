"""A docket on which one thing of every kind waits for the staff, and somebody who may do all of it."""

from __future__ import annotations

from datetime import timedelta

from civic.clock import today
from civic.comments.actions import Words, change_comment
from civic.consultation.actions import draft_question
from civic.dockets.actions import take_text
from civic.dockets.models import Docket
from civic.outcomes.actions import draft_response, publish_response
from civic.people.models import Account
from civic.people.offices import create_office
from civic.permissions import Role
from tests.cast import make_account
from tests.consultation.arrange import ask, list_the_chief, list_the_sheriff
from tests.dockets.facts_arranged import hand_over
from tests.factories import make_comment, the_clerk
from tests.summaries.arrange import make_summary

STAFF = (Role.CLERK, Role.MODERATOR, Role.ANALYST, Role.APPROVER, Role.ADMINISTRATOR)


def a_busy_docket() -> Docket:
    """One thing of every kind waits on it."""
    study, _ = make_summary()
    docket = study.docket
    take_text(docket, b"# Article 9. Cameras\n\n## Section 1. Purpose\n\nAnother text.\n", "markdown", by=the_clerk())
    hand_over(docket.current_version)
    make_comment(docket, "Call me at 555-0142 about the cameras.")
    make_comment(docket, "I will kill the mayor if this passes.")
    change_comment(study.comments["b"], Words("I changed my mind about all of it."))
    draft_question(list_the_sheriff(docket), "What do you share?", by=the_clerk())
    ask(list_the_chief(docket), delivered=False)
    owner = create_office("City Clerk", "Clerk's office", "other", by=the_clerk())
    promised = draft_response(
        docket, study.errors, point="A list", outcome="promised", reason="It helps.", decided_by="City Council", by=the_clerk(),
        promise="A list of systems", owner=owner.id, due=today() + timedelta(days=30),
    )  # fmt: skip
    publish_response(promised, by=the_clerk())
    return docket


def everybody() -> Account:
    """One person with every staff role: nothing on the desk is left out."""
    return make_account("Eve Everything", *STAFF)
