"""The installations that documented commands are run against: see tests/test_commands.py."""

from __future__ import annotations

import os
from pathlib import Path

from civic import create_app


def arrange() -> None:
    """A city that is set up, with docket 2026-014 open for comments, one comment, and an invitation in the outbox."""
    from civic.database import db, writing
    from civic.notices.models import Message
    from civic.people.invitations import invite
    from civic.permissions import Role
    from tests.factories import make_comment, make_docket

    app = create_app()
    with app.app_context(), writing():
        docket = make_docket("2026-014")
        make_comment(docket)
        with app.test_request_context():
            invite("new@alder.example", Role.ANALYST)
        message = db.session.scalars(db.select(Message)).one()
        (Path(os.environ["CIVIC_DATA"]).parent / "message").write_text(message.id)


def download(folder: str) -> None:
    """The ledger of the finished docket and the program that computes it again, as a reader downloads them."""
    from civic.clock import today

    app = create_app()
    client = app.test_client()
    with app.app_context():
        year = today().year
    for name, address in (
        ("ledger.json", f"/d/{year}-014/ledger.json"),
        ("verdicts.py", "/how/consultation/verdicts.py"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        (Path(folder) / name).write_bytes(answer.data)
