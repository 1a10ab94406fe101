from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify

from civic.database import db
from civic.dockets.queries import published_dockets
from civic.permissions import Permission, allows
from civic.web import page

bp = Blueprint("pages", __name__)


@bp.get("/")
@allows(Permission.BROWSE)
def home() -> Response:
    dockets = published_dockets()
    return page("pages/home.html", dockets=dockets)


@bp.get("/healthz")
@allows(Permission.BROWSE)
def healthz() -> Response:
    """For monitors: the database answers. Says nothing else."""
    db.session.execute(sa.text("SELECT 1"))
    return jsonify(ok=True)
