"""Guards over what acts leave in the record: each act records, each kind has its act, nothing else writes."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from civic.database import Base, db
from civic.record.kinds import KINDS
from tests.browsing import TestBrowser
from tests.factories import make_docket
from tests.sources import CIVIC, ROOT, calls_by_name, python_files
from tests.test_architecture import TEMPLATES

# Kinds whose acts come with stations that are not here yet. This list only gets shorter.
WAITING = {
    "account.closed", "batch.released", "config.changed", "day.counted", "deploy.made",
    "draft.erased", "draft.saved", "hint.dismissed", "hint.found",
    "job.run", "key.rotated", "legal.demanded", "log.opened", "mail.queued", "sign_in.failed",
}  # fmt: skip
# What no page may show, whoever reads it: names of sealed words, hashes of codes, second factors.
SEALED = ("sealed", "unseal(", "code_hash", "tf_totp_secret", "fs_uniquifier", "mf_recovery_codes", "secret_key", "pepper")


def reaches(name: str, goal: str, calls: dict[str, set[str]], seen: set[str] | None = None) -> bool:
    seen = set() if seen is None else seen
    if name == goal:
        return True
    if name in seen or name not in calls:
        return False
    seen.add(name)
    return any(reaches(called, goal, calls, seen) for called in calls[name])


def acts(source: str) -> list[str]:
    """The public functions of an actions file that say who acts."""
    found = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return [node.name for node in found if "by" in {a.arg for a in [*node.args.args, *node.args.kwonlyargs]}]


def test_every_act_ends_in_the_record() -> None:
    files = python_files()
    calls = calls_by_name(files)
    actions = [path for path in files if path.stem == "actions" or path.parent.name == "actions"]
    assert [f"{p.relative_to(ROOT)}: {name}" for p in actions for name in acts(p.read_text()) if not reaches(name, "record", calls)] == []


def test_the_guard_sees_an_act_that_records_nothing(tmp_path: Path) -> None:
    planted = tmp_path / "actions.py"
    planted.write_text("def open_gate(gate, *, by):\n    gate.open = True\n")
    assert acts(planted.read_text()) == ["open_gate"]
    assert not reaches("open_gate", "record", calls_by_name([*python_files(), planted]))


def test_every_kind_is_recorded_by_some_act() -> None:
    """Each name in the list of those that wait is a promise; a new kind without an act does not get in."""
    assert unrecorded(KINDS, python_files()) == WAITING


def test_the_guard_sees_a_kind_without_an_act() -> None:
    assert unrecorded({"owl.sent": None}, python_files()) == {"owl.sent"}


def unrecorded(kinds: Iterable[str], files: list[Path]) -> set[str]:
    lists = (*(CIVIC / "record" / "kinds").glob("*.py"), CIVIC / "notices" / "news.py")  # they name kinds and record none
    source = "".join(path.read_text() for path in files if path not in lists)
    return {kind for kind in kinds if f'"{kind}"' not in source}


# --- sealed words


def test_no_template_names_sealed_words() -> None:
    assert [f"{p.name}: {word}" for p in sorted(TEMPLATES.rglob("*.html")) for word in names_of_sealed(p.read_text())] == []


def test_the_guard_sees_sealed_words() -> None:
    assert names_of_sealed("<p>{{ comment.wording.sealed.words }}</p>") == ["sealed"]


def names_of_sealed(template: str) -> list[str]:
    import re

    expressions = " ".join(re.findall(r"\{\{.*?\}\}|\{%.*?%\}", template, flags=re.S))
    code = re.sub(r"\"[^\"]*\"|'[^']*'", "", expressions)
    return [word for word in SEALED if word in code]


# --- triggers and tables


def test_the_guard_sees_a_table_that_lost_its_trigger(app: Flask) -> None:
    from civic.triggers import SENTENCE  # noqa: F401 - what the triggers say
    from tests.test_architecture import test_every_append_only_table_has_its_triggers as guard

    if db.engine.dialect.name == "sqlite":
        db.session.execute(sa.text("DROP TRIGGER leaves_no_delete"))
    else:
        db.session.execute(sa.text("DROP TRIGGER leaves_no_change ON leaves"))
    with pytest.raises(AssertionError):
        guard(app)


def test_the_guard_sees_a_column_that_no_migration_makes(app: Flask) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    copy = sa.MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(copy)
    copy.tables["dockets"].append_column(sa.Column("owl", sa.Text()))
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert any("owl" in str(difference) for difference in compare_metadata(context, copy))


# --- reading and refusing


def test_a_get_that_tries_to_write_is_not_kept(app: Flask, browser: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    from civic.people.policy import set_policy
    from civic.web import page

    def greedy() -> object:
        set_policy("seats", 99)
        db.session.flush()
        return page("pages/safely.html")

    monkeypatch.setitem(app.view_functions, "pages.safely", greedy)
    assert browser.open("/how/safely").status == 200
    db.session.rollback()
    assert db.session.scalar(sa.text("SELECT count(*) FROM policy_settings")) == 0


@pytest.mark.parametrize("status", [403, 409, 422, 500])
def test_an_answer_that_refuses_keeps_nothing(app: Flask, browser: TestBrowser, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    from civic.people.policy import policy, set_policy
    from civic.web import page

    make_docket()

    def refusing() -> object:
        set_policy("seats", 99)
        db.session.flush()
        return page("pages/safely.html", status=status)

    monkeypatch.setitem(app.view_functions, "comments.check", refusing)
    browser.post("/check")
    assert browser.status == status
    db.session.rollback()
    assert policy("seats") == 13
