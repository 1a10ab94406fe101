from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, url_for

from civic.permissions import Permission, allows, signed_in_person
from civic.web import page, signed_in_links

bp = Blueprint("people", __name__)


@bp.get("/signed-in")
@allows(Permission.ACCOUNT)
def signed_in() -> Response:
    """Where to go from here, by what the person's roles may do."""
    return page("people/signed_in.html", links=signed_in_links(), account=signed_in_person())


@bp.get("/second-factor")
@allows(Permission.ACCOUNT)
def second_factor() -> Any:
    """The gate sends people here who have none: the next page sets one up."""
    return redirect(url_for("security.two_factor_setup"))
