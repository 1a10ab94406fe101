"""What must hold on every page that any test renders: valid HTML, one h1 that matches the title, unique ids, every
control labelled, no inline script or style, nothing from elsewhere, tables with captions.

Whether HTML is valid hangs on which parts stand in which; so the strict parser reads one page of each shape.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import html5lib
import lxml.html
from lxml.html import HtmlElement

from tests.page_states import keep_state, shape_of

TOLERATED = {"expected-doctype-but-got-end-tag"}
_seen: set[str] = set()
_valid: set[str] = set()  # shapes


def check_page(address: str, response: Any, view: str) -> None:
    markup = response.get_data(as_text=True)
    mark = hashlib.sha1(markup.encode()).hexdigest()
    if mark in _seen:
        return
    _seen.add(mark)
    page = lxml.html.document_fromstring(markup)
    shape = shape_of(page)
    faults = faults_of_parts(page)
    if shape not in _valid:
        faults += invalid(markup)
        _valid.add(shape)
    assert not faults, f"{address} ({response.status_code}): " + "; ".join(faults)
    keep_state(view, response.status_code, shape, markup)


def faults_of(markup: str) -> list[str]:
    return [*invalid(markup), *faults_of_parts(lxml.html.document_fromstring(markup))]


def faults_of_parts(page: HtmlElement) -> list[str]:
    return [*_heading(page), *_ids(page), *_labels(page), *_inline(page), *_elsewhere(page), *_tables(page)]


def invalid(markup: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(markup)
    return [f"HTML: {code} at {place}" for place, code, _ in parser.errors if code not in TOLERATED]


def words_of(part: HtmlElement | None) -> str:
    """All words of a part, white space folded, a space between parts."""
    return "" if part is None else " ".join(" ".join(part.xpath(".//text()[not(parent::script or parent::style)]")).split())


def _heading(page: HtmlElement) -> list[str]:
    headings = page.xpath("//h1")
    if len(headings) != 1:
        return [f"{len(headings)} h1"]
    heading, title = words_of(headings[0]), words_of(page.find(".//title")).removeprefix("Error: ")
    return [] if title.startswith(heading) else [f"title {title!r} does not begin with h1 {heading!r}"]


def _ids(page: HtmlElement) -> list[str]:
    ids = Counter(page.xpath("//@id"))
    links = page.xpath("//a/@href[starts-with(., '#') and string-length(.) > 1]")
    return [f"id {name} twice" for name, n in ids.items() if n > 1] + [f"link to missing {link}" for link in links if link[1:] not in ids]


def _labels(page: HtmlElement) -> list[str]:
    named = set(page.xpath("//label/@for"))
    controls = page.xpath("(//input | //select | //textarea)[not(ancestor::label or @aria-label or @aria-labelledby)]")
    faults = [
        f"control {control.get('name')} has no label"
        for control in controls
        if control.get("type") not in ("hidden", "submit") and control.get("id") not in named
    ]
    buttons = page.xpath("//button[not(@aria-label)]")
    return faults + ["a button without words" for button in buttons if not words_of(button)]


def _inline(page: HtmlElement) -> list[str]:
    faults = [f"inline style on {tag.tag}" for tag in page.xpath("//*[@style]")]
    faults += ["inline script" for _ in page.xpath("//script[not(@src) and not(@type='application/ld+json')]")]
    faults += ["style element" for _ in page.xpath("//style")]
    return faults + [f"{name.attrname} on {name.getparent().tag}" for name in page.xpath("//@*[starts-with(name(), 'on')]")]


def _elsewhere(page: HtmlElement) -> list[str]:
    faults = []
    for tag in page.xpath("//script | //link | //img | //iframe | //source"):
        address = tag.get("src") or (tag.get("href") if tag.get("rel") != "alternate" else None) or ""
        if urlsplit(address).netloc:
            faults.append(f"asks {address}")
    return faults


def _tables(page: HtmlElement) -> list[str]:
    return ["table without caption" for _ in page.xpath("//table[not(.//caption)]")]
