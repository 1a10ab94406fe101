"""Files of comments: taken in once, resumed where they stopped, refused rows given back with their reason."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.comments.counting import every_count, recounted
from civic.comments.models import Comment, Face
from civic.comments.replay import differences, replay
from civic.database import Base, Refusal, db
from civic.exchange import actions
from civic.exchange.actions import begin_import, run_import
from civic.exchange.models import Import, ImportedRow
from civic.exchange.rows import ColumnMap, day_in, read_rows
from civic.notices.worker import step
from tests.browsing import TestBrowser
from tests.cast import milo
from tests.factories import make_docket, the_clerk

MAP = "body=text,received=when,channel=how,name=who"


def a_file(n: int = 5, day: date | None = None, **more: str) -> bytes:
    day = day or now().date()
    rows = [{"text": f"Comment number {i} of the file.", "when": f"{day:%m/%d/%Y} 11:5{i % 10}:00 AM", "how": "web_form", "who": ""} | more for i in range(n)]
    return "\n".join(json.dumps(row) for row in rows).encode()


def taken(docket, data: bytes, map: str = MAP, **everywhere: str):
    column_map = ColumnMap.parse(map, **everywhere)
    current = begin_import(docket, data, name="file.jsonl", format="jsonl", map=column_map, by=the_clerk())
    current_id = current.id
    db.session.commit()
    return run_import(current_id, read_rows(data, "jsonl"))


def faces() -> list[Face]:
    return list(db.session.scalars(sa.select(Face)))


def test_each_row_keeps_its_way_and_day_and_says_that_it_was_imported(app, browser: TestBrowser) -> None:
    """I-4 Only staff-entered and imported comments count from a stated day of receipt, kept with enterer and source."""
    docket = make_docket()
    outcome = taken(docket, a_file(5))
    assert (outcome.taken, outcome.failed) == (5, [])
    assert {(face.channel, face.received_on, face.imported) for face in faces()} == {("web", now().date(), True)}
    comment = db.session.scalars(sa.select(Comment)).first()
    assert comment.code_hash is None and comment.source_digest is not None
    assert browser.open(f"/c/{comment.number}").shows("imported")
    assert every_count(docket) == recounted(docket) and differences(docket, replay(docket)) == []


def test_the_same_file_is_taken_once_and_equal_rows_are_each_counted(app) -> None:
    docket = make_docket()
    data = a_file(3) + b"\n" + a_file(3)
    assert taken(docket, data).taken == 6
    again = taken(docket, data)
    assert (again.taken, again.known) == (0, 6) and len(faces()) == 6


def test_a_run_that_was_stopped_goes_on_where_it_stopped(app, monkeypatch) -> None:
    docket, data = make_docket(), a_file(25)
    monkeypatch.setattr(actions, "CHUNK", 10)
    current = begin_import(docket, data, name="f", format="jsonl", map=ColumnMap.parse(MAP)).id
    db.session.commit()

    def killed(done: int, of: int) -> bool:
        if done == 20:
            raise KeyboardInterrupt
        return True

    with pytest.raises(KeyboardInterrupt):
        run_import(current, read_rows(data, "jsonl"), progress=killed)
    assert len(faces()) == 20
    outcome = taken(docket, data)
    assert (outcome.taken, outcome.known) == (5, 20) and len(faces()) == 25
    assert every_count(docket) == recounted(docket)


def test_a_kill_inside_a_chunk_leaves_nothing_of_it(app, monkeypatch) -> None:
    docket, data = make_docket(), a_file(15)
    monkeypatch.setattr(actions, "CHUNK", 10)
    current = begin_import(docket, data, name="f", format="jsonl", map=ColumnMap.parse(MAP)).id
    db.session.commit()
    real, calls = actions.receive_comment, []

    def dies(*args, **more):
        calls.append(1)
        if len(calls) == 13:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(actions, "receive_comment", dies)
    with pytest.raises(KeyboardInterrupt):
        run_import(current, read_rows(data, "jsonl"))
    assert len(faces()) == 10
    monkeypatch.setattr(actions, "receive_comment", real)
    assert taken(docket, data).taken == 5


def test_when_it_closes_nothing_joins_a_row_to_a_comment(app) -> None:
    """I-19 An import's row keys are HMACs under a key destroyed when the import closes. Acceptance 3."""
    docket = make_docket()
    taken(docket, a_file(4))
    kept = db.session.scalars(sa.select(Import)).one()
    assert kept.key is None and kept.state == "closed" and kept.source_id is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ImportedRow)) == 0


