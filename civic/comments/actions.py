"""Receiving a comment, changing it, withdrawing it: words, commitments, face, counts and leaf in one transaction."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import day_of, today
from civic.comments import hidden
from civic.comments.content import LONGEST, Committed, Content, Words, blank, committed, content_in, show
from civic.comments.counting import count, count_openings, recount_state
from civic.comments.hints import Hinted, private_data_in, threats_in
from civic.comments.models import (
    READABLE,
    Anchor,
    Channel,
    Clock,
    Comment,
    Face,
    Hint,
    Revision,
    Standing,
    State,
    first_place_of,
)
from civic.database import Refusal, db
from civic.dockets.models import Docket, TextVersion, WindowState
from civic.dockets.queries import provision_named
from civic.people.models import Account
from civic.record.actions import record
from civic.record.codes import Pair
from civic.record.leaf import b16, b64, random_id
from civic.record.queries import leaf_about
from civic.record.vault import seal, unseal

__all__ = ["LONGEST", "Words", "can_be_withdrawn", "change_comment", "hide_name", "receive_comment", "release_comment", "withdraw_comment"]

CLOCKS = {WindowState.OPEN: Clock.IN_TIME, WindowState.GRACE: Clock.GRACE, WindowState.LATE: Clock.LATE}
CURRENT = object()


def receive_comment(
    docket: Docket, words: Words, pair: Pair, *, channel: Channel = Channel.WEB, received_on: date | None = None, by: Account | str | None = None,
    version: TextVersion | None | object = CURRENT, source: bytes | None = None,
) -> Comment:  # fmt: skip
    """Take a comment. A kept private-data hint holds it; everything else is public at once.

    ``version`` is the one its author saw, None where no text was published. ``received_on`` and ``by`` belong together:
    staff enter what reached the city on that day; ``source`` is the digest of an imported file.
    """
    clock = clock_of(docket, received_on)
    seen = docket.current_version if version is CURRENT else version
    assert seen is None or isinstance(seen, TextVersion)
    made = committed(words, _free_leaf_id(docket, received_on or today()))
    state = State.HELD if kept_private_data(words) else State.PUBLISHED
    day = today()
    comment = Comment(
        id=random_id(), docket_id=docket.id, number=pair.number, leaf_id=made.leaf_id, version_id=seen.id if seen else None,
        channel=channel, day=day, received_on=received_on or day, clock=clock, sort_key=sort_key(received_on or day, made.leaf_id),
        entered_by=by.id if isinstance(by, Account) else None, source_digest=source, code_hash=pair.code_hash, held_on=day if state is State.HELD else None,
    )  # fmt: skip
    db.session.add(comment)
    db.session.flush()
    _add_face(docket, comment, state, seen.n if seen else None)
    _add_anchors(comment, seen, words)
    revision = add_wording(comment, words, made, held=state is State.HELD)
    if state is State.HELD:
        blank(comment.face, made.content["openings"], made.fields)
    else:
        put_in_face(comment, revision, made.content)
    count(comment)
    docket.revision += 1
    record(
        "comment.received", comment, by=by, docket=docket, leaf_id=made.leaf_id, comment=comment.number, text=text_leaf(docket, seen),
        sections=[anchor["wid"] for anchor in comment.face.anchors], channel=channel.value, clock=clock.value, hold=_hold(state is State.HELD),
        received=received_on, source=b64(source) if source else None, **made.fields,
    )  # fmt: skip
    return comment


def change_comment(comment: Comment, words: Words) -> None:
    """A new wording; the old one is closed. While the new one must be held, the old one stays as it is."""
    docket, face = comment.docket, comment.face
    if docket.is_withdrawn or docket.window is None or docket.window.state() not in CLOCKS:
        raise Refusal(_("Comments are closed, so the words cannot be changed any more."))
    if face.state not in (*READABLE, State.HELD):
        raise Refusal(_("This comment is not public any more, so its words cannot be changed."))
    made = committed(words, random_id())
    held = bool(kept_private_data(words)) or hidden.shows_hidden_words(comment, words)
    earlier = comment.revisions[-1]
    revision = add_wording(comment, words, made, held=held)
    comment.held_on = today() if held else None
    if held and face.state is State.HELD:
        _supersede(comment, revision)
        face.edited_on = revision.day
        blank(face, made.content["openings"], made.fields)
    elif held:
        _wait(comment, revision)
    else:
        show_wording(comment, revision, made.content)
    docket.revision += 1
    record(
        "comment.edited", comment, docket=docket, leaf_id=made.leaf_id, ref=earlier.leaf_id, comment=comment.number,
        text=text_leaf(docket, comment.version), sections=[anchor["wid"] for anchor in face.anchors],
        channel=comment.channel.value, clock=comment.clock.value, hold=_hold(held), **made.fields,
    )  # fmt: skip


def can_be_withdrawn(comment: Comment) -> bool:
    return comment.docket.packet_frozen_at is None and comment.face.state not in (State.WITHDRAWN, State.REMOVED)


def withdraw_comment(comment: Comment) -> None:
    """By its author: the words are closed and sealed; the place, the number and the counts stay."""
    if comment.docket.packet_frozen_at is not None:
        raise Refusal(_("The hearing packet is made up, so a comment can no longer be withdrawn. You can ask to hide words."))
    face = comment.face
    if face.state in (State.WITHDRAWN, State.REMOVED):
        raise Refusal(_("This comment was withdrawn before."))
    before = face.state
    close_words(comment)
    face.state, face.reason = State.WITHDRAWN, None
    recount_state(face, before.value, State.WITHDRAWN.value)
    comment.docket.revision += 1
    record("comment.withdrawn", comment, docket=comment.docket, comment=comment.number, ref=comment.revisions[-1].leaf_id)


def hide_name(comment: Comment, *, reason: str = "P2", by: Any = None) -> None:
    """The author's own wish, or a decision (I1 needs two people): the name goes, its proof is kept sealed."""
    face = comment.face
    if not face.name:
        raise Refusal(_("No name is shown on this comment."))
    decision = random_id()
    face.name_withheld = True
    _close_name(comment, comment.wording, leaf_id=decision, reason=reason)
    comment.docket.revision += 1
    record("name.withheld", comment, by=by, docket=comment.docket, leaf_id=decision, comment=comment.number, ref=comment.wording.leaf_id, reason=reason)


