"""Workflow files: what they allow, arrow by arrow, and what is said about a file that cannot be used."""

from __future__ import annotations

import copy
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from civic.cli import cli
from civic.dockets.workflows.definition import STATES, Workflow
from civic.dockets.workflows.following import OffCourse, Place, Step, follow, possible, take
from civic.dockets.workflows.reading import WorkflowFault, read, read_file
from civic.dockets.workflows.shelf import SHIPPED, _read_all, every_workflow, workflow_holding
from civic.record.kinds import KINDS

DAY = date(2026, 5, 1)
BEFORE_PASSAGE = "notice_of_intent introduced referred referred_to_staff in_committee hearing_set hearing_held recommended council_action"
# Written by hand from domain.md section 4, and for New York from its public record; the interruptions are added below.
MINNEAPOLIS = """
    - -> notice_of_intent
    notice_of_intent -> introduced
    introduced -> referred
    referred -> in_committee referred_to_staff
    referred_to_staff -> in_committee
    in_committee -> hearing_set recommended referred_to_staff
    hearing_set -> hearing_held in_committee
    hearing_held -> in_committee recommended
    recommended -> council_action
    council_action -> passed failed in_committee
    passed -> presented
    presented -> signed unsigned vetoed
    vetoed -> overridden failed
    signed -> published
    unsigned -> published
    overridden -> published
    published -> effective
    effective -> codified
"""
NEW_YORK = """
    - -> introduced hearing_set hearing_held in_committee
    introduced -> referred
    referred -> referred hearing_set hearing_held in_committee recommended council_action passed
    hearing_set -> hearing_held in_committee
    hearing_held -> introduced referred hearing_set hearing_held in_committee recommended
    in_committee -> introduced referred hearing_set hearing_held in_committee recommended
    recommended -> introduced referred hearing_held in_committee council_action passed failed
    council_action -> passed failed referred in_committee
    passed -> presented
    presented -> signed unsigned vetoed in_committee
    vetoed -> overridden failed
    signed -> published effective
    unsigned -> published effective
    overridden -> published effective
    published -> effective
    effective -> codified
"""
MINIMAL = """
    - -> notice_of_intent introduced
    notice_of_intent -> introduced
    introduced -> referred in_committee hearing_set recommended council_action
    referred -> in_committee referred_to_staff hearing_set hearing_held recommended council_action
    referred_to_staff -> referred in_committee hearing_set
    in_committee -> referred_to_staff hearing_set hearing_held recommended council_action
    hearing_set -> hearing_held in_committee council_action
    hearing_held -> hearing_set in_committee recommended council_action
    recommended -> in_committee hearing_set council_action
    council_action -> passed failed in_committee hearing_set
    passed -> presented published effective
    presented -> signed unsigned vetoed
    vetoed -> overridden failed
    signed -> published effective
    unsigned -> published effective
    overridden -> published effective
    published -> effective
    effective -> codified
"""
TABLES = {"minneapolis": MINNEAPOLIS, "new-york": NEW_YORK, "minimal": MINIMAL}
MINNESOTA = tomllib.loads((SHIPPED / "minneapolis.toml").read_text())


def arrows(key: str) -> dict[str | None, set[str]]:
    """From every state, the states that may come next; postponed is left to its own test."""
    found: dict[str | None, set[str]] = {name: set() for name in workflow(key).states}
    for line in TABLES[key].strip().splitlines():
        start, ends = line.strip().split(" -> ")
        found[None if start == "-" else start] = set(ends.split())
    for name in BEFORE_PASSAGE.split():
        if name in found:
            found[name] |= {"postponed", "withdrawn", "expired"}
    return found


def workflow(key: str) -> Workflow:
    found = workflow_holding(key, DAY)
    assert found is not None
    return found


def allowed(flow: Workflow, place: Place, state: str) -> bool:
    try:
        take(flow, place, Step(state, DAY + timedelta(days=30)))
    except OffCourse:
        return False
    return True


