"""Faults in the city and in the ordinance texts."""

from __future__ import annotations

from collections.abc import Iterator

from civic.demonstration.content import Content, Docket
from civic.demonstration.faults.common import reading_grade, sections, themes_of, twice, unknown
from civic.dockets.facts.fields import FIELDS, PARTS
from civic.people.models import OfficeKind

ROLES = {"clerk", "moderator", "analyst", "approver", "administrator", "respondent", "delegate", "member"}


def in_the_city(content: Content) -> Iterator[str]:
    city = content.city
    members = {member.key for member in city.members}
    people = {person.key for person in city.people}
    yield from twice("city", [*people, *members])
    yield from unknown("an office", (office.holder for office in city.offices), people)
    yield from unknown("a body", (key for body in city.bodies for key in body.members), members)
    yield from unknown("a person's office", (p.for_office for p in city.people), {o.key for o in city.offices})
    yield from unknown("a person's member", (k for p in city.people for k in (p.member, p.for_member)), members)
    yield from unknown("a person", (p.organisation for p in city.people), {o.key for o in content.organisations})
    yield from unknown("a role", (p.role for p in city.people), ROLES | {"representative", "resident"})
    yield from unknown("an office's kind", (office.kind for office in city.offices), set(OfficeKind))
    yield from twice("organisations", (organisation.key for organisation in content.organisations))
    if not len(city.members) == len(city.wards) == city.seats:
        yield "seats, wards and members differ."
    if {member.ward for member in city.members} != {ward.number for ward in city.wards}:
        yield "a ward has no member or two."
    yield from (f"{person.key} is in the cast and has nothing to do." for person in city.cast if not person.here)


def in_the_text(content: Content, docket: Docket) -> Iterator[str]:
    changes = docket.changes
    if changes is None:
        return
    last = docket.versions[max(docket.versions)]  # the first one, where there is no other
    before, after = sections(docket.versions[1]), sections(last)
    worked = docket.versions[1]
    for change in changes.changes:
        for span in change.spans:
            if before.get(change.section, "").count(span.before) != 1 or span.after not in after.get(
                change.section, ""
            ):
                yield f"change {change.key} does not stand once in section {change.section}."
            worked = worked.replace(span.before, span.after)
        yield from unknown(f"change {change.key}", change.comments, {c.key for c in docket.comments})
        yield from unknown(f"change {change.key}", change.letters, {one.key for one in docket.letters.letters})
        yield from unknown(f"change {change.key}", [change.theme], themes_of(docket))
        requests = docket.consultation.requests if docket.consultation else ()
        yield from unknown(f"change {change.key}", [change.request], {request.question for request in requests})
    if worked != last:
        yield "the changes do not turn version 1 into version 2."
    yield from _in_plain_words(docket, set(before))


def in_the_facts(content: Content, docket: Docket) -> Iterator[str]:
    facts = docket.facts
    if facts is None:
        return
    yield from unknown("the facts", (facts.written_by, facts.confirmed_by), {person.key for person in content.city.people})
    if facts.written_by == facts.confirmed_by:
        yield "the facts are written and confirmed by one person."
    if [fact.key for fact in facts.facts] != [key for key in FIELDS if key in {fact.key for fact in facts.facts}] or len(facts.facts) != len(FIELDS):
        yield "the facts do not answer every question once, in their order."
    cells = [(fact.key, fact.cell) for fact in facts.facts] + [(f"{e.key}_{part}", getattr(e, part)) for e in facts.exceptions for part in PARTS]
    for key, cell in cells:
        for n in docket.versions:
            said = cell.at(n)
            if not {"stated": bool(said.sections), "unclear": len(said.readings) == 2, "not_stated": not (said.sections or said.says)}.get(said.state, False):
                yield f"fact {key} is not complete in version {n}."


def _in_plain_words(docket: Docket, numbers: set[str]) -> Iterator[str]:
    assert docket.changes
    plain = docket.changes.plain
    if set(plain.sections) != numbers:
        yield "the plain words do not cover every section."
    if len(plain.summary.split()) > 120:
        yield "the plain summary has more than 120 words."
    if len(plain.effects) != 3:
        yield "there are not three effects."
    for words in (plain.summary, *plain.effects, *plain.sections.values()):
        if reading_grade(words) > plain.grade_at_most:
            yield f"grade {reading_grade(words):.1f}: {words}"
