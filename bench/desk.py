"""How long the desk of the staff takes with many dockets, each with work of every kind waiting: the page, in this process.

    python bench/desk.py --dockets 300
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.fill import application_in

PAGES = ("/staff", "/", "/dockets")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--dockets", type=int, default=300)
    asked.add_argument("--rounds", type=int, default=10)
    chosen = asked.parse_args()
    app = application_in(Path(tempfile.mkdtemp(prefix="civic-bench-")))
    browser = arrange(app, chosen.dockets)
    for address in PAGES:
        seconds = [measure(browser, address) for _ in range(chosen.rounds)]
        median, longest = statistics.median(seconds) * 1000, max(seconds) * 1000
        print(f"{address} with {chosen.dockets} dockets: median {median:.0f} ms, longest {longest:.0f} ms of {chosen.rounds} ({os.cpu_count()} cores)")


def arrange(app: Any, dockets: int) -> Any:
    """A signed-in person with every staff role; one busy docket, and the others copied from it."""
    from civic.database import db, writing
    from civic.people.security import KEY, open_session
    from tests.multiply import copies_of
    from tests.pages.busy import a_busy_docket, everybody

    client = app.test_client()
    with app.app_context():
        with writing():
            docket, person = a_busy_docket(), everybody()
            token, mark = open_session(person), person.fs_uniquifier
        with writing():
            copies_of(db.session.merge(docket), dockets - 1, first=1000)
    with client.session_transaction() as own:
        own["_user_id"], own["_fresh"], own[KEY], own["fs_cc"], own["identity"] = mark, True, token, "set", mark
    return client


def measure(client: Any, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
