from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from civic.campaigns.partners import LONGEST_NAME
from civic.clock import today
from civic.comments.forms import CONNECTIONS, STANCES, TOKEN
from civic.comments.models import Channel
from civic.comments.wording import CHANNELS, LANGUAGES_OF_COMMENTS
from civic.database import random_id
from civic.dockets.models import Docket
from civic.forms import Form, PlainText
from civic.people.policy import policy

BY_HAND = [(channel.value, words) for channel, words in CHANNELS.items() if channel is not Channel.WEB]
LANGUAGES = list(LANGUAGES_OF_COMMENTS.items())


class IntakeForm(Form):
    """One comment that reached the city by another way. It never asks for a sender's number or address."""

    channel = RadioField(_l("How it came"), choices=BY_HAND, validators=[InputRequired(_l("Choose how the comment came."))])
    received_on = DateField(
        _l("Received on"), description=_l("The postmark, or the day of the call or the hearing. This day counts, and all of the closing day is in time."),
        validators=[DataRequired(_l("Enter the day on which it reached the city."))],
    )  # fmt: skip
    language = SelectField(_l("Language of the words"), choices=LANGUAGES, default="en")
    body = TextAreaField(_l("The words as given"), validators=[DataRequired(_l("Enter the words.")), PlainText()])
    section = SelectField(_l("Section"), validators=[Optional()])
    suggestion = TextAreaField(_l("Other words that they suggest"), validators=[Optional(), PlainText()])
    stance = RadioField(_l("For or against, if they said so"), choices=STANCES, default="", validators=[Optional()])
    name = StringField(
        _l("Name to show"), description=_l("Ask aloud: “Do you want your name shown? It becomes public.” Leave empty if not."),
        validators=[Optional(), Length(max=80), PlainText()],
    )  # fmt: skip
    ward = SelectField(_l("Ward, if they said so"), validators=[Optional()])
    connection = RadioField(_l("Their connection to the city, if they said so"), choices=CONNECTIONS, default="", validators=[Optional()])
    read_back = BooleanField(_l("I read the words back to the person, or compared them with the paper, word by word."))
    token = HiddenField()

    def __init__(self, docket: Docket, **more: Any) -> None:
        super().__init__(**more)
        version = docket.current_version
        self.section.choices = [("", _("The whole law"))] + [
            (p.wid, f"{p.number} {p.heading}".strip()) for p in (version.provisions if version else []) if p.level == 1 or p.kind == "section"
        ]
        self.ward.choices = [("", _("Not said"))] + [(w["name"], w["name"]) for w in policy("wards") or []]
        if not TOKEN.fullmatch(self.token.data or ""):
            self.token.data = random_id()

    def validate_read_back(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_("Read the words back, or compare them with the paper, then tick this box."))

    def validate_received_on(self, field: DateField) -> None:
        if field.data and field.data > today():
            raise ValidationError(_("The day of receipt lies in the future."))


class UploadForm(Form):
    file = FileField(_l("File of comments"), description=_l("CSV in UTF-8, or JSONL: one comment in each row."), validators=[FileRequired(_l("Choose a file."))])


COLLECTORS = [
    ("city", _l("The city itself: on its own site, by mail, by phone, or in an archive")), ("partner", _l("An organization, which hands them in")),
]  # fmt: skip


class ColumnsForm(Form):
    """Which column of the file holds what."""

    body = SelectField(_l("The words"), validators=[InputRequired(_l("Choose the column that holds the words."))])
    received = SelectField(_l("Day of receipt"))
    every_received = DateField(_l("Or one day for every row"), validators=[Optional()])
    channel = SelectField(_l("How it came"))
    every_channel = SelectField(_l("Or one way for every row"), choices=[("", _l("Nothing chosen")), *((c.value, words) for c, words in CHANNELS.items())])
    language = SelectField(_l("Language"))
    every_language = SelectField(_l("Or one language for every row"), choices=LANGUAGES, default="en")
    section = SelectField(_l("Section"))
    suggestion = SelectField(_l("Suggested words"))
    name = SelectField(_l("Name to show"), description=_l("Only if the person agreed that the name is shown."))
    ward = SelectField(_l("Ward"))
    stance = SelectField(_l("For or against"))
    collected_by = RadioField(_l("Who collected these comments?"), choices=COLLECTORS, validators=[Optional()])
    partner = StringField(_l("Name of the organization"), description=_l("It becomes public, with the number of comments that came through it."), validators=[Optional(), Length(max=LONGEST_NAME), PlainText()])
    officer = StringField(_l("Who states it for the organization: name and office"), description=_l("It becomes public."), validators=[Optional(), Length(max=LONGEST_NAME), PlainText()])
    agreed = BooleanField(_l("I have this person's written statement that each person in this file agreed to send these words to the city in this matter."))

    def offer(self, columns: list[str]) -> None:
        for field in (self.body, self.received, self.channel, self.language, self.section, self.suggestion, self.name, self.ward, self.stance):
            field.choices = [("", _("No column")), *((name, name) for name in columns)]


class OriginalForm(Form):
    file = FileField(
        _l("Scan or recording"), description=_l("JPEG, PNG or PDF; MP3, M4A, OGG or WAV; at most 10 MB. Clerks alone can open it."),
        validators=[FileRequired(_l("Choose a file."))],
    )  # fmt: skip


READING = {
    "second_check": _l("To compare it with what was typed"), "appeal": _l("For an appeal"), "records_request": _l("For a request for public records"),
    "court_order": _l("By order of a court"),
}  # fmt: skip


class ReasonForm(Form):
    reason = RadioField(_l("Why do you open it?"), choices=list(READING.items()), validators=[InputRequired(_l("Choose why you open it."))])


class CheckForm(Form):
    found = RadioField(_l("What did you find?"), choices=[
        ("fits", _l("The words fit, word by word")), ("corrected", _l("They differ. Below are the right words")),
        ("differs", _l("They differ, and I cannot correct them: a moderator must look first")),
    ], validators=[InputRequired(_l("Say what you found."))])  # fmt: skip
    body = TextAreaField(_l("The words as given"), description=_l("Change them only if they differ."), validators=[Optional(), PlainText()])

    def validate_body(self, field: TextAreaField) -> None:
        if self.found.data == "corrected" and not field.data:
            raise ValidationError(_("Enter the right words."))


class Confirm(Form):
    pass