def test_refused_rows_come_back_with_number_reason_and_values(app) -> None:
    docket = make_docket()
    rows = [
        {"text": "Good words.", "when": "2026-10-02", "how": "email"}, {"text": "", "when": "2026-10-02", "how": "email"},
        {"text": "No day.", "when": "0001-01-01", "how": "email"}, {"text": "By owl.", "when": "2026-10-02", "how": "owl"},
        {"text": "x" * 20_001, "when": "2026-10-02", "how": "email"}, {"text": "Too early.", "when": "2026-09-01", "how": "post"},
    ]  # fmt: skip
    data = "\n".join(map(json.dumps, rows)).encode() + b"\n{broken"
    outcome = taken(docket, data, "body=text,received=when,channel=how")
    assert outcome.taken == 1 and [row["row"] for row in outcome.failed] == [2, 3, 4, 5, 6, 7]
    reasons = " ".join(row["reason"] for row in outcome.failed)
    for part in ("no words", "not a day", "“owl”", "20,000", "not open yet", "cannot be read"):
        assert part in reasons


def test_a_closed_file_says_again_which_rows_it_refused(app) -> None:
    """Known are those that were taken; what was refused is still refused, with its reason, and not known."""
    docket = make_docket()
    data = a_file(2) + b"\n" + json.dumps({"text": "", "when": "2026-10-02", "how": "email"}).encode()
    first = taken(docket, data)
    again = taken(docket, data)
    assert (first.taken, len(first.failed)) == (2, 1)
    assert (again.taken, again.known, again.failed) == (0, 2, first.failed)


def test_a_row_with_private_data_is_held(app) -> None:
    docket = make_docket()
    outcome = taken(docket, a_file(1, text="Call 555-0142 about it."))
    assert outcome.held == 1 and faces()[0].text == ""
    dump = "".join(str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(sa.select(table)))
    assert "555-0142" not in dump


@pytest.mark.parametrize(("text", "day"), [
    ("6/29/2020 11:56:54 AM", (2020, 6, 29)), ("Wed 7/1/2020 1:03 PM", (2020, 7, 1)), ("2020-07-01", (2020, 7, 1)),
    ("2020-07-01T04:00:00Z", (2020, 6, 30)), ("2020-07-01T05:00:00Z", (2020, 7, 1)), ("July 1, 2020", (2020, 7, 1)),
])  # fmt: skip
def test_days_are_read_as_files_write_them(app, text: str, day: tuple[int, int, int]) -> None:
    make_docket(open=False)  # sets the city's zone, five hours behind in summer
    assert day_in(text) == date(*day)


@pytest.mark.parametrize(("text", "part"), [
    ("body", "not part of a column map"), ("text=x", "not part of a column map"), ("received=when,channel=how", "holds the words"),
    ("body=text,channel=how", "when the comments were received"), ("body=text,received=when", "how the comments came"),
])  # fmt: skip
def test_a_wrong_column_map_is_one_sentence(app, text: str, part: str) -> None:
    with pytest.raises(Refusal, match=part):
        ColumnMap.parse(text)


def test_an_unknown_column_names_those_that_are_there(app) -> None:
    with pytest.raises(Refusal, match=r"no column “words”.*text, when, how, who"):
        taken(make_docket(), a_file(), "body=words,received=when,channel=how")


