"""What waits at the city's desk about organisations."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from civic.desk import Task
from civic.letters.organisation_queries import open_checks, requests_for_labels, requests_waiting
from civic.permissions import Permission, signed_in_person


def tasks_for_checkers() -> list[Task]:
    """People to check, and checks of somebody else to approve."""
    person, allowed = signed_in_person(), Permission.ORGANISATION_CHECK
    asked = [
        Task(_("%(name)s asks to speak for %(organisation)s", name=r.account.name, organisation=r.organisation.name),
             url_for("organisations.check", organisation=r.organisation_id), allowed)
        for r in requests_waiting()
    ]  # fmt: skip
    second = [
        Task(_("A check of %(organisation)s waits for a second person", organisation=c.organisation.name),
             url_for("organisations.check", organisation=c.organisation_id), allowed)
        for c in open_checks() if person is not None and c.proposed_by != person.id
    ]  # fmt: skip
    handed_in = [
        Task(_("%(organisation)s handed in something to be checked", organisation=r.organisation.name),
             url_for("organisations.check", organisation=r.organisation_id), allowed)
        for r in requests_for_labels()
    ]  # fmt: skip
    return [*second, *asked, *handed_in]
