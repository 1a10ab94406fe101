from flask import Flask, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from civic.desk import DeskPage, Task, put_in_docket_folder, put_waiting
from civic.dockets.queries import published_dockets
from civic.permissions import Permission
from civic.themes.queries import rows_on
from civic.themes.views import bp


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    put_in_docket_folder(
        app, DeskPage("themes.code", _l("Sort comments into themes"), Permission.THEMES_CODE),
        DeskPage("themes.codebook", _l("Codebook"), Permission.THEMES_CODE),
    )  # fmt: skip
    put_waiting(app, tasks_for_analysts)


def tasks_for_analysts() -> list[Task]:
    """One line per docket with comments that nobody has sorted yet, or that changed since."""
    tasks = []
    for docket in published_dockets():
        if todo := sum(row.state != "coded" for row in rows_on(docket)):
            words = ngettext("%(num)s comment to sort into themes: %(title)s", "%(num)s comments to sort into themes: %(title)s", todo, title=docket.title)
            tasks.append(Task(words, url_for("themes.code", docket=docket.number), Permission.THEMES_CODE))
    return tasks
