from flask import Flask

from civic.pages.views import bp


def start(app: Flask) -> None:
    app.register_blueprint(bp)
