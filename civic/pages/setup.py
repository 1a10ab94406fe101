from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.desk import DeskPage, put_in_docket_folder, put_on_desk
from civic.pages import (  # noqa: F401 - some put their views on the blueprint of the pages
    brief_views,
    clock_views,
    course_views,
    staff_views,
    views,
    views_cities,
)
from civic.pages.routes import bp
from civic.permissions import Permission
from civic.web import PERSONAL_LINKS


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(staff_views.bp)
    app.register_blueprint(clock_views.bp)
    put_on_desk(app, DeskPage("clocks.overdue", _l("What is overdue"), Permission.BROWSE))
    app.register_blueprint(views_cities.bp)
    app.register_blueprint(brief_views.bp)
    put_in_docket_folder(app, DeskPage("staff.packet", _l("Hearing packet"), Permission.PACKET_SEE))
    link = ("staff.desk", _l("Staff"), Permission.STAFF_HOME)
    if link[0] not in {known[0] for known in PERSONAL_LINKS}:
        PERSONAL_LINKS.insert(0, link)
