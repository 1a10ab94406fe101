from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.desk import DeskPage, put_on_desk
from civic.notices import feed_views, follow_views, mailer, purging, reminders  # noqa: F401 - chores register themselves
from civic.notices.views import bp
from civic.permissions import Permission


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(follow_views.bp)
    app.register_blueprint(feed_views.bp)
    put_on_desk(app, DeskPage("notices.outbox", _l("Outbox: mail of this site"), Permission.OUTBOX_SEE))
