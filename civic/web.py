"""What every page shares: rendering, addresses in other languages, headers, filters and error pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date, format_datetime
from flask import Flask, abort, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import Babel, get_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug import Response
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import BaseConverter, IntegerConverter
from wtforms import Form as WTForm

from civic.clock import city_zone, now, today
from civic.database import Refusal
from civic.permissions import Permission, may, signed_in_person
from civic.way_back import only_takes_forms, way_back

csrf = CSRFProtect()
MARK = "demonstration"  # a file in the data folder: only the demonstration's loader makes it
LANGUAGES = {"en": "English", "es": "Español"}  # so and hmn join when their catalogues do
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class DocketNumber(BaseConverter):
    regex = r"\d{4}-\d{3,4}"


class CommentCode(BaseConverter):
    """A tracking number as people write it: 7K3M-Q2, with or without the hyphen."""

    regex = r"[0-9A-Za-z]{4}-?[0-9A-Za-z]{2}"


class RandomId(BaseConverter):
    regex = r"[A-Za-z0-9_-]{22}"


class Number(IntegerConverter):
    """What no column of numbers can hold is no page, never an error of the database."""

    def __init__(self, map: Any) -> None:
        super().__init__(map, max=2**31 - 1)


class LanguagePrefix:
    """/es/… is the same site in Spanish: the prefix moves to SCRIPT_NAME, so every built address keeps it."""

    def __init__(self, app: Any, languages: Iterable[str]) -> None:
        self.app, self.languages = app, tuple(languages)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        first, _, rest = path.lstrip("/").partition("/")
        if first in self.languages and (rest or path.endswith("/") or path == f"/{first}"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + f"/{first}"
            environ["PATH_INFO"] = "/" + rest
            environ["civic.language"] = first
        return self.app(environ, start_response)


def start(app: Flask) -> None:
    app.url_map.converters |= {"docket": DocketNumber, "code": CommentCode, "id": RandomId, "int": Number}
    app.wsgi_app = LanguagePrefix(app.wsgi_app, [code for code in LANGUAGES if code != "en"])  # type: ignore[method-assign]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.config["CATALOGUES"])
    Babel(app, locale_selector=language, timezone_selector=lambda: str(city_zone()))
    csrf.init_app(app)
    app.before_request(_no_nul_in_the_address)
    app.before_request(_only_offered_languages)
    app.after_request(_headers)
    app.jinja_env.globals |= {
        "may": may, "person": signed_in_person, "now": now, "today": today, "Permission": Permission,
        "language": language, "asset": _asset, "has_page": has_page, "city_name": city_name,
        "is_demonstration": is_demonstration, "signed_in_links": signed_in_links, "in_language": in_language, "languages": offered_languages, "is_unchecked": is_unchecked,
    }  # fmt: skip
    app.jinja_env.filters |= {"day": day, "moment": moment, "number": number, "excerpt": excerpt, "iso_day": date.fromisoformat}
    app.jinja_env.add_extension("jinja2.ext.loopcontrols")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _csrf_expired)
    app.register_error_handler(Exception, _last_resort)


def page(template: str, /, status: int | None = None, **context: Any) -> Response:
    """A page; 422 when it shows a form that was refused."""
    if status is None:
        refused = request.method == "POST" and any(
            isinstance(value, WTForm) and (value.errors or getattr(value, "form_errors", None)) for value in context.values()
        )
        status = 422 if refused else 200
    return make_response(render_template(template, page_refused=status == 422, **context), status)


def secret(response: Response) -> Response:
    """Its address holds a token out of a mail: kept nowhere, told to no page that is opened from here, in no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def language() -> str:
    return request.environ.get("civic.language", "en") if request else "en"


def in_language(code: str) -> str:
    """This page's address in another language, its query kept."""
    root = request.root_path
    if language() != "en":
        root = root.removesuffix("/" + language())
    prefix = "" if code == "en" else f"/{code}"
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return f"{root}{prefix}{request.path}{query}"


def public_address(endpoint: str, *, language: str = "en", **values: Any) -> str:
    """A page's whole address as it stands in mail and feeds, also where no request is being answered."""
    place = current_app.url_map.bind("localhost").build(endpoint, values)
    return current_app.config["CIVIC"].public_url + ("" if language == "en" else f"/{language}") + place


def public_host() -> str:
    """The name of the site on the network, without the port."""
    return urlsplit(current_app.config["CIVIC"].public_url).hostname or "localhost"


def offered_languages() -> list[tuple[str, str]]:
    """Languages that residents are offered: English, and each whose vital text the settings release."""
    from civic.people.policy import policy  # the settings live above this file

    return [(code, name) for code, name in LANGUAGES.items() if code == "en" or policy(f"language_{code}") != "off"]


def is_unchecked(code: str) -> bool:
    """True for a language offered before a native reader has checked its vital text; every page says so then."""
    from civic.people.policy import policy

    return code != "en" and policy(f"language_{code}") == "unchecked"


def has_page(endpoint: str) -> bool:
    """No page links to what does not exist."""
    return endpoint in current_app.view_functions


