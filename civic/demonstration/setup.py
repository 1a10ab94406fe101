from __future__ import annotations

from flask import Flask

from civic.demonstration.loader import MARK
from civic.demonstration.views import bp

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def start(app: Flask) -> None:
    """The pages exist only in a folder that the loader made, on a server bound to loopback (answered at each request)."""
    settings = app.config["CIVIC"]
    app.extensions["civic_demonstration"] = lambda: settings.host in LOOPBACK and (settings.data / MARK).exists()
    app.register_blueprint(bp)
