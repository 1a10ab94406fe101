"""Receiving a comment, changing it, withdrawing it: words, commitments, face, counts and leaf in one transaction."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from civic.clock import today
from civic.comments.counting import count, count_openings, recount_state
from civic.comments.hints import private_data_in, threats_in
from civic.comments.models import READABLE, Anchor, Channel, Clock, Comment, Face, Hint, Revision, State
from civic.database import Refusal, db
from civic.dockets.models import Docket, WindowState
from civic.dockets.queries import provision_named
from civic.people.models import Account
from civic.record.actions import record
from civic.record.codes import Pair
from civic.record.leaf import random_id
from civic.record.queries import leaf_about
from civic.record.vault import seal, unseal
from civic.record.words import Commitment, RefusedText, commit_text, commit_value, normalise

LONGEST = 20_000
CLOCKS = {WindowState.OPEN: Clock.IN_TIME, WindowState.GRACE: Clock.GRACE, WindowState.LATE: Clock.LATE}


@dataclass(frozen=True)
class Words:
    """What somebody wants to say. ``sections`` are wIds of the version seen."""

    body: str
    sections: tuple[str, ...] = ()
    suggestion: str = ""
    name: str = ""
    ward: str = ""
    stance: str = ""
    connection: str = ""
    language: str = "en"
    wants_answer: bool = False


def receive_comment(
    docket: Docket, words: Words, pair: Pair, *, channel: Channel = Channel.WEB, received_on: date | None = None, by: Account | None = None
) -> Comment:
    """Take a comment. A kept private-data hint holds it; everything else is public at once.

    ``received_on`` and ``by`` belong together: staff enter what reached the city on that day.
    """
    clock = clock_of(docket, received_on)
    body = _normal(words.body)
    version = docket.current_version
    commitments = _commit(words, body, random_id())
    private = private_data_in(body) + private_data_in(words.suggestion) + private_data_in(words.name)
    state = State.HELD if private else State.PUBLISHED
    day = today()
    comment = Comment(
        id=random_id(), docket_id=docket.id, number=pair.number, leaf_id=commitments.leaf_id, version_id=version.id if version else None,
        channel=channel, day=day, received_on=received_on or day, clock=clock, sort_key=_sort_key(received_on or day),
        entered_by=by.id if by else None, code_hash=pair.code_hash, held_on=day if private else None,
    )  # fmt: skip
    db.session.add(comment)
    db.session.flush()
    _add_face(docket, comment, state, version.n if version else None)
    _add_anchors(docket, comment, words)
    _add_hints(comment, body)
    keep_words(comment, words, body, commitments, n=1)
    count(comment)
    docket.revision += 1
    text_leaf = version.leaf_id if version else _opening_leaf(docket)
    record(
        "comment.received", comment, by=by, docket=docket, leaf_id=commitments.leaf_id, comment=comment.number, text=text_leaf,
        sections=list(words.sections), channel=channel.value, clock=clock.value, hold="held" if private else "none",
        received=comment.received_on if by else None, **commitments.fields,
    )  # fmt: skip
    return comment


def change_comment(comment: Comment, words: Words) -> None:
    """A new wording; the old one is closed. While a new wording must be held, the comment is held as a whole."""
    docket = comment.docket
    face = comment.face
    if docket.is_withdrawn or docket.window is None or docket.window.state() not in CLOCKS:
        raise Refusal(_("Comments are closed, so the words cannot be changed any more."))
    if face.state not in (State.PUBLISHED, State.REDACTED, State.HELD):
        raise Refusal(_("This comment is not public any more, so its words cannot be changed."))
    body = _normal(words.body)
    before = face.state
    commitments = _commit(words, body, random_id())
    earlier = comment.revisions[-1]
    if before in READABLE:
        count_openings(face, -1)
        earlier.sealed_id = seal(json.dumps({"text": face.text, "openings": face.openings}), "comment").id
    private = private_data_in(body)
    face.state = State.HELD if private else State.PUBLISHED
    comment.held_on = today() if private else None
    face.edited_on = today()
    recount_state(face, before.value, face.state.value)
    _add_hints(comment, body, len(comment.revisions) + 1)
    keep_words(comment, words, body, commitments, n=len(comment.revisions) + 1)
    docket.revision += 1
    record(
        "comment.edited", comment, docket=docket, leaf_id=commitments.leaf_id, ref=earlier.leaf_id, comment=comment.number,
        text=comment.version.leaf_id if comment.version else _opening_leaf(docket), sections=list(words.sections),
        channel=comment.channel.value, clock=comment.clock.value, hold="held" if private else "none", **commitments.fields,
    )  # fmt: skip


def withdraw_comment(comment: Comment) -> None:
    """By its author: the words are closed and sealed; the place, the number and the counts stay."""
    if comment.docket.packet_frozen_at is not None:
        raise Refusal(_("The hearing packet is made up, so a comment can no longer be withdrawn. You can ask to hide words."))
    face = comment.face
    if face.state in (State.WITHDRAWN, State.REMOVED):
        raise Refusal(_("This comment was withdrawn before."))
    before = face.state
    close_words(comment)
    face.state = State.WITHDRAWN
    recount_state(face, before.value, State.WITHDRAWN.value)
    comment.docket.revision += 1
    record("comment.withdrawn", comment, docket=comment.docket, comment=comment.number, ref=comment.revisions[-1].leaf_id)


def hide_name(comment: Comment) -> None:
    face = comment.face
    if not face.name:
        raise Refusal(_("No name is shown on this comment."))
    salt = face.openings.get("vals", {}).get("name")
    seal(json.dumps(salt), "name")
    face.openings = {**face.openings, "vals": {k: v for k, v in face.openings.get("vals", {}).items() if k != "name"}}
    face.name, face.name_withheld = "", True
    comment.docket.revision += 1
    record("name.withheld", comment, docket=comment.docket, comment=comment.number, ref=comment.revisions[-1].leaf_id, reason="P2")


def clock_of(docket: Docket, received_on: date | None = None) -> Clock:
    """In time, in grace or late; refused when the window is not open. A stated day of receipt counts to its end."""
    window = docket.window
    if docket.is_withdrawn:
        raise Refusal(_("This docket was withdrawn, so it takes no more comments. Your words are still here: copy or save them."))
    if window is None:
        raise Refusal(_("The time to comment on this docket is not set yet."))
    from civic.clock import day_of

    if received_on is not None and day_of(window.opens_at) <= received_on <= day_of(window.closing):
        return Clock.IN_TIME
    state = window.state()
    if state not in CLOCKS:
        sentence = _("Comments are not open yet.") if state is WindowState.BEFORE else _("Comments are closed. Your words are still here: copy or save them.")
        raise Refusal(sentence)
    return CLOCKS[state]


def keep_words(comment: Comment, words: Words, body: str, commitments: Committed, *, n: int) -> None:
    """Public words go into the face, others under a seal; the revision names its leaf."""
    content = {
        "text": body, "openings": commitments.openings, "suggestion": words.suggestion, "wants_answer": words.wants_answer,
        "vals": {key: getattr(words, name) for key, name in (("name", "name"), ("ward", "ward"), ("stance", "stance"), ("connection", "connection"))},
        "language": words.language,
    }  # fmt: skip
    revision = Revision(id=random_id(), comment_id=comment.id, n=n, leaf_id=commitments.leaf_id, day=today())
    db.session.add(revision)
    face = comment.face
    face.language = words.language
    if face.state is State.HELD:
        revision.sealed_id = seal(json.dumps(content), "comment").id
        face.text = face.excerpt = face.name = face.ward = face.stance = face.connection = ""
        face.openings, face.suggests = {}, []
    else:
        show_words(face, content)
    db.session.flush()
    db.session.expire(comment, ["revisions"])


def show_words(face: Face, content: dict[str, Any]) -> None:
    face.text = content["text"]
    face.excerpt = content["text"][:280]
    face.openings = content["openings"]
    face.suggests = [{"text": content["suggestion"]}] if content["suggestion"] else []
    face.wants_answer = content["wants_answer"]
    for key, value in content["vals"].items():
        setattr(face, key, value)
    count_openings(face, 1)


def release_comment(comment: Comment, *, by: Account) -> None:
    """A person read a held comment and found nothing to hide: it becomes public as it is."""
    if comment.face.state is not State.HELD:
        raise Refusal(_("This comment is not held any more."))
    revision = comment.revisions[-1]
    content = json.loads(unseal(revision.sealed))
    comment.face.state = State.PUBLISHED
    show_words(comment.face, content)
    revision.sealed_id = None
    recount_state(comment.face, State.HELD.value, State.PUBLISHED.value)
    comment.docket.revision += 1
    record("comment.published", comment, by=by, docket=comment.docket, comment=comment.number, ref=revision.leaf_id)


def close_words(comment: Comment) -> None:
    """Take the words out of the public face and seal them."""
    face = comment.face
    if face.state in READABLE:
        count_openings(face, -1)
        comment.revisions[-1].sealed_id = seal(json.dumps({"text": face.text, "openings": face.openings}), "comment").id
    face.text = face.excerpt = face.name = face.ward = face.stance = face.connection = ""
    face.openings, face.suggests = {}, []


@dataclass(frozen=True)
class Committed:
    leaf_id: str
    fields: dict[str, Any]
    openings: dict[str, Any]


def _commit(words: Words, body: str, leaf_id: str) -> Committed:
    text = commit_text(body)
    suggestion: Commitment | None = commit_text(_normal(words.suggestion)) if words.suggestion else None
    given = {"connection": words.connection, "lang": words.language, "name": words.name, "stance": words.stance, "ward": words.ward}
    vals = {label: commit_value(leaf_id, label, value) for label, value in given.items()}
    section = words.sections[0] if words.sections else "whole"
    fields = {
        "body": text.field, "suggests": [{**suggestion.field, "section": section}] if suggestion else [], "files": [],
        "vals": {label: value.field for label, value in vals.items()},
    }  # fmt: skip
    openings = {
        "body": text.openings, "suggests": [suggestion.openings] if suggestion else [],
        "vals": {label: value.opening for label, value in vals.items()},
    }  # fmt: skip
    return Committed(leaf_id, fields, openings)


def _normal(text: str) -> str:
    if len(text) > LONGEST:
        raise Refusal(_("Your comment has %(n)s characters; the limit is 20,000. Please shorten it or send it in two parts.", n=f"{len(text):,}"), "body")
    try:
        return normalise(text)
    except RefusedText as refused:
        raise Refusal(str(refused), "body") from refused


def _add_face(docket: Docket, comment: Comment, state: State, version_n: int | None) -> None:
    face = Face(
        comment_id=comment.id, docket_id=docket.id, number=comment.number, sort_key=comment.sort_key, shuffle_key=secrets.randbelow(2**31),
        state=state, channel=comment.channel.value, version_n=version_n, received_on=comment.received_on, text="", excerpt="", name="",
        ward="", stance="", connection="", language="en", openings={}, anchors=[], suggests=[], by_clerk=comment.entered_by is not None,
        late=comment.clock is Clock.LATE,
    )  # fmt: skip
    db.session.add(face)
    db.session.flush()
    db.session.expire(comment, ["face"])


def _add_anchors(docket: Docket, comment: Comment, words: Words) -> None:
    """Bound to the version its author saw; never pointed elsewhere afterwards (I-8)."""
    version = docket.current_version
    rows = []
    for wid in words.sections:
        provision = provision_named(version, wid) if version else None
        if provision is None:
            raise Refusal(_("There is no such section in the text you were reading."), "sections")
        db.session.add(Anchor(id=random_id(), comment_id=comment.id, docket_id=docket.id, version_id=version.id, wid=provision.wid))  # type: ignore[union-attr]
        rows.append({"wid": provision.wid, "number": provision.number, "heading": provision.heading})
    comment.face.anchors = rows


def _add_hints(comment: Comment, body: str, n: int = 1) -> None:
    for kind, found in (("private_data", private_data_in(body)), ("threat", threats_in(body))):
        for hint in found:
            db.session.add(
                Hint(id=random_id(), comment_id=comment.id, revision_n=n, kind=kind, pattern=hint.pattern, start=hint.start, end=hint.end)
            )


def _sort_key(day: date) -> int:
    """Day number × 2³² + random: newest means by day, then at random."""
    return day.toordinal() * 2**32 + secrets.randbelow(2**32)


def _opening_leaf(docket: Docket) -> str:
    leaf = leaf_about(docket, "docket.published")
    assert leaf is not None, "a public docket has its leaf"
    return leaf.id
