from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug import Response

from civic.comments import listing
from civic.comments.counting import counts as counts_on
from civic.comments.queries import comment_numbered
from civic.comments.wording import LANGUAGES_OF_COMMENTS
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.permissions import Permission, allows, may
from civic.record.numbers import shown
from civic.search.keeping import how_many_wait
from civic.search.queries import search
from civic.search.sections import section_meant
from civic.search.words import parsed, without_operators
from civic.web import page

bp = Blueprint("search", __name__)
ORDERS = ("newest", "best")
LONGEST_SHOWN = 1000  # characters that come back in the box; fewer are looked for


@bp.get("/d/<docket:docket>/comments/search")
@allows(Permission.DOCKET_SEE, Docket)
def on_docket(docket: Docket) -> Response:
    chosen, section = listing.chosen_in(request.args), request.args.get("s", "")[:64]
    return _results(
        "search/on_docket.html", docket, section, chosen, docket=docket, sections=listing.sections_of(docket), counts=counts_on(docket),
        no_day=listing.no_day_in(request.args), meant=section_meant(docket, request.args.get("q", "")[:LONGEST_SHOWN]),
    )  # fmt: skip


@bp.get("/search")
@allows(Permission.BROWSE)
def everywhere() -> Response:
    return _results("search/everywhere.html", None, "", {}, meant=None, titles={docket.id: docket for docket in published_dockets()})


def _results(template: str, where: Docket | None, section: str, chosen: dict[str, str], **more: Any) -> Response:
    typed, after = request.args.get("q", "")[:LONGEST_SHOWN], request.args.get("after", type=int)
    query, order = parsed(typed), request.args.get("order", "newest")
    order = order if order in ORDERS else "newest"
    results = search(query, where, order=order, after=after, section=section, **chosen)
    kept: dict[str, Any] = {"order": order, **({"docket": where.number} if where else {})}

    def look_for(words: str, **filters: Any) -> str:
        return url_for(request.endpoint or "", q=words, **kept, **filters)

    filtered, filters = bool(section or any(chosen.values())), {"s": section or None} | {name: value or None for name, value in chosen.items()}
    return page(
        template, typed=typed, query=query, results=results, order=order, section=section, chosen=chosen, display=shown, look_for=look_for, filters=filters,
        languages_used=LANGUAGES_OF_COMMENTS, filtered=filtered, waiting=how_many_wait(), later=after is not None, plain=without_operators(typed),
        numbered=comment if (comment := comment_numbered(typed.strip())) and may(Permission.COMMENT_SEE, comment) else None, **more,
    )  # fmt: skip
