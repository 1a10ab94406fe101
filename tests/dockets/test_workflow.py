"""A matter moves along its own workflow: forward, back to committee where the council sends it, and nowhere after its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civic.clock import today
from civic.database import Refusal
from civic.dockets.actions import record_process_event
from civic.dockets.models import Docket
from civic.dockets.queries import events_of
from tests.factories import make_docket, the_clerk

pytestmark = pytest.mark.usefixtures("app")


def step(docket: Docket, kind: str, days_ago: int, **more) -> None:
    record_process_event(docket, kind=kind, title=kind, day=today() - timedelta(days=days_ago), source="Minutes", by=the_clerk(), **more)


def test_steps_keep_to_the_order_of_their_stages() -> None:
    """I-10: a matter moves only along its own workflow, each step citing an event or document."""
    docket = make_docket()
    for kind, days_ago in (("introduced", 40), ("referred", 39), ("hearing", 30), ("in_committee", 29), ("recommended", 20), ("council_action", 10)):
        step(docket, kind, days_ago)
    for kind in ("introduced", "notice_of_intent"):
        with pytest.raises(Refusal, match="does not fit"):
            step(docket, kind, 5)
    step(docket, "in_committee", 8)  # the council sent it back
    step(docket, "passed", 3)
    with pytest.raises(Refusal, match="does not fit"):
        step(docket, "recommended", 1)
    with pytest.raises(Refusal, match="does not fit"):
        step(docket, "presented", 15)  # before it had passed
    assert all(event.source for event in events_of(docket))


def test_a_step_forgotten_earlier_can_be_entered_at_its_place() -> None:
    docket = make_docket()
    step(docket, "introduced", 40)
    step(docket, "recommended", 10)
    step(docket, "hearing", 20)
    step(docket, "meeting", 1)
    assert [event.kind for event in events_of(docket)] == ["introduced", "hearing", "recommended", "meeting"]


@pytest.mark.parametrize("end", ["failed", "withdrawn", "expired"])
def test_nothing_follows_an_end(end: str) -> None:
    docket = make_docket()
    step(docket, "introduced", 40)
    step(docket, end, 10)
    with pytest.raises(Refusal, match="ended this matter"):
        step(docket, "recommended", 5)


def test_an_imported_history_stays_as_printed() -> None:
    docket = make_docket()
    step(docket, "recommended", 40, as_printed=True)
    step(docket, "introduced", 10, as_printed=True)
    assert len(events_of(docket)) == 2
