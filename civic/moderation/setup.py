from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.desk import DeskPage, put_in_docket_folder, put_on_desk, put_waiting
from civic.moderation.queries import tasks_for_moderators
from civic.moderation.views import bp
from civic.permissions import Permission


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    put_on_desk(app, DeskPage("moderation.queues", _l("Held comments"), Permission.COMMENT_MODERATE))
    put_in_docket_folder(app, DeskPage("moderation.queue", _l("Moderation queue"), Permission.COMMENT_MODERATE))
    put_waiting(app, tasks_for_moderators)