def release_comment(comment: Comment, *, by: Account) -> None:
    """A person read held words and found nothing to hide: they become public as they are."""
    revision = comment.held_wording
    if revision is None:
        raise Refusal(_("This comment is not held any more."))
    show_wording(comment, revision, json.loads(unseal(revision.sealed)))
    comment.docket.revision += 1
    record("comment.published", comment, by=by, docket=comment.docket, comment=comment.number, ref=revision.leaf_id)


# --- wordings and the face; visibility.py uses these too


def show_wording(comment: Comment, revision: Revision, content: Content) -> None:
    """This wording becomes what the face shows; an earlier one is sealed and superseded."""
    face, before = comment.face, comment.face.state
    if revision is not comment.wording:
        put_away(comment)
        _supersede(comment, revision)
    face.state = State.MOVED if before is State.MOVED else State.PUBLISHED
    face.reason = face.reason if before is State.MOVED else None
    face.edited_on = revision.day if revision.n > 1 else None
    revision.sealed_id, comment.held_on = None, None
    put_in_face(comment, revision, content)
    recount_state(face, before.value, face.state.value)


def put_away(comment: Comment) -> None:
    """Seal what the face shows, if it shows anything."""
    if comment.face.state in READABLE:
        count_openings(comment.face, -1)
        comment.wording.sealed_id = seal(json.dumps(content_in(comment.face)), "comment").id


def close_words(comment: Comment) -> None:
    """Take the words out of the public face and seal them."""
    put_away(comment)
    blank(comment.face, comment.face.openings, hidden.leaf_of(comment.wording))
    comment.held_on = None


def kept_private_data(words: Words) -> list[Hinted]:
    """What looks like private data, in every part that would be shown."""
    return [hint for part in (words.body, words.suggestion, words.name) for hint in private_data_in(part)]


def put_in_face(comment: Comment, revision: Revision, content: Content) -> None:
    """Show this wording, without a name that was withheld, and count it."""
    show(comment.face, content)
    if comment.face.name_withheld and comment.face.name:
        decision = next(part for part in hidden.standing_parts(comment) if part.part == "name")
        _close_name(comment, revision, leaf_id=decision.leaf_id, reason=decision.reason)
    count_openings(comment.face, 1)


def _close_name(comment: Comment, revision: Revision, *, leaf_id: str, reason: str) -> None:
    face = comment.face
    vals = dict(face.openings["vals"])
    hidden.keep_hidden(comment, revision, "name", vals.pop("name"), leaf_id=leaf_id, reason=reason)
    face.openings, face.name = {**face.openings, "vals": vals}, ""


def _supersede(comment: Comment, revision: Revision) -> None:
    for other in comment.revisions:
        other.standing = Standing.CURRENT if other is revision else Standing.SUPERSEDED
    db.session.flush()


def _wait(comment: Comment, revision: Revision) -> None:
    for other in comment.revisions:
        if other.standing is Standing.WAITING:
            other.standing = Standing.SUPERSEDED
    revision.standing = Standing.WAITING
    db.session.flush()


