"""The grid and the single sheet on which comments are sorted into themes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.comments.listing import opened
from civic.comments.models import Comment
from civic.comments.queries import comment_numbered, readable_on
from civic.database import Refusal
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.numbers import shown
from civic.themes.actions import code_comment
from civic.themes.counting import how_many_are_placed, how_many_are_sorted, number_of, sources_of
from civic.themes.models import Coding, Theme
from civic.themes.places import (
    Places,
    first_of,
    ids_at,
    placed_under,
    readable_places,
    sortings_on,
    waiting_for_another,
)
from civic.themes.queries import Row, rows_of, themes_of

PAGE = 25
STATES = ("todo", "coded", "all")


@dataclass(frozen=True)
class Sheet:
    """One page of the grid, with what it leaves out."""

    rows: list[Row]
    total: int
    todo: int
    state: str
    theme: str
    page: int
    pages: int

    @property
    def near(self) -> list[int]:
        """The pages that this one leads to: the first, a few around it and the last; itself is one of them."""
        around = range(max(1, self.page - 2), min(self.pages, self.page + 2) + 1)
        return sorted({1, *around, self.pages})

    @property
    def address(self) -> dict[str, Any]:
        """This page's query, without what is empty."""
        found = {"state": self.state if self.state != "todo" else "", "theme": self.theme, "page": str(self.page) if self.page > 1 else ""}
        return {name: value for name, value in found.items() if value}


def sheet_of(docket: Docket, query: Mapping[str, str]) -> Sheet:
    """Comments still to be sorted, unless another state or a theme is asked for; a theme shows all of its comments."""
    state = query.get("state", "") if query.get("state") in STATES else "todo"
    theme = query.get("theme", "")[:22]
    state = "all" if theme else state  # a theme has only comments that were read
    total, done = readable_on(docket), how_many_are_sorted(docket)
    sources = next((ids for one, ids in sources_of(docket).items() if one.id == theme), []) if theme else []
    shown = how_many_are_placed(sources) if theme else {"todo": total - done, "coded": done, "all": total}[state]
    pages = max(1, -(-shown // PAGE))
    page = min(max(1, int(query["page"][:9]) if query.get("page", "").isdecimal() else 1), pages)
    ids = ids_at(_chosen(docket, state, theme, sources), total=shown, limit=PAGE, offset=(page - 1) * PAGE)
    rows = rows_of(opened(ids))
    return Sheet(rows, total, total - done, state, theme, page, pages)


def _chosen(docket: Docket, state: str, theme: str, sources: list[str]) -> Places:
    if theme:
        return placed_under(sources)
    return readable_places(docket) if state == "all" else sortings_on(docket, is_sorted=state == "coded")


def save_sheet(docket: Docket, sheet: Sheet, sent: Any, *, by: Account) -> int:
    """Save every row on which a theme or *no theme fits* is ticked and which differs from what is kept."""
    known = {theme.id: theme for theme in themes_of(docket)}
    saved = 0
    for number in sent.getlist("row"):
        comment = comment_numbered(number)
        if comment is None or comment.docket_id != docket.id:
            raise Refusal(_("Comment %(number)s is not on this docket.", number=number[:9]))
        found = _found(sent, f"-{comment.number}", known, shown(comment.number))
        if found is None and _is_sorted(comment, sheet):
            raise Refusal(_("Comment %(number)s is sorted, and nothing is ticked for it now. Choose a theme, or “No theme fits”.", number=shown(comment.number)))
        if found is not None and _differs(comment, sheet, found):
            code_comment(comment, found.pop("themes"), by=by, **found)
            saved += 1
    return saved


def save_one(comment: Comment, sent: Any, *, second: bool, by: Account) -> None:
    found = _found(sent, "", {theme.id: theme for theme in themes_of(comment.docket)}, shown(comment.number))
    if found is None:
        raise Refusal(_("Choose a theme, or “No theme fits”."))
    code_comment(comment, found.pop("themes"), second=second, by=by, **found)


def next_number(docket: Docket, person: Account, *, second: bool, after: str = "") -> str | None:
    """The next comment to sort, after the one just saved; or the next of the tenth to read a second time."""
    saved = comment_numbered(after) if after else None
    place = saved.face.sort_key if saved is not None and saved.docket_id == docket.id else None
    if second:
        waiting = waiting_for_another(docket, person.id)
    else:
        waiting = sortings_on(docket, is_sorted=False)
    return next((face.number for face in opened(first_of(waiting, 2, beyond=place) or first_of(waiting, 2)) if face.number != after), None)


def left_for(docket: Docket, person: Account, *, second: bool) -> tuple[int, int]:
    """(how many still wait, of how many): comments to sort, or second readings of this person."""
    if not second:
        total = readable_on(docket)
        return total - how_many_are_sorted(docket), total
    waiting = number_of(sa.select(sa.func.count()).select_from(waiting_for_another(docket, person.id).query.subquery()))
    made = sa.select(sa.func.count()).select_from(Coding).where(Coding.docket_id == docket.id, Coding.counts == sa.false(), Coding.coder_id == person.id)
    return waiting, waiting + number_of(made)


def _found(sent: Any, suffix: str, known: dict[str, Theme], number: str) -> dict[str, Any] | None:
    """What was ticked for one comment; None where nothing was."""
    ticked, none = sent.getlist(f"theme{suffix}"), sent.get(f"none{suffix}") == "1"
    if ticked and none:
        raise Refusal(_("Comment %(number)s has themes and also “No theme fits”. Choose one of the two.", number=number))
    if not ticked and not none:
        return None
    if any(theme not in known for theme in ticked):
        raise Refusal(_("Comment %(number)s: one of its themes is not in use any more. Look at the list again.", number=number))
    asks, quotable = sent.get(f"asks{suffix}") == "1", sent.get(f"quotable{suffix}") == "1"
    return {"themes": [known[theme] for theme in ticked], "asks_change": asks, "quotable": quotable}


def _is_sorted(comment: Comment, sheet: Sheet) -> bool:
    return any(row.face.comment_id == comment.id and row.state == "coded" for row in sheet.rows)


def _differs(comment: Comment, sheet: Sheet, found: dict[str, Any]) -> bool:
    row = next((row for row in sheet.rows if row.face.comment_id == comment.id), None)
    if row is None or row.coding is None or row.state != "coded":
        return True
    kept = (set(row.themes), row.coding.asks_change, row.coding.quotable)
    return kept != (set(found["themes"]), found["asks_change"], found["quotable"])
