from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from civic.campaigns.finding.added import added_words
from civic.campaigns.finding.comparing import steps_between
from civic.campaigns.finding.slots import Slot, slots_of
from civic.campaigns.finding.words import spans_of, words_of
from civic.campaigns.models import (
    Attestation,
    Family,
    FamilyAct,
    FamilyCount,
    FamilyDay,
    FamilyKind,
    FamilyState,
    Member,
    MemberKind,
    Relation,
)
from civic.comments.counting import counts
from civic.comments.listing import opened
from civic.comments.models import READABLE, Comment, Face
from civic.database import db
from civic.dockets.models import Docket
from civic.permissions import loads

SHOWN_FROM = 3  # comments: two neighbors with the same words are no campaign
SLOTS_FROM = 300  # texts from which the wordings of each place are read
PAGE = 100
LISTED = 50  # families on one page; the file has them all
AT_ONCE = 400  # families looked up in one question
STANDING = (FamilyState.SUGGESTED, FamilyState.CONFIRMED)
PUBLIC = sa.or_(Family.state == FamilyState.CONFIRMED, sa.and_(Family.state == FamilyState.SUGGESTED, Family.kind == FamilyKind.LETTER))  # as is_public


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


@dataclass(frozen=True)
class Ranked:
    """One family by its kept counts. ``kinds``: readable members besides the letter itself."""

    id: str
    n: int
    size: int
    kinds: Counter[MemberKind]


def ranked(docket: Docket, *, public: bool = True) -> list[Ranked]:
    """Families with readable comments, the largest first. The public sees letters at once, and the rest once confirmed."""
    query = _counted(SHOWN_FROM if public else 2).where(Family.docket_id == docket.id)
    return _ranked(query.where(PUBLIC if public else Family.state.in_(STANDING)))


def are_several(docket: Docket) -> bool:
    """Whether the public sees more than one."""
    return len(db.session.execute(_counted(SHOWN_FROM).where(Family.docket_id == docket.id, PUBLIC).limit(2)).all()) > 1


def families_on(docket: Docket, *, public: bool = True) -> list[Shown]:
    return shown(ranked(docket, public=public))


def shown(rows: Sequence[Ranked]) -> list[Shown]:
    """With their letters and days: some families at a time are a page."""
    found: dict[str, Shown] = {}
    for start in range(0, len(rows), AT_ONCE):
        ids = [row.id for row in rows[start : start + AT_ONCE]]
        days = sa.select(FamilyDay.family_id, sa.func.min(FamilyDay.day), sa.func.max(FamilyDay.day)).where(FamilyDay.family_id.in_(ids), FamilyDay.count > 0)
        between = {id: (first, last) for id, first, last in db.session.execute(days.group_by(FamilyDay.family_id))}
        letters = sa.select(Family, Face).join(Face, Face.comment_id == Family.template_id).where(Family.id.in_(ids)).options(sa.orm.defer(Face.openings))
        found |= {family.id: Shown(family, letter, 0, 0, 0, 0, *between.get(family.id, (None, None))) for family, letter in db.session.execute(letters)}
    for row in rows:
        one = found[row.id]
        one.size, one.exact, one.edited, one.own_words = row.size, row.kinds[MemberKind.EXACT], row.kinds[MemberKind.EDITED], row.kinds[MemberKind.OWN_WORDS]
    return [found[row.id] for row in rows]


def size_of(family: Family) -> int:
    return sizes_of([family.id]).get(family.id, 0)


def sizes_of(ids: Collection[str]) -> dict[str, int]:
    """Readable members of each."""
    query = sa.select(FamilyCount.family_id, sa.func.sum(FamilyCount.count)).where(FamilyCount.family_id.in_(ids))
    return {id: int(n) for id, n in db.session.execute(query.group_by(FamilyCount.family_id))}


def _counted(least: int) -> sa.Select[Any]:
    """Per family its members that can be read, by kind, and as which kind the letter itself counts, while it can be read."""
    letter = sa.case((Face.state.in_(READABLE), sa.type_coerce(Member.kind, sa.String)))
    size = sa.func.sum(FamilyCount.count)
    of_kind = [sa.func.sum(sa.case((FamilyCount.kind == kind, FamilyCount.count), else_=0)) for kind in MemberKind]
    query = sa.select(Family.id, Family.n, letter, size, *of_kind).join(FamilyCount, FamilyCount.family_id == Family.id)
    query = query.outerjoin(Member, sa.and_(Member.comment_id == Family.template_id, Member.family_id == Family.id))
    query = query.outerjoin(Face, sa.and_(Face.docket_id == Member.docket_id, Face.sort_key == Member.sort_key))  # by its place: the index of places has the state
    return query.group_by(Family.id, Family.n, letter).having(size >= least).order_by(size.desc(), Family.n)


