"""What staff find on their desk. Each domain puts its pages and its waiting work here when it starts.

    def start(app):
        put_on_desk(app, DeskPage("moderation.queues", _l("Held comments"), Permission.COMMENT_MODERATE))
        put_in_docket_folder(app, DeskPage("moderation.queue", _l("Moderation queue"), Permission.COMMENT_MODERATE))
        put_waiting(app, what_moderators_owe, Permission.COMMENT_MODERATE)         # () -> list[Task]

``what_moderators_owe`` reads every docket in one go (a city has hundreds), and is asked only for people with one of the
permissions named. ``/staff`` shows the tasks that the signed-in person may do; ``/staff/d/<number>`` is the folder of one docket.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask, current_app, url_for

from civic.permissions import Permission, may


@dataclass(frozen=True)
class DeskPage:
    endpoint: str
    label: Any
    permission: Permission


@dataclass(frozen=True)
class Task:
    """One thing that waits for somebody: ``words`` is the whole sentence, ``address`` where it is done."""

    words: str
    address: str
    permission: Permission
    due: date | None = None
    overdue: bool = False


@dataclass
class Desk:
    pages: list[DeskPage] = field(default_factory=list)
    folder: list[DeskPage] = field(default_factory=list)
    waiting: list[tuple[Callable[[], list[Task]], tuple[Permission, ...]]] = field(default_factory=list)


def put_on_desk(app: Flask, *pages: DeskPage) -> None:
    _desk(app).pages.extend(pages)


def put_in_docket_folder(app: Flask, *pages: DeskPage) -> None:
    """Pages of one docket; their endpoints take ``docket=<number>``."""
    _desk(app).folder.extend(pages)


def put_waiting(app: Flask, tasks: Callable[[], list[Task]], *permissions: Permission) -> None:
    """``permissions``: those that the tasks can carry; without any, everybody on the staff is asked about."""
    _desk(app).waiting.append((tasks, permissions))


def pages_on_desk() -> list[dict[str, Any]]:
    return [{"address": url_for(p.endpoint), "label": p.label} for p in _desk(current_app).pages if may(p.permission)]


def pages_in_folder(docket: Any) -> list[dict[str, Any]]:
    """The docket's staff pages that this person may open."""
    pages = _desk(current_app).folder
    return [{"address": url_for(p.endpoint, docket=docket.number), "label": p.label} for p in pages if may(p.permission, docket)]


def tasks_waiting() -> list[Task]:
    """What this person can do now: overdue first, then by due day, then in the order of the domains."""
    asked = [ask for ask, permissions in _desk(current_app).waiting if not permissions or any(may(p) for p in permissions)]
    found = [task for ask in asked for task in ask() if may(task.permission)]
    return sorted(found, key=lambda task: (not task.overdue, task.due or date.max))


def _desk(app: Any) -> Desk:
    return app.extensions.setdefault("civic_desk", Desk())
