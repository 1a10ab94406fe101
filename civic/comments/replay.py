"""Faces and counters made again from the record: the leaves say what happened, the openings prove the words.

Nothing here reads a kept state. The openings of public words lie in the faces; each is checked against the root in its
leaf, and what a decision hides must be hidden. The result is compared with what is kept, or written in its place.
"""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from civic.comments.actions import shuffle_key, sort_key
from civic.comments.content import EXCERPT, text_of
from civic.comments.counting import arrival, as_shown
from civic.comments.models import READABLE, Comment, Counter, Face, Revision, State
from civic.comments.same_words import wording_key
from civic.comments.typed import draw
from civic.database import db
from civic.dockets.models import Docket, TextVersion
from civic.record.disclosure import disclose, hidden_by, verify_disclosure
from civic.record.leaf import canonical, parse
from civic.record.models import Leaf

Counts = dict[tuple[str, str], int]
CLOSED = {State.HELD, State.WITHHELD, State.REMOVED, State.WITHDRAWN}
COLUMNS = [column.key for column in sa.inspect(Face).column_attrs]


@dataclass
class Story:
    """All leaves about one comment. Each names the one it follows, so no order between leaves of a day is needed."""

    received: dict[str, Any]
    others: list[dict[str, Any]] = field(default_factory=list)

    @property
    def standing(self) -> list[dict[str, Any]]:
        """Decisions and acts that were not reversed."""
        reversed_ = {each["ref"] for each in self.others if each["t"] == "comment.restored"}
        return [each for each in self.others if each["id"] not in reversed_ and each["t"] != "comment.restored"]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.standing if each["t"] == kind]

    @property
    def wordings(self) -> list[dict[str, Any]]:
        """From the first to the newest, by what each replaces."""
        by_ref = {each["ref"]: each for each in self.others if each["t"] == "comment.edited"}
        chain = [self.received]
        while chain[-1]["id"] in by_ref:
            chain.append(by_ref[chain[-1]["id"]])
        return chain

    def waits(self, wording: dict[str, Any]) -> bool:
        """Held, and no decision about this wording yet. One that was reversed ended the wait all the same, unless it was held again."""
        ends = ("comment.published", "comment.redacted", "comment.withheld", "comment.moved", "comment.removed")
        held_again = {each["ref"] for each in self.others if each["t"] == "comment.restored" and "hold" in each}
        return wording["hold"] == "held" and not any(each["t"] in ends and each["ref"] == wording["id"] and each["id"] not in held_again for each in self.others)

    @property
    def wording(self) -> dict[str, Any]:
        """The one that the face stands for: the newest that does not wait, else the newest."""
        ready = [each for each in self.wordings if not self.waits(each)]
        return (ready or self.wordings)[-1]

    @property
    def state(self) -> tuple[State, str | None]:
        """With the code of the decision that hides or moves it."""
        for kind, state in (("comment.removed", State.REMOVED), ("comment.withdrawn", State.WITHDRAWN), ("comment.withheld", State.WITHHELD)):
            if found := self.of(kind):
                return state, found[0].get("reason")
        if found := self.of("comment.moved"):
            return State.MOVED, found[0]["reason"]
        if self.waits(self.wording):
            return State.HELD, None
        if reasons := [each["reason"] for each in self.of("comment.redacted") if each["ref"] == self.wording["id"]]:
            return State.REDACTED, min(reasons)
        return State.PUBLISHED, None


@dataclass
class Replay:
    faces: dict[str, dict[str, Any]]  # by number
    counts: Counts
    problems: list[str]


def replay(docket: Docket) -> Replay:
    """Every face and counter of the docket as the record gives them, and what in the openings does not fit."""
    versions = {version.leaf_id: version for version in docket.versions}
    wants = dict(db.session.execute(sa.select(Revision.leaf_id, Revision.wants_answer).join(Comment).where(Comment.docket_id == docket.id)).all())
    kept = {number: (id_, openings) for number, id_, openings in db.session.execute(
        sa.select(Comment.number, Comment.id, Face.openings).outerjoin(Face, Face.comment_id == Comment.id).where(Comment.docket_id == docket.id)
    )}  # fmt: skip
    made, rejected = Replay({}, Tally(), []), _rejected_disputes(docket)
    for number, story in stories_of(docket).items():
        id_, openings = kept.get(number, (None, None))
        if id_ is None or openings is None:
            made.problems.append(f"{number}: its openings are lost")
            continue
        made.problems += [f"{number}: {problem}" for problem in _problems(story, openings)]
        face = _face(story, openings, versions, wants, rejected) | {"comment_id": id_, "docket_id": docket.id}
        made.faces[number] = face
        for dimension in _dimensions(story, face):
            made.counts[dimension] += 1
    return made


def stories_of(docket: Docket) -> dict[str, Story]:
    kinds = (Leaf.kind.like("comment.%"), Leaf.kind == "name.withheld")
    rows = [parse(data) for data in db.session.scalars(sa.select(Leaf.bytes).where(Leaf.docket == docket.address, sa.or_(*kinds)))]
    stories = {row["comment"]: Story(row) for row in rows if row["t"] == "comment.received"}
    for row in rows:
        if row["t"] != "comment.received" and row["comment"] in stories:
            stories[row["comment"]].others.append(row)
    return stories


