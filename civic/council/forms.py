from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from civic.council.models import MotionKind, VoteOption
from civic.council.vote_forms import InTheWay
from civic.forms import Form, PlainText

OPTIONS = {
    VoteOption.YES: _l("Yes"),
    VoteOption.NO: _l("No"),
    VoteOption.ABSTAIN: _l("Abstain"),
    VoteOption.ABSENT: _l("Absent"),
    VoteOption.NOT_VOTING: _l("Not voting"),
    VoteOption.PAIRED: _l("Paired"),
    VoteOption.EXCUSED: _l("Excused"),
    VoteOption.OTHER: _l("Other"),
}
MOTION_KINDS = {
    MotionKind.ACT: _l("Adopt the ordinance (an act, presented to the mayor); in a committee: recommend it"),
    MotionKind.OVERRIDE: _l("Override the mayor's veto"),
    MotionKind.STAFF_DIRECTION: _l("Direct staff (not presented to the mayor)"),
    MotionKind.PROCEDURAL: _l("Procedural"),
}
ACTIONS = {"signed": _l("Signed"), "vetoed": _l("Vetoed"), "unsigned": _l("Became law without signature")}


class MemberForm(Form):
    name = StringField(_l("Name"), validators=[DataRequired(_l("Enter the member's name.")), Length(max=120), PlainText()])
    seat = IntegerField(_l("Seat number"), validators=[InputRequired(_l("Enter the seat's number.")), NumberRange(1, 99)])
    ward = StringField(_l("Ward"), validators=[Optional(), Length(max=20), PlainText()])
    account = SelectField(_l("Account, if the member signs in here"), validators=[Optional()])


class BodyForm(Form):
    name = StringField(_l("Name of the body"), validators=[DataRequired(_l("Enter a name.")), Length(max=200), PlainText()])
    classification = RadioField(
        _l("Kind"), choices=[("legislature", _l("Full council")), ("committee", _l("Committee"))], default="committee"
    )


class MotionForm(Form):
    body = SelectField(_l("Body"), validators=[InputRequired()])
    kind = RadioField(_l("Kind of motion"), choices=[(k.value, v) for k, v in MOTION_KINDS.items()], default="act")
    words = TextAreaField(_l("The motion in plain words"), validators=[DataRequired(_l("Say what is voted on.")), Length(max=2000), PlainText()])
    mover = StringField(_l("Moved by"), validators=[Optional(), Length(max=120), PlainText()])


class VoiceForm(Form):
    result = RadioField(_l("Result"), choices=[("carried", _l("Carried")), ("lost", _l("Lost"))], validators=[InputRequired(_l("Choose one."))])
    on = DateField(_l("Day of the vote"), validators=[InputRequired(_l("Enter the day of the vote."))])
    source = StringField(_l("Minutes or recording"), description=_l("So that anyone can check it."), validators=[DataRequired(_l("Name the minutes or the recording.")), Length(max=300), PlainText()])


class TakenBackForm(Form):
    on = DateField(_l("Day on which it was withdrawn"), validators=[InputRequired(_l("Enter the day."))])
    source = StringField(_l("Minutes or recording"), description=_l("So that anyone can check it."), validators=[DataRequired(_l("Name the minutes or the recording.")), Length(max=300), PlainText()])


class RollCallForm(InTheWay, Form):
    """One field per member, made for the body: see ``roll_call_form``."""

    on = DateField(_l("Day of the vote"), validators=[InputRequired(_l("Enter the day of the vote."))])


class ExecutiveForm(Form):
    action = RadioField(_l("What the mayor did"), choices=list(ACTIONS.items()), validators=[InputRequired(_l("Choose one."))])
    on = DateField(_l("Day"), validators=[InputRequired(_l("Enter the day."))])
    message = TextAreaField(_l("Message, if any"), validators=[Optional(), Length(max=8000), PlainText()])


class CorrectExecutiveForm(Form):
    action = RadioField(
        _l("What the mayor did"), choices=[*ACTIONS.items(), ("none", _l("Nothing yet: it was entered by mistake"))], validators=[InputRequired(_l("Choose one."))]
    )
    on = DateField(_l("Day"), validators=[Optional()])
    message = TextAreaField(_l("Message, if any"), validators=[Optional(), Length(max=8000), PlainText()])
    reasons = TextAreaField(
        _l("What was wrong"), description=_l("It is public, beside the earlier entry."),
        validators=[DataRequired(_l("Say what was wrong; the reason is public.")), Length(max=2000), PlainText()],
    )  # fmt: skip


class CorrectVoteForm(Form):
    """One field per vote, made for the roll call: see ``correct_vote_form``."""

    reasons = TextAreaField(
        _l("What was wrong"), description=_l("It is public, beside the roll call."),
        validators=[DataRequired(_l("Say what was wrong; the reason is public.")), Length(max=2000), PlainText()],
    )  # fmt: skip


def correct_vote_form(votes: list[Any]) -> CorrectVoteForm:
    """Each vote as it reads now."""
    choices = [(k.value, v) for k, v in OPTIONS.items()]
    fields = {f"vote_{vote.id}": SelectField(vote.voter_name, choices=choices, default=vote.option.value, validate_choice=False) for vote in votes}
    return type("CorrectVoteForm", (CorrectVoteForm,), fields)()


def roll_call_form(members: list[Any], on: date) -> RollCallForm:
    """A form with one choice per member; a word that is no vote is refused by the action with its own sentence."""
    fields = {
        f"vote_{member.id}": SelectField(
            member.name, choices=[("", _l("Choose")), *((k.value, v) for k, v in OPTIONS.items())], validate_choice=False
        )
        for member in members
    }
    return type("RollCallForm", (RollCallForm,), fields)(on=on)
