"""What the city checks of organisations and of the people who speak for them."""

from __future__ import annotations

import json
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.letters import organisation_queries, organisations
from civic.letters.forms import CheckForm, Confirm, RevokeForm
from civic.letters.names import mixes_alphabets, names_the_city
from civic.letters.organisation_models import Label, LabelRequest, Organisation, OrganisationCheck
from civic.letters.routes import organisations as bp
from civic.letters.words import KINDS, LABELS, REVOCATIONS
from civic.permissions import Permission, allows, signed_in_person
from civic.record.vault import unseal
from civic.web import page


@bp.get("/staff/organisations")
@allows(Permission.ORGANISATION_CHECK)
def list_all() -> Response:
    return page(
        "organisations/list_all.html", organisations=organisation_queries.organisations_in_order(), requests=organisation_queries.requests_waiting(),
        checks=organisation_queries.open_checks(), handed_in=organisation_queries.requests_for_labels(), LABELS=LABELS,
    )  # fmt: skip


@bp.route("/staff/organisations/<id:organisation>", methods=["GET", "POST"])
@allows(Permission.ORGANISATION_CHECK, Organisation)
def check(organisation: Organisation) -> Any:
    form, handed_in = CheckForm(ein=organisation.ein), organisation_queries.open_requests_of(organisation)
    asking = [r for r in organisation.representatives if r.confirmed_at is None and r.ended_at is None]
    form.what.choices = [(r.id, _("%(name)s, %(title)s, speaks for it", name=r.account.name, title=r.title)) for r in asking]
    form.what.choices += [(label.value, LABELS[label]) for label in (Label.REGISTERED, Label.ATTESTED) if organisation.label(label) is None]
    if form.was_submitted():
        with form.reporting():
            person = next((r for r in asking if r.id == form.what.data), None)
            organisations.begin_check(
                organisation, label="" if person else form.what.data, representative=person, evidence=form.evidence.data, by=signed_in_person(),
                ein=form.ein.data or "", officer=form.officer.data or "", request=next((one for one in handed_in if one.label == form.what.data), None),
            )  # fmt: skip
            flash(_("Written down. It takes effect when another person approves it."))
            return redirect(url_for("organisations.check", organisation=organisation.id))
    return page(
        "organisations/check.html", organisation=organisation, form=form, revoking=RevokeForm(), confirm=Confirm(), KINDS=KINDS, LABELS=LABELS, REVOCATIONS=REVOCATIONS,
        waiting=[(c, unseal(c.evidence)) for c in organisation_queries.checks_of(organisation) if c.decided_at is None],
        people=[(r, unseal(organisation_queries.sealed_with(r.authority_id))) for r in organisation.representatives],
        handed_in=[(one, _words_of(one)) for one in handed_in], doubts=doubts_about(organisation),
    )  # fmt: skip


@bp.post("/staff/organisations/<id:organisation>/checks/<id:one>/approve")
@allows(Permission.ORGANISATION_CHECK, Organisation)
def approve(organisation: Organisation, one: str) -> Response:
    organisations.approve_check(_check_of(organisation, one), by=signed_in_person())
    flash(_("Approved. It shows from now on."))
    return redirect(url_for("organisations.check", organisation=organisation.id))


@bp.post("/staff/organisations/<id:organisation>/checks/<id:one>/drop")
@allows(Permission.ORGANISATION_CHECK, Organisation)
def drop(organisation: Organisation, one: str) -> Response:
    organisations.drop_check(_check_of(organisation, one), by=signed_in_person())
    flash(_("Dropped. The organization stays as it was."))
    return redirect(url_for("organisations.check", organisation=organisation.id))


@bp.post("/staff/organisations/<id:organisation>/labels/<id:one>/revoke")
@allows(Permission.ORGANISATION_CHECK, Organisation)
def revoke(organisation: Organisation, one: str) -> Any:
    form = RevokeForm()
    label = next((found for found in organisation.labels if found.id == one), None) or abort(404)
    if not form.was_submitted():
        abort(400)
    organisations.revoke_label(label, reason=form.reason.data, by=signed_in_person())
    flash(_("The label is taken away."))
    return redirect(url_for("organisations.check", organisation=organisation.id))


@bp.post("/staff/organisations/<id:organisation>/representatives/<id:one>/end")
@allows(Permission.ORGANISATION_CHECK, Organisation)
def end(organisation: Organisation, one: str) -> Response:
    found = next((r for r in organisation.representatives if r.id == one), None) or abort(404)
    organisations.end_representation(found, by=signed_in_person())
    flash(_("%(name)s no longer represents the organization here.", name=found.account.name))
    return redirect(url_for("organisations.check", organisation=organisation.id))


# --- inside


def doubts_about(organisation: Organisation) -> list[str]:
    """What a person should look at before confirming anything. None of it is refused by itself."""
    doubts = [_("Its name is close to “%(name)s”.", name=other.name) for other in organisation_queries.named_nearly(organisation)]
    doubts += [_("“%(name)s” gave the same web address.", name=o.name) for o in organisation_queries.with_the_same(organisation, Organisation.domain)]
    doubts += [_("“%(name)s” gave the same EIN.", name=o.name) for o in organisation_queries.with_the_same(organisation, Organisation.ein)]
    doubts += [_("A mailbox at %(domain)s answered that it knows nothing of this organization.", domain=one.domain) for one in organisation_queries.denials_of(organisation)]
    if mixes_alphabets(organisation.name):
        doubts.append(_("Its name has words in different alphabets that look alike."))
    if names_the_city(organisation.name):
        doubts.append(_("A name of the city stands inside its name. Readers could take it for the city."))
    return doubts


def _words_of(request: LabelRequest) -> dict[str, str]:
    return json.loads(unseal(request.words)) if request.words is not None else {}


def _check_of(organisation: Organisation, id: str) -> OrganisationCheck:
    return next((found for found in organisation_queries.checks_of(organisation) if found.id == id), None) or abort(404)
