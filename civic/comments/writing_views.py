"""The three steps: write, about you, check and send; and the page with number and code."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.comments import actions, drafts, limits, queries, receipts
from civic.comments.anchors import quoted
from civic.comments.content import Words
from civic.comments.forms import SubmissionForm
from civic.comments.hints import private_data_in, without
from civic.comments.routes import bp, private
from civic.database import Refusal
from civic.dockets.models import Docket, WindowState
from civic.dockets.queries import provision_named, version_of
from civic.people.policy import policy
from civic.permissions import Permission, allows
from civic.record.leaf import random_id
from civic.record.numbers import shown
from civic.web import language, page


@bp.route("/d/<docket:docket>/comment", methods=["GET", "POST"])
@allows(Permission.COMMENT_SUBMIT, Docket)
def write(docket: Docket) -> Any:
    """Step 1, and the gathering point of the flow: each step posts everything written so far."""
    step = request.form.get("step", "write")
    if step == "erase":
        drafts.erase(docket)
        return redirect(url_for("comments.write", docket=docket.number, s=request.form.get("s") or None))
    draft = drafts.draft_of(docket)
    form = _submission_form(docket, draft if step == "continue" else None)
    if docket.is_withdrawn or docket.window is None or docket.window.state() in (WindowState.BEFORE, WindowState.CLOSED):
        return _closed(docket, form)
    _prepare(docket, form)
    section = _section(form.version, form)
    if request.method == "GET" or step == "continue":
        return _step("write", docket, form, section, draft=draft if step != "continue" else None)
    if step == "back" or not form.was_submitted() or form.form_errors:
        return drafts.keep(_step("write", docket, form, section), docket, form)
    with form.reporting():
        form.quote = quoted(form.version, section, form.q.data or "")
        return {"write": _after_write, "you": _after_you, "send": _send}.get(step, _after_write)(docket, form, section)
    return drafts.keep(_step("write", docket, form, section), docket, form)


@bp.get("/d/<docket:docket>/comment/sent")
@allows(Permission.COMMENT_SUBMIT, Docket)
def sent(docket: Docket) -> Any:
    kept = receipts.read_cookie("civic_sent")
    if kept is None or kept["docket"] != docket.number:
        return redirect(url_for("comments.check"))
    comment = queries.comment_numbered(kept["number"]) or abort(404)
    return private(page("comments/sent.html", docket=docket, comment=comment, code=kept["code"], number=shown(comment.number)))


# --- inside


def _submission_form(docket: Docket, draft: dict[str, Any] | None) -> SubmissionForm:
    form = SubmissionForm(formdata=None, data=draft) if draft else SubmissionForm()
    form.ward.choices = [("", _("I'd rather not say"))] + [(w["name"], _("Ward %(ward)s", ward=w["name"])) for w in policy("wards") or []]
    return form


def _prepare(docket: Docket, form: SubmissionForm) -> None:
    """What travels with the words: the section, the version seen, the submission's token, when the form was opened."""
    if request.method == "GET":
        form.s.data, form.q.data = request.args.get("s", ""), request.args.get("q", "")[:300]
    form.token.data = form.token.data or random_id()
    form.t.data = form.t.data or limits.opened_now(docket.number)
    form.version = _seen(docket, form)
    form.v.data = str(form.version.n) if form.version else "0"


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


def _step(name: str, docket: Docket, form: SubmissionForm, section: Any, **more: Any) -> Response:
    return private(page(f"comments/{name}.html", docket=docket, form=form, section=section, sentence=policy("attorney_sentence"), **more))


def _closed(docket: Docket, form: SubmissionForm) -> Response:
    status = 422 if request.method == "POST" else 200
    return private(page("comments/closed.html", status=status, docket=docket, form=form, lines=policy("contact_lines")))


def _after_write(docket: Docket, form: SubmissionForm, section: Any) -> Response:
    return drafts.keep(_step("you", docket, form, section), docket, form)


def _after_you(docket: Docket, form: SubmissionForm, section: Any) -> Response:
    """Step 3: exactly what strangers will see, with hints where they arise."""
    if "remove" in request.form:
        hints = private_data_in(form.body.data)
        place = request.form.get("remove", type=int)
        if place is not None and 0 <= place < len(hints):
            form.body.data = without(form.body.data, hints[place])
    return drafts.keep(_step("review", docket, form, section, hints=private_data_in(form.body.data)), docket, form)


def _send(docket: Docket, form: SubmissionForm, section: Any) -> Any:
    if form.website.data:
        return redirect(url_for("pages.docket", docket=docket.number))
    with form.reporting():
        answer = receipts.answer_given(form.token.data, form.body.data)
        if answer is None:
            seconds, form.turn.data = limits.seconds_to_wait(docket.number, form.token.data, form.t.data, form.turn.data)
            if seconds:
                return _wait(docket, form, section, seconds)
            answer = _receive(docket, form, section)
        drafts.erase(docket)
        return _answered(docket, form, answer)
    return drafts.keep(_step("review", docket, form, section, hints=private_data_in(form.body.data)), docket, form)


def _answered(docket: Docket, form: SubmissionForm, answer: dict[str, str]) -> Any:
    response = redirect(url_for("comments.sent", docket=docket.number))
    if form.shared.data != "1":
        receipts.put_cookie(response, "civic_sent", {"docket": docket.number, **answer})
        return response
    comment = queries.comment_numbered(answer["number"])
    return private(page("comments/sent.html", docket=docket, comment=comment, code=answer["code"], number=shown(answer["number"])))


def _wait(docket: Docket, form: SubmissionForm, section: Any, seconds: int) -> Response:
    """Many from one network: the words are safe, and the same button works when the time is over."""
    response = _step("wait", docket, form, section, seconds=seconds, status=429)
    response.headers["Retry-After"] = str(seconds)
    return drafts.keep(response, docket, form)


def _receive(docket: Docket, form: SubmissionForm, section: Any) -> dict[str, str]:
    pair = receipts.take_pair(language())
    answer = {"number": pair.number, "code": pair.code}
    if not receipts.keep_answer(form.token.data, form.body.data, answer):
        return receipts.answer_given(form.token.data, form.body.data) or answer
    words = Words(
        body=form.body.data, sections=(section.wid,) if section else (), suggestion=form.suggestion.data or "", name=form.name.data or "",
        ward=form.ward.data or "", stance=form.stance.data or "", connection=form.connection.data or "", language=language(),
        wants_answer=bool(form.wants_answer.data), quote=form.quote,
    )  # fmt: skip
    actions.receive_comment(docket, words, pair, version=form.version)
    return answer
