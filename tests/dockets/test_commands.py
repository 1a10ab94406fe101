"""Dockets on the command line."""

from __future__ import annotations

from civic.database import Refusal, db
from civic.dockets.commands import docket
from tests.factories import make_docket, make_draft_docket


def test_the_list_says_which_dockets_are_public(app) -> None:
    make_docket("2026-014")
    make_draft_docket("2026-015", "Drones")
    db.session.commit()
    lines = app.test_cli_runner().invoke(docket, ["list"]).output.splitlines()
    assert [line.split("\t")[:2] for line in lines] == [["2026-015", "draft"], ["2026-014", "public"]]


def test_a_docket_is_shown_with_the_digest_of_its_text(app) -> None:
    digest = make_docket("2026-014").current_version.digest.hex()
    db.session.commit()
    runner = app.test_cli_runner()
    assert digest in runner.invoke(docket, ["show", "2026-014"]).output
    assert isinstance(runner.invoke(docket, ["show", "2026-099"]).exception, Refusal)
