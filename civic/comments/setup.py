from flask import Flask

from civic.comments import receipts
from civic.comments.views import bp


def start(app: Flask) -> None:
    receipts.start(app)
    app.register_blueprint(bp)
