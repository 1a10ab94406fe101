"""What members sent and the clerk has not dealt with."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from civic.council.asking import waiting_questions
from civic.desk import Task
from civic.permissions import Permission


def questions_of_members() -> list[Task]:
    return [
        Task(_("A question from %(name)s on %(number)s", name=one.membership.name, number=one.docket.number), url_for("members.reply", member_question=one.id), Permission.ROSTER_KEEP)
        for one in waiting_questions()
    ]
