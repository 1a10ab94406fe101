"""The city's rules: which settings there are, their first values, and the value in force on a day.

Rows are append-only and dated; `/staff/settings` sets them and `/how/numbers` shows them with their history.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.clock import now, today
from civic.database import Refusal, db
from civic.people.models import PolicySetting
from civic.people.queries import accounts_with_role
from civic.people.values import checked
from civic.permissions import Role
from civic.record.actions import record
from civic.record.leaf import b64

MAIL_HELP = _l("Readers may then ask for mail in it: the first lines are in that language and say that the rest is in English. Ask a native reader to check them.")


@dataclass(frozen=True)
class Setting:
    key: str
    label: Any
    kind: type | str  # int, str, "text", "lines", "zone", "wards", "days", "day", the choices joined by |, or a name in CHOICES of values.py
    default: Any = None  # None: no default, the feature stays off until someone sets it
    help: Any = ""
    required_to_publish: bool = False
    lowest: int = 1  # of a number
    highest: int = 1000


SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("city_name", _l("City name"), str, help=_l("As it stands at the head of every page, like “City of Alder”."), required_to_publish=True),
        Setting("zone", _l("Time zone"), "zone", help=_l("Every deadline is said in this zone."), required_to_publish=True),
        Setting("seats", _l("Seats on the council"), int, help=_l("Thirteen in many cities; the authorized number, filled or not."), required_to_publish=True, highest=99),
        Setting("wards", _l("Wards and their residents"), "wards", help=_l("One per line, like “3: 32410”: the ward, then how many people live there."), required_to_publish=True),
        Setting("contact_lines", _l("Phone, post and in person: where people without internet comment"), "lines", help=_l("One way per line, like “Phone 555-0100, weekdays 8 to 5”."), required_to_publish=True),
        Setting("response_days", _l("Days an office has to answer"), int, help=_l("The number in the council's resolution."), required_to_publish=True, highest=365),
        Setting("attorney_sentence", _l("The city attorney's sentence at the comment form"), "text", help=_l("It says what becomes of a comment under state law, also of one that is withdrawn."), required_to_publish=True),
        Setting("quorum", _l("Quorum of the council"), int, None, help=_l("Without it no vote is recorded. Left unset, it is a majority of all seats."), highest=99),
        Setting("passage", _l("Votes needed to pass, where the workflow does not say it"), "majority_of_all_members|majority_of_present|two_thirds_of_all_members", "majority_of_all_members"),
        Setting("override", _l("Votes needed to override a veto, where the workflow does not say it"), "two_thirds_of_all_members|three_quarters_of_all_members", "two_thirds_of_all_members"),
        Setting("threshold_base", _l("Thresholds count"), "authorised_seats|filled_seats", "authorised_seats"),
        Setting("workflow", _l("How a matter moves: its workflow"), "workflow", "minimal", help=_l("A matter keeps the workflow under which it started. Each one is described at /how/workflows.")),
        Setting("mayor_days", _l("Days the mayor has to act"), int, None, help=_l("Used where the workflow does not say it. Leave it unset if you do not know.")),
        Setting("hearing_notice_days", _l("Days of notice before a hearing"), int, None, help=_l("Used where the workflow does not say it. Leave it unset if you do not know.")),
        Setting("holidays", _l("Holidays"), "days", [], help=_l("One day per line, like 2026-12-25. Business days skip them.")),
        Setting("hold_business_days", _l("Business days to decide a held comment"), int, 1, highest=30),
        Setting("appeal_days", _l("Days to appeal"), int, 30),
        Setting("appeal_decision_days", _l("Days to decide an appeal"), int, None, help=_l("Until it is set, an appeal has no due day; the page of what is overdue says how long it waits."), highest=365),
        Setting("small_number", _l("Smallest number of comments before a ward is shown"), int, 10),
        Setting("late_hours", _l("Hours in which late comments are accepted and marked"), int, 72, lowest=0),
        Setting("grace_minutes", _l("Minutes of grace at closing time"), int, 30, lowest=0, highest=1440),
        Setting("originals_days", _l("Days a scan or recording is kept after comments close"), int, 90, lowest=0, help=_l("Then its key is destroyed. The paper itself stays with the city as its own rules say.")),
        Setting("positions_before_hearing", _l("Council positions before the hearing"), "off|on", "off", help=_l("Turn on only when the city attorney has confirmed it.")),
        Setting("text_days", _l("Days a text is online before a vote"), int, None, help=_l("Checked on the page “Is the vote ready?”. Without a number that page says that the city has set none."), highest=365),
        Setting("window_days", _l("Days that comments are open before a vote"), int, None, help=_l("Checked on the page “Is the vote ready?”."), highest=365),
        Setting("ledger_start", _l("First day of the consultation ledger"), "day", None, help=_l("What came before counts as not recorded here.")),
        Setting("language_es", _l("Spanish for residents"), "off|unchecked|checked", "off", help=_l("Offer it once a native reader has checked the summary, deadlines, rights and receipt.")),
        Setting("mail_so", _l("Somali in mail"), "off|unchecked|checked", "off", help=MAIL_HELP),
        Setting("mail_hmn", _l("Hmong in mail"), "off|unchecked|checked", "off", help=MAIL_HELP),
        Setting("quiet_from", _l("No mail to followers from this hour"), int, 21, lowest=0, highest=23, help=_l("In the city's zone. What happens at night is sent in the morning.")),
        Setting("quiet_to", _l("No mail to followers until this hour"), int, 7, lowest=0, highest=23, help=_l("The same hour in both turns quiet hours off.")),
        Setting("reminder_days", _l("Days before its deadline an office that owes an answer is reminded"), int, 3, lowest=0, highest=60, help=_l("0 sends no reminder.")),
        Setting("exception_notice_days", _l("Days of public notice before an exception can be granted"), int, help=_l("Requests for exceptions are off until this and the hearing are set."), highest=365),
        Setting("exception_hearing", _l("Hearing before an exception is granted"), "always|new_only|never", help=_l("“New requests” leaves out renewals in which nothing but the days changes.")),
        Setting("exception_renewal_days", _l("Days of public notice when a renewal changes nothing but its days"), int, 10, highest=365),
        Setting("exception_emergency_days", _l("Days to file a request after an emergency use"), int, help=_l("Emergency requests are off until this and the days for the review are set."), highest=90),
        Setting("exception_review_days", _l("Days to review an emergency use once it is filed"), int, highest=365),
        Setting("ein_shown", _l("EIN of an organization on its public page"), "off|last_four", "off", help=_l("Those who check see the whole number; the public sees its last four digits, or nothing.")),
        Setting("topics", _l("Listed topics a comment may be about without naming a section"), "lines", [], help=_l("One topic per line.")),
    )
}  # fmt: skip


# The seventh thing that publishing waits for is no dated value: it is people.
FIRST_ACCOUNTS = Setting("accounts", _l("First accounts: a clerk and a moderator"), "accounts", required_to_publish=True)


def policy(key: str, on: date | None = None) -> Any:
    """The value in force on a day (today if none is given)."""
    if key == "zone" and on is None:
        return _zone_at(now())
    values = _values_in_force(on or today_in_city())
    return values.get(key, SETTINGS[key].default)


def policy_as_of(key: str, instant: datetime) -> Any:
    """The value in force at an instant, as the settings stood then: what was set later changes nothing of that day."""
    on = instant.astimezone(ZoneInfo(zone_at(instant))).date()
    rows = [row for row in history_of(key) if row.effective_on <= on and row.set_at <= instant]
    latest = max(rows, key=lambda row: (row.effective_on, row.n), default=None)
    return latest.value["value"] if latest is not None else SETTINGS[key].default


def zone_at(instant: datetime) -> str:
    """The name of the city's zone at an instant; UTC until it is set."""
    return _zone_at(instant) or "UTC"


