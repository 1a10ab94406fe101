"""Dockets on the command line."""

from __future__ import annotations

import json

import pytest

from civic.database import NotFound, Refusal, db
from civic.dockets.commands import docket
from civic.dockets.queries import docket_numbered
from tests.dockets.files import MARKED, matter_file
from tests.factories import TEXT, make_city, make_docket, make_draft_docket, the_clerk


def test_the_list_says_which_dockets_are_public(app) -> None:
    make_docket("2026-014")
    make_draft_docket("2026-015", "Drones")
    db.session.commit()
    lines = app.test_cli_runner().invoke(docket, ["list"]).output.splitlines()
    assert [line.split("\t")[:2] for line in lines] == [["2026-015", "draft"], ["2026-014", "public"]]


def test_a_docket_is_shown_with_the_digest_of_its_text(app) -> None:
    digest = make_docket("2026-014").current_version.digest.hex()
    db.session.commit()
    runner = app.test_cli_runner()
    assert digest in runner.invoke(docket, ["show", "2026-014"]).output
    assert isinstance(runner.invoke(docket, ["show", "2026-099"]).exception, Refusal)


@pytest.fixture
def run(app, keep):  # type: ignore[no-untyped-def]
    """``civic docket …`` as a person types it, with what was arranged kept first."""

    def command(*words: str):  # type: ignore[no-untyped-def]
        keep()
        result = app.test_cli_runner().invoke(docket, list(words))
        db.session.expire_all()
        return result

    return command


def test_a_docket_is_made_filled_checked_and_published(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    make_city()
    (tmp_path / "law.md").write_text(TEXT.replace("Section 3.", "Section 5."))
    assert run("create", "2026-020", "--title", "Drones", "--summary", "No drones.").exit_code == 0
    filled = run("import", str(tmp_path / "law.md"), "--docket", "2026-020")
    assert "3 of them sections" in filled.output
    checked = run("check", "2026-020")
    assert checked.exit_code == 1 and "to read\tnumbering_gap" in checked.output
    assert isinstance(run("publish", "2026-020", "--yes").exception, Refusal)
    assert run("publish", "2026-020", "--yes", "--findings-read").exit_code == 2
    assert run("publish", "2026-020", "--yes", "--findings-read", "--by", the_clerk().email).exit_code == 0
    assert run("check", "2026-020").output.startswith("Docket 2026-020 is in order.\n")


def test_a_word_file_with_marks_is_not_published_by_command(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Acceptance 23: A DOCX with struck words cannot be published before its question is answered."""
    make_draft_docket()
    (tmp_path / "law.docx").write_bytes(MARKED)
    assert run("import", str(tmp_path / "law.docx"), "--docket", "2026-014").exit_code == 0
    assert isinstance(run("publish", "2026-014", "--yes", "--findings-read", "--by", the_clerk().email).exception, Refusal)


def test_a_matter_is_imported_with_its_printed_votes(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "matter.json").write_bytes(matter_file())
    tried = run("import", str(tmp_path / "matter.json"), "--dry-run", "--json")
    assert json.loads(tried.stdout)["data"]["versions_without_text"] == ["*"] and docket_numbered("2026-001") is None
    done = run("import", str(tmp_path / "matter.json"), "--format", "legistar", "--seats", "13")
    assert "Version *: text not in this file." in done.output and "8-4, 12 votes" in done.output
    assert docket_numbered("2026-001").matter.file_number == "Int 0007-2026"


def test_a_window_is_extended_and_a_docket_closed_by_command(run) -> None:  # type: ignore[no-untyped-def]
    make_docket()
    assert "Would" not in run("extend", "2026-014", "--until", "2026-11-20T17:00", "--reason", "A storm", "--yes").output
    assert docket_numbered("2026-014").window.extensions[0].reason == "A storm"
    assert isinstance(run("extend", "2026-014", "--until", "2026-10-20T17:00", "--reason", "Haste", "--yes").exception, Refusal)
    assert isinstance(run("close", "2026-014", "--outcome", "adopted", "--yes").exception, Refusal)
    assert run("close", "2026-014", "--outcome", "adopted", "--dry-run").exit_code == 0


def test_what_is_not_there_is_not_found(run) -> None:  # type: ignore[no-untyped-def]
    for words in (["check", "2026-099"], ["publish", "2026-099", "--yes"], ["extend", "2026-099", "--until", "2026-10-20T17:00", "--reason", "x"]):
        assert isinstance(run(*words).exception, NotFound)


def test_a_public_step_asks_first(run) -> None:  # type: ignore[no-untyped-def]
    make_draft_docket()
    assert run("publish", "2026-014").exit_code == 1 and not docket_numbered("2026-014").is_public


def test_an_archive_brings_a_window_that_is_over_with_its_source(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    make_city()
    (tmp_path / "notice.txt").write_text("Comments were open from May to September.")
    words = ["--opened", "2014-05-15", "--closed", "2014-09-15", "--source", str(tmp_path / "notice.txt"), "--yes"]
    run("create", "2014-028", "--title", "An old matter", "--summary", "What it was about.", "--archive")
    assert isinstance(run("past-window", "2014-028", *words).exception, Refusal)
    run("publish", "2014-028", "--yes")
    assert run("past-window", "2014-028", *words).exit_code == 0
    window = docket_numbered("2014-028").window
    assert window.state() == "closed" and window.source_digest is not None
    make_docket()
    assert isinstance(run("past-window", "2026-014", *words).exception, Refusal)
