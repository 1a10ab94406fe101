"""The demonstration with a crowd on one docket, for ``bench/pages.py``: the finished docket, all of whose pages exist.

``gather`` lets people write through the product's own actions until the docket has a thousand comments (some held, some
hidden, in every section, with campaigns found by the product), and lets a moderator work. ``multiply`` then copies all of
that, row by row, with new ids, numbers and places: faces, wordings, anchors, hints, decisions, readings by analysts,
memberships in campaigns, events, leaves and counts. Campaigns grow with it, and new ones appear. What a copy cannot have is
a valid proof: its commitments are those of the comment that it was copied from.
"""

from __future__ import annotations

import random
import re
import secrets
import sys
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

PEOPLE = 1000
SOME = 50  # comments in one transaction
COPIES_AT_ONCE = 5
NEW_CAMPAIGN_EVERY = 10  # copies
MODERATOR = "milo@mardenfalls.example"
PHONE = "Call me at 612-555-0142 if you want to hear more."


def number_of_the_docket() -> str:
    from civic.clock import today

    return f"{today().year}-014"


def gather(app: Any) -> None:
    """The demonstration, and people until the docket has ``PEOPLE`` comments."""
    from civic.demonstration.loader import load_demonstration

    load_demonstration(lambda words: print(f"  {words}", file=sys.stderr))
    _people_write(app)
    _a_moderator_reads()
    _campaigns_are_found()
    _words_are_taken_in()


def multiply(times: int) -> None:
    """``times`` as many comments as the docket has now."""
    from civic.comments.models import Counter
    from civic.database import db, writing
    from civic.dockets.queries import docket_numbered

    docket = docket_numbered(number_of_the_docket())
    base, docket_id = Base(docket), docket.id
    for start in range(1, times, COPIES_AT_ONCE):
        with writing():
            base.copy(range(start, min(start + COPIES_AT_ONCE, times)))
        print(f"\r  {min(start + COPIES_AT_ONCE, times)} of {times} times", end="", file=sys.stderr, flush=True)
    with writing():
        db.session.execute(db.update(Counter).where(Counter.docket_id == docket_id).values(count=Counter.count * times))
        _forget_arrivals()
    _words_are_taken_in()


# --- a thousand people


def _people_write(app: Any) -> None:
    from bench.campaign_texts import corpus
    from civic.clock import now, pretend
    from civic.comments.actions import Words, receive_comment
    from civic.comments.models import Comment
    from civic.database import db, writing
    from civic.dockets.queries import docket_numbered
    from civic.record.codes import Pair
    from civic.record.numbers import new_number

    docket = docket_numbered(number_of_the_docket())
    opens, taken = docket.window.opens_at, set(db.session.scalars(db.select(Comment.number)))
    here = db.session.scalar(db.select(db.func.count()).select_from(Comment).where(Comment.docket_id == docket.id))
    made, chance = corpus(PEOPLE - here, seed=5), random.Random(5)
    while made:
        moment = min(opens + timedelta(days=1 + len(made) * 27 / PEOPLE), now())
        with pretend(moment), writing():
            docket = docket_numbered(number_of_the_docket())
            sections = [p.wid for p in docket.current_version.provisions if p.kind == "section"]
            for one in [made.pop() for _ in range(min(SOME, len(made)))]:
                number = next(n for n in iter(new_number, None) if n not in taken)
                taken.add(number)
                words = Words(
                    one.text + (f"\n{PHONE}" if chance.random() < 0.02 else ""), (chance.choice(sections),) if chance.random() < 0.4 else (), stance=one.side,
                    ward=str(chance.randint(1, 13)) if chance.random() < 0.5 else "", language="es" if chance.random() < 0.05 else "en",
                )  # fmt: skip
                receive_comment(docket, words, Pair(number, "", None))