def history_of(key: str) -> list[PolicySetting]:
    """Every value ever set, newest first."""
    return list(db.session.scalars(sa.select(PolicySetting).where(PolicySetting.key == key).order_by(PolicySetting.n.desc())))


def row_in_force(key: str) -> PolicySetting | None:
    """The row that gives today's value; None while the software's own first value stands."""
    if key == "zone":
        return next((row for row in history_of(key) if row.value["value"] == _zone_at(now())), None)
    rows = [row for row in history_of(key) if row.effective_on <= today_in_city()]
    return max(rows, key=lambda row: (row.effective_on, row.n), default=None)


@dataclass(frozen=True)
class InForce:
    """A setting as the pages show it: the value, the row it comes from, changes ahead and the whole history."""

    setting: Setting
    value: Any
    row: PolicySetting | None
    ahead: list[PolicySetting]
    history: list[PolicySetting]


def settings_in_order() -> list[InForce]:
    """Every setting in the order of the table above."""
    return [InForce(setting, policy(key), row_in_force(key), rows_ahead(key), history_of(key)) for key, setting in SETTINGS.items()]


def rows_ahead(key: str) -> list[PolicySetting]:
    """Changes whose day has not come, the next one first."""
    if key == "zone" and policy("zone") is None:
        return []
    return sorted((row for row in history_of(key) if row.effective_on > today_in_city()), key=lambda row: (row.effective_on, row.n))


