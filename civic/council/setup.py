from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.council.views import bp
from civic.permissions import Permission
from civic.web import PERSONAL_LINKS


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    link = ("council.member", _l("My dockets"), Permission.MEMBER_HOME)
    if link[0] not in {known[0] for known in PERSONAL_LINKS}:
        PERSONAL_LINKS.append(link)
