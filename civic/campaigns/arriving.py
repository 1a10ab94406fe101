"""After a comment arrived: its public words are looked up among the letters of its docket, in the worker, never before
its author has the receipt. Nothing about a person is read: only the words and the stance they stated.

Everything lies in the database, so no process has to stay alive, and a chunk that was stopped is simply looked at again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from civic.campaigns.finding.families import FEWEST_WORDS, Match, match, opposite
from civic.campaigns.finding.words import Sketch
from civic.campaigns.models import Family, FamilyKind, FamilyState, Member, SketchOf, ToLookAt
from civic.campaigns.placing import kind_of, new_family, put_in
from civic.campaigns.shelf import Shelf, letter_of, side_of
from civic.comments.models import READABLE, Face
from civic.database import db

CHUNK = 200
SETTLED = 50  # copies of two wordings from which on the letter of their family stays what it is
REWORDED = 500  # members whose kind is found anew at the most when the letter changes

_face, _member, _family, _sketch, _waiting = (model.__table__ for model in (Face, Member, Family, SketchOf, ToLookAt))
_ARRIVALS = (
    sa.select(
        _waiting.c.comment_id, _face.c.docket_id, _face.c.sort_key, _face.c.text, _face.c.stance, _face.c.state, _face.c.received_on, _member.c.by_person, _member.c.family_id,
        sa.exists().where(_family.c.template_id == _waiting.c.comment_id).label("is_template"),
    )
    .select_from(_waiting.outerjoin(_face, _face.c.comment_id == _waiting.c.comment_id).outerjoin(_member, _member.c.comment_id == _waiting.c.comment_id))
    .limit(sa.bindparam("limit"))
)  # fmt: skip
_DONE = sa.delete(ToLookAt).where(ToLookAt.comment_id == sa.bindparam("comment"))
_LETTER = (
    sa.select(_family.c.id, _family.c.side, _family.c.kind, _family.c.state, _family.c.template_id, _face.c.text)
    .select_from(_family.join(_face, _face.c.comment_id == _family.c.template_id)).where(_family.c.id == sa.bindparam("family"))
)  # fmt: skip
_COPIES = sa.select(sa.func.count()).select_from(
    sa.select(_sketch.c.comment_id).join(_member, _member.c.comment_id == _sketch.c.comment_id)
    .where(_sketch.c.docket_id == sa.bindparam("docket"), _sketch.c.exact == sa.bindparam("exact"), _member.c.family_id == sa.bindparam("family"))
    .limit(SETTLED).subquery()
)  # fmt: skip

_MEMBERS = (
    sa.select(_member.c.comment_id, _member.c.kind, _face.c.text).join(_face, _face.c.comment_id == _member.c.comment_id)
    .where(_member.c.family_id == sa.bindparam("family"), _member.c.by_person.is_(False)).limit(REWORDED + 1)
)  # fmt: skip
_REWORD = sa.update(Member).where(Member.comment_id == sa.bindparam("comment")).values(kind=sa.bindparam("new"))


def _put(model: Any, *columns: str) -> dict[str, Any]:
    """Insert a row of a comment, or put it in the place of the one that is there."""
    rows: dict[str, Any] = {"sqlite": sqlite.insert(model), "postgresql": postgresql.insert(model)}
    return {name: row.on_conflict_do_update(index_elements=["comment_id"], set_={column: row.excluded[column] for column in columns}) for name, row in rows.items()}


_KEEP, _JOIN = _put(_sketch, "exact", "prints"), _put(_member, "family_id", "kind", "by_person")


def look_at_arrivals(limit: int = CHUNK) -> int:
    """Sort in comments whose words are new or changed; forget those no longer public. Says how many were looked at."""
    db.session.flush()
    connection = db.session.connection()
    arrivals = connection.execute(_ARRIVALS, {"limit": limit}).all()
    _forget([one.comment_id for one in arrivals if one.is_template or one.by_person is False])
    desk = Desk(connection, {})
    for one in sorted((one for one in arrivals if one.state in READABLE), key=lambda one: (one.received_on, one.comment_id)):
        desk.sort_in(one)
    if arrivals:
        connection.execute(_DONE, [{"comment": one.comment_id} for one in arrivals])
    db.session.expire_all()
    return len(arrivals)


def anything_arrived() -> bool:
    return db.session.scalar(sa.select(ToLookAt.comment_id).limit(1)) is not None


@dataclass
class Letter:
    """A family as the next arrival needs it."""

    id: str
    side: str
    template: str
    sketch: Sketch
    settles: bool  # what several sent word for word becomes its letter


@dataclass
class Desk:
    """One chunk. ``letters``: families met in it, so that a flood of copies reads its letter once."""

    connection: sa.Connection
    letters: dict[str, Letter]

    def sort_in(self, arrival: Any) -> None:
        """Find the family of one comment, or keep it as a letter of its own that others may follow."""
        text, side, shelf = letter_of(arrival.text), side_of(arrival.stance), Shelf(self.connection, arrival.docket_id)
        if arrival.by_person:  # a person said where it belongs
            self._keep(arrival, text)
            self._put_back(shelf, arrival, text)
            return
        found = match(shelf, text, side) if len(text.words) >= FEWEST_WORDS else Match(())
        self._keep(arrival, text)
        if len(text.words) >= FEWEST_WORDS and (not found.families or found.is_smaller):
            shelf.add(arrival.comment_id, text.prints)
        if found.best is not None:
            self._join(arrival, text, found)

    def _keep(self, arrival: Any, text: Sketch) -> None:
        row = {"comment_id": arrival.comment_id, "docket_id": arrival.docket_id, "exact": text.exact, "prints": len(text.prints)}
        self.connection.execute(_KEEP[self.connection.dialect.name], row)

    def _put_back(self, shelf: Shelf, arrival: Any, text: Sketch) -> None:
        if arrival.family_id is None:
            return
        letter = self._letter(arrival.family_id)
        if letter.template == arrival.comment_id and len(text.words) >= FEWEST_WORDS:
            shelf.look_up(text.prints)
            shelf.add(arrival.comment_id, text.prints)
        self._make_member(arrival, letter, text, by_person=True)

    def _join(self, arrival: Any, text: Sketch, found: Match) -> None:
        best = found.best
        assert best is not None
        letter = self._letter(best.family if best.family != best.key else _family_with(best.key).id)
        self._make_member(arrival, letter, text)
        for other in (*found.families[1:], *found.holding):
            self._join_lone(str(other), letter)
        if letter.settles and letter.sketch.exact != text.exact:
            self._settle_template(arrival, letter, text)

    def _make_member(self, arrival: Any, letter: Letter, text: Sketch, *, by_person: bool = False) -> None:
        row = {"comment_id": arrival.comment_id, "docket_id": arrival.docket_id, "family_id": letter.id, "kind": kind_of(letter.sketch, text), "by_person": by_person, "sort_key": arrival.sort_key}
        self.connection.execute(_JOIN[self.connection.dialect.name], row)
        if not letter.side and (side := side_of(arrival.stance)):
            letter.side = side
            db.session.get_one(Family, letter.id).side = side
            db.session.flush()

    def _join_lone(self, comment: str, letter: Letter) -> None:
        """A comment that is in no family yet; one that has a family stays there."""
        face = db.session.get(Face, comment)
        if face is not None and db.session.get(Member, comment) is None and not opposite(side_of(face.stance), letter.side):
            family = db.session.get_one(Family, letter.id)
            put_in(face, family, letter.sketch)
            letter.side = family.side

    def _letter(self, family_id: Any) -> Letter:
        known = self.letters.get(family_id)
        if known is None:
            row = self.connection.execute(_LETTER, {"family": family_id}).one()
            settles = row.state is FamilyState.SUGGESTED and row.kind is FamilyKind.LETTER
            known = self.letters[family_id] = Letter(row.id, row.side, row.template_id, letter_of(row.text), settles)
        return known

    def _settle_template(self, arrival: Any, letter: Letter, text: Sketch) -> None:
        """The bare letter may come after a personal copy: what several sent word for word is the letter."""
        mine = self._copies(arrival.docket_id, text, letter)
        if mine < 2 or mine <= self._copies(arrival.docket_id, letter.sketch, letter):
            return
        members = self.connection.execute(_MEMBERS, {"family": letter.id}).all()
        if len(members) > REWORDED:
            return
        db.session.get_one(Family, letter.id).template_id = letter.template = arrival.comment_id
        db.session.flush()
        letter.sketch = text
        kinds = [{"comment": one.comment_id, "new": kind} for one in members if (kind := kind_of(text, letter_of(one.text))) is not one.kind]
        if kinds:
            self.connection.execute(_REWORD, kinds)

    def _copies(self, docket_id: str, text: Sketch, letter: Letter) -> int:
        return self.connection.execute(_COPIES, {"docket": docket_id, "exact": text.exact, "family": letter.id}).scalar_one()


# --- inside


def _family_with(comment_id: str) -> Family:
    """The first copy of a letter becomes a family when the second comes."""
    face = db.session.get_one(Face, comment_id)
    family = new_family(face.docket_id, comment_id, side=side_of(face.stance))
    put_in(face, family, letter_of(face.text))
    return family


def _forget(ids: Sequence[str]) -> None:
    """Where the computer put these comments is found anew; their fingerprints went when their words changed."""
    if not ids:
        return
    for family in db.session.scalars(sa.select(Family).where(Family.template_id.in_(ids))).all():
        _next_template(family)
    db.session.execute(sa.delete(Member).where(Member.comment_id.in_(ids), Member.by_person.is_(False)))
    db.session.flush()


def _next_template(family: Family) -> None:
    query = sa.select(Member.comment_id).join(Face, Face.comment_id == Member.comment_id)
    other = db.session.scalars(query.where(Member.family_id == family.id, Member.comment_id != family.template_id, Face.state.in_(READABLE)).order_by(Member.kind, Member.comment_id).limit(1)).first()
    if other is not None:
        family.template_id = other
