from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from civic.comments.models import Channel
from civic.forms import Form, PlainText
from civic.summaries.models import SentenceKind

KINDS = {
    SentenceKind.FINDING: _l("Finding"),
    SentenceKind.QUOTE: _l("Quote"),
    SentenceKind.OPPOSING: _l("Opposing view"),
    SentenceKind.NUMBER: _l("Number"),
    SentenceKind.CONTEXT: _l("Context"),
    SentenceKind.LIMITS: _l("What this cannot tell"),
}
STANCES = [("", _l("Any")), ("support", _l("For the law")), ("oppose", _l("Against the law")), ("neutral", _l("Neither"))]
CHANNELS = {
    Channel.WEB: _l("Web"), Channel.POST: _l("Post"), Channel.PHONE: _l("Phone"), Channel.SMS: _l("Text message"),
    Channel.IN_PERSON: _l("In person"), Channel.HEARING: _l("Hearing"), Channel.EMAIL: _l("E-mail"),
}  # fmt: skip


LANGUAGES = [("en", _l("English")), ("es", _l("Spanish"))]


class StartForm(Form):
    language = RadioField(_l("Written in"), choices=LANGUAGES, default="en")
    interim = BooleanField(_l("Interim: comments are still being taken"))


class SentenceForm(Form):
    kind = RadioField(_l("Kind"), choices=[(k.value, label) for k, label in KINDS.items()], default="finding")
    theme = SelectField(_l("Theme"), validators=[Optional()])
    text = TextAreaField(
        _l("Sentence"),
        description=_l("Short words. {cited} and {texts} become numbers: Most texts ask for a log ({cited} of {texts}). Also {quote}, {count}, {readable}."),
        validators=[DataRequired(_l("Write the sentence.")), Length(max=600), PlainText()],
    )  # fmt: skip
    cites = TextAreaField(
        _l("Comments cited"), description=_l("Their numbers, such as 7K3M-Q2, with spaces between."), validators=[Optional(), Length(max=4000), PlainText()]
    )
    quote = TextAreaField(_l("Words quoted, exactly"), validators=[Optional(), Length(max=1000), PlainText()])
    stance = SelectField(_l("A number counts comments marked"), choices=STANCES, validators=[Optional()])
    channel = SelectField(_l("that came by"), choices=[("", _l("Any")), *((c.value, label) for c, label in CHANNELS.items())], validators=[Optional()])
    language = StringField(_l("in the language (en, es, so …)"), validators=[Optional(), Length(max=8), PlainText()])
    document = StringField(_l("Document, for context"), validators=[Optional(), Length(max=200), PlainText()])
    document_address = StringField(
        _l("Its address on this site"),
        validators=[Optional(), Length(max=200), Regexp(r"^/[A-Za-z0-9/@.#?=_-]*$", message=_l("An address on this site begins with a slash."))],
    )

    @property
    def numbers(self) -> list[str]:
        return [word for word in re.split(r"[\s,;]+", self.cites.data or "") if word]

    @property
    def query(self) -> dict[str, str]:
        if self.kind.data != SentenceKind.NUMBER:
            return {}
        return {"stance": self.stance.data or "", "channel": self.channel.data or "", "language": self.language.data or ""}


class ReturnForm(Form):
    note = TextAreaField(_l("What should change"), validators=[Optional(), Length(max=2000), PlainText()])


class DisputeForm(Form):
    words = TextAreaField(
        _l("What you meant"), description=_l("These words are public at once, beside the sentence, under your comment's number. Leave out names, phones and addresses."),
        validators=[DataRequired(_l("Write what you meant.")), Length(max=2000), PlainText()],
    )  # fmt: skip


class DecideForm(Form):
    outcome = RadioField(
        _l("What is done"), choices=[("corrected", _l("A later version corrects the sentence")), ("answered", _l("The sentence stays; here is why"))],
        validators=[InputRequired(_l("Choose one."))],
    )  # fmt: skip
    reasons = TextAreaField(_l("Why, for everybody to read"), validators=[DataRequired(_l("Say why.")), Length(max=2000), PlainText()])
