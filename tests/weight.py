"""What a page costs to fetch: compressed as the server would send it."""

import gzip
from pathlib import Path

STATIC = Path(__file__).parent.parent / "civic" / "static"
KILOBYTE = 1000

STYLES_AT_MOST = 30 * KILOBYTE
PUBLIC_SCRIPTS_AT_MOST = 25 * KILOBYTE
STAFF_SCRIPTS_AT_MOST = 60 * KILOBYTE
FONTS_AT_MOST = 75 * KILOBYTE
FIRST_VIEW_AT_MOST = 250 * KILOBYTE
COMMENT_FLOW_AT_MOST = 400 * KILOBYTE


def compressed(words):
    return len(gzip.compress(words, compresslevel=9))


def weight_of(*names):
    """Bytes of built files, compressed; fonts are compressed already."""
    total = 0
    for name in names:
        content = (STATIC / name).read_bytes()
        total += len(content) if name.endswith(".woff2") else compressed(content)
    return total


def fonts():
    return [path.relative_to(STATIC).as_posix() for path in sorted((STATIC / "fonts").glob("*.woff2"))]


def first_view(html, *more):
    """Bytes of a page opened with an empty cache: its HTML, styles, script, fonts and what else it names."""
    return compressed(html) + weight_of("civic.css", "civic.js", *fonts(), *more)


def flow(*pages):
    """Bytes of several pages after one another: the files are fetched once."""
    return first_view(pages[0]) + sum(compressed(page) for page in pages[1:])
