"""What a search finds: comments of one docket or of all, the newest first or the best first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from civic.comments.listing import fitting, place_in
from civic.comments.models import READABLE, Face
from civic.database import db
from civic.dockets.models import Docket
from civic.search import index
from civic.search.index import Hit
from civic.search.keeping import labels, words_of
from civic.search.words import Query, Reading, Term

PAGE = 25
COUNTED = 1000  # more than that is said to be more
_FIRST, _BATCH = PAGE + 1, 200  # hits opened at once: a page, and the one that tells that there is another; most pages are full then
_SHOWN = (Face.docket_id, Face.number, Face.state, Face.language, Face.received_on, Face.anchors, Face.suggests, Face.text)
_LOOKED_THROUGH = 4000  # hits that one page looks through, should the index name many whose public text says otherwise
_WINDOW = 400  # characters of a comment that a card shows
_LONG_WORD = 60

Page = tuple[list[tuple[Face, Reading]], int | None]


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Found:
    """One comment with the part of its words that shows the hits."""

    face: Face
    pieces: list[Piece]
    is_cut: bool


@dataclass(frozen=True)
class Results:
    found: list[Found] = field(default_factory=list)
    total: int = 0  # hits before any filter, at most COUNTED + 1
    fitting: int = 0  # of all hits those that pass the filters, counted as far
    next: int | None = None  # where the next page begins: a place, or in the order of fit a number of hits to pass over
    alone: list[tuple[Term, int]] = field(default_factory=list)  # where nothing was found: how often each term occurs by itself

    @property
    def is_more_than_counted(self) -> bool:
        return self.total > COUNTED


def search(query: Query, docket: Docket | None = None, *, order: str = "newest", after: int | None = None, **filters: str) -> Results:
    """``after``: what ``Results.next`` of the page before said. Filters as in the list of comments."""
    if not query.wanted:
        return Results()
    index.plan_for_each()
    chosen = {name: value for name, value in filters.items() if value}
    where = docket.id if docket else None
    asked = Asked(query, where, labels(where, **chosen), chosen)
    most = index.RANKED_AMONG if order == "best" else COUNTED + 1
    everywhere = index.places(query, labels(where), limit=COUNTED + 1 if chosen else most)
    if not everywhere:
        return Results(alone=_each_alone(query, where))
    places = everywhere
    if chosen:
        places = index.labelled(everywhere, asked.labels) if len(everywhere) <= COUNTED else index.places(query, asked.labels, limit=most)
    if order == "best":
        places = index.best_first(query, places)
    found, following = (_best if order == "best" else _newest)(asked, places, place_in(after))
    total, fitting = (min(len(counted), COUNTED + 1) for counted in (everywhere, places))
    return Results([_shown(query, face, reading) for face, reading in found], total, fitting, following)


# --- inside


@dataclass(frozen=True)
class Asked:
    query: Query
    docket: str | None  # its id
    labels: tuple[str, ...]
    filters: dict[str, str]


def _newest(asked: Asked, places: list[int], after: int | None) -> Page:
    faces: list[tuple[Face, Reading]] = []
    looked = 0
    while looked < _LOOKED_THROUGH:
        wanted = _BATCH if looked else _FIRST
        batch = index.standing_at(places[:wanted]) if after is None else index.newest(asked.query, asked.labels, before=after, limit=wanted)
        for hit, face, reading in _readable(asked, batch):
            if len(faces) == PAGE:
                return faces, after
            faces.append((face, reading))
            after = hit.place
        if not batch or len(batch) < wanted:
            return faces, None
        if len(faces) < PAGE:
            after = batch[-1].place
        looked += len(batch)
    return faces, after


def _best(asked: Asked, ranked: list[int], after: int | None) -> Page:
    passed = after or 0
    faces: list[tuple[Face, Reading]] = []
    at = {place: n for n, place in enumerate(ranked)}
    for start in range(passed, len(ranked), _FIRST):
        batch = ranked[start : start + _FIRST]
        for hit, face, reading in _readable(asked, index.standing_at(batch)):
            if len(faces) == PAGE:
                return faces, passed
            faces.append((face, reading))
            passed = at[hit.place] + 1
    return faces, None


def _readable(asked: Asked, batch: list[Hit]) -> Iterator[tuple[Hit, Face, Reading]]:
    """Those that are public now, fit the filters, and whose public words hold what was asked, in the order of the batch."""
    for start, end in ((0, _FIRST), (_FIRST, len(batch))):
        if not (part := batch[start:end]):
            break
        opened = sa.select(Face).where(Face.comment_id.in_([hit.comment_id for hit in part]))  # by key alone: no other index is walked
        opened = fitting(opened, **asked.filters).options(sa.orm.load_only(*_SHOWN))
        faces = {face.comment_id: face for face in db.session.scalars(opened)}
        for hit in part:
            face = faces.get(hit.comment_id)
            if face is None or face.state not in READABLE or asked.docket not in (None, face.docket_id):
                continue
            reading = Reading(words_of(face), face.language)
            if reading.fits(asked.query):
                yield hit, face, reading


def _each_alone(query: Query, docket: str | None) -> list[tuple[Term, int]]:
    if len(query.terms) < 2:
        return []
    return [(term, len(index.places(Query((term,)), labels(docket), limit=COUNTED + 1))) for term in query.wanted]


def _shown(query: Query, face: Face, reading: Reading) -> Found:
    words, spans = reading.text, reading.hits(query)
    start, end = _window(words, spans[0][0] if spans else 0)
    pieces, at = [], start
    for first, last in spans:
        if first >= at and last <= end:
            pieces += [Piece(words[at:first]), Piece(words[first:last], True)]
            at = last
    pieces.append(Piece(words[at:end]))
    return Found(face, [piece for piece in pieces if piece.text], start > 0 or end < len(words))


def _window(words: str, at: int) -> tuple[int, int]:
    """A part around a place that begins and ends between words."""
    if len(words) <= _WINDOW:
        return 0, len(words)
    start = max(0, at - _WINDOW // 3)
    end = min(len(words), start + _WINDOW)
    if start:
        gap = max(words.rfind(sign, max(0, start - _LONG_WORD), start) for sign in " \n")
        start = start if gap < 0 else gap + 1  # some scripts put no gaps between words
    if end < len(words):
        end = max(words.rfind(" ", 0, end), at + 1) if " " in words[at:end] else end
    return start, end
