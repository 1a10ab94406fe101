"""Every route as each of the eleven rows: who gets in, what the others are told, and what every answer carries.

The objects are those of the demonstration; an address whose object it does not have answers 404 to everybody.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from civic.comments.models import Comment
from civic.database import db
from civic.dockets.queries import docket_numbered
from civic.people.queries import account_by_email
from civic.permissions import RULES, Permission
from tests.browsing import TestBrowser
from tests.factories import TEXT, make_comment, make_draft_docket
from tests.header_checks import faults_of_headers
from tests.matrix_objects import NOTHING, Objects
from tests.matrix_table import ANSWERS, EVERYBODY, FOR_A_ROW, HIDDEN, ROLES, ROWS, TABLE

CAST = {
    "clerk": "casey", "moderator": "milo", "analyst": "ines", "approver": "ama", "administrator": "theo", "respondent": "chen", "delegate": "bea",
    "member": "marisol", "representative": "omar",
}  # fmt: skip
DRAFT = "2026-901"
SMALL = "Zeta7Q"  # a ward that nobody else names


@pytest.fixture(scope="module")
def objects() -> Objects:
    return Objects()


@pytest.fixture
def world(on_loopback: Flask, loaded: Flask) -> Iterator[Flask]:
    yield on_loopback


def as_row(app: Flask, row: str, objects: Objects) -> TestBrowser:
    browser = TestBrowser(app)
    if row in ROLES:
        browser.sign_in(account_by_email(f"{CAST[row]}@mardenfalls.example"))
    elif row == "code holder":
        objects.value("comments.show", "comment")  # chosen among what the demonstration has: this one is gone after the test
        browser.open(f"/d/{objects.middle}/comment").fill("Continue", {"Your comment": "Readers near the clinic worry me."})
        browser.press("Skip this and go on").press("Send my comment")
        number, code = browser.find(".receipt code").get_text(), browser.find("#private-code").get_text()
        browser.open("/check").fill("Check", {"Tracking number": number, "Private code": code})
        assert browser.heading == "Your comment" or browser.status == 200
    return browser


def address_of(app: Flask, rule: Rule, objects: Objects, **instead: object) -> tuple[str, bool]:
    """The address, and whether its object exists."""
    arguments = {**objects.arguments(rule), **{name: value for name, value in instead.items() if name in rule.arguments}}
    return app.url_map.bind("localhost").build(rule.endpoint, arguments), NOTHING not in map(str, arguments.values())


def expected(endpoint: str, row: str, *, exists: bool, method: str = "GET") -> set[int]:
    who = TABLE[endpoint]
    if row in who:
        return {FOR_A_ROW.get((endpoint, row), ANSWERS.get(endpoint, 200 if exists else 404))}
    if not who or endpoint in HIDDEN:
        return {404}
    refused = {302} if method == "GET" and row not in ROLES else {403}
    return refused if exists else refused | {404}


def rules(app: Flask, method: str) -> list[Rule]:
    return sorted((rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())), key=lambda rule: rule.endpoint)


def test_answers_are_declared_for_known_routes_only() -> None:
    assert set(ANSWERS) | set(HIDDEN) | {endpoint for endpoint, _ in FOR_A_ROW} <= set(TABLE)


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("row", ROWS)
def test_each_row_gets_exactly_what_the_table_says(world: Flask, objects: Objects, row: str) -> None:
    """I-38 and Acceptance 12, with row 25 and 27 of the scorecard: every GET route; and the headers of each answer.

    I-22: nine comments name a ward meanwhile; no answer shows it. On PostgreSQL everybody's pages are asked by the stranger and the
    others by those who see them: who is refused is decided before any query.
    """
    name_a_small_ward(world, objects)
    asked = rules(world, "GET")
    if db.engine.dialect.name == "postgresql":
        asked = [rule for rule in asked if row in TABLE[rule.endpoint] and (row == "stranger" or TABLE[rule.endpoint] != EVERYBODY)]
    faults = faults_for(world, row, objects, asked)
    assert not faults, "\n".join(faults)


def test_a_rule_that_lets_somebody_else_in_is_seen(world: Flask, objects: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = [rule for rule in rules(world, "GET") if rule.endpoint == "notices.outbox"]
    assert faults_for(world, "moderator", objects, outbox) == []
    monkeypatch.setitem(RULES, Permission.OUTBOX_SEE, RULES[Permission.STAFF_HOME])
    assert faults_for(world, "moderator", objects, outbox) == ["notices.outbox /staff/outbox: 200, not {403}"]


def faults_for(world: Flask, row: str, objects: Objects, asked: list[Rule]) -> list[str]:
    browser, faults = as_row(world, row, objects), []
    for rule in asked:
        address, exists = address_of(world, rule, objects)
        response = browser.ask("get", address)
        if response.status_code not in expected(rule.endpoint, row, exists=exists):
            faults.append(f"{rule.endpoint} {address}: {response.status_code}, not {expected(rule.endpoint, row, exists=exists)}")
        if response.status_code == 302 and row not in ROLES and row not in TABLE[rule.endpoint] and not response.headers["Location"].startswith("/sign-in"):
            faults.append(f"{rule.endpoint}: sent to {response.headers['Location']}")
        faults += [f"{rule.endpoint}: {fault}" for fault in faults_of_headers(response, signed_in=row in ROLES)]
        if SMALL.encode() in response.data:
            faults.append(f"{rule.endpoint} {address} shows a ward of nine")
    return faults


def name_a_small_ward(world: Flask, objects: Objects) -> list[Comment]:
    for rule in rules(world, "GET"):
        objects.arguments(rule)  # chosen among what the demonstration has, before other comments are there
    return [make_comment(docket_numbered(objects.middle), f"Readers worry me, {n}.", ward=SMALL) for n in range(9)]


@pytest.mark.sqlite_only  # who gets in is the same on any database; the first table is asked on both
@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("row", ROWS)
def test_who_may_not_look_may_not_send_either(world: Flask, objects: Objects, row: str) -> None:
    """Every POST route outside the row's own, with a valid token: refused, and nothing of the record is written."""
    browser, faults, token = as_row(world, row, objects), [], None
    before = _leaves_and_events()
    for rule in rules(world, "POST"):
        if row in TABLE[rule.endpoint] or TABLE[rule.endpoint] == EVERYBODY:
            continue
        address, exists = address_of(world, rule, objects)
        token = token or browser.token()
        response = browser.ask("post", address, data={"csrf_token": token})
        allowed = expected(rule.endpoint, row, exists=exists, method="POST") | ({302} if rule.endpoint.startswith("security.") else set())
        if response.status_code not in allowed:
            faults.append(f"{rule.endpoint} {address}: {response.status_code}, not {allowed}")
        faults += [f"{rule.endpoint}: {fault}" for fault in faults_of_headers(response, method="POST", signed_in=row in ROLES)]
    assert not faults, "\n".join(faults)
    assert _leaves_and_events() == before


