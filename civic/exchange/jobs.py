"""An import as a job of the worker: chunk after chunk, with its place on the job's page, stopped by Cancel."""

from __future__ import annotations

from civic.database import db, writing
from civic.exchange.actions import rows_of, run_import
from civic.exchange.models import Import
from civic.notices.models import Job
from civic.work import does


@does("comments.import")
def import_comments(job: Job) -> None:
    job_id, import_id = job.id, job.arguments["import"]
    current = db.session.get_one(Import, import_id)
    if current.key is None:
        return
    rows = rows_of(current)
    outcome = run_import(import_id, rows, progress=lambda done, of: _tell(job_id, done, of))
    with writing():
        job = db.session.get_one(Job, job_id)
        job.needs_you = len(outcome.failed)
        job.result = {"import": import_id, "taken": outcome.taken, "known": outcome.known, "held": outcome.held, "refused": len(outcome.failed)}


def _tell(job_id: str, done: int, of: int) -> bool:
    with writing():
        job = db.session.get_one(Job, job_id)
        if job.state == "cancelled":
            return False
        job.done, job.total = done, of
    return True
