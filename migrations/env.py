"""Runs migrations inside the application, on the application's own connection."""

from __future__ import annotations

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db
metadata = database.metadatas[None]

with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if connection.in_transaction():
        connection.commit()
