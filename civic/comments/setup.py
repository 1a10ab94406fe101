from flask import Flask

from civic.comments import afterwards, receipts
from civic.comments.views import bp
from civic.comments.wording import in_words


def start(app: Flask) -> None:
    receipts.start(app)
    app.register_blueprint(bp)
    app.jinja_env.globals |= {"told_to_everybody": afterwards.told_to_everybody, "told_to_the_author": afterwards.told_to_the_author}
    app.jinja_env.filters["in_words"] = in_words
