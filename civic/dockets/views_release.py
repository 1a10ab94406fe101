"""The moment of publishing in two steps: a preview, and a check of what becomes public and what changes with it."""

from __future__ import annotations

import io
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.clock import now
from civic.database import Refusal
from civic.dockets import actions, warnings
from civic.dockets.forms import LABELS, CheckForm, PublishForm, in_city_time, usual_closing
from civic.dockets.models import Docket
from civic.dockets.queries import draft_text_of
from civic.dockets.release import obstacles, release_of
from civic.dockets.staff import bp
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page, public_address


@bp.route("/d/<docket:docket>/publish", methods=["GET", "POST"])
@allows(Permission.DOCKET_PUBLISH, Docket)
def publish(docket: Docket) -> Any:
    """Step 1: what everybody will see, and until when they can comment."""
    form, draft = PublishForm(), draft_text_of(docket)
    if request.method == "GET" and not docket.windows:
        form.closes_at.data = usual_closing()
    if form.was_submitted():
        closes = form.closes_at.data.strftime("%Y-%m-%dT%H:%M") if form.closes_at.data else ""
        return redirect(url_for("dockets.check", docket=docket.number, note=form.note.data or None, closes_at=closes or None))
    return page("dockets/publish.html", docket=docket, draft=draft, form=form, obstacles=obstacles(docket, draft))


@bp.route("/d/<docket:docket>/publish/check", methods=["GET", "POST"])
@allows(Permission.DOCKET_PUBLISH, Docket)
def check(docket: Docket) -> Any:
    """Step 2: which version, how it differs, what falls away, who must be asked again. Only this press publishes."""
    release = release_of(docket)
    form = CheckForm() if request.method == "POST" else CheckForm(request.args)
    typed_well = form.note.validate(form) and form.closes_at.validate(form)  # the first step asked for both
    if release.draft is None and docket.is_public or not typed_well:
        return redirect(url_for("dockets.publish", docket=docket.number))
    cautions = warnings.about_words(docket, release.draft)
    closes = form.closes_at.data if not docket.windows else None
    if form.closes_at.data and not docket.windows:
        cautions += warnings.about_window(docket, now(), in_city_time(form.closes_at.data))
    if form.was_submitted():
        with form.reporting():
            if form.seen.data != release.seen:
                raise Refusal(_("Something that becomes public was changed after you opened this page. Read it again below, then publish."))
            if cautions and not form.anyway.data:
                raise Refusal(_("Read the warnings, then tick the box and publish."), "anyway")
            _publish(docket, form)
            flash(_("Published. It is in the record."))
            return redirect(url_for("dockets.published", docket=docket.number))
    form.seen.data = release.seen
    return page("dockets/check.html", docket=docket, release=release, form=form, cautions=cautions, closes=in_city_time(closes) if closes else None,
                obstacles=obstacles(docket, release.draft), LABELS=LABELS)  # fmt: skip


@bp.get("/d/<docket:docket>/published")
@allows(Permission.DOCKET_PUBLISH, Docket)
def published(docket: Docket) -> Response:
    """The address to give to people, as words and as a square code for posters and agendas."""
    if not docket.is_public:
        abort(404)
    address = public_address("pages.docket", docket=docket.number)
    return page("dockets/published.html", docket=docket, address=address)


@bp.get("/d/<docket:docket>/poster.svg")
@allows(Permission.DOCKET_PUBLISH, Docket)
def poster(docket: Docket) -> Response:
    import segno

    kept = io.BytesIO()
    segno.make(public_address("pages.docket", docket=docket.number), error="m").save(kept, kind="svg", scale=8, border=4)
    return Response(kept.getvalue(), mimetype="image/svg+xml", headers={"Content-Disposition": f"inline; filename={docket.number}.svg"})


def _publish(docket: Docket, form: CheckForm) -> None:
    person = signed_in_person()
    if draft_text_of(docket) is not None:
        actions.publish_version(docket, by=person, note=form.note.data or "")
    else:
        actions.publish_docket(docket, by=person)
    if form.closes_at.data and not docket.windows:
        actions.open_window(docket, opens_at=now(), closes_at=in_city_time(form.closes_at.data), by=person)
