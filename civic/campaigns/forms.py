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


class AttestForm(Form):
    partner = StringField(_l("Organization that collected the comments"), validators=[InputRequired(_l("Enter the organization.")), Length(max=200), PlainText()])
    officer = StringField(_l("Who stated it for the organization (name and office)"), validators=[InputRequired(_l("Enter who stated it.")), Length(max=200), PlainText()])
    attested = BooleanField(_l("They stated in writing that each person agreed to the words sent in their name"), validators=[InputRequired(_l("Without this statement the file is not taken as a partner's."))])
