"""The questions of the table, in the order in which people ask them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

VALUES = {"stated": _l("Stated"), "not_stated": _l("Not stated in the text"), "unclear": _l("Unclear")}
# What the text does with an act: only cells about acts have it.
RULES = {"forbidden": _l("Forbidden"), "limited": _l("Allowed within limits"), "allowed": _l("Allowed")}


@dataclass(frozen=True)
class Field:
    key: str
    label: Any
    topic: Any  # completes "Version 2 now says …" and "The text does not say …"
    verb: Any = None  # of an act: completes "They may not …"

    @property
    def is_act(self) -> bool:
        return self.verb is not None


@dataclass(frozen=True)
class Group:
    key: str
    label: Any
    fields: tuple[Field, ...]


GROUPS = (
    Group("bound", _l("Who is bound?"), (
        Field("bound_parties", _l("Who is bound"), _l("who is bound")),
        Field("bound_agencies", _l("Agencies outside the city"), _l("whether agencies outside the city are bound")),
        Field("bound_private", _l("Private businesses and people"), _l("whether private businesses and people are bound")),
    )),
    Group("acts", _l("What may they not do?"), (
        Field("act_obtain", _l("Obtain it"), _l("whether it may be obtained"), _l("obtain it")),
        Field("act_retain", _l("Keep it"), _l("whether it may be kept"), _l("keep it")),
        Field("act_possess", _l("Have it"), _l("whether they may have it"), _l("have it")),
        Field("act_access", _l("Get access to it"), _l("whether they may get access to it"), _l("get access to it")),
        Field("act_use", _l("Use it"), _l("whether it may be used"), _l("use it")),
        Field("act_contract", _l("Sign a contract for it"), _l("whether contracts for it may be signed"), _l("sign a contract for it")),
        Field("act_permit", _l("Let others use it for them"), _l("whether others may be allowed to use it for them"), _l("let others use it for them")),
        Field("act_request", _l("Ask others to use it"), _l("whether others may be asked to use it"), _l("ask others to use it")),
        Field("act_derived", _l("Use what it found (derived information)"), _l("whether what it found may be used"), _l("use what it found")),
    )),
    Group("procedure", _l("Who may grant an exception, and how?"), (
        Field("procedure_asks", _l("Who asks"), _l("who may ask for an exception")),
        Field("procedure_decides", _l("Who decides"), _l("who may grant an exception")),
        Field("procedure_hearing", _l("Hearing"), _l("whether there is a hearing about an exception")),
        Field("procedure_notice", _l("Notice"), _l("how a request for an exception is made known")),
        Field("procedure_end", _l("How long it lasts"), _l("how long an exception lasts")),
        Field("procedure_emergency", _l("Emergencies"), _l("what holds in an emergency")),
    )),
    Group("exceptions", _l("Which exceptions are there?"), (
        Field("exceptions", _l("Exceptions named in the text"), _l("which uses stay allowed")),
    )),
    Group("information", _l("What holds for information from agencies that are not bound?"), (
        Field("receipt_rule", _l("Information that nobody asked for"), _l("what holds for information that nobody asked for")),
        Field("receipt_record", _l("Keeping a record of it"), _l("whether its arrival is recorded")),
        Field("receipt_delete", _l("Deleting it"), _l("whether it is deleted")),
    )),
    Group("reporting", _l("What is reported?"), (
        Field("report_what", _l("What is reported"), _l("what is reported")),
        Field("report_to", _l("To whom"), _l("to whom reports go")),
        Field("report_period", _l("How often"), _l("how often reports are due")),
    )),
    Group("enforcement", _l("What happens if it is broken?"), (
        Field("enforce_private", _l("Going to court"), _l("whether a person harmed may go to court")),
        Field("enforce_suppression", _l("Use as evidence"), _l("whether what was obtained against the law may be used as evidence")),
        Field("enforce_discipline", _l("Discipline and bargaining"), _l("whether employees may be disciplined")),
        Field("enforce_fees", _l("Costs and lawyers' fees"), _l("who pays costs and lawyers' fees")),
    )),
    Group("effective", _l("When does it start?"), (
        Field("effective_date", _l("When it takes effect"), _l("when it takes effect")),
    )),
)  # fmt: skip
FIELDS = {field.key: field for group in GROUPS for field in group.fields}
ACTS = tuple(key for key, field in FIELDS.items() if field.is_act)
# Each exception of the text is a row of its own with these cells.
PARTS = {"use": _l("What is allowed"), "actor": _l("Who may do it"), "condition": _l("On which condition"), "logging": _l("Must it be logged?")}


def field_of_exception(row: dict[str, Any], part: str) -> Field:
    """The question that one cell of an exception answers."""
    name = row["name"]
    topics = {
        "use": _("what the exception “%(name)s” allows", name=name),
        "actor": _("who may use the exception “%(name)s”", name=name),
        "condition": _("on which condition the exception “%(name)s” may be used", name=name),
        "logging": _("whether use of the exception “%(name)s” is logged", name=name),
    }
    return Field(f"{row['key']}_{part}", _("%(name)s: %(part)s", name=name, part=PARTS[part]), topics[part])
