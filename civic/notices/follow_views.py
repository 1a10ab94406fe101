"""Following: a page for each docket and one for the site, and the two pages that mail leads to. Only a press changes anything."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug import Response

from civic.comments.routes import private
from civic.dockets.models import Docket
from civic.mail_languages import mail_languages
from civic.notices import following
from civic.notices.forms import RHYTHMS, ChangeForm, FollowForm, PressForm
from civic.notices.models import Subscription, SubscriptionState
from civic.notices.news import TOPICS
from civic.notices.queries import sends_mail
from civic.notices.subscriptions import subscription_to_confirm, subscription_to_stop
from civic.permissions import Permission, allows
from civic.web import csrf, language, page

bp = Blueprint("follow", __name__)


@bp.route("/d/<docket:docket>/follow", methods=["GET", "POST"])
@allows(Permission.DOCKET_SEE, Docket)
def docket(docket: Docket) -> Any:
    return _follow(docket)


@bp.route("/follow", methods=["GET", "POST"])
@allows(Permission.BROWSE)
def site() -> Any:
    return _follow(None)


@bp.get("/follow/asked")
@allows(Permission.BROWSE)
def asked() -> Response:
    """The same page for every address, known or not."""
    return page("follow/asked.html")


@bp.route("/follow/confirm/<id:token>", methods=["GET", "POST"])
@allows(Permission.BROWSE)
def confirm(token: str) -> Any:
    subscription, form = subscription_to_confirm(token), PressForm()
    if subscription is None:
        return private(page("follow/over.html", status=410))
    if form.was_submitted():
        following.confirm(subscription)
        return private(page("follow/confirmed.html", **_shown(subscription)))
    return private(page("follow/confirm.html", form=form, **_shown(subscription)))


@bp.route("/follow/stop/<id:token>", methods=["GET", "POST"])
@csrf.exempt  # mail programs press this button themselves (RFC 8058); the address of the page is the secret
@allows(Permission.BROWSE)
def stop(token: str) -> Any:
    subscription = subscription_to_stop(token)
    if subscription is None:
        return private(page("follow/over.html", status=410))
    if request.method == "POST" and "change" not in request.form:
        following.stop(subscription)
    if subscription.state is SubscriptionState.ENDED:
        return private(page("follow/stopped.html", **_shown(subscription)))
    return _changed(subscription)


def _changed(subscription: Subscription) -> Response:
    form = ChangeForm(topics=subscription.topics, rhythm=subscription.rhythm.value, meta={"csrf": False})
    kept = False
    if form.was_submitted():
        with form.reporting():
            following.change(subscription, topics=form.topics.data, rhythm=form.rhythm.data)
            kept = True
    return private(page("follow/stop.html", form=form, kept=kept, **_shown(subscription)))


def _follow(docket: Docket | None) -> Any:
    form = FollowForm(language=language())
    form.language.choices = mail_languages()
    if form.was_submitted():
        with form.reporting():
            following.follow(docket, form.address.data, topics=form.topics.data, rhythm=form.rhythm.data, language=form.language.data)
            return redirect(url_for("follow.asked"), 303)
    return page("follow/docket.html" if docket else "follow/site.html", docket=docket, form=form, sends_mail=sends_mail())


def _shown(subscription: Subscription) -> dict[str, Any]:
    return {
        "subscription": subscription, "what": following.what_is_followed(subscription), "TOPICS": TOPICS, "RHYTHMS": RHYTHMS,
    }  # fmt: skip
