from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from civic.consultation.models import AnswerPosition, RosterReason
from civic.consultation.wording import PROMISES
from civic.forms import Form, PlainText

REASONS = {
    RosterReason.STATUTORY: _l("A law says that it must be asked"),
    RosterReason.DEPARTMENT: _l("A city department whose work changes"),
    RosterReason.BOUND_PARTY: _l("It would be bound by the law"),
    RosterReason.NAMED: _l("The text names it, or it works with those bound"),
    RosterReason.UNION: _l("A union whose contract is touched"),
    RosterReason.COALITION: _l("A coalition that wrote about the subject"),
    RosterReason.OPPONENT: _l("A known opponent"),
    RosterReason.COMMUNITY: _l("A community that is touched"),
}
POSITIONS = {
    AnswerPosition.AGREE: _l("Agree"),
    AnswerPosition.AGREE_IN_PART: _l("Agree in part"),
    AnswerPosition.DISAGREE: _l("Disagree"),
    AnswerPosition.CANNOT_ANSWER: _l("Cannot answer (say which law or reason stands in the way)"),
}
WAYS = {"email": _l("E-mail"), "hand": _l("By hand"), "post": _l("Post"), "site": _l("On this site only")}
PAPER_WAYS = {"post": _l("Post"), "hand": _l("By hand"), "email": _l("E-mail to the clerk"), "phone": _l("Phone"), "hearing": _l("At a hearing")}
CONTACT_KINDS = {
    "meeting": _l("Meeting"), "call": _l("Phone call"), "letter": _l("Letter"), "email": _l("E-mail"), "hearing": _l("Hearing"), "other": _l("Other"),
}  # fmt: skip
OUTCOMES = {"changed": _l("Accepted: the words changed"), "changed_in_part": _l("Accepted in part"), "not_changed": _l("Not accepted")}


def choices(words: dict) -> list:
    return [(getattr(key, "value", key), label) for key, label in words.items()]


class ConsulteeForm(Form):
    office = SelectField(_l("Office or group"), validators=[Optional()])
    new_title = StringField(_l("Or a new one: its title"), description=_l("For example: Chief of Police"), validators=[Optional(), Length(max=200), PlainText()])
    new_department = StringField(_l("Department or organization of the new one"), validators=[Optional(), Length(max=200), PlainText()])
    reason = RadioField(_l("Why it must be asked"), choices=choices(REASONS), validators=[InputRequired(_l("Choose why it must be asked."))])
    because = TextAreaField(_l("In one sentence, for the public"), validators=[DataRequired(_l("Say in one sentence why.")), Length(max=500), PlainText()])
    change_reason = StringField(_l("If the list is frozen: why it is added now"), validators=[Optional(), Length(max=500), PlainText()])


class RemovalForm(Form):
    because = StringField(_l("Why it is taken off the list"), validators=[DataRequired(_l("Say why.")), Length(max=500), PlainText()])


class QuestionForm(Form):
    words = TextAreaField(_l("Question"), validators=[DataRequired(_l("Write the question.")), Length(max=2000), PlainText()])
    section = SelectField(_l("Section it is about"), validators=[Optional()])
    comments = StringField(
        _l("Comments behind it"), description=_l("Tracking numbers, with spaces between: 7K3M-Q2 9F2A-0K"), validators=[Optional(), Length(max=400), PlainText()]
    )  # fmt: skip


class InvitationForm(Form):
    words = TextAreaField(_l("Words before the questions"), validators=[Optional(), Length(max=8000), PlainText()])
    promise = RadioField(_l("What you promise"), choices=choices(PROMISES), default="consult")
    channel = RadioField(_l("How it goes out"), choices=choices(WAYS), default="email")
    email = EmailField(_l("E-mail address, if it goes by e-mail"), validators=[Optional(), Email(_l("Enter an address like chief@city.example.")), Length(max=200)])
    respond_by = DateField(_l("Last day to answer"), validators=[InputRequired(_l("Choose the last day to answer."))])
    agree = BooleanField(_l("I have read it: it is sent as it stands and cannot be changed"), validators=[InputRequired(_l("Tick this once you have read it."))])


class DeliveryForm(Form):
    how = StringField(_l("To whom, and where"), validators=[DataRequired(_l("Say to whom it was handed, or where it arrived.")), Length(max=300), PlainText()])
    evidence = StringField(_l("What shows it"), description=_l("For example: receipt with signature"), validators=[Optional(), Length(max=300), PlainText()])
    scan = FileField(_l("Scan of the receipt, if there is one (only its fingerprint is kept here)"))
    stated_on = DateField(_l("Day it was handed over"), description=_l("Printed beside the entry. Only the day of this entry counts."), validators=[Optional()])
    came_back = BooleanField(_l("It came back undelivered"))


class ExtensionForm(Form):
    respond_by = DateField(_l("New last day to answer"), validators=[InputRequired(_l("Choose a day."))])
    reason = StringField(_l("Why, for the public"), validators=[DataRequired(_l("Say why; the reason is public.")), Length(max=500), PlainText()])


