"""However many comments a docket has, its pages ask by key: no statement of theirs walks a table that grows with comments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from civic.clock import today
from civic.database import db
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered
from civic.themes.models import Theme
from tests.browsing import TestBrowser
from tests.cast import anna, milo

GROWING = ("comment_faces", "comments", "comment_anchors", "revisions", "decisions", "family_members", "queue_places", "leaves", "events", "search_entries", "codings", "coded_themes", "sortings", "placed_comments", "read_twice")
PAGES = (
    "", "/comments", "/comments?order=newest", "/comments?language=es", "/comments?channel=web&stance=oppose", "/comments?day={day}", "/comments?s={wid}", "/comments?s={wid}&stance=oppose",
    "/comments/search?q=camera", "/comments/search?q=camera&order=best", "/ledger/counts", "/campaigns", "/campaigns/1", "/brief", "/clocks", "/summary",
)  # fmt: skip


def finished() -> Docket:
    docket = docket_numbered(f"{today().year}-014")
    assert docket is not None
    return docket


@contextmanager
def statements() -> Iterator[list[tuple[str, object]]]:
    asked: list[tuple[str, object]] = []

    def keep(connection, cursor, statement, parameters, context, many) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", keep)


def walked(asked: list[tuple[str, object]]) -> list[str]:
    """Tables that grow, of which a statement reads every row; whoever reads only an index of few rows is none of them."""
    found = []
    with db.engine.connect() as connection:
        for statement, parameters in asked:
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                words = row[3].split()
                if words[0] == "SCAN" and words[1] in GROWING:
                    found.append(f"{row[3]}: {statement[:300]}")
    return found


@pytest.mark.sqlite_only  # plans are told in another form elsewhere
@pytest.mark.parametrize("tail", PAGES)
def test_no_page_of_a_docket_walks_a_table_of_comments(loaded: Flask, tail: str) -> None:
    docket = finished()
    tail = tail.format(day="2026-08-20", wid=docket.versions[0].provisions[-1].wid)
    browser = TestBrowser(loaded)
    with statements() as asked:
        assert browser.open(f"/d/{docket.number}{tail}").status == 200
    assert asked and walked(asked) == []


@pytest.mark.sqlite_only
def test_the_queue_walks_no_table_of_comments(loaded: Flask) -> None:
    docket = finished()
    browser = TestBrowser(loaded).sign_in(milo())
    with statements() as asked:
        assert browser.open(f"/staff/d/{docket.number}/queue").status == 200
    assert walked(asked) == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("tail", ["", ".csv", "-ways.csv", "-sides.csv"])
def test_the_numbers_of_moderation_walk_no_decision(loaded: Flask, tail: str) -> None:
    with statements() as asked:
        assert TestBrowser(loaded).open(f"/how/moderation{tail}").status == 200
    assert asked and walked(asked) == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("tail", ["codebook", "code", "code?state=coded", "code?state=all&page=2", "code?theme={theme}", "code/next", "code/next?second=1"])
def test_what_the_analysts_open_walks_no_comment_and_no_reading(loaded: Flask, tail: str) -> None:
    docket = finished()
    theme = db.session.scalars(sa.select(Theme.id).where(Theme.docket_id == docket.id)).first()
    browser = TestBrowser(loaded).sign_in(anna())
    with statements() as asked:
        assert browser.open(f"/staff/d/{docket.number}/{tail.format(theme=theme)}").status == 200
    assert asked and walked(asked) == []
    if tail == "codebook":
        assert not [statement for statement, _ in asked if "comment_faces" in statement], "the counts are kept"
