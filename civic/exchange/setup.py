from flask import Flask, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from civic.desk import DeskPage, Task, put_in_docket_folder, put_on_desk, put_waiting
from civic.exchange import check_views, jobs  # noqa: F401 - says what the worker does for an import
from civic.exchange.second_checks import tally_on, waiting_by_docket
from civic.exchange.views import bp
from civic.permissions import Permission, signed_in_person


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(check_views.bp)
    app.jinja_env.globals["second_checks_on"] = tally_on
    put_on_desk(app, DeskPage("exchange.jobs", _l("Long work"), Permission.JOB_SEE))
    put_in_docket_folder(
        app,
        DeskPage("exchange.intake", _l("Enter a comment from paper, phone or a hearing"), Permission.COMMENT_INTAKE),
        DeskPage("checks.list_checks", _l("Compare typed comments with paper and recordings"), Permission.COMMENT_INTAKE),
        DeskPage("exchange.imports", _l("Import a file of comments"), Permission.COMMENT_IMPORT),
    )
    put_waiting(app, typed_comments_to_compare, Permission.COMMENT_INTAKE)


def typed_comments_to_compare() -> list[Task]:
    """One line per docket, for whoever typed none of them."""
    person = signed_in_person()
    if person is None:
        return []
    return [
        Task(
            ngettext("%(num)s typed comment to compare: %(title)s", "%(num)s typed comments to compare: %(title)s", waiting, title=docket.title),
            url_for("checks.list_checks", docket=docket.number), Permission.COMMENT_INTAKE,
        )
        for docket, waiting in waiting_by_docket(person)
    ]  # fmt: skip
