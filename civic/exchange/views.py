from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.campaigns.models import Attestation
from civic.campaigns.partners import Collected, attestation_of
from civic.clock import now
from civic.comments import receipts
from civic.comments.actions import Words, kept_private_data, receive_comment
from civic.comments.models import Channel
from civic.comments.queries import comment_numbered
from civic.comments.typed import reason_to_check
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.exchange import actions, queries
from civic.exchange.commands import failed_rows_csv
from civic.exchange.forms import ColumnsForm, Confirm, IntakeForm, UploadForm
from civic.exchange.models import Import
from civic.exchange.rows import FIELDS, FORMATS, ColumnMap, columns_of
from civic.notices.actions import queue_job
from civic.notices.models import Job
from civic.permissions import Permission, allows, signed_in_person
from civic.record.numbers import shown
from civic.web import language, page

bp = Blueprint("exchange", __name__, url_prefix="/staff")


# --- paper, phone, hearing: one comment at a time


@bp.route("/d/<docket:docket>/intake", methods=["GET", "POST"])
@allows(Permission.COMMENT_INTAKE, Docket)
def intake(docket: Docket) -> Any:
    form = IntakeForm(docket)
    if not form.was_submitted() or request.form.get("step") == "back":
        return page("exchange/intake.html", docket=docket, form=form)
    with form.reporting():
        if request.form.get("step") == "enter":
            answer = receipts.answer_given(form.token.data, form.body.data) or _enter(docket, form)
            response = redirect(url_for("exchange.slip", docket=docket.number))
            receipts.put_cookie(response, "civic_slip", {"docket": docket.number, **answer})
            return response
        return page("exchange/read_back.html", docket=docket, form=form, hints=kept_private_data(_words(form)))
    return page("exchange/intake.html", docket=docket, form=form)


@bp.get("/d/<docket:docket>/intake/slip")
@allows(Permission.COMMENT_INTAKE, Docket)
def slip(docket: Docket) -> Any:
    """What the person takes along: number and code, once."""
    kept = receipts.read_cookie("civic_slip")
    comment = comment_numbered(kept["number"]) if kept and kept["docket"] == docket.number else None
    if kept is None or comment is None:
        return redirect(url_for("exchange.intake", docket=docket.number))
    return page("exchange/slip.html", docket=docket, comment=comment, number=shown(comment.number), code=kept["code"], second_check=reason_to_check(comment))


# --- files


@bp.route("/d/<docket:docket>/imports", methods=["GET", "POST"])
@allows(Permission.COMMENT_IMPORT, Docket)
def imports(docket: Docket) -> Any:
    form = UploadForm()
    if form.was_submitted():
        with form.reporting():
            name = form.file.data.filename or ""
            format = FORMATS.get(name.rsplit(".", 1)[-1].lower(), "csv")
            kept = actions.keep_upload(docket, form.file.data.read(), name=name, format=format, by=signed_in_person())
            return redirect(url_for("exchange.columns", import_=kept.id))
    return page("exchange/imports.html", docket=docket, form=form, imports=queries.imports_of(docket))


@bp.route("/imports/<id:import_>", methods=["GET", "POST"])
@allows(Permission.COMMENT_IMPORT, Import)
def columns(import_: Import) -> Any:
    """Name the columns, try it, start it; later: what became of it."""
    if import_.state != "uploaded":
        return page("exchange/imported.html", current=import_, docket=import_.docket, job=queries.job_of(import_), form=Confirm(), standing=_standing(import_))
    rows, form, tried = actions.rows_of(import_), ColumnsForm(), None
    form.offer(columns_of(rows))
    if form.was_submitted():
        with form.reporting():
            map = _map(form)
            map.check(columns_of(rows))
            if request.form.get("step") == "start":
                return _start(import_, map, _collected(form, import_))
            id_ = import_.id
            tried = actions.try_rows(import_.docket_id, rows[: actions.CHUNK], map)
            import_ = db.session.get_one(Import, id_)
    return page("exchange/columns.html", current=import_, docket=import_.docket, form=form, rows=rows[:3], names=columns_of(rows), tried=tried, standing=_standing(import_))


