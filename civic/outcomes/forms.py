from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from civic.forms import Form, PlainText
from civic.outcomes.models import Outcome

OUTCOMES = {
    Outcome.CHANGED: _l("Changed"),
    Outcome.CHANGED_IN_PART: _l("Partly changed"),
    Outcome.ALREADY_COVERED: _l("Already covered"),
    Outcome.NOT_CHANGED: _l("Not changed"),
    Outcome.OUTSIDE: _l("Outside this law"),
    Outcome.PROMISED: _l("Promised"),
}


class ResponseForm(Form):
    theme = SelectField(_l("Theme"), validators=[InputRequired(_l("Choose a theme."))])
    point = StringField(
        _l("What people asked for"), description=_l("One main point, in a few words: Delete images within 24 hours."),
        validators=[DataRequired(_l("Say which point this answers.")), Length(max=200), PlainText()],
    )  # fmt: skip
    outcome = RadioField(_l("Response"), choices=[(o.value, label) for o, label in OUTCOMES.items()], validators=[InputRequired(_l("Choose a response."))])
    reason = TextAreaField(
        _l("Why"), description=_l("In its own words. For “Outside this law”, say who decides."), validators=[DataRequired(_l("Say why.")), Length(max=2000), PlainText()]
    )
    decided_by = StringField(_l("Who decided"), validators=[DataRequired(_l("Say who decided.")), Length(max=120), PlainText()])
    changes = SelectMultipleField(_l("Changes of the text"), description=_l("For “Changed” and “Partly changed”."), validators=[Optional()])
    question = SelectField(_l("Question to a department"), validators=[Optional()])
    promise = StringField(_l("What is promised"), validators=[Optional(), Length(max=400), PlainText()])
    owner = SelectField(_l("Owner of the promise"), validators=[Optional()])
    due = DateField(_l("Due"), validators=[Optional()])


class CloseForm(Form):
    kept = RadioField(_l("What became of it"), choices=[("yes", _l("Kept")), ("no", _l("Broken"))], validators=[InputRequired(_l("Choose one."))])
    proof = StringField(_l("What shows it, or why not"), validators=[DataRequired(_l("Say what shows that it was kept, or why it was not.")), Length(max=400), PlainText()])


class FindForm(Form):
    number = StringField(_l("Tracking number"), validators=[DataRequired(_l("Enter the number of your comment.")), Length(max=12)])
