"""Files of comments that an organization collected: taken in with its statement, which stands on the public pages."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from civic.campaigns.models import Attestation
from civic.campaigns.partners import Collected, attest
from civic.comments.models import Comment
from civic.database import Refusal, db
from civic.exchange.actions import begin_import, run_import
from civic.exchange.commands import import_
from civic.exchange.models import Import
from civic.exchange.rows import ColumnMap, read_rows
from civic.notices.worker import step
from civic.record.models import Event
from tests.browsing import TestBrowser
from tests.campaigns.arrange import LETTER, sort_in_everything
from tests.exchange.test_import import MAP, a_file, faces
from tests.factories import make_comment, make_docket, the_clerk

pytestmark = pytest.mark.usefixtures("app")
CEDAR = Collected("Cedar Tenants", "Rita Ruiz, chair", agreed=True)


@pytest.mark.parametrize(("collected", "field", "part"), [
    (Collected("Cedar Tenants"), "officer", "Without this statement its file is not taken in"),
    (Collected("Cedar Tenants", "Rita Ruiz, chair"), "agreed", "Cedar Tenants must state that each person agreed"),
    (Collected("", "Rita Ruiz, chair", agreed=True), "partner", "Name the organization"),
])  # fmt: skip
def test_half_a_statement_takes_nothing_in(collected: Collected, field: str, part: str) -> None:
    """I-30 Bulk intake needs a named partner's attestation."""
    docket = make_docket()
    with pytest.raises(Refusal, match=part) as refused:
        begin_import(docket, a_file(2), name="f", format="jsonl", map=ColumnMap.parse(MAP), collected=collected, by=the_clerk())
    assert refused.value.field == field
    db.session.rollback()
    assert db.session.scalars(sa.select(Import)).all() == [] and db.session.scalars(sa.select(Attestation)).all() == []


def test_a_statement_stands_in_the_record_before_the_first_comment_of_its_file() -> None:
    docket, data = make_docket(), a_file(2)
    current = begin_import(docket, data, name="f", format="jsonl", map=ColumnMap.parse(MAP), collected=CEDAR, by=the_clerk()).id
    db.session.commit()
    assert db.session.scalars(sa.select(Event.day).where(Event.kind == "partner.attested")).one() and faces() == []
    run_import(current, read_rows(data, "jsonl"))
    assert {c.source_digest for c in db.session.scalars(sa.select(Comment))} == {db.session.scalars(sa.select(Attestation)).one().source_digest}


def test_one_file_has_one_partner_and_a_stopped_run_goes_on_under_it() -> None:
    docket, data = make_docket(), a_file(2)
    again = {"name": "f", "format": "jsonl", "map": ColumnMap.parse(MAP), "by": the_clerk()}
    first = begin_import(docket, data, collected=CEDAR, **again)
    assert begin_import(docket, data, collected=CEDAR, **again) is first and begin_import(docket, data, **again) is first
    with pytest.raises(Refusal, match="Cedar Tenants stands for this file already"):
        begin_import(docket, data, collected=Collected("Elm Tenants", "Ana Alm, chair", agreed=True), **again)


