"""The hearing packet: one printable page with everything, frozen once, and the same as a file."""

from __future__ import annotations

import pytest

from civic.comments.actions import withdraw_comment
from civic.database import Refusal, db
from civic.pages.commands import packet
from civic.pages.packet import packet_of
from civic.record.leaf import b64, parse
from civic.record.numbers import shown
from civic.record.queries import leaf_about
from tests.browsing import TestBrowser
from tests.factories import the_clerk
from tests.summaries.arrange import make_summary


def test_the_packet_holds_summary_counts_and_every_comment(app, browser: TestBrowser) -> None:
    """I-63: every comment received is in it, as text or as a tombstone."""
    study, _ = make_summary()
    withdraw_comment(study.comments["f"])
    browser.sign_in(the_clerk()).open("/staff/d/2026-014").click("Hearing packet")
    assert browser.shows("3 of 6 comments are marked for the law.") and browser.shows("Nobody has been asked yet.") and browser.shows("All 6 comments")
    assert all(browser.page.find(id=f"c-{comment.number}") for comment in study.comments.values())
    assert browser.shows("Withdrawn") and not browser.shows("Hello from the north side.")


def test_freezing_records_what_it_held_and_ends_withdrawal(app, browser: TestBrowser) -> None:
    study, _ = make_summary()
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/packet").press("Freeze the packet")
    assert browser.shows("Frozen")
    leaf = parse(leaf_about(study.docket, "export.issued").bytes)
    assert (leaf["format"], leaf["comments"], leaf["sha256"]) == ("packet", 6, b64(packet_of(study.docket).digest))
    db.session.expire_all()
    with pytest.raises(Refusal, match="no longer be withdrawn"):
        withdraw_comment(study.comments["a"])


def test_the_command_writes_one_file_that_needs_nothing_else(app, tmp_path) -> None:
    study, _ = make_summary()
    db.session.commit()
    out = tmp_path / "packet.html"
    result = app.test_cli_runner().invoke(packet, ["build", "2026-014", "--out", str(out)])
    assert "6 comments, fingerprint" in result.output
    text = out.read_text()
    assert shown(study.comments["a"].number) in text and "<style>" in text and "<script" not in text
