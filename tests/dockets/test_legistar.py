"""A Legistar matter as a JSON file: nothing invented, votes as printed, every oddity a finding."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from civic.council.queries import decision_on, votes_on
from civic.database import Refusal
from civic.dockets.actions import publish_version, read_findings, take_text
from civic.dockets.importing.legistar import read_legistar
from civic.dockets.matters import take_matter
from civic.dockets.models import Docket
from civic.dockets.queries import draft_text_of, events_of
from tests.dockets.files import matter_file
from tests.factories import make_city, the_clerk


def take(source: bytes, **more) -> Docket:  # type: ignore[no-untyped-def]
    make_city()
    return take_matter(source, by=the_clerk(), **more)


def publish(docket: Docket) -> None:
    if not docket.plain_summary:
        docket.plain_summary = "What it does, in plain words."
    draft = draft_text_of(docket)
    read_findings(draft, list(range(len(draft.findings))))
    publish_version(docket, by=the_clerk())


def codes(docket: Docket) -> list[str]:
    return [finding["code"] for finding in docket.matter.source["findings"]]


def test_a_matter_becomes_a_draft_docket_with_what_the_file_says(app) -> None:
    docket = take(matter_file())
    assert docket.number == "2026-001" and not docket.is_public
    assert docket.matter.sponsors == ["Ines Sponsor", "Tam Second"] and docket.matter.file_number == "Int 0007-2026"
    assert draft_text_of(docket).printed == "A"
    assert docket.matter.source["versions_elsewhere"] == ["*"]
    assert {"text_elsewhere", "passage_date", "date_missing", "seats_unequal", "seats_unknown"} <= set(codes(docket))


def test_history_and_votes_enter_the_record_as_printed_when_the_docket_is_published(app) -> None:
    """I-12 An imported vote is kept as printed; a count unequal to the seats is a finding."""
    docket = take(matter_file())
    publish(docket)
    assert [event.kind for event in events_of(docket)] == ["introduced", "recommended", "passed"]
    committee, council = votes_on(docket)
    assert (council.counts["yes"], council.counts["no"]) == (8, 4)
    assert council.findings == [{"code": "votes_unequal_seats", "votes": 12, "seats": 13}]
    assert [(vote.option, vote.word) for vote in committee.votes] == [("yes", "Affirmative"), ("excused", "Medical")]
    assert committee.findings[0]["code"] == "seats_unknown"


def test_a_printed_roll_call_that_lacks_a_seat_shows_its_finding(app, browser) -> None:  # type: ignore[no-untyped-def]
    """Acceptance 22: A roll call imported with fewer votes than seats stays as printed, with a finding."""
    publish(take(matter_file()))
    browser.open("/d/2026-001/decision")
    assert browser.shows("12 votes recorded, 13 seats.") and browser.shows("Medical")


def test_a_law_number_waits_for_a_vote_that_passed(app) -> None:
    """I-14 No enactment number before passage."""
    assert take(matter_file()).matter.enactment_number == "2026/012"
    dead = take(matter_file(History=[]), number="2026-009")
    assert dead.matter.enactment_number is None and "passage_unknown" in codes(dead)


def test_a_version_that_the_file_only_names_can_be_pasted_later(app) -> None:
    docket = take(matter_file())
    publish(docket)
    current = docket.current_version
    take_text(docket, b"Section 1. No department may buy cameras.", "pasted", printed="*", precedes=current, by=the_clerk())
    publish(docket)
    assert [version.printed for version in docket.versions] == ["A", "*"]
    assert docket.current_version.id == current.id


@pytest.mark.parametrize(
    ("source", "sentence"),
    [(b"not json", "not a JSON file"), (b"[" * 100_000, "not a JSON file"), (b"[]", "not a Legistar matter"), (b'{"a": 1}', "not a Legistar matter"), (b"\xff\xfe", "not UTF-8")],
    ids=["words", "deep", "list", "other", "bytes"],
)
def test_what_is_no_matter_is_refused_and_leaves_nothing(app, source: bytes, sentence: str) -> None:
    from civic.dockets.queries import all_dockets

    with pytest.raises(Refusal, match=sentence):
        take(source)
    assert all_dockets() == []


def test_a_matter_without_text_is_a_docket_without_text(app) -> None:
    docket = take(matter_file(Text=""))
    assert draft_text_of(docket) is None and "no_text" in codes(docket)


@pytest.mark.parametrize("odd", [{"History": "none"}, {"Sponsors": [1, None]}, {"Text": 7}, {"History": [{"Votes": [{}], "Date": 5}]}, {"Name": None, "Title": None}])
def test_a_file_with_odd_shapes_is_read_without_a_crash(app, odd) -> None:  # type: ignore[no-untyped-def]
    assert take(matter_file(**odd)).number


def test_the_surveillance_matter_of_new_york(app, shared_data: Path) -> None:
    """I-12 The votes of Int 0487-2018 stay as printed: 12-1 in committee, 44-6 in the council with 51 seats."""
    docket = take((shared_data / "nyc_legislation/surveillance_bills/Int_0487-2018.json").read_bytes(), seats=51)
    publish(docket)
    assert len(docket.matter.sponsors) == 38
    assert sum(p.kind == "section" for p in docket.current_version.provisions) >= 2
    assert [(v.counts["yes"], v.counts["no"]) for v in votes_on(docket)] == [(12, 1), (44, 6)]
    assert decision_on(docket).findings == [{"code": "votes_unequal_seats", "votes": 50, "seats": 51}]
    assert docket.matter.source["versions_elsewhere"] == ["*"]


def test_every_other_surveillance_matter_of_new_york_is_read(app, shared_data: Path) -> None:
    for number, path in enumerate(sorted((shared_data / "nyc_legislation/surveillance_bills").glob("*.json")), start=100):
        docket = take(path.read_bytes(), number=f"2026-{number}", seats=51)
        draft = draft_text_of(docket)
        assert "".join(row["text"] for row in draft.provisions) == draft.text
    assert number == 129


def test_two_texts_of_new_york_are_compared(app, browser, shared_data: Path) -> None:  # type: ignore[no-untyped-def]
    folder = shared_data / "nyc_legislation/surveillance_bills"
    docket = take((folder / "Int_1482-2017.json").read_bytes(), seats=51)
    publish(docket)
    take_text(docket, (folder / "Int_0487-2018.json").read_bytes(), "legistar", by=the_clerk())
    publish(docket)
    browser.open(f"/d/{docket.number}/compare/1/2")
    assert browser.status == 200 and browser.find("ins") and browser.find("del")


def test_the_first_two_hundred_introductions_are_read_whole(app, shared_data: Path) -> None:
    """I-7 Provisions joined equal the text."""
    with gzip.open(shared_data / "nyc_legislation/introductions.jsonl.gz") as file:
        for _number, line in zip(range(200), file, strict=False):
            imported = read_legistar(line)
            assert "".join(piece.text for piece in imported.provisions) == imported.text, json.loads(line)["File"]
