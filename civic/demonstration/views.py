from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, session, url_for
from flask_login import login_user

from civic.demonstration.content import load
from civic.people.again import mark_shown
from civic.people.queries import account_by_email
from civic.permissions import Permission, allows
from civic.web import is_demonstration, page, signed_in_links

bp = Blueprint("demonstration", __name__)


@bp.get("/demo")
@allows(Permission.DEMO_USE)
def cast() -> Any:
    if not is_demonstration():
        abort(404)
    return page("demonstration/cast.html", people=load().city.cast)


@bp.post("/demo/continue/<string:key>")
@allows(Permission.DEMO_USE)
def continue_as(key: str) -> Any:
    """Sign in as one of the cast, by POST only."""
    if not is_demonstration():
        abort(404)
    if key == "rosa":
        return redirect(url_for("pages.home"))
    account = account_by_email(f"{key}@mardenfalls.example")
    if account is None or key not in {person.key for person in load().city.cast}:
        abort(404)
    session.clear()
    login_user(account)
    mark_shown()  # nobody has a device here: the demonstration acts as if a code had been typed
    links = signed_in_links()
    return redirect(links[0]["address"] if links else url_for("pages.home"))
