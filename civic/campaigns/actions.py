"""What moderators decide about families. Nothing is hidden by it, each step stands in the record, and each can be taken
back by a further entry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.campaigns.finding.comparing import without_frame
from civic.campaigns.finding.families import JOINS, opposite
from civic.campaigns.finding.words import Sketch, sketch
from civic.campaigns.models import BETWEEN, Family, FamilyAct, FamilyState, Member, MemberKind, Relation
from civic.campaigns.placing import new_family, put_in
from civic.campaigns.queries import confirmed_families, members_of, numbers_in
from civic.clock import today
from civic.comments.models import Comment, Face
from civic.database import Refusal, db, random_id
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.numbers import shown
from civic.record.statements import Statement, state

LONGEST_NAME = 200
NAMED = 5  # comments that a refusal names


def confirm_family(family: Family, *, by: Account) -> FamilyAct:
    """One group, as it stands. Comments that arrive later are sorted in by the computer and say so."""
    _must_stand(family)
    rows = members_of(family)
    if len(rows) < 2:
        raise Refusal(_("A group has at least two comments that can be read."))
    _one_side(face for face, _member in rows)
    act = _Act(family)
    for face, _member in rows:
        act.keep(face)
    family.state = FamilyState.CONFIRMED
    return act.done("confirm", by)


def split_family(family: Family, comments: Sequence[Comment], *, together: bool = False, by: Account) -> FamilyAct:
    """Take comments out: each stands for itself again, or all of them are a group of their own."""
    _must_stand(family)
    if not comments:
        raise Refusal(_("Tick the comments to take out first."), "members")
    chosen = [comment for comment in comments if (member := db.session.get(Member, comment.id)) and member.family_id == family.id]
    if len(chosen) < len(comments):
        raise Refusal(_("Choose comments of this group."), "members")
    if len(members_of(family)) - len(chosen) < 2:
        raise Refusal(_("Fewer than two would be left. Dissolve the group instead."), "members")
    if together and len(chosen) < 2:
        raise Refusal(_("A group of their own needs at least two comments."), "members")
    act = _Act(family)
    if family.template_id in {comment.id for comment in chosen}:
        family.template_id = next(face.comment_id for face, _m in members_of(family) if face.comment_id not in {c.id for c in chosen})
    if together:
        other = new_family(family.docket_id, chosen[0].id, kind=family.kind, side=family.side)
        act.touch(other)
        other.state = FamilyState.CONFIRMED
        for comment in chosen:
            act.move(comment.face, other)
    else:
        for comment in chosen:
            act.move(comment.face, None)
    return act.done("split", by)


def merge_families(family: Family, other: Family, *, by: Account) -> FamilyAct:
    """The other group's comments come into this one, and with them who asked for them: where both groups have a sponsor, both stand.
    Stated opposite stances never do (I-28).
    """
    for one in (family, other):
        _must_stand(one)
    if family.id == other.id or family.docket_id != other.docket_id:
        raise Refusal(_("Choose another group of this docket."), "other")
    _one_side(face for one in (family, other) for face, _member in members_of(one))
    act = _Act(family)
    act.touch(other)
    for face, _member in members_of(other):
        act.move(face, family)
    family.state, other.state = FamilyState.CONFIRMED, FamilyState.DISSOLVED
    before, family.sponsor = family.sponsor, BETWEEN.join(dict.fromkeys([*family.sponsors, *other.sponsors]))
    return act.done("merge", by, state(family.sponsor, "sponsor") if family.sponsor != before else None)


def dissolve_family(family: Family, *, by: Account) -> FamilyAct:
    """No group: each comment stands for itself, and the computer does not put them together again."""
    _must_stand(family)
    act = _Act(family)
    for face, _member in members_of(family):
        act.move(face, None)
    family.state = FamilyState.DISSOLVED
    return act.done("dissolve", by)


def declare_sponsor(family: Family, name: str, *, by: Account) -> FamilyAct:
    """Who asked people to send this letter, as they said themselves. An empty name takes it away."""
    _must_stand(family)
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise Refusal(_("Use at most %(n)s characters.", n=LONGEST_NAME), "sponsor")
    if name == family.sponsor:
        raise Refusal(_("This is what the page says already."), "sponsor")
    act = _Act(family)
    family.sponsor = name
    return act.done("declare", by, state(name, "sponsor") if name else None)


def undo_act(last: FamilyAct, *, by: Account) -> FamilyAct:
    """A reversing entry: everything is where it was before that step. Later steps on the same comments are undone first."""
    if last.act == "undo" or db.session.scalar(sa.select(FamilyAct.id).where(FamilyAct.undoes_id == last.id)):
        raise Refusal(_("This step was taken back already."))
    for move in last.moves:
        member = db.session.get(Member, move["comment"])
        if (member.family_id if member else None) != move["to"]:
            raise Refusal(_("These comments were moved again since. Take the later step back first."))
    for row in last.families:
        family = db.session.get_one(Family, row["id"])
        if [family.state.value, family.sponsor] != row["after"]:
            raise Refusal(_("This group was changed again since. Take the later step back first."))
    act = _Act(last.family)
    for row in last.families:
        family = db.session.get_one(Family, row["id"])
        act.touch(family)
        family.state, family.sponsor = FamilyState(row["before"][0]), row["before"][1]
    for move in last.moves:
        act.move_back(move)
    _open_again(last)
    return act.done("undo", by, undoes=last)


def decide_relation(relation: Relation, *, join: bool, by: Account) -> Family | None:
    """Possibly related letters: a person joins the groups of both, or keeps them apart for good."""
    if relation.state != "open":
        raise Refusal(_("This was decided already."))
    relation.state = "joined" if join else "apart"
    if not join:
        record("relation.kept_apart", relation, by=by)
        return None
    first, second = (_family_for(db.session.get_one(Face, comment)) for comment in (relation.a_id, relation.b_id))
    merge_families(first, second, by=by)
    return first


def reopen_relation(relation: Relation, *, by: Account) -> None:
    """Kept apart by mistake: somebody decides again. A joined one opens with the undoing of its step."""
    if relation.state != "apart":
        raise Refusal(_("This was decided already."))
    relation.state = "open"
    db.session.flush()
    record("relation.reopened", relation, by=by)


# --- inside


def _open_again(last: FamilyAct) -> None:
    """Relations that were joined by a step which is now taken back wait for a decision again."""
    moved = [move["comment"] for move in last.moves]
    db.session.flush()
    query = sa.select(Relation).where(Relation.docket_id == last.docket_id, Relation.state == "joined")
    for relation in db.session.scalars(query):
        homes = [member.family_id for comment in (relation.a_id, relation.b_id) if (member := db.session.get(Member, comment))]
        if {relation.a_id, relation.b_id} & set(moved) and (len(homes) < 2 or homes[0] is None or homes[0] != homes[1]):
            relation.state = "open"


class _Act:
    """Collects what a step moves, so that it can be taken back, and writes it down once."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.moves: list[dict[str, Any]] = []
        self._touched: dict[str, tuple[Family, list[str]]] = {}
        self.touch(family)

    def touch(self, family: Family) -> None:
        self._touched.setdefault(family.id, (family, [family.state.value, family.sponsor]))

    def keep(self, face: Face) -> None:
        member = db.session.get_one(Member, face.comment_id)
        self._note(member, member.family_id)
        member.by_person = True

    def move(self, face: Face, to: Family | None) -> None:
        member = db.session.get_one(Member, face.comment_id)
        self._note(member, to.id if to else None)
        if to is None:
            member.family_id, member.by_person = None, True
        else:
            put_in(face, to, _letter(to), by_person=True)

    def move_back(self, move: dict[str, Any]) -> None:
        member = db.session.get_one(Member, move["comment"])
        self._note(member, move["from"])
        member.family_id, member.kind, member.by_person = move["from"], MemberKind(move["kind"]), move["by_person"]

    def done(self, act: str, by: Account, words: Statement | None = None, undoes: FamilyAct | None = None) -> FamilyAct:
        docket = self.family.docket
        db.session.flush()
        made = FamilyAct(
            id=random_id(), docket_id=docket.id, n=_next_act(docket), act=act, family_id=self.family.id, moves=self.moves, by_id=by.id, on=today(),
            families=[{"id": one.id, "before": before, "after": [one.state.value, one.sponsor]} for one, before in self._touched.values()],
            undoes_id=undoes.id if undoes else None, leaf_id=random_id(), openings=words.openings if words else [],
        )  # fmt: skip
        db.session.add(made)
        docket.revision += 1
        db.session.flush()
        standing = {one.n: numbers_in(one) for one in confirmed_families(docket)}
        record(
            "families.decided", made, by=by, docket=docket, leaf_id=made.leaf_id, act=act, n=self.family.n, families=len(standing),
            comments=sum(len(numbers) for numbers in standing.values()), sha256=b64(sha256(json.dumps(standing, sort_keys=True, separators=(",", ":")).encode()).digest()),
            per_mille=round(JOINS * 1000), ref=undoes.leaf_id if undoes else None, sponsor=words.field if words else None,
        )  # fmt: skip
        return made

    def _note(self, member: Member, to: str | None) -> None:
        self.moves.append({"comment": member.comment_id, "from": member.family_id, "to": to, "kind": member.kind.value, "by_person": member.by_person})


