from __future__ import annotations

from datetime import date

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from civic.database import Refusal
from civic.exceptions.deciding import Term
from civic.exceptions.forms import _line, _words
from civic.forms import Form, trimmed
from civic.people.queries import office_with

MOST_TERMS = 6


class ClauseForm(Form):
    provision = SelectField(_l("Provision that says so"), validators=[InputRequired(_l("Choose the provision that says so."))])
    invokers = SelectMultipleField(_l("Offices that may invoke it"), option_widget=CheckboxInput(), validators=[InputRequired(_l("Choose at least one office."))])
    who = _line(_l("Who may invoke it, in words"), description=_l("If it is empty, the offices' titles are shown."))
    use = _words(_l("Use that it allows"), DataRequired(_l("Say which use the clause allows.")), longest=1000)
    condition = _words(_l("On which condition"), longest=1000)
    limit = _words(_l("Limit"), longest=1000, description=_l("For how long, how often, where."))
    logging = _words(_l("Duty to log"), longest=1000)
    needs_request = RadioField(
        _l("How it is invoked"), default="yes", validators=[InputRequired(_l("Choose one."))],
        choices=[("yes", _l("By a request that is decided in public")), ("no", _l("Without a request: each use is logged"))],
    )  # fmt: skip
    allows_emergency = BooleanField(_l("In an emergency it may be used first and is reviewed afterwards"))


class DutyForm(Form):
    office = SelectField(_l("Office that reports"), validators=[InputRequired(_l("Choose an office."))])
    provision = SelectField(_l("Provision that says so"), description=_l("Leave it empty if a rule of the city says so, not the text."), validators=[Optional()])
    months = SelectField(
        _l("How often"), coerce=int, choices=[(12, _l("Once a year")), (6, _l("Every 6 months")), (3, _l("Every 3 months")), (1, _l("Every month"))]
    )
    starts = DateField(_l("First day of the first period"), validators=[InputRequired(_l("Enter the day."))])
    due_days = IntegerField(_l("Due how many days after a period"), default=30, validators=[InputRequired(_l("Enter a number of days.")), NumberRange(1, 365, message=_l("Enter a number from 1 to 365."))])


class AcceptForm(Form):
    title = _line(_l("Title of its docket"), DataRequired(_l("Enter a title.")), longest=200)
    summary = _words(_l("In plain words"), DataRequired(_l("Say in plain words what is asked for.")), longest=1000)


class ReturnForm(Form):
    reasons = _words(_l("What is missing, for the public and the office"), DataRequired(_l("Say what is missing.")), longest=2000)


class HearingForm(Form):
    starts_at = DateTimeLocalField(_l("Time of the hearing"), format="%Y-%m-%dT%H:%M", description=_l("City time."), validators=[InputRequired(_l("Enter day and time."))])
    place = _line(_l("Place"), DataRequired(_l("Name the place.")))


class HeldForm(Form):
    source = _line(_l("Minutes or another document"), DataRequired(_l("Name the minutes or another document that shows it.")))


class DecisionForm(Form):
    granted = RadioField(_l("Decision"), choices=[("yes", _l("Granted")), ("no", _l("Refused"))], validators=[InputRequired(_l("Choose the decision."))])
    decided_by = SelectField(_l("Who decided"), validators=[InputRequired(_l("Say who decided."))])
    on = DateField(_l("Day of the decision"), validators=[InputRequired(_l("Enter the day."))])
    reasons = _words(_l("Reasons, for the public"), DataRequired(_l("Give the reasons. They are public.")), longest=8000)
    source = _line(_l("Document that shows it"), description=_l("Minutes, resolution, item of the agenda."))
    starts = DateField(_l("First day of the permission"), validators=[Optional()])
    ends = DateField(_l("Last day of the permission"), validators=[Optional()], description=_l("Required for a grant."))
    terms = _line("")  # only carries what is wrong with the conditions

    def sent_terms(self) -> list[Term]:
        """The conditions that were typed: words, office and day of each filled row."""
        rows = []
        for n in range(1, MOST_TERMS + 1):
            words, owner, due = (trimmed(request.form.get(f"{part}_{n}", "")) for part in ("term", "owner", "due"))
            if not words:
                continue
            office = office_with(owner) if len(owner) == 22 else None
            if office is None or not due:
                raise Refusal(_("Condition %(n)s: choose who owes it, and enter its day.", n=n), "terms")
            rows.append(Term("".join(c for c in words if c >= " " or c == "\n")[:1000], office, _day(due, n)))
        return rows


class RevocationForm(Form):
    revoked_by = SelectField(_l("Who revoked it"), validators=[InputRequired(_l("Say who revoked it."))])
    reason = _words(_l("Reason, for the public"), DataRequired(_l("Give the reason. It is public.")), longest=4000)


class CloseForm(Form):
    kept = RadioField(_l("What became of it"), choices=[("yes", _l("Kept")), ("no", _l("Broken"))], validators=[InputRequired(_l("Choose one."))])
    proof = _line(_l("What shows it, or why not"), DataRequired(_l("Say what shows that it was kept, or why it was not.")), longest=400)


class SealForm(Form):
    opened = RadioField(
        _l("What becomes of the seal"), validators=[InputRequired(_l("Choose one."))],
        choices=[("no", _l("It stays sealed until another day")), ("yes", _l("It is opened: the words become public"))],
    )  # fmt: skip
    review_on = DateField(_l("To be looked at again on"), validators=[Optional()])
    reason = _words(_l("Reason, for the public"), DataRequired(_l("Say why. The reason is public.")), longest=2000)


def _day(typed: str, n: int) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Refusal(_("Condition %(n)s: “%(typed)s” is not a day.", n=n, typed=typed[:40]), "terms") from error
