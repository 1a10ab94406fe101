"""Bad input, line by line: the right status, a clear sentence, what was typed comes back, and not one row more or less."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from civic.clock import pretend, today
from civic.comments import receipts
from civic.comments.models import Comment
from civic.council.actions import put_motion
from civic.council.queries import motions_on
from civic.database import Base, db
from civic.dockets.models import Docket
from civic.people.queries import account_by_email
from civic.record.numbers import shown
from tests.browsing import TestBrowser
from tests.cast import chen
from tests.council.arrange import make_council
from tests.dockets.files import PLAIN, bomb
from tests.factories import make_comment, make_docket, the_clerk

WORDS = "I pass the school every day. Please keep the cameras off."
KEY = "t" * 22
Act = Callable[[TestBrowser, Docket], object]


def rows() -> dict[str, int]:
    db.session.rollback()
    return {t.name: db.session.scalar(sa.select(sa.func.count()).select_from(t)) for t in Base.metadata.sorted_tables if t.name != "sessions"}


def upload(content: bytes, name: str) -> Act:
    def act(browser: TestBrowser, docket: Docket) -> None:
        browser.open(f"/staff/d/{docket.number}/versions/new").press("Read this text", file=(io.BytesIO(content), name), label="amended")

    return act


def imported(browser: TestBrowser, docket: Docket) -> None:
    browser.open(f"/staff/d/{docket.number}/imports").press("Look at the file", file=(io.BytesIO(b"A" * 40_000_000), "comments.csv"))


def comment(**sent: str) -> Act:
    return lambda browser, docket: browser.post(f"/d/{docket.number}/comment", **{"body": WORDS, "step": "send", "token": KEY, "v": "1", **sent})


def after_the_window(browser: TestBrowser, docket: Docket) -> None:
    with pretend(docket.window.closing + timedelta(days=9)):
        comment()(browser, docket)


def wrong_code(browser: TestBrowser, docket: Docket) -> None:
    receipts._failures.clear()  # noqa: SLF001 - kept in memory; other tests waited
    number = db.session.scalars(sa.select(Comment.number)).one()
    browser.open("/check").fill("Check", {"Tracking number": shown(number), "Private code": "WRONG-00000-CODE"})


def forged(browser: TestBrowser, docket: Docket) -> None:
    browser.open(f"/d/{docket.number}/comment")
    browser.send("post", f"/d/{docket.number}/comment", {"csrf_token": "forged", "body": WORDS, "step": "send", "token": KEY})


def roll_call(word: str, **more: str) -> Act:
    """Thirteen seats, the first of which says ``word``."""

    def act(browser: TestBrowser, docket: Docket) -> None:
        motion = motions_on(docket)[0]
        votes = {f"vote_{member.id}": "yes" for member in motion.body.members()}
        votes[next(iter(votes))] = word
        browser.post(f"/staff/motions/{motion.id}/roll-call", on=today().isoformat(), **votes, **more)

    return act


def position_of_nobody(browser: TestBrowser, docket: Docket) -> None:
    browser.sign_in(account_by_email("chief.chen@city.example")).post(f"/member/d/{docket.number}/position", stance="support", words=WORDS)


CASES: dict[str, tuple[Act, int, str]] = {
    "40 MB as a text": (upload(b"A" * 40_000_000, "law.md"), 413, "Nothing was stored."),
    "40 MB of comments": (imported, 413, "Nothing was stored."),
    "a bomb as a Word file": (upload(bomb(), "law.docx"), 422, "unpacks to far more"),
    "a PDF renamed": (upload(b"%PDF-1.7 words", "law.docx"), 422, "This is a PDF"),
    "half a Word file": (upload(PLAIN[: len(PLAIN) // 2], "law.docx"), 422, "not a Word file"),
    "NUL": (comment(body="A\x00B cameras"), 422, "cannot be shown"),
    "bidi": (comment(body="A \u202e cameras"), 422, "hidden characters"),
    "21,000 characters": (comment(body="x" * 21_000), 422, "20,000"),
    "an unknown section": (comment(s="nowhere"), 422, "no section"),
    "a closed window": (after_the_window, 422, WORDS),
    "a wrong code": (wrong_code, 422, "do not belong together"),
    "a forged form": (forged, 400, WORDS),
    "a forged submission": (comment(token="forged"), 422, "damaged"),
    "an unknown vote word": (roll_call("perhaps"), 422, "is not a vote. Choose yes"),
    "a vote of no member": (roll_call("", **{f"vote_{'x' * 22}": "yes"}), 422, "was not a member of this body on that day"),
    "a position of no member": (position_of_nobody, 403, "needs another role"),
}


@pytest.mark.parametrize("line", CASES)
def test_bad_input_gets_its_sentence_and_leaves_nothing(app: Flask, browser: TestBrowser, line: str) -> None:
    act, status, sentence = CASES[line]
    docket = make_docket()
    make_comment(docket)
    if "vote" in line:
        put_motion(docket, make_council(the_clerk()), kind="act", words="Adopt it.", by=the_clerk())
    if act is position_of_nobody:
        chen()
    db.session.commit()
    browser.sign_in(the_clerk())
    before = rows()
    act(browser, docket)
    assert browser.status == status and (browser.shows(sentence) or sentence in str(browser.page)), f"{browser.status}: {browser.text[:600]}"
    assert rows() == before


def test_a_doubled_submission_is_one_comment_and_one_answer(app: Flask, browser: TestBrowser) -> None:
    docket = make_docket()
    db.session.commit()
    first = comment()(browser, docket)
    once = rows()
    assert first is browser and browser.status == 302
    comment()(browser, docket)
    assert browser.status == 302 and rows() == once and once["comments"] == 1