def _family_for(face: Face) -> Family:
    """The group of a comment; a comment alone begins one."""
    member = db.session.get(Member, face.comment_id)
    if member is not None and member.family_id is not None:
        return db.session.get_one(Family, member.family_id)
    family = new_family(face.docket_id, face.comment_id)
    put_in(face, family, sketch(without_frame(face.text)))
    return family


def _must_stand(family: Family) -> None:
    if family.state is FamilyState.DISSOLVED:
        raise Refusal(_("This group was dissolved in the meantime."))


def _one_side(faces: Any) -> None:
    sides: dict[str, list[str]] = {}
    for face in faces:
        sides.setdefault(face.stance, []).append(shown(face.number))
    if not any(opposite(a, b) for a in sides for b in sides):
        return
    fewer = min((sorted(numbers) for side, numbers in sides.items() if any(opposite(side, other) for other in sides)), key=len)
    told = ", ".join(fewer[:NAMED]) if len(fewer) <= NAMED else _("%(numbers)s and %(n)s more", numbers=", ".join(fewer[:NAMED]), n=len(fewer) - NAMED)
    raise Refusal(_("Comments for and comments against are never one group. Take out first: %(numbers)s.", numbers=told))


def _letter(family: Family) -> Sketch:
    return sketch(without_frame(db.session.get_one(Face, family.template_id).text))


def _next_act(docket: Docket) -> int:
    return (db.session.scalar(sa.select(sa.func.max(FamilyAct.n)).where(FamilyAct.docket_id == docket.id)) or 0) + 1
