from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from civic.comments import actions, queries, receipts
from civic.comments.actions import Words
from civic.comments.counting import counts as counts_on
from civic.comments.export import as_csv, as_json
from civic.comments.forms import ChangeForm, CheckForm, Confirm, SubmissionForm
from civic.comments.hints import private_data_in, without
from civic.comments.models import Comment, State
from civic.database import Refusal
from civic.dockets.models import Docket, WindowState
from civic.dockets.queries import provision_named
from civic.people.policy import policy
from civic.permissions import Permission, allows
from civic.record.leaf import parse, random_id
from civic.record.numbers import parse_number, shown
from civic.record.queries import leaf_about
from civic.web import language, page

bp = Blueprint("comments", __name__)


# --- the three steps


@bp.route("/d/<docket:docket>/comment", methods=["GET", "POST"])
@allows(Permission.COMMENT_SUBMIT, Docket)
def write(docket: Docket) -> Any:
    """Step 1, and the gathering point of the flow: each step posts everything written so far."""
    form = _submission_form(docket)
    section = _section(docket, form.s.data or request.args.get("s", ""))
    if docket.is_withdrawn or docket.window is None or docket.window.state() in (WindowState.BEFORE, WindowState.CLOSED):
        return _closed(docket, form)
    if request.method == "GET":
        form.s.data, form.token.data = request.args.get("s", ""), random_id()
        return _step("write", docket, form, section)
    step = request.form.get("step", "write")
    if step == "back" or not form.was_submitted():
        return _step("write", docket, form, section)
    return {"write": _after_write, "you": _after_you, "send": _send}.get(step, _after_write)(docket, form, section)


@bp.get("/d/<docket:docket>/comment/sent")
@allows(Permission.COMMENT_SUBMIT, Docket)
def sent(docket: Docket) -> Any:
    kept = receipts.read_cookie("civic_sent")
    if kept is None or kept["docket"] != docket.number:
        return redirect(url_for("comments.check"))
    comment = queries.comment_numbered(kept["number"]) or abort(404)
    return _private(page("comments/sent.html", docket=docket, comment=comment, code=kept["code"], number=shown(comment.number)))


# --- one comment


@bp.get("/c/<code:comment>")
@allows(Permission.COMMENT_SEE, Comment)
def show(comment: Comment) -> Response:
    response = page("comments/show.html", comment=comment, face=comment.face, docket=comment.docket, number=shown(comment.number), leaf=leaf_about(comment, "comment.received"))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/c/<code:comment>/disclosure.json")
@allows(Permission.COMMENT_SEE, Comment)
def disclosure(comment: Comment) -> Response:
    from flask import jsonify

    leaf = leaf_about(comment, "comment.received", "comment.edited")
    openings = comment.face.openings
    if leaf is None or not openings:
        abort(404)
    committed = parse(leaf.bytes)["vals"]
    vals = {label: openings["vals"].get(label, committed[label]) for label in committed}
    if comment.face.ward not in queries.wards_shown(comment.docket):
        vals["ward"] = committed["ward"]  # stays closed until enough comments name the ward
    return jsonify({"format": "civic-disclosure/1", "leaf": leaf.bytes.decode(), "files": [], **openings, "vals": vals})


# --- the check desk


@bp.route("/check", methods=["GET", "POST"])
@allows(Permission.COMMENT_CHECK)
def check() -> Any:
    form = CheckForm()
    if form.was_submitted():
        with form.reporting():
            return _checked(form)
    return _private(page("comments/check.html", form=form))


@bp.get("/check/mine")
@allows(Permission.COMMENT_CHECK)
def mine() -> Any:
    comment = _own_comment()
    if comment is None:
        return redirect(url_for("comments.check"))
    return _private(page("comments/mine.html", comment=comment, face=comment.face, docket=comment.docket, number=shown(comment.number), form=Confirm()))


@bp.route("/check/mine/change", methods=["GET", "POST"])
@allows(Permission.COMMENT_CHECK)
def change() -> Any:
    comment = _own_comment() or abort(404)
    form = ChangeForm(body=comment.face.text)
    if form.was_submitted():
        with form.reporting():
            face = comment.face
            sections = tuple(anchor["wid"] for anchor in face.anchors)
            actions.change_comment(comment, Words(form.body.data, sections, name=face.name, ward=face.ward, stance=face.stance, connection=face.connection, language=face.language))
            flash(_("Your new wording is kept."))
            return redirect(url_for("comments.mine"))
    return _private(page("comments/change.html", form=form, number=shown(comment.number)))


@bp.post("/check/mine/withdraw")
@allows(Permission.COMMENT_CHECK)
def withdraw() -> Any:
    actions.withdraw_comment(_own_comment() or abort(404))
    flash(_("Your comment is withdrawn."))
    return redirect(url_for("comments.mine"))


@bp.post("/check/mine/hide-name")
@allows(Permission.COMMENT_CHECK)
def hide_name() -> Any:
    actions.hide_name(_own_comment() or abort(404))
    flash(_("Your name is no longer shown."))
    return redirect(url_for("comments.mine"))


# --- reading


