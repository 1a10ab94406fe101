"""The brief is two printed pages, on both papers, however much the docket holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from civic.consultation.actions import list_consultee
from civic.dockets.actions import explain_provisions, publish_version, read_findings, take_text
from tests.browser.test_walk import YEAR
from tests.browsing import TestBrowser
from tests.cast import office
from tests.consultation.arrange import ask
from tests.factories import the_clerk
from tests.summaries.arrange import make_summary

pytestmark = pytest.mark.browser
STYLES = Path(__file__).parent.parent.parent / "civic" / "static" / "civic.css"


def pages_of(page: Any, paper: str) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format=paper)))


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("docket", ["014", "021"])
def test_the_demonstrations_briefs_print_on_two_pages(site: str, chromium: Any, docket: str, paper: str) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/d/{YEAR}-{docket}/brief?ward=4")
    assert pages_of(page, paper) == 2
    page.close()


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_a_full_brief_prints_on_two_pages(app: Any, browser: TestBrowser, chromium: Any, paper: str) -> None:
    docket = a_full_docket()
    browser.open(f"/d/{docket.number}/brief")
    page = chromium.new_page()
    page.set_content(browser.response.get_data(as_text=True))
    page.add_style_tag(path=str(STYLES))
    assert pages_of(page, paper) == 2
    page.close()


def a_full_docket() -> Any:
    """Long words everywhere, and more of everything than the brief shows."""
    docket = make_summary()[0].docket
    docket.plain_summary = "A law with a summary of just as many words as one may have here. " * 9
    docket.effects = ["One of three effects that people will notice, told in as many words as are allowed for it. " * 2] * 3
    for n in range(18):
        entry = list_consultee(docket, office(f"Director of the Bureau of Long Titles and Longer Duties, number {n}", "Bureau"), reason="named", because="Its work.", by=the_clerk())
        ask(entry, questions=(f"How would bureau {n} answer a question that takes many words to ask? " * 3, "And why?"))
    section = docket.current_version.text.splitlines()[0]
    law = section + "\n\n" + "\n\n".join(f"## Section {n}. Rule {n}\n\nThe rule of section {n} is long and says what holds." for n in range(1, 15))
    for words in (law, law.replace("is long", "is now another")):
        draft = take_text(docket, words.encode(), "markdown", by=the_clerk())
        read_findings(draft, list(range(len(draft.findings))))
        explain_provisions(draft, plain_words={}, reasons={p["wid"]: f"Reason {p['wid']} in many words. " * 12 for p in draft.provisions})
        publish_version(docket, by=the_clerk())
    return docket
