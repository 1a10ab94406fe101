from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, Field, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from civic.clock import today
from civic.forms import Form, PlainText
from civic.people.actions import SHORTEST_PASSWORD
from civic.people.addresses import FORM
from civic.people.models import Account, Office
from civic.people.policy import Setting
from civic.people.values import as_typed, choices_of, zone_names
from civic.people.wording import CAPACITIES, OFFICE_KINDS, ROLES, word_of
from civic.permissions import Role

LINES = {"text": 4, "lines": 4, "days": 8, "wards": 14}


class SettingForm(Form):
    """The value's own field is made for the setting: see ``setting_form``."""

    value: Any
    effective_on = DateField(_l("From which day"), validators=[InputRequired(_l("Enter the day from which it counts."))])
    reason = StringField(
        _l("Why, in one sentence"), description=_l("It stands beside the value, for everybody to read."),
        validators=[Optional(), Length(max=300), PlainText()],
    )  # fmt: skip


def setting_form(setting: Setting, current: Any) -> SettingForm:
    form = type("OneSettingForm", (SettingForm,), {"value": _value_field(setting)})
    made: SettingForm = form(data={"value": as_typed(setting, current), "effective_on": today()})
    return made


def _value_field(setting: Setting) -> Field:
    if choices := choices_of(setting):
        return RadioField(setting.label, choices=[(c, word_of(c)) for c in choices], description=setting.help, validators=[InputRequired(_l("Choose one."))])
    if setting.kind == "zone":
        zones = [("", _l("Choose")), *((name, name.replace("_", " ")) for name in zone_names())]
        return SelectField(setting.label, choices=zones, description=setting.help, validators=[InputRequired(_l("Choose the time zone."))])
    if setting.kind in LINES:
        return TextAreaField(setting.label, description=setting.help, validators=[Length(max=20000), PlainText()])
    return StringField(setting.label, description=setting.help, validators=[Length(max=300), PlainText()])


class InvitationForm(Form):
    email = EmailField(_l("E-mail address"), validators=[
        DataRequired(_l("Enter the person's e-mail address.")), Length(max=254), Regexp(FORM + "$", message=_l("This is not an e-mail address.")),
    ])  # fmt: skip
    role = RadioField(_l("Role"), choices=[(role.value, words) for role, words in ROLES.items()], validators=[InputRequired(_l("Choose a role."))])
    office = SelectField(_l("Office, for an official, a member, a deputy or an aide"), validators=[Optional()])

    def offer(self, offices: list[Office]) -> None:
        self.office.choices = [("", _l("No office")), *((office.id, office.title) for office in offices)]


class AcceptForm(Form):
    name = StringField(_l("Your name"), description=_l("As your colleagues know you."), validators=[DataRequired(_l("Enter your name.")), Length(max=120), PlainText()],
                       render_kw={"autocomplete": "name"})  # fmt: skip
    password = PasswordField(_l("Choose a password"), description=_l("At least 12 characters. Several words are easy to remember."), validators=[
        DataRequired(_l("Choose a password.")), Length(min=SHORTEST_PASSWORD, max=128, message=_l("A password has at least 12 characters, and at most 128.")),
    ], render_kw={"autocomplete": "new-password"})  # fmt: skip


class PasswordForm(Form):
    current = PasswordField(_l("Your password now"), validators=[DataRequired(_l("Enter your password."))], render_kw={"autocomplete": "current-password"})
    password = PasswordField(_l("New password"), description=_l("At least 12 characters."), validators=[
        DataRequired(_l("Choose a password.")), Length(min=SHORTEST_PASSWORD, max=128, message=_l("A password has at least 12 characters, and at most 128.")),
    ], render_kw={"autocomplete": "new-password"})  # fmt: skip


class RoleForm(Form):
    role = SelectField(_l("Another role"), validators=[InputRequired()])

    def offer(self, account: Account) -> None:
        self.role.choices = [(role.value, words) for role, words in ROLES.items() if role not in account.role_names]


class OfficeForm(Form):
    title = StringField(_l("Title"), description=_l("Like “Chief of Police”."), validators=[DataRequired(_l("Enter the office's title.")), Length(max=200), PlainText()])
    department = StringField(_l("Department"), validators=[DataRequired(_l("Enter the department.")), Length(max=200), PlainText()])
    kind = RadioField(_l("Part of the city"), choices=[(kind.value, words) for kind, words in OFFICE_KINDS.items()], validators=[InputRequired(_l("Choose one."))])


class HoldingForm(Form):
    account = SelectField(_l("Who"), validators=[InputRequired(_l("Choose a person."))])
    capacity = RadioField(_l("What the person does here"), choices=list(CAPACITIES.items()), validators=[InputRequired(_l("Choose one."))])

    def offer(self, accounts: list[Account]) -> None:
        people = [a for a in accounts if a.active and a.role_names & {Role.RESPONDENT, Role.MEMBER, Role.DELEGATE}]
        self.account.choices = [(a.id, a.name) for a in people]


__all__ = ["AcceptForm", "HoldingForm", "InvitationForm", "OfficeForm", "PasswordForm", "RoleForm", "SettingForm", "setting_form"]
