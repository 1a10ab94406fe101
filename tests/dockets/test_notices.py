"""Public notices of a docket."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civic.clock import today
from civic.database import Refusal
from civic.dockets.actions import post_notice
from civic.record.queries import events_about
from tests.factories import make_docket, make_draft_docket, the_clerk


def test_a_posted_notice_is_recorded(app) -> None:
    notice = post_notice(make_docket(), channel="library", place="Main library", day=today(), evidence="Photo 12", by=the_clerk())
    assert [event.kind for event in events_about(notice)] == ["notice.posted"]


def test_a_notice_is_not_entered_before_it_is_posted(app) -> None:
    with pytest.raises(Refusal, match="not before"):
        post_notice(make_docket(), channel="library", place="Main library", day=today() + timedelta(days=2), by=the_clerk())


def test_a_draft_docket_has_no_notices(app) -> None:
    with pytest.raises(Refusal, match="Publish the docket"):
        post_notice(make_draft_docket(), channel="library", place="Main library", day=today(), by=the_clerk())
