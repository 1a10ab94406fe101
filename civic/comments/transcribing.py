"""Corrections of what staff typed from paper or speech: an erratum in the record, never an overwriting."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from civic.comments import hidden
from civic.comments.actions import add_wording, show_wording, text_leaf
from civic.comments.content import committed
from civic.comments.hints import private_data_in
from civic.comments.models import Comment, State
from civic.database import Refusal, random_id
from civic.people.models import Account
from civic.record.actions import record


def correct_transcription(comment: Comment, body: str, *, by: Account) -> None:
    """What a clerk typed did not fit the paper or the recording: the right words, with the earlier wording kept in the record."""
    face, docket = comment.face, comment.docket
    if comment.entered_by is None or comment.source_digest is not None:
        raise Refusal(_("No member of staff typed this comment."))
    if face.state not in (State.PUBLISHED, State.MOVED) or comment.waiting is not None:
        raise Refusal(_("Some of its words are not public now, so a moderator must look at it first."))
    words = hidden.words_of(comment)
    if {hint.words for hint in private_data_in(body)} - {hint.words for hint in private_data_in(words.body)}:
        raise Refusal(_("The corrected words hold what looks like private data. Report a problem with the comment, and a moderator looks at it."), "body")
    words, earlier = replace(words, body=body), comment.revisions[-1]
    made = committed(words, random_id())
    show_wording(comment, add_wording(comment, words, made, held=False), made.content)
    docket.revision += 1
    record(
        "comment.edited", comment, by=by, docket=docket, leaf_id=made.leaf_id, ref=earlier.leaf_id, comment=comment.number,
        text=text_leaf(docket, comment.version), sections=[anchor["wid"] for anchor in face.anchors], channel=comment.channel.value,
        clock=comment.clock.value, hold="none", received=comment.received_on, **made.fields,
    )  # fmt: skip
