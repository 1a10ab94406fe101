from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from civic.comments.afterwards import Line, tell_afterwards
from civic.comments.models import Comment
from civic.desk import DeskPage, Task, put_in_docket_folder, put_waiting
from civic.dockets.queries import published_dockets
from civic.permissions import Permission
from civic.themes.counting import comments_to_sort
from civic.themes.queries import codebook_of, themes_about
from civic.themes.views import bp


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    put_in_docket_folder(
        app, DeskPage("themes.code", _l("Sort comments into themes"), Permission.THEMES_CODE),
        DeskPage("themes.codebook", _l("Codebook"), Permission.THEMES_CODE),
    )  # fmt: skip
    put_waiting(app, tasks_for_analysts, Permission.THEMES_CODE)
    tell_afterwards(app, everybody=themes_in_words)


def themes_in_words(comment: Comment) -> list[Line]:
    """Once the codebook is public, so is where each comment was sorted."""
    if codebook_of(comment.docket) is None or not (themes := themes_about(comment)):
        return []
    words = _("Sorted into: %(themes)s.", themes=", ".join(theme.name for theme in themes))
    return [Line(words, url_for("themes.show", docket=comment.docket.number), _("What the themes mean"))]


def tasks_for_analysts() -> list[Task]:
    """One line per docket with comments that nobody has sorted yet, or that changed since."""
    tasks, to_sort = [], comments_to_sort()
    for docket in published_dockets():
        if todo := to_sort.get(docket.id):
            words = ngettext("%(num)s comment to sort into themes: %(title)s", "%(num)s comments to sort into themes: %(title)s", todo, title=docket.title)
            tasks.append(Task(words, url_for("themes.code", docket=docket.number), Permission.THEMES_CODE))
    return tasks
