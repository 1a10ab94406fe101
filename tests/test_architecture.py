"""The guards: what must hold for the whole code base, each shown to fail on a planted breakage."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import sqlalchemy as sa
from flask import Flask
from jinja2 import nodes

from civic import DOMAINS
from civic.database import Base, db
from civic.permissions import RULES, Permission
from civic.record.kinds import KINDS
from tests.sources import CIVIC, ROOT, nodes_of, python_files

TEMPLATES = ROOT / "templates"
OUTSIDE = ("security.", "static", "_fs_static", "security_static")
COMMITTING = {"database.py", "cli.py", "jobs.py", "vault.py", "worker.py"}
FLAT = ("clock", "database", "permissions", "forms", "web", "logs", "triggers")


# --- views


def test_every_view_names_a_permission(session_app: Flask) -> None:
    assert views_without_permission(session_app) == []


def views_without_permission(app: Flask) -> list[str]:
    endpoints = [rule.endpoint for rule in app.url_map.iter_rules() if not rule.endpoint.startswith(OUTSIDE)]
    return [name for name in endpoints if not hasattr(app.view_functions[name], "permission")]


def test_every_permission_has_a_rule() -> None:
    assert set(RULES) == set(Permission)


def test_addresses_are_kebab_case_with_typed_values(session_app: Flask) -> None:
    assert odd_addresses(session_app) == []


def odd_addresses(app: Flask) -> list[str]:
    rules = [rule.rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith(OUTSIDE)]
    shouting = [rule for rule in rules if not re.fullmatch(r"[a-z0-9/.\-@]*", re.sub(r"<[^>]+>", "", rule))]
    return shouting + [rule for rule in rules if not all(":" in value for value in re.findall(r"<([^>]+)>", rule))]


def test_the_guards_see_a_view_without_permission_and_a_shouting_address() -> None:
    planted = Flask("planted", static_folder=None)
    planted.add_url_rule("/d/<docket>/Comment_Counts", "counts", lambda docket: "")
    assert views_without_permission(planted) == ["counts"]
    assert odd_addresses(planted) == ["/d/<docket>/Comment_Counts"] * 2


def test_a_template_lies_in_the_folder_of_the_views_that_show_it() -> None:
    """``page("x/y.html")`` stands where the blueprint is called x, and the file exists; every file is shown or imported."""
    faults = []
    for path in python_files():
        faults += [f"{path.relative_to(ROOT)} shows {name}" for name in misplaced_templates(path.read_text())]
    assert faults == []


def test_every_template_is_shown_or_imported() -> None:
    source = "".join(path.read_text() for path in [*python_files(), *TEMPLATES.rglob("*.html")])
    names = [path.relative_to(TEMPLATES) for path in sorted(TEMPLATES.rglob("*.html"))]
    assert [str(name) for name in names if not is_used(name, source)] == []


def is_used(name: Path, source: str) -> bool:
    built = f"{name.parent}/{{" in source and f'"{name.stem}"' in source  # page(f"comments/{step}.html")
    return f'"{name}"' in source or built or name.parts[0] in ("security", "errors")


def misplaced_templates(source: str) -> list[str]:
    blueprint = re.search(r'Blueprint\(\s*"(\w+)"', source)
    shown = re.findall(r'\bpage\(\s*"([^"]+)"', source)
    return [name for name in shown if not (TEMPLATES / name).exists() or (blueprint and name.split("/")[0] not in (blueprint[1], "errors"))]


def test_the_template_guards_see_planted_breakages() -> None:
    assert misplaced_templates('bp = Blueprint("pages", __name__)\npage("council/votes.html")') == ["council/votes.html"]
    assert misplaced_templates('page("pages/owl.html")') == ["pages/owl.html"]
    assert not is_used(Path("pages/owl.html"), 'page("pages/home.html")')


# --- imports and commits


def test_domains_import_only_downwards() -> None:
    assert faults_in_imports({path: path.read_text() for path in python_files()}) == []


def test_the_import_guard_sees_a_planted_breakage() -> None:
    planted = {CIVIC / "dockets" / "queries.py": "from civic.comments.models import Comment\n"}
    assert faults_in_imports(planted) != []


def faults_in_imports(files: dict[Path, str]) -> list[str]:
    order = {name: place for place, name in enumerate(DOMAINS)}
    faults = []
    for path, source in files.items():
        own = path.relative_to(CIVIC).parts[0]
        if own not in order:
            continue
        for node in ast.parse(source).body:
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("civic."):
                continue
            parts = node.module.split(".")  # type: ignore[union-attr]
            other = parts[1]
            if other in order and order[other] > order[own] and not (other == "notices" and parts[-1] == "actions"):
                faults.append(f"{path.relative_to(ROOT)} imports {node.module}")
            if parts[-1] == "views" and path.name not in ("setup.py", "views.py", "__init__.py"):
                faults.append(f"{path.relative_to(ROOT)} imports views")
    return faults


def test_only_the_hook_the_commands_and_the_jobs_commit() -> None:
    assert [str(p.relative_to(ROOT)) for p in python_files() if commits_wrongly(p, p.read_text())] == []


def commits_wrongly(path: Path, source: str) -> bool:
    return path.name not in COMMITTING and path.name != "commands.py" and ".commit()" in source


def test_the_commit_guard_sees_a_planted_breakage() -> None:
    assert commits_wrongly(CIVIC / "dockets" / "actions.py", "db.session.commit()")


def test_every_refusal_goes_through_gettext() -> None:
    """A refusal is read by the person who asked; the commands' own are for operators, in English."""
    paths = [path for path in python_files() if path.name != "commands.py"]
    assert [f"{p.relative_to(ROOT)}: {words}" for p in paths for words in bare_refusals(p.read_text())] == []


