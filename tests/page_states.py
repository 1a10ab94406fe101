"""Every distinct state of every page that any test renders is kept as a file, for Chromium to look at afterwards
(tests/browser/test_page_states.py). Two pages are one state when view, status and the kinds of parts on them are the same.

Files are named by what they hold, so test processes that run side by side write the same names and nothing is lost.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from bs4 import BeautifulSoup, Tag

FOLDER = Path(__file__).parent / "output" / "pages"
STATES_PER_VIEW = 5  # of one status; the first ones met
_written: set[Path] = set()  # by this process; files of earlier runs are written anew


def keep_state(view: str, status: int, markup: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = f"{view}-{status}"
    file = FOLDER / f"{name}-{shape_of(markup)}.html"
    if file in _written or (not file.exists() and len(list(FOLDER.glob(f"{name}-*.html"))) >= STATES_PER_VIEW):
        return
    _written.add(file)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_text(markup)
    unfinished.replace(file)  # another process never reads half a page


def shape_of(markup: str) -> str:
    """What kinds of parts the page has; neither words nor how many of each."""
    kinds = {_kind(tag) for tag in BeautifulSoup(markup, "html.parser").find_all(True)}
    return hashlib.sha256("\n".join(sorted(kinds)).encode()).hexdigest()[:10]


def _kind(tag: Tag) -> str:
    parent = tag.parent.name if tag.parent else ""
    return f"{parent}>{tag.name}.{'.'.join(tag.get('class') or [])}[{tag.get('type', '')}{tag.get('role', '')}]"
