"""The blueprint that all pages of comments share."""

from __future__ import annotations

from flask import Blueprint
from werkzeug import Response

bp = Blueprint("comments", __name__)


def private(response: Response) -> Response:
    """A page for one person: kept nowhere, and its address told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
