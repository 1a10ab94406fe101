"""What the clerk may type about a matter's course: a step, a meeting beside it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from civic.clock import today
from civic.dockets.evidence import Evidence
from civic.dockets.steps import FREE, RECOMMENDATIONS, STEPS
from civic.forms import Form, PlainText

NOT_LISTED = "document"  # the choice that names a document in words


def _line(label: Any, longest: int, *validators: Any, **more: Any) -> StringField:
    return StringField(label, validators=[*validators, Length(max=longest), PlainText()], **more)


class StepForm(Form):
    """The fields that every step has; ``step_form`` adds what this one needs."""

    day = DateField(_l("Day on which it happened"), validators=[InputRequired(_l("Enter the day."))])
    title = _line(_l("In your own words"), 300, Optional(), description=_l("If empty, the step is shown by its name."))


class MeetingForm(Form):
    kind = SelectField(_l("What it is"), choices=[(kind, STEPS[kind]) for kind in FREE])
    title = _line(_l("In a sentence"), 300, DataRequired(_l("Say in a sentence what happened.")))
    day = DateField(_l("Day"), validators=[InputRequired(_l("Enter the day."))])
    place = _line(_l("Place"), 200, Optional())
    source = _line(_l("Source"), 300, DataRequired(_l("Name the event or document this comes from.")), description=_l("Minutes, agenda item, file: so that anyone can check it."))


def step_form(step: str, cites: tuple[str, ...], offered: list[Evidence]) -> StepForm:
    """A form with exactly the fields that a step into this state needs."""
    fields: dict[str, Any] = {}
    rows = [(one.key, one.words) for one in offered] + ([(NOT_LISTED, _("A document or a meeting, named below"))] if "document" in cites else [])
    if offered:
        fields["cites"] = RadioField(_l("What it rests on"), choices=rows, default=rows[0][0], validators=[InputRequired(_l("Choose what the step rests on."))])
    if "document" in cites:
        fields["source"] = _line(_l("Document or meeting"), 300, Optional(), description=_l("Minutes, agenda item, file: so that anyone can find it."))
    if step == "hearing_set":
        fields["starts_at"] = DateTimeLocalField(_l("When the hearing is"), format="%Y-%m-%dT%H:%M", validators=[InputRequired(_l("Say when the hearing is."))], description=_l("City time."))
    if step == "council_action":
        fields["starts_at"] = DateTimeLocalField(_l("When the council votes, if it is known"), format="%Y-%m-%dT%H:%M", validators=[Optional()], description=_l("City time."))
    if step in ("hearing_set", "hearing_held"):
        fields["place"] = _line(_l("Place"), 200, Optional())
    if step == "recommended":
        fields["recommendation"] = RadioField(_l("The committee was"), choices=list(RECOMMENDATIONS.items()), default="for", validators=[InputRequired(_l("Choose one."))])
    if step in ("signed", "unsigned", "overridden", "published"):
        fields["enactment"] = _line(_l("Number of the law, if it has one now"), 60, Optional())
    made: StepForm = type("OneStepForm", (StepForm,), fields)()
    if made.day.data is None and not made.is_submitted():
        made.day.data = today()
    return made
