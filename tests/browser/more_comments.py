"""Clean comments that nobody has read, into a docket of a data folder: `python -m tests.browser.more_comments FOLDER NUMBER HOW_MANY`."""

from __future__ import annotations

import sys

from civic import create_app, load_settings


def main(folder: str, number: str, n: int) -> None:
    app = create_app(load_settings().from_environment({"CIVIC_DATA": folder, "CIVIC_LOG_LEVEL": "ERROR"}))
    with app.test_request_context("/"):
        from civic.comments.actions import Words, receive_comment
        from civic.database import writing
        from civic.dockets.queries import docket_numbered
        from civic.record.codes import Pair
        from civic.record.numbers import new_number

        with writing():
            docket = docket_numbered(number)
            assert docket is not None
            for place in range(n):
                receive_comment(docket, Words(f"Readers on corner {place} worry me."), Pair(new_number(), "", None))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
