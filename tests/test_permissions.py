"""Who may do what: every role against every permission, with the signed-out visitor and the stranger as rows.

The table is written out by hand, so that a changed rule has to be changed here too, by somebody who means it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from civic.clock import now
from civic.permissions import RULES, Permission, Role, may
from tests.matrix_table import TABLE as MATRIX

EVERYBODY = frozenset({"signed out", "stranger", *(role.value for role in Role)})
SIGNED_IN = EVERYBODY - {"signed out"}
STAFF = frozenset({"clerk", "moderator", "analyst", "approver", "administrator"})
CLERK = frozenset({"clerk"})
ADMINISTRATOR = frozenset({"administrator"})
COUNCIL = frozenset({"member", "delegate"})

# With a published docket, or no particular thing, in hand.
TABLE: dict[Permission, frozenset[str]] = {
    Permission.BROWSE: EVERYBODY,
    Permission.SIGN_IN: EVERYBODY,
    Permission.ACCOUNT: SIGNED_IN,
    Permission.STAFF_HOME: STAFF,
    Permission.SETTINGS_SEE: STAFF,
    Permission.SETTINGS_CHANGE: CLERK | ADMINISTRATOR,
    Permission.PEOPLE_MANAGE: ADMINISTRATOR,
    Permission.ROLES_GRANT: ADMINISTRATOR,
    Permission.FACTOR_RESET: ADMINISTRATOR,
    Permission.OWN_FACTORS: SIGNED_IN,
    Permission.OUTBOX_SEE: CLERK | ADMINISTRATOR,
    Permission.LOG_SEE: STAFF,
    Permission.DEMO_USE: EVERYBODY,
    Permission.DOCKET_SEE: EVERYBODY,
    Permission.DOCKET_WRITE: CLERK,
    Permission.DOCKET_PUBLISH: CLERK,
    Permission.WINDOW_EXTEND: CLERK,
    Permission.FACTS_WRITE: CLERK | {"analyst"},
    Permission.FACTS_REVIEW: CLERK | {"analyst", "approver"},
    Permission.COMMENT_SUBMIT: EVERYBODY,
    Permission.COMMENT_SEE: EVERYBODY,
    Permission.COMMENT_CHECK: EVERYBODY,
    Permission.COMMENT_INTAKE: CLERK,
    Permission.ORIGINAL_READ: CLERK,
    Permission.COMMENT_IMPORT: CLERK,
    Permission.COMMENT_MODERATE: frozenset({"moderator"}),
    Permission.COMMENT_WITHHOLD: frozenset({"moderator"}),
    Permission.REFUSED_ROWS_SEE: CLERK,
    Permission.APPEAL_DECIDE: frozenset({"moderator", "approver"}),
    Permission.JOB_SEE: STAFF,
    Permission.POSITIONS_SEE: EVERYBODY,
    Permission.DECISION_SEE: EVERYBODY,
    Permission.COUNCIL_MANAGE: CLERK | ADMINISTRATOR,
    Permission.VOTE_RECORD: CLERK,
    Permission.MEMBER_HOME: COUNCIL,
    Permission.POSITION_DRAFT: COUNCIL,
    Permission.AMENDMENT_DRAFT: COUNCIL,
    Permission.MEMBER_ASK: COUNCIL,
    Permission.LEDGER_SEE: EVERYBODY,
    Permission.ROSTER_KEEP: CLERK,
    Permission.CHANGE_CONFIRM: CLERK | {"approver"},
    Permission.RESPOND: frozenset({"respondent"}),  # and deputies of a department: tests/consultation/test_respond.py
    Permission.ANSWER_DRAFT: frozenset(),  # needs an office: tests/consultation/test_respond.py
    Permission.ANSWER_PUBLISH: frozenset(),
    Permission.THEMES_CODE: frozenset({"analyst"}),
    Permission.SUMMARY_WRITE: frozenset({"analyst"}),
    Permission.SUMMARY_APPROVE: frozenset({"approver"}),
    Permission.DISPUTE_DECIDE: frozenset({"analyst", "approver"}),
    Permission.RESPONSES_WRITE: CLERK,
    Permission.STATEMENT_WRITE: CLERK,
    Permission.PACKET_SEE: STAFF,
    Permission.PACKET_FREEZE: CLERK,
    Permission.PACKET_DELIVER: CLERK,
    Permission.EXCEPTIONS_KEEP: CLERK,
    Permission.EXCEPTION_READ_SEALED: CLERK,
    Permission.EXCEPTIONS_OFFICE: frozenset({"respondent"}),  # and deputies of a department: tests/exceptions/test_requests.py
    Permission.EXCEPTION_DRAFT: frozenset(),  # needs an office: tests/exceptions/test_requests.py
    Permission.EXCEPTION_FILE: frozenset(),
    Permission.LETTER_SEE: EVERYBODY,
    Permission.LETTER_SIGN: EVERYBODY,
    Permission.LETTER_WRITE: frozenset({"representative"}),
    Permission.LETTER_MANAGE: frozenset({"representative"}),
    Permission.LETTER_ENTER: CLERK,
    Permission.ORGANISATION_START: EVERYBODY,
    Permission.ORGANISATION_KEEP: frozenset({"representative"}),
    Permission.ORGANISATION_CHECK: CLERK | ADMINISTRATOR | {"approver"},
}
NEEDS_PUBLISHED = {
    Permission.DOCKET_SEE,
    Permission.COMMENT_SUBMIT,
    Permission.POSITIONS_SEE,
    Permission.DECISION_SEE,
    Permission.POSITION_DRAFT,
    Permission.AMENDMENT_DRAFT,
    Permission.MEMBER_ASK,
    Permission.LEDGER_SEE,
    Permission.LETTER_SEE,
    Permission.LETTER_SIGN,
}


@dataclass
class Visitor:
    """What a rule asks of an account: its roles, and whether it has a second factor."""

    role_names: set[str] = field(default_factory=set)
    has_second_factor: bool = True


@dataclass
class Thing:
    is_public: bool

    def is_written_by(self, person: Visitor) -> bool:
        return True


def visitor(row: str, *, has_second_factor: bool = True) -> Visitor | None:
    if row == "signed out":
        return None
    return Visitor(set() if row == "stranger" else {row}, has_second_factor)


def test_every_permission_has_a_rule_and_a_line_in_the_table():
    assert set(Permission) == set(RULES) == set(TABLE)


@pytest.mark.parametrize("row", sorted(EVERYBODY))
def test_a_role_may_do_exactly_what_the_table_says(row):
    allowed = {name for name in Permission if may(name, Thing(is_public=True), person=visitor(row), at=now())}

    assert allowed == {name for name, rows in TABLE.items() if row in rows}


@pytest.mark.parametrize("row", sorted(role.value for role in Role))
def test_a_role_without_a_second_factor_may_do_only_what_a_stranger_may(row):
    person = visitor(row, has_second_factor=False)

    for name, rows in TABLE.items():
        assert may(name, Thing(is_public=True), person=person, at=now()) == ("stranger" in rows), name


@pytest.mark.parametrize("row", sorted(EVERYBODY))
@pytest.mark.parametrize("name", sorted(NEEDS_PUBLISHED))
def test_nobody_passes_the_public_gate_of_an_unpublished_docket(name, row):
    assert not may(name, Thing(is_public=False), person=visitor(row), at=now())
    assert not may(name, None, person=visitor(row), at=now())


def undeclared(app):
    """Routes that nobody has written into the table of tests/matrix_table.py, and lines of it that lead nowhere."""
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    return sorted(known - set(MATRIX)), sorted(set(MATRIX) - known)


def test_every_route_is_declared_with_those_who_may_open_it(app):
    missing, gone = undeclared(app)
    assert (missing, gone) == ([], []), "write each new route into tests/matrix_table.py, under those who may open it"


def test_a_route_that_nobody_declared_is_seen(app, monkeypatch):
    monkeypatch.delitem(MATRIX, "pages.home")
    monkeypatch.setitem(MATRIX, "owls.show", frozenset())
    assert undeclared(app) == (["pages.home"], ["owls.show"])
