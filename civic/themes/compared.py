"""How far two readers agree on what both of them saw: the same wording, in themes that both could choose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from civic.comments.queries import readable_on
from civic.database import db
from civic.dockets.models import Docket
from civic.themes.agreement import alpha_of
from civic.themes.counting import number_of, sources_of
from civic.themes.models import Coding, ReadTwice, Theme, ThemeState

AT_ONCE = 500
Given = Counter[tuple[Hashable, ...]]


@dataclass(frozen=True)
class Agreement:
    """``alpha`` of the ``comments`` that two people read alike, or None where nothing can be measured. ``left_out``: read by two, but
    another wording, by one person twice, or under a theme that was split since.
    """

    alpha: float | None
    comments: int
    readable: int
    left_out: int = 0


def agreement_on(docket: Docket) -> Agreement:
    """Over all active themes: a unit is a comment and a theme, and whether each of the two readers gave it."""
    sources, out = sources_of(docket), _not_alike(docket)
    twice = number_of(sa.select(sa.func.count()).select_from(Coding).where(Coding.docket_id == docket.id, Coding.counts == sa.false())) - len(out)
    given: Given = Counter()
    alone = sa.select(ReadTwice.by_first, ReadTwice.by_second).where(ReadTwice.theme_id.in_([ids[0] for ids in sources.values() if len(ids) == 1]))
    for query in (alone, *(_given_together(ids) for ids in sources.values() if len(ids) > 1)):
        found = query.subquery()
        counted: sa.Select[Any] = sa.select(*found.c, sa.func.count()).group_by(*found.c)
        for first, second, n in db.session.execute(counted):
            given[bool(first), bool(second)] += n
    given.subtract(_given_to(sorted(out), sources))
    given[False, False] = twice * len(sources) - given.total()
    return Agreement(alpha_of(given), twice, readable_on(docket), len(out))


# --- inside


def _not_alike(docket: Docket) -> set[str]:
    """Comments whose two readings are not of the same thing; few, so that what they were given is taken off one by one."""
    first, second, end = sa.orm.aliased(Coding), sa.orm.aliased(Coding), sa.orm.aliased(Theme)
    pairs = sa.select(second.comment_id).join(first, sa.and_(first.comment_id == second.comment_id, first.counts == sa.true()))
    pairs = pairs.where(second.docket_id == docket.id, second.counts == sa.false())
    pairs = pairs.where(sa.or_(first.revision_n != second.revision_n, first.coder_id == second.coder_id))
    split = sa.select(Theme.id).outerjoin(end, end.id == Theme.ends_in_id)
    split = split.where(Theme.docket_id == docket.id, sa.func.coalesce(end.state, Theme.state) == ThemeState.SPLIT)
    return {*db.session.scalars(pairs), *db.session.scalars(sa.select(ReadTwice.comment_id).where(ReadTwice.theme_id.in_(split)))}


def _given_to(comments: list[str], sources: dict[Theme, list[str]]) -> Given:
    """What the two readers gave these, in today's themes."""
    became = {id: theme.id for theme, ids in sources.items() for id in ids}
    found: defaultdict[tuple[str, str], tuple[bool, bool]] = defaultdict(lambda: (False, False))
    for start in range(0, len(comments), AT_ONCE):
        query = sa.select(ReadTwice.comment_id, ReadTwice.theme_id, ReadTwice.by_first, ReadTwice.by_second)
        for comment, theme, first, second in db.session.execute(query.where(ReadTwice.comment_id.in_(comments[start : start + AT_ONCE]))):
            if theme in became:
                one, other = found[comment, became[theme]]
                found[comment, became[theme]] = (one or bool(first), other or bool(second))
    return Counter(found.values())


def _given_together(ids: list[str]) -> sa.Select[Any]:
    by: list[Any] = [sa.func.max(ReadTwice.by_first).label("by_first"), sa.func.max(ReadTwice.by_second).label("by_second")]
    return sa.select(*by).where(ReadTwice.theme_id.in_(ids)).group_by(ReadTwice.comment_id)
