"""Write a domain's first migration from its models: ``python migrations/write.py letters 0006 0005``.

Only for a domain that no installation has yet: once released, a migration file is never written again.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from alembic.autogenerate import render_python_code
from alembic.operations import ops

sys.path.insert(0, str(Path(__file__).parent.parent))

HEADER = '''"""{title}"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "{revision}"
down_revision = {down}


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''


def main(domain: str, revision: str, down: str | None) -> None:
    import civic.database
    from civic import create_app

    app = create_app()
    with app.app_context():
        metadata = civic.database.Base.metadata
        mapped = {m.local_table.name: m.class_ for m in civic.database.Base.registry.mappers}
        names = {name for name, cls in mapped.items() if cls.__module__.split(".")[1] == domain}
        tables = [table for table in metadata.sorted_tables if table.name in names]
        create: list[ops.MigrateOperation] = []
        for table in tables:
            create.append(ops.CreateTableOp.from_table(table))
            create += [ops.CreateIndexOp.from_index(index) for index in sorted(table.indexes, key=lambda i: i.name)]
        up = render_python_code(ops.UpgradeOps(ops=create), render_as_batch=False)
        up += "".join(f'\nappend_only("{t.name}")' for t in tables if mapped[t.name].__append_only__)
        drop = [ops.DropTableOp(t.name) for t in reversed(tables)]
        downgrade = render_python_code(ops.DowngradeOps(ops=drop))
    text = HEADER.format(
        title=f"Tables of {domain}", revision=revision, down=f'"{down}"' if down else None,
        upgrade=_body(up), downgrade=_body(downgrade),
    )  # fmt: skip
    folder = Path(__file__).parent / "versions"
    for old in folder.glob(f"{revision}_*.py"):
        old.unlink()
    (folder / f"{revision}_create_{domain}.py").write_text(text)


def _body(code: str) -> str:
    """Alembic's rendering, at the depth of a function and without its markers."""
    lines = [line.removeprefix("    ") for line in code.splitlines() if not line.strip().startswith("# ###")]
    text = "\n    ".join(lines).strip()
    # A migration names what the database stores, not the application's own types, which may change.
    text = text.replace("civic.database.UtcInstant(timezone=True)", "sa.DateTime(timezone=True)")
    text = text.replace("civic.database.String(", "sa.String(")
    return re.sub(r"civic\.record\.vault\.Deterministic\([^)]*\)", "sa.LargeBinary()", text)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