def test_the_closing_day_is_in_time_and_later_ones_are_late_or_refused(app) -> None:
    """I-4 All of the closing day is in time."""
    docket = make_docket()
    closing = docket.window.closing
    with pretend(closing + timedelta(days=9)):
        days = [closing.date(), closing.date() + timedelta(days=2), closing.date() + timedelta(days=8)]
        data = "\n".join(json.dumps({"text": f"On {d}.", "when": str(d), "how": "post"}) for d in days).encode()
        outcome = taken(docket, data, "body=text,received=when,channel=how")
    assert {c.clock.value: c.received_on for c in db.session.scalars(sa.select(Comment))} == {"in_time": days[0], "late": days[1]}
    assert "after the late period" in outcome.failed[0]["reason"]


def test_the_clerk_uploads_names_columns_tries_and_the_worker_imports(app, browser: TestBrowser) -> None:
    docket = make_docket()
    browser.sign_in(the_clerk()).open("/staff/d/2026-014").click("Import a file of comments")
    text = "words,day,way\r\nKeep them off.,2026-10-02,letter\r\n,2026-10-02,letter\r\n"
    browser.press("Look at the file", file=(io.BytesIO(text.encode()), "letters.csv"))
    assert browser.heading == "What the columns mean" and browser.shows("Keep them off.")
    browser.press("Try it", body="words", received="day")
    assert browser.status == 422 and "Choose a column" in browser.errors[0]
    browser.press("Try it", body="words", received="day", channel="way")
    assert browser.shows("Tried 2 rows, kept nothing: 1 would be taken") and faces() == []
    browser.press("Import 2 rows", body="words", received="day", channel="way")
    assert browser.status == 422 and browser.errors == ["Say who collected these comments."] and faces() == []
    browser.press("Import 2 rows", body="words", received="day", channel="way", collected_by="city")
    assert browser.shows("Waiting for the worker")
    db.session.commit()
    step()
    browser.open(browser.address)
    assert browser.shows("2 of 2, 1 needs you") and browser.shows("✔ Done")
    browser.click("The import and its refused rows").click("Download the refused rows")
    refused = list(csv.DictReader(io.StringIO(browser.response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert refused == [{"row": "3", "reason": "There are no words in this row.", "words": "", "day": "2026-10-02", "way": "letter"}]
    assert [face.channel for face in faces()] == ["post"] and every_count(docket) == recounted(docket)


def test_a_cancelled_job_stops_and_goes_on_later(app, browser: TestBrowser, monkeypatch) -> None:
    make_docket()
    monkeypatch.setattr(actions, "CHUNK", 2)
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/imports")
    browser.press("Look at the file", file=(io.BytesIO(a_file(5)), "c.jsonl"))
    browser.press("Import 5 rows", body="text", received="when", channel="how", collected_by="city")
    browser.press("Cancel")
    assert browser.shows("Stopped")
    db.session.commit()
    step()
    assert faces() == []
    browser.click("The import and its refused rows").press("Go on where it stopped")
    db.session.commit()
    step()
    assert len(faces()) == 5


@pytest.mark.parametrize("address", ["/staff/d/2026-014/imports", "/staff/d/2026-014/intake"])
def test_moderators_and_strangers_take_nothing_in(app, browser: TestBrowser, address: str) -> None:
    make_docket()
    assert browser.open(address, follow=False).status == 302
    assert browser.sign_in(milo()).open(address).status == 403


def test_the_command_imports_a_real_file_of_a_city(app, keep, shared_data: Path, tmp_path: Path) -> None:
    from civic.exchange.commands import import_

    docket = make_docket(open=False)
    docket.archive = True
    keep()
    lines = (shared_data / "mpls_charter_2020" / "comments.jsonl").read_text().splitlines()
    file = tmp_path / "comments.jsonl"
    file.write_text("\n".join(lines[::24]))
    arguments = [str(file), "--docket", "2026-014", "--map", "body=text,received=submitted_at,channel=channel", "--json"]
    told = app.test_cli_runner().invoke(import_, arguments)
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["data"]["taken"] == len(lines[::24])
    assert {face.channel for face in faces()} == {"web", "email"}
    assert json.loads(app.test_cli_runner().invoke(import_, arguments).stdout)["data"]["taken"] == 0
