from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Subform
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from civic.database import Refusal
from civic.forms import Form, PlainText, trimmed
from civic.letters.word_files import TakenWords, words_of_file
from civic.letters.words import ADDRESSEES, KINDS, REVOCATIONS

LONGEST = 20_000


class AccountForm(Form):
    """Who speaks. Address and password are asked only of people who are not signed in."""

    person = StringField(_l("Your name"), validators=[DataRequired(_l("Enter your name.")), Length(max=120), PlainText()])
    title = StringField(_l("Your title in the organization"), description=_l("Such as director, chair, steward."), validators=[DataRequired(_l("Enter your title.")), Length(max=120), PlainText()])
    authority = TextAreaField(
        _l("Why may you speak for it?"), description=_l("One or two sentences, for the city clerk only. They are not published."),
        validators=[DataRequired(_l("Say why you may speak for the organization.")), Length(max=2000), PlainText()],
    )  # fmt: skip
    email = StringField(
        _l("E-mail address for signing in"), description=_l("It is never shown."), render_kw={"type": "email", "autocomplete": "username"},
        validators=[DataRequired(_l("Enter your e-mail address.")), Email(_l("This does not look like an e-mail address.")), Length(max=254)],
    )  # fmt: skip
    password = PasswordField(
        _l("Password"), description=_l("At least 12 characters."), render_kw={"autocomplete": "new-password"},
        validators=[DataRequired(_l("Choose a password.")), Length(min=12, max=128, message=_l("A password has at least 12 characters."))],
    )  # fmt: skip

    def for_signed_in(self) -> None:
        del self.person, self.email, self.password


class OrganisationForm(AccountForm):
    name = StringField(_l("Name of the organization"), validators=[DataRequired(_l("Enter the organization's name.")), Length(max=120), PlainText()])
    kind = RadioField(_l("What it is"), choices=[(k.value, v) for k, v in KINDS.items()], validators=[InputRequired(_l("Choose one."))])
    domain = StringField(_l("Its web address, if it has one"), description=_l("Such as openstreets.example."), validators=[Optional(), Length(max=200), PlainText()])
    ein = StringField(_l("Its EIN, if it has one"), description=_l("Nine digits, such as 12-3456789. A coalition or group needs none."), validators=[Optional(), Length(max=20), PlainText()])


    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        first = ("name", "kind", "domain", "ein")  # the page asks about the organization first, and the list of errors keeps its order
        for name in [name for name in self._fields if name not in first]:
            self._fields[name] = self._fields.pop(name)


class DomainForm(Form):
    domain = StringField(_l("Web address of the organization"), description=_l("Such as openstreets.example."), validators=[DataRequired(_l("Enter the web address.")), Length(max=200), PlainText()])
    mailbox = StringField(
        _l("A mailbox at this address"), description=_l("Such as office@openstreets.example. We mail a link there; the address is deleted when the city has decided."),
        render_kw={"type": "email", "autocomplete": "off"}, validators=[DataRequired(_l("Enter a mailbox.")), Email(_l("This does not look like an e-mail address.")), Length(max=254)],
    )  # fmt: skip


class NumberForm(Form):
    ein = StringField(_l("EIN"), description=_l("Nine digits, such as 12-3456789."), validators=[DataRequired(_l("Enter the number.")), Length(max=20), PlainText()])


class StatementForm(Form):
    officer = StringField(_l("Name of the officer"), validators=[DataRequired(_l("Enter the name.")), Length(max=120), PlainText()])
    office = StringField(_l("Office in the organization"), description=_l("Such as chair, secretary, treasurer. In a group without offices: member."), validators=[DataRequired(_l("Enter the office.")), Length(max=120), PlainText()])
    words = TextAreaField(
        _l("The statement"), description=_l("Since when the group exists, about how many take part, who speaks for it, and how the clerk can reach the officer. Only the city reads it."),
        validators=[DataRequired(_l("Write the statement.")), Length(max=4000), PlainText()],
    )  # fmt: skip


class MailboxForm(Form):
    """The page behind a mailed link: one button says yes, the other no."""


class SectionWordsForm(Subform):
    wid = SelectField(_l("Section"), validators=[Optional()])
    words = TextAreaField(_l("What you ask for this section"), filters=[trimmed], validators=[Optional(), Length(max=4000), PlainText()])
    suggested = TextAreaField(
        _l("The section as it should read, if you want to suggest words"), description=_l("The whole section, with your changes in it. Readers see them marked against the text."),
        filters=[trimmed], validators=[Optional(), Length(max=20_000), PlainText()],
    )  # fmt: skip


