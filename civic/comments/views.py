from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from civic.comments import actions, listing, queries, receipts
from civic.comments.actions import Words
from civic.comments.counting import counts as counts_on
from civic.comments.export import as_csv, as_json
from civic.comments.forms import ChangeForm, CheckForm, Confirm, SubmissionForm
from civic.comments.hidden import shows_hidden_words, words_of
from civic.comments.hints import private_data_in, without
from civic.comments.models import Comment, State
from civic.database import Refusal, db
from civic.dockets.models import Docket, WindowState
from civic.dockets.queries import provision_named, version_of
from civic.dockets.redline import runs_between
from civic.people.policy import policy
from civic.permissions import Permission, allows
from civic.record.disclosure import disclose
from civic.record.leaf import parse, random_id
from civic.record.models import Leaf
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
    if docket.is_withdrawn or docket.window is None or docket.window.state() in (WindowState.BEFORE, WindowState.CLOSED):
        return _closed(docket, form)
    if request.method == "GET":
        form.s.data, form.token.data = request.args.get("s", ""), random_id()
    form.version = _seen(docket, form)
    form.v.data = str(form.version.n) if form.version else "0"
    section = _section(form.version, form)
    step = request.form.get("step", "write")
    if request.method == "GET" or step == "back" or not form.was_submitted() or form.form_errors:
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
    leaf = db.session.get_one(Leaf, comment.wording.leaf_id)
    committed, openings = parse(leaf.bytes)["vals"], comment.face.openings
    vals = {label: openings["vals"].get(label, committed[label]) for label in committed}
    if comment.face.ward not in queries.wards_shown(comment.docket):
        vals["ward"] = committed["ward"]  # stays closed until enough comments name the ward
    return jsonify(disclose(leaf.bytes, openings["body"], suggests=openings["suggests"], vals=vals))


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
    """Write, look at old and new side by side with the hints, save."""
    comment = _own_comment() or abort(404)
    before = words_of(comment)
    form = ChangeForm(body=before.body, suggestion=before.suggestion)
    if form.was_submitted() and request.form.get("step") != "back":
        words = replace(before, body=form.body.data, suggestion=form.suggestion.data or "")
        with form.reporting():
            if request.form.get("step") == "save":
                actions.change_comment(comment, words)
                flash(_("Your new wording is kept."))
                return redirect(url_for("comments.mine"))
            runs = runs_between(before.body, words.body)
            hints, again = actions.kept_private_data(words), shows_hidden_words(comment, words)
            return _private(page("comments/changed.html", form=form, number=shown(comment.number), runs=runs, hints=hints, again=again, n=len(comment.revisions) + 1))
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
    chosen = {name: request.args.get(name, "")[:20] for name in listing.FILTERS}
    order, section = request.args.get("order", "shuffle"), request.args.get("s", "")[:64]
    after = request.args.get("after", type=int)
    found = listing.faces_on(docket, section=section, order=order, after=after, everything=request.args.get("all") == "1", **chosen)
    response = page("comments/list_comments.html", docket=docket, listing=found, chosen=chosen, order=order, section=section, counts=counts_on(docket), display=shown)
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
    answer = {"number": pair.number, "code": pair.code}
    if not receipts.keep_answer(form.token.data, form.body.data, answer):
        return receipts.answer_given(form.token.data, form.body.data) or answer
    words = Words(
        body=form.body.data, sections=(section.wid,) if section else (), suggestion=form.suggestion.data or "", name=form.name.data or "",
        ward=form.ward.data or "", stance=form.stance.data or "", connection=form.connection.data or "", language=language(),
        wants_answer=bool(form.wants_answer.data),
    )  # fmt: skip
    actions.receive_comment(docket, words, pair, version=form.version)
    return answer


def _seen(docket: Docket, form: SubmissionForm) -> Any:
    """The version that stood there when the form was opened (I-8); it travels in the form."""
    given = form.v.data if request.method == "POST" else None
    if given == "0":
        return None
    if not given:
        return docket.current_version
    return version_of(docket, int(given)) if given.isdigit() else None


def _section(version: Any, form: SubmissionForm) -> Any:
    """The section of that version; none where the whole law is meant."""
    name = form.s.data
    if not name:
        return None
    found = provision_named(version, name) if version else None
    if found is None and request.method == "GET":
        abort(404)
    if found is None:
        form.refuse(Refusal(_("There is no section “%(name)s” in the text you were reading. Your words are kept: send them about the whole law, or choose the section again.", name=name[:64])))
        form.s.data = ""
    return found


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
