"""The checks that every rendered page goes through see what they are there for."""

from __future__ import annotations

import pytest

from tests.page_checks import faults_of

GOOD = """<!doctype html><html lang="en"><head><title>Text of the law | Civic</title></head><body><main><h1>Text of the law</h1>
<form method="post"><label for="words">Words</label><input id="words" name="words"><button>Send</button></form>
<table><caption>Votes</caption><tr><td>9</td></tr></table><p id="end"><a href="#end">End</a></p></main></body></html>"""
PLANTED = {
    "<h1>Text of the law</h1>": ("<h1>Comments</h1>", "does not begin with h1 'Comments'"),
    "</form>": ("</form><h1>Text</h1>", "2 h1"),
    '<p id="end">': ('<p id="words">', "id words twice"),
    'href="#end"': ('href="#nowhere"', "link to missing #nowhere"),
    '<label for="words">': ('<label for="other">', "control words has no label"),
    "<button>Send</button>": ("<button></button>", "a button without words"),
    "<caption>Votes</caption>": ("", "table without caption"),
    "<td>": ('<td style="color: red">', "inline style on td"),
    "<main>": ("<main><script>go()</script>", "inline script"),
    "<body>": ("<body><style>p {}</style>", "style element"),
    "<form ": ('<form onsubmit="go()" ', "onsubmit on form"),
    "</body>": ('<img alt="" src="https://elsewhere.example/one.gif"></body>', "asks https://elsewhere.example/one.gif"),
    "<p id": ("<p><section></section></p><p id", "HTML: "),
}


def test_a_good_page_has_no_faults() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize("before", PLANTED)
def test_a_planted_fault_is_named(before: str) -> None:
    after, fault = PLANTED[before]
    assert before in GOOD
    assert any(fault in found for found in faults_of(GOOD.replace(before, after, 1)))
