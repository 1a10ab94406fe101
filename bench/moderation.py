"""How long the moderation queue takes with many comments: the page of a batch with its counts, asked of the application in this process.

    python bench/moderation.py --comments 5000
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.fill import NUMBER, application_in, fill


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--comments", type=int, default=5000)
    asked.add_argument("--rounds", type=int, default=20)
    asked.add_argument("--data", type=Path, help="a folder to keep and fill further")
    chosen = asked.parse_args()
    folder = chosen.data or Path(tempfile.mkdtemp(prefix="civic-bench-"))
    fill(folder, chosen.comments)
    rows = measure(folder, chosen.rounds)[1:]  # the first answer compiles the template
    seconds, busy = [row[0] * 1000 for row in rows], statistics.median(row[1] for row in rows) * 1000
    print(
        f"queue page with {chosen.comments} comments: median {statistics.median(seconds):.0f} ms, longest {max(seconds):.0f} ms of {len(rows)} after the first, "
        f"{busy:.0f} ms of the processor ({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f})"
    )


def measure(folder: Path, rounds: int) -> list[tuple[float, float]]:
    """Seconds per page of 25 comments, with its counts, as a moderator gets it: on the clock, and of the processor."""
    app = application_in(folder, TESTING=True)
    with app.test_request_context("/"):
        from civic.database import db, writing
        from civic.dockets.queries import docket_numbered
        from civic.moderation.actions import claim_batch
        from civic.moderation.queue import next_batch
        from civic.people.models import Account
        from civic.permissions import Role
        from tests.browsing import TestBrowser
        from tests.cast import make_account

        with writing():
            reader = db.session.scalars(db.select(Account).where(Account.name == "Bench Moderator")).first() or make_account("Bench Moderator", Role.MODERATOR)
            docket = docket_numbered(NUMBER)
            claim_batch(docket, next_batch(docket, reader), by=reader)
            browser = TestBrowser(app).sign_in(reader)
        db.session.remove()
    taken = []
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        answer = browser.client.get(f"/staff/d/{NUMBER}/queue")
        taken.append((time.perf_counter() - began, time.process_time() - busy))
        assert answer.status_code == 200 and answer.get_data(as_text=True).count('class="queue-item"') >= 1, answer.status_code
    return taken


if __name__ == "__main__":
    main()
