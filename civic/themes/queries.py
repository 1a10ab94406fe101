from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from civic.comments.listing import opened
from civic.comments.models import READABLE, Comment, Face, Revision
from civic.comments.models import Counter as Kept
from civic.comments.queries import readable_on
from civic.database import db
from civic.dockets.models import Docket
from civic.permissions import loads
from civic.themes.agreement import krippendorff_alpha, theme_units
from civic.themes.models import Codebook, CodedTheme, Coding, Theme, ThemeState

SAMPLE = 10  # one comment in ten is read twice


@loads(Theme)
def theme_with(id: str) -> Theme | None:
    return db.session.get(Theme, id)


def themes_of(docket: Docket, *, everything: bool = False) -> list[Theme]:
    """In the order of the codebook; only active ones unless ``everything``."""
    query = sa.select(Theme).where(Theme.docket_id == docket.id).order_by(Theme.position)
    return list(db.session.scalars(query if everything else query.where(Theme.state == ThemeState.ACTIVE)))


def codebook_of(docket: Docket) -> Codebook | None:
    """The codebook as last published."""
    return db.session.scalar(sa.select(Codebook).where(Codebook.docket_id == docket.id).order_by(Codebook.n.desc()).limit(1))


def entries_of(docket: Docket) -> list[dict[str, str]]:
    return [{"theme": theme.id, "name": theme.name, "definition": theme.definition} for theme in themes_of(docket)]


# --- comments and their themes


@dataclass(frozen=True)
class Row:
    """A readable comment and what was found in it. ``state``: new, coded, or again (changed or split since)."""

    face: Face
    coding: Coding | None
    themes: tuple[Theme, ...]
    state: str


def coded_rows_on(docket: Docket) -> list[Row]:
    """The same of those only that somebody has read: a count by theme needs no other."""
    codings = codings_on(docket)
    newest = sa.select(Revision.comment_id, sa.func.max(Revision.n)).join(Coding, Coding.comment_id == Revision.comment_id)
    newest = newest.where(Coding.docket_id == docket.id, Coding.counts.is_(True)).group_by(Revision.comment_id)
    revisions = {id: n for id, n in db.session.execute(newest)}  # noqa: C416 - typed pairs
    faces = sa.select(Face).join(Coding, Coding.comment_id == Face.comment_id).where(Coding.docket_id == docket.id, Coding.counts.is_(True), Face.state.in_(READABLE))
    faces = faces.options(sa.orm.defer(Face.openings)).order_by(Face.sort_key)
    return [_row(face, codings[face.comment_id], revisions.get(face.comment_id, 1)) for face in db.session.scalars(faces)]


def rows_on(docket: Docket) -> list[Row]:
    """Every readable comment with the coding that counts; by day, then at random."""
    codings = codings_on(docket)
    newest = _newest_revisions(docket)
    faces = db.session.scalars(sa.select(Face).where(Face.docket_id == docket.id, Face.state.in_(READABLE)).order_by(Face.sort_key))
    return [_row(face, codings.get(face.comment_id), newest.get(face.comment_id, 1)) for face in faces]


def comments_to_sort() -> dict[str, int]:
    """How many rows of each docket are not *coded*, in one read: the desk asks for all of them."""
    kept = sa.select(Kept.docket_id, sa.func.sum(Kept.count)).where(Kept.dimension == "state", Kept.key.in_([state.value for state in READABLE]))
    readable = {id: int(n) for id, n in db.session.execute(kept.group_by(Kept.docket_id))}
    coded: dict[str, int] = dict(db.session.execute(_coded(Face.docket_id).add_columns(sa.func.count()).group_by(Face.docket_id)).all())
    return {id: n - coded.get(id, 0) for id, n in readable.items() if n > coded.get(id, 0)}


def how_many_are_coded(docket: Docket) -> int:
    return db.session.scalar(_coded(sa.func.count()).where(Face.docket_id == docket.id)) or 0


def uncoded_faces(docket: Docket, *, limit: int, offset: int = 0, beyond: int | None = None) -> list[Face]:
    """Readable comments that are not *coded*, by day and then at random; ``beyond``: of later places only."""
    coded = _coded(Coding.id).where(Coding.docket_id == docket.id).with_only_columns(Coding.comment_id)
    query = sa.select(Face.comment_id).where(Face.docket_id == docket.id, Face.state.in_(READABLE), Face.comment_id.not_in(coded))
    query = query if beyond is None else query.where(Face.sort_key > beyond)
    return opened(list(db.session.scalars(query.order_by(Face.sort_key).limit(limit).offset(offset))))


def readable_faces(docket: Docket, *, limit: int, offset: int) -> list[Face]:
    query = sa.select(Face.comment_id).where(Face.docket_id == docket.id, Face.state.in_(READABLE))
    return opened(list(db.session.scalars(query.order_by(Face.sort_key).limit(limit).offset(offset))))


def rows_of(faces: Sequence[Face]) -> list[Row]:
    """The rows of these comments, in their order."""
    ids = [face.comment_id for face in faces]
    kept = sa.select(Coding).where(Coding.comment_id.in_(ids), Coding.counts.is_(True)).options(selectinload(Coding.themes))
    codings = {coding.comment_id: coding for coding in db.session.scalars(kept)}
    newest = sa.select(Revision.comment_id, sa.func.max(Revision.n)).where(Revision.comment_id.in_(ids)).group_by(Revision.comment_id)
    revisions = {id: n for id, n in db.session.execute(newest)}  # noqa: C416 - typed pairs
    return [_row(face, codings.get(face.comment_id), revisions.get(face.comment_id, 1)) for face in faces]


