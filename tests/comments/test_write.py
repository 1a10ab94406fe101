"""A resident comments: three steps, no account, a number and a code at once."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa

from civic.clock import now, pretend
from civic.comments.models import Comment, Face, State
from civic.database import Base, db
from civic.record.disclosure import verify_disclosure
from tests.browsing import TestBrowser
from tests.factories import make_docket, make_version

WORDS = "I walk home at night past the new cameras. Please keep them off."


def comment_through(browser: TestBrowser, words: str = WORDS, address: str = "/d/2026-014/comment", **about: str) -> TestBrowser:
    browser.open(address)
    browser.fill("Continue", {"Your comment": words})
    return browser.fill("Continue", about)


def test_a_resident_comments_in_four_presses_and_it_is_public_at_once(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-17 Submitting needs no account, e-mail, phone or address."""
    make_docket()
    browser.open("/d/2026-014").click("Comment")
    browser.fill("Continue", {"Your comment": WORDS}).press("Skip this and go on").press("Send my comment")
    assert browser.heading == "Your comment arrived" and browser.response.headers["Cache-Control"] == "no-store"
    number = browser.find(".receipt code").get_text()
    assert re.search(r"[A-Z]+-\d{5}-[A-Z]+", browser.text)
    another_browser.open(f"/c/{number}")
    assert another_browser.shows(WORDS)
    assert another_browser.open("/d/2026-014/comments").shows(WORDS)


def test_a_comment_on_a_section_names_the_version_its_author_saw(app, browser: TestBrowser) -> None:
    """I-8 Every comment names the version its author saw; its anchor is never re-pointed."""
    docket = make_docket()
    wid = next(p.wid for p in docket.current_version.provisions if p.number == "2")
    comment_through(browser, address=f"/d/2026-014/comment?s={wid}").press("Send my comment")
    from tests.factories import TEXT

    make_version(docket, TEXT.replace("acquire", "obtain"))
    face = db.session.scalars(sa.select(Face)).one()
    assert face.version_n == 1 and face.anchors[0]["wid"] == wid
    assert browser.open(f"/d/2026-014/comments?s={wid}").shows(WORDS)


def test_a_phone_number_is_pointed_out_and_can_be_removed(app, browser: TestBrowser) -> None:
    make_docket()
    comment_through(browser, "Call me at 555-0142 about the cameras.")
    assert browser.shows("This looks like a phone number: 555-0142")
    browser.press("Remove").press("Send my comment")
    assert db.session.scalars(sa.select(Face)).one().state is State.PUBLISHED
    assert "555-0142" not in browser.response.get_data(as_text=True)