def differences(docket: Docket, made: Replay) -> list[str]:
    """Where what is kept is not what the record gives."""
    found = list(made.problems)
    kept = {face.number: face for face in db.session.scalars(sa.select(Face).where(Face.docket_id == docket.id))}
    found += [f"{number}: kept without a leaf" for number in kept.keys() - made.faces.keys()]
    for number, face in made.faces.items():
        here = kept.get(number)
        found += [f"{number}: {column} differs" for column in COLUMNS if here is None or getattr(here, column) != face[column]]
    counters = {(row.dimension, row.key): row.count for row in _counters(docket) if row.count}
    found += [f"count {'/'.join(key)} differs" for key in counters.keys() | made.counts.keys() if counters.get(key, 0) != made.counts.get(key, 0)]
    return sorted(found)


def write_again(docket: Docket, made: Replay) -> None:
    """Put the replay in the place of what is kept."""
    for face in made.faces.values():
        db.session.merge(Face(**face))
    db.session.execute(sa.delete(Counter).where(Counter.docket_id == docket.id))
    for (dimension, key), count in made.counts.items():
        db.session.add(Counter(docket_id=docket.id, dimension=dimension, key=key, count=count))
    db.session.flush()


def _rejected_disputes(docket: Docket) -> set[str]:
    """Leaves of disputes over a name that two people rejected."""
    rows = db.session.scalars(sa.select(Leaf.bytes).where(Leaf.docket == docket.address, Leaf.kind == "dispute.decided"))
    return {row["ref"] for row in map(parse, rows) if row["outcome"] == "rejected"}


def _face(story: Story, openings: dict[str, Any], versions: dict[str, TextVersion], wants: dict[str, bool], rejected: set[str]) -> dict[str, Any]:
    first, wording = story.received, story.wording
    state, reason = story.state
    received_on = date.fromisoformat(first.get("received", first["day"]))
    version = versions.get(first["text"])
    readable = state in READABLE
    values = {label: opening[1] for label, opening in openings["vals"].items()} if readable else {}
    text = text_of(openings["body"]) if readable else ""
    folded = story.of("comment.folded")
    return {
        "number": first["comment"], "sort_key": sort_key(received_on, first["id"]), "shuffle_key": shuffle_key(first["id"]), "state": state,
        "reason": reason, "text": text, "wording_key": wording_key(text), "excerpt": text[:EXCERPT], "openings": openings, "anchors": _anchors(first, version),
        "suggests": [{"text": text_of(words)} for words in openings["suggests"]] if readable else [],
        "name": values.get("name", ""), "ward": values.get("ward", ""), "stance": values.get("stance", ""),
        "connection": values.get("connection", ""), "language": values.get("lang", "en"), "channel": first["channel"],
        "version_n": version.n if version else None, "received_on": received_on, "by_clerk": bool(first["by"]) and "source" not in first,
        "imported": "source" in first, "late": first["clock"] == "late", "disputed": any(each["id"] not in rejected for each in story.of("comment.disputed")),
        "name_withheld": bool(story.of("name.withheld")), "wants_answer": wants.get(wording["id"], False) if readable else False,
        "edited_on": date.fromisoformat(wording["day"]) if wording is not first else None, "same_as": folded[0]["kept"] if folded else None,
    }  # fmt: skip


def _anchors(first: dict[str, Any], version: TextVersion | None) -> list[dict[str, Any]]:
    if version is None:
        return []
    provisions = {provision.wid: provision for provision in version.provisions}
    return [{"wid": wid, "number": provisions[wid].number, "heading": provisions[wid].heading} for wid in first["sections"]]


def _problems(story: Story, openings: dict[str, Any]) -> list[str]:
    """The openings against the leaf of the wording, and against what later leaves hide."""
    wording = story.wording
    vals = {label: openings["vals"].get(label, committed) for label, committed in wording["vals"].items()}
    disclosure = disclose(canonical(wording), openings["body"], suggests=openings["suggests"], vals=vals)
    problems = verify_disclosure(disclosure)
    all_hidden, places, no_name = hidden_by(wording, story.others)
    due = set(range(len(openings["body"]))) if all_hidden or story.state[0] in CLOSED else places.get(("body", None), set())
    if {place for place, word in enumerate(openings["body"]) if isinstance(word, str)} != due:
        problems.append("other words are hidden than the decisions hide")
    if no_name and "name" in openings["vals"]:
        problems.append("the name is shown although it was withheld")
    return problems


def _dimensions(story: Story, face: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [
        ("state", face["state"].value), ("channel", face["channel"]), ("day", face["received_on"].isoformat()),
        ("version", str(face["version_n"] or 0)), ("clock", story.received["clock"]),
        ("arrived", arrival(face["received_on"], face["state"].value, face["channel"])),
    ]  # fmt: skip
    if face["by_clerk"]:
        rows.append(("typed", draw(face["channel"], face["shuffle_key"])))
    if face["state"] in READABLE:
        rows += [("section", anchor["wid"]) for anchor in face["anchors"]]
        wids = [anchor["wid"] for anchor in face["anchors"]]
        rows += as_shown(face["stance"], face["ward"], face["language"], face["channel"], face["version_n"], wids)
    return rows


def _counters(docket: Docket) -> list[Counter]:
    return list(db.session.scalars(sa.select(Counter).where(Counter.docket_id == docket.id)))