@pytest.mark.parametrize(("key", "start"), [(key, start) for key in TABLES for start in [None, *STATES] if start != "postponed"])
def test_every_arrow_of_every_workflow_is_there_and_no_other(key: str, start: str | None) -> None:
    """I-10 A matter moves only along its own workflow: each pair of states, for each file."""
    flow = workflow(key)
    if start is None or start in flow.states:
        assert {end for end in flow.states if allowed(flow, Place(start, DAY), end)} == arrows(key)[start]


@pytest.mark.parametrize("key", TABLES)
def test_a_postponement_goes_back_to_the_state_that_it_left_or_ends(key: str) -> None:
    flow = workflow(key)
    for left in flow.interrupted:
        place = take(flow, Place(left, DAY), Step("postponed", DAY))
        expected = {left, "withdrawn", "expired"}
        if key == "new-york":  # its record has no entry of its own for the return: the next step says it
            expected |= arrows(key)[left]
        assert {state for state in flow.states if allowed(flow, place, state)} == expected
        assert take(flow, place, Step(left, DAY)).state == left


def test_repeated_postponements_go_back_to_the_first_state() -> None:
    flow = workflow("new-york")
    steps = [Step(name, DAY) for name in ("introduced", "referred", "postponed", "postponed", "hearing_held")]
    assert follow(flow, steps, until=DAY).state == "hearing_held"
    assert take(flow, take(flow, Place("referred", DAY), Step("postponed", DAY)), Step("postponed", DAY)).left == "referred"


def test_what_comes_next_is_offered_in_the_files_order() -> None:
    flow = workflow("minneapolis")
    assert possible(flow, Place()) == ("notice_of_intent",)
    assert possible(flow, Place("hearing_set", DAY)) == ("hearing_held", "in_committee", "postponed", "withdrawn", "expired")
    assert possible(flow, Place("codified", DAY)) == ()


def test_the_mayors_days_count_from_the_day_after_and_end_with_the_last() -> None:
    flow = workflow("new-york")
    steps = [Step("recommended", DAY, True), Step("passed", DAY, True), Step("presented", DAY)]
    assert follow(flow, steps, until=DAY + timedelta(days=30)).state == "presented"
    lapsed = follow(flow, steps, until=DAY + timedelta(days=31))
    assert (lapsed.state, lapsed.lapsed, lapsed.since) == ("unsigned", True, DAY + timedelta(days=30))
    signed = follow(flow, [*steps, Step("signed", DAY + timedelta(days=30))], until=DAY + timedelta(days=60))
    assert signed.state == "signed"
    with pytest.raises(OffCourse):
        follow(flow, [*steps, Step("signed", DAY + timedelta(days=31))], until=DAY + timedelta(days=60))


def test_states_are_codes_of_the_record() -> None:
    """I-3 No leaf holds free text: a city renames a step by its label, never by a new code."""
    shape = KINDS["process.recorded"].fields["step"]
    assert [state for state in STATES if shape.problem(state)] == []


def test_the_shipped_files_are_read_and_say_what_they_do_not_know() -> None:
    found = {one.key: one for one in every_workflow()}
    assert set(found) >= {"minimal", "minneapolis", "new-york"}
    assert found["minneapolis"].days == {} and any("mayor" in words for words in found["minneapolis"].unknown)
    assert found["new-york"].days == {"mayor": 30} and found["minimal"].thresholds == {}


# --- files that cannot be used


