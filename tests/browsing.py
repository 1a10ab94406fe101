"""The test browser: opens a page, takes its real form and token, fills it by its labels and sends it.

Every page that any test renders is checked (tests/page_checks.py).
"""

from __future__ import annotations

from contextvars import Context
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import lxml.html
from bs4 import BeautifulSoup, Tag
from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from civic import clock
from civic.web import LANGUAGES
from tests.header_checks import faults_of_headers
from tests.page_checks import check_page, words_of


class TestBrowser:
    __test__ = False

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.address = "/"
        self.response: Any = None

    # --- going somewhere

    def open(self, address: str, *, follow: bool = True, **options: Any) -> TestBrowser:
        self._keep_arrangements()
        self._take(self._ask("get", address, **options), address, follow)
        return self

    def click(self, words: str) -> TestBrowser:
        """Follow the link with these words (or whose words begin so)."""
        links = [(_words(link), link) for link in self.page.find_all("a")]
        found = [link for text, link in links if text == words] or [link for text, link in links if text.startswith(words)]
        if found:
            return self.open(urljoin(self.address, found[-1]["href"]))
        raise AssertionError(f"no link {words!r} on {self.address}; links: {[_words(a) for a in self.page.find_all('a')]}")

    def press(self, button: str, *, within: str | None = None, follow: bool = True, **values: Any) -> TestBrowser:
        """Fill the form that has this button and send it. Values go by label or by field name."""
        form, pressed = self._form_with(button, within)
        data = _controls(form)
        for key, value in values.items():
            data[self._field_name(form, key)] = value
        if pressed.get("name"):
            data[pressed["name"]] = pressed.get("value", "")
        target = urljoin(self.address, pressed.get("formaction") or form.get("action") or self.address)
        return self.send(form.get("method", "get"), target, data, form.get("enctype"), follow)

    def fill(self, button: str, values: dict[str, Any], *, within: str | None = None, follow: bool = True) -> TestBrowser:
        """Like press, for labels with spaces: ``fill("Send", {"Your comment": "…"})``."""
        return self.press(button, within=within, follow=follow, **values)

    def send(self, method: str, target: str, data: Any, enctype: str | None = None, follow: bool = True) -> TestBrowser:
        self._keep_arrangements()
        if method.lower() == "get":
            pairs = [(k, v) for k, value in data.items() for v in (value if isinstance(value, list) else [value])]
            return self.open(f"{urlsplit(target).path}?{urlencode(pairs)}", follow=follow)
        options = {"content_type": "multipart/form-data"} if enctype else {}
        self._take(self._ask("post", target, data=data, **options), target, follow)
        return self

    def post(self, address: str, follow: bool = False, **data: Any) -> TestBrowser:
        """A POST without opening its page first, with a valid token."""
        return self.send("post", address, {"csrf_token": self.token(), **data}, follow=follow)

    def token(self) -> str:
        kept, sent = Context().run(self._make_token)
        with self.client.session_transaction() as own:
            own["csrf_token"] = kept
        return sent

    def _make_token(self) -> tuple[str, str]:
        with self.app.test_request_context():
            sent = generate_csrf()
            return session["csrf_token"], sent

    def sign_in(self, account: Any, *, fresh: bool = True) -> TestBrowser:
        """Sign in as the product does after both factors: a session row, its token in the cookie. ``fresh``: just now."""
        from civic.database import db
        from civic.people.again import SHOWN
        from civic.people.security import KEY, open_session

        token = open_session(account)
        uniquifier = account.fs_uniquifier
        db.session.commit()
        with self.client.session_transaction() as own:
            own["_user_id"], own["_fresh"], own[KEY] = uniquifier, True, token
            own["fs_cc"], own["identity"] = "set", uniquifier
            if fresh:
                own[SHOWN] = int(clock.now().timestamp())
        return self

    # --- looking

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def title(self) -> str:
        return _words(self.page.title) if self.page.title else ""

    @property
    def heading(self) -> str:
        return _words(self.page.h1) if self.page.h1 else ""

    @cached_property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.response.get_data(as_text=True) if self._is_page else "", "lxml")

    @cached_property
    def text(self) -> str:
        """The words of the page's main part, white space folded."""
        if not self._is_page:
            return ""
        page = lxml.html.document_fromstring(self.response.get_data(as_text=True))
        main = page.find(".//main")
        return words_of(page if main is None else main)

    @property
    def errors(self) -> list[str]:
        box = self.page.find(class_="error-summary")
        return [_words(item) for item in box.find_all("li")] if box else []

    def shows(self, words: str) -> bool:
        return words in self.text

    def find(self, selector: str) -> Tag:
        found = self.page.select_one(selector)
        assert found is not None, f"nothing matches {selector} on {self.address}"
        return found

    # --- inside

    def ask(self, method: str, address: str, **options: Any) -> Any:
        """Only the answer: for walks over many addresses."""
        self._keep_arrangements()
        return self._ask(method, address, **options)

    def _ask(self, method: str, address: str, **options: Any) -> Any:
        """A request in a context of its own, as on a server; only the pretended time comes along."""
        moment = clock._pretended.get()  # noqa: SLF001

        def ask() -> Any:
            clock._pretended.set(moment)  # noqa: SLF001
            return getattr(self.client, method)(address, **options)

        response = Context().run(ask)
        faults = faults_of_headers(response, method=method.upper())
        assert not faults, f"{method} {address} ({response.status_code}): " + "; ".join(faults)
        return response

    def _keep_arrangements(self) -> None:
        from civic.database import db

        db.session.commit()

    def _take(self, response: Any, address: str, follow: bool) -> None:
        self.address, self.response = address, response
        hops = 0
        while follow and response.status_code in (301, 302, 303) and hops < 6:
            self.address = urljoin(self.address, response.headers["Location"])
            response = self.response = self._ask("get", self.address)
            hops += 1
        self.__dict__.pop("page", None)
        self.__dict__.pop("text", None)
        if self._is_page and response.status_code not in (301, 302, 303):
            check_page(self.address, response, self._view_at(self.address))

    @property
    def _is_page(self) -> bool:
        return self.response is not None and self.response.mimetype == "text/html" and bool(self.response.data)

    def _view_at(self, address: str) -> str:
        """The name of the view behind an address, with its language if not English."""
        path = urlsplit(address).path
        language, _, rest = path.lstrip("/").partition("/")
        prefix, path = (f"{language}-", f"/{rest}") if language in LANGUAGES and language != "en" else ("", path)
        for method in ("GET", "POST"):
            try:
                return prefix + self.app.url_map.bind("localhost").match(path, method)[0]
            except (HTTPException, RoutingException):
                continue
        return prefix + "nowhere"

    def _form_with(self, button: str, within: str | None) -> tuple[Tag, Tag]:
        area = self.find(within) if within else self.page
        for candidate in area.select("button[form]"):
            if _words(candidate) == button:
                return self.find(f"#{candidate['form']}"), candidate
        for form in [area] if area.name == "form" else area.find_all("form"):
            for candidate in form.find_all(["button", "input"]):
                if candidate.name == "input" and candidate.get("type") != "submit":
                    continue
                text = _words(candidate) or candidate.get("value", "")
                if text == button or text.startswith(button):
                    return form, candidate
        buttons = [_words(b) for b in self.page.find_all("button")]
        raise AssertionError(f"no button {button!r} on {self.address} ({self.status}); buttons: {buttons}; {self.text[:300]}")

    def _field_name(self, form: Tag, key: str) -> str:
        if form.find(attrs={"name": key}):
            return key
        for label in form.find_all("label"):
            if _words(label) == key or _words(label).startswith(key):
                control = form.find(id=label.get("for")) or label.find(["input", "select", "textarea"])
                if control is not None:
                    return control["name"]
        raise AssertionError(f"no field {key!r}; fields: {[c.get('name') for c in form.find_all(['input', 'select', 'textarea'])]}")


def _controls(form: Tag) -> dict[str, Any]:
    """What a browser would send of a form that nobody touched."""
    data: dict[str, Any] = {}

    def add(name: str, value: str) -> None:
        if name in data:
            data[name] = [*data[name], value] if isinstance(data[name], list) else [data[name], value]
        else:
            data[name] = value

    for control in form.find_all(["input", "select", "textarea"]):
        name, kind = control.get("name"), control.get("type", "text")
        if not name or control.has_attr("disabled") or kind in ("submit", "button", "file"):
            continue
        if kind in ("checkbox", "radio"):
            if control.has_attr("checked"):
                add(name, control.get("value", "on"))
        elif control.name == "select":
            options = control.find_all("option")
            chosen = [o for o in options if o.has_attr("selected")] or ([] if control.has_attr("multiple") else options[:1])
            for option in chosen:
                add(name, option.get("value", _words(option)))
        elif control.name == "textarea":
            add(name, control.get_text().removeprefix("\n"))
        else:
            add(name, control.get("value", ""))
    return data


def _words(tag: Any) -> str:
    return " ".join(tag.get_text(" ").split()) if tag is not None else ""