def test_a_clerk_enters_a_partners_file_and_everybody_reads_who_attested_what_and_when(browser: TestBrowser) -> None:
    """I-30 Bulk intake needs a named partner's attestation and publishes that partner's count."""
    docket = make_docket()
    browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}/imports")
    browser.press("Look at the file", file=(io.BytesIO(data := a_file(3)), "fair.jsonl"))
    columns = {"body": "text", "received": "when", "channel": "how", "collected_by": "partner"}
    browser.press("Import 3 rows", **columns)
    assert browser.status == 422 and browser.errors == ["Name the organization. Without its statement its file is not taken in."]
    browser.press("Import 3 rows", **columns, partner="Cedar Tenants", officer="Rita Ruiz, chair")
    assert browser.status == 422 and "must state that each person agreed" in browser.errors[0] and browser.page.find(id="partner")["value"] == "Cedar Tenants"
    browser.press("Import 3 rows", **columns | {"collected_by": "city"}, partner="Cedar Tenants", officer="Rita Ruiz, chair")
    assert browser.status == 422 and "Choose one of the two" in browser.errors[0]
    browser.press("Import 3 rows", **columns, partner="Cedar Tenants", officer="Rita Ruiz, chair", agreed=True)
    db.session.commit()
    step()
    browser.open(browser.address).click("The import and its refused rows")
    assert browser.shows("Cedar Tenants handed in this file. Each person in it agreed to send these words: stated by Rita Ruiz, chair on Saturday, October 3.")
    browser.open(f"/d/{docket.number}/campaigns")
    row = browser.page.find("th", string="Cedar Tenants").find_parent("tr")
    assert [cell.text for cell in row.find_all("td")][2:] == ["3", sha256(data).hexdigest()]
    browser.open(f"/c/{faces()[0].number}")
    assert browser.shows("Cedar Tenants collected it and handed it in. Its author agreed to send these words: stated by Rita Ruiz, chair on Saturday, October 3.") and browser.shows("imported from a file")


def test_the_files_of_one_partner_are_added_up(browser: TestBrowser) -> None:
    docket = make_docket()
    for n in (2, 3):
        current = begin_import(docket, data := a_file(n), name="f", format="jsonl", map=ColumnMap.parse(MAP), collected=CEDAR, by=the_clerk()).id
        db.session.commit()
        run_import(current, read_rows(data, "jsonl"))
    browser.open(f"/d/{docket.number}/campaigns")
    assert browser.page.find("th", string="Together, Cedar Tenants").find_next("td").text == "5"


def test_the_page_of_a_campaign_says_who_handed_it_in(browser: TestBrowser) -> None:
    docket = make_docket()
    data = a_file(3, text=LETTER)
    current = begin_import(docket, data, name="f", format="jsonl", map=ColumnMap.parse(MAP), collected=CEDAR, by=the_clerk()).id
    db.session.commit()
    run_import(current, read_rows(data, "jsonl"))
    make_comment(docket, LETTER)
    sort_in_everything()
    browser.open(f"/d/{docket.number}/campaigns/1")
    assert browser.heading == "Campaign 1: a letter sent 4 times" and browser.shows("Cedar Tenants handed in 3 of these comments in a file.")
    assert browser.click("Who stated that each person agreed").shows("Rita Ruiz, chair")


def test_an_uploaded_file_that_a_partner_stands_for_asks_no_second_time(browser: TestBrowser) -> None:
    docket = make_docket()
    attest(docket, sha256(data := a_file(2)).digest(), partner="Cedar Tenants", officer="Rita Ruiz, chair", by=the_clerk())
    browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}/imports")
    browser.press("Look at the file", file=(io.BytesIO(data), "fair.jsonl"))
    assert browser.shows("Cedar Tenants handed in this file.") and not browser.shows("Who collected these comments?")
    browser.press("Import 2 rows", body="text", received="when", channel="how")
    assert browser.shows("Waiting for the worker")


def test_the_command_refuses_a_partners_file_without_its_statement(app, keep, tmp_path: Path) -> None:
    docket, file, run = make_docket(), tmp_path / "fair.jsonl", app.test_cli_runner().invoke
    file.write_bytes(a_file(2))
    clerk = the_clerk().email
    keep()
    started = [str(file), "--docket", docket.number, "--map", MAP, "--partner", "Cedar Tenants"]
    for more, part in (([], "Name who states"), (["--officer", "Rita Ruiz, chair"], "must state that"), (["--officer", "Rita Ruiz, chair", "--agreed"], "name the clerk's account")):
        refused = run(import_, started + more)
        assert isinstance(refused.exception, Refusal) and part in refused.exception.sentence and faces() == []
    told = run(import_, [*started, "--officer", "Rita Ruiz, chair", "--agreed", "--by", clerk])
    assert told.exit_code == 0 and "2 taken" in told.output and "Cedar Tenants stands for the file." in told.output
