"""Roles, capacities and kinds of office in the words of the pages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from civic.people.models import OfficeKind
from civic.people.values import CHOICES as registered
from civic.permissions import Role

ROLES = {
    Role.CLERK: _l("Clerk"),
    Role.MODERATOR: _l("Moderator"),
    Role.ANALYST: _l("Analyst"),
    Role.APPROVER: _l("Approver"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.RESPONDENT: _l("Official who answers for an office"),
    Role.DELEGATE: _l("Deputy or aide (drafts only)"),
    Role.MEMBER: _l("Council member"),
    Role.REPRESENTATIVE: _l("Representative of an organization"),
}
CAPACITIES = {"holder": _l("Holds the office and publishes"), "delegate": _l("Drafts for the holder (deputy or aide)")}
OFFICE_KINDS = {
    OfficeKind.POLICE: _l("Police"),
    OfficeKind.EXECUTIVE: _l("Mayor and departments"),
    OfficeKind.LEGISLATIVE: _l("Council"),
    OfficeKind.OTHER: _l("Other"),
}
CHOICES = {
    "off": _l("Off"),
    "on": _l("On"),
    "unchecked": _l("On, with the label: computer translation, not checked"),
    "checked": _l("On: a native reader has checked the vital text"),
    "last_four": _l("Its last four digits"),
    "majority_of_all_members": _l("A majority of all members"),
    "majority_of_present": _l("A majority of those present"),
    "two_thirds_of_all_members": _l("Two thirds of all members"),
    "three_quarters_of_all_members": _l("Three quarters of all members"),
    "always": _l("Always"),
    "new_only": _l("For new requests and changed renewals"),
    "never": _l("Never"),
    "authorised_seats": _l("All seats, vacant ones too"),
    "filled_seats": _l("Filled seats only"),
}


def word_of(value: str) -> str:
    """A chosen value as pages show it."""
    known: dict[str, Any] = {**CHOICES, **{key: words for choices in registered.values() for key, words in choices().items()}}
    return str(known.get(value, value))
