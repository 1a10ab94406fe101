from flask import Flask

from civic.comments import afterwards, check_views, drafts, limits, receipts, views, writing_views
from civic.comments.routes import bp
from civic.comments.wording import in_words
from civic.work import CHORES, chore

VIEWS = (writing_views, views, check_views)  # loading them puts their pages on the blueprint


def start(app: Flask) -> None:
    receipts.start(app)
    drafts.start(app)
    limits.start(app)
    for forget in (drafts.forget_old, receipts.forget_answers):
        if forget not in CHORES:
            chore(forget)
    app.register_blueprint(bp)
    app.jinja_env.globals |= {"told_to_everybody": afterwards.told_to_everybody, "told_to_the_author": afterwards.told_to_the_author}
    app.jinja_env.filters["in_words"] = in_words
