from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.desk import DeskPage, put_in_docket_folder, put_on_desk, put_waiting
from civic.letters import author_views, chores, entered_views, organisation_staff_views, organisation_views  # noqa: F401 - they register themselves
from civic.letters.routes import organisations
from civic.letters.staff import tasks_for_checkers
from civic.letters.views import bp
from civic.permissions import Permission
from civic.web import PERSONAL_LINKS


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(author_views.bp)
    app.register_blueprint(organisations)
    app.register_blueprint(entered_views.bp)
    put_on_desk(app, DeskPage("organisations.list_all", _l("Organizations and representatives"), Permission.ORGANISATION_CHECK))
    put_in_docket_folder(app, DeskPage("letters.list_letters", _l("Letters"), Permission.DOCKET_SEE))
    put_in_docket_folder(app, DeskPage("entered.enter", _l("Enter a letter that was signed elsewhere"), Permission.LETTER_ENTER))
    put_waiting(app, tasks_for_checkers, Permission.ORGANISATION_CHECK)
    link = ("writing.mine", _l("My letters"), Permission.LETTER_WRITE)
    if link[0] not in {known[0] for known in PERSONAL_LINKS}:
        PERSONAL_LINKS.append(link)
