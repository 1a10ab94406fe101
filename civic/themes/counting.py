"""What is to be sorted and what each theme holds, as triggers keep it (migration 0010): pages ask it by key, however much was sorted.

``civic theme recount`` compares it with the comments and their codings, or writes it anew from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from civic.comments.same_words import wording_key
from civic.database import db
from civic.dockets.models import Docket
from civic.themes.models import Coding, Placed, ReadTwice, Sorting, Theme, is_in_sample
from civic.themes.queries import codings_on, rows_on, themes_of


@dataclass(frozen=True)
class ThemeCount:
    """One theme in two figures. *Texts* are distinct wordings; copies are what repeats them."""

    theme: Theme
    comments: int
    texts: int

    @property
    def copies(self) -> int:
        return self.comments - self.texts


def theme_counts(docket: Docket) -> list[ThemeCount]:
    """One per active theme, the most texts first; equal to ``tallies``."""
    sources = sources_of(docket)
    alone = dict(_each_alone([ids[0] for ids in sources.values() if len(ids) == 1]))
    made = [ThemeCount(theme, *(alone.get(theme.id, (0, 0)) if len(ids) == 1 else _together(ids))) for theme, ids in sources.items()]
    return sorted(made, key=lambda count: (-count.texts, count.theme.position))


def sources_of(docket: Docket) -> dict[Theme, list[str]]:
    """By active theme, the themes under which its comments were placed: itself, and those that were merged into it."""
    found: dict[Theme, list[str]] = {theme: [theme.id] for theme in themes_of(docket)}
    for theme in themes_of(docket, everything=True):
        if not theme.is_active and theme.standing is not None:
            found[theme.standing].append(theme.id)
    return found


def how_many_are_sorted(docket: Docket) -> int:
    return number_of(sa.select(sa.func.count()).select_from(Sorting).where(Sorting.docket_id == docket.id, Sorting.is_sorted == sa.true()))


def how_many_are_placed(sources: list[str]) -> int:
    one = sa.func.count() if len(sources) < 2 else sa.func.count(Placed.comment_id.distinct())
    return number_of(sa.select(one).select_from(Placed).where(Placed.theme_id.in_(sources)))


def comments_to_sort() -> dict[str, int]:
    """How many readable comments of each docket are not sorted, in one read: the desk asks for all of them."""
    query = sa.select(Sorting.docket_id, sa.func.count()).where(Sorting.docket_id.in_(sa.select(Docket.id)), Sorting.is_sorted == sa.false())
    return {id: n for id, n in db.session.execute(query.group_by(Sorting.docket_id))}  # noqa: C416 - typed pairs


# --- kept, and found anew

KEPT: tuple[type[Sorting | Placed | ReadTwice], ...] = (Sorting, Placed, ReadTwice)
Found = dict[tuple[str, ...], tuple[Any, ...]]


def differences() -> list[str]:
    """Where what is kept differs from the comments and their codings, a line each."""
    lines: list[str] = []
    kept, seen = {model: _kept(model) for model in KEPT}, {model: set[tuple[str, ...]]() for model in KEPT}
    for model, found in _found():
        lines += [_line(model, key, kept[model].get(key), row) for key, row in found.items() if kept[model].get(key) != row]
        seen[model] |= found.keys()
    lines += [_line(model, key, row, None) for model in kept for key, row in kept[model].items() if key not in seen[model]]
    return sorted(lines)


def recount() -> None:
    """Write what the comments and their codings say."""
    for model in KEPT:
        db.session.execute(sa.delete(model))
    for model, found in _found():
        names = _names(model)
        if rows := [dict(zip(names, (*key, *row), strict=True)) for key, row in found.items()]:
            db.session.execute(sa.insert(model), rows)
    db.session.flush()


def _found() -> Iterator[tuple[type[Sorting | Placed | ReadTwice], Found]]:
    """Docket by docket, from the faces and the codings alone."""
    for docket in db.session.scalars(sa.select(Docket).order_by(Docket.number)).all():
        rows = rows_on(docket)
        first, second = codings_on(docket), codings_on(docket, counts=False)
        sorting: Found = {}
        placed: Found = {}
        for row in rows:
            face, coding = row.face, row.coding
            waits = coding is not None and is_in_sample(face.comment_id) and face.comment_id not in second
            sorting[(face.comment_id,)] = (docket.id, face.sort_key, row.state == "coded", coding.coder_id if coding and waits else None)
            for theme in coding.themes if coding else ():
                placed[face.comment_id, theme.id] = (face.sort_key, wording_key(face.text))
        yield Sorting, sorting
        yield Placed, placed
        yield ReadTwice, _compared(first, second)


def _compared(first: dict[str, Coding], second: dict[str, Coding]) -> Found:
    found: Found = {}
    for id, other in second.items():
        one = first[id].themes if id in first else []
        found |= {(id, theme.id): (int(theme in one), int(theme in other.themes)) for theme in {*one, *other.themes}}
    return found


def _kept(model: Any) -> Found:
    keys = len(model.__table__.primary_key)
    return {tuple(row[:keys]): tuple(row[keys:]) for row in db.session.execute(sa.select(*(getattr(model, name) for name in _names(model))))}


def _names(model: Any) -> list[str]:
    return [column.key for column in model.__table__.columns]


def _line(model: Any, key: tuple[str, ...], kept: Any, found: Any) -> str:
    return f"{model.__tablename__}\t{' '.join(key)}\tkept {kept}, found {found}"


# --- inside


def _each_alone(ids: list[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    columns = (sa.func.count(), sa.func.count(Placed.wording_key), sa.func.count(Placed.wording_key.distinct()))
    for id, comments, worded, texts in db.session.execute(sa.select(Placed.theme_id, *columns).where(Placed.theme_id.in_(ids)).group_by(Placed.theme_id)):
        yield id, (comments, texts + comments - worded)


def _together(ids: list[str]) -> tuple[int, int]:
    """Of several themes that are one now: a comment under two of them counts once."""
    wordless = sa.case((Placed.wording_key.is_(None), Placed.comment_id))
    columns = (Placed.comment_id, Placed.wording_key, wordless)
    found: Any = db.session.execute(sa.select(*[sa.func.count(column.distinct()) for column in columns]).where(Placed.theme_id.in_(ids))).one()
    comments, texts, without = found
    return comments, texts + without


def number_of(query: sa.Select[Any]) -> int:
    return db.session.scalar(query) or 0
