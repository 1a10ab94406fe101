from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from civic.forms import Form, PlainText
from civic.moderation.rules import GROUNDS, WITHHOLDING


class DecideForm(Form):
    """One comment: ``decision`` says what happens; words come as check boxes ``word``."""

    decision = StringField(_l("What happens with it"), validators=[DataRequired(_l("Choose what happens with this comment."))])
    expected = StringField(_l("Expected state"), validators=[Optional(), Length(max=80)])
    code = RadioField(_l("Reason"), choices=[("P1", GROUNDS["P1"].words), ("P2", GROUNDS["P2"].words)], default="P1", validators=[Optional()])
    withholding = RadioField(_l("Reason to withhold"), choices=[(code, GROUNDS[code].words) for code in WITHHOLDING], validators=[Optional()])
    same_as = StringField(_l("Number that it repeats"), validators=[Optional(), Length(max=10)])
    note = StringField(_l("Note for colleagues"), validators=[Optional(), Length(max=500), PlainText()])


class AppealForm(Form):
    grounds = TextAreaField(
        _l("Why the decision should be reversed"), description=_l("Another person, who took no part in it, reads this and decides."),
        validators=[DataRequired(_l("Say why the decision should be reversed.")), Length(max=5000), PlainText()],
    )  # fmt: skip


class AppealDecisionForm(Form):
    outcome = RadioField(
        _l("Decision on the appeal"), choices=[("upheld", _l("The decision stands")), ("reversed", _l("The decision is reversed: show it again"))],
        validators=[InputRequired(_l("Choose one."))],
    )  # fmt: skip
    reasons = TextAreaField(_l("Reasons, for the public"), validators=[DataRequired(_l("Give the reasons.")), Length(max=5000), PlainText()])


class NameForm(Form):
    outcome = RadioField(
        _l("What should happen with the name"), choices=[("upheld", _l("Take the name off; the words stay")), ("rejected", _l("Keep the name"))],
        validators=[InputRequired(_l("Choose one."))],
    )  # fmt: skip
