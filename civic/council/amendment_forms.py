from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired, Length, Optional

from civic.clock import today
from civic.council.models import Body
from civic.dockets.amending import name_of
from civic.dockets.models import Provision
from civic.dockets.naming import names_of
from civic.forms import Form, PlainText


class OfferForm(Form):
    """One box for each piece of the chosen sections is made for the page: see ``offer_form``."""

    version = HiddenField()
    mover = SelectField(_l("Offered by"), validators=[InputRequired(_l("Choose the member who offers it."))])
    on = DateField(_l("Day on which it was offered"), validators=[InputRequired(_l("Enter the day."))])
    purpose = TextAreaField(_l("Why, in the member's words"), description=_l("It stands under the change."), validators=[Optional(), Length(max=2000), PlainText()])


class MotionOnItForm(Form):
    body = SelectField(_l("Voted on in"), validators=[InputRequired()])


class WorkInForm(Form):
    amendments = SelectMultipleField(
        _l("Adopted amendments"), widget=widgets.ListWidget(prefix_label=False), option_widget=widgets.CheckboxInput(), validators=[]
    )
    label = RadioField(
        _l("The next version is"), choices=[("amended", _l("As amended: more changes may follow")), ("enrolled", _l("Enrolled: the final words with every amendment"))],
        default="amended", validators=[InputRequired(_l("Choose one."))],
    )  # fmt: skip


def offer_form(pieces: Sequence[Provision], bodies: Sequence[Body], version_id: str) -> OfferForm:
    """A box with its present words for each piece."""
    names = names_of(pieces)
    fields: dict[str, Any] = {
        field_of(piece): TextAreaField(name_of(piece, names) if piece.number or piece.heading else _l("Text"), validators=[Length(max=20000), PlainText()])
        for piece in pieces
    }
    form: OfferForm = type("OneOfferForm", (OfferForm,), fields)()
    form.mover.choices = [("", _l("Choose")), *((m.id, f"{m.name}, {body.name}") for body in bodies for m in body.members())]
    if not form.is_submitted():
        form.version.data, form.on.data = version_id, today()
        for piece in pieces:
            form[field_of(piece)].data = piece.text.strip()
    return form


def field_of(piece: Provision) -> str:
    return f"piece_{piece.position}"
