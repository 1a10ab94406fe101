"""Every invariant has a test whose docstring begins with its number, and stands with one of them in docs/developers/invariants.md."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache

from flask import Flask

from civic.database import Base
from tests.sources import ROOT, functions_of

LAST = 64
OUTSTANDING = {58}  # statements to agree with: not built yet
PAGE = ROOT / "docs" / "developers" / "invariants.md"
BEGINS = re.compile(r"(?:Acceptance \d+(?:,| and) )?((?:I-\d+(?:, | and |, and | to )?)+)")
ROW = re.compile(r"^\| I-(\d+) \| (.+) \| `(tests/\S+)::(test_\w+)` \|$", re.M)


@cache
def proofs() -> dict[int, list[tuple[str, str]]]:
    """Number -> the tests (file and name) whose docstring begins with it."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for node in functions_of(path.read_text()):
            if node.name.startswith("test_"):
                for number in numbers_in(ast.get_docstring(node) or ""):
                    found[number].append((str(path.relative_to(ROOT)), node.name))
    return dict(found)


def numbers_in(docstring: str) -> set[int]:
    """Those that it begins with: `I-4 …`, `I-1 and I-5: …`, `I-59, I-60, I-64 …`, `I-10 to I-14 …`."""
    begun = BEGINS.match(docstring)
    named = [int(number) for number in re.findall(r"I-(\d+)", begun[1])] if begun else []
    return set(range(named[0], named[-1] + 1)) if begun and " to " in begun[1] else set(named)


def test_every_invariant_has_a_test_but_those_that_are_not_built() -> None:
    assert set(range(1, LAST + 1)) - proofs().keys() == OUTSTANDING


def test_the_page_names_each_invariant_with_a_test_that_begins_with_its_number() -> None:
    rows = {int(number): (file, name) for number, _words, file, name in ROW.findall(PAGE.read_text())}
    assert sorted(rows) == sorted(set(range(1, LAST + 1)) - OUTSTANDING)
    assert {number: test for number, test in rows.items() if test not in proofs().get(number, [])} == {}


def test_the_guard_reads_what_a_docstring_begins_with() -> None:
    assert numbers_in("I-4 Server time decides.") == {4} and numbers_in("I-10 to I-14 hold.") == {10, 11, 12, 13, 14}
    assert numbers_in("I-1 and I-5: later.") == {1, 5} and numbers_in("I-59, I-60, I-64 after") == {59, 60, 64}
    assert numbers_in("It is not I-3.") == set() and numbers_in("") == set()


def test_what_is_published_lies_in_tables_that_only_grow() -> None:
    """I-1 A published text version, response, letter version, summary or leaf is never updated or deleted: each has its trigger."""
    growing = {m.local_table.name for m in Base.registry.mappers if m.class_.__append_only__}
    assert growing >= {"text_versions", "provisions", "responses", "letter_versions", "summaries", "summary_sentences", "leaves", "events"}


def test_no_view_reads_a_private_code_from_the_address(session_app: Flask) -> None:
    """I-20 Private codes never appear in a URL: no route has a place for one, no form sends by GET what holds one."""
    views = "".join(path.read_text() for path in (ROOT / "civic").rglob("*.py"))
    assert re.findall(r"request\.args[.\[(get]*[\"'](?:private_)?code[\"']", views) == []
    for path in (ROOT / "templates").rglob("*.html"):
        for form in re.findall(r"<form[^>]*method=\"get\".*?</form>", path.read_text(), re.S):
            assert "form.code" not in form and "private" not in form, path
    named = {argument for rule in session_app.url_map.iter_rules() for argument in rule.arguments}
    assert not named & {"code", "private_code", "private"}