@pytest.mark.sqlite_only  # who gets in is the same on any database; the first table is asked on both
@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("row", ROWS)
def test_a_draft_docket_is_nowhere_but_on_staffs_pages(world: Flask, objects: Objects, row: str) -> None:
    """The object axis: before it is published a docket is 404 on every public address, for all eleven rows."""
    from civic.dockets.actions import take_text
    from tests.factories import the_clerk

    take_text(make_draft_docket(DRAFT, "Sealed until noon"), TEXT.encode(), "markdown", by=the_clerk())
    db.session.commit()
    browser, faults = as_row(world, row, objects), []
    for rule in rules(world, "GET"):
        if "docket" not in rule.arguments:
            continue
        address, _ = address_of(world, rule, objects, docket=DRAFT)
        response = browser.ask("get", address)
        body = response.get_data(as_text=True) if response.mimetype.startswith("text/") else ""
        if TABLE[rule.endpoint] == EVERYBODY and (response.status_code != 404 or "Sealed until noon" in body):
            faults.append(f"{rule.endpoint} {address}: {response.status_code}")
        if row not in TABLE[rule.endpoint] and "Sealed until noon" in body:
            faults.append(f"{rule.endpoint} {address}: shows its title")
    assert not faults, "\n".join(faults)


@pytest.mark.sqlite_only  # who gets in is the same on any database; the first table is asked on both
@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("row", ["stranger", "clerk", "moderator", "analyst", "approver"])
def test_a_small_ward_is_on_no_page_and_in_no_file(world: Flask, objects: Objects, row: str) -> None:
    """I-22: nine comments name a ward; no page, list, file, feed or proof of any role about their docket or one of them shows it (the walk above
    asks the others). With the tenth it is there."""
    made = name_a_small_ward(world, objects)
    browser = as_row(world, row, objects)
    asked = [rule for rule in rules(world, "GET") if rule.arguments & {"docket", "comment"}]

    def places(among: list[Rule]) -> set[str]:
        addresses = [address_of(world, rule, objects, docket=objects.middle, comment=made[0].number)[0] for rule in among]
        return {rule.endpoint for rule, address in zip(among, addresses, strict=True) if SMALL.encode() in browser.ask("get", address).data}

    assert len(asked) > 50 and places(asked) == set()
    make_comment(made[0].docket, "Readers worry me too.", ward=SMALL)
    shown = {"comments.show", "comments.csv", "comments.json", "comments.disclosure"}
    assert places([rule for rule in asked if rule.endpoint in shown]) == shown


def _leaves_and_events() -> tuple[int, int]:
    import sqlalchemy as sa

    from civic.record.models import Event, Leaf

    db.session.rollback()
    return tuple(db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0 for model in (Leaf, Event))  # type: ignore[return-value]
