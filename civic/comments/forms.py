from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from civic.comments.content import LONGEST
from civic.database import random_id
from civic.forms import Form, PlainText

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
STANCES = [("support", _l("For")), ("oppose", _l("Against")), ("neutral", _l("Neither, or not sure")), ("", _l("I'd rather not say"))]
CONNECTIONS = [("", _l("I'd rather not say")), ("live", _l("I live here")), ("work", _l("I work here")), ("study", _l("I study here"))]


class WordsForm(Form):
    body = TextAreaField(
        _l("Your comment"),
        validators=[
            DataRequired(_l("Write your comment.")), PlainText(),
            Length(max=LONGEST, message=_l("Your comment is longer than 20,000 characters. Please shorten it or send it in two parts.")),
        ],
    )  # fmt: skip
    suggestion = TextAreaField(_l("Other words for the text, if you have some"), validators=[Optional(), Length(max=LONGEST), PlainText()])
    stance = RadioField(_l("Are you for or against this law?"), choices=STANCES, default="", validators=[Optional()])
    wants_answer = BooleanField(_l("I want an answer to a question in my comment"))
    s = HiddenField(validators=[Optional(), Length(max=64)])
    v = HiddenField(validators=[Optional(), Length(max=6)])
    q = StringField(
        _l("Words of this section that you mean"), description=_l("Only if you want to point at some words: copy them exactly."),
        validators=[Optional(), Length(max=300), PlainText()],
    )  # fmt: skip

    quote: tuple[str, str, str] = ("", "", "")  # ``q`` as it stands in the section, with what stands before and after
    version: Any = None  # the TextVersion that ``v`` names: the one its author saw


class SubmissionForm(WordsForm):
    """All of a submission; each step shows a part of it and carries the rest along, so nothing is lost on the way."""

    name = StringField(_l("Name to show"), description=_l("Leave empty to comment without a name."), validators=[Optional(), Length(max=80), PlainText()])
    ward = SelectField(_l("Ward"), validators=[Optional()])
    connection = RadioField(_l("Your connection to the city"), choices=CONNECTIONS, default="", validators=[Optional()])
    token = HiddenField()
    t = HiddenField(validators=[Optional(), Length(max=60)])  # signed: when the form was opened
    turn = HiddenField(validators=[Optional(), Length(max=60)])  # signed: when it may be sent, where it has to wait
    shared = HiddenField()
    travels = ["s", "v", "q", "token", "t", "body", "suggestion", "wants_answer", "stance", "name", "ward", "connection", "shared"]

    website = StringField(_l("Leave this field empty"), validators=[Optional()])  # a honeypot, hidden from people

    def validate_token(self, field: HiddenField) -> None:
        """A token that this site never made: the words stay, with a new one (two empty ones must never meet)."""
        if not TOKEN.fullmatch(field.data or ""):
            given, field.data = field.data, random_id()
            if given:
                raise ValidationError(_("The form was damaged on its way. Your words are still here: look at them and send them again."))


class CheckForm(Form):
    number = StringField(_l("Tracking number"), description=_l("Such as 7K3M-Q2."), validators=[DataRequired(_l("Enter the tracking number.")), Length(max=20)])
    code = StringField(
        _l("Private code, if you sent the comment"), description=_l("Such as RIVER-44817-LAMP."),
        render_kw={"autocomplete": "off"}, validators=[Optional(), Length(max=80)],
    )  # fmt: skip


class ChangeForm(Form):
    body = WordsForm.body
    suggestion = WordsForm.suggestion


class ClaimForm(Form):
    words = TextAreaField(
        _l("What should the moderators know?"), description=_l("Leave it empty if you like. Do not write who you are: this form asks for no name, phone or address."),
        validators=[Optional(), PlainText()],
    )  # fmt: skip
    token = HiddenField()


class ReportForm(Form):
    words = TextAreaField(_l("What is the problem?"), validators=[DataRequired(_l("Write what the problem is.")), PlainText()])


class Confirm(Form):
    pass
