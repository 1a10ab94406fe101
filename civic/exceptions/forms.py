from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from civic.exceptions.models import ExceptionDraft
from civic.exceptions.wording import EMERGENCY_FIELDS, FIELDS, RENEWAL_FIELDS
from civic.forms import Form, PlainText
from civic.record.fields import SEALABLE

HINTS = {
    "technology": _l("The device or program, its maker, and what it does."),
    "case_type": _l("The event or the kind of case it is for."),
    "purpose": _l("What you want to find out or prevent."),
    "affected": _l("Who will be seen or recorded, also by chance, and about how many."),
    "lesser_means": _l("What else you tried or thought of, and why it is not enough."),
    "consulted": _l("Offices, groups and people you talked to, and what they said."),
    "cost": _l("In dollars, with staff time; write 0 if there is none."),
}


def _words(label: Any, *validators: Any, longest: int = 4000, **more: Any) -> TextAreaField:
    return TextAreaField(label, validators=[*(validators or (Optional(),)), Length(max=longest), PlainText()], **more)


def _line(label: Any, *validators: Any, longest: int = 300, **more: Any) -> StringField:
    return StringField(label, validators=[*(validators or (Optional(),)), Length(max=longest), PlainText()], **more)


def _yes_no(label: Any, sentence: Any, **more: Any) -> RadioField:
    return RadioField(label, choices=[("no", _l("No")), ("yes", _l("Yes"))], validators=[InputRequired(sentence)], **more)


# --- for departments


class NewForm(Form):
    clause = RadioField(_l("Clause that allows asking"), validators=[InputRequired(_l("Choose a clause."))])
    emergency = BooleanField(_l("Emergency: it was used already"), description=_l("Only where the clause says so. The use is reviewed afterwards, in public."))


class DraftForm(Form):
    """The fixed fields. Whatever is filled in is kept; what is missing is asked at the check."""

    title = _line(_l("Title"), longest=200, description=_l("In a few words, like “Phone tracker at the harbor festival”."))
    summary = _words(_l("In plain words: what you ask for"), longest=1000, description=_l("Two or three sentences that anyone can read."))
    starts = DateField(_l("First day"), validators=[Optional()])
    ends = DateField(_l("Last day"), validators=[Optional()], description=_l("Required. No exception is without an end."))
    used_on = DateField(_l("Day of the emergency use"), validators=[Optional()])

    @property
    def words(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("title", "summary", *FIELDS, *EMERGENCY_FIELDS, *RENEWAL_FIELDS)}

    @property
    def seals(self) -> dict[str, dict[str, Any]]:
        """The terms of each field whose box is ticked; days as they are stored."""
        return {
            name: {
                "rule": self[f"rule_{name}"].data or "", "reason": self[f"why_{name}"].data or "",
                "review_on": self[f"review_{name}"].data.isoformat() if self[f"review_{name}"].data else None,
            }
            for name in SEALABLE if self[f"seal_{name}"].data
        }  # fmt: skip


for _name, _label in {**FIELDS, **EMERGENCY_FIELDS, **RENEWAL_FIELDS}.items():
    setattr(DraftForm, _name, _words(_label, description=HINTS.get(_name, "")))
for _name in SEALABLE:
    setattr(DraftForm, f"seal_{_name}", BooleanField(_l("Seal this field: the public sees the rule and the reason, not the words")))
    setattr(DraftForm, f"rule_{_name}", _line(_l("Rule that allows sealing it")))
    setattr(DraftForm, f"why_{_name}", _line(_l("Reason, for the public")))
    setattr(DraftForm, f"review_{_name}", DateField(_l("To be looked at again on"), validators=[Optional()]))


def filled_from(draft: ExceptionDraft) -> dict[str, Any]:
    """The form's data for a draft."""
    data = {name: getattr(draft, name) for name in ("title", "summary", *FIELDS, *EMERGENCY_FIELDS, *RENEWAL_FIELDS, "starts", "ends", "used_on")}
    for name, terms in draft.seals.items():
        review = date.fromisoformat(terms["review_on"]) if terms.get("review_on") else None
        data |= {f"seal_{name}": True, f"rule_{name}": terms["rule"], f"why_{name}": terms["reason"], f"review_{name}": review}
    return data


class ReasonForm(Form):
    reason = _words(_l("Reason, for the public"), DataRequired(_l("Say why; the reason is public.")), longest=2000)


class UseForm(Form):
    under = SelectField(_l("Under which clause or permission"), validators=[InputRequired(_l("Choose one."))])
    on = DateField(_l("Day of the use"), validators=[InputRequired(_l("Enter the day."))])
    count = IntegerField(_l("How many times that day"), default=1, validators=[InputRequired(_l("Enter a whole number from 1.")), NumberRange(1, 100_000, message=_l("Enter a whole number from 1."))])
    note = _words(_l("For what, in a sentence"), DataRequired(_l("Say in a sentence what it was used for.")), longest=1000, description=_l("Public. Name no person."))


class ReportForm(Form):
    words = _words(_l("How it was used in this period"), DataRequired(_l("Say how it was used, or that it was not.")), longest=8000)
    more_violations = IntegerField(
        _l("Further violations that you found"), default=0, description=_l("Those that the log shows are counted already."),
        validators=[InputRequired(_l("Enter a whole number, or 0.")), NumberRange(0, 10_000, message=_l("Enter a whole number, or 0."))],
    )  # fmt: skip
    remedies = _words(_l("What was done about the violations"), longest=8000)
    save = SubmitField(_l("Save draft"))

    @property
    def kept_words(self) -> dict[str, Any]:
        return {"words": self.words.data or "", "remedies": self.remedies.data or "", "more_violations": self.more_violations.data or 0}


class UnfinishedReportForm(ReportForm):
    """The same while it is kept as a draft: whatever is filled in is kept."""

    words = _words(_l("How it was used in this period"), longest=8000)
    more_violations = IntegerField(
        _l("Further violations that you found"), validators=[Optional(), NumberRange(0, 10_000, message=_l("Enter a whole number, or 0."))],
    )  # fmt: skip


class ReceiptForm(Form):
    law = SelectField(_l("Law that forbids it"), validators=[InputRequired(_l("Choose a law."))])
    received_on = DateField(_l("Day it arrived"), validators=[InputRequired(_l("Enter the day."))])
    source = _line(_l("Who sent it"), DataRequired(_l("Say who sent it.")))
    what = _words(_l("What arrived"), DataRequired(_l("Say what arrived.")), longest=2000, description=_l("Public. Name no person."))
    requested = _yes_no(_l("Did your office ask for it?"), _l("Say whether your office asked for it."), description=_l("What was asked for is a violation, not an accident."))
    used = _yes_no(_l("Was it used?"), _l("Say whether it was used."))


class DisposalForm(Form):
    on = DateField(_l("Day"), validators=[InputRequired(_l("Enter the day."))])
    how = _words(_l("What was done with it"), DataRequired(_l("Say what was done with it.")), longest=1000, description=_l("Deleted, sent back, sealed: and who saw to it."))
