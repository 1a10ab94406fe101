"""What the commands of this domain share: finding a docket, who acts, and how a result is told."""

from __future__ import annotations

from typing import Any

import click
from flask_babel import gettext as _

from civic.database import NotFound, Refusal
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered
from civic.people.queries import account_by_email

SYSTEM: Any = "system"


def found_docket(number: str) -> Docket:
    found = docket_numbered(number)
    if found is None:
        raise NotFound(_("There is no docket %(number)s.", number=number))
    return found


def clerk(email: str | None) -> Any:
    """The account that acts, or the system itself."""
    if email is None:
        return SYSTEM
    found = account_by_email(email)
    if found is None or "clerk" not in {role.value for role in found.role_names}:
        raise Refusal(_("No clerk has this e-mail address."))
    return found


def tell(data: dict[str, Any], as_json: bool, sentence: str, warnings: list[str] | None = None) -> None:
    from civic.cli import answer

    answer(data, as_json, sentence, warnings)


def confirm(words: str, yes: bool) -> None:
    """Public or final steps say what will change, and want a yes."""
    if not yes:
        click.confirm(f"{words} Continue?", abort=True, err=True)
