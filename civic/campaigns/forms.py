from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, Optional

from civic.forms import Form, PlainText


class SponsorForm(Form):
    sponsor = StringField(_l("Who asked people to send this letter, as they declared it"), validators=[Optional(), Length(max=200), PlainText()])


class MergeForm(Form):
    other = IntegerField(_l("Number of the other group"), validators=[InputRequired(_l("Enter the number of the other group."))])


class SplitForm(Form):
    together = BooleanField(_l("Make those taken out a group of their own"))