def bare_refusals(source: str) -> list[str]:
    found = []
    for node in nodes_of(source):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in ("Refusal", "flash") or not node.args:
            continue
        words = node.args[0]
        pieces = words.values if isinstance(words, ast.JoinedStr) else [words]
        if any(isinstance(piece, ast.Constant) and re.search(r"[A-Za-z]{2}", str(piece.value)) for piece in pieces):
            found.append(ast.unparse(words))
    return found


def test_the_refusal_guard_sees_a_planted_breakage() -> None:
    assert bare_refusals('raise Refusal("Not today.")') == ["'Not today.'"]


# --- words


def test_every_interface_word_goes_through_gettext(session_app: Flask) -> None:
    faults = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        faults += [f"{path.relative_to(TEMPLATES)}: {words!r}" for words in bare_words(session_app, path.read_text())]
    assert faults == []


def test_the_gettext_guard_sees_a_planted_breakage(session_app: Flask) -> None:
    assert bare_words(session_app, "<p>Send my comment</p>") == ["Send my comment"]


def bare_words(app: Flask, source: str) -> list[str]:
    tree = app.jinja_env.parse(source)
    text = "\x00".join(node.data for node in tree.find_all(nodes.TemplateData))
    attributes = re.findall(r'\b(?:aria-label|placeholder|alt|title|data-left|data-over|data-sending)="([^"\x00]*[A-Za-z]{2}[^"\x00]*)"', text)
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.S)
    plain = re.sub(r"<[^>]*>", "\n", text.replace("\x00", ""))
    words = [line.strip() for line in plain.splitlines() if re.search(r"[A-Za-z]{2}", line)]
    words = [w for w in words if w not in ("public", "staff")]
    return [w for w in words if not re.fullmatch(r"[-·.&;]*(&[a-z]+;|\W)*", w)] + attributes


# --- the record


def test_every_kind_that_code_records_is_declared() -> None:
    for path in python_files():
        for kind in re.findall(r'\brecord\(\s*"([^"]+)"', path.read_text()):
            assert kind in KINDS, f"{path.relative_to(ROOT)} records {kind}"


