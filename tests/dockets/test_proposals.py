"""Two proposals under one legislative file: two dockets that point to each other and end differently."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civic.clock import now, pretend
from civic.database import db
from civic.dockets.actions import close_docket
from civic.dockets.queries import other_proposals_of
from tests.browsing import TestBrowser
from tests.factories import make_docket, the_clerk

pytestmark = pytest.mark.usefixtures("app")


def test_proposals_of_one_file_end_differently(browser: TestBrowser) -> None:
    """I-15: proposals of one matter may end differently."""
    passed, dropped = make_docket("2026-014", title="Face recognition"), make_docket("2026-015", title="Military equipment")
    for docket in (passed, dropped):
        docket.matter.file_number = "2020-00681"
    db.session.flush()
    with pretend(now() + timedelta(days=40)):
        close_docket(passed, outcome="adopted", by=the_clerk())
        close_docket(dropped, outcome="expired", by=the_clerk())
    assert (passed.closed_outcome, dropped.closed_outcome) == ("adopted", "expired")
    assert other_proposals_of(passed) == [dropped]
    browser.open("/d/2026-014").click("The same file: 2026-015, Military equipment")
    assert browser.heading == "Military equipment"


def test_a_docket_without_a_file_number_stands_alone() -> None:
    assert other_proposals_of(make_docket()) == []
