from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.comments.afterwards import Line, tell_afterwards
from civic.comments.models import Comment
from civic.desk import DeskPage, Task, put_in_docket_folder, put_waiting
from civic.outcomes.forms import OUTCOMES
from civic.outcomes.owed import clock_of, promises_owed
from civic.outcomes.queries import open_promises, responses_about
from civic.outcomes.views import bp
from civic.owed import State, put_owed
from civic.permissions import Permission


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    put_in_docket_folder(app, DeskPage("outcomes.responses", _l("Responses and promises"), Permission.RESPONSES_WRITE))
    put_waiting(app, promises_to_close, Permission.RESPONSES_WRITE)
    put_owed(app, promises_owed)
    tell_afterwards(app, everybody=responses_in_words)


def promises_to_close() -> list[Task]:
    """Every open promise, due on its day."""
    return [
        Task(
            _("A promise to close: %(words)s (%(owner)s)", words=promise.words, owner=promise.owner), url_for("outcomes.close", promise=promise.id),
            Permission.RESPONSES_WRITE, promise.due, clock_of(promise).state() is State.OVERDUE,
        )
        for promise in open_promises()
    ]  # fmt: skip


def responses_in_words(comment: Comment) -> list[Line]:
    address = url_for("outcomes.show", docket=comment.docket.number)
    return [
        Line(_("%(response)s: %(point)s.", response=OUTCOMES[one.outcome], point=one.point), f"{address}#point-{one.issue}", _("Why"))
        for one in responses_about(comment)
    ]
