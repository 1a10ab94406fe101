"""What the clerk types around a vote: the papers that members were given, and an urgency."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from civic.forms import Choices, Form, PlainText

WHO = _l("Who decided to vote now")
WHY = _l("Why the vote could not wait")


class PapersForm(Form):
    members = Choices(_l("Members"), validators=[DataRequired(_l("Choose at least one member."))])
    papers = Choices(_l("Papers"), validators=[Optional()])
    other_name = StringField(_l("Another paper: its name"), description=_l("For example: Letter of the fire chief"), validators=[Optional(), Length(max=200), PlainText()])
    other = FileField(_l("Its file (only its fingerprint is kept here)"))
    how = StringField(
        _l("How it reached them"), description=_l("For example: by hand at the committee room; by e-mail to the members' addresses"),
        validators=[DataRequired(_l("Say how it reached them.")), Length(max=200), PlainText()],
    )  # fmt: skip


class UrgencyForm(Form):
    decided_by = StringField(WHO, description=_l("For example: the council, by a motion of Council Member Pohl"), validators=[DataRequired(_l("Say who decided to vote now.")), Length(max=300), PlainText()])
    reasons = TextAreaField(WHY, description=_l("It is public."), validators=[DataRequired(_l("Say why the vote could not wait; the reason is public.")), Length(max=2000), PlainText()])


class InTheWay:
    """Fields that a roll call gains while something stands in the way of the vote. See ``urgency``."""

    anyway = RadioField(
        _l("A required period still runs, or a step is missing. How is this vote recorded?"), validators=[Optional()],
        choices=[("urgency", _l("With an urgency: say below who decided to vote now, and why")), ("fault", _l("Without one: the docket shows an open fault"))],
    )  # fmt: skip
    decided_by = StringField(WHO, validators=[Optional(), Length(max=300), PlainText()])
    reasons = TextAreaField(WHY, validators=[Optional(), Length(max=2000), PlainText()])
