"""Judging a new version, by two people: the clerk proposes, somebody else confirms or refuses."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from civic.consultation import judging
from civic.consultation.forms import JudgementForm, ReviewForm
from civic.consultation.models import ChangeJudgement
from civic.consultation.staff_views import bp
from civic.dockets.models import Docket
from civic.dockets.queries import version_of
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page


@bp.route("/d/<docket:docket>/judgements/new", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, Docket)
def judge(docket: Docket) -> Any:
    form, steps = JudgementForm(), judging.steps_of(docket)
    form.step.choices = [(f"{a.n}-{b.n}", _("From version %(a)s to version %(b)s", a=a.n, b=b.n)) for a, b in steps]
    if form.was_submitted():
        with form.reporting():
            a, b = (version_of(docket, int(n)) for n in form.step.data.split("-"))
            assert a is not None and b is not None
            judging.judge_change(docket, a, b, material=form.material.data == "yes", reasons=form.reasons.data, by=signed_in_person())
            flash(_("Recorded. It counts once a second person has confirmed it; until then the change counts as one that matters."))
            return redirect(url_for("asking.roster", docket=docket.number))
    return page("asking/judge.html", docket=docket, form=form, steps=steps)


@bp.route("/judgements/<id:judgement>", methods=["GET", "POST"])
@allows(Permission.CHANGE_CONFIRM, ChangeJudgement)
def review_judgement(judgement: ChangeJudgement) -> Any:
    form, person = ReviewForm(), signed_in_person()
    if form.was_submitted():
        with form.reporting():
            judging.review_change(judgement, outcome=form.outcome.data, reasons=form.reasons.data or "", by=person)
            flash(_("On the record, beside the judgment."))
            return redirect(url_for("staff.desk"))
    return page("asking/review_judgement.html", judgement=judgement, docket=judgement.docket, form=form, own=judgement.judged_by == person.id)
