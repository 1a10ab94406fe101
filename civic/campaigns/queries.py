from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from civic.campaigns.finding.added import added_words
from civic.campaigns.finding.comparing import steps_between
from civic.campaigns.finding.slots import Slot, slots_of
from civic.campaigns.finding.words import spans_of, words_of
from civic.campaigns.models import Attestation, Family, FamilyAct, FamilyKind, FamilyState, Member, MemberKind, Relation
from civic.comments.models import READABLE, Comment, Face
from civic.database import db
from civic.dockets.models import Docket
from civic.permissions import loads

SHOWN_FROM = 3  # comments: two neighbors with the same words are no campaign
SLOTS_FROM = 300  # texts from which the wordings of each place are read
PAGE = 100
STANDING = (FamilyState.SUGGESTED, FamilyState.CONFIRMED)


@loads(Family)
def family_with(id: str) -> Family | None:
    return db.session.get(Family, id)


@loads(FamilyAct)
def act_with(id: str) -> FamilyAct | None:
    return db.session.get(FamilyAct, id)


@loads(Relation)
def relation_with(id: str) -> Relation | None:
    return db.session.get(Relation, id)


@dataclass
class Shown:
    """A family as its readers see it. ``exact`` are copies besides the letter itself; all of them are readable."""

    family: Family
    letter: Face
    size: int
    exact: int
    edited: int
    own_words: int
    first: date
    last: date

    @property
    def copies(self) -> int:
        return self.size - 1

    @property
    def changed(self) -> int:
        return self.edited + self.own_words


def families_on(docket: Docket, *, public: bool = True, n: int | None = None) -> list[Shown]:
    """Families with readable comments, the largest first (or the one numbered ``n``). The public sees letters at once, and the rest once confirmed."""
    beside = Member.comment_id != Family.template_id
    query = (
        sa.select(Family.id, sa.func.count(), *(sa.func.count().filter(beside, Member.kind == kind) for kind in MemberKind), sa.func.min(Face.received_on), sa.func.max(Face.received_on))
        .join(Member, Member.family_id == Family.id).join(Face, Face.comment_id == Member.comment_id)
        .where(Family.docket_id == docket.id, Family.state.in_(STANDING), Face.state.in_(READABLE)).group_by(Family.id)
        .having(sa.func.count() >= (SHOWN_FROM if public else 2))
    )  # fmt: skip
    rows = db.session.execute(query if n is None else query.where(Family.n == n)).all()
    families = {family.id: family for family in db.session.scalars(sa.select(Family).where(Family.id.in_([row[0] for row in rows])))}
    found = [Shown(families[id], db.session.get_one(Face, families[id].template_id), *numbers) for id, *numbers in rows]
    return sorted((one for one in found if not public or is_public(one.family)), key=lambda one: (-one.size, one.family.n))


def is_public(family: Family) -> bool:
    return family.state is FamilyState.CONFIRMED or family.state is FamilyState.SUGGESTED and family.kind is FamilyKind.LETTER


def family_on(docket: Docket, n: int) -> Family | None:
    return db.session.scalar(sa.select(Family).where(Family.docket_id == docket.id, Family.n == n))


def shown_family(docket: Docket, n: int) -> Shown | None:
    return next(iter(families_on(docket, n=n)), None)


def members_of(family: Family, *, after: int | None = None, limit: int | None = None) -> list[tuple[Face, Member]]:
    """Readable members, the newest day first."""
    query = sa.select(Face, Member).join(Member, Member.comment_id == Face.comment_id).where(Member.family_id == family.id, Face.state.in_(READABLE))
    if after is not None:
        query = query.where(Face.sort_key < max(0, min(after, 2**62)))
    query = query.options(sa.orm.defer(Face.openings)).order_by(Face.sort_key.desc())
    return [(face, member) for face, member in db.session.execute(query.limit(limit) if limit else query)]


