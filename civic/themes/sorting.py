"""The grid and the single sheet on which comments are sorted into themes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from civic.comments.models import Comment
from civic.comments.queries import comment_numbered
from civic.database import Refusal
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.numbers import shown
from civic.themes.actions import code_comment
from civic.themes.models import Theme
from civic.themes.queries import Row, codings_on, is_in_sample, rows_on, themes_of

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
    def address(self) -> dict[str, Any]:
        """This page's query, without what is empty."""
        found = {"state": self.state if self.state != "todo" else "", "theme": self.theme, "page": str(self.page) if self.page > 1 else ""}
        return {name: value for name, value in found.items() if value}


def sheet_of(docket: Docket, query: Mapping[str, str]) -> Sheet:
    """Comments still to be sorted, unless another state or a theme is asked for."""
    state = query.get("state", "") if query.get("state") in STATES else "todo"
    theme = query.get("theme", "")[:22]
    rows = rows_on(docket)
    kept = [row for row in rows if _fits(row, "all" if theme else state, theme)]
    pages = max(1, -(-len(kept) // PAGE))
    page = min(max(1, int(query["page"]) if query.get("page", "").isdigit() else 1), pages)
    todo = sum(row.state != "coded" for row in rows)
    return Sheet(kept[(page - 1) * PAGE : page * PAGE], len(rows), todo, state, theme, page, pages)


def save_sheet(docket: Docket, sheet: Sheet, sent: Any, *, by: Account) -> int:
    """Save every row on which a theme or *no theme fits* is ticked and which differs from what is kept."""
    known = {theme.id: theme for theme in themes_of(docket)}
    saved = 0
    for number in sent.getlist("row"):
        comment = comment_numbered(number)
        if comment is None or comment.docket_id != docket.id:
            raise Refusal(_("Comment %(number)s is not on this docket.", number=number[:9]))
        found = _found(sent, f"-{comment.number}", known, shown(comment.number))
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
    rows = rows_on(docket)
    if second:
        read = codings_on(docket, counts=False)
        waiting = [r for r in rows if r.coding and r.coding.coder_id != person.id and r.face.comment_id not in read and is_in_sample(r.face.comment_id)]
    else:
        waiting = [row for row in rows if row.state != "coded"]
    place = {row.face.number: i for i, row in enumerate(rows)}
    later = [row for row in waiting if place[row.face.number] > place.get(after, -1)]
    chosen = [row for row in later or waiting if row.face.number != after]
    return chosen[0].face.number if chosen else None


def _fits(row: Row, state: str, theme: str) -> bool:
    if theme:
        return any(found.id == theme for found in row.themes)
    return state == "all" or (row.state == "coded") == (state == "coded")


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


def _differs(comment: Comment, sheet: Sheet, found: dict[str, Any]) -> bool:
    row = next((row for row in sheet.rows if row.face.comment_id == comment.id), None)
    if row is None or row.coding is None or row.state != "coded":
        return True
    kept = (set(row.themes), row.coding.asks_change, row.coding.quotable)
    return kept != (set(found["themes"]), found["asks_change"], found["quotable"])
