"""Fills a data folder with comments on one open docket, through the product's own action, some hundred per commit."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

NUMBER = "2026-900"
CHUNK = 500
STANCES = ("support", "oppose", "neutral", "")
PLACES = ("school", "bus stop", "library", "clinic", "park", "market", "church", "shop")
REASONS = (
    "Nobody has told us who may look at the pictures or how long they are kept.",
    "My neighbor was stopped because of a wrong match, and nobody said sorry.",
    "After the break-ins last winter I would feel safer with them.",
    "The money would do more good in street lights and youth work.",
    "Please say in the law itself when a picture has to be erased.",
)


def fill(folder: Path, wanted: int) -> None:
    """Bring the docket to this many comments; says on stderr how far it is."""
    app = application_in(folder)
    with app.test_request_context("/"):  # rules of the city are looked up once, as in a request
        from civic.comments.actions import Words, receive_comment
        from civic.comments.models import Comment
        from civic.database import db, writing
        from civic.dockets.queries import docket_numbered
        from civic.record.codes import Pair
        from civic.record.numbers import new_number

        with writing():
            docket = docket_numbered(NUMBER) or make_docket()
            sections = [p.wid for p in docket.current_version.provisions if p.kind == "section"]
        taken = set(db.session.scalars(db.select(Comment.number)))
        db.session.rollback()
        began, first, chance = time.monotonic(), len(taken), random.Random(len(taken))
        while len(taken) < wanted:
            with writing():
                docket = docket_numbered(NUMBER)
                for _ in range(min(CHUNK, wanted - len(taken))):
                    number = next(n for n in iter(new_number, None) if n not in taken)
                    taken.add(number)
                    about = (chance.choice(sections),) if chance.random() < 0.5 else ()
                    words = Words(body_of(chance), about, stance=chance.choice(STANCES), ward=str(chance.randint(1, 13)))
                    receive_comment(docket, words, Pair(number, "", None))
            db.session.remove()
            if len(taken) % 5000 < CHUNK:
                print(f"filled {len(taken)}/{wanted}, {(len(taken) - first) / (time.monotonic() - began):.0f} a second", file=sys.stderr, flush=True)
        db.engine.dispose()


def body_of(chance: random.Random) -> str:
    reasons = chance.sample(REASONS, chance.randint(1, 3))
    return f"I pass the {chance.choice(PLACES)} every day, {chance.randint(2, 900)} steps from a camera. " + " ".join(reasons)


def application_in(folder: Path, database: str = "", **more: object):  # type: ignore[no-untyped-def]
    """The application on this folder, its database brought up to date."""
    from flask_migrate import Migrate, upgrade

    from civic import create_app, load_settings
    from civic.cli import MIGRATIONS
    from civic.database import db

    app = create_app(load_settings().from_environment({"CIVIC_DATA": str(folder), "CIVIC_LOG_LEVEL": "ERROR"} | ({"CIVIC_DATABASE_URL": database} if database else {})), **more)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
    return app


def make_docket():  # type: ignore[no-untyped-def]
    from tests.factories import make_docket as make

    return make(NUMBER, title="Cameras in the streets")


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))
