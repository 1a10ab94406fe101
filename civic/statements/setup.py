from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.comments.afterwards import Line, tell_afterwards
from civic.comments.models import Comment
from civic.desk import DeskPage, Task, put_in_docket_folder, put_waiting
from civic.permissions import Permission
from civic.statements import staff_views
from civic.statements.queries import dockets_without_statement, statement_of
from civic.statements.views import bp


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(staff_views.bp)
    put_in_docket_folder(app, DeskPage("statement_drafts.prepare", _l("Consultation statement"), Permission.STATEMENT_WRITE))
    put_waiting(app, statements_to_prepare, Permission.STATEMENT_WRITE)
    tell_afterwards(app, everybody=issues_in_words)


def statements_to_prepare() -> list[Task]:
    """Responses are published, and no statement says yet who was consulted and what each said."""
    return [
        Task(_("Prepare the consultation statement: %(title)s", title=docket.title), url_for("statement_drafts.prepare", docket=docket.number), Permission.STATEMENT_WRITE)
        for docket in dockets_without_statement()
    ]


def issues_in_words(comment: Comment) -> list[Line]:
    """Issues that the newest statement takes from this comment."""
    statement = statement_of(comment.docket)
    if statement is None:
        return []
    address = url_for("statements.show", docket=comment.docket.number)
    return [
        Line(_("Issue %(code)s of the consultation statement: %(point)s.", code=row["code"], point=row["point"]), f"{address}#issue-{row['code']}", _("What was done"))
        for row in statement.content["issues"] if row["source"] == f"comment-{comment.number}"
    ]  # fmt: skip
