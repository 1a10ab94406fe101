from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from civic.campaigns.queries import Shown
from civic.forms import Form, PlainText


class SponsorForm(Form):
    sponsor = StringField(_l("Who asked people to send this letter, as they declared it"), validators=[Optional(), Length(max=200), PlainText()])


class MergeForm(Form):
    other = SelectField(_l("The other group"), coerce=int, validators=[InputRequired()])

    def offer(self, others: list[Shown]) -> None:
        self.other.choices = [(0, _("Choose")), *((one.family.n, _group(one)) for one in others)]

    def validate_other(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose the other group."))


def _group(one: Shown) -> str:
    words = ngettext("Group %(n)s, %(num)s comment: %(begins)s", "Group %(n)s, %(num)s comments: %(begins)s", one.size, n=one.family.n, begins=one.letter.text[:60])
    return words + (" · " + _("sponsor: %(names)s", names=", ".join(one.family.sponsors)) if one.family.sponsors else "")


class SplitForm(Form):
    together = BooleanField(_l("Make those taken out a group of their own"))
