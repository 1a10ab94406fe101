"""Faults in the consultation and the council's process."""

from __future__ import annotations

from collections.abc import Iterator

from civic.demonstration import plan
from civic.demonstration.content import Content, Docket
from civic.demonstration.faults.common import sections, themes_of, twice, unknown
from civic.demonstration.shapes.council import Amendment, Motion


def in_consultation(content: Content, docket: Docket) -> Iterator[str]:
    consultation = docket.consultation
    if consultation is None:
        return
    roster = {entry.key for entry in consultation.roster}
    questions = {question.key for question in consultation.questions}
    yield from twice("roster", (entry.key for entry in consultation.roster))
    yield from twice("questions", (question.key for question in consultation.questions))
    yield from unknown("roster", (entry.office for entry in consultation.roster), {o.key for o in content.city.offices})
    named = [invitation.roster for invitation in consultation.invitations]
    named += [contact.roster for contact in consultation.contacts] + [one.roster for one in consultation.contests]
    named += [key for notice in consultation.notices for key in notice.reaches]
    yield from unknown("the ledger", named, roster)
    yield from unknown("a request", (request.question for request in consultation.requests), questions)
    changes = {change.key for change in docket.changes.changes} if docket.changes else set()
    yield from unknown("a request", (request.change for request in consultation.requests), changes)
    published = {1: docket.matter.window.opens if docket.matter.window else 0}
    published |= {n: e.day for n, e in enumerate((e for e in docket.matter.events if e.kind == "version_published"), 2)}
    for invitation in consultation.invitations:
        if invitation.sent < published.get(invitation.version, invitation.sent + 1):
            yield f"invitation {invitation.key} cites a version that was not out."
        if any(invitation.respond_by - d.day < content.city.response_days for d in invitation.delivery):
            yield f"invitation {invitation.key} leaves fewer days than the city promises."
        for question in invitation.questions:
            yield from unknown(question.key, question.comments, {comment.key for comment in docket.comments})
            yield from unknown(question.key, [question.section], sections(docket.versions[invitation.version]))
            if question.answer and not invitation.sent <= question.answer.day <= question.due:
                yield f"{question.key} was answered outside its days."


def in_council(content: Content, docket: Docket) -> Iterator[str]:
    matter, members = docket.matter, {member.key for member in content.city.members}
    yield from unknown("the matter", matter.sponsors, members)
    for amendment in matter.amendments:
        yield from _in_amendment(content, docket, amendment)
    for motion in matter.motions:
        yield from _in_roll_call(content, motion)
        yield from unknown(f"motion {motion.key}", [motion.event], {event.key for event in matter.events})
    for position in matter.positions:
        name = f"the position of {position.member}"
        yield from unknown(name, [position.member], members)
        yield from unknown(name, position.themes, themes_of(docket))
        yield from unknown(name, position.comments, {comment.key for comment in plan.readable(docket)})
        if matter.positions_rule is None or position.day < matter.positions_rule.open_from:
            yield f"{name} came before positions were open."
        if position.version not in docket.versions or (
            position.version == 2 and docket.changes and docket.changes.draft
        ):
            yield f"{name} names a version that is not out."
    if matter.end_state and matter.end_state != plan.figures(docket):
        yield f"the end state is {plan.figures(docket)}."
    made = {key for amendment in matter.amendments for key in amendment.changes}
    if docket.changes and made and (left := {change.key for change in docket.changes.changes} - made):
        yield f"no amendment makes the changes {', '.join(sorted(left))}."
    days = [event.day for event in matter.events]
    if days != sorted(days):
        yield "the events are not in order."


def _in_amendment(content: Content, docket: Docket, amendment: Amendment) -> Iterator[str]:
    name, text = f"amendment {amendment.key}", sections(docket.versions[1])
    yield from unknown(name, amendment.changes, {change.key for change in docket.changes.changes} if docket.changes else set())
    for span in amendment.spans:
        if text.get(span.section, "").count(span.before) != 1:
            yield f"{name} does not stand once in section {span.section}."
    if amendment.result in ("carried", "lost"):
        yield from _in_roll_call(content, amendment)
    if docket.changes and (amendment.result == "carried") != bool(amendment.changes):
        yield f"{name} is adopted, or changes version 2, but not both."


def _in_roll_call(content: Content, motion: Motion | Amendment) -> Iterator[str]:
    if motion.minutes:
        return
    body = next(body for body in content.city.bodies if body.key == motion.body)
    votes = (*motion.yes, *motion.no, *motion.absent)
    if sorted(votes) != sorted(body.members):
        yield f"motion {motion.key} has {len(votes)} votes for {len(body.members)} members."
    if (len(motion.yes) > len(motion.no)) != (motion.result == "carried"):
        yield f"motion {motion.key} has the wrong result."
