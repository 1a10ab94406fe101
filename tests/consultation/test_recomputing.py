"""The downloaded program and the downloaded evidence give the verdicts of the page, with nothing but Python."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.cli import cli
from civic.clock import now, pretend
from civic.consultation.alone import HERE, PARTS, program, program_digest
from civic.consultation.answers import publish_answer
from civic.consultation.evidence_json import MalformedEvidence
from civic.consultation.recomputing import read_ledger, recomputed
from civic.council.ledger import ledger_of
from tests.browsing import TestBrowser
from tests.consultation.arrange import ask, decide, list_the_chief, list_the_sheriff, the_chief
from tests.factories import make_docket


def alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a folder of its own: no site packages, no environment, no current folder on the path."""
    command = [sys.executable, "-I", "-S", str(folder / "verdicts.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, env={"PATH": "/usr/bin:/bin"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "verdicts.py").write_text(program(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def decided(app):
    docket = make_docket()
    invitation = ask(list_the_chief(docket))
    list_the_sheriff(docket)
    with pretend(now() + timedelta(days=2)):
        publish_answer(invitation, invitation.questions[0], words="Eleven times.", position="agree", by=the_chief())
    with pretend(now() + timedelta(days=20)):
        decide(docket)
        yield docket


def test_the_program_needs_nothing_and_finds_the_verdicts_of_the_page(decided, folder: Path, browser: TestBrowser) -> None:
    """I-44 equal evidence gives an equal verdict, also on a computer that has never heard of Civic."""
    browser.open(f"/d/{decided.number}/ledger")
    assert browser.shows(program_digest())
    links = {link.get_text(): link["href"] for link in browser.page.select("main a")}
    (folder / "verdicts.py").write_bytes(browser.client.get(links["The program (verdicts.py)"]).data)
    (folder / "ledger.json").write_bytes(browser.client.get(links["All evidence as one file (JSON)"]).data)
    answer = alone(folder, "ledger.json", "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)["data"]
    shown = {line.entry.office.title: line.verdict.code.value for line in ledger_of(decided)}
    assert {row["office"]: row["verdict"] for row in found["verdicts"]} == shown
    assert sum(found["tally"].values()) == found["offices"] == 2 and found["differ"] == 0
    assert found["tally"] == dict(Counter(shown.values()))
    assert "Chief of Police\tASKED_AND_ANSWERED\trow 8" in alone(folder, "ledger.json").stdout


def test_a_verdict_that_the_evidence_does_not_yield_is_told(decided, folder: Path, browser: TestBrowser) -> None:
    data = browser.open(f"/d/{decided.number}/ledger.json").response.get_json()
    assert [entry["shown"]["verdict"] for entry in data["entries"]] == ["ASKED_AND_ANSWERED", "NOT_ASKED"]
    data["entries"][1]["shown"]["verdict"] = "ASKED_AND_ANSWERED"
    (folder / "changed.json").write_text(json.dumps(data))
    answer = alone(folder, "changed.json")
    assert answer.returncode == 1 and "DIFFERS: the page showed ASKED_AND_ANSWERED" in answer.stdout


def test_the_command_tells_the_same_as_the_program(decided, folder: Path, browser: TestBrowser) -> None:
    (folder / "ledger.json").write_bytes(browser.client.get(f"/d/{decided.number}/ledger.json").data)
    for options in ([], ["--json"]):
        told = CliRunner().invoke(cli, ["ledger", "verdicts", str(folder / "ledger.json"), *options])
        assert (told.exit_code, told.stdout) == (0, alone(folder, "ledger.json", *options).stdout)


def test_before_the_decision_the_file_says_that_there_is_no_verdict(app, folder: Path, browser: TestBrowser) -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    (folder / "ledger.json").write_bytes(browser.open(f"/d/{docket.number}/ledger.json").response.data)
    answer = alone(folder, "ledger.json")
    assert answer.returncode == 0 and "The council has not decided." in answer.stdout and "ASKED" not in answer.stdout


def test_the_evidence_about_one_office_is_read_too(decided, folder: Path, browser: TestBrowser) -> None:
    line = ledger_of(decided)[0]
    (folder / "one.json").write_bytes(browser.client.get(f"/d/{decided.number}/ledger/{line.entry.id}.json").data)
    assert "ASKED_AND_ANSWERED" in alone(folder, "one.json").stdout


BROKEN = {
    "empty.json": (b"", "is not JSON"),
    "words.json": (b"Who was asked?", "is not JSON: line 1"),
    "bytes.json": (b"\xff\xfe{", "not text in UTF-8"),
    "deep.json": (b"[" * 200_000, "is not JSON"),
    "nan.json": (b'{"format": NaN}', "is not JSON"),
    "list.json": (b"[]", "has neither the format civic-ledger/1"),
    "other.json": (b'{"format": "civic-ledger/2"}', "has neither the format civic-ledger/1"),
    "bare.json": (b'{"format": "civic-ledger/1"}', "needs docket"),
    "entry.json": (b'{"format": "civic-ledger/1", "docket": "2026-014", "decided": true, "entries": [7]}', "entries[0]"),
    "evidence.json": (b'{"format": "civic-ledger/1", "docket": "2026-014", "decided": true, "entries": [{"office": "x", "evidence": {}}]}', "entries[0]"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_malformed_file_is_refused_in_one_sentence_with_exit_code_2(folder: Path, name: str) -> None:
    data, said = BROKEN[name]
    (folder / name).write_bytes(data)
    answer = alone(folder, name)
    assert answer.returncode == 2 and said in answer.stderr and answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1 and "Traceback" not in answer.stderr
    told = CliRunner().invoke(cli, ["ledger", "verdicts", str(folder / name)])
    assert told.exit_code == 2 and said in told.output


def test_a_missing_file_an_unknown_rule_and_an_unknown_zone_are_told(decided, folder: Path, browser: TestBrowser) -> None:
    assert (answer := alone(folder, "nowhere.json")).returncode == 2 and "cannot be read" in answer.stderr
    data = browser.client.get(f"/d/{decided.number}/ledger.json").get_json()
    for field, value, said in (("rules", 9, "Rule version 9 is not known"), ("zone", "Mars/Olympus", "no time zone Mars/Olympus")):
        data["entries"][0]["evidence"] |= {field: value}
        (folder / "odd.json").write_text(json.dumps(data))
        answer = alone(folder, "odd.json")
        assert answer.returncode == 2 and said in answer.stderr
        data["entries"][0]["evidence"] |= {"rules": 1}


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=12), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(["format", "docket", "decided", "entries", "office", "evidence", "shown"]), inner, max_size=5), max_leaves=12))  # fmt: skip
def test_no_json_breaks_the_reader(value: object) -> None:
    """Whatever a file holds, it is read or refused, never a traceback."""
    if isinstance(value, dict):
        value["format"] = "civic-ledger/1"
    try:
        recomputed(read_ledger(json.dumps(value).encode()))
    except MalformedEvidence as error:
        assert str(error).endswith(".")


def test_the_parts_of_the_program_share_no_name_and_import_only_the_standard_library() -> None:
    """One name in two parts would mean that the program runs other code than the site."""
    names: Counter[str] = Counter()
    for part in PARTS:
        for node in ast.parse((HERE / part).read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names[node.name] += 1
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
            names.update(name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
    assert [name for name, n in names.items() if n > 1] == []
    roots = {a.name.split(".")[0] for n in ast.walk(ast.parse(program())) if isinstance(n, ast.Import) for a in n.names}
    roots |= {(n.module or "").split(".")[0] for n in ast.walk(ast.parse(program())) if isinstance(n, ast.ImportFrom)}
    assert roots <= set(sys.stdlib_module_names)
