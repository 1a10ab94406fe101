"""The clerk's pages: requests to check, their hearings and decisions, conditions, seals; and the clauses of a law."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.clock import today
from civic.council.queries import bodies_in_order
from civic.dockets.forms import in_city_time
from civic.exceptions import actions, queries, reporting, standing
from civic.exceptions.models import ExceptionFiling, ExceptionRequest
from civic.exceptions.oversight_models import ExceptionCondition
from civic.exceptions.owed import clock_of
from civic.exceptions.sealing import still_sealed
from civic.exceptions.staff_forms import (
    MOST_TERMS,
    AcceptForm,
    CloseForm,
    DecisionForm,
    HearingForm,
    HeldForm,
    ReturnForm,
    RevocationForm,
    SealForm,
)
from civic.exceptions.texts import sections_of
from civic.exceptions.wording import FIELDS, KINDS, STATES
from civic.people.models import OfficeKind
from civic.people.policy import policy
from civic.people.queries import offices_in_order
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page

bp = Blueprint("permits", __name__, url_prefix="/staff/exceptions")


@bp.get("")
@allows(Permission.EXCEPTIONS_KEEP)
def home() -> Response:
    rows = queries.all_requests()
    return page(
        "permits/home.html", rows=rows, counts=standing.counted(rows), on=queries.requests_are_on(), emergencies=queries.emergencies_are_on(),
        laws=[(law, queries.clauses_on(law), reporting.duties_under(law)) for law in queries.laws()], owed=[p for p in reporting.all_periods() if p.is_owed],
        conditions=[c for c in queries.conditions_in_order() if c.closing is None], seals=queries.sealed_fields(), state_of=standing.state_of, OPEN=standing.OPEN,
        State=standing.State, notice_ends=standing.notice_ends, clock_of=clock_of, STATES=STATES, KINDS=KINDS, FIELDS=FIELDS,
    )  # fmt: skip


@bp.get("/<id:asked>")
@allows(Permission.EXCEPTIONS_KEEP, ExceptionRequest)
def one(asked: ExceptionRequest) -> Response:
    """One request on the clerk's desk: what it says, and what can be done now."""
    filing = asked.filing
    return _one_page(asked, AcceptForm(formdata=None, title=filing.title, summary=filing.summary), ReturnForm(formdata=None))


@bp.post("/<id:asked>/accept")
@allows(Permission.EXCEPTIONS_KEEP, ExceptionRequest)
def accept(asked: ExceptionRequest) -> Response:
    form = AcceptForm()
    if form.was_submitted():
        with form.reporting():
            made = actions.accept_request(asked, title=form.title.data, summary=form.summary.data, by=signed_in_person())
            flash(_("Public as exception %(number)s. Comments are open until the notice period ends.", number=made.docket.number))
            return redirect(url_for("permits.one", asked=asked.id))
    return _one_page(asked, form, ReturnForm(formdata=None))


@bp.post("/<id:asked>/return")
@allows(Permission.EXCEPTIONS_KEEP, ExceptionRequest)
def give_back(asked: ExceptionRequest) -> Response:
    form = ReturnForm()
    if form.was_submitted():
        with form.reporting():
            actions.give_back(asked, reasons=form.reasons.data, by=signed_in_person())
            flash(_("Given back, with your reasons."))
            return redirect(url_for("permits.home"))
    return _one_page(asked, AcceptForm(formdata=None, title=asked.filing.title, summary=asked.filing.summary), form)


@bp.route("/<id:asked>/hearing", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_KEEP, ExceptionRequest)
def hearing(asked: ExceptionRequest) -> Any:
    """Set the hearing; afterwards record that it was held."""
    ahead = standing.hearing_ahead(asked)
    form = HeldForm() if ahead else HearingForm()
    if form.was_submitted():
        with form.reporting():
            if ahead is not None:
                actions.hold_hearing(asked, ahead, source=form.source.data, by=signed_in_person())
                flash(_("The hearing is recorded as held."))
            else:
                actions.set_hearing(asked, starts_at=in_city_time(form.starts_at.data), place=form.place.data, by=signed_in_person())
                flash(_("The hearing is set and public."))
            return redirect(url_for("permits.one", asked=asked.id))
    return page("permits/hearing.html", asked=asked, ahead=ahead, form=form, held=standing.hearing_held(asked))