def _a_moderator_reads() -> None:
    """Of the public ones: four in ten are read, one in a hundred loses words, a few wait for a second person."""
    import sqlalchemy as sa

    from civic.comments.models import Comment, Face, State
    from civic.database import db, writing
    from civic.dockets.queries import docket_numbered
    from civic.moderation.actions import propose, publish, redact
    from civic.moderation.models import Decision
    from civic.people.queries import account_by_email

    docket, chance = docket_numbered(number_of_the_docket()), random.Random(6)
    unread = sa.select(Face.comment_id).where(Face.docket_id == docket.id, Face.state == State.PUBLISHED, ~sa.exists().where(Decision.comment_id == Face.comment_id))
    ids = [id for id in db.session.scalars(unread.order_by(Face.sort_key)) if chance.random() < 0.4]
    with writing():
        milo = account_by_email(MODERATOR)
        for place, id in enumerate(ids):
            comment = db.session.get_one(Comment, id)
            if place % 40 == 1:
                redact(comment, [(0, 2)], by=milo)
            elif place % 80 == 2:
                propose(comment, "T1", by=milo)
            else:
                publish(comment, by=milo)


def _campaigns_are_found() -> None:
    from civic.campaigns.arriving import look_at_arrivals
    from civic.campaigns.looking import keep_survey, survey
    from civic.database import writing
    from civic.dockets.queries import docket_numbered

    done = 1
    while done:
        with writing():
            done = look_at_arrivals()
    with writing():
        docket = docket_numbered(number_of_the_docket())
        keep_survey(docket, survey(docket))


def _words_are_taken_in() -> None:
    from civic.database import writing
    from civic.search.keeping import take_in

    done = 1
    while done:
        with writing():
            done = take_in(5000)


def _forget_arrivals() -> None:
    from civic.campaigns.models import ToLookAt
    from civic.database import db

    db.session.execute(db.delete(ToLookAt))


# --- the same people many times


