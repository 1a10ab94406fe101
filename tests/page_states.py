"""Every distinct state of every page that any test renders is kept as a file, for Chromium to look at afterwards
(tests/browser/test_page_states.py). Two pages are one state when view, status and the kinds of parts on them are the same.

Files are named by what they hold, so test processes that run side by side write the same names and nothing is lost.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement

FOLDER = Path(__file__).parent / "output" / "pages"
STATES_PER_VIEW = 5  # of one status; the first ones met
ONE_PAGE = {400, 403, 404, 405, 413, 429}  # whichever view refuses, it is the same page
_full: set[str] = set()
_written: set[Path] = set()  # by this process; files of earlier runs are written anew


def keep_state(view: str, status: int, shape: str, markup: str) -> None:
    name = f"{'any' if status in ONE_PAGE else view}-{status}"
    file = FOLDER / f"{name}-{shape}.html"
    if file in _written or (name in _full and not file.exists()):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not file.exists() and len(list(FOLDER.glob(f"{name}-*.html"))) >= STATES_PER_VIEW:
        _full.add(name)
        return
    _written.add(file)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_text(markup)
    unfinished.replace(file)  # another process never reads half a page


def shape_of(page: HtmlElement) -> str:
    """What kinds of parts the page has; neither words nor how many of each."""
    kinds = {_kind(part) for part in page.iter(etree.Element)}
    return hashlib.sha256("\n".join(sorted(kinds)).encode()).hexdigest()[:10]


def _kind(part: HtmlElement) -> str:
    parent, given = part.getparent(), part.attrib
    return f"{'' if parent is None else parent.tag}>{part.tag}.{given.get('class', '')}[{given.get('type', '')}{given.get('role', '')}]"
