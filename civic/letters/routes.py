"""The blueprints that more than one file of views shares."""

from __future__ import annotations

from flask import Blueprint
from werkzeug import Response

organisations = Blueprint("organisations", __name__)


def private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def secret(response: Response) -> Response:
    """The address holds a token: no page that is opened from here learns it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return private(response)