def _ranked(query: sa.Select[Any]) -> list[Ranked]:
    found = []
    for id, n, letter, size, *numbers in db.session.execute(query):
        kinds = Counter({kind: int(count) for kind, count in zip(MemberKind, numbers, strict=True)})
        if letter:
            kinds[MemberKind(letter)] -= 1
        found.append(Ranked(id, n, int(size), kinds))
    return found


def is_public(family: Family) -> bool:
    return family.state is FamilyState.CONFIRMED or family.state is FamilyState.SUGGESTED and family.kind is FamilyKind.LETTER


def family_on(docket: Docket, n: int) -> Family | None:
    return db.session.scalar(sa.select(Family).where(Family.docket_id == docket.id, Family.n == n))


def shown_family(docket: Docket, n: int, *, public: bool = True) -> Shown | None:
    query = _counted(SHOWN_FROM if public else 2).where(Family.docket_id == docket.id, Family.n == n)
    found = _ranked(query.where(PUBLIC if public else Family.state.in_(STANDING)))
    return shown(found)[0] if found else None


def members_of(family: Family, *, after: int | None = None, limit: int | None = None) -> list[tuple[Face, Member]]:
    """Readable members, the newest day first."""
    query = sa.select(Face, Member).join(Member, Member.comment_id == Face.comment_id).where(Member.family_id == family.id, Face.state.in_(READABLE))
    if after is not None:
        query = query.where(Member.sort_key < max(0, min(after, 2**62)))
    query = query.options(sa.orm.defer(Face.openings)).order_by(Member.sort_key.desc())
    return [(face, member) for face, member in db.session.execute(query.limit(limit) if limit else query)]


CHANGED_FIRST = (MemberKind.OWN_WORDS, MemberKind.EDITED, MemberKind.EXACT)


def page_of(family: Family, n: int) -> list[tuple[Face, Member]]:
    """The n-th hundred for moderators: what was changed first, since it is read one by one, then the copies word for word. Each kind is a range of an index."""
    readable = sa.select(Member).join(Face, sa.and_(Face.docket_id == Member.docket_id, Face.sort_key == Member.sort_key))  # by its place: the index has the state
    readable = readable.where(Member.family_id == family.id, Face.state.in_(READABLE)).order_by(Member.sort_key.desc())
    counted = sa.select(FamilyCount.kind, FamilyCount.count).where(FamilyCount.family_id == family.id)
    sizes = dict(db.session.execute(counted).all())
    passed, members = PAGE * (n - 1), list[Member]()
    for kind in CHANGED_FIRST:
        if passed < sizes.get(kind, 0) and len(members) < PAGE:
            members += db.session.scalars(readable.where(Member.kind == kind).limit(PAGE - len(members)).offset(passed))
        passed = max(0, passed - sizes.get(kind, 0))
    return list(zip(opened([member.comment_id for member in members]), members, strict=True))


def numbers_in(family: Family) -> list[str]:
    query = sa.select(Face.number).join(Member, Member.comment_id == Face.comment_id).where(Member.family_id == family.id, Face.state.in_(READABLE))
    return sorted(db.session.scalars(query))


def sizes_in(family: Family) -> tuple[int, int]:
    """(readable members, those of them that are word for word, with the letter itself)."""
    kinds = _ranked(_counted(1).where(Family.id == family.id))
    return (kinds[0].size, kinds[0].size - kinds[0].kinds[MemberKind.EDITED] - kinds[0].kinds[MemberKind.OWN_WORDS]) if kinds else (0, 0)


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


def wordings_on(docket: Docket, rows: Sequence[Ranked] | None = None) -> Wordings:
    """``rows``: what ``ranked`` said, where the caller has it."""
    states = counts(docket, ("state",)).get("state", {})
    readable, kinds = sum(states.get(state.value, 0) for state in READABLE), sum((one.kinds for one in (ranked(docket) if rows is None else rows)), Counter())
    exact = kinds[MemberKind.EXACT]
    edited = kinds.total() - exact
    return Wordings(readable, readable - edited - exact, edited, exact)


def days_of(family: Family) -> list[tuple[date, int, int]]:
    """(day, copies word for word, changed) of each day on which one arrived, the first day first. The letter itself is a copy."""
    days: dict[date, list[int]] = {}
    query = sa.select(FamilyDay.day, FamilyDay.kind, FamilyDay.count).where(FamilyDay.family_id == family.id, FamilyDay.count > 0)
    for day, kind, n in db.session.execute(query):
        days.setdefault(day, [0, 0])[kind is not MemberKind.EXACT] += n
    letter = sa.select(Member.kind, Face.received_on).join(Face, Face.comment_id == Member.comment_id)
    for kind, day in db.session.execute(letter.where(Member.comment_id == family.template_id, Member.family_id == family.id, Face.state.in_(READABLE))):
        if kind is not MemberKind.EXACT:
            days[day][0] += 1
            days[day][1] -= 1
    return [(day, *days[day]) for day in sorted(days)]  # type: ignore[misc]


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


