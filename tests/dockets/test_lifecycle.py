"""A docket from draft to withdrawn: what is recorded, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now
from civic.database import Refusal, db
from civic.dockets.actions import (
    close_docket,
    delete_draft_docket,
    describe_docket,
    explain_provisions,
    extend_window,
    open_window,
    plan_process_event,
    post_notice,
    publish_docket,
    read_findings,
    record_process_event,
    say_who_was_asked_for_the_text,
    take_text,
    withdraw_docket,
)
from civic.dockets.queries import docket_numbered, draft_text_of, events_of
from civic.record.models import Event, Leaf
from civic.record.queries import events_about, leaf_of
from civic.summaries.actions import start_draft
from civic.themes.actions import add_theme
from civic.themes.models import Theme, ThemeState
from tests.browsing import TestBrowser
from tests.factories import TEXT, make_comment, make_docket, make_draft_docket, the_clerk


def kinds_of_leaves() -> list[str]:
    return list(db.session.scalars(sa.select(Leaf.kind)))


def describe(docket, title: str = "Another title") -> None:  # type: ignore[no-untyped-def]
    describe_docket(docket, title=title, plain_summary="A new summary.", effects=["One."], by=the_clerk())


def test_a_new_title_of_a_public_docket_is_in_the_record(app) -> None:
    """I-2 Every change of state has one event in the same transaction."""
    docket = make_docket()
    describe(docket)
    event = events_about(docket, "docket.described")[0]
    assert leaf_of(event) is not None and event.by


def test_a_new_title_of_a_draft_is_an_inner_event(app) -> None:
    docket = make_draft_docket()
    before = len(kinds_of_leaves())
    describe(docket)
    assert len(kinds_of_leaves()) == before
    assert len(events_about(docket, "docket.drafted")) == 2


def test_the_same_words_again_are_no_change(app) -> None:
    docket = make_docket()
    words = {"title": docket.title, "plain_summary": docket.plain_summary, "effects": docket.effects}
    describe_docket(docket, **words, by=the_clerk())
    assert events_about(docket, "docket.described") == []
    describe_docket(docket, **words, contact="Room 304", by=the_clerk())
    assert len(events_about(docket, "docket.described")) == 1


def test_who_was_asked_for_the_text_is_in_the_record(app) -> None:
    docket = make_docket(text=None, open=False)
    with pytest.raises(Refusal, match="not come yet"):
        say_who_was_asked_for_the_text(docket, since=date(2026, 9, 1), asked_of="The attorney", asked_on=date(2027, 1, 1), by=the_clerk())
    say_who_was_asked_for_the_text(docket, since=date(2026, 9, 1), asked_of="The attorney", asked_on=date(2026, 9, 2), by=the_clerk())
    assert "text.requested" in kinds_of_leaves()


def test_a_public_docket_keeps_a_summary_and_three_effects_at_most(app) -> None:
    docket = make_docket()
    with pytest.raises(Refusal, match="summary"):
        describe_docket(docket, title="A", plain_summary="", effects=[], by=the_clerk())
    with pytest.raises(Refusal, match="Three effects"):
        describe_docket(docket, title="A", plain_summary="B", effects=list("abcd"), by=the_clerk())


def test_a_draft_with_planned_steps_and_a_text_is_deleted_whole(app) -> None:
    docket = make_draft_docket()
    take_text(docket, TEXT.encode(), "markdown", by=the_clerk())
    plan_process_event(docket, kind="introduced", title="Introduced", day=date(2026, 9, 1), source="Minutes", by=the_clerk())
    delete_draft_docket(docket, by=the_clerk())
    assert docket_numbered("2026-014") is None
    assert db.session.scalar(sa.select(Event).where(Event.kind == "docket.deleted")) is not None


def test_nothing_can_hang_on_a_draft_that_would_keep_it_from_being_deleted(app) -> None:
    docket = make_draft_docket()
    for act in (
        lambda: add_theme(docket, "Errors", "Wrong matches.", by=the_clerk()), lambda: start_draft(docket, by=the_clerk()),
        lambda: post_notice(docket, channel="newspaper", place="The Courier", day=date(2026, 10, 1), by=the_clerk()),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="Publish the docket"):
            act()
    delete_draft_docket(docket, by=the_clerk())
    assert docket_numbered("2026-014") is None


def test_a_draft_with_entries_elsewhere_says_why_it_stays(app, browser: TestBrowser) -> None:
    """Half of it is never deleted, and nothing answers 500."""
    docket = make_draft_docket()
    take_text(docket, TEXT.encode(), "markdown", by=the_clerk())
    db.session.add(Theme(docket_id=docket.id, position=1, name="Errors", definition="Wrong matches.", state=ThemeState.ACTIVE))
    db.session.commit()
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/end").press("Delete this draft", typed="2026-014")
    assert browser.status == 422 and "cannot be deleted" in browser.errors[0]
    db.session.expire_all()
    assert draft_text_of(docket_numbered("2026-014")) is not None and docket_numbered("2026-014").matter is not None
    assert db.session.scalar(sa.select(Event).where(Event.kind == "docket.deleted")) is None


def test_a_step_planned_in_a_draft_enters_the_record_when_the_docket_does(app) -> None:
    """I-2 Every change of state has one event in the same transaction; I-10 each step cites an event or document."""
    docket = make_draft_docket()
    with pytest.raises(Refusal, match="Publish the docket"):
        record_process_event(docket, kind="introduced", title="Introduced", day=date(2026, 9, 1), by=the_clerk())
    plan_process_event(docket, kind="introduced", title="Introduced", day=date(2026, 9, 1), source="Minutes", by=the_clerk())
    assert "process.recorded" not in kinds_of_leaves()
    publish_docket(docket, by=the_clerk())
    assert [event.title for event in events_of(docket)] == ["Introduced"]
    assert kinds_of_leaves().count("process.recorded") == 1


def test_a_published_docket_is_withdrawn_and_never_deleted(app) -> None:
    docket = make_docket()
    with pytest.raises(Refusal, match="never deleted"):
        delete_draft_docket(docket, by=the_clerk())
    withdraw_docket(docket, reason="published_by_mistake", by=the_clerk())
    assert docket.is_withdrawn and "docket.withdrawn" in kinds_of_leaves()
    with pytest.raises(Refusal, match="already"):
        withdraw_docket(docket, reason="duplicate", by=the_clerk())


def test_a_replacement_is_another_public_docket(app) -> None:
    docket, other = make_docket(), make_docket("2026-015", title="Drones")
    make_draft_docket("2026-016", "A draft")
    for number in ("2026-014", "2026-016", "2026-099"):
        with pytest.raises(Refusal, match="no other public docket"):
            withdraw_docket(docket, reason="duplicate", replacement=number, by=the_clerk())
    withdraw_docket(docket, reason="duplicate", replacement=other.number, by=the_clerk())
    assert docket.withdrawn_for == "2026-015"


def test_a_withdrawn_docket_takes_nothing_more_in(app) -> None:
    docket = make_docket()
    withdraw_docket(docket, reason="duplicate", by=the_clerk())
    with pytest.raises(Refusal, match="withdrawn"):
        make_comment(docket)
    with pytest.raises(Refusal, match="has ended"):
        open_window(docket, opens_at=now() + timedelta(days=30), closes_at=now() + timedelta(days=60), by=the_clerk())
    with pytest.raises(Refusal, match="has ended"):
        extend_window(docket.window, closes_at=now() + timedelta(days=60), reason="More time", by=the_clerk())


def test_the_comment_page_of_a_withdrawn_docket_says_so(app, browser) -> None:  # type: ignore[no-untyped-def]
    docket = make_docket()
    withdraw_docket(docket, reason="duplicate", by=the_clerk())
    browser.open("/d/2026-014/comment")
    assert browser.heading == "Comments are not open" and browser.shows("withdrawn on")


def test_a_docket_is_closed_after_its_comment_window(app) -> None:
    from civic.clock import pretend

    docket = make_docket()
    with pytest.raises(Refusal, match="can still comment"):
        close_docket(docket, outcome="adopted", by=the_clerk())
    with pretend(now() + timedelta(days=60)):
        close_docket(docket, outcome="adopted", by=the_clerk())
    assert docket.closed_outcome == "adopted" and "docket.closed" in kinds_of_leaves()


def test_the_reason_for_an_extension_is_committed_word_by_word(app) -> None:
    """I-3 No leaf holds free text; I-6 each extension is an event."""
    window = make_docket().window
    extension = extend_window(window, closes_at=window.closing + timedelta(days=7), reason="A holiday fell in it", by=the_clerk())
    leaf = leaf_of(events_about(extension)[0])
    assert leaf is not None and b"holiday" not in leaf.bytes and b'"reason":{"ctx"' in leaf.bytes
    assert extension.openings and extension.reason == "A holiday fell in it"


def test_plain_words_belong_to_a_provision_by_its_name(app) -> None:
    """I-9 A wId names the same provision in every version of a proposal."""
    docket = make_docket()
    draft = take_text(docket, TEXT.replace("## Section 1", "## Section 1. Short title\n\nOf faces.\n\n## Section 2").encode(), "markdown", by=the_clerk())
    reports = next(row["wid"] for row in draft.provisions if row["heading"] == "Reports")
    assert reports == next(p.wid for p in docket.current_version.provisions if p.heading == "Reports")
    read_findings(draft, list(range(len(draft.findings))))
    explain_provisions(draft, plain_words={reports: "Once a year."}, reasons={})
    with pytest.raises(Refusal, match="no provision"):
        explain_provisions(draft, plain_words={"0": "Words"}, reasons={})
