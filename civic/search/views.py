from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from werkzeug import Response

from civic.comments import listing
from civic.comments.counting import counts as counts_on
from civic.comments.wording import LANGUAGES_OF_COMMENTS
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.permissions import Permission, allows
from civic.record.numbers import shown
from civic.search.keeping import how_many_wait
from civic.search.queries import search
from civic.search.words import LONGEST, parsed
from civic.web import page

bp = Blueprint("search", __name__)
ORDERS = ("newest", "best")


@bp.get("/d/<docket:docket>/comments/search")
@allows(Permission.DOCKET_SEE, Docket)
def on_docket(docket: Docket) -> Response:
    chosen, section = listing.chosen_in(request.args), request.args.get("s", "")[:64]
    return _results("search/on_docket.html", docket, section, chosen, docket=docket, sections=listing.sections_of(docket), counts=counts_on(docket))


@bp.get("/search")
@allows(Permission.BROWSE)
def everywhere() -> Response:
    return _results("search/everywhere.html", None, "", {}, titles={docket.id: docket for docket in published_dockets()})


def _results(template: str, where: Docket | None, section: str, chosen: dict[str, str], **more: Any) -> Response:
    typed = request.args.get("q", "")
    query, order = parsed(typed), request.args.get("order", "newest")
    order = order if order in ORDERS else "newest"
    results = search(query, where, order=order, after=request.args.get("after", type=int), section=section, **chosen)
    return page(
        template, typed=typed[:LONGEST], query=query, results=results, order=order, section=section, chosen=chosen, display=shown,
        languages_used=LANGUAGES_OF_COMMENTS, filtered=bool(section or any(chosen.values())), waiting=how_many_wait(), **more,
    )  # fmt: skip
