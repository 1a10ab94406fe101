from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from civic.database import db
from civic.dockets.models import Docket
from civic.exchange.models import Import
from civic.notices.models import Job
from civic.people.models import Account
from civic.permissions import loads
from civic.record.vault import Destroyed, unseal


@loads(Import)
def import_named(id: str) -> Import | None:
    return db.session.get(Import, id)


@loads(Job)
def job_named(id: str) -> Job | None:
    return db.session.get(Job, id)


def imports_of(docket: Docket) -> list[Import]:
    """Newest day first."""
    return list(db.session.scalars(sa.select(Import).where(Import.docket_id == docket.id).order_by(Import.started_on.desc(), Import.id)))


def recent_jobs() -> list[Job]:
    """The last fifty, newest day first; those that still run stand first."""
    running = sa.case((Job.state.in_(("queued", "running")), 0), else_=1)
    return list(db.session.scalars(sa.select(Job).order_by(running, Job.asked_on.desc(), Job.id).limit(50)))


def job_of(current: Import) -> Job | None:
    """The newest job of an import that is not finished, else any."""
    jobs = [job for job in db.session.scalars(sa.select(Job).where(Job.kind == "comments.import")) if job.arguments.get("import") == current.id]
    return next((job for job in jobs if job.state in ("queued", "running")), jobs[-1] if jobs else None)


def who_asked(job: Job) -> str:
    account = db.session.get(Account, job.asked_by) if job.asked_by else None
    return account.name if account else ""


def failed_rows(current: Import) -> list[dict[str, Any]]:
    """The refused rows, while they are kept."""
    if current.failed is None:
        return []
    try:
        return json.loads(unseal(current.failed))
    except Destroyed:
        return []
