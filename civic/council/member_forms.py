from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from civic.council.models import Finding, PositionStance
from civic.forms import Form, PlainText

STANCES = {
    PositionStance.SUPPORT: _l("Support"), PositionStance.SUPPORT_WITH_CHANGES: _l("Support with changes"), PositionStance.OPPOSE: _l("Oppose"),
    PositionStance.UNDECIDED: _l("Undecided"),
}  # fmt: skip
FINDINGS = {
    Finding.MET: _l("Met by a change of the text"), Finding.MET_OUTSIDE: _l("Met, but not in the text"), Finding.NOT_MET: _l("Not met"),
}  # fmt: skip


class WordsForm(Form):
    """What a position and an explanation have in common."""

    statement = TextAreaField(
        _l("Statement"), description=_l("It is published under your name, with its date and the version it is about."),
        validators=[DataRequired(_l("Write your statement.")), Length(max=8000), PlainText()],
    )  # fmt: skip
    comments = StringField(
        _l("Comments you weighed"), description=_l("Their numbers, for example 7K3M-Q2 4TQ8-R1. Readers can open them."),
        validators=[Optional(), Length(max=400), PlainText()],
    )  # fmt: skip
    save = SubmitField(_l("Save draft"))


class PositionForm(WordsForm):
    stance = RadioField(_l("Position"), choices=[(k.value, v) for k, v in STANCES.items()], validators=[InputRequired(_l("Choose a position."))])
    conditions = TextAreaField(
        _l("Conditions, if any"), description=_l("One on each line. Each becomes a numbered item, and it is shown later whether it was met."),
        validators=[Optional(), Length(max=4000), PlainText()],
    )  # fmt: skip
    publish = SubmitField(_l("Publish my position"))


class ExplanationForm(WordsForm):
    publish = SubmitField(_l("Publish my explanation"))


class FindingForm(Form):
    outcome = RadioField(_l("What became of it"), choices=[(k.value, v) for k, v in FINDINGS.items()], validators=[InputRequired(_l("Choose what became of it."))])
    change = RadioField(_l("By which change"), validate_choice=False)
    words = TextAreaField(
        _l("In a sentence"), description=_l("Needed where no change of the text met it. It is public under your role."),
        validators=[Optional(), Length(max=1000), PlainText()],
    )  # fmt: skip


class AskForm(Form):
    words = TextAreaField(_l("Your question"), validators=[DataRequired(_l("Write your question.")), Length(max=2000), PlainText()])
    section = SelectField(_l("Section, if it is about one"), validators=[Optional()])
    seen = HiddenField()  # what the page showed as similar when it was last sent
    save = SubmitField(_l("Save draft"))
    look = SubmitField(_l("Look for similar questions"))
    send = SubmitField(_l("Send to the clerk"))


class PutForm(Form):
    entry = SelectField(_l("Office"), validators=[InputRequired(_l("Choose an office."))])
    words = TextAreaField(_l("The question, as the office reads it"), validators=[DataRequired(_l("Write the question.")), Length(max=2000), PlainText()])
    section = SelectField(_l("Section, if it is about one"), validators=[Optional()])


class RefusalForm(Form):
    because = TextAreaField(
        _l("Why it is not put to an office, or where the answer stands"), description=_l("The member reads it. It is not public."),
        validators=[DataRequired(_l("Say why, or where the answer stands.")), Length(max=1000), PlainText()],
    )  # fmt: skip
