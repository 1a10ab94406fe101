"""Reading: one comment, its proof, lists, downloads and counts."""

from __future__ import annotations

from flask import jsonify, request
from werkzeug import Response

from civic.comments import listing, queries
from civic.comments.anchors import places_of, suggested_redline
from civic.comments.counting import counts as counts_on
from civic.comments.days import counts_as_csv, daily_counts, of_which
from civic.comments.export import as_csv, as_json
from civic.comments.folds import cards_of
from civic.comments.models import Comment
from civic.comments.queries import held_until, ward_shown
from civic.comments.routes import bp
from civic.comments.strip import NARROW, ORDER, WIDE, strip
from civic.comments.tombstones import decided_about
from civic.comments.wording import LANGUAGES_OF_COMMENTS
from civic.database import db
from civic.dockets.models import Docket
from civic.permissions import Permission, allows
from civic.record.disclosure import disclose
from civic.record.leaf import parse
from civic.record.models import Leaf
from civic.record.numbers import shown
from civic.record.queries import leaf_about
from civic.web import page


@bp.get("/c/<code:comment>")
@allows(Permission.COMMENT_SEE, Comment)
def show(comment: Comment) -> Response:
    response = page(
        "comments/show.html", comment=comment, face=comment.face, docket=comment.docket, number=shown(comment.number),
        leaf=leaf_about(comment, "comment.received"), places=places_of(comment), ward=ward_shown(comment.face),
        due=held_until(comment), suggested=suggested_redline(comment), corrected=queries.was_typed_again(comment), decided=decided_about(comment),
    )  # fmt: skip
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/c/<code:comment>/disclosure.json")
@allows(Permission.COMMENT_SEE, Comment)
def disclosure(comment: Comment) -> Response:
    leaf = db.session.get_one(Leaf, comment.wording.leaf_id)
    committed, openings = parse(leaf.bytes)["vals"], comment.face.openings
    vals = {label: openings["vals"].get(label, committed[label]) for label in committed}
    if comment.face.ward not in queries.wards_shown(comment.docket):
        vals["ward"] = committed["ward"]  # stays closed until enough comments name the ward
    return jsonify(disclose(leaf.bytes, openings["body"], suggests=openings["suggests"], vals=vals))


# --- reading


@bp.get("/d/<docket:docket>/comments")
@allows(Permission.DOCKET_SEE, Docket)
def list_comments(docket: Docket) -> Response:
    chosen = listing.chosen_in(request.args)
    order, section = request.args.get("order", "shuffle"), request.args.get("s", "")[:64]
    after = request.args.get("after", type=int)
    found = listing.faces_on(docket, section=section, order=order, after=after, everything=request.args.get("all") == "1", **chosen)
    filtered, flat = bool(section or any(chosen.values())), request.args.get("fold") == "0"
    cards = cards_of(found.faces, folded=not flat)
    return page(
        "comments/list_comments.html", docket=docket, listing=found, chosen=chosen, order=order, section=section, counts=counts_on(docket),
        display=shown, sections=listing.sections_of(docket), languages_used=LANGUAGES_OF_COMMENTS, filtered=filtered, no_day=listing.no_day_in(request.args),
        cards=cards, folded=sum(len(card.others) for card in cards), flat=flat, fold="0" if flat else None, after=after, all="1" if request.args.get("all") == "1" else None,
    )  # fmt: skip


@bp.get("/d/<docket:docket>/comments.csv")
@allows(Permission.DOCKET_SEE, Docket)
def csv(docket: Docket) -> Response:
    return as_csv(docket)


@bp.get("/d/<docket:docket>/comments.json")
@allows(Permission.DOCKET_SEE, Docket)
def json(docket: Docket) -> Response:
    return as_json(docket)


@bp.get("/d/<docket:docket>/ledger/counts")
@allows(Permission.DOCKET_SEE, Docket)
def counts(docket: Docket) -> Response:
    kept = counts_on(docket)
    states = kept.get("state", {})
    drawings = [("figure-wide", WIDE, strip(states, WIDE)), ("figure-narrow", NARROW, strip(states, NARROW))] if states else []
    return page(
        "comments/counts.html", docket=docket, counts=kept, received=sum(states.values()), states=[state.value for state in ORDER],
        drawings=drawings, daily=daily_counts(docket), which=of_which(docket),
    )  # fmt: skip


@bp.get("/d/<docket:docket>/ledger/counts.csv")
@allows(Permission.DOCKET_SEE, Docket)
def counts_csv(docket: Docket) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="counts-{docket.number}.csv"'}
    return Response(counts_as_csv(counts_on(docket), daily_counts(docket)), content_type="text/csv; charset=utf-8", headers=headers)
