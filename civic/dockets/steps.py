"""The steps of a matter in words: what each is called, what it means, who makes it, and what it can cite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from civic.dockets.workflows.definition import Workflow
from civic.web import language

STEPS = {
    "notice_of_intent": _l("Notice of intent"), "introduced": _l("Introduced"), "referred": _l("Referred to a committee"),
    "referred_to_staff": _l("Referred to staff"), "in_committee": _l("In committee"), "hearing_set": _l("Hearing set"),
    "hearing": _l("Public hearing"), "hearing_held": _l("Hearing held"), "recommended": _l("Committee recommendation"),
    "council_action": _l("Before the council"), "passed": _l("Passed"), "failed": _l("Failed"), "presented": _l("Presented to the mayor"),
    "signed": _l("Signed"), "unsigned": _l("Returned unsigned"), "vetoed": _l("Vetoed"), "overridden": _l("Veto overridden"),
    "published": _l("Published as law"), "effective": _l("In force"), "codified": _l("Put into the code"), "withdrawn": _l("Withdrawn"),
    "expired": _l("Expired"), "postponed": _l("Postponed"), "meeting": _l("Meeting"), "comment_deadline": _l("Deadline for comments"),
    "other": _l("Other step"),
}  # fmt: skip
# Entered beside the course: they move nothing.
FREE = ("hearing", "meeting", "other")
MEANINGS = {
    "notice_of_intent": _l("A council member said at a meeting that this proposal will come."),
    "introduced": _l("The proposal came before the council for the first time."),
    "referred": _l("The council sent it to a committee, which studies it first."),
    "referred_to_staff": _l("City staff were asked to work on it and to report back."),
    "in_committee": _l("The committee works on it and may change the words."),
    "hearing_set": _l("A day was set on which people can speak about it."),
    "hearing": _l("People could speak about it."),
    "hearing_held": _l("The committee heard the people who came to speak."),
    "recommended": _l("The committee told the council what it advises."),
    "council_action": _l("It is on the full council's agenda."),
    "passed": _l("The council said yes with enough votes. It is not in force yet."),
    "failed": _l("It did not get enough votes. It ends here."),
    "presented": _l("The mayor can sign it, send it back, or let the time pass."),
    "signed": _l("The mayor agreed."),
    "unsigned": _l("The mayor did not sign. It becomes law all the same."),
    "vetoed": _l("The mayor said no. The council can vote again."),
    "overridden": _l("The council voted again, and it becomes law against the mayor's no."),
    "published": _l("The city printed the new law where laws are announced."),
    "effective": _l("From this day people must follow it."),
    "codified": _l("It was written into the city's book of laws."),
    "withdrawn": _l("Whoever proposed it took it back. It ends here."),
    "expired": _l("The term ended before a decision. It ends here."),
    "postponed": _l("It was put off. It goes on later from where it stood."),
    "meeting": _l("It was talked about at a meeting."),
}
ACTORS = {
    "member": _l("A council member"), "presiding_officer": _l("Whoever leads the meeting"), "committee": _l("The committee"),
    "committee_or_clerk": _l("The committee or the clerk"), "council_or_committee": _l("The council or the committee"), "chair": _l("The committee's chair"),
    "council": _l("The full council"), "clerk": _l("The clerk"), "mayor": _l("The mayor"), "sponsor": _l("The sponsor"),
    "code_publisher": _l("Whoever publishes the code"), "law": _l("Nobody: it follows from the law"),
}  # fmt: skip
NEEDS = {
    "document": _l("a document or a meeting, named so that anyone can find it"),
    "text": _l("a published version of the text"),
    "notice": _l("a public notice that is entered here"),
    "motion": _l("a motion that was carried here"),
    "recommendation": _l("the committee's vote on it"),
    "passage": _l("the full council's roll call with enough yes votes"),
    "defeat": _l("the full council's roll call without enough yes votes"),
    "override": _l("the full council's roll call that overrode the veto"),
    "lost_override": _l("the full council's roll call that did not override the veto"),
    "executive": _l("what the mayor did, entered under the motion"),
}
RULES = {
    "majority_of_all_members": _l("More than half of all members"),
    "majority_of_present": _l("More than half of those who vote"),
    "two_thirds_of_all_members": _l("At least two thirds of all members"),
    "three_quarters_of_all_members": _l("At least three quarters of all members"),
}
RECOMMENDATIONS = {"for": _l("for the proposal"), "against": _l("against the proposal"), "none": _l("without a recommendation")}


def in_words(words: Mapping[str, str]) -> str:
    """A file's words in the reader's language, else in English."""
    return words.get(language()) or words.get("en", "")


def label_of(step: str, workflow: Workflow | None = None) -> str:
    """What a step is called here: the workflow's own label, else the general one."""
    state = workflow.states.get(step) if workflow else None
    return in_words(state.label) if state and state.label else str(STEPS.get(step, step.replace("_", " ").capitalize()))


def meaning_of(step: str, workflow: Workflow | None = None) -> str:
    state = workflow.states.get(step) if workflow else None
    return in_words(state.meaning) if state and state.meaning else str(MEANINGS.get(step, ""))


def classes_of(step: str, workflow: Workflow | None = None, recommendation: str = "") -> tuple[str, ...]:
    """The step's classes in Open Civic Data's vocabulary, those of a printed history too."""
    state = workflow.states.get(step) if workflow else None
    found = state.classes if state else ()
    toward: dict[str, Any] = {"for": "committee-passage-favorable", "against": "committee-passage-unfavorable"}
    return tuple(toward.get(recommendation, one) if one == "committee-passage" else one for one in found)
