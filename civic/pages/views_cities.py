"""Other cities, by themselves and beside a docket."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from werkzeug import Response

from civic.dockets.cities.reading import cities
from civic.dockets.cities.topics import TOPICS
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.pages.beside import Own, as_csv, as_json, as_rows, choice_in_query, own_of, picked
from civic.permissions import Permission, allows
from civic.web import page

bp = Blueprint("cities", __name__)


@bp.get("/cities")
@allows(Permission.BROWSE)
def list_all() -> Response:
    dockets = [docket for docket in published_dockets() if not docket.is_withdrawn and not docket.is_exception]
    return page("cities/list_all.html", dockets=dockets, **_shown())


@bp.get("/cities.csv")
@allows(Permission.BROWSE)
def csv() -> Response:
    choice = choice_in_query()
    return as_csv(as_rows(picked(choice), choice, None), "cities.csv")


@bp.get("/cities.json")
@allows(Permission.BROWSE)
def json() -> Response:
    choice = choice_in_query()
    return as_json(as_rows(picked(choice), choice, None), None)


@bp.get("/d/<docket:docket>/covers/cities")
@allows(Permission.DOCKET_SEE, Docket)
def compare(docket: Docket) -> Response:
    own = own_of(docket)
    return page("cities/compare.html", docket=docket, own=own, **_shown())


@bp.get("/d/<docket:docket>/covers/cities.csv")
@allows(Permission.DOCKET_SEE, Docket)
def compare_csv(docket: Docket) -> Response:
    return as_csv(_rows(own_of(docket)), f"{docket.number}-cities.csv")


@bp.get("/d/<docket:docket>/covers/cities.json")
@allows(Permission.DOCKET_SEE, Docket)
def compare_json(docket: Docket) -> Response:
    own = own_of(docket)
    return as_json(_rows(own), own)


def _rows(own: Own) -> list[dict[str, Any]]:
    choice = choice_in_query()
    return as_rows(picked(choice), choice, own)


def _shown() -> dict[str, Any]:
    choice = choice_in_query()
    return {"choice": choice, "cities": picked(choice), "every": cities(), "TOPICS": TOPICS}
