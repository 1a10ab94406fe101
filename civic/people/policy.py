"""The city's rules: which settings there are, their first values, and the value in force on a day.

Rows are append-only and dated; `/staff/settings` sets them and `/how/numbers` shows them with their history.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import sqlalchemy as sa
from flask import g, has_request_context
from flask_babel import lazy_gettext as _l

from civic.clock import now, today
from civic.database import Refusal, db
from civic.people.models import PolicySetting
from civic.record.actions import record
from civic.record.leaf import b64


@dataclass(frozen=True)
class Setting:
    key: str
    label: Any
    kind: type | str  # int, str, bool, "text", "lines", "zone", "wards", "days", or a tuple of choices joined by |
    default: Any = None  # None: no default, the feature stays off until someone sets it
    help: Any = ""
    required_to_publish: bool = False


SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("city_name", _l("City name"), str, required_to_publish=True),
        Setting("zone", _l("Time zone"), "zone", required_to_publish=True),
        Setting("seats", _l("Seats on the council"), int, required_to_publish=True),
        Setting("wards", _l("Wards and their residents"), "wards", required_to_publish=True),
        Setting("contact_lines", _l("Phone, post and in person: where people without internet comment"), "lines", required_to_publish=True),
        Setting("response_days", _l("Days an office has to answer"), int, required_to_publish=True),
        Setting("attorney_sentence", _l("The city attorney's sentence at the comment form"), "text", required_to_publish=True),
        Setting("quorum", _l("Quorum of the council"), int, 7),
        Setting("passage", _l("Votes needed to pass"), "majority_of_all_members|majority_of_present|two_thirds_of_all_members", "majority_of_all_members"),
        Setting("override", _l("Votes needed to override a veto"), "two_thirds_of_all_members|three_quarters_of_all_members", "two_thirds_of_all_members"),
        Setting("threshold_base", _l("Thresholds count"), "authorised_seats|filled_seats", "authorised_seats"),
        Setting("holidays", _l("Holidays"), "days", []),
        Setting("hold_business_days", _l("Business days to decide a held comment"), int, 1),
        Setting("appeal_days", _l("Days to appeal"), int, 30),
        Setting("small_number", _l("Smallest number of comments before a ward is shown"), int, 10),
        Setting("late_hours", _l("Hours in which late comments are accepted and marked"), int, 72),
        Setting("grace_minutes", _l("Minutes of grace at closing time"), int, 30),
        Setting("positions_before_hearing", _l("Council positions before the hearing"), "off|on", "off", help=_l("Turn on only when the city attorney has confirmed it.")),
        Setting("ledger_start", _l("First day of the consultation ledger"), "day", None),
        Setting("language_es", _l("Spanish for residents"), "off|unchecked|checked", "off", help=_l("Offer it once a native reader has checked the summary, deadlines, rights and receipt.")),
        Setting("topics", _l("Listed topics a comment may be about without naming a section"), "lines", []),
    )
}  # fmt: skip


def policy(key: str, on: date | None = None) -> Any:
    """The value in force on a day (today if none is given)."""
    on = on or today_without_policy()
    values = _values_in_force(on)
    return values.get(key, SETTINGS[key].default)


def history_of(key: str) -> list[PolicySetting]:
    """Every value ever set, newest first."""
    return list(db.session.scalars(sa.select(PolicySetting).where(PolicySetting.key == key).order_by(PolicySetting.n.desc())))


def settings_missing() -> list[Setting]:
    """What the first publication still waits for."""
    return [setting for setting in SETTINGS.values() if setting.required_to_publish and policy(setting.key) in (None, "", [])]


def set_policy(key: str, value: Any, *, by: Any = None, effective_on: date | None = None) -> PolicySetting:
    if key not in SETTINGS:
        raise Refusal(f"There is no setting named {key}.")
    starts = effective_on or today()
    if starts < today():
        raise Refusal("A setting can change from today on, not for days that have passed.", "effective_on")
    n = (db.session.scalar(sa.select(sa.func.max(PolicySetting.n))) or 0) + 1
    row = PolicySetting(
        key=key, value={"value": value}, effective_on=starts, set_at=now(), set_by=getattr(by, "id", None), n=n
    )
    db.session.add(row)
    db.session.flush()
    _forget()
    standing = json.dumps(_values_in_force(starts), sort_keys=True, default=str).encode()
    record("policy.changed", row, by=by or "system", setting=key, sha256=b64(sha256(standing).digest()), starts=starts)
    return row


def city_zone() -> ZoneInfo:
    return ZoneInfo(policy("zone", date.max) or "UTC")


def today_without_policy() -> date:
    """Finding the zone needs a setting, and finding a setting needs the day: zones use their last value."""
    return now().astimezone(ZoneInfo(_values_in_force(date.max).get("zone") or "UTC")).date()


def _values_in_force(on: date) -> dict[str, Any]:
    kept: dict[date, dict[str, Any]] = g.setdefault("policy_values", {}) if has_request_context() else {}
    if on not in kept:
        rows = db.session.execute(
            sa.select(PolicySetting.key, PolicySetting.value).where(PolicySetting.effective_on <= on).order_by(PolicySetting.effective_on, PolicySetting.n)
        )
        kept[on] = {key: value["value"] for key, value in rows}
    return kept[on]


def _forget() -> None:
    if has_request_context():
        g.pop("policy_values", None)


def zone_names() -> list[str]:
    return sorted(name for name in available_timezones() if name.startswith("America/") or name == "UTC")

