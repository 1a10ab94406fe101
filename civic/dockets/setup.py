from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.desk import DeskPage, put_in_docket_folder, put_waiting
from civic.dockets import views, views_course, views_facts, views_publishing, views_release  # noqa: F401 - they put their views on the blueprint
from civic.dockets.owed import texts_owed
from civic.dockets.staff import bp
from civic.dockets.waiting import what_clerks_owe
from civic.owed import put_owed
from civic.permissions import Permission


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    put_in_docket_folder(
        app,
        DeskPage("dockets.structure", _l("Draft text: sections and findings"), Permission.DOCKET_WRITE),
        DeskPage("dockets.settings", _l("Title, summary, effects, contact"), Permission.DOCKET_WRITE),
        DeskPage("dockets.publish", _l("Check and publish"), Permission.DOCKET_PUBLISH),
        DeskPage("dockets.versions", _l("Versions: a new text, or a wrong one"), Permission.DOCKET_PUBLISH),
        DeskPage("dockets.window", _l("Comment window"), Permission.WINDOW_EXTEND),
        DeskPage("dockets.course", _l("Steps, meetings and public notices"), Permission.DOCKET_WRITE),
        DeskPage("dockets.write_facts", _l("What the text says: the table"), Permission.FACTS_WRITE),
        DeskPage("dockets.confirm_facts", _l("Confirm the table of what the text says"), Permission.FACTS_REVIEW),
        DeskPage("dockets.end", _l("Close, withdraw or delete"), Permission.DOCKET_PUBLISH),
    )
    put_waiting(app, what_clerks_owe, Permission.DOCKET_PUBLISH, Permission.FACTS_REVIEW)
    put_owed(app, texts_owed)
