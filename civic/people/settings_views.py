"""The city's rules: /staff/settings, one page to change each, and the seven things of the first run."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.people.forms import setting_form
from civic.people.policy import (
    FIRST_ACCOUNTS,
    SETTINGS,
    history_of,
    policy,
    set_policy,
    settings_in_order,
    settings_missing,
)
from civic.people.values import read_typed
from civic.permissions import Permission, allows, signed_in_person
from civic.web import day, page

bp = Blueprint("settings", __name__, url_prefix="/staff/settings")


@bp.get("")
@allows(Permission.SETTINGS_SEE)
def every() -> Response:
    return page("settings/every.html", rows=settings_in_order(), missing=settings_missing())


@bp.get("/first-run")
@allows(Permission.SETTINGS_SEE)
def first_run() -> Response:
    missing = settings_missing()
    return page("settings/first_run.html", steps=_seven_things(), missing=missing, accounts_done=FIRST_ACCOUNTS not in missing)


@bp.route("/<string:key>", methods=["GET", "POST"])
@allows(Permission.SETTINGS_CHANGE)
def change(key: str) -> Any:
    setting = SETTINGS.get(key) or abort(404)
    is_first = setting.required_to_publish and not history_of(key)
    form = setting_form(setting, policy(key))
    if form.was_submitted():
        with form.reporting():
            value = read_typed(setting, form.value.data or "")
            row = set_policy(key, value, effective_on=None if is_first else form.effective_on.data, reason=form.reason.data or "", by=signed_in_person())
            flash(_("“%(label)s” is set from %(day)s.", label=setting.label, day=day(row.effective_on)))
            return redirect(url_for("settings.first_run" if is_first else "settings.every"))
    return page("settings/change.html", setting=setting, form=form, history=history_of(key), is_first=is_first)


def _seven_things() -> list[tuple[str, list[Any], bool]]:
    """What publishing waits for, as a person counts it: seats and wards are one thing."""
    waiting = {setting.key for setting in settings_missing()}
    groups = [("city_name",), ("zone",), ("seats", "wards"), ("contact_lines",), ("response_days",), ("attorney_sentence",)]
    return [(keys[0], [(SETTINGS[key], key not in waiting) for key in keys], not waiting & set(keys)) for keys in groups]

