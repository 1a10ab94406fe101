"""The look over a whole docket: phrases that recur, key paragraphs, and letters that are perhaps related.

Comments in families stay where they are; a person confirms what is found before the public sees it as a group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from civic.campaigns.finding.batches import sketches_of
from civic.campaigns.finding.comparing import without_frame
from civic.campaigns.finding.recurrence import key_blocks, phrase_groups, sorted_out
from civic.campaigns.finding.related import related
from civic.campaigns.finding.words import Sketch, sketch, words_of
from civic.campaigns.models import Family, FamilyKind, FamilyState, Look, Member, Relation, SketchOf
from civic.campaigns.placing import new_family, put_in
from civic.clock import today
from civic.comments.models import READABLE, Face
from civic.database import db, random_id
from civic.dockets.models import Docket

FROM, GROWN = 20, 1.1  # comments from which on a docket is looked over; and again when it has grown by a tenth
MOST = 50_000  # the newest comments of a larger docket; above, `bench/campaigns.py` tells the time
MOST_RELATED = 200


def dockets_to_look_over() -> list[Docket]:
    """Dockets that grew by a tenth since they were last looked over."""
    count = sa.select(SketchOf.docket_id, sa.func.count().label("n")).group_by(SketchOf.docket_id).subquery()
    query = sa.select(Docket).join(count, count.c.docket_id == Docket.id).outerjoin(Look, Look.docket_id == Docket.id)
    return list(db.session.scalars(query.where(count.c.n >= FROM, count.c.n >= sa.func.coalesce(Look.comments, 0) * GROWN)))


@dataclass
class Survey:
    """What was found, by the comments' ids: reading and comparing take long and need no turn to write."""

    groups: list[tuple[FamilyKind, list[str]]]
    relations: list[tuple[str, str, int]]  # two comments, per mille


def look_over(docket: Docket) -> int:
    """Suggest what only shows in all comments together. Says how many groups are new."""
    return keep_survey(docket, survey(docket))


def survey(docket: Docket) -> Survey:
    """Only reads."""
    query = sa.select(Face).where(Face.docket_id == docket.id, Face.state.in_(READABLE)).options(sa.orm.defer(Face.openings))
    faces = list(db.session.scalars(query.order_by(Face.sort_key.desc()).limit(MOST)))
    member_of = _members(docket)
    texts = sketches_of([face.text for face in faces])
    places: dict[str, int] = {}
    labels = [places.setdefault(_home(face, member_of), place) for place, face in enumerate(faces)]
    groups = [(kind, [faces[place].comment_id for place in members]) for kind, members in _groups(docket, texts, labels)]
    return Survey(groups, _related(faces, texts, labels, member_of))


def keep_survey(docket: Docket, found: Survey) -> int:
    """Comments that were hidden or decided on meanwhile are left out."""
    new = 0
    for kind, comments in found.groups:
        rows = (db.session.get(Face, comment) for comment in comments)
        new += _suggest(docket, kind, [face for face in rows if face is not None and face.state in READABLE], _members(docket))
    known = {frozenset((a, b)) for a, b in db.session.execute(sa.select(Relation.a_id, Relation.b_id).where(Relation.docket_id == docket.id))}
    for a, b, per_mille in found.relations:
        if frozenset((a, b)) not in known:
            db.session.add(Relation(id=random_id(), docket_id=docket.id, a_id=a, b_id=b, per_mille=per_mille))
    db.session.flush()
    _looked(docket)
    return new


def _members(docket: Docket) -> dict[str, Member]:
    return {member.comment_id: member for member in db.session.scalars(sa.select(Member).where(Member.docket_id == docket.id))}


def _groups(docket: Docket, texts: list[Sketch], labels: list[int]) -> list[tuple[FamilyKind, Sequence[int]]]:
    words = [text.words for text in texts]
    law = [words_of(provision.text) for version in docket.versions for provision in version.provisions]
    rows: list[tuple[FamilyKind, Sequence[int]]] = [
        (FamilyKind.PHRASES if are_phrases else FamilyKind.LETTER, members)
        for group in phrase_groups(words, labels, ignoring=law)
        for are_phrases, members in sorted_out(group, words, labels)
    ]
    taken = {labels[place] for _kind, members in rows for place in members}
    return rows + [(FamilyKind.BLOCK, block.members) for block in key_blocks(words, labels, ignoring=law) if not taken & {labels[p] for p in block.members}]


def _suggest(docket: Docket, kind: FamilyKind, faces: list[Face], member_of: dict[str, Member]) -> int:
    """A family for each stated stance, of those whom no person has placed; comments that the computer had put elsewhere move."""
    free = [face for face in faces if not ((member := member_of.get(face.comment_id)) and member.by_person)]
    stated = Counter(face.stance for face in free if face.stance in ("support", "oppose"))
    more = stated.most_common(1)[0][0] if stated else ""
    new = 0
    for side in sorted(stated) or [""]:
        chosen = [face for face in free if (face.stance if face.stance in stated else more) == side]
        if len(chosen) < 3 or _known(chosen, kind, member_of):
            continue
        family = new_family(docket.id, min(chosen, key=lambda face: (len(face.text), face.comment_id)).comment_id, kind=kind, side=side)
        letter = sketch(without_frame(db.session.get_one(Face, family.template_id).text))
        for face in chosen:
            put_in(face, family, letter)
        new += 1
    _dissolve_empty(docket)
    return new


def _known(faces: list[Face], kind: FamilyKind, member_of: dict[str, Member]) -> bool:
    """Whether most of these are one family of this kind already; then later ones join it instead."""
    homes = Counter(member.family_id for face in faces if (member := member_of.get(face.comment_id)) and member.family_id)
    if not homes:
        return False
    home, n = homes.most_common(1)[0]
    family = db.session.get_one(Family, home)
    if family.kind is not kind or family.state is FamilyState.DISSOLVED or n < len(faces) / 2:
        return False
    letter = sketch(without_frame(db.session.get_one(Face, family.template_id).text))
    for face in faces:
        member = member_of.get(face.comment_id)
        if member is None or (member.family_id != home and not member.by_person):
            put_in(face, family, letter)
    return True


def _dissolve_empty(docket: Docket) -> None:
    """A suggestion whose comments moved into a larger one is gone; nobody had looked at it."""
    has = sa.exists().where(Member.family_id == Family.id)
    query = sa.select(Family).where(Family.docket_id == docket.id, Family.state == FamilyState.SUGGESTED, ~has)
    for family in db.session.scalars(query):
        family.state = FamilyState.DISSOLVED
    db.session.flush()


def _related(faces: Sequence[Face], texts: list[Sketch], labels: list[int], member_of: dict[str, Member]) -> list[tuple[str, str, int]]:
    template = {labels[place]: place for place, face in enumerate(faces) if (m := member_of.get(face.comment_id)) and m.family and m.family.template_id == face.comment_id}
    chosen = sorted({template.get(label, label) for label in labels})
    pairs = related([texts[place] for place in chosen], [faces[place].stance for place in chosen])[:MOST_RELATED]
    return [(faces[chosen[pair.a]].comment_id, faces[chosen[pair.b]].comment_id, round(pair.score * 1000)) for pair in pairs]


def _home(face: Face, member_of: dict[str, Member]) -> str:
    member = member_of.get(face.comment_id)
    return member.family_id if member and member.family_id else face.comment_id


def _looked(docket: Docket) -> None:
    n = db.session.scalar(sa.select(sa.func.count()).select_from(SketchOf).where(SketchOf.docket_id == docket.id)) or 0
    db.session.merge(Look(docket_id=docket.id, comments=n, on=today()))
    db.session.flush()
