"""For moderators: groups by size, the letter once, what was added, and what can be done with the group."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from civic.campaigns import actions, grouped, queries
from civic.campaigns.beside import beside, chosen_in, missing_in
from civic.campaigns.forms import MergeForm, SplitForm, SponsorForm
from civic.campaigns.models import Family, FamilyAct, FamilyState, Relation
from civic.campaigns.steps import steps_on
from civic.comments.models import Comment
from civic.comments.queries import comment_numbered
from civic.database import Refusal
from civic.dockets.models import Docket
from civic.forms import Form
from civic.permissions import Permission, allows, signed_in_person
from civic.record.numbers import shown
from civic.web import page

bp = Blueprint("groups", __name__, url_prefix="/staff")


@bp.get("/d/<docket:docket>/groups")
@allows(Permission.COMMENT_MODERATE, Docket)
def list_groups(docket: Docket) -> Response:
    rows, start = queries.ranked(docket, public=False), max(0, request.args.get("from", 0, type=int))
    relations = [] if start else queries.relations_on(docket, limit=queries.LISTED)
    return page(
        "groups/list_groups.html", docket=docket, families=queries.shown(rows[start : start + queries.LISTED]), relations=relations, apart=[] if start else queries.relations_on(docket, "apart", limit=queries.LISTED),
        more=start + queries.LISTED if len(rows) > start + queries.LISTED else None, start=start,
        steps=steps_on(docket), form=Form(), shown=shown,
    )  # fmt: skip


@bp.get("/d/<docket:docket>/groups/compare")
@allows(Permission.COMMENT_MODERATE, Docket)
def compare(docket: Docket) -> Response:
    """Two groups beside each other, before somebody joins them; those that the public does not see yet as well."""
    chosen = chosen_in(docket, request.args, public=False)
    return page(
        "groups/compare.html", docket=docket, chosen=chosen, pair=beside(*chosen) if len(chosen) == 2 else None,
        families=queries.shown(queries.ranked(docket, public=False)[: queries.LISTED]), asked=bool(request.args.get("b")), missing=missing_in(request.args, chosen),
    )  # fmt: skip


@bp.get("/groups/<id:family>")
@allows(Permission.COMMENT_MODERATE, Family)
def one(family: Family) -> Response:
    return _page(family)


@bp.post("/groups/<id:family>/confirm")
@allows(Permission.COMMENT_MODERATE, Family)
def confirm(family: Family) -> Response:
    return _done(family, Form(), lambda: actions.confirm_family(family, by=signed_in_person()), _("Kept as one group. Each comment keeps its number and counts."))


@bp.post("/groups/<id:family>/split")
@allows(Permission.COMMENT_MODERATE, Family)
def split(family: Family) -> Response:
    form = SplitForm()
    chosen = _chosen()
    words = ngettext("%(num)s comment was taken out of the group.", "%(num)s comments were taken out of the group.", len(chosen))
    return _done(family, form, lambda: actions.split_family(family, chosen, together=form.together.data, by=signed_in_person()), words)


@bp.post("/groups/<id:family>/merge")
@allows(Permission.COMMENT_MODERATE, Family)
def merge(family: Family) -> Response:
    form = _merge_form(family, MergeForm())

    def merged() -> object:
        other = queries.family_on(family.docket, min(form.chosen, 2**31 - 1)) or family
        return actions.merge_families(family, other, by=signed_in_person())

    return _done(family, form, merged, lambda: _joined(family, _("Both groups are one now.")))


@bp.post("/groups/<id:family>/dissolve")
@allows(Permission.COMMENT_MODERATE, Family)
def dissolve(family: Family) -> Response:
    return _done(family, Form(), lambda: actions.dissolve_family(family, by=signed_in_person()), _("The group is dissolved. Each comment stands for itself."))


@bp.post("/groups/<id:family>/sponsor")
@allows(Permission.COMMENT_MODERATE, Family)
def declare(family: Family) -> Response:
    form = SponsorForm()
    return _done(family, form, lambda: actions.declare_sponsor(family, form.sponsor.data or "", by=signed_in_person()), _("The declared sponsor is kept."))


@bp.post("/groups/<id:family>/leave")
@allows(Permission.COMMENT_MODERATE, Family)
def leave(family: Family) -> Response:
    """Copies word for word of a letter that this person read: each gets a decision of its own."""
    if _changed_meanwhile(family):
        return redirect(url_for("groups.one", family=family.id), 303)
    n = grouped.leave_copies_public(family, by=signed_in_person())
    flash(ngettext("%(num)s copy stays public, with a decision of its own.", "%(num)s copies stay public, each with a decision of its own.", n))
    return redirect(url_for("groups.one", family=family.id), 303)


@bp.post("/groups/<id:family>/batch")
@allows(Permission.COMMENT_MODERATE, Family)
def batch(family: Family) -> Response:
    n = grouped.changed_into_batch(family, by=signed_in_person())
    if not n:
        flash(_("A colleague holds them now. Nothing was put in your batch."), "warning")
        return redirect(url_for("groups.one", family=family.id), 303)
    flash(ngettext("%(num)s comment of the group is in your batch.", "%(num)s comments of the group are in your batch.", n))
    return redirect(url_for("moderation.queue", docket=family.docket.number), 303)


@bp.post("/group-acts/<id:family_act>/undo")
@allows(Permission.COMMENT_MODERATE, FamilyAct)
def undo(family_act: FamilyAct) -> Response:
    return _flashed(family_act.family.docket, lambda: actions.undo_act(family_act, by=signed_in_person()), _("Taken back by a reversing entry. The record keeps both."))


@bp.post("/relations/<id:relation>/join")
@allows(Permission.COMMENT_MODERATE, Relation)
def join(relation: Relation) -> Response:
    docket = queries.docket_of(relation)
    return _flashed(docket, lambda: actions.decide_relation(relation, join=True, by=signed_in_person()), lambda family: _joined(family, _("Both letters are one group now.")))


@bp.post("/relations/<id:relation>/apart")
@allows(Permission.COMMENT_MODERATE, Relation)
def apart(relation: Relation) -> Response:
    docket = queries.docket_of(relation)
    return _flashed(docket, lambda: actions.decide_relation(relation, join=False, by=signed_in_person()), _("They stay apart."))


@bp.post("/relations/<id:relation>/reopen")
@allows(Permission.COMMENT_MODERATE, Relation)
def reopen(relation: Relation) -> Response:
    docket = queries.docket_of(relation)
    return _flashed(docket, lambda: actions.reopen_relation(relation, by=signed_in_person()), _("It is open again."))


# --- inside


def _page(family: Family, form: Form | None = None) -> Response:
    size, exact = queries.sizes_in(family)
    pages = max(1, -(-size // queries.PAGE))
    at = min(max(1, request.args.get("page", 1, type=int)), pages)
    rows, letter = queries.page_of(family, at), queries.letter_of(family)
    return page(
        "groups/one.html", docket=family.docket, family=family, size=size, exact=exact, rows=rows, at=at, pages=pages, letter=letter, arrived=queries.sorted_in_since(family) if family.state is FamilyState.CONFIRMED else 0,
        additions=queries.additions_in(rows, letter), form=form or Form(), template=family.template_id, template_language=queries.language_of(family), expected=queries.state_of(family), waiting=grouped.waiting_in(family),
        shown=shown, is_listed=queries.is_public(family) and size >= queries.SHOWN_FROM, shown_from=queries.SHOWN_FROM,
        sponsor_form=form if isinstance(form, SponsorForm) else SponsorForm(formdata=None, sponsor=family.sponsor),
        merge_form=form if isinstance(form, MergeForm) else _merge_form(family, MergeForm(formdata=None)), slots=queries.slots_in(family),
    )  # fmt: skip


def _merge_form(family: Family, form: MergeForm) -> MergeForm:
    others = [one for one in queries.ranked(family.docket, public=False) if one.id != family.id]
    form.offer(queries.shown(others[: queries.LISTED]), are_all=len(others) <= queries.LISTED)
    return form


def _joined(family: Family, told: str) -> str:
    """What a group says of its sponsors after it was joined: none is lost, and two are not one."""
    if len(family.sponsors) > 1:
        told += " " + _("Both declared sponsors stand on its page: %(names)s. Change them below its letter if one is wrong.", names=", ".join(family.sponsors))
    elif family.sponsors:
        told += " " + _("Its declared sponsor: %(name)s.", name=family.sponsor)
    return told


def _done(family: Family, form: Form, act: Any, words: Any) -> Response:
    """Carry a step out, unless the group changed since the page was made; a refusal shows the page again."""
    if _changed_meanwhile(family):
        return redirect(url_for("groups.one", family=family.id), 303)
    if form.was_submitted():
        with form.reporting():
            act()
            flash(words() if callable(words) else words)
            return redirect(url_for("groups.list_groups", docket=family.docket.number))
    return _page(family, form)


def _changed_meanwhile(family: Family) -> bool:
    """Whether the group is another than the page showed; then nothing is done, and the next page says so."""
    if request.form.get("expected", "") == queries.state_of(family):
        return False
    flash(_("This group changed in the meantime. Nothing of yours was saved; look at it again."), "warning")
    g.refused = True
    return True


def _flashed(docket: Docket, act: Any, words: Any) -> Response:
    try:
        done = act()
        flash(words(done) if callable(words) else words)
    except Refusal as refusal:
        g.refused = True
        flash(refusal.sentence, "warning")
    return redirect(url_for("groups.list_groups", docket=docket.number), 303)


def _chosen() -> list[Comment]:
    return [comment_numbered(number) or abort(404) for number in request.form.getlist("member")]
