"""The letters of one docket as the core wants them, read from the tables with few and small questions.

Plain rows instead of objects, and statements that stand ready: an arrival asks five or six of them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from civic.campaigns.finding.comparing import without_frame
from civic.campaigns.finding.families import (
    JOINS,
    LEAST,
    MOST_POSTINGS,
    MOST_REPRESENTATIVES,
    Representative,
    is_stock,
    score_of,
)
from civic.campaigns.finding.words import Sketch, sketch
from civic.campaigns.models import Family, FamilyState, Fingerprint, Member, SketchOf
from civic.comments.models import READABLE, Face

SIGNED = 2**63  # the database keeps 64-bit numbers with a sign
CANDIDATES = 12  # letters that share the most fingerprints
_face, _member, _family, _sketch = (model.__table__ for model in (Face, Member, Family, SketchOf))
_POST = sa.insert(Fingerprint)
READS = sa.or_(*(_face.c.state == state for state in READABLE))  # written out: a list in the statement would be rendered anew each time

_LETTERS = (
    sa.select(_face.c.comment_id, _face.c.text, _face.c.stance, _member.c.family_id, _member.c.by_person, _family.c.side, _family.c.state, _sketch.c.prints)
    .select_from(_sketch.join(_face, _face.c.comment_id == _sketch.c.comment_id).outerjoin(_member, _member.c.comment_id == _sketch.c.comment_id).outerjoin(_family, _family.c.id == _member.c.family_id))
    .where(READS)
)  # fmt: skip
_SAME_WORDS = _LETTERS.where(_sketch.c.docket_id == sa.bindparam("docket"), _sketch.c.exact == sa.bindparam("exact")).limit(MOST_REPRESENTATIVES * 2)
_THESE = _LETTERS.where(_sketch.c.comment_id.in_(sa.bindparam("comments", expanding=True)))
# One parameter holds all values, however many.
_HAVING = (
    "SELECT p.value, p.comment_id, coalesce(m.family_id, p.comment_id) FROM campaign_prints p "
    "LEFT JOIN family_members m ON m.comment_id = p.comment_id WHERE p.docket_id = :docket AND p.value "
)
_HAVING_ON = {
    "sqlite": sa.text(_HAVING + "IN (SELECT json_each.value FROM json_each(:values))"),  # noqa: S608
    "postgresql": sa.text(_HAVING + "= ANY(CAST(:values AS bigint[]))"),
}


def signed(value: int) -> int:
    return value - 2 * SIGNED if value >= SIGNED else value


def side_of(stance: str) -> str:
    return stance if stance in ("support", "oppose") else ""


def letter_of(text: str) -> Sketch:
    return sketch(without_frame(text))


@dataclass
class Shelf:
    """``families.Shelf`` for one docket, in the transaction of ``connection``.

    ``full``: of the fingerprints asked for last, those whose posting takes no more.
    """

    connection: sa.Connection
    docket: str
    full: set[int] = field(default_factory=set)

    def with_words(self, exact: int) -> Iterator[Representative]:
        """One after the other: the first is mostly the one, and its words are a long row to open."""
        with self.connection.execute(_SAME_WORDS, {"docket": self.docket, "exact": exact}) as rows:
            for row in rows:
                if (one := _representative(row)) is not None:
                    yield one

    def sharing(self, prints: frozenset[int]) -> list[tuple[Representative, int, int]]:
        """Only letters that share enough to be joined: the words of others are not even read into a sketch."""
        posted = self.look_up(prints)
        shared = Counter(comment for row in posted.values() for comment, _family in row)
        enough = min(LEAST, JOINS * len(prints))  # with fewer no score is high enough, whatever the letter's size: it need not be opened
        best = {comment: n for comment, n in shared.most_common(CANDIDATES) if n >= enough}
        if not best:
            return []
        stock = Counter(comment for row in posted.values() if is_stock([family for _comment, family in row]) for comment, _family in row)
        found = []
        for row in self.connection.execute(_THESE, {"comments": list(best)}):
            n = best[row.comment_id]
            if score_of(n, len(prints), row.prints) >= JOINS and (one := _representative(row)) is not None:
                found.append((one, n, stock[row.comment_id]))
        return found

    def add(self, comment: str, prints: frozenset[int]) -> None:
        """Others may follow this letter. ``sharing`` was asked for the same fingerprints before, or ``look_up`` is."""
        rows = [{"docket_id": self.docket, "value": value, "comment_id": comment} for value in map(signed, prints) if value not in self.full]
        if rows:
            self.connection.execute(_POST, rows)

    def look_up(self, prints: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
        """The postings of these fingerprints: each comment with its family, or with itself while it is alone."""
        values: Any = sorted(map(signed, prints))
        dialect = self.connection.dialect.name
        posted: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for value, comment, family in self.connection.execute(_HAVING_ON[dialect], {"docket": self.docket, "values": json.dumps(values) if dialect == "sqlite" else values}):
            posted[value].append((comment, family))
        self.full = {value for value, row in posted.items() if len(row) >= MOST_POSTINGS}
        return posted


def _representative(row: Any) -> Representative | None:
    """``family`` is the family's id, or the comment's own while it is alone; one that a person took out joins nothing."""
    if (row.by_person and row.family_id is None) or row.state is FamilyState.DISSOLVED:
        return None
    return Representative(row.comment_id, row.family_id or row.comment_id, letter_of(row.text), row.side or side_of(row.stance))