class Base:
    """The rows that belong to the comments of a docket, and how one more copy of all of them is made."""

    def __init__(self, docket: Any) -> None:
        from civic.campaigns.models import Family

        self.docket_id = docket.id
        self.rows = dict(_rows_of(docket.id))
        self.tables = {table.name: table for table in self.rows}
        self.families = self._named("families")
        sizes = Tally(row["family_id"] for row in self._named("family_members"))
        median = sorted(sizes[row["id"]] for row in self.families)[len(self.families) // 2] if self.families else 0
        self.growing = {row["id"] for row in self.families if sizes[row["id"]] > median}
        self.newest = {row["id"]: row["id"] for row in self.families}
        self.n = max((row["n"] for row in self.families), default=0)
        self.own = [row["id"] for table, rows in self.rows.items() if table.name not in ("families", "campaign_sketches") for row in rows if "id" in row]
        self.numbers = [row["number"] for row in self._named("comments")]
        self.taken = set(self.numbers)
        self.alone = {row["id"] for row in self._named("comments")} - {row["comment_id"] for row in self._named("family_members")}
        self.token = re.compile(rb"[A-Za-z0-9_-]{22}|(?<=\")[0-9A-Z]{6}(?=\")")
        assert Family.__table__.name in self.tables

    def copy(self, copies: range) -> None:
        from civic.database import db

        made: dict[Any, list[dict[str, Any]]] = {table: [] for table in self.rows}
        self.places: dict[str, int] = {}
        for place in copies:
            renamed = self._renamed(place)
            for table, rows in self.rows.items():
                if table.name == "families":
                    made[table] += [{**self._row(row, renamed), "n": self._next()} for row in rows if self._is_new(row["id"], place)]
                else:
                    made[table] += [self._freshly_placed(table.name, row, self._row(row, renamed), place) for row in rows]
        for table, rows in made.items():
            if rows:
                db.session.execute(table.insert(), rows)

    def _named(self, name: str) -> list[dict[str, Any]]:
        return self.rows[self.tables[name]]

    def _is_new(self, family: str, place: int) -> bool:
        return family not in self.growing and place % NEW_CAMPAIGN_EVERY == 0

    def _next(self) -> int:
        self.n += 1
        return self.n

    def _renamed(self, place: int) -> dict[str, str]:
        from civic.database import random_id
        from civic.record.numbers import new_number

        renamed = {id: random_id() for id in self.own}
        for row in self.families:
            if self._is_new(row["id"], place):
                self.newest[row["id"]] = random_id()
        renamed |= self.newest
        for old in self.numbers:
            renamed[old] = next(n for n in iter(new_number, None) if n not in self.taken)
            self.taken.add(renamed[old])
        return renamed

    def _row(self, row: dict[str, Any], renamed: dict[str, str]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, value in row.items():
            if isinstance(value, str):
                value = renamed.get(value, value)
            elif name == "bytes":
                value = self.token.sub(lambda found: renamed.get(found[0].decode(), found[0].decode()).encode(), value)
            made[name] = value
        return made

    def _freshly_placed(self, table: str, old: dict[str, Any], row: dict[str, Any], place: int) -> dict[str, Any]:
        from civic.comments.same_words import wording_key
        from civic.themes.models import is_in_sample

        if table == "comments":
            row["sort_key"] = self.places[row["id"]] = (old["sort_key"] >> 32 << 32) + secrets.randbits(32)
        elif table == "comment_faces":
            row["sort_key"], row["shuffle_key"] = self.places[row["comment_id"]], secrets.randbits(31)
            if old["comment_id"] in self.alone and row["text"]:
                row["text"] += f" {place}"
            row["wording_key"] = wording_key(row["text"])
        elif table == "codings":
            row["in_sample"] = is_in_sample(row["comment_id"])
        elif table == "family_members":
            row["sort_key"] = self.places[row["comment_id"]]
        elif table == "campaign_sketches" and old["comment_id"] in self.alone:
            row["exact"] = secrets.randbits(62)
        return row


def _rows_of(docket_id: str) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Tables in the order in which their rows may be written."""
    import sqlalchemy as sa

    from civic.campaigns.models import Family, Member, SketchOf
    from civic.comments.models import Anchor, Comment, Face, HiddenPart, Hint, ProblemReport, Revision
    from civic.database import db
    from civic.moderation.models import Appeal, CountedStance, Decision
    from civic.record.models import Event, Leaf
    from civic.themes.models import CodedTheme, Coding

    comments = sa.select(Comment.id).where(Comment.docket_id == docket_id)
    decisions = sa.select(Decision.id).where(Decision.comment_id.in_(comments))
    appeals = sa.select(Appeal.id).where(Appeal.decision_id.in_(decisions))
    about: Callable[[str, Any], Any] = lambda kind, ids: sa.and_(Event.subject_type == kind, Event.subject_id.in_(ids))  # noqa: E731
    events = sa.or_(about("comments", comments), about("decisions", decisions), about("appeals", appeals))
    chosen: list[tuple[Any, Any]] = [
        (Comment, Comment.docket_id == docket_id), (Face, Face.docket_id == docket_id), (Anchor, Anchor.docket_id == docket_id),
        *((model, model.comment_id.in_(comments)) for model in (Revision, HiddenPart, Hint, ProblemReport, Decision, Coding)),
        (CountedStance, CountedStance.decision_id.in_(decisions)), (Appeal, Appeal.decision_id.in_(decisions)),
        (CodedTheme, CodedTheme.coding_id.in_(sa.select(Coding.id).where(Coding.comment_id.in_(comments)))),
        (Family, Family.docket_id == docket_id), (Member, Member.docket_id == docket_id), (SketchOf, SketchOf.docket_id == docket_id),
        (Event, events), (Leaf, Leaf.event_id.in_(sa.select(Event.id).where(events))),
    ]  # fmt: skip
    for model, condition in chosen:
        yield model.__table__, [dict(row) for row in db.session.execute(sa.select(model.__table__).where(condition)).mappings()]


