from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from civic.forms import Form, PlainText


class NumberForm(Form):
    number = StringField(_l("Tracking number of a comment"), description=_l("For example 7K3M-Q2."), validators=[DataRequired(_l("Enter the number of a comment.")), Length(max=12)])


class IssueForm(Form):
    point = StringField(
        _l("What is asked for"), description=_l("In a few words: Delete images within 24 hours."),
        validators=[DataRequired(_l("Say in a few words what is asked for.")), Length(max=200), PlainText()],
    )  # fmt: skip
    quotes = TextAreaField(
        _l("Words quoted"), description=_l("Copy them exactly from the source above. One quotation on each line."),
        validators=[DataRequired(_l("Quote at least one passage, exactly as it stands.")), Length(max=4000), PlainText()],
    )  # fmt: skip
    theme = SelectField(_l("Theme"), validators=[Optional()])
    response = SelectField(_l("Response"), description=_l("Published responses of this docket, and drafts."), validators=[Optional()])
    unanswered = StringField(
        _l("Or list it as unanswered, because"), description=_l("For everybody to read: The council has not taken this up yet."), validators=[Optional(), Length(max=400), PlainText()]
    )

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in (self.quotes.data or "").splitlines() if line.strip()]


class FreezeForm(Form):
    reason = TextAreaField(_l("What changed since the last statement, and why"), validators=[Optional(), Length(max=1000), PlainText()])


def kept_in(form: Any) -> dict[str, Any]:
    return {"point": form.point.data, "quotes": form.lines, "response": form.response.data or None, "unanswered": form.unanswered.data or ""}
