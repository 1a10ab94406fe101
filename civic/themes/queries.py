from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from civic.comments.models import READABLE, Comment, Face, Revision
from civic.comments.same_words import wording
from civic.database import db
from civic.dockets.models import Docket
from civic.permissions import loads
from civic.themes.models import Codebook, Coding, Theme, ThemeState


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
    """A readable comment and what was found in it. ``state``: new, coded, or again (changed since, or its themes were split or retired)."""

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
    query = sa.select(Face).where(Face.docket_id == docket.id, Face.state.in_(READABLE)).options(sa.orm.defer(Face.openings))
    faces = db.session.scalars(query.order_by(Face.sort_key))
    return [_row(face, codings.get(face.comment_id), newest.get(face.comment_id, 1)) for face in faces]


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


def distinct(faces: Iterable[Face]) -> dict[str, Face]:
    """The first comment of each wording."""
    found: dict[str, Face] = {}
    for face in faces:
        found.setdefault(wording(face.text) or face.number, face)
    return found


# --- inside


def _row(face: Face, coding: Coding | None, newest: int) -> Row:
    if coding is None:
        return Row(face, None, (), "new")
    themes = standing_themes(coding)
    stale = coding.revision_n != newest or any(theme.became.state is ThemeState.SPLIT for theme in coding.themes) or bool(coding.themes) and not themes
    return Row(face, coding, themes, "again" if stale else "coded")


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