def row_of(comment: Comment) -> Row:
    return _row(comment.face, coding_of(comment), comment.revisions[-1].n)


def codings_on(docket: Docket, *, counts: bool = True) -> dict[str, Coding]:
    query = sa.select(Coding).where(Coding.docket_id == docket.id, Coding.counts == counts)
    return {coding.comment_id: coding for coding in db.session.scalars(query.options(selectinload(Coding.themes)))}


def coding_of(comment: Comment, *, counts: bool = True) -> Coding | None:
    return db.session.scalar(sa.select(Coding).where(Coding.comment_id == comment.id, Coding.counts == counts))


def themes_about(comment: Comment) -> list[Theme]:
    """The active themes of one comment, in the codebook's order; none while it cannot be read."""
    return list(row_of(comment).themes) if comment.face.state in READABLE else []


def standing_themes(coding: Coding | None) -> tuple[Theme, ...]:
    """What a coding says in today's codebook: a merged theme is the one it was merged into."""
    found = {theme.standing for theme in coding.themes} if coding else set()
    return tuple(sorted((theme for theme in found if theme is not None), key=lambda theme: theme.position))


def is_in_sample(comment_id: str) -> bool:
    """Whether this comment is one of the tenth that two people read. Its id is random, so the choice is too."""
    return int.from_bytes(sha256(comment_id.encode()).digest()[:4]) % SAMPLE == 0


# --- counts


@dataclass(frozen=True)
class Tally:
    """One theme in figures. *Texts* are distinct wordings; copies are what repeats them."""

    theme: Theme
    comments: int
    texts: int
    supporting: int
    opposing: int
    sections: tuple[str, ...]
    channels: dict[str, int]
    wards: dict[str, int]  # every ward that was named: not to be shown as it is

    @property
    def copies(self) -> int:
        return self.comments - self.texts

    @property
    def others(self) -> int:
        return self.texts - self.supporting - self.opposing


def tallies(docket: Docket, rows: Sequence[Row] | None = None) -> list[Tally]:
    """One per active theme, the most texts first."""
    rows = coded_rows_on(docket) if rows is None else rows
    made = [_tally(theme, [row.face for row in rows if theme in row.themes]) for theme in themes_of(docket)]
    return sorted(made, key=lambda tally: (-tally.texts, tally.theme.position))


def wording(text: str) -> str:
    """Two comments are one text when this is equal: letters and digits only, without case."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def distinct(faces: Iterable[Face]) -> dict[str, Face]:
    """The first comment of each wording."""
    found: dict[str, Face] = {}
    for face in faces:
        found.setdefault(wording(face.text) or face.number, face)
    return found


@dataclass(frozen=True)
class Agreement:
    """How far two readers agree on what they both read; ``alpha`` is None where nothing can be measured."""

    alpha: float | None
    comments: int
    readable: int


def agreement_on(docket: Docket) -> Agreement:
    first, second = codings_on(docket), codings_on(docket, counts=False)
    pairs = [(_ids(first[key]), _ids(second[key])) for key in sorted(second) if key in first]
    alpha = krippendorff_alpha(theme_units(pairs, [theme.id for theme in themes_of(docket)]))
    return Agreement(alpha, len(pairs), readable_on(docket))


# --- inside


def _coded(what: Any) -> sa.Select[Any]:
    """Of readable comments, those whose coding that counts is of the newest wording and has no theme that was split since."""
    newest = sa.select(sa.func.max(Revision.n)).where(Revision.comment_id == Coding.comment_id).scalar_subquery()
    split = sa.exists().where(CodedTheme.coding_id == Coding.id, CodedTheme.theme_id == Theme.id, Theme.state == ThemeState.SPLIT)
    query = sa.select(what).select_from(Coding).join(Face, Face.comment_id == Coding.comment_id)
    return query.where(Coding.counts.is_(True), Coding.revision_n == newest, Face.state.in_(READABLE), ~split)


def _ids(coding: Coding) -> frozenset[str]:
    return frozenset(theme.id for theme in standing_themes(coding))


def _row(face: Face, coding: Coding | None, newest: int) -> Row:
    if coding is None:
        return Row(face, None, (), "new")
    stale = coding.revision_n != newest or any(theme.state is ThemeState.SPLIT for theme in coding.themes)
    return Row(face, coding, standing_themes(coding), "again" if stale else "coded")


def _newest_revisions(docket: Docket) -> dict[str, int]:
    query = sa.select(Revision.comment_id, sa.func.max(Revision.n)).join(Comment, Comment.id == Revision.comment_id)
    rows = db.session.execute(query.where(Comment.docket_id == docket.id).group_by(Revision.comment_id))
    return {row[0]: row[1] for row in rows}


def _tally(theme: Theme, faces: list[Face]) -> Tally:
    texts = distinct(faces)
    stated: dict[str, set[str]] = {key: set() for key in texts}
    for face in faces:
        stated[wording(face.text) or face.number] |= {face.stance} - {""}
    stances = Counter(min(given) for given in stated.values() if len(given) == 1)  # copies that differ count as neither
    sections = Counter(anchor["number"] for face in texts.values() for anchor in face.anchors)
    return Tally(
        theme, len(faces), len(texts), stances["support"], stances["oppose"], tuple(number for number, _ in sections.most_common(3)),
        dict(Counter(face.channel for face in faces)), dict(Counter(face.ward for face in faces)),
    )  # fmt: skip
