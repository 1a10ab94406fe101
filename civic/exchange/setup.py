from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.desk import DeskPage, put_in_docket_folder, put_on_desk
from civic.exchange import jobs  # noqa: F401 - says what the worker does for an import
from civic.exchange.views import bp
from civic.permissions import Permission


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    put_on_desk(app, DeskPage("exchange.jobs", _l("Long work"), Permission.JOB_SEE))
    put_in_docket_folder(
        app,
        DeskPage("exchange.intake", _l("Enter a comment from paper, phone or a hearing"), Permission.COMMENT_INTAKE),
        DeskPage("exchange.imports", _l("Import a file of comments"), Permission.COMMENT_IMPORT),
    )
