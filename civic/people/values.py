"""What a setting's value may be, how a form or a terminal writes it, and how a page shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from flask_babel import gettext as _

from civic.database import Refusal

if TYPE_CHECKING:
    from civic.people.policy import Setting

FIELD = "value"  # the form's field that shows what is wrong
MOST_DIGITS = 8  # of the residents of a ward; the largest city has that many in all
# Choices that a higher domain knows, with their words: it puts them here when it starts.
CHOICES: dict[str, Callable[[], dict[str, str]]] = {}
LONGEST = {"text": 2000, str: 200}


def checked(setting: Setting, value: Any) -> Any:
    """The value as it is stored. Raises Refusal with the sentence for whoever set it."""
    if setting.kind is int:
        return _number(setting, value)
    if setting.kind in (str, "text"):
        return _words(setting, value)
    if setting.kind == "lines":
        return [_line(line) for line in _listed(value) if str(line).strip()]
    if setting.kind == "zone":
        return _one_of(zone_names() if value not in available_timezones() else [value], value)
    if setting.kind == "wards":
        return _wards(value)
    if setting.kind == "days":
        return sorted({_day(one).isoformat() for one in _listed(value)})
    if setting.kind == "day":
        return None if value in (None, "") else _day(value).isoformat()
    return _one_of(choices_of(setting), value)


def read_typed(setting: Setting, typed: str) -> Any:
    """What a person typed, as the value it means: one entry per line, wards as ``name: residents``."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if setting.kind in ("lines", "wards") and setting.required_to_publish and not lines:
        raise Refusal(_("Nothing can be published without this, so it cannot be empty."), FIELD)
    if setting.kind in ("lines", "days"):
        return checked(setting, lines)
    if setting.kind == "wards":
        return checked(setting, [_typed_ward(line) for line in lines])
    return checked(setting, typed.strip())


def as_typed(setting: Setting, value: Any) -> str:
    """The value as the form shows it for changing."""
    if value is None:
        return ""
    if setting.kind == "wards":
        return "\n".join(f"{ward['name']}: {ward['residents']}" for ward in value)
    return "\n".join(str(one) for one in value) if isinstance(value, list) else str(value)


def choices_of(setting: Setting) -> list[str]:
    if setting.kind in CHOICES:
        return list(CHOICES[str(setting.kind)]())
    return str(setting.kind).split("|") if "|" in str(setting.kind) else []


def zone_names() -> list[str]:
    """Zones of the United States first in use, then every other American one, then UTC."""
    return sorted(name for name in available_timezones() if name.startswith(("America/", "Pacific/Honolulu", "Pacific/Guam"))) + ["UTC"]


def _number(setting: Setting, value: Any) -> int:
    digits = value if isinstance(value, int) and not isinstance(value, bool) else str(value).strip()
    if isinstance(digits, str):
        if not (digits.isascii() and digits.isdigit()):
            raise Refusal(_("Enter a whole number."), FIELD)
        digits = int(digits[:9])
    if not setting.lowest <= digits <= setting.highest:
        raise Refusal(_("Enter a number from %(lowest)s to %(highest)s.", lowest=setting.lowest, highest=setting.highest), FIELD)
    return digits


def _words(setting: Setting, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Refusal(_("Write something here."), FIELD)
    longest = LONGEST[setting.kind]
    if len(value) > longest:
        raise Refusal(_("This may be %(longest)s characters long.", longest=longest), FIELD)
    return value.strip()


def _line(value: Any) -> str:
    line = str(value).strip()
    if len(line) > 300:
        raise Refusal(_("A line may be 300 characters long."), FIELD)
    return line


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise Refusal(_("Write one entry per line."), FIELD)
    return list(value)


def _day(value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise Refusal(_("“%(words)s” is not a day. Write it like 2026-12-25.", words=str(value)[:40]), FIELD) from error


def _one_of(choices: list[str], value: Any) -> str:
    if value not in choices:
        raise Refusal(_("“%(words)s” is not one of the choices.", words=str(value)[:60]), FIELD)
    return value


def _typed_ward(line: str) -> dict[str, Any]:
    name, colon, residents = line.rpartition(":")
    digits = residents.strip().replace(",", "")
    if not colon or not name.strip() or not (digits.isascii() and digits.isdigit()):
        raise Refusal(_("Write each ward like “3: 32410”. This line is different: “%(line)s”.", line=line[:60]), FIELD)
    if len(digits) > MOST_DIGITS:
        raise Refusal(_("No ward has so many residents. Check this line: “%(line)s”.", line=line[:60]), FIELD)
    return {"name": name.strip().removeprefix("Ward "), "residents": int(digits)}


def _wards(value: Any) -> list[dict[str, Any]]:
    wards = _listed(value)
    for ward in wards:
        if not isinstance(ward, dict) or set(ward) != {"name", "residents"} or not isinstance(ward["residents"], int):
            raise Refusal(_("A ward has a name and a number of residents."), FIELD)
    names = [ward["name"] for ward in wards]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Refusal(_("Ward “%(name)s” is there twice.", name=twice), FIELD)
    return wards
