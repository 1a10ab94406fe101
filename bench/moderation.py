"""How long the moderation queue takes with many comments: the page of a batch, and its counts, in this process.

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
    seconds = measure(folder, chosen.rounds)
    median, longest = statistics.median(seconds) * 1000, max(seconds) * 1000
    print(f"queue page with {chosen.comments} comments: median {median:.0f} ms, longest {longest:.0f} ms of {chosen.rounds} ({os.cpu_count()} cores)")


def measure(folder: Path, rounds: int) -> list[float]:
    """Seconds per page of 25 comments, with its counts, as a moderator gets it."""
    app = application_in(folder)
    with app.test_request_context("/"):
        from flask import render_template

        from civic.database import db, writing
        from civic.dockets.queries import docket_numbered
        from civic.moderation.actions import claim_batch
        from civic.moderation.queries import claim_of, recent_decisions
        from civic.moderation.queue import batch_of, next_batch, queue_counts
        from civic.moderation.waiting import in_words
        from civic.moderation.wording import ACTS
        from civic.people.models import Account
        from civic.permissions import Role
        from tests.cast import make_account

        with writing():
            reader = db.session.scalars(db.select(Account).where(Account.name == "Bench Moderator")).first() or make_account("Bench Moderator", Role.MODERATOR)
            docket = docket_numbered(NUMBER)
            claim_batch(docket, next_batch(docket, reader), by=reader)
        from civic.forms import Form
        from civic.moderation.rules import GROUNDS, KEYS
        from civic.record.numbers import shown

        taken = []
        for _ in range(rounds):
            db.session.expire_all()
            began = time.perf_counter()
            docket = docket_numbered(NUMBER)
            items = batch_of(docket, reader)
            page = render_template(
                "moderation/queue.html", docket=docket, items=items, waiting=1, elsewhere=0, in_words=in_words(queue_counts(docket, reader)), claim=claim_of(docket, reader), shown=shown,
                GROUNDS=GROUNDS, KEYS=KEYS, ACTS=ACTS, form=Form(), recent=recent_decisions(docket, reader),
            )  # fmt: skip
            taken.append(time.perf_counter() - began)
            assert len(items) == 25 and "queue-item" in page
        return taken


if __name__ == "__main__":
    main()
