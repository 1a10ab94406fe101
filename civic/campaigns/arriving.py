"""After a comment arrived: its public words are looked up among the letters of its docket, in the worker, never before
its author has the receipt. Nothing about a person is read: only the words and the stance they stated.

Everything lies in the database, so no process has to stay alive, and a chunk that was stopped is simply looked at again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from civic.campaigns.finding.comparing import without_frame
from civic.campaigns.finding.families import (
    FEWEST_WORDS,
    MOST_POSTINGS,
    MOST_REPRESENTATIVES,
    Match,
    Representative,
    match,
    opposite,
)
from civic.campaigns.finding.words import Sketch, sketch
from civic.campaigns.models import Family, FamilyKind, FamilyState, Fingerprint, Member, MemberKind, SketchOf, ToLookAt
from civic.clock import today
from civic.comments.models import READABLE, Face
from civic.database import db, random_id
from civic.record.actions import SYSTEM, record

CHUNK = 200
SIGNED = 2**63  # the database keeps 64-bit numbers with a sign
OWN_WORDS = 5  # words that a member added, from which on they are called its own
IN_ONE_QUESTION = 400  # values in one look-up


def look_at_arrivals(limit: int = CHUNK) -> int:
    """Sort in comments whose words are new or changed; forget those no longer public. Says how many were looked at."""
    ids = list(db.session.scalars(sa.select(ToLookAt.comment_id).limit(limit)))
    _forget(ids)
    for face in db.session.scalars(sa.select(Face).where(Face.comment_id.in_(ids), Face.state.in_(READABLE)).order_by(Face.received_on, Face.comment_id)).all():
        sort_in(face)
    db.session.execute(sa.delete(ToLookAt).where(ToLookAt.comment_id.in_(ids)))
    return len(ids)


def anything_arrived() -> bool:
    return db.session.scalar(sa.select(ToLookAt.comment_id).limit(1)) is not None


def sort_in(face: Face) -> None:
    """Find the family of one comment, or keep it as a letter of its own that others may follow."""
    text = sketch(without_frame(face.text))
    row = SketchOf(comment_id=face.comment_id, docket_id=face.docket_id, exact=text.exact, prints=len(text.prints))
    decided = db.session.get(Member, face.comment_id)
    if decided is not None:  # a person said where it belongs
        family = db.session.get(Family, decided.family_id) if decided.family_id else None
        _keep(row, face, text, as_representative=family is not None and family.template_id == face.comment_id)
        if family is not None:
            put_in(face, family, _letter(family), by_person=decided.by_person)
        return
    found = match(Shelf(face.docket_id), text, _side(face)) if len(text.words) >= FEWEST_WORDS else Match(())
    _keep(row, face, text, as_representative=not found.families or found.is_smaller)
    if found.best is not None:
        _join(face, text, found)


class Shelf:
    """The representatives of one docket as the core wants them, read from the tables."""

    def __init__(self, docket_id: str) -> None:
        self._docket = docket_id

    def with_words(self, exact: int) -> list[Representative]:
        query = sa.select(SketchOf.comment_id).where(SketchOf.docket_id == self._docket, SketchOf.exact == exact).limit(MOST_REPRESENTATIVES * 2)
        return _representatives(list(db.session.scalars(query)))

    def sharing(self, prints: frozenset[int]) -> list[tuple[Representative, int]]:
        shared: Counter[str] = Counter()
        values = sorted(signed(value) for value in prints)
        for start in range(0, len(values), IN_ONE_QUESTION):
            asked = values[start : start + IN_ONE_QUESTION]
            query = sa.select(Fingerprint.comment_id, sa.func.count()).where(Fingerprint.docket_id == self._docket, Fingerprint.value.in_(asked))
            for comment, n in db.session.execute(query.group_by(Fingerprint.comment_id)):
                shared[comment] += n
        best = [comment for comment, n in shared.most_common(12) if n > 1]
        return [(one, shared[str(one.key)]) for one in _representatives(best)]


def signed(value: int) -> int:
    return value - 2 * SIGNED if value >= SIGNED else value


def kind_of(letter: Sketch, text: Sketch, added: int) -> MemberKind:
    if letter.words == text.words:
        return MemberKind.EXACT
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
    from civic.campaigns.finding.comparing import steps_between

    text = sketch(without_frame(face.text))
    added = sum(step.b2 - step.b1 for step in steps_between(letter.words, text.words) if step.kind != "equal")
    member = db.session.get(Member, face.comment_id) or Member(comment_id=face.comment_id, docket_id=face.docket_id)
    member.family_id, member.kind, member.by_person = family.id, kind_of(letter, text, added), by_person
    db.session.add(member)
    family.side = family.side or _side(face)
    db.session.flush()
    return member


# --- inside


def _join(face: Face, text: Sketch, found: Match) -> None:
    best = found.best
    assert best is not None
    family = _family_of(str(best.key)) or _family_with(str(best.key))
    put_in(face, family, _letter(family))
    for other in (*found.families[1:], *found.holding):
        comment = str(other)
        joined = _family_of(comment)
        lone = db.session.get(Face, comment) if joined is None else None
        if lone is not None and db.session.get(Member, comment) is None and not opposite(_side(lone), family.side):
            put_in(lone, family, _letter(family))
    _settle_template(family, face, text)


def _settle_template(family: Family, face: Face, text: Sketch) -> None:
    """The bare letter may come after a personal copy: what several sent word for word is the letter."""
    if family.state is not FamilyState.SUGGESTED or family.kind is not FamilyKind.LETTER:
        return
    query = sa.select(SketchOf.exact, sa.func.count(), sa.func.min(SketchOf.comment_id)).join(Member, Member.comment_id == SketchOf.comment_id)
    rows = db.session.execute(query.where(Member.family_id == family.id, SketchOf.exact.in_([text.exact, _exact_of(family.template_id)])).group_by(SketchOf.exact)).all()
    count = {exact: (n, first) for exact, n, first in rows}
    mine, theirs = count.get(text.exact, (0, "")), count.get(_exact_of(family.template_id), (0, ""))
    if mine[0] > theirs[0]:
        family.template_id = face.comment_id
        letter = text
        for member in db.session.scalars(sa.select(Member).where(Member.family_id == family.id, Member.by_person.is_(False))).all():
            other = db.session.get(Face, member.comment_id)
            if other is not None:
                put_in(other, family, letter)


def _exact_of(comment_id: str) -> int:
    row = db.session.get(SketchOf, comment_id)
    return row.exact if row else -1


def _family_with(comment_id: str) -> Family:
    """The first copy of a letter becomes a family when the second comes."""
    face = db.session.get_one(Face, comment_id)
    family = new_family(face.docket_id, comment_id, side=_side(face))
    put_in(face, family, sketch(without_frame(face.text)))
    return family


def _family_of(comment_id: str) -> Family | None:
    member = db.session.get(Member, comment_id)
    return db.session.get(Family, member.family_id) if member and member.family_id else None


def _letter(family: Family) -> Sketch:
    return sketch(without_frame(db.session.get_one(Face, family.template_id).text))


def _representatives(comments: Sequence[str]) -> list[Representative]:
    """``family`` is the family's id, or the comment's own while it is alone; one that a person took out joins nothing."""
    query = (
        sa.select(Face, Member.family_id, Member.by_person, Family.side, Family.state)
        .outerjoin(Member, Member.comment_id == Face.comment_id).outerjoin(Family, Family.id == Member.family_id)
        .where(Face.comment_id.in_(comments), Face.state.in_(READABLE))
    )  # fmt: skip
    found = []
    for face, family, by_person, side, state in db.session.execute(query):
        if by_person and family is None or state is FamilyState.DISSOLVED:
            continue
        found.append(Representative(face.comment_id, family or face.comment_id, sketch(without_frame(face.text)), side or _side(face)))
    return sorted(found, key=lambda one: comments.index(str(one.key)))


def _keep(row: SketchOf, face: Face, text: Sketch, *, as_representative: bool) -> None:
    db.session.merge(row)
    if as_representative and len(text.words) >= FEWEST_WORDS:
        values = [signed(value) for value in text.prints]
        full: set[int] = set()
        for start in range(0, len(values), IN_ONE_QUESTION):
            query = sa.select(Fingerprint.value).where(Fingerprint.docket_id == face.docket_id, Fingerprint.value.in_(values[start : start + IN_ONE_QUESTION]))
            full.update(db.session.scalars(query.group_by(Fingerprint.value).having(sa.func.count() >= MOST_POSTINGS)))
        rows = [{"docket_id": face.docket_id, "value": value, "comment_id": face.comment_id} for value in values if value not in full]
        if rows:
            db.session.execute(sa.insert(Fingerprint), rows)
    db.session.flush()


def _side(face: Face) -> str:
    return face.stance if face.stance in ("support", "oppose") else ""


def _forget(ids: Sequence[str]) -> None:
    """Where the computer put these comments is found anew; their fingerprints went when their words changed."""
    for family in db.session.scalars(sa.select(Family).where(Family.template_id.in_(ids))).all():
        _next_template(family)
    db.session.execute(sa.delete(Member).where(Member.comment_id.in_(ids), Member.by_person.is_(False)))
    db.session.flush()


def _next_template(family: Family) -> None:
    query = sa.select(Member.comment_id).join(Face, Face.comment_id == Member.comment_id)
    other = db.session.scalars(query.where(Member.family_id == family.id, Member.comment_id != family.template_id, Face.state.in_(READABLE)).order_by(Member.kind, Member.comment_id).limit(1)).first()
    if other is not None:
        family.template_id = other
