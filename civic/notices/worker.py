"""The worker: does queued jobs and sends the outbox, one thing after the other, until it is stopped.

Jobs and messages are rows written in the transaction of the action that wants them, so there is no second queue that
could lose or invent one (docs/decisions/0002).
"""

from __future__ import annotations

import signal
import threading

import sqlalchemy as sa
from flask import Flask

from civic.clock import now
from civic.database import db, writing
from civic.logs import log, log_fault
from civic.notices.models import Job
from civic.work import CHORES, WORKS

PAUSE = 1.0  # seconds between looks at an empty queue


def run(app: Flask) -> None:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    log("worker_started")
    while not stopped.is_set():
        with app.app_context():
            busy = step()
        if not busy:
            stopped.wait(PAUSE)
    log("worker_stopped")


def step() -> bool:
    """One job and one round of chores; says whether anything was done."""
    busy = False
    for one in CHORES:
        try:
            busy = one() or busy
        except Exception as error:  # noqa: BLE001 - a chore that fails must not stop the others
            db.session.rollback()
            log_fault(error)
    return _next_job() or busy


def _next_job() -> bool:
    with writing():
        job = db.session.scalar(sa.select(Job).where(Job.state.in_(("queued", "running"))).order_by(Job.asked_on, Job.id).limit(1))
        if job is None:
            return False
        job.state, job.started_at = "running", job.started_at or now()
        job_id, kind = job.id, job.kind
    try:
        WORKS[kind](db.session.get_one(Job, job_id))
        _finish(job_id, "done", "")
    except Exception as error:  # noqa: BLE001 - the job's page shows that it failed; the log says where
        db.session.rollback()
        log_fault(error)
        _finish(job_id, "failed", str(getattr(error, "sentence", "")) or "It stopped because of a fault. The operator's log says where.")
    return True


def _finish(job_id: str, state: str, sentence: str) -> None:
    with writing():
        job = db.session.get_one(Job, job_id)
        if job.state == "running":
            job.state = state
        job.finished_at = now()
        if sentence:
            job.log = [*job.log, sentence]