@bp.route("/<id:asked>/decide", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_KEEP, ExceptionRequest)
def decide(asked: ExceptionRequest) -> Any:
    if asked.acceptance is None:
        abort(404)
    form = DecisionForm(on=today(), ends=asked.filing.ends)
    form.decided_by.choices = [("", _("Choose")), *deciders(asked)]
    if form.was_submitted():
        with form.reporting():
            actions.decide_request(
                asked, granted=form.granted.data == "yes", decided_by=form.decided_by.data, on=form.on.data, reasons=form.reasons.data,
                source=form.source.data or "", starts=form.starts.data, ends=form.ends.data, terms=form.sent_terms(), by=signed_in_person(),
            )  # fmt: skip
            flash(_("The decision is public."))
            return redirect(url_for("exceptions.show", docket=asked.docket.number))
    return page(
        "permits/decide.html", asked=asked, form=form, offices=offices_in_order(), MOST_TERMS=MOST_TERMS, notice=standing.notice_ends(asked),
        held=standing.hearing_held(asked), duty=reporting.duty_of(asked.office, asked.clause.docket),
    )  # fmt: skip


@bp.route("/<id:asked>/revoke", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_KEEP, ExceptionRequest)
def revoke(asked: ExceptionRequest) -> Any:
    form = RevocationForm()
    form.revoked_by.choices = [("", _("Choose")), *deciders(asked)]
    if form.was_submitted():
        with form.reporting():
            actions.revoke_grant(asked, revoked_by=form.revoked_by.data, reason=form.reason.data, by=signed_in_person())
            flash(_("Revoked from today on. The reason is public."))
            return redirect(url_for("exceptions.show", docket=asked.docket.number))
    return page("permits/revoke.html", asked=asked, form=form)


@bp.route("/conditions/<id:condition>", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_KEEP, ExceptionCondition)
def condition(condition: ExceptionCondition) -> Any:
    form = CloseForm()
    if form.was_submitted():
        with form.reporting():
            actions.close_condition(condition, kept=form.kept.data == "yes", proof=form.proof.data, by=signed_in_person())
            flash(_("The condition is closed."))
            return redirect(url_for("permits.one", asked=condition.decision.request.id))
    return page("permits/condition.html", condition=condition, clock=clock_of(condition), form=form)


@bp.route("/seals/<id:filing>/<string:field>", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_KEEP, ExceptionFiling)
def seal(filing: ExceptionFiling, field: str) -> Any:
    """A sealed field looked at again: the clerk reads the words and says what becomes of the seal."""
    review, form = queries.seal_reviews_of(filing).get(field), SealForm()
    if field not in filing.seals or (review is not None and review.words is not None):
        abort(404)
    if form.was_submitted():
        with form.reporting():
            actions.review_seal(
                filing, field, opened=form.opened.data == "yes", reason=form.reason.data, review_on=form.review_on.data, by=signed_in_person()
            )
            flash(_("Recorded, with its reason."))
            return redirect(url_for("permits.one", asked=filing.request.id))
    return page("permits/seal.html", filing=filing, field=field, terms=filing.seals[field], form=form, FIELDS=FIELDS)


@bp.post("/filings/<id:filing>/sealed")
@allows(Permission.EXCEPTION_READ_SEALED, ExceptionFiling)
def read(filing: ExceptionFiling) -> Response:
    """The words under the seals; that somebody read them stands in the public record."""
    return page("permits/read.html", filing=filing, words=actions.read_sealed(filing, by=signed_in_person()), FIELDS=FIELDS)


# --- inside


def deciders(asked: ExceptionRequest) -> list[tuple[str, str]]:
    """Bodies and executive offices; never the office that asks."""
    offices = [office.title for office in offices_in_order() if office.kind is OfficeKind.EXECUTIVE and office.id != asked.office_id]
    return [(name, name) for name in [*(body.name for body in bodies_in_order()), *offices]]


def _one_page(asked: ExceptionRequest, form: AcceptForm, returning: ReturnForm) -> Response:
    state, filing = standing.state_of(asked), asked.filing
    return page(
        "permits/one.html", asked=asked, filing=filing, state=state, State=standing.State, form=form, returning=returning, sections=sections_of(filing),
        hidden=still_sealed(filing), notice=standing.notice_ends(asked) if asked.acceptance else None,
        ahead=standing.hearing_ahead(asked), held=standing.hearing_held(asked) if asked.acceptance else None, uses=queries.uses_under(asked),
        days=policy("exception_renewal_days") if filing.unchanged else policy("exception_notice_days"), duty=reporting.duty_of(asked.office, asked.clause.docket),
        may_grant=standing.may_be_granted_on(asked, today()), review=standing.review_due(asked), in_time=standing.in_time(asked), clock_of=clock_of, STATES=STATES, KINDS=KINDS, FIELDS=FIELDS,
    )  # fmt: skip
