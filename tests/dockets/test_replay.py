"""Printed histories walked along a workflow: New York's real bills, and small ones made here."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from civic.cli import cli
from civic.dockets.importing.legistar import read_matter
from civic.dockets.importing.legistar_words import recommendation_of, step_of
from civic.dockets.importing.replay import Replay, has_full_roll_call, replayed
from civic.dockets.workflows.shelf import workflow_holding

UNTIL = date(2026, 10, 3)
VOTES = [{"FullName": f"Name {n}", "Vote": "Affirmative"} for n in range(26)]
WAY = [
    ("2020-01-01", "Introduced by Council"), ("2020-01-01", "Referred to Comm by Council"), ("2020-02-01", "Hearing Held by Committee"),
    ("2020-02-01", "Laid Over by Committee"), ("2020-03-01", "Hearing Held by Committee"), ("2020-03-01", "Amended by Committee"),
    ("2020-03-01", "Approved by Committee"), ("2020-03-02", "Approved by Council"), ("2020-03-02", "Sent to Mayor by Council"),
]  # fmt: skip


def bill(*rows: tuple[str, str], status: str = "Enacted", votes: Any = VOTES) -> bytes:
    history = [
        {"Date": f"{day}T10:00:00Z", "Action": action, "BodyName": "City Council" if "Council" in action else "Committee on Safety", "Votes": votes if action == "Approved by Council" else []}
        for day, action in rows
    ]  # fmt: skip
    return json.dumps({"File": "Int 1", "StatusName": status, "History": history, "Text": ""}).encode()


def walked(source: bytes) -> Replay:
    flow = workflow_holding("new-york", UNTIL)
    assert flow is not None
    return replayed(read_matter(source)[0], flow, seats=51, until=UNTIL)


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([*WAY, ("2020-03-20", "Signed Into Law by Mayor"), ("2020-03-21", "Recved from Mayor by Council")], "signed"),
        (WAY, "unsigned"),  # nobody wrote the lapse down, and it lapsed all the same
        ([*WAY, ("2020-04-02", "City Charter Rule Adopted"), ("2020-04-05", "Returned Unsigned by Mayor")], "unsigned"),
        ([*WAY, ("2020-03-20", "Hearing Held by Mayor"), ("2020-03-28", "Signed Into Law by Mayor")], "signed"),
        ([("2019-12-20", "Hearing on P-C Item by Comm"), ("2019-12-20", "P-C Item Approved by Comm"), *WAY[:2], *WAY[7:]], "unsigned"),
        ([*WAY[:2], ("2020-01-01", "Introduced by Council"), *WAY[2:]], ""),
    ],
)  # fmt: skip
def test_a_history_comes_to_its_recorded_end(app, rows: list[tuple[str, str]], state: str) -> None:  # type: ignore[no-untyped-def]
    found = walked(bill(*rows))
    assert (found.arrived, found.state) == (True, state) if state else not found.arrived


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (bill(*WAY[:2], WAY[8]), "“Sent to Mayor by Council” does not come after referred."),
        (bill(*WAY, votes=VOTES[:25]), "2020-03-02: 25 yes votes, 26 are needed."),
        (bill(*WAY, votes=[]), "“Approved by Council” names nobody's vote."),
        (bill(*WAY, ("2020-04-05", "Signed Into Law by Mayor")), "“Signed Into Law by Mayor” does not come after unsigned."),
        (bill(*WAY[:4]), "The file says “Enacted”, but its history ends with postponed."),
        (bill(*WAY, status="In Committee"), "names no end"),
    ],
)  # fmt: skip
def test_a_history_that_does_not_arrive_says_why(app, source: bytes, reason: str) -> None:  # type: ignore[no-untyped-def]
    """I-11 and I-13 hold for printed histories too, once they are walked strictly."""
    assert reason in walked(source).reason


@pytest.mark.parametrize(
    ("action", "step", "recommends"),
    [
        ("Approved by Committee", "recommended", "for"), ("Disapproved by Committee", "recommended", "against"), ("P-C Item Approved by Comm", "recommended", "for"),
        ("Approved by Council", "passed", ""), ("Disapproved by Council", "failed", ""), ("Hearing Held by Mayor", "meeting", ""), ("Hearing Held by Committee", "hearing_held", ""),
        ("Bill Signing Scheduled by Mayor", "meeting", ""), ("Signed Into Law by Mayor", "signed", ""), ("City Charter Rule Adopted", "unsigned", ""),
        ("Filed (End of Session)", "expired", ""), ("Re-referred to Committee by Council", "referred", ""), ("Recalled by Council", "in_committee", ""), ("Coffee", "other", ""),
    ],
)  # fmt: skip
def test_printed_actions_are_steps_of_the_common_vocabulary(action: str, step: str, recommends: str) -> None:
    assert (step_of(action), recommendation_of(action, None)) == (step, recommends)


def test_the_command_counts_and_names_each_one_that_does_not_arrive(app, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "bills.jsonl.gz"
    file.write_bytes(gzip.compress(bill(*WAY) + b"\n" + bill(*WAY, votes=VOTES[:9]) + b"\n" + bill(*WAY[:2], status="Filed") + b"\n"))
    told = CliRunner().invoke(cli, ["workflow", "replay", str(file), "--json"])
    data = json.loads(told.stdout)["data"]
    assert (data["matters"], data["arrived"], data["states"]) == (2, 1, {"unsigned": 1, "recommended": 1})
    assert data["not_arrived"] == [{"file": "Int 1", "state": "recommended", "reason": "2020-03-02: 9 yes votes, 26 are needed."}]


def test_a_file_that_holds_no_matters_is_refused(app, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "bills.jsonl").write_text("[]\n")
    told = CliRunner().invoke(cli, ["workflow", "replay", str(tmp_path / "bills.jsonl")])
    assert told.exit_code == 1 and "not a Legistar matter" in told.output


@pytest.mark.slow
def test_new_yorks_bills_of_eight_years_come_to_their_recorded_ends(app, shared_data: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    """All bills 2014-2021 with a roll call of the full council; the POST Act among those that arrive, without any repair."""
    with gzip.open(shared_data / "nyc_legislation/introductions.jsonl.gz") as file:
        matters = [matter for line in file if has_full_roll_call(matter := read_matter(line)[0])]
    flow = workflow_holding("new-york", UNTIL)
    assert flow is not None
    found = [replayed(matter, flow, seats=51, until=UNTIL) for matter in matters]
    lost = [one for one in found if not one.arrived]
    with capsys.disabled():
        print(f"\n{len(found) - len(lost)} of {len(found)} bills come to their recorded end.", *(f"{one.file}: {one.reason}" for one in lost), sep="\n  ")  # noqa: T201
    assert (len(found), len(lost)) == (1114, 24) and all(one.reason for one in lost)
    post_act = read_matter((shared_data / "nyc_legislation/surveillance_bills/Int_0487-2018.json").read_bytes())[0]
    assert replayed(post_act, flow, seats=51, until=UNTIL) == Replay("Int 0487-2018", "Enacted", "signed")


@pytest.mark.slow
def test_a_history_is_walked_without_an_installation(tmp_path: Path) -> None:
    """Whoever has the files and the program needs no database."""
    file = tmp_path / "bill.json"
    file.write_bytes(bill(*WAY))
    environment = {**os.environ, "CIVIC_DATA": str(tmp_path / "nothing")}
    environment.pop("CIVIC_DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-m", "civic", "workflow", "replay", str(file)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.startswith("1 of 1 matters come along new-york"), done.stderr[-600:]
