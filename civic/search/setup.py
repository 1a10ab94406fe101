from flask import Flask

from civic.search import keeping  # noqa: F401 - its chore registers itself
from civic.search.views import bp


def start(app: Flask) -> None:
    app.register_blueprint(bp)