def add_wording(comment: Comment, words: Words, made: Committed, *, held: bool) -> Revision:
    """A held wording is sealed; hints say where somebody should look."""
    n = len(comment.revisions) + 1
    revision = Revision(
        id=random_id(), comment_id=comment.id, n=n, leaf_id=made.leaf_id, day=today(), wants_answer=words.wants_answer,
        standing=Standing.CURRENT if n == 1 else Standing.SUPERSEDED, sealed_id=seal(json.dumps(made.content), "comment").id if held else None,
    )  # fmt: skip
    db.session.add(revision)
    for part, text in (("body", made.content["text"]), ("suggest", made.content["suggestion"]), ("name", words.name)):
        for kind, found in (("private_data", private_data_in(text)), ("threat", threats_in(text))):
            for hint in found:
                db.session.add(Hint(
                    id=random_id(), comment_id=comment.id, revision_n=n, kind=kind, pattern=hint.pattern, part=part, start=hint.start, end=hint.end
                ))  # fmt: skip
    db.session.flush()
    db.session.expire(comment, ["revisions"])
    return comment.revisions[-1]


def _add_face(docket: Docket, comment: Comment, state: State, version_n: int | None) -> None:
    face = Face(
        comment_id=comment.id, docket_id=docket.id, number=comment.number, sort_key=comment.sort_key, shuffle_key=shuffle_key(comment.leaf_id),
        state=state, channel=comment.channel.value, version_n=version_n, received_on=comment.received_on, text="", excerpt="", name="",
        ward="", stance="", connection="", language="en", openings={}, anchors=[], suggests=[],
        by_clerk=comment.entered_by is not None and comment.source_digest is None, imported=comment.source_digest is not None,
        late=comment.clock is Clock.LATE,
    )  # fmt: skip
    db.session.add(face)
    db.session.flush()
    db.session.expire(comment, ["face"])


def _add_anchors(comment: Comment, version: TextVersion | None, words: Words) -> None:
    """Bound to the version its author saw; never pointed elsewhere afterwards (I-8)."""
    rows: list[dict[str, Any]] = []
    for place, name in enumerate(dict.fromkeys(words.sections)):
        provision = provision_named(version, name) if version else None
        if provision is None or version is None:
            raise Refusal(_("There is no such section in the text you were reading."), "s")
        quote, prefix, suffix = words.quote if place == 0 else ("", "", "")
        db.session.add(Anchor(
            id=random_id(), comment_id=comment.id, docket_id=comment.docket_id, version_id=version.id, wid=provision.wid,
            quote=quote, prefix=prefix, suffix=suffix,
        ))  # fmt: skip
        rows.append({"wid": provision.wid, "number": provision.number, "heading": provision.heading})
    comment.face.anchors = rows


def clock_of(docket: Docket, received_on: date | None = None) -> Clock:
    """In time, in grace or late; refused outside. A stated day of receipt counts whole, so all of the closing day is in time."""
    window = docket.window
    if docket.is_withdrawn:
        raise Refusal(_("This docket was withdrawn, so it takes no more comments. Your words are still here: copy or save them."))
    if window is None:
        if docket.archive and received_on is not None:
            return Clock.IN_TIME
        raise Refusal(_("The time to comment on this docket is not set yet."))
    if received_on is not None:
        if received_on > today():
            raise Refusal(_("The day of receipt lies in the future."), "received_on")
        if received_on < day_of(window.opens_at):
            raise Refusal(_("On that day comments were not open yet."), "received_on")
        if received_on <= day_of(window.closing):
            return Clock.IN_TIME
        if received_on <= day_of(window.closing + timedelta(hours=window.late_hours)):
            return Clock.LATE
        raise Refusal(_("It was received after comments closed and after the late period."), "received_on")
    state = window.state()
    if state not in CLOCKS:
        sentence = _("Comments are not open yet.") if state is WindowState.BEFORE else _("Comments are closed. Your words are still here: copy or save them.")
        raise Refusal(sentence)
    return CLOCKS[state]


def sort_key(day: date, leaf_id: str) -> int:
    """Day number × 2³² + four bytes of the leaf's random id: newest means by day, then at random."""
    return first_place_of(day) + int.from_bytes(b16(leaf_id)[:4], "big")


def shuffle_key(leaf_id: str) -> int:
    return int.from_bytes(b16(leaf_id)[4:8], "big") >> 1


def text_leaf(docket: Docket, version: TextVersion | None) -> str:
    """The leaf of the version seen; while no text is published, the one that opened the docket."""
    if version is not None:
        return version.leaf_id
    leaf = leaf_about(docket, "docket.published")
    assert leaf is not None, "a public docket has its leaf"
    return leaf.id


def _free_leaf_id(docket: Docket, day: date) -> str:
    """A random id whose place in the order of the day is free."""
    while True:
        drawn = random_id()
        taken = sa.select(Comment.id).where(Comment.docket_id == docket.id, Comment.sort_key == sort_key(day, drawn))
        if db.session.scalar(taken) is None:
            return drawn


def _hold(held: bool) -> str:
    return "held" if held else "none"
