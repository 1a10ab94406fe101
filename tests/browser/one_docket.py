"""The demonstration's city with its cast and one docket, in a fresh data folder: `python -m tests.browser.one_docket FOLDER`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from civic import create_app, load_settings
from tests.databases import migrate

KEY = "docket_two"  # the plate readers, open for comments


def main(folder: str) -> None:
    migrate(f"sqlite:///{Path(folder).absolute() / 'civic.sqlite'}", Path(folder))
    app = create_app(load_settings().from_environment({"CIVIC_DATA": folder, "CIVIC_LOG_LEVEL": "ERROR"}))
    with app.app_context():
        from civic.demonstration.content import load
        from civic.demonstration.loader import load_demonstration

        every = load()
        (one,) = (docket for docket in every.dockets if docket.key == KEY)
        one = replace(one, letters=replace(one.letters, organisations=every.organisations))  # some are told elsewhere
        load_demonstration(content=replace(every, dockets=(one,)))


if __name__ == "__main__":
    main(sys.argv[1])
