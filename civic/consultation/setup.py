from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.consultation import chores, judging_views, respond_views, staff_views  # noqa: F401 - judging puts its views on the clerk's
from civic.consultation.actions import freeze_with_the_notice
from civic.consultation.owed import answers_owed
from civic.consultation.views import bp
from civic.desk import DeskPage, put_in_docket_folder, put_waiting
from civic.dockets.course import WHEN_RECORDED
from civic.dockets.release import ASKED_BEFORE
from civic.owed import put_owed
from civic.permissions import Permission
from civic.web import PERSONAL_LINKS


def start(app: Flask) -> None:
    for blueprint in (bp, respond_views.bp, staff_views.bp):
        app.register_blueprint(blueprint)
    put_in_docket_folder(app, DeskPage("asking.roster", _l("Who must be asked"), Permission.ROSTER_KEEP))
    put_waiting(app, chores.tasks_for_the_clerk, Permission.ROSTER_KEEP)
    put_waiting(app, chores.judgements_to_confirm, Permission.CHANGE_CONFIRM)
    put_owed(app, answers_owed)
    if chores.asked_before not in ASKED_BEFORE:
        ASKED_BEFORE.append(chores.asked_before)
    if freeze_with_the_notice not in WHEN_RECORDED:
        WHEN_RECORDED.append(freeze_with_the_notice)
    link = ("respond.home", _l("Questions to my office"), Permission.RESPOND)
    if link[0] not in {known[0] for known in PERSONAL_LINKS}:
        PERSONAL_LINKS.append(link)