def partners_in(family: Family) -> list[tuple[str, int]]:
    """(bulk partner, how many readable comments of this family came in its files), the largest first."""
    n = sa.func.count()
    query = sa.select(Attestation.partner, n).join(Comment, sa.and_(Comment.docket_id == Attestation.docket_id, Comment.source_digest == Attestation.source_digest))
    query = query.join(Member, Member.comment_id == Comment.id).join(Face, Face.comment_id == Comment.id)
    query = query.where(Attestation.docket_id == family.docket_id, Member.family_id == family.id, Face.state.in_(READABLE))
    return [(partner, count) for partner, count in db.session.execute(query.group_by(Attestation.partner).order_by(n.desc(), Attestation.partner))]


# --- for moderators


def acts_on(docket: Docket, *, limit: int | None = None) -> list[FamilyAct]:
    """The newest first."""
    return list(db.session.scalars(sa.select(FamilyAct).where(FamilyAct.docket_id == docket.id).order_by(FamilyAct.n.desc()).limit(limit)))


def how_many_acts(docket: Docket) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(FamilyAct).where(FamilyAct.docket_id == docket.id)) or 0


def relations_on(docket: Docket, state: str = "open", *, limit: int | None = None) -> list[tuple[Relation, Face, Face]]:
    """Letters that are perhaps related (or were kept apart), the most alike first, as long as both can be read and are not in one group."""
    a, b, in_a, in_b = sa.orm.aliased(Face), sa.orm.aliased(Face), sa.orm.aliased(Member), sa.orm.aliased(Member)
    query = sa.select(Relation, a, b).join(a, a.comment_id == Relation.a_id).join(b, b.comment_id == Relation.b_id)
    query = query.outerjoin(in_a, in_a.comment_id == Relation.a_id).outerjoin(in_b, in_b.comment_id == Relation.b_id)
    apart = sa.or_(in_a.family_id.is_(None), in_b.family_id.is_(None), in_a.family_id != in_b.family_id)
    query = query.where(Relation.docket_id == docket.id, Relation.state == state, a.state.in_(READABLE), b.state.in_(READABLE), apart)
    query = query.options(sa.orm.defer(a.openings), sa.orm.defer(b.openings)).order_by(Relation.per_mille.desc(), Relation.id)
    return [(relation, one, other) for relation, one, other in db.session.execute(query.limit(limit))]


def state_of(family: Family) -> str:
    """What a form carries, so that nobody decides on a group that changed meanwhile."""
    last = db.session.scalar(sa.select(sa.func.max(FamilyAct.n)).where(FamilyAct.family_id == family.id)) or 0
    return f"{family.state.value}:{size_of(family)}:{last}"


def suggested_counts() -> list[tuple[Docket, int]]:
    """Dockets with groups that nobody has looked at."""
    query = sa.select(Docket, sa.func.count(Family.id)).join(Family, Family.docket_id == Docket.id).where(Family.state == FamilyState.SUGGESTED)
    return [(docket, n) for docket, n in db.session.execute(query.group_by(Docket.id).order_by(Docket.number))]


def sorted_in_since(family: Family) -> int:
    """Readable members that the computer put here and no person has looked at in the group."""
    query = sa.select(sa.func.count()).select_from(Member).join(Face, sa.and_(Face.docket_id == Member.docket_id, Face.sort_key == Member.sort_key))
    return db.session.scalar(query.where(Member.family_id == family.id, Member.by_person.is_(False), Face.state.in_(READABLE))) or 0


def families_around(comments: Sequence[str]) -> list[tuple[str, Family, int]]:
    """(comment, its family, how many readable comments that has), of those that stand in one with another."""
    query = sa.select(Member.comment_id, Family).join(Family, Family.id == Member.family_id).where(Member.comment_id.in_(comments), Family.state.in_(STANDING))
    rows = [(comment, family) for comment, family in db.session.execute(query)]  # noqa: C416 - typed pairs
    sizes = {family.id: sizes_in(family)[0] for family in {family.id: family for _comment, family in rows}.values()}
    return [(comment, family, sizes[family.id]) for comment, family in rows if sizes[family.id] > 1]


def docket_of(relation: Relation) -> Docket:
    return db.session.get_one(Docket, relation.docket_id)
