from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.moderation.views import bp
from civic.permissions import Permission
from civic.web import PERSONAL_LINKS


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    link = ("moderation.queues", _l("Held comments"), Permission.COMMENT_MODERATE)
    if link[0] not in {known[0] for known in PERSONAL_LINKS}:
        PERSONAL_LINKS.append(link)