@pytest.mark.parametrize("statement", ["UPDATE {t} SET {c} = {c}", "DELETE FROM {t}"])
def test_append_only_tables_refuse_change(app: Flask, statement: str) -> None:
    """I-1 A published text, answer, letter version, summary or leaf is never updated or deleted."""
    from civic.people.policy import set_policy

    set_policy("seats", 13)
    db.session.commit()
    for table in ("events", "leaves", "policy_settings"):
        with pytest.raises(sa.exc.DBAPIError, match="only grows"):
            db.session.execute(sa.text(statement.format(t=table, c="id")))
        db.session.rollback()


def test_replace_does_not_slip_past_the_triggers(app: Flask) -> None:
    """I-1 REPLACE (SQLite) and TRUNCATE (PostgreSQL) are refused as well."""
    from civic.people.policy import set_policy

    set_policy("seats", 13)
    db.session.commit()
    if db.engine.dialect.name == "sqlite":
        statement = "REPLACE INTO leaves SELECT * FROM leaves"
    else:
        statement = "TRUNCATE leaves"
    with pytest.raises(sa.exc.DBAPIError, match="only grows"):
        db.session.execute(sa.text(statement))
    db.session.rollback()


# --- migrations


def test_migrations_build_exactly_the_models_tables(app: Flask) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "include_object": _is_ours})
        differences = compare_metadata(context, Base.metadata)
    assert differences == []


def test_every_append_only_table_has_its_triggers(app: Flask) -> None:
    wanted = {m.local_table.name for m in Base.registry.mappers if m.class_.__append_only__}
    if db.engine.dialect.name == "sqlite":
        query = "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%' GROUP BY tbl_name"
    else:
        query = (
            "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgname LIKE '%_no_%' GROUP BY c.relname"
        )
    found = {name for name, count in db.session.execute(sa.text(query)) if count >= 2}
    assert found == wanted


@pytest.mark.sqlite_only
def test_comment_tables_have_no_row_numbers_on_sqlite(app: Flask) -> None:
    wanted = {t.name for t in Base.metadata.tables.values() if t.dialect_options["sqlite"].get("with_rowid") is False}
    rows = db.session.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    assert {name for name, sql in rows if "WITHOUT ROWID" in (sql or "").upper() and not name.startswith(INDEX)} == wanted


INDEX = "comment_words"  # the full-text index and, on SQLite, the tables that FTS5 makes for itself; no model maps them


def _is_ours(thing: object, name: str | None, kind: str, reflected: bool, compared: object) -> bool:
    return not (kind == "table" and (name == "alembic_version" or (name or "").startswith(INDEX)))


# --- reading


def test_a_get_leaves_nothing_behind(app: Flask, browser) -> None:  # type: ignore[no-untyped-def]
    before = _row_counts()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments and not rule.endpoint.startswith(OUTSIDE):
            browser.ask("get", rule.rule)
    assert _row_counts() == before


def _row_counts() -> dict[str, int]:
    db.session.rollback()
    return {t.name: db.session.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in Base.metadata.sorted_tables}


def test_every_setting_is_in_the_operators_docs() -> None:
    import dataclasses

    from civic import load_settings

    text = (ROOT / "docs" / "operators" / "settings.md").read_text()
    assert [f.name for f in dataclasses.fields(load_settings()) if f"`{f.name}`" not in text] == []


def test_every_command_is_in_the_operators_docs_and_every_one_there_exists() -> None:
    """``docs/operators/commands.md`` writes each as `civic docket list …` in a heading or a table, and names its options."""
    text = (ROOT / "docs" / "operators" / "commands.md").read_text()
    told = {_command_in(words) for words in re.findall(r"^(?:## |\| )`(civic [^`…]+)", text, flags=re.M)}
    commands = dict(_commands())
    assert told - {"civic docket"} == set(commands), "give each command a heading or a row in docs/operators/commands.md"
    assert sorted({option for options in commands.values() for option in options if option not in text}) == []


def _command_in(words: str) -> str:
    return " ".join(itertools.takewhile(lambda word: re.fullmatch(r"[a-z-]+", word), words.split()))


def _commands(group: click.Group | None = None, path: str = "civic") -> Iterator[tuple[str, list[str]]]:
    from civic.cli import cli

    for name, command in (group or cli).commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", [max(p.opts, key=len) for p in command.params if isinstance(p, click.Option)]
