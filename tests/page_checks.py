"""What must hold on every page that any test renders: valid HTML, one h1 that matches the title, unique ids, every
control labelled, no inline script or style, nothing from elsewhere, tables with captions."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

import html5lib
from bs4 import BeautifulSoup

from tests.page_states import keep_state

TOLERATED = {"expected-doctype-but-got-end-tag"}
_seen: set[str] = set()


def check_page(address: str, response: Any, view: str) -> None:
    markup = response.get_data(as_text=True)
    mark = hashlib.sha1(markup.encode()).hexdigest()
    if mark in _seen:
        return
    _seen.add(mark)
    faults = faults_of(markup)
    assert not faults, f"{address} ({response.status_code}): " + "; ".join(faults)
    keep_state(view, response.status_code, markup)


def faults_of(markup: str) -> list[str]:
    soup = BeautifulSoup(markup, "html.parser")
    return [
        *_invalid(markup), *_heading(soup), *_ids(soup), *_labels(soup), *_inline(soup), *_elsewhere(soup), *_tables(soup),
    ]  # fmt: skip


def _invalid(markup: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(markup)
    return [f"HTML: {code} at {place}" for place, code, _ in parser.errors if code not in TOLERATED]


def _heading(soup: BeautifulSoup) -> list[str]:
    headings = soup.find_all("h1")
    if len(headings) != 1:
        return [f"{len(headings)} h1"]
    heading = " ".join(headings[0].get_text(" ").split())
    title = " ".join((soup.title.get_text() if soup.title else "").split()).removeprefix("Error: ")
    return [] if title.startswith(heading) else [f"title {title!r} does not begin with h1 {heading!r}"]


def _ids(soup: BeautifulSoup) -> list[str]:
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    faults = [f"id {name} twice" for name in {i for i in ids if ids.count(i) > 1}]
    for tag in soup.find_all(["a"], href=True):
        if tag["href"].startswith("#") and len(tag["href"]) > 1 and tag["href"][1:] not in ids:
            faults.append(f"link to missing {tag['href']}")
    return faults


def _labels(soup: BeautifulSoup) -> list[str]:
    named = {label.get("for") for label in soup.find_all("label")}
    faults = []
    for control in soup.find_all(["input", "select", "textarea"]):
        if control.get("type") in ("hidden", "submit"):
            continue
        if control.get("id") not in named and not control.find_parent("label") and not control.get("aria-label") and not control.get("aria-labelledby"):
            faults.append(f"control {control.get('name')} has no label")
    for button in soup.find_all("button"):
        if not button.get_text(strip=True) and not button.get("aria-label"):
            faults.append("a button without words")
    return faults


def _inline(soup: BeautifulSoup) -> list[str]:
    faults = [f"inline style on {tag.name}" for tag in soup.find_all(style=True)]
    faults += ["inline script" for tag in soup.find_all("script") if not tag.get("src") and tag.get("type") != "application/ld+json"]
    faults += ["style element" for _ in soup.find_all("style")]
    faults += [f"{name} on {tag.name}" for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    return faults


def _elsewhere(soup: BeautifulSoup) -> list[str]:
    faults = []
    for tag in soup.find_all(["script", "link", "img", "iframe", "source"]):
        address = tag.get("src") or (tag.get("href") if tag.get("rel") != ["alternate"] else None) or ""
        if urlsplit(address).netloc:
            faults.append(f"asks {address}")
    return faults


def _tables(soup: BeautifulSoup) -> list[str]:
    return [f"table without caption" for table in soup.find_all("table") if table.find("caption") is None]  # noqa: F541
