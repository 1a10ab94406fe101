"""Things that tests are about, made through the product's own actions; a test says only what it cares about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from civic.clock import now
from civic.comments.actions import Words, receive_comment
from civic.comments.models import Channel, Comment
from civic.database import Base, db
from civic.dockets.actions import create_docket, open_window, publish_docket, publish_version, read_findings, take_text
from civic.dockets.models import Docket, TextVersion
from civic.dockets.queries import docket_numbered
from civic.people.models import Account, PolicySetting
from civic.people.policy import forget_rules, policy, set_policy
from civic.people.queries import account_by_email, accounts_with_role
from civic.permissions import Role
from civic.record.codes import Pair
from civic.record.numbers import new_number
from tests.cast import clara, make_account

TEXT = """# Article 9. Cameras that read faces

## Section 1. Purpose

This article limits what city departments may do with face recognition.

## Section 2. What is forbidden

(a) No department may acquire or use face recognition.

(b) No department may ask others to use it.

## Section 3. Reports

Each department reports once a year.
"""


def make_city() -> None:
    """The seven things that publishing waits for."""
    _once("city", _set_up_city)


def _once(what: str, make: Callable[[], object]) -> None:
    """A test process makes a thing by the actions on its first untouched database, and copies its rows into later ones."""
    untouched = not db.session.scalar(sa.select(sa.exists(sa.select(PolicySetting.id)) | sa.exists(sa.select(Account.id))))
    if untouched and (rows := _made.get((what, now()))):
        for table, values in rows.items():
            db.session.execute(table.insert(), values)
        forget_rules()
        return
    before = _rows() if untouched else {}
    make()
    if untouched:
        _made[what, now()] = {table: new for table, rows in _rows().items() if (new := [row for row in rows if row not in before[table]])}


_made: dict[tuple[str, datetime], dict[sa.Table, list[dict[str, object]]]] = {}


def _rows() -> dict[sa.Table, list[dict[str, object]]]:
    return {table: [dict(row) for row in db.session.execute(sa.select(table)).mappings()] for table in Base.metadata.sorted_tables}


def _set_up_city() -> None:
    values = {
        "city_name": "City of Alder", "zone": "America/Chicago", "seats": 13,
        "wards": [{"name": str(n), "residents": 30000} for n in range(1, 14)],
        "contact_lines": ["Phone 555-0100", "City Hall, room 304"], "response_days": 10,
        "attorney_sentence": "What you send becomes a public record under state law.",
    }  # fmt: skip
    for key, value in values.items():
        if policy(key) in (None, "", []):
            set_policy(key, value)
    for name, role in (("Carl Clerk", Role.CLERK), ("Mara Moderator", Role.MODERATOR)):
        if not accounts_with_role(role):
            make_account(name, role)


def the_clerk() -> Account:
    return account_by_email("clara.clerk@city.example") or clara()


def make_draft_docket(number: str = "2026-014", title: str = "Cameras that read faces") -> Docket:
    make_city()
    return create_docket(number, title, by=the_clerk(), plain_summary="City departments may not use face recognition.",
                         effects=["Police may not use it.", "Departments report each year."])  # fmt: skip


def make_docket(number: str = "2026-014", *, text: str | None = TEXT, open: bool = True, **more: Any) -> Docket:
    if (number, text, open, more) == ("2026-014", TEXT, True, {}):
        _once("docket", lambda: _publish(number, text, open))
    else:
        _publish(number, text, open, **more)
    docket = docket_numbered(number)
    assert docket is not None
    return docket


def _publish(number: str, text: str | None, open: bool, **more: Any) -> None:
    docket = make_draft_docket(number, **more)
    publish_docket(docket, by=the_clerk())
    if text is not None:
        make_version(docket, text)
    if open:
        open_window(docket, opens_at=now() - timedelta(days=1), closes_at=now() + timedelta(days=14), by=the_clerk())


def make_version(docket: Docket, text: str = TEXT) -> TextVersion:
    draft = take_text(docket, text.encode(), "markdown", by=the_clerk())
    read_findings(draft, list(range(len(draft.findings))))
    return publish_version(docket, by=the_clerk())


def make_comment(docket: Docket, body: str = "Cameras on my street worry me.", **more: Any) -> Comment:
    by, channel, received_on = more.pop("by", None), more.pop("channel", Channel.WEB), more.pop("received_on", None)
    pair = more.pop("pair", None) or Pair(new_number(), "TEST-00000-CODE", "no hash: nobody checks this one")
    return receive_comment(docket, Words(body, **more), pair, channel=channel, received_on=received_on, by=by)
