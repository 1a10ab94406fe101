from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import Length, Optional

from civic.campaigns.queries import Shown
from civic.forms import Form, PlainText


class SponsorForm(Form):
    sponsor = StringField(_l("Who asked people to send this letter, as they declared it"), validators=[Optional(), Length(max=200), PlainText()])


class MergeForm(Form):
    other = SelectField(_l("The other group"), coerce=int, validate_choice=False)
    number = IntegerField(_l("Or the number of a smaller group"), validators=[Optional()])

    def offer(self, others: list[Shown], *, are_all: bool) -> None:
        """The largest ones; where there are more, any other by its number."""
        self.other.choices = [(0, _("Choose")), *((one.family.n, _group(one)) for one in others)]
        if are_all:
            del self.number

    @property
    def chosen(self) -> int:
        return (self.number.data if self.number is not None else None) or self.other.data or 0

    def validate_other(self, field: SelectField) -> None:
        if not self.chosen:
            raise ValidationError(_("Choose the other group."))


def _group(one: Shown) -> str:
    words = ngettext("Group %(n)s, %(num)s comment: %(begins)s", "Group %(n)s, %(num)s comments: %(begins)s", one.size, n=one.family.n, begins=one.letter.text[:60])
    return words + (" · " + _("sponsor: %(names)s", names=", ".join(one.family.sponsors)) if one.family.sponsors else "")


class SplitForm(Form):
    together = BooleanField(_l("Make those taken out a group of their own"))
