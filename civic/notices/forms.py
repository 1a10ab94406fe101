from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from civic.forms import Choices, Form
from civic.notices.models import Rhythm
from civic.notices.news import TOPICS

RHYTHMS = {
    Rhythm.EACH: _l("Soon after something happens"), Rhythm.DAILY: _l("Once a day, at 8:00 am"), Rhythm.WEEKLY: _l("Once a week, on Monday"),
}  # fmt: skip


class ChangeForm(Form):
    topics = Choices(_l("What news"), choices=list(TOPICS.items()), default=list(TOPICS))
    rhythm = RadioField(_l("How often"), choices=[(r.value, w) for r, w in RHYTHMS.items()], default=Rhythm.EACH.value, validators=[InputRequired(_l("Choose how often."))])


class FollowForm(ChangeForm):
    address = StringField(
        _l("Your e-mail address"), render_kw={"type": "email", "autocomplete": "email"},
        description=_l("Used for this news only, never shown, never joined to a comment, erased when you stop."),
        validators=[DataRequired(_l("Enter your e-mail address.")), Length(max=254), Email(_l("This does not look like an e-mail address."))],
    )  # fmt: skip
    language = RadioField(_l("Language of the mail"))


class PressForm(Form):
    """A page with one button."""

    agreed = BooleanField()
