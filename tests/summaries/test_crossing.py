"""Themes beside where comments came from, and the small wards that stay unseen."""

from __future__ import annotations

import csv
import io

from civic.comments.actions import withdraw_comment
from civic.comments.models import Channel
from civic.database import db
from civic.summaries.actions import ask_for_approval
from civic.summaries.crossing import crossings
from civic.summaries.publishing import publish_summary
from civic.themes.actions import code_comment
from tests.browsing import TestBrowser
from tests.factories import make_comment
from tests.summaries.arrange import make_draft, make_summary
from tests.themes.arrange import Study, make_study


def a_study_with_wards() -> Study:
    """Ten comments from ward 4 and nine from ward 7, all about mistakes."""
    study = make_study()
    for n in range(19):
        body = make_comment(study.docket, f"It took somebody else, case {n}.", ward="4" if n < 10 else "7")
        code_comment(body, [study.errors], by=study.analyst)
    return study


def cells(browser: TestBrowser, kind: str) -> dict[str, list[str]]:
    table = browser.find(f"#crossing-{kind}").find_parent("table")
    rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    return {row[0]: row[1:] for row in rows}


def test_a_ward_has_a_column_only_when_enough_comments_name_it(app, browser: TestBrowser) -> None:
    """I-22: beside the draft, on the public page and in the file a ward with fewer than ten comments is nowhere."""
    study, draft = make_draft(a_study_with_wards())
    browser.sign_in(study.analyst).open("/staff/d/2026-014/summary/edit")
    found = cells(browser, "wards")
    assert found["Theme"] == ["Ward 4", "No ward given, or one that few named", "All"] and found["Mistakes"] == ["10", "12", "22"]
    for sentence in draft.sentences:
        sentence.text = sentence.text.replace("Most texts in this theme tell", "Some texts in this theme tell")
    ask_for_approval(draft, by=study.analyst)
    summary = publish_summary(draft, by=study.approver)
    assert all("7" not in figure["wards"] for figure in summary.figures)
    assert cells(browser.open("/d/2026-014/summary"), "wards") == found and "Ward 7" not in browser.text
    rows = list(csv.reader(io.StringIO(browser.open("/d/2026-014/summary/themes.csv").response.get_data(as_text=True))))
    assert "wards: Ward 4" in rows[0] and not any("Ward 7" in cell for row in rows for cell in row)


def test_a_ward_that_falls_below_the_floor_leaves_the_published_table(app, browser: TestBrowser) -> None:
    """I-22: the published figures are frozen, and what they show is not: a ward closes with its tenth comment."""
    study, draft = make_draft(a_study_with_wards())
    for sentence in draft.sentences:
        sentence.text = sentence.text.replace("Most texts in this theme tell", "Some texts in this theme tell")
    ask_for_approval(draft, by=study.analyst)
    publish_summary(draft, by=study.approver)
    gone = next(row.comment for row in _faces(study) if row.ward == "4")
    withdraw_comment(gone)
    browser.open("/d/2026-014/summary")
    assert "Ward 4" not in browser.text and browser.page.select_one("#crossing-wards") is None
    assert "Ward 4" not in browser.open("/d/2026-014/summary/themes.csv").response.get_data(as_text=True)


def test_every_row_adds_up_to_its_comments_by_channel_too(app, browser: TestBrowser) -> None:
    study = make_study()
    study.comments["a"].face.channel = Channel.POST.value
    db.session.commit()
    study, _ = make_summary(study)
    found = cells(browser.open("/d/2026-014/summary"), "channels")
    assert found == {"Theme": ["This site", "Post", "All"], "Mistakes": ["2", "1", "3"], "Safety": ["2", "0", "2"]}


def test_a_table_with_nothing_to_compare_is_left_out(app) -> None:
    figure = {"name": "Mistakes", "comments": 3, "channels": {"web": 3}, "wards": {"": 3}}
    with app.test_request_context():
        assert crossings([figure], {"4"}) == []


def _faces(study: Study) -> list:
    from civic.comments.models import Face

    return db.session.query(Face).filter_by(docket_id=study.docket.id).all()