def page_of(family: Family, n: int) -> list[tuple[Face, Member]]:
    """The n-th hundred for moderators: what was changed first, since it is read one by one, then the copies word for word."""
    query = sa.select(Face, Member).join(Member, Member.comment_id == Face.comment_id).where(Member.family_id == family.id, Face.state.in_(READABLE))
    query = query.options(sa.orm.defer(Face.openings)).order_by(sa.case((Member.kind == MemberKind.EXACT, 1), else_=0), Face.sort_key.desc())
    return [(face, member) for face, member in db.session.execute(query.limit(PAGE).offset(PAGE * (n - 1)))]


def numbers_in(family: Family) -> list[str]:
    query = sa.select(Face.number).join(Member, Member.comment_id == Face.comment_id)
    return sorted(db.session.scalars(query.where(Member.family_id == family.id, Face.state.in_(READABLE))))


def sizes_in(family: Family) -> tuple[int, int]:
    """(readable members, those of them that are word for word, with the letter itself)."""
    alike = sa.func.count().filter(sa.or_(Member.kind == MemberKind.EXACT, Member.comment_id == family.template_id))
    query = sa.select(sa.func.count(), alike).select_from(Member).join(Face, Face.comment_id == Member.comment_id)
    size, exact = db.session.execute(query.where(Member.family_id == family.id, Face.state.in_(READABLE))).one()
    return size, exact


def confirmed_families(docket: Docket) -> list[Family]:
    query = sa.select(Family).where(Family.docket_id == docket.id, Family.state == FamilyState.CONFIRMED)
    return list(db.session.scalars(query.order_by(Family.n)))


# --- the letter and what people added


def letter_of(family: Family) -> str:
    """The words that the members share: the template's text; of a key paragraph that paragraph as the template has it."""
    text = db.session.get_one(Face, family.template_id).text
    if family.kind is not FamilyKind.BLOCK:
        return text
    others = [face.text for face, _member in members_of(family, limit=5) if face.comment_id != family.template_id]
    words, runs = words_of(text), []
    for other in others:
        runs.append(max((s for s in steps_between(words, words_of(other)) if s.kind == "equal"), key=lambda s: s.a2 - s.a1, default=None))
    best = Counter((run.a1, run.a2) for run in runs if run is not None).most_common(1)
    if not best:
        return text
    spans, (start, end) = spans_of(text), best[0][0]
    return text[spans[start][0] : spans[end - 1][1]]


def language_of(family: Family) -> str:
    return db.session.get_one(Face, family.template_id).language


def additions_in(rows: list[tuple[Face, Member]], letter: str) -> dict[str, list[str]]:
    """Comment id -> the words that its author added or changed (I-29)."""
    return {face.comment_id: added for face, member in rows if member.kind is not MemberKind.EXACT and (added := added_words(letter, face.text))}


def slots_in(family: Family) -> list[Slot]:
    """For a campaign of phrases: its places, with the wordings of each; places with one wording are the frame between."""
    if family.kind is not FamilyKind.PHRASES:
        return []
    rows = members_of(family, limit=SLOTS_FROM)
    return [slot for slot in slots_of([words_of(face.text) for face, _member in rows]) if len(slot.wordings) > 1]


# --- numbers


@dataclass
class Wordings:
    """readable = distinct + edited + exact (domain.md 8); folding changes nothing else."""

    readable: int
    distinct: int
    edited: int
    exact: int


def wordings_on(docket: Docket) -> Wordings:
    readable = db.session.scalar(sa.select(sa.func.count()).select_from(Face).where(Face.docket_id == docket.id, Face.state.in_(READABLE))) or 0
    families = families_on(docket)
    edited, exact = sum(one.changed for one in families), sum(one.exact for one in families)
    return Wordings(readable, readable - edited - exact, edited, exact)


def days_of(family: Family) -> list[tuple[date, int, int]]:
    """(day, copies word for word, changed) of each day on which one arrived, the first day first. The letter itself is a copy."""
    same = sa.or_(Member.kind == MemberKind.EXACT, Member.comment_id == family.template_id)
    query = sa.select(Face.received_on, sa.func.count().filter(same), sa.func.count().filter(~same)).join(Member, Member.comment_id == Face.comment_id)
    query = query.where(Member.family_id == family.id, Face.state.in_(READABLE)).group_by(Face.received_on).order_by(Face.received_on)
    return [(day, copies, changed) for day, copies, changed in db.session.execute(query)]


