from __future__ import annotations

import csv
import io

from flask import Blueprint, abort, request
from werkzeug import Response

from civic.campaigns import queries
from civic.campaigns.beside import beside, chosen_in, missing_in
from civic.campaigns.ended import ended_family
from civic.campaigns.figure import NARROW, WIDE, bars
from civic.campaigns.files import members_as_csv
from civic.campaigns.measured import LETTERS
from civic.dockets.models import Docket
from civic.permissions import Permission, allows
from civic.record.numbers import shown
from civic.web import page

bp = Blueprint("campaigns", __name__)


@bp.get("/d/<docket:docket>/campaigns")
@allows(Permission.DOCKET_SEE, Docket)
def list_campaigns(docket: Docket) -> Response:
    rows, start = queries.ranked(docket), max(0, request.args.get("from", 0, type=int))
    start = start if start < len(rows) else 0
    families = queries.shown(rows[start : start + queries.LISTED])
    drawings = [("figure-wide", bars(families, WIDE)), ("figure-narrow", bars(families, NARROW))] if families and not start else []
    wordings, copies = queries.wordings_on(docket, rows), sum(one.size for one in rows)
    return page(
        "campaigns/list_campaigns.html", docket=docket, families=families, drawings=drawings, wordings=wordings, letters=copies - wordings.edited - wordings.exact,
        partners=queries.partners_on(docket), measured=LETTERS, acts=queries.how_many_acts(docket), shown_from=queries.SHOWN_FROM,
        found=len(rows), copies=copies, more=start + queries.LISTED if len(rows) > start + queries.LISTED else None, start=start,
    )  # fmt: skip


@bp.get("/d/<docket:docket>/campaigns.csv")
@allows(Permission.DOCKET_SEE, Docket)
def list_csv(docket: Docket) -> Response:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["campaign", "letter", "comments", "word_for_word", "changed", "with_own_words", "first_day", "last_day", "kind", "state", "sponsor"])
    for one in queries.families_on(docket):
        family = one.family
        writer.writerow([family.n, shown(one.letter.number), one.size, one.size - one.changed, one.changed, one.own_words, one.first, one.last, family.kind.value, family.state.value, family.sponsor])
    headers = {"Content-Disposition": f'attachment; filename="campaigns-{docket.number}.csv"'}
    return Response(out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


@bp.get("/d/<docket:docket>/campaigns/compare")
@allows(Permission.DOCKET_SEE, Docket)
def compare(docket: Docket) -> Response:
    """Two of them beside each other; before two are chosen, only the choice."""
    chosen = chosen_in(docket, request.args)
    return page(
        "campaigns/compare.html", docket=docket, chosen=chosen, pair=beside(*chosen) if len(chosen) == 2 else None,
        families=queries.shown(queries.ranked(docket)[: queries.LISTED]), asked=bool(request.args.get("b")), missing=missing_in(request.args, chosen),
    )  # fmt: skip


@bp.get("/d/<docket:docket>/campaigns/<int:n>.csv")
@allows(Permission.DOCKET_SEE, Docket)
def members_csv(docket: Docket, n: int) -> Response:
    one = queries.shown_family(docket, n) or abort(404)
    return members_as_csv(one.family)


@bp.get("/d/<docket:docket>/campaigns/<int:n>")
@allows(Permission.DOCKET_SEE, Docket)
def show(docket: Docket, n: int) -> Response:
    one = queries.shown_family(docket, n)
    if one is None:
        return page("campaigns/ended.html", status=410, docket=docket, n=n, ended=ended_family(docket, n) or abort(404))
    letter, after = queries.letter_of(one.family), request.args.get("after", type=int)
    rows = queries.members_of(one.family, after=after, limit=queries.PAGE + 1)
    if not rows:  # an address beyond the last one
        after, rows = None, queries.members_of(one.family, limit=queries.PAGE + 1)
    more = rows[queries.PAGE - 1][0].sort_key if len(rows) > queries.PAGE else None
    rows = rows[: queries.PAGE]
    return page(
        "campaigns/show.html", docket=docket, one=one, letter=letter, rows=rows, additions=queries.additions_in(rows, letter), more=more, first_page=after is None,
        days=queries.days_of(one.family), slots=queries.slots_in(one.family), measured=LETTERS, shown=shown, has_another=queries.are_several(docket),
        partners=queries.partners_in(one.family) if after is None else [], drawings=[("figure-wide", bars([one], WIDE)), ("figure-narrow", bars([one], NARROW))],
    )  # fmt: skip