class LetterForm(Form):
    organisation = SelectField(_l("Your organization"))
    addressee = RadioField(_l("To"), choices=[(k.value, v) for k, v in ADDRESSEES.items()], default="council")
    title = StringField(_l("Title"), validators=[DataRequired(_l("Give the letter a title.")), Length(max=150), PlainText()])
    ask = TextAreaField(_l("What you ask, in one or two sentences"), validators=[DataRequired(_l("Say what you ask.")), Length(max=600), PlainText()])
    text = TextAreaField(
        _l("The letter"), validators=[DataRequired(_l("Write the letter.")), PlainText(), Length(max=LONGEST, message=_l("The letter is longer than 20,000 characters."))]
    )
    file = FileField(
        _l("Or the letter as a Word file (.docx, up to 10 MB)"),
        description=_l("Its words come into the box above when you press a button below. You read them there before anything is kept."),
    )
    sections = FieldList(FormField(SectionWordsForm), max_entries=60)
    sign_by = DateField(_l("Sign by"), description=_l("People can sign until 5:00 pm that day. Then the letter is delivered by itself."), validators=[InputRequired(_l("Choose the day by which people sign."))])
    residents = BooleanField(_l("Residents may sign too (counted apart, not checked)"))
    goal = IntegerField(_l("How many organizations do you hope for? (optional, only you see it)"), validators=[Optional(), NumberRange(1, 500, message=_l("Hope for 1 to 500 organizations, or leave this empty."))])
    revision = HiddenField()
    fill = HiddenField()
    taken: TakenWords | None = None

    def put_section(self, texts: dict[str, str]) -> bool:
        """True when somebody wants to begin a suggestion from the section's own words: they come into the row, nothing is kept."""
        place = self.fill.data or ""
        if not self.is_submitted() or not place.isdecimal() or int(place) >= len(self.sections):
            return False
        row = self.sections[int(place)].form
        if row.wid.data in texts:
            row.suggested.data = row.suggested.data or texts[row.wid.data]
        else:
            self.refuse(Refusal(_("Choose the section first.")))
        return True

    def took_file(self) -> bool:
        """True when a file was sent: the form is shown again with the file's words in it, and nothing is kept yet."""
        if not self.is_submitted() or not self.file.data:
            return False
        with self.reporting():
            self.taken = words_of_file(self.file.data, before=self.text.data or "")
            self.text.data = self.taken.text
            self.text.validate(self)
        return True


class FreezeForm(Form):
    seen = HiddenField()


class InviteForm(Form):
    lines = TextAreaField(
        _l("Organizations and their addresses"), description=_l("One on each line: name, comma, e-mail address. Addresses are deleted when they answer or the letter is delivered."),
        validators=[DataRequired(_l("Enter at least one organization.")), Length(max=30_000), PlainText()],
    )  # fmt: skip


    language = RadioField(_l("Language of the mail"))


class AnswerForm(Form):
    name = StringField(_l("Your name"), validators=[DataRequired(_l("Enter your name.")), Length(max=120), PlainText()])
    title = StringField(_l("Your title"), validators=[DataRequired(_l("Enter your title.")), Length(max=120), PlainText()])
    allowed = BooleanField(validators=[DataRequired(_l("Tick this box if you are allowed to sign for the organization. Otherwise do not sign."))])


class ResidentForm(Form):
    name = StringField(_l("Name to show"), description=_l("Leave empty to be counted and not listed."), render_kw={"autocomplete": "off"}, validators=[Optional(), Length(max=80), PlainText()])
    n = HiddenField()
    token = HiddenField()
    shared = HiddenField()
    website = StringField(_l("Leave this field empty"), validators=[Optional()])  # a honeypot, hidden from people


class RepresentativeSignForm(Form):
    organisation = SelectField(_l("For"))
    n = HiddenField()


class WithdrawForm(Form):
    number = StringField(_l("Number of your signature"), description=_l("Such as 7K3M-Q2."), validators=[DataRequired(_l("Enter the number.")), Length(max=20)])
    code = StringField(
        _l("Private code"), description=_l("Such as RIVER-44817-LAMP."), render_kw={"autocomplete": "off"},
        validators=[DataRequired(_l("Enter the private code.")), Length(max=80)],
    )  # fmt: skip


class CheckForm(Form):
    what = RadioField(_l("What you checked"), validators=[InputRequired(_l("Choose what you checked."))])
    ein = StringField(_l("For the public register: the EIN"), description=_l("As it stands in the register, such as 12-3456789."), validators=[Optional(), Length(max=20), PlainText()])
    officer = StringField(_l("For a statement: who made it, and their office"), validators=[Optional(), Length(max=200), PlainText()])
    evidence = TextAreaField(
        _l("What you saw"), description=_l("Such as: called the number in the state register on October 3 and spoke to the director. Not published."),
        validators=[DataRequired(_l("Write down what you saw.")), Length(max=2000), PlainText()],
    )  # fmt: skip


class RevokeForm(Form):
    reason = SelectField(_l("Reason"), choices=list(REVOCATIONS.items()))


class Confirm(Form):
    pass