@bp.get("/d/<docket:docket>/comments")
@allows(Permission.DOCKET_SEE, Docket)
def list_comments(docket: Docket) -> Response:
    chosen = {name: request.args.get(name, "")[:20] for name in queries.FILTERS}
    order, section = request.args.get("order", "shuffle"), request.args.get("s", "")[:64]
    after = request.args.get("after", type=int)
    listing = queries.faces_on(docket, section=section, order=order, after=after, everything=request.args.get("all") == "1", **chosen)
    response = page("comments/list_comments.html", docket=docket, listing=listing, chosen=chosen, order=order, section=section, counts=counts_on(docket), display=shown)
    response.set_etag(f"{docket.revision}-{order}-{language()}-{request.query_string.decode()}"[:200]) if after is None and "csrf" not in request.cookies else None
    return response


@bp.get("/d/<docket:docket>/comments.csv")
@allows(Permission.DOCKET_SEE, Docket)
def csv(docket: Docket) -> Response:
    return as_csv(docket, queries.all_faces(docket))


@bp.get("/d/<docket:docket>/comments.json")
@allows(Permission.DOCKET_SEE, Docket)
def json(docket: Docket) -> Response:
    return as_json(docket, queries.all_faces(docket))


@bp.get("/d/<docket:docket>/ledger/counts")
@allows(Permission.DOCKET_SEE, Docket)
def counts(docket: Docket) -> Response:
    kept = counts_on(docket)
    return page("comments/counts.html", docket=docket, counts=kept, received=sum(kept.get("state", {}).values()), states=[s.value for s in State])


# --- inside


def _submission_form(docket: Docket) -> SubmissionForm:
    form = SubmissionForm()
    form.ward.choices = [("", _("I'd rather not say"))] + [(w["name"], _("Ward %(ward)s", ward=w["name"])) for w in policy("wards") or []]
    return form


def _step(name: str, docket: Docket, form: SubmissionForm, section: Any, **more: Any) -> Response:
    return _private(page(f"comments/{name}.html", docket=docket, form=form, section=section, sentence=policy("attorney_sentence"), **more))


def _closed(docket: Docket, form: SubmissionForm) -> Response:
    status = 422 if request.method == "POST" else 200
    return _private(page("comments/closed.html", status=status, docket=docket, form=form, lines=policy("contact_lines")))


def _after_write(docket: Docket, form: SubmissionForm, section: Any) -> Response:
    return _step("you", docket, form, section)


def _after_you(docket: Docket, form: SubmissionForm, section: Any) -> Response:
    """Step 3: exactly what strangers will see, with hints where they arise."""
    if "remove" in request.form:
        hints = private_data_in(form.body.data)
        place = request.form.get("remove", type=int)
        if place is not None and 0 <= place < len(hints):
            form.body.data = without(form.body.data, hints[place])
    return _step("review", docket, form, section, hints=private_data_in(form.body.data))


def _send(docket: Docket, form: SubmissionForm, section: Any) -> Any:
    if form.website.data:
        return redirect(url_for("pages.docket", docket=docket.number))
    form.token.data = form.token.data or random_id()  # two empty ones must never meet
    with form.reporting():
        answer = receipts.answer_given(form.token.data, form.body.data) or _receive(docket, form, section)
        response = redirect(url_for("comments.sent", docket=docket.number))
        if form.shared.data != "1":
            receipts.put_cookie(response, "civic_sent", {"docket": docket.number, **answer})
            return response
        comment = queries.comment_numbered(answer["number"])
        return _private(page("comments/sent.html", docket=docket, comment=comment, code=answer["code"], number=shown(answer["number"])))
    return _step("review", docket, form, section, hints=private_data_in(form.body.data))


def _receive(docket: Docket, form: SubmissionForm, section: Any) -> dict[str, str]:
    pair = receipts.take_pair(language())
    words = Words(
        body=form.body.data, sections=(section.wid,) if section else (), suggestion=form.suggestion.data or "", name=form.name.data or "",
        ward=form.ward.data or "", stance=form.stance.data or "", connection=form.connection.data or "", language=language(),
    )  # fmt: skip
    comment = actions.receive_comment(docket, words, pair)
    answer = {"number": comment.number, "code": pair.code}
    receipts.keep_answer(form.token.data, form.body.data, answer)
    return answer


def _section(docket: Docket, name: str) -> Any:
    if not name:
        return None
    version = docket.current_version
    return (provision_named(version, name) if version else None) or abort(404)


def _checked(form: CheckForm) -> Response:
    number = parse_number(form.number.data)
    comment = queries.comment_numbered(form.number.data)
    if not form.code.data:
        if comment is None:
            raise Refusal(_("No comment has this number. Check each letter and digit; a mistyped number never fits another comment."), "number")
        return redirect(url_for("comments.show", comment=shown(comment.number)))
    if not receipts.is_authors(comment, number or form.number.data, form.code.data):
        raise Refusal(_("This number and this code do not belong together. Check both, letter by letter."))
    response = redirect(url_for("comments.mine"))
    receipts.put_cookie(response, "civic_mine", {"number": comment.number})  # type: ignore[union-attr]
    return response


def _own_comment() -> Comment | None:
    kept = receipts.read_cookie("civic_mine")
    return queries.comment_numbered(kept["number"]) if kept else None


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
