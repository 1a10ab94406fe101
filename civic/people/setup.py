from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from civic.desk import DeskPage, Task, put_on_desk, put_waiting
from civic.people import again, invitation_views, security, settings_views, staff_views
from civic.people.models import PolicySetting
from civic.people.policy import city_zone, settings_missing
from civic.people.queries import account_with, open_resets
from civic.people.views import bp
from civic.people.wording import word_of
from civic.permissions import Permission


def start(app: Flask) -> None:
    app.extensions["civic_zone"] = city_zone
    app.extensions["civic_second_factor_shown"] = again.shown_at
    app.extensions["civic_show_again"] = again.show_again
    security.start(app)
    for blueprint in (bp, again.bp, invitation_views.bp, settings_views.bp, staff_views.bp):
        app.register_blueprint(blueprint)
    app.jinja_env.globals |= {"set_by": set_by, "setting_word": word_of}
    put_on_desk(
        app, DeskPage("settings.every", _l("The city's settings"), Permission.SETTINGS_SEE),
        DeskPage("staff_people.every", _l("People, offices and invitations"), Permission.PEOPLE_MANAGE),
        DeskPage("staff_people.log", _l("What staff did"), Permission.LOG_SEE),
    )  # fmt: skip
    put_waiting(app, what_settings_need, Permission.SETTINGS_CHANGE)
    put_waiting(app, what_administrators_owe, Permission.FACTOR_RESET)


def set_by(row: PolicySetting) -> str:
    account = account_with(row.set_by) if row.set_by else None
    return account.name if account else _("the operator")


def what_settings_need() -> list[Task]:
    missing = len(settings_missing())
    if not missing:
        return []
    words = ngettext("One thing is missing before you can publish", "%(num)s things are missing before you can publish", missing)
    return [Task(words, url_for("settings.first_run"), Permission.SETTINGS_CHANGE)]


def what_administrators_owe() -> list[Task]:
    return [
        Task(_("Reset the lost second factor of %(name)s", name=reset.account.name), url_for("staff_people.one", account=reset.account_id), Permission.FACTOR_RESET)
        for reset in open_resets()
    ]
