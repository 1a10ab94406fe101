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
    SubmitField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired, Length, Optional

from civic.clock import today
from civic.council.amendment_models import AmendmentDraft
from civic.council.models import Body, Membership
from civic.dockets.amending import name_of
from civic.dockets.importing.markers import CONTAINER_ABBREVIATIONS
from civic.dockets.models import Provision, TextVersion
from civic.dockets.naming import names_of
from civic.forms import Form, PlainText


class OfferForm(Form):
    """One box for each piece of the chosen sections is made for the page: see ``offer_form``."""

    version = HiddenField()
    mover = SelectField(_l("Offered by"), validators=[InputRequired(_l("Choose the member who offers it."))])
    on = DateField(_l("Day on which it was offered"), validators=[InputRequired(_l("Enter the day."))])
    purpose = TextAreaField(_l("Why, in the member's words"), description=_l("It stands under the change."), validators=[Optional(), Length(max=2000), PlainText()])


class OwnOfferForm(Form):
    """The member's own: as above, without day and mover; before which body, where the member sits in several."""

    version = HiddenField()
    before = SelectField(_l("Offered before"), validators=[InputRequired(_l("Choose where you offer it."))])
    purpose = TextAreaField(_l("Why, in your words"), description=_l("It stands under the change, and in the next version if it is adopted."), validators=[Optional(), Length(max=2000), PlainText()])
    save = SubmitField(_l("Save draft"))
    offer = SubmitField(_l("Offer this amendment"))


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
    form: OfferForm = type("OneOfferForm", (OfferForm,), _boxes(pieces))()
    form.mover.choices = [("", _l("Choose")), *((m.id, f"{m.name}, {body.name}") for body in bodies for m in body.members())]
    if not form.is_submitted():
        form.version.data, form.on.data = version_id, today()
        for piece in pieces:
            form[field_of(piece)].data = piece.text.strip()
    return form


def own_offer_form(pieces: Sequence[Provision], seats: Sequence[Membership], version_id: str, draft: AmendmentDraft | None) -> OwnOfferForm:
    """The boxes hold the draft's words where there are any."""
    form: OwnOfferForm = type("OneOwnOfferForm", (OwnOfferForm,), _boxes(pieces))()
    form.before.choices = [(seat.id, seat.body.name) for seat in seats]
    if not form.is_submitted():
        kept = draft.wording if draft else {}
        form.version.data, form.purpose.data = version_id, draft.purpose if draft else ""
        for piece in pieces:
            form[field_of(piece)].data = kept.get(piece.wid, piece.text.strip())
    return form


def _boxes(pieces: Sequence[Provision]) -> dict[str, Any]:
    names = names_of(pieces)
    return {
        field_of(piece): TextAreaField(name_of(piece, names) if piece.number or piece.heading else _l("Text"), validators=[Length(max=20000), PlainText()])
        for piece in pieces
    }


def choices_of(version: TextVersion | None) -> list[Provision]:
    """Sections, and what stands outside them."""
    return [piece for piece in version.provisions if piece.level == 0 or piece.kind == "section"] if version else []


def pieces_of(version: TextVersion, chosen: list[str]) -> list[Provision]:
    """The chosen sections with what stands inside them; of an article or a chapter only its own words."""
    found, level = [], None
    for piece in version.provisions:
        if piece.wid in chosen and piece.kind in CONTAINER_ABBREVIATIONS:
            found.append(piece)
        elif piece.wid in chosen:
            level = piece.level
        elif level is not None and piece.level <= level:
            level = None
        if level is not None:
            found.append(piece)
    return found


def field_of(piece: Provision) -> str:
    return f"piece_{piece.position}"
