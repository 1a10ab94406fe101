"""The verdict function as one program that needs nothing but Python: the files of this folder, one after the other.

What a reader downloads is the code that this site runs, word for word; only the imports between the files are left out.
"""

from __future__ import annotations

import ast
from functools import cache
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
PARTS = ("evidence.py", "evidence_json.py", "askings.py", "verdicts.py", "recomputing.py")
HEAD = '''"""Was this office asked? Computes the verdicts of a ledger file again, from its evidence alone.

    python verdicts.py FILE [--json]

Needs Python 3.11 or newer and nothing else. FILE is "All evidence as one file" from the page "Who was asked".
Exit codes: 0 every verdict is the one that the page showed, 1 one differs, 2 the file cannot be read.

Made from these files of Civic (AGPL-3.0-or-later), word for word, without the imports between them: {parts}.
"""

from __future__ import annotations
'''


@cache
def program() -> str:
    """The source of the one file."""
    pieces = [HEAD.format(parts=", ".join(PARTS))]
    pieces += [f"\n\n# --- {name}\n\n{_without_imports_between((HERE / name).read_text(encoding='utf-8'))}" for name in PARTS]
    return "".join(pieces)


def program_digest() -> str:
    return sha256(program().encode()).hexdigest()


def _without_imports_between(source: str) -> str:
    """The file without its docstring, which needs no second place, and without imports from this package."""
    lines, left_out = source.splitlines(), set()
    for place, node in enumerate(ast.parse(source).body):
        between = isinstance(node, ast.ImportFrom) and (node.module == "__future__" or (node.module or "").startswith("civic."))
        docstring = place == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if between or docstring:
            left_out |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    kept = "\n".join(line for n, line in enumerate(lines, start=1) if n not in left_out)
    return kept.strip() + "\n"
