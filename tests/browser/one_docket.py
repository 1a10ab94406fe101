"""The demonstration's city with its cast and one docket, in a fresh data folder: `python -m tests.browser.one_docket FOLDER [MORE COMMENTS]`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from civic import create_app, load_settings
from tests.databases import migrate

KEY = "docket_two"  # the plate readers, open for comments


def main(folder: str, more: int = 0) -> None:
    migrate(f"sqlite:///{Path(folder).absolute() / 'civic.sqlite'}", Path(folder))
    app = create_app(load_settings().from_environment({"CIVIC_DATA": folder, "CIVIC_LOG_LEVEL": "ERROR"}))
    with app.app_context():
        from civic.demonstration.content import load
        from civic.demonstration.loader import load_demonstration

        every = load()
        (one,) = (docket for docket in every.dockets if docket.key == KEY)
        one = replace(one, letters=replace(one.letters, organisations=every.organisations))  # some are told elsewhere
        load_demonstration(content=replace(every, dockets=(one,)))
        if more:
            add_comments(more)


def add_comments(n: int) -> None:
    """Clean comments that nobody has read."""
    from civic.comments.actions import Words, receive_comment
    from civic.database import writing
    from civic.dockets.queries import published_dockets
    from civic.record.codes import Pair
    from civic.record.numbers import new_number

    with writing():
        (docket,) = published_dockets()
        for place in range(n):
            receive_comment(docket, Words(f"Readers on corner {place} worry me."), Pair(new_number(), "", None))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
