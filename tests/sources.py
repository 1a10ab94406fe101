"""The product's own code as the guards read it: parsed once for all of them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
CIVIC = ROOT / "civic"


def python_files() -> list[Path]:
    return [path for path in sorted(CIVIC.rglob("*.py")) if "static" not in path.parts]


@cache
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    """Every node of a piece of code, outer ones before inner ones."""
    return tuple(ast.walk(ast.parse(source)))


def functions_of(source: str) -> Iterator[ast.FunctionDef]:
    return (node for node in nodes_of(source) if isinstance(node, ast.FunctionDef))


@cache
def called_in(function: ast.FunctionDef) -> frozenset[str]:
    """The names that a function calls; methods count by their name."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return frozenset(call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls)


def calls_by_name(files: Iterable[Path]) -> dict[str, set[str]]:
    """Every function's name with the names that it calls, over all modules."""
    calls: dict[str, set[str]] = {}
    for path in files:
        for function in functions_of(path.read_text()):
            calls.setdefault(function.name, set()).update(called_in(function))
    return calls
