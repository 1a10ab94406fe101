"""The same results as the plain functions beside it, compiled by numba (extra ``analysis``), for tens of thousands of texts and more.

All words of all texts stand as numbers in one array (``rows.py``). Each function here says which plain function it equals;
``tests/campaigns/test_compiled.py`` holds the two against each other.

Compiled code is kept on disk in a folder named after all that it was made from: numba itself looks only at the file of each
function, so code of an earlier version that another file was compiled into would be taken for current.
"""

from __future__ import annotations

import os
import shutil
from hashlib import blake2b
from pathlib import Path

from numba import __version__, config

COMPILED = ("frames.py", "reading.py", "prints.py", "comparing.py", "grouping.py")
CONSTANTS = ("comparing.py", "families.py", "words.py")  # beside this folder; their numbers and lists are compiled in
KEPT = 3  # folders of the latest versions


def _folder() -> Path:
    """The first place that can be written. Raises RuntimeError where there is none: compiling at every start costs more than it saves."""
    here = Path(__file__).parent
    made_from = blake2b(__version__.encode(), digest_size=8)
    for file in [*(here / name for name in COMPILED), *(here.parent / name for name in CONSTANTS)]:
        made_from.update(file.read_bytes())
    chosen = config.CACHE_DIR  # type: ignore[attr-defined]
    places = [chosen] if chosen else [here / "__pycache__", Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "civic"]
    for place in map(Path, places):
        folder = place / f"compiled-{made_from.hexdigest()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            folder.touch()
            if os.access(folder, os.W_OK):
                for old in sorted(place.glob("compiled-*"), key=lambda one: -one.stat().st_mtime)[KEPT:]:
                    shutil.rmtree(old, ignore_errors=True)
                return folder
        except OSError:
            continue
    raise RuntimeError("There is no folder in which compiled code can be kept.")


_before, config.CACHE_DIR = config.CACHE_DIR, str(_folder())  # type: ignore[attr-defined]
try:
    from civic.campaigns.finding.compiled import rows as rows  # each function finds its folder when it is declared
finally:
    config.CACHE_DIR = _before  # type: ignore[attr-defined]