def changed(path: str, value: Any) -> dict[str, Any]:
    """The Minneapolis file with one value set, or taken out where it is None: ``states.passed.cites``."""
    table = copy.deepcopy(MINNESOTA)
    *way, last = path.split(".")
    inner = table
    for name in way:
        inner = inner.setdefault(name, {})
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return table


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("states.introduced.next", ["referd"], "referd is named, but the file describes no such state."),
        ("states.signed.next", ["published", "in_committee"], ""),
        ("states.council_action.next", ["passed", "in_committee"], ""),
        ("states.hearing_set.next", [], "State hearing_set is a dead end"),
        ("states.referred.next", ["in_committee"], ""),
        ("states.in_committee.next", ["hearing_set", "recommended"], ""),
        ("states.referred_to_staff", {"who": "committee", "classes": [], "cites": ["document"], "next": ["in_committee"]}, ""),
        ("states.hearing_held.cites", [], "State hearing_held has no citation rule"),
        ("states.passed.cites", ["document"], "State passed must rest on passage, not on document."),
        ("states.signed.cites", ["executive", "document"], "State signed must rest on executive, not on document."),
        ("states.overridden.cites", ["passage"], "State overridden must rest on override, not on passage."),
        ("states.failed.next", ["in_committee"], "State failed is an end, so nothing comes after it."),
        ("states.codified.end", False, "State codified is a dead end"),
        ("states.recommended.next", ["council_action", "presented"], "State presented can be reached without passed."),
        ("states.signed.next", ["published", "effective"], "Publication is required, but effective can be reached without published."),
        ("states.postponed.returns", "someday", "State postponed goes back to the state that it left"),
        ("states.postponed.next", ["in_committee"], "State postponed goes back to the state that it left"),
        ("states.passed.returns", "by_a_step", "only a postponement returns"),
        ("states.presented.lapses_to", "overridden", "lapses to overridden, which is not among what comes next"),
        ("states.hearing_held.who", "the_people", "the_people is not an actor of hearing_held"),
        ("states.hearing_held.classes", ["hearing"], "hearing is not a class of hearing_held"),
        ("states.hearing_held.cites", ["rumor"], "rumor is not something that hearing_held can cite"),
        ("states.sunset", {"who": "law", "classes": [], "cites": ["document"], "end": True}, "sunset is not a state."),
        ("states.introduced.days_after", {"notice_of_intent": 0}, "days_after must be whole numbers"),
        ("states.introduced.days_after", {"dawn": 1}, "dawn is named, but the file describes no such state."),
        ("starts", [], "names no state in which a matter starts"),
        ("starts", ["introduced"], "State notice_of_intent cannot be reached."),
        ("voice_votes", ["act"], "act is not a motion that can be decided by voice"),
        ("thresholds.passage.rule", "most", "most is not a rule for votes"),
        ("thresholds.quorum", {"rule": "majority_of_present", "words": {"en": "Half."}}, "quorum is not a threshold"),
        ("thresholds.passage.words", {"es": "La mitad."}, "English (en) is always among them"),
        ("days", {"mayor": "unknown"}, "Leave out what is not known."),
        ("days", {"sunset": 3}, "sunset is not a time rule"),
        ("key", "Minne Apolis", "The key may hold small letters"),
        ("version", 0, "The first version is 1."),
        ("version", "1", "version must be a whole number."),
        ("holds_from", "2020-01-01", "holds_from must be a day."),
        ("name", None, "The file lacks name."),
        ("colour", "blue", "The file has no key colour."),
        ("states.passed.colour", "blue", "State passed has no key colour."),
        ("states.passed.who", None, "State passed lacks who."),
        ("states.passed", "yes", "State passed is not a table."),
        ("states.passed.end", "no", "end must be true or false."),
    ],
)  # fmt: skip
def test_a_fault_in_a_file_is_named_with_its_place(path: str, value: Any, said: str) -> None:
    if not said:  # a city may do without an arrow, as long as every state can still be reached
        assert read(changed(path, value)).key == "minneapolis"
        return
    with pytest.raises(WorkflowFault) as fault:
        read(changed(path, value), "minneapolis.toml")
    assert any(said in one for one in fault.value.faults), fault.value.faults
    assert str(fault.value).startswith("minneapolis.toml: ")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    table = changed("states.hearing_held.cites", [])
    table["states"]["passed"]["cites"] = ["document"]
    table["voice_votes"] = ["act"]
    with pytest.raises(WorkflowFault) as fault:
        read(table)
    assert len(fault.value.faults) == 3


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text("key = ")
    with pytest.raises(WorkflowFault, match="ours.toml: This is not a TOML file"):
        read_file(tmp_path / "ours.toml")
    (tmp_path / "ours.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(WorkflowFault, match="not a TOML file"):
        read_file(tmp_path / "ours.toml")


# --- versions, and a city's own files


def own_file(folder: Path, key: str, version: int, holds_from: str) -> None:
    words = (SHIPPED / "minimal.toml").read_text().replace('key = "minimal"', f'key = "{key}"')
    words = words.replace("version = 1", f"version = {version}").replace("holds_from = 2000-01-01", f"holds_from = {holds_from}")
    (folder / f"{key}-{version}.toml").write_text(words)


def test_the_version_that_holds_on_a_day_counts(tmp_path: Path) -> None:
    own_file(tmp_path, "alder", 1, "2020-01-01")
    own_file(tmp_path, "alder", 2, "2026-01-01")
    assert [(one.key, one.version) for one in _read_all(SHIPPED, tmp_path) if one.key == "alder"] == [("alder", 1), ("alder", 2)]


@pytest.mark.parametrize(("version", "holds_from", "said"), [(1, "2026-01-01", "is in alder-1.toml already"), (2, "2020-01-01", "must hold from a later day")])
def test_two_versions_do_not_stand_in_each_others_way(tmp_path: Path, version: int, holds_from: str, said: str) -> None:
    own_file(tmp_path, "alder", 1, "2020-01-01")
    own_file(tmp_path, "alder", version, holds_from)
    (tmp_path / "zz.toml").write_text((tmp_path / f"alder-{version}.toml").read_text())
    (tmp_path / "alder-2.toml").unlink(missing_ok=True)
    with pytest.raises(WorkflowFault, match=said):
        _read_all(SHIPPED, tmp_path)


def test_a_citys_own_workflow_lies_in_its_data_folder(app) -> None:  # type: ignore[no-untyped-def]
    from civic.dockets.workflows import shelf
    from civic.people.policy import policy, set_policy

    folder = app.config["CIVIC"].data / "workflows"
    folder.mkdir()
    try:
        own_file(folder, "alder", 1, "2020-01-01")
        shelf.forget()
        set_policy("workflow", "alder")
        assert policy("workflow") == "alder" and workflow_holding("alder", DAY) is not None
    finally:
        (folder / "alder-1.toml").unlink()
        folder.rmdir()
        shelf.forget()


def test_a_file_is_checked_from_the_shell(tmp_path: Path) -> None:
    from click.testing import CliRunner

    own_file(tmp_path, "alder", 1, "2020-01-01")
    told = CliRunner().invoke(cli, ["workflow", "check", str(tmp_path / "alder-1.toml")])
    assert told.exit_code == 0 and "alder, version 1: 22 states" in told.output
    (tmp_path / "alder-1.toml").write_text('key = "alder"')
    told = CliRunner().invoke(cli, ["workflow", "check", str(tmp_path / "alder-1.toml")])
    assert told.exit_code == 1 and "The file lacks states." in told.output


@pytest.mark.slow
def test_a_city_file_that_cannot_be_used_stops_the_start_with_its_fault(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    (tmp_path / "workflows").mkdir()
    (tmp_path / "workflows" / "ours.toml").write_text('key = "ours"')
    told = subprocess.run(
        [sys.executable, "-m", "civic", "workflow", "list"], env={**os.environ, "CIVIC_DATA": str(tmp_path)}, capture_output=True, text=True, timeout=60
    )
    assert told.returncode == 1 and "ours.toml: " in told.stderr and "The file lacks states." in told.stderr and "Traceback" not in told.stderr