@bp.post("/imports/<id:import_>/again")
@allows(Permission.COMMENT_IMPORT, Import)
def again(import_: Import) -> Any:
    """A stopped import goes on where it stopped."""
    if import_.state != "running" or import_.source is None:
        raise Refusal(_("This import cannot go on from here. Run its command again with the same file."))
    return redirect(url_for("exchange.job", job=_queue(import_).id))


@bp.get("/imports/<id:import_>/failed.csv")
@allows(Permission.REFUSED_ROWS_SEE, Import)
def failed(import_: Import) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="refused-rows-{import_.docket.number}.csv"'}
    return Response("\ufeff" + failed_rows_csv(queries.failed_rows(import_)), content_type="text/csv; charset=utf-8", headers=headers)


# --- long work


@bp.get("/jobs")
@allows(Permission.JOB_SEE)
def jobs() -> Response:
    return page("exchange/jobs.html", jobs=queries.recent_jobs(), who=queries.who_asked)


@bp.get("/jobs/<id:job>")
@allows(Permission.JOB_SEE, Job)
def job(job: Job) -> Response:
    watch = job.state in ("queued", "running") and request.args.get("watch") != "0"
    return page("exchange/job.html", job=job, who=queries.who_asked(job), watch=watch, form=Confirm(), docket=None)


@bp.post("/jobs/<id:job>/cancel")
@allows(Permission.COMMENT_IMPORT, Job)
def cancel(job: Job) -> Any:
    if job.state in ("queued", "running"):
        job.state, job.finished_at = "cancelled", now()
        flash(_("It stops after the rows at hand. What was taken stays; it can go on later."))
    return redirect(url_for("exchange.job", job=job.id))


# --- inside


def _words(form: IntakeForm) -> Words:
    return Words(
        form.body.data, (form.section.data,) if form.section.data else (), suggestion=form.suggestion.data or "", name=form.name.data or "",
        ward=form.ward.data or "", stance=form.stance.data or "", connection=form.connection.data or "", language=form.language.data,
    )  # fmt: skip


def _enter(docket: Docket, form: IntakeForm) -> dict[str, str]:
    pair = receipts.take_pair(form.language.data if form.language.data in ("en", "es") else language())
    answer = {"number": pair.number, "code": pair.code}
    if not receipts.keep_answer(form.token.data, form.body.data, answer):
        return receipts.answer_given(form.token.data, form.body.data) or answer
    receive_comment(docket, _words(form), pair, channel=Channel(form.channel.data), received_on=form.received_on.data, by=signed_in_person())
    return answer


def _map(form: ColumnsForm) -> ColumnMap:
    chosen = {name: form[name].data for name in FIELDS if form[name].data}
    every_day = form.every_received.data.isoformat() if form.every_received.data else ""
    for name, otherwise in (("received", every_day), ("channel", form.every_channel.data)):
        if name not in chosen and not otherwise:
            raise Refusal(_("Choose a column, or one value for every row."), name)
    return ColumnMap(chosen, channel=form.every_channel.data or "", language=form.every_language.data, received=every_day)


def _standing(current: Import) -> Attestation | None:
    return attestation_of(current.docket, current.source_digest)


def _collected(form: ColumnsForm, current: Import) -> Collected:
    """Nobody imports without saying who collected the comments; a file that a partner stands for already has said it."""
    by, named = form.collected_by.data, Collected(form.partner.data or "", form.officer.data or "", form.agreed.data)
    if _standing(current) is not None:
        return actions.OWN
    if not by:
        raise Refusal(_("Say who collected these comments."), "collected_by")
    if by == "city" and named != actions.OWN:
        raise Refusal(_("You chose the city itself and filled in an organization. Choose one of the two."), "collected_by")
    if by == "partner" and not named.partner:
        raise Refusal(_("Name the organization. Without its statement its file is not taken in."), "partner")
    return named


def _start(current: Import, map: ColumnMap, collected: Collected) -> Any:
    actions.start_import(current, map, collected=collected, by=signed_in_person())
    return redirect(url_for("exchange.job", job=_queue(current).id))


def _queue(current: Import) -> Job:
    title = _("Import %(name)s into %(number)s", name=current.source_name, number=current.docket.number)
    return queue_job("comments.import", title, {"import": current.id}, by=signed_in_person(), total=current.rows)
