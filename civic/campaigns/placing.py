"""Making families and their members, for the worker and for people."""

from __future__ import annotations

import sqlalchemy as sa

from civic.campaigns.finding.comparing import steps_between
from civic.campaigns.finding.words import Sketch
from civic.campaigns.models import Family, FamilyKind, FamilyState, Member, MemberKind
from civic.campaigns.shelf import letter_of, side_of
from civic.clock import today
from civic.comments.models import Face
from civic.database import db, random_id
from civic.record.actions import SYSTEM, record

OWN_WORDS = 5  # words that a member added, from which on they are called its own


def kind_of(letter: Sketch, text: Sketch) -> MemberKind:
    if letter.words == text.words:
        return MemberKind.EXACT
    added = sum(step.b2 - step.b1 for step in steps_between(letter.words, text.words) if step.kind != "equal")
    return MemberKind.OWN_WORDS if added >= OWN_WORDS else MemberKind.EDITED


def new_family(docket_id: str, template: str, *, kind: FamilyKind = FamilyKind.LETTER, side: str = "") -> Family:
    n = (db.session.scalar(sa.select(sa.func.max(Family.n)).where(Family.docket_id == docket_id)) or 0) + 1
    family = Family(id=random_id(), docket_id=docket_id, n=n, template_id=template, kind=kind, state=FamilyState.SUGGESTED, side=side, found_on=today())
    db.session.add(family)
    db.session.flush()
    record("family.suggested", family, by=SYSTEM)
    return family


def put_in(face: Face, family: Family, letter: Sketch, *, by_person: bool = False) -> Member:
    """Make a comment a member, whatever it was before; its kind follows from its words."""
    member = db.session.get(Member, face.comment_id) or Member(comment_id=face.comment_id, docket_id=face.docket_id, sort_key=face.sort_key)
    member.family_id, member.kind, member.by_person = family.id, kind_of(letter, letter_of(face.text)), by_person
    db.session.add(member)
    family.side = family.side or side_of(face.stance)
    db.session.flush()
    return member
