"""Faults in comments, decisions about them, and letters."""

from __future__ import annotations

from collections.abc import Iterator

from civic.comments.models import Channel, Stance
from civic.demonstration import plan
from civic.demonstration.content import Content, Docket
from civic.demonstration.faults.common import sections, twice, unknown
from civic.demonstration.shapes.comments import Comment
from civic.demonstration.shapes.letters import Letter

TWO_PEOPLE = {"T1", "T2", "O1", "S1", "I1", "C1", "X1"}


def in_comments(content: Content, docket: Docket) -> Iterator[str]:
    keys = {comment.key for comment in docket.comments}
    yield from twice("comments", (comment.key for comment in docket.comments))
    numbers = set(sections(docket.versions.get(1, "")))
    for comment in docket.comments:
        name = f"comment {comment.key}"
        yield from unknown(name, comment.sections, numbers)
        yield from unknown(name, [comment.same_submission_as], keys)
        yield from unknown(name, [comment.channel], set(Channel))
        yield from unknown(name, [comment.stance], {*Stance, "none"})
        yield from unknown(name, [comment.language], {"en", "es", "so", "hmn"})
        if comment.ward not in {None, *(ward.number for ward in content.city.wards)}:
            yield f"{name} names a ward that is not there."
        yield from (
            f"{name} lacks the words {span}."
            for span in (*comment.private, *comment.threat)
            if span not in comment.words
        )
        yield from (f"{name}: {fault}" for fault in _in_days_of(comment, docket))


def _in_days_of(comment: Comment, docket: Docket) -> Iterator[str]:
    window = docket.matter.window
    assert window
    if not window.opens <= comment.day <= window.closes + window.late_hours // 24:
        yield "came outside the window."
    if any(not comment.day <= edit.day <= window.closes for edit in comment.edits):
        yield "was edited outside the window."
    if comment.withdrawn is not None and not comment.day <= comment.withdrawn <= (window.packet_frozen or 0):
        yield "was withdrawn outside the window."


def in_moderation(content: Content, docket: Docket) -> Iterator[str]:
    moderators = {person.key for person in content.city.people if person.role == "moderator"}
    moderation = docket.moderation
    by_key = {decision.key: decision for decision in moderation.decisions}
    for decision in moderation.decisions:
        name = f"decision {decision.key}"
        yield from unknown(name, [decision.comment, decision.same_as], {comment.key for comment in docket.comments})
        yield from unknown(name, [decision.by, decision.second], moderators)
        comment = docket.comment(decision.comment)
        if decision.day < comment.day or any(span not in comment.words for span in decision.spans):
            yield f"{name} does not fit its comment."
        if (decision.code in TWO_PEOPLE) != (decision.second is not None) or decision.second == decision.by:
            yield f"{name} needs the right number of people."
    for appeal in moderation.appeals:
        decided = by_key[appeal.decision]
        if appeal.reviewer in (decided.by, decided.second) or not decided.day <= appeal.day <= appeal.decided:
            yield f"the appeal of {appeal.decision} was not heard by another person afterwards."
    held = {comment.key for comment in docket.comments if plan.state_of(docket, comment) == "held"}
    if held != set(moderation.waiting):
        yield f"held are {sorted(held)}."
    if {comment.key for comment in docket.comments if comment.threat} != set(moderation.read_first):
        yield "the comments to read first are others."


def in_letters(content: Content, docket: Docket) -> Iterator[str]:
    organisations = {organisation.key for organisation in content.organisations}
    for letter in docket.letters.letters:
        asked = [signature.organisation for signature in letter.signatures]
        asked += [one.organisation for one in (*letter.declined, *letter.invited)]
        yield from unknown(f"letter {letter.key}", [letter.submitter, *asked], organisations)
        yield from unknown(f"letter {letter.key}", [letter.addressee], {body.key for body in content.city.bodies})
        yield from unknown(f"letter {letter.key}", [letter.contact], {person.key for person in content.city.people})
        yield from unknown(f"letter {letter.key}", (s.section for s in letter.sections), sections(docket.versions[1]))
        yield from twice(f"letter {letter.key}", asked)
        yield from _in_days_of_letter(letter)
    for entered in docket.letters.entered:
        yield from unknown(f"entered letter {entered.key}", [entered.addressee], {body.key for body in content.city.bodies})
        if entered.version is not None and entered.version not in docket.versions:
            yield f"entered letter {entered.key} is about version {entered.version}, which does not exist."


def _in_days_of_letter(letter: Letter) -> Iterator[str]:
    end = letter.delivered if letter.delivered is not None else letter.sign_by
    days = [signature.day for signature in letter.signatures] + [resident.day for resident in letter.residents]
    if not letter.drafted <= letter.frozen <= min(days) or max(days) > min(end, letter.sign_by):
        yield f"letter {letter.key} was signed before it was frozen or after it was delivered."
