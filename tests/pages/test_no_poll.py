"""Self-selected counts are never worded as a poll, on any page that shows some."""

from __future__ import annotations

import re
from pathlib import Path

import polib

import civic
from civic.clock import now
from tests.browsing import TestBrowser

CIVIC = Path(civic.__file__).parent
CLAIMS = r"(percent|%) of (residents|people|the public|citizens)|(majority|most) of (residents|people|the public|citizens)|residents (support|oppose|want|reject)|public opinion|voters"
CLAIMS_ES = r"(por ciento|%) de (los residentes|la gente|la población)|la mayoría de (los residentes|la gente|la población)|opinión pública"
CONSENT = r"silence (means|is|counts as) (consent|support|agreement)|no objections? (was|were) raised|nobody objected|el silencio (significa|es|cuenta como) (consentimiento|apoyo)"
DENIES = r"\b(not|never|nobody|neither|no page)\b|\b(no|nunca|nadie)\b"


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


def test_no_word_of_the_interface_claims_what_residents_think_or_takes_silence_for_consent() -> None:
    """I-57 No page words self-selected counts as a poll, and I-46 silence is nowhere worded as support: every string, in both languages."""
    catalogue = polib.pofile(str(CIVIC / "translations" / "es" / "LC_MESSAGES" / "messages.po"))
    strings = [words for entry in catalogue for words in (entry.msgid, entry.msgid_plural, entry.msgstr, *entry.msgstr_plural.values()) if words]
    assert len(strings) > 2000
    assert [words for words in strings if re.search(f"{CLAIMS}|{CLAIMS_ES}|{CONSENT}", words, re.IGNORECASE) and not re.search(DENIES, words, re.IGNORECASE)] == []


def test_the_guard_sees_a_planted_claim() -> None:
    assert re.search(CLAIMS, "62 % of residents support the law", re.IGNORECASE)
    assert re.search(CLAIMS_ES, "La mayoría de los residentes la apoya", re.IGNORECASE) and re.search(CONSENT, "Silence means consent.", re.IGNORECASE)
