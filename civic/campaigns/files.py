"""The comments of one campaign as a file, with the columns of the file of all comments."""

from __future__ import annotations

from collections.abc import Iterator

from flask import current_app
from werkzeug import Response

from civic.campaigns.models import Family
from civic.campaigns.queries import members_of
from civic.comments.export import csv_of
from civic.comments.models import Face
from civic.database import db

AT_ONCE = 500


def members_as_csv(family: Family) -> Response:
    """Every comment of it that can be read, the newest day first, as on its page."""
    return csv_of(family.docket, _parts(family.id), f"campaign-{family.docket.number}-{family.n}.csv")


def _parts(family_id: str) -> Iterator[list[Face]]:
    """Outside the request, which has ended when the second part is asked for."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def read() -> Iterator[list[Face]]:
        place: int | None = None
        while True:
            with app.app_context():
                rows = members_of(db.session.get_one(Family, family_id), after=place, limit=AT_ONCE)
                db.session.expunge_all()
            if not rows:
                return
            place = rows[-1][1].sort_key
            yield [face for face, _member in rows]

    return read()