def settings_missing() -> list[Setting]:
    """What the first publication still waits for."""
    missing = [setting for setting in SETTINGS.values() if setting.required_to_publish and policy(setting.key) in (None, "", [])]
    return missing if has_first_accounts() else [*missing, FIRST_ACCOUNTS]


def has_first_accounts() -> bool:
    """Somebody publishes, and somebody reads what is held."""
    return all(accounts_with_role(role) for role in (Role.CLERK, Role.MODERATOR))


def set_policy(key: str, value: Any, *, by: Any = None, effective_on: date | None = None, reason: str = "") -> PolicySetting:
    if key not in SETTINGS:
        raise Refusal(_("There is no setting named %(key)s.", key=key))
    value = checked(SETTINGS[key], value)
    starts = effective_on or _first_day()
    if starts < _first_day():
        raise Refusal(_("A setting can change from today on, not for days that have passed."), "effective_on")
    n = (db.session.scalar(sa.select(sa.func.max(PolicySetting.n))) or 0) + 1
    row = PolicySetting(
        key=key, value={"value": value}, effective_on=starts, set_at=now(), set_by=getattr(by, "id", None), reason=reason, n=n
    )
    db.session.add(row)
    db.session.flush()
    forget_rules()
    standing = json.dumps(_values_in_force(starts), sort_keys=True, default=str).encode()
    record("policy.changed", row, by=by or "system", setting=key, sha256=b64(sha256(standing).digest()), starts=starts)
    return row


def city_zone() -> ZoneInfo:
    return ZoneInfo(_zone_at(now()) or "UTC")


def today_in_city() -> date:
    return now().astimezone(city_zone()).date()


def _first_day() -> date:
    """Until the zone is set nobody knows the city's day: a value then counts from the earliest day it can be."""
    return today() if _zone_at(now()) else (now() - timedelta(hours=12)).astimezone(UTC).date()


def _zone_at(instant: datetime) -> str | None:
    """The zone whose day has come. The first one acts at once; a later one when its day begins in the zone before it."""
    zone: str | None = None
    for starts, name in _zones():
        if zone is None or starts <= instant.astimezone(ZoneInfo(zone)).date():
            zone = name
    return zone


def _zones() -> list[tuple[date, str]]:
    kept = _kept()
    if "zones" not in kept:
        rows = db.session.execute(
            sa.select(PolicySetting.effective_on, PolicySetting.value).where(PolicySetting.key == "zone").order_by(PolicySetting.effective_on, PolicySetting.n)
        )
        kept["zones"] = [(starts, value["value"]) for starts, value in rows]
    return kept["zones"]


def _values_in_force(on: date) -> dict[str, Any]:
    kept = _kept()
    if on not in kept:
        rows = db.session.execute(
            sa.select(PolicySetting.key, PolicySetting.value).where(PolicySetting.effective_on <= on).order_by(PolicySetting.effective_on, PolicySetting.n)
        )
        kept[on] = {key: value["value"] for key, value in rows}
    return kept[on]


def _kept() -> dict[Any, Any]:
    """What this transaction has read already; another transaction, or a part that is taken back, reads anew."""
    session = db.session()
    transaction = session.get_nested_transaction() or session.get_transaction()
    if transaction is None:  # the first read begins one
        return {}
    whose, kept = session.info.get("policy", (None, {}))
    if whose is not transaction:
        kept = {}
        session.info["policy"] = (transaction, kept)
    return kept


def forget_rules() -> None:
    """After a change: the next reading asks the database."""
    db.session().info.pop("policy", None)
