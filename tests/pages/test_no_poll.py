"""Self-selected counts are never worded as a poll, on any page that shows some."""

from __future__ import annotations

import re

from civic.clock import now
from tests.browsing import TestBrowser

CLAIMS = r"(percent|%) of (residents|people|the public|citizens)|(majority|most) of (residents|people|the public|citizens)|residents (support|oppose|want|reject)|public opinion|voters"


def test_no_page_words_self_selected_counts_as_a_poll(loaded, browser: TestBrowser) -> None:
    """I-57: the pages that count comments say that whoever wished wrote, and claim nothing about people who did not."""
    for page in ("", "/comments", "/ledger/counts", "/summary", "/outcome", "/letters", "/ledger"):
        browser.open(f"/d/{now().year}-014{page}")
        ours = browser.page.find("main")
        for said in ours.find_all(class_=["comment", "letter-text", "sentence"]) + ours.find_all(["blockquote", "q"]):
            said.decompose()  # other people's words are theirs
        assert not re.search(CLAIMS, " ".join(ours.get_text(" ").split()), re.IGNORECASE), page
    for page in ("", "/ledger/counts", "/summary"):
        assert "poll" in browser.open(f"/d/{now().year}-014{page}").text, page


def test_the_guard_sees_a_planted_claim() -> None:
    assert re.search(CLAIMS, "62 % of residents support the law", re.IGNORECASE)
