from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.desk import DeskPage, put_in_docket_folder, put_on_desk, put_waiting
from civic.exceptions import clause_views, oversight_views, request_views, staff_views
from civic.exceptions.owed import conditions_owed, reports_owed, reviews_owed, seals_owed
from civic.exceptions.views import bp
from civic.exceptions.waiting import tasks_for_the_clerk
from civic.owed import put_owed
from civic.permissions import Permission
from civic.web import PERSONAL_LINKS


def start(app: Flask) -> None:
    for blueprint in (bp, request_views.bp, oversight_views.bp, staff_views.bp, clause_views.bp):
        app.register_blueprint(blueprint)
    put_on_desk(app, DeskPage("permits.home", _l("Exceptions: requests, decisions, reports"), Permission.EXCEPTIONS_KEEP))
    put_in_docket_folder(app, DeskPage("clauses.every", _l("Exceptions that this law allows, and who reports"), Permission.EXCEPTIONS_KEEP))
    put_waiting(app, tasks_for_the_clerk, Permission.EXCEPTIONS_KEEP)
    for provider in (conditions_owed, reports_owed, reviews_owed, seals_owed):
        put_owed(app, provider)
    link = ("oversight.home", _l("Exceptions of my office"), Permission.EXCEPTIONS_OFFICE)
    if link[0] not in {known[0] for known in PERSONAL_LINKS}:
        PERSONAL_LINKS.append(link)
