"""Clean comments that nobody has read, into a docket of a data folder: `python -m tests.browser.more_comments FOLDER NUMBER HOW_MANY`.

With --letter all of them are one letter.
"""

from __future__ import annotations

import sys

from civic import create_app, load_settings

LETTER = (
    "Please keep the rule that a department asks the council before it buys a reader of plates. Open hearings cost an evening, and hidden "
    "purchases cost trust for years. The rule worked when the library was asked first, and nobody was harmed by waiting."
)


def main(folder: str, number: str, n: int, *, letter: bool = False) -> None:
    app = create_app(load_settings().from_environment({"CIVIC_DATA": folder, "CIVIC_LOG_LEVEL": "ERROR"}))
    with app.test_request_context("/"):
        from civic.campaigns.arriving import anything_arrived, look_at_arrivals
        from civic.comments.actions import Words, receive_comment
        from civic.database import writing
        from civic.dockets.queries import docket_numbered
        from civic.record.codes import Pair
        from civic.record.numbers import new_number

        with writing():
            docket = docket_numbered(number)
            assert docket is not None
            for place in range(n):
                receive_comment(docket, Words(LETTER if letter else f"Readers on corner {place} worry me."), Pair(new_number(), "", None))
        while anything_arrived():
            with writing():
                look_at_arrivals()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), letter="--letter" in sys.argv)
