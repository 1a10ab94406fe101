from flask import Flask

from civic.people import security
from civic.people.policy import city_zone
from civic.people.views import bp


def start(app: Flask) -> None:
    app.extensions["civic_zone"] = city_zone
    security.start(app)
    app.register_blueprint(bp)
