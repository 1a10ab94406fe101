"""The blueprints that more than one file of views shares."""

from __future__ import annotations

from flask import Blueprint
from werkzeug import Response

organisations = Blueprint("organisations", __name__)


def private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
