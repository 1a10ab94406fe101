from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from civic.forms import Form, PlainText

REASON = _l("Why, for the history")


class ThemeForm(Form):
    name = StringField(_l("Name"), validators=[DataRequired(_l("Enter a name.")), Length(max=120), PlainText()])
    definition = TextAreaField(
        _l("Definition"), description=_l("What belongs here and what does not, so that two people sort alike."),
        validators=[DataRequired(_l("Say what belongs here.")), Length(max=1000), PlainText()],
    )  # fmt: skip


class RewordForm(ThemeForm):
    reason = StringField(REASON, validators=[Optional(), Length(max=400), PlainText()])


class MergeForm(Form):
    into = SelectField(_l("Merge into"), validators=[DataRequired(_l("Choose a theme."))])
    reason = StringField(REASON, validators=[Optional(), Length(max=400), PlainText()])


class SplitForm(Form):
    parts = TextAreaField(
        _l("The new themes"), description=_l("One on each line: name, colon, definition."),
        validators=[DataRequired(_l("Write the new themes.")), Length(max=4000), PlainText()],
    )  # fmt: skip
    reason = StringField(REASON, validators=[Optional(), Length(max=400), PlainText()])

    def validate_parts(self, field: TextAreaField) -> None:
        for line in field.data.splitlines():
            if line.strip() and not all(part.strip() for part in line.partition(":")):
                raise ValidationError(_("“%(line)s” has no colon between its name and its definition.", line=line.strip()[:60]))

    @property
    def rows(self) -> list[tuple[str, str]]:
        split = [line.partition(":") for line in self.parts.data.splitlines() if line.strip()]
        return [(name.strip(), definition.strip()) for name, _colon, definition in split]


class RetireForm(Form):
    reason = StringField(REASON, validators=[DataRequired(_l("Say why this theme is not used any more.")), Length(max=400), PlainText()])