def city_name() -> str:
    from civic.people.policy import policy

    return policy("city_name") or _("Your city")


def is_demonstration() -> bool:
    """True only where the demonstration's loader made the data folder and the server is bound to loopback."""
    check = current_app.extensions.get("civic_demonstration")
    return bool(check and check())


# Links that a signed-in person sees in the head: (endpoint, label, permission). Domains add theirs at start.
PERSONAL_LINKS: list[tuple[str, Any, Permission]] = []


def signed_in_links() -> list[dict[str, Any]]:
    if signed_in_person() is None:
        return []
    return [
        {"address": url_for(endpoint), "label": label} for endpoint, label, permission in PERSONAL_LINKS if may(permission)
    ]


def day(value: date | datetime | None, style: str = "full") -> str:
    """Weekday, month and day; the year only when it is not this one, or with the style ``dated`` always."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(city_zone()).date()
    this_year = value.year == today().year
    patterns = {"full": "EEEEMMMMd" if this_year else "EEEEMMMMdy", "short": "MMMd" if this_year else "MMMdy", "dated": "EEEEMMMMdy"}
    return _by_skeleton(value, patterns[style])


def moment(value: datetime | None) -> str:
    """Weekday, day, clock and zone of an official instant."""
    if value is None:
        return ""
    local = value.astimezone(city_zone())
    clock = format_datetime(local, "h:mm a" if str(get_locale()) == "en" else "HH:mm", locale=get_locale())
    clock = clock.replace("AM", "am").replace("PM", "pm")
    return _("%(day)s, %(clock)s %(zone)s", day=day(local), clock=clock, zone=local.tzname())


def excerpt(text: str, length: int) -> str:
    """The first whole words, with one sign that more follows."""
    if len(text) <= length:
        return text
    return text[: length + 1].rsplit(None, 1)[0][:length].rstrip(" \n\r.,;:…") + "…"


def number(value: int) -> str:
    return _grouped(value, str(get_locale()))


@lru_cache(maxsize=4096)  # a table of counts says most of its numbers many times
def _grouped(value: int, locale: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale)


def _by_skeleton(value: date, skeleton: str) -> str:
    return _written(value, skeleton, str(get_locale()))


@lru_cache(maxsize=2048)  # a list shows the same few days fifty times
def _written(value: date, skeleton: str, locale: str) -> str:
    spanish = locale.startswith("es")
    english = {"EEEEMMMMd": "EEEE, MMMM d", "EEEEMMMMdy": "EEEE, MMMM d, y", "MMMd": "MMMM d", "MMMdy": "MMMM d, y"}
    castilian = {
        "EEEEMMMMd": "EEEE d 'de' MMMM", "EEEEMMMMdy": "EEEE d 'de' MMMM 'de' y",
        "MMMd": "d 'de' MMMM", "MMMdy": "d 'de' MMMM 'de' y",
    }  # fmt: skip
    return format_date(value, (castilian if spanish else english)[skeleton], locale=locale)


def _asset(name: str) -> str:
    """A static file's address, without the language prefix, so that it is cached once."""
    root = request.root_path
    if language() != "en":
        root = root.removesuffix("/" + language())
    version = current_app.extensions.get("civic_assets", "")
    return f"{root}/static/{name}?v={version}" if version else f"{root}/static/{name}"


def _no_nul_in_the_address() -> None:
    """No address of ours has one, and PostgreSQL refuses it wherever a view would look for it."""
    if "\0" in request.path or b"%00" in request.query_string:
        abort(400)


def _only_offered_languages() -> None:
    if language() != "en" and language() not in dict(offered_languages()):
        abort(404)


def _headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if current_app.config["CIVIC"].uses_tls:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if signed_in_person() is not None or request.method != "GET" or response.status_code >= 400:
        headers.setdefault("Cache-Control", "no-store")
    else:
        headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _http_error(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    if isinstance(error, SecurityError):  # asked under a name that is not ours: no page of ours is built for it
        return Response(_("This site does not answer under this name.") + "\n", code, content_type="text/plain; charset=utf-8")
    if code in (404, 405) and request.method in ("GET", "HEAD") and only_takes_forms(request.path):
        return redirect(way_back())
    template = f"errors/{code}.html" if code in (403, 404, 413) else "errors/any.html"
    response = page(template, status=code, error=error)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _refused(refusal: Refusal) -> Response:
    return page("errors/refused.html", status=409, sentence=refusal.sentence, back=way_back() if request.method == "POST" else "")


def _csrf_expired(error: CSRFError) -> Response:
    """The words come back with a fresh token and one button; nothing typed is lost, and nothing was done."""
    kept = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return page("errors/csrf.html", status=400, kept=kept, secret=("password", "code"))


def _last_resort(error: Exception) -> Response:
    """Whatever broke: say so in the log by kind and place only, offer the typed words back, keep nothing."""
    from civic.logs import log_fault

    if current_app.testing and current_app.config.get("PROPAGATE_FAULTS"):
        raise error
    log_fault(error)
    words = [value for name, value in request.form.items() if len(value) > 40] if request.method == "POST" else []
    return page("errors/500.html", status=500, words=words)
