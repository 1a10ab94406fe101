"""Where issues come from: what an office answered, a letter, a comment, a speaker at a hearing.

A source is named ``office-<roster entry>``, ``letter-<letter>``, ``entered-<letter>`` (signed elsewhere, entered by the clerk)
or ``comment-<number>``; its public words are read each
time, so that what was hidden since is not offered.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.comments.listing import opened
from civic.comments.models import READABLE, Channel, Face
from civic.comments.queries import comment_numbered
from civic.consultation.models import RosterEntry, RosterReason
from civic.consultation.queries import responses_on, roster_of
from civic.database import db
from civic.dockets.models import Docket
from civic.letters.entered_models import EnteredLetter
from civic.letters.models import Letter
from civic.letters.queries import entered_letters_on, letters_on
from civic.record.numbers import shown
from civic.statements.models import Voice

SPEAKERS = 50  # on one page
GROUPS = (RosterReason.UNION, RosterReason.COALITION, RosterReason.OPPONENT, RosterReason.COMMUNITY)


@dataclass(frozen=True)
class Passage:
    """Public words of a source that can be quoted: ``id`` is the answer, the letter's version or the comment's number."""

    id: str
    label: str
    words: str
    language: str = "en"


@dataclass(frozen=True)
class Source:
    key: str
    voice: Voice
    name: str
    passages: list[Passage] = field(default_factory=list)


def offices_heard(docket: Docket) -> list[Source]:
    """Every office and group on the list that has answered something, in the order of the list."""
    return [source for entry in roster_of(docket) if (source := _of_office(entry)).passages]


def letters_heard(docket: Docket) -> list[Source]:
    own = [_of_letter(letter) for letter in letters_on(docket)]
    return own + [_of_entered(letter) for letter in entered_letters_on(docket) if letter.void is None]


def speakers_heard(docket: Docket, *, after: int = 0) -> tuple[list[Source], int | None]:
    """What was said at hearings and entered by the clerk, by day and then at random, fifty at a time; and the place after which there are more."""
    query = sa.select(Face.comment_id).where(Face.docket_id == docket.id, Face.channel == Channel.HEARING.value, Face.state.in_(READABLE), Face.sort_key > after)
    faces = opened(list(db.session.scalars(query.order_by(Face.sort_key).limit(SPEAKERS + 1))))
    return [_of_face(face) for face in faces[:SPEAKERS]], faces[SPEAKERS - 1].sort_key if len(faces) > SPEAKERS else None


def source_named(docket: Docket, key: str) -> Source | None:
    """None where the docket has no such source, or nothing of it can be read."""
    kind, _dash, id = key.partition("-")
    if kind == "office" and (entry := db.session.get(RosterEntry, id)) is not None and entry.docket_id == docket.id:
        return _of_office(entry)
    if kind == "letter" and (letter := db.session.get(Letter, id)) is not None and letter.docket_id == docket.id and letter.is_public:
        return _of_letter(letter)
    if kind == "entered" and (entered := db.session.get(EnteredLetter, id)) is not None and entered.docket_id == docket.id and entered.void is None:
        return _of_entered(entered)
    if kind == "comment" and (comment := comment_numbered(id)) is not None and comment.docket_id == docket.id and comment.face.state in READABLE:
        return _of_face(comment.face)
    return None


def _of_office(entry: RosterEntry) -> Source:
    voice = Voice.ORGANISATION if entry.reason in GROUPS else Voice.AGENCY
    passages = []
    for response in responses_on(entry.docket):
        if response.entry_id != entry.id:
            continue
        label = _("Question %(n)s: %(words)s", n=response.question.n, words=response.question.words) if response.question else _("Beyond the questions")
        passages.append(Passage(response.id, label, "\n".join(filter(None, [response.words, response.other_words]))))
    return Source(f"office-{entry.id}", voice, entry.office.title, passages)


def _of_letter(letter: Letter) -> Source:
    version = letter.current
    assert version is not None, "only a letter whose words are fixed is a source"
    passage = Passage(version.id, _("“%(title)s”, version %(n)s", title=version.title, n=version.n), version.words)
    return Source(f"letter-{letter.id}", Voice.ORGANISATION, letter.organisation.name, [passage])


def _of_entered(letter: EnteredLetter) -> Source:
    """By its title: its sender may be a person."""
    return Source(f"entered-{letter.id}", Voice.ORGANISATION, letter.title, [Passage(letter.id, _("Entered by the clerk, not confirmed"), letter.words)])


def _of_face(face: Face) -> Source:
    spoken = face.channel == Channel.HEARING.value
    number = shown(face.number)
    name = _("Speaker at the hearing, %(number)s", number=number) if spoken else _("Comment %(number)s", number=number)
    label = _("Comment %(number)s", number=number)
    return Source(f"comment-{face.number}", Voice.SPEAKER if spoken else Voice.INDIVIDUAL, name, [Passage(face.number, label, face.text, face.language)])