@dataclass
class Partner:
    """An organization that handed in comments, with its files: each statement, and the comments taken from its file."""

    name: str
    files: list[tuple[Attestation, int]]

    @property
    def comments(self) -> int:
        return sum(n for _one, n in self.files)


def partners_on(docket: Docket) -> list[Partner]:
    """Bulk partners by name, with the number of comments received through each."""
    query = (
        sa.select(Attestation, sa.func.count(Comment.id))
        .outerjoin(Comment, sa.and_(Comment.docket_id == Attestation.docket_id, Comment.source_digest == Attestation.source_digest))
        .where(Attestation.docket_id == docket.id).group_by(Attestation.id).order_by(Attestation.partner, Attestation.on, Attestation.id)
    )  # fmt: skip
    partners: dict[str, Partner] = {}
    for one, n in db.session.execute(query):
        partners.setdefault(one.partner, Partner(one.partner, [])).files.append((one, n))
    return list(partners.values())


# --- for moderators


def acts_on(docket: Docket) -> list[FamilyAct]:
    """The newest first."""
    return list(db.session.scalars(sa.select(FamilyAct).where(FamilyAct.docket_id == docket.id).order_by(FamilyAct.n.desc())))


def relations_on(docket: Docket, state: str = "open") -> list[tuple[Relation, Face, Face]]:
    """Letters that are perhaps related (or were kept apart), the most alike first, as long as both can be read and are not in one group."""
    a, b = sa.orm.aliased(Face), sa.orm.aliased(Face)
    query = sa.select(Relation, a, b).join(a, a.comment_id == Relation.a_id).join(b, b.comment_id == Relation.b_id)
    query = query.where(Relation.docket_id == docket.id, Relation.state == state, a.state.in_(READABLE), b.state.in_(READABLE))
    rows = db.session.execute(query.order_by(Relation.per_mille.desc(), Relation.id)).all()
    in_family = {comment: family for comment, family in db.session.execute(sa.select(Member.comment_id, Member.family_id).where(Member.docket_id == docket.id))}  # noqa: C416 - typed pairs
    return [(r, x, y) for r, x, y in rows if not in_family.get(x.comment_id) or in_family.get(x.comment_id) != in_family.get(y.comment_id)]


def state_of(family: Family) -> str:
    """What a form carries, so that nobody decides on a group that changed meanwhile."""
    last = db.session.scalar(sa.select(sa.func.max(FamilyAct.n)).where(FamilyAct.family_id == family.id)) or 0
    return f"{family.state.value}:{sizes_in(family)[0]}:{last}"


def suggested_counts() -> list[tuple[Docket, int]]:
    """Dockets with groups that nobody has looked at."""
    query = sa.select(Docket, sa.func.count(Family.id)).join(Family, Family.docket_id == Docket.id).where(Family.state == FamilyState.SUGGESTED)
    return [(docket, n) for docket, n in db.session.execute(query.group_by(Docket.id).order_by(Docket.number))]


def sorted_in_since(family: Family) -> int:
    """Readable members that the computer put here and no person has looked at in the group."""
    query = sa.select(sa.func.count()).select_from(Member).join(Face, Face.comment_id == Member.comment_id)
    return db.session.scalar(query.where(Member.family_id == family.id, Member.by_person.is_(False), Face.state.in_(READABLE))) or 0


def families_around(comments: Sequence[str]) -> list[tuple[str, Family, int]]:
    """(comment, its family, how many readable comments that has), of those that stand in one with another."""
    query = sa.select(Member.comment_id, Family).join(Family, Family.id == Member.family_id).where(Member.comment_id.in_(comments), Family.state.in_(STANDING))
    rows = [(comment, family) for comment, family in db.session.execute(query)]  # noqa: C416 - typed pairs
    sizes = {family.id: sizes_in(family)[0] for family in {family.id: family for _comment, family in rows}.values()}
    return [(comment, family, sizes[family.id]) for comment, family in rows if sizes[family.id] > 1]


def docket_of(relation: Relation) -> Docket:
    return db.session.get_one(Docket, relation.docket_id)
