from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.desk import DeskPage, put_in_docket_folder, put_waiting
from civic.dockets import (  # noqa: F401 - they put their views on the blueprint
    views,
    views_facts,
    views_process,
    views_publishing,
    views_release,
    views_window,
)
from civic.dockets.owed import texts_owed
from civic.dockets.staff import bp
from civic.dockets.steps import in_words
from civic.dockets.waiting import what_clerks_owe
from civic.dockets.workflows.shelf import every_workflow
from civic.owed import put_owed
from civic.people.values import CHOICES
from civic.permissions import Permission


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    CHOICES["workflow"] = named_workflows
    with app.app_context():
        every_workflow()  # a file of the city that cannot be used is said at the start, not on a page
    app.jinja_env.globals["in_words"] = in_words
    put_in_docket_folder(
        app,
        DeskPage("dockets.structure", _l("Draft text: sections and findings"), Permission.DOCKET_WRITE),
        DeskPage("dockets.settings", _l("Title, summary, effects, contact"), Permission.DOCKET_WRITE),
        DeskPage("dockets.publish", _l("Check and publish"), Permission.DOCKET_PUBLISH),
        DeskPage("dockets.versions", _l("Versions: a new text, or a wrong one"), Permission.DOCKET_PUBLISH),
        DeskPage("dockets.window", _l("Comment window"), Permission.WINDOW_EXTEND),
        DeskPage("dockets.course", _l("Course: where it stands, next steps, notices"), Permission.DOCKET_WRITE),
        DeskPage("dockets.write_facts", _l("What the text says: the table"), Permission.FACTS_WRITE),
        DeskPage("dockets.confirm_facts", _l("Confirm the table of what the text says"), Permission.FACTS_REVIEW),
        DeskPage("dockets.end", _l("Close, withdraw or delete"), Permission.DOCKET_PUBLISH),
    )
    put_waiting(app, what_clerks_owe, Permission.DOCKET_PUBLISH, Permission.FACTS_REVIEW)
    put_owed(app, texts_owed)


def named_workflows() -> dict[str, str]:
    """What the setting offers: each workflow once, under the name of its newest version."""
    return {found.key: in_words(found.name) for found in every_workflow()}
