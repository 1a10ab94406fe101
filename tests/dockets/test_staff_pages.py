"""The clerk's way from a file to a public docket, page by page."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from civic.clock import now
from civic.dockets.queries import all_dockets, docket_numbered, draft_text_of
from civic.dockets.release import release_of
from tests.browsing import TestBrowser
from tests.dockets.files import MARKED, PLAIN, bomb, matter_file
from tests.factories import TEXT, make_city, make_docket, make_draft_docket, make_version, the_clerk


@pytest.fixture
def desk(browser: TestBrowser) -> TestBrowser:
    """The clerk's browser, with the city's settings complete."""
    make_city()
    return browser.sign_in(the_clerk())


def start(desk: TestBrowser, **values) -> TestBrowser:  # type: ignore[no-untyped-def]
    return desk.open("/staff").click("Start a docket").press("Continue", **{"title": "Cameras that read faces", **values})


def file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def read_everything(desk: TestBrowser) -> TestBrowser:
    """Tick every finding on the structure page."""
    boxes = [box["value"] for box in desk.page.select("input[name=read]")]
    return desk.press("Save what I have read", read=boxes) if boxes else desk


def describe(desk: TestBrowser, number: str = "2026-001") -> TestBrowser:
    return desk.open(f"/staff/d/{number}/settings").fill("Save", {"Summary in plain words": "Police may not use it.", "First effect": "No face recognition."})


def publish(desk: TestBrowser, number: str = "2026-001", **values) -> TestBrowser:  # type: ignore[no-untyped-def]
    """Through the preview and the check, ticking the warnings where there are any."""
    desk.open(f"/staff/d/{number}/publish").press("Go on to the check", **values)
    ticks = {"anyway": "y"} if desk.page.select_one("[name=anyway]") else {}
    return desk.press("Publish", **ticks) if desk.page.select_one("[name=seen]") else desk


def test_a_pasted_text_becomes_a_public_docket(desk: TestBrowser) -> None:
    start(desk, words="Section 1. Purpose. It limits cameras.\n\nSection 3. Reports. Each year.")
    assert desk.heading == "Sections and findings" and desk.shows("missing between 1 and 3")
    publish(desk)
    assert desk.shows("There is no summary in plain words.") and desk.shows("about this text is not read yet") and not docket_numbered("2026-001").is_public
    read_everything(desk.open("/staff/d/2026-001/structure"))
    assert desk.shows("All findings are read.")
    describe(desk)
    publish(desk)
    assert desk.heading == "Tell people" and desk.shows("/d/2026-001")
    desk.open("/d/2026-001")
    assert desk.shows("Open for comments until")
    assert desk.open("/d/2026-001/text").shows("It limits cameras.")


def test_a_markdown_file_becomes_a_public_docket_with_plain_words(desk: TestBrowser) -> None:
    start(desk, file=file(TEXT.encode(), "law.md"))
    read_everything(desk)
    desk.click("Explain the sections in plain words").fill("Save", {"Section 3 in plain words": "Once a year somebody must write."})
    publish(describe(desk), note="As introduced on October 1")
    desk.open("/d/2026-001/text")
    assert desk.shows("Once a year somebody must write.") and desk.shows("As introduced on October 1")


def test_a_word_file_with_marks_asks_which_words_are_law(desk: TestBrowser) -> None:
    """Acceptance 23: A DOCX with struck words cannot be published before its question is answered."""
    start(desk, file=file(MARKED, "law.docx"))
    assert desk.shows("Which words are law if adopted?") and desk.shows("[struck: once")
    read_everything(desk)
    publish(describe(desk))
    assert desk.shows("not read yet") and desk.page.select_one("[name=seen]") is None
    desk.post("/staff/d/2026-001/publish/check", seen=release_of(docket_numbered("2026-001")).seen, anyway="y")
    assert desk.status == 422 and desk.shows("not read yet") and not docket_numbered("2026-001").is_public
    desk.open("/staff/d/2026-001/structure").press("Read the text with this answer")
    assert desk.status == 422 and desk.shows("Choose which words are law")
    desk.press("Read the text with this answer", reading="if_adopted")
    read_everything(desk)
    publish(desk)
    assert desk.open("/d/2026-001/text").shows("Each department reports twice a year.")


def test_a_legistar_file_brings_title_sponsors_and_votes(desk: TestBrowser) -> None:
    start(desk, title="", file=file(matter_file(), "matter.json"))
    assert desk.shows("Version *: text not in this file.")
    read_everything(desk)
    publish(desk)
    assert desk.open("/d/2026-001").shows("Introduced by Council (City Council)")
    assert desk.open("/d/2026-001/decision").shows("12 votes recorded, 13 seats.")
    desk.open("/staff/d/2026-001/versions/new")
    assert desk.shows("The Legistar file names these versions without their text: *")
    desk.press("Read this text", words="Section 1. An older text.", printed="*", older="y")
    read_everything(desk)
    publish(desk)
    assert desk.open("/d/2026-001/text").shows("Each department reports once a year.")
    assert desk.open("/d/2026-001/text@2").shows("An older text.")


def test_a_docket_without_a_text_counts_the_days(desk: TestBrowser) -> None:
    """I-5 The clock runs with no scheduled job."""
    from civic.clock import pretend

    start(desk)
    assert desk.heading == "The words around the law"
    desk.fill("Save this", {"No text online since": "2026-09-23", "Which office": "The city attorney", "Asked on": "2026-09-25"})
    publish(describe(desk), closes_at="")
    desk.open("/d/2026-001")
    assert desk.shows("missing since Wednesday, September 23: 10 days so far.")
    assert desk.shows("The city attorney was asked for it on Friday, September 25.")
    assert desk.open("/staff").shows("2026-001: no text online for 10 days")
    with pretend(now() + timedelta(days=5)):
        assert desk.open("/d/2026-001/text").shows("15 days so far.")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7 words", "law.docx", "This is a PDF"),
        (b"%PDF-1.7 words", "law.pdf", "A PDF does not say where its sections are"),
        (b"MZ", "law.exe", "Send a .docx, .md, .txt or .json file"),
        (b"A\x00B", "law.md", "control character"),
        (b"\xff\xfe", "law.txt", "not UTF-8"),
        (b"", "law.md", "empty"),
        (b"{", "law.json", "not a JSON file"),
        (b"A" * 11_000_000, "law.md", "The limit is 10 MB"),
    ],
    ids=["pdf-as-docx", "pdf", "exe", "nul", "bytes", "empty", "json", "large"],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_and_leaves_nothing(desk: TestBrowser, content: bytes, name: str, sentence: str) -> None:
    start(desk, file=file(content, name))
    assert desk.status == 422 and desk.shows(sentence), desk.text
    assert all_dockets() == []


def test_a_bomb_gets_a_sentence_and_leaves_nothing(desk: TestBrowser) -> None:
    start(desk, file=file(bomb(), "law.docx"))
    assert desk.status == 422 and desk.shows("unpacks to far more")
    assert all_dockets() == []


def test_forty_megabytes_are_refused_before_they_are_read(desk: TestBrowser) -> None:
    start(desk, file=file(b"A" * 40_000_000, "law.md"))
    assert desk.status == 413 and desk.shows("Nothing was stored.")
    assert all_dockets() == []


@pytest.mark.parametrize(("words", "sentence"), [("Section 1. A\x00B", "cannot be shown"), ("Section 1. A\u202eB", "hidden characters"), ("", "Enter a title")])
def test_pasted_words_that_cannot_be_kept_are_refused(desk: TestBrowser, words: str, sentence: str) -> None:
    start(desk, words=words, title="" if not words else "A law")
    assert desk.status == 422 and desk.shows(sentence)
    assert all_dockets() == []


def test_a_file_and_pasted_words_together_are_refused(desk: TestBrowser) -> None:
    start(desk, file=file(PLAIN, "law.docx"), words="Section 1. A")
    assert desk.status == 422 and desk.shows("not both")


def test_pieces_are_moved_joined_divided_named_and_undone(desk: TestBrowser) -> None:
    """I-7 Whatever is done to the structure, the pieces joined equal the text."""
    start(desk, words="Section 1. Purpose. It limits cameras.\n\nSection 2. Reports. Each year. And fines follow.")
    docket = docket_numbered("2026-001")

    def pieces() -> list[tuple[str, str, int]]:
        from civic.database import db

        db.session.rollback()
        draft = draft_text_of(docket_numbered("2026-001"))
        assert "".join(row["text"] for row in draft.provisions) == draft.text
        return [(row["wid"], row["number"], row["level"]) for row in draft.provisions]

    first = pieces()
    desk.open(f"/staff/d/{docket.number}/structure/sec_2").press("Divide before these words", words="And fines")
    assert [number for _, number, _ in pieces()] == ["1", "2", ""]
    new = pieces()[2][0]
    desk.open(f"/staff/d/2026-001/structure/{new}").press("Save the name", number="3", heading="Fines", kind="section")
    assert pieces()[2] == (new, "3", 0)
    desk.open(f"/staff/d/2026-001/structure/{new}").press("One level down")
    assert pieces()[2][2] == 1
    desk.open(f"/staff/d/2026-001/structure/{new}").press("One level up")
    assert pieces()[2][2] == 0
    desk.open(f"/staff/d/2026-001/structure/{new}").press("Join to the piece before")
    assert len(pieces()) == 2
    for _ in range(5):
        desk.open("/staff/d/2026-001/structure").press("Undo the last step")
    assert pieces() == first


def test_a_step_that_makes_no_sense_says_why(desk: TestBrowser) -> None:
    start(desk, words="Section 1. Purpose. It limits cameras.")
    desk.open("/staff/d/2026-001/structure/sec_1").press("One level up")
    assert desk.status == 422 and desk.shows("stands at the top already")
    desk.open("/staff/d/2026-001/structure/sec_1").press("Divide before these words", words="Nowhere")
    assert desk.status == 422 and desk.shows("do not stand in this piece")


def test_a_window_that_closes_on_a_holiday_or_too_soon_is_warned_about(desk: TestBrowser) -> None:
    from civic.people.policy import set_policy

    set_policy("holidays", ["2026-10-12"])
    start(desk, words="Section 1. Purpose. It limits cameras.")
    describe(desk)
    desk.open("/staff/d/2026-001/publish").press("Go on to the check", closes_at="2026-10-12T17:00")
    assert desk.shows("close on a holiday") and desk.shows("open for 9 days")
    desk.press("Publish")
    assert desk.status == 422 and desk.errors == ["Read the warnings, then tick the box and publish."]
    desk.press("Publish", anyway="y")
    assert docket_numbered("2026-001").window is not None


def test_a_changed_section_shows_its_reason_in_the_comparison(desk: TestBrowser) -> None:
    """Acceptance 14: After version 2, version 1 stays at its address."""
    make_docket()
    desk.open("/staff/d/2026-014/versions/new").press("Read this text", file=file(TEXT.replace("once a year", "twice a year").encode(), "two.md"), label="amended")
    read_everything(desk)
    desk.open("/staff/d/2026-014/versions/reasons").fill("Save", {"Because": "Eleven comments asked for it."})
    publish(desk, "2026-014")
    assert desk.open("/d/2026-014/compare/1/2").shows("Because: Eleven comments asked for it.")
    assert desk.open("/d/2026-014/text@1").shows("once a year")


def test_a_wrong_version_is_withdrawn_with_a_reason_and_a_replacement(desk: TestBrowser) -> None:
    """Acceptance 23: A version withdrawn as the wrong file stays readable."""
    docket = make_docket()
    make_version(docket, TEXT.replace("acquire", "obtain"))
    desk.open("/staff/d/2026-014/versions/new").click("Withdraw version 1 as a wrong file")
    desk.fill("Withdraw this version", {"Replaced by": docket.versions[1].id})
    desk.open("/d/2026-014/text@1")
    assert desk.shows("The wrong file was published.") and desk.shows("acquire or use")
    assert desk.click("Read version 2, which takes its place").shows("obtain or use")


def test_a_window_is_extended_with_a_public_reason(desk: TestBrowser) -> None:
    """I-6 A window may be extended, never shortened."""
    make_docket()
    desk.open("/staff/d/2026-014/window").press("Extend", closes_at="2026-10-01T17:00", reason="A mistake")
    assert desk.status == 422 and desk.shows("never shortened")
    desk.open("/staff/d/2026-014/window").press("Extend", closes_at="2026-11-02T17:00", reason="The library was closed.")
    assert desk.open("/d/2026-014").shows("The library was closed.")


def test_a_window_is_opened_later(desk: TestBrowser) -> None:
    make_docket(open=False)
    desk.open("/staff/d/2026-014/window").press("Set this window", opens_at="2026-10-05T08:00", closes_at="2026-10-27T17:00")
    assert desk.shows("The comment window is set and public.") and desk.open("/d/2026-014").shows("Opens for comments on")


def test_meetings_and_notices_are_entered_with_their_source(desk: TestBrowser) -> None:
    """I-10 Each step cites an event or document."""
    make_docket()
    desk.open("/staff/d/2026-014/course").press("Enter this event", kind="hearing", title="Hearing in room 304", day="2026-10-20")
    assert desk.status == 422 and desk.shows("Name the event or document")
    desk.press("Enter this event", kind="hearing", title="Hearing in room 304", day="2026-10-20", source="Agenda of October 20")
    desk.press("Enter this notice", where="The Alder Post", posted="2026-12-01")
    assert desk.status == 422 and desk.shows("once it is posted")
    desk.press("Enter this notice", where="The Alder Post", posted="2026-10-01", channel="newspaper")
    desk.open("/d/2026-014")
    assert desk.shows("Hearing in room 304") and desk.shows("The Alder Post")


def test_a_draft_is_deleted_and_a_public_docket_leaves_a_tombstone(desk: TestBrowser) -> None:
    make_draft_docket("2026-015", "A mistake")
    desk.open("/staff/d/2026-015/end").press("Delete this draft", typed="2026-999")
    assert desk.status == 422
    desk.press("Delete this draft", typed="2026-015")
    assert docket_numbered("2026-015") is None
    make_docket()
    desk.open("/staff/d/2026-014/end").press("Withdraw this docket", reason="duplicate", typed="2026-014")
    desk.open("/d/2026-014")
    assert desk.status == 410 and desk.shows("It was published twice.") and desk.click("Version 1 of the text").status == 200


def test_a_docket_is_closed_when_it_has_ended(desk: TestBrowser) -> None:
    make_docket(open=False)
    desk.open("/staff/d/2026-014/end").press("Close this docket", outcome="failed")
    assert docket_numbered("2026-014").closed_outcome == "failed"
    assert desk.open("/d/2026-014").shows("Failed")


def test_nothing_is_published_before_the_city_is_set(browser: TestBrowser) -> None:
    """Acceptance 19: Nothing can be published before the seven things are set."""
    browser.sign_in(the_clerk())
    start(browser, words="Section 1. Purpose. It limits cameras.")
    publish(describe(browser))
    assert browser.shows("Still missing: City name, Time zone") and not docket_numbered("2026-001").is_public
    browser.post("/staff/d/2026-001/publish/check", seen=release_of(docket_numbered("2026-001")).seen, anyway="y")
    assert browser.status == 422 and browser.shows("Still missing") and not docket_numbered("2026-001").is_public


def test_a_number_is_used_once(desk: TestBrowser) -> None:
    make_draft_docket("2026-014")
    start(desk, number="2026-014")
    assert desk.status == 422 and desk.shows("exists already")
    start(desk, number="14")
    assert desk.status == 422 and desk.shows("looks like 2026-014")


@pytest.mark.parametrize("address", ["structure", "settings", "words", "publish", "publish/check", "versions/new", "versions/reasons", "window", "course", "facts", "facts/confirm", "end"])
def test_only_staff_open_the_pages_of_a_docket(app, desk: TestBrowser, another_browser: TestBrowser, address: str) -> None:
    from tests.cast import chen

    make_docket()
    assert desk.open(f"/staff/d/2026-014/{address}").status == 200
    assert another_browser.open(f"/staff/d/2026-014/{address}", follow=False).status == 302
    assert another_browser.sign_in(chen()).open(f"/staff/d/2026-014/{address}").status == 403


def test_a_new_draft_waits_on_the_desk(desk: TestBrowser) -> None:
    start(desk, words="Section 1. A.\n\nSection 3. B.")
    desk.open("/staff").click("2026-001: read 1 findings about the draft text")
    assert desk.heading == "Sections and findings"