class ContactForm(Form):
    claimed_by = StringField(_l("Who says so"), validators=[DataRequired(_l("Say whose claim it is.")), Length(max=200), PlainText()])
    kind = SelectField(_l("What it was"), choices=choices(CONTACT_KINDS))
    stated_on = DateField(_l("Day, as they say"), validators=[Optional()])
    words = TextAreaField(_l("What they say"), validators=[DataRequired(_l("Write what they say.")), Length(max=2000), PlainText()])


class NoticeForm(Form):
    notice = SelectField(_l("Public notice"), validators=[InputRequired(_l("Choose a notice."))])


class JudgementForm(Form):
    step = SelectField(_l("From which version to which"), validators=[InputRequired(_l("Choose two versions."))])
    material = RadioField(
        _l("Does it change what they were asked about?"), validators=[InputRequired(_l("Choose one."))],
        choices=[("yes", _l("Yes: they must be asked again")), ("no", _l("No: the asking covers this version too"))],
    )  # fmt: skip
    reasons = TextAreaField(_l("Reasons, for the public"), validators=[DataRequired(_l("Give the reasons.")), Length(max=2000), PlainText()])


class ReviewForm(Form):
    outcome = RadioField(
        _l("Do you agree with this judgment?"), validators=[InputRequired(_l("Choose one."))],
        choices=[("confirmed", _l("Yes, I confirm it")), ("refused", _l("No: the change counts as one that matters"))],
    )  # fmt: skip
    reasons = TextAreaField(_l("Reasons, for the public; needed if you do not agree"), validators=[Optional(), Length(max=2000), PlainText()])


class AnswerForm(Form):
    position = RadioField(_l("Position"), choices=choices(POSITIONS), validators=[Optional()])
    words = TextAreaField(
        _l("Answer"), description=_l("Published word for word. 200 words are often enough."),
        validators=[DataRequired(_l("Write the answer, or the reason for declining.")), Length(max=20000), PlainText()],
    )  # fmt: skip
    other_words = TextAreaField(_l("Other words for the law, if you ask for some"), validators=[Optional(), Length(max=4000), PlainText()])
    legal_basis = StringField(_l("Law you rely on, if any"), validators=[Optional(), Length(max=400), PlainText()])
    action = StringField(_l("What your office will do, if anything"), validators=[Optional(), Length(max=400), PlainText()])
    action_owner = StringField(_l("Who will do it"), validators=[Optional(), Length(max=200), PlainText()])
    action_due = DateField(_l("By when"), validators=[Optional()])
    save = SubmitField(_l("Save draft"))
    declines = SubmitField(_l("Save as: decline with this reason"))


class SignForm(Form):
    anything_else = TextAreaField(_l("Anything else the council should know about this text"), validators=[Optional(), Length(max=20000), PlainText()])


class DeclineForm(Form):
    words = TextAreaField(_l("Reason, for the public"), validators=[DataRequired(_l("Say why; the reason is public.")), Length(max=8000), PlainText()])
    legal_basis = StringField(_l("Law you rely on, if any"), validators=[Optional(), Length(max=400), PlainText()])


class CorrectionForm(Form):
    words = TextAreaField(_l("What you add or correct"), validators=[DataRequired(_l("Write the correction.")), Length(max=20000), PlainText()])


class ContestForm(Form):
    standing = RadioField(
        _l("Is the entry right?"), choices=[("confirmed", _l("Yes, it is right")), ("contested", _l("No"))], validators=[InputRequired(_l("Choose one."))]
    )  # fmt: skip
    words = TextAreaField(_l("If not: what happened, in your words"), validators=[Optional(), Length(max=4000), PlainText()])


class DeputyForm(Form):
    account = SelectField(_l("Who drafts for you"), validators=[InputRequired(_l("Choose a person."))])
    since = DateField(_l("From"), validators=[InputRequired(_l("Choose the first day."))])
    until = DateField(_l("Until, if it ends"), validators=[Optional()])


class PaperAnswerForm(Form):
    question = SelectField(_l("Question, or the statement beyond the questions"), validators=[Optional()])
    spoken_by = StringField(_l("Who signed it"), validators=[DataRequired(_l("Say who signed it.")), Length(max=200), PlainText()])
    position = RadioField(_l("Position, if it states one"), choices=choices(POSITIONS), validators=[Optional()])
    words = TextAreaField(_l("The words, exactly as they came"), validators=[DataRequired(_l("Type the answer word for word.")), Length(max=20000), PlainText()])
    received_on = DateField(_l("Day it arrived"), validators=[InputRequired(_l("Enter the day it arrived."))])
    channel = SelectField(_l("How it came"), choices=choices(PAPER_WAYS))
    scan = FileField(_l("Scan (only its fingerprint is kept here)"))
    declines = BooleanField(_l("It declines to answer"))


class RequestForm(Form):
    outcome = RadioField(_l("What became of it"), choices=choices(OUTCOMES), validators=[InputRequired(_l("Choose one."))])
    section = SelectField(_l("Section that changed"), validators=[Optional()])
    reason = TextAreaField(_l("Reason, for the public"), validators=[DataRequired(_l("Give the reason.")), Length(max=2000), PlainText()])