def test_a_kept_phone_number_holds_the_comment_and_shows_it_nowhere(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-34 A machine only hints, and only a private-data hint holds."""
    make_docket()
    comment_through(browser, "Call me at 555-0142 about the cameras.").press("Keep it and send my comment")
    number = browser.find(".receipt code").get_text()
    for address in (f"/c/{number}", "/d/2026-014/comments", "/d/2026-014/comments.csv", "/d/2026-014/comments.json", "/d/2026-014"):
        another_browser.open(address)
        assert "555-0142" not in another_browser.response.get_data(as_text=True)
    assert another_browser.open(f"/c/{number}").shows("Held for a check since")
    dump = "".join(str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(sa.select(table)))
    assert "555-0142" not in dump


def test_a_threat_hint_holds_nothing(app, browser: TestBrowser) -> None:
    """I-34 A threat hint holds nothing; the comment is public at once and read first."""
    make_docket()
    comment_through(browser, "If this passes I will hurt the mayor.").press("Send my comment")
    assert db.session.scalars(sa.select(Face)).one().state is State.PUBLISHED


def test_the_same_form_sent_twice_gives_one_comment_and_the_same_answer(app, browser: TestBrowser) -> None:
    """I-23 One submission key gives one comment, however often sent."""
    make_docket()
    comment_through(browser)
    form = {i["name"]: i["value"] for i in browser.page.find_all("input") if i.get("name")} | {"step": "send"}
    first = browser.send("post", "/d/2026-014/comment", form).text
    second = browser.send("post", "/d/2026-014/comment", form).text
    assert first == second
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1


def test_an_empty_comment_and_one_that_is_too_long_keep_what_was_typed(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": ""})
    assert browser.status == 422 and browser.errors == ["Write your comment."] and browser.title.startswith("Error: ")
    browser.fill("Continue", {"Your comment": "x" * 21_000})
    assert browser.status == 422 and "20,000" in browser.errors[0]
    assert len(browser.find("#body").get_text()) == 21_000


def test_hidden_characters_are_refused_with_a_sentence(app, browser: TestBrowser) -> None:
    make_docket()
    for words, part in (("A\x00B cameras", "cannot be shown"), ("A \u202e cameras", "hidden characters")):
        browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": words})
        assert browser.status == 422 and part in browser.errors[0]


def test_an_unknown_section_is_no_page(app, browser: TestBrowser) -> None:
    make_docket()
    assert browser.open("/d/2026-014/comment?s=nowhere").status == 404


def test_a_comment_in_grace_is_taken_and_a_closed_window_gives_the_words_back(app, browser: TestBrowser) -> None:
    """I-4 Server time decides every deadline."""
    docket = make_docket()
    closing = docket.window.closing
    with pretend(closing - timedelta(minutes=1)):
        comment_through(browser)
    with pretend(closing + timedelta(minutes=20)):
        browser.press("Send my comment")
    assert db.session.scalars(sa.select(Comment)).one().clock == "grace"
    with pretend(closing + timedelta(days=9)):
        browser.open("/d/2026-014/comment")
        assert browser.heading == "Comments are not open"
        browser.post("/d/2026-014/comment", body=WORDS, step="send", token="t" * 22)
        assert browser.status == 422 and browser.shows(WORDS)


def test_a_late_comment_is_accepted_and_marked(app, browser: TestBrowser) -> None:
    docket = make_docket()
    with pretend(docket.window.closing + timedelta(hours=5)):
        comment_through(browser).press("Send my comment")
    face = db.session.scalars(sa.select(Face)).one()
    assert face.late
    assert browser.open(f"/c/{face.number}").shows("Late")


def test_a_forged_token_is_refused_and_the_words_come_back(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/d/2026-014/comment")
    browser.send("post", "/d/2026-014/comment", {"csrf_token": "forged", "body": WORDS, "step": "write", "token": "t" * 22})
    assert browser.status == 400 and WORDS in browser.find("textarea").get_text()
    browser.press("Send again")
    assert browser.heading == "About you, all optional"


def test_no_public_page_and_no_second_look_on_a_shared_device_holds_the_code(app, browser: TestBrowser) -> None:
    """Acceptance 6: the sent page is no-store, no public page has the code, and after "shared device" no reload shows it."""
    make_docket()
    browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": "Cameras on my street worry me."})
    browser.press("Skip this and go on").press("Send my comment")
    number, code = browser.find(".receipt code").get_text(), browser.find("#private-code").get_text()
    assert browser.response.headers["Cache-Control"] == "no-store"
    for address in ("/", "/d/2026-014", "/d/2026-014/comments", f"/c/{number}", f"/c/{number}/disclosure.json", "/d/2026-014/comments.csv"):
        assert code not in browser.open(address).response.get_data(as_text=True), address


def test_a_shared_device_shows_the_code_once(app, browser: TestBrowser) -> None:
    """I-20 Private codes are stored only as hashes and never appear in an address."""
    make_docket()
    comment_through(browser, shared="1").press("Send my comment")
    code = browser.find("#private-code").get_text()
    assert code and code not in browser.address
    browser.open("/d/2026-014/comment/sent")
    assert code not in browser.response.get_data(as_text=True)
    assert code not in str(db.session.execute(sa.select(Comment.__table__)).all())


def test_every_shown_word_is_provable(app, browser: TestBrowser) -> None:
    """I-40 What is shown is provably what was received."""
    make_docket()
    comment_through(browser).press("Send my comment")
    number = db.session.scalars(sa.select(Comment.number)).one()
    browser.open(f"/c/{number}/disclosure.json")
    disclosure = browser.response.get_json()
    assert verify_disclosure(disclosure) == []
    disclosure["body"][0][1] = "never "
    assert verify_disclosure(disclosure) != []


def test_no_row_of_a_comment_holds_a_time(app, browser: TestBrowser) -> None:
    """I-21 Nothing stored tells the second, and numbers reveal neither order nor volume."""
    make_docket()
    comment_through(browser).press("Send my comment")
    for name in ("comments", "revisions", "comment_faces", "comment_anchors", "hints"):
        table = Base.metadata.tables[name]
        assert not [c.name for c in table.columns if isinstance(c.type, sa.DateTime) or type(c.type).__name__ == "UtcInstant"]
    event = db.session.execute(sa.text("SELECT at FROM events WHERE kind = 'comment.received'")).one()
    assert event.at is None


def test_no_table_or_cookie_holds_an_address(app, browser: TestBrowser) -> None:
    """I-18 No table, log, cookie or backup holds an IP address."""
    make_docket()
    comment_through(browser).press("Send my comment")
    dump = "".join(str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(sa.select(table)))
    assert "127.0.0.1" not in dump
    assert not [c.name for t in Base.metadata.sorted_tables for c in t.columns if c.name in ("ip", "address", "user_agent", "remote_addr")]


def test_nothing_is_counted_before_it_is_sent(app, browser: TestBrowser) -> None:
    make_docket()
    comment_through(browser)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 0
    assert now()


def test_the_version_is_the_one_that_stood_there_when_the_form_was_opened(app, browser: TestBrowser) -> None:
    """I-8 Every comment names the version its author saw."""
    from tests.factories import TEXT

    docket = make_docket()
    wid = next(p.wid for p in docket.current_version.provisions if p.number == "3")
    browser.open(f"/d/2026-014/comment?s={wid}")
    make_version(docket, TEXT.split("## Section 3")[0])  # the section goes while somebody writes
    browser.fill("Continue", {"Your comment": WORDS}).press("Continue")
    assert browser.shows("Version 2 of the text was published while you wrote.") and browser.shows("Your comment says that you read version 1.")
    browser.press("Send my comment")
    face = db.session.scalars(sa.select(Face)).one()
    assert face.version_n == 1 and face.anchors[0]["wid"] == wid


def test_a_form_opened_before_any_text_names_none(app, browser: TestBrowser) -> None:
    docket = make_docket(text=None)
    browser.open("/d/2026-014/comment")
    make_version(docket)
    browser.fill("Continue", {"Your comment": WORDS}).press("Continue").press("Send my comment")
    assert db.session.scalars(sa.select(Face)).one().version_n is None


def test_the_same_form_sent_again_after_two_days_gives_no_second_comment(app, browser: TestBrowser) -> None:
    """I-23 One submission key gives one comment, however often sent."""
    make_docket()
    comment_through(browser)
    form = {i["name"]: i["value"] for i in browser.page.find_all("input") if i.get("name")} | {"step": "send"}
    browser.send("post", "/d/2026-014/comment", form)
    with pretend(now() + timedelta(days=2)):
        browser.send("post", "/d/2026-014/comment", form | {"csrf_token": browser.token()})
        assert browser.status == 422 and "sent before, more than a day ago" in browser.errors[0] and browser.shows(WORDS)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1


def test_a_forged_submission_token_gets_a_new_one_and_keeps_the_words(app, browser: TestBrowser) -> None:
    make_docket()
    browser.post("/d/2026-014/comment", body=WORDS, step="send", token="forged", v="1")
    assert browser.status == 422 and "damaged" in browser.errors[0] and browser.find("#body").get_text().strip() == WORDS
    browser.press("Continue").press("Continue").press("Send my comment")
    assert browser.heading == "Your comment arrived"


def test_an_unknown_section_or_version_in_a_sent_form_is_a_sentence(app, browser: TestBrowser) -> None:
    make_docket()
    for wrong in ({"s": "nowhere", "v": "1"}, {"s": "s1", "v": "99"}, {"s": "s1", "v": "x"}):
        browser.post("/d/2026-014/comment", body=WORDS, step="send", token="t" * 22, **wrong)
        assert browser.status == 422 and "no section" in browser.errors[0] and browser.find("#body").get_text().strip() == WORDS
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 0


def test_the_cookie_that_shows_the_code_again_ends_after_half_an_hour_whoever_keeps_it(app, browser: TestBrowser) -> None:
    make_docket()
    comment_through(browser).press("Send my comment")
    code = browser.find("#private-code").get_text()
    with pretend(now() + timedelta(minutes=31)):
        assert code not in browser.open("/d/2026-014/comment/sent").response.get_data(as_text=True)
        assert browser.heading == "Check a comment"


def test_the_last_step_shows_all_that_is_sent(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/d/2026-014/comment").press("Continue", body=WORDS, stance="oppose", wants_answer="y")
    browser.press("Continue", connection="work")
    assert browser.shows("Sent with it: Are you for or against this law? Against Your connection to the city: I work here I want an answer")


def test_a_box_cuts_nothing_off_and_says_how_long_is_too_long(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/d/2026-014/comment")
    assert not browser.page.select("textarea[maxlength]")
    browser.press("Continue", body=WORDS, suggestion="x" * 20001)
    assert browser.status == 422 and browser.shows("This has 20001 characters, and 20000 fit.")
    assert len(browser.find("textarea#suggestion").get_text().strip()) == 20001
