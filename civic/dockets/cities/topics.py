"""The questions on which cities are compared, and the short answers that a reader can filter by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Topic:
    key: str
    label: Any
    group: str | None  # the group of a docket's own table that answers the same question
    values: dict[str, Any]


TOPICS = {
    topic.key: topic
    for topic in (
        Topic("adopted", _l("When was it adopted?"), None, {}),
        Topic("bound", _l("Who is bound?"), "bound", {
            "departments": _l("City departments"), "police": _l("The police only"), "contractors": _l("Contractors and vendors too"),
            "private": _l("Private businesses too"),
        }),
        Topic("forbidden", _l("What may they not do?"), "acts", {
            "ban": _l("Face recognition is forbidden"), "approval": _l("Each technology needs approval"), "disclosure": _l("Uses must be made public"),
            "limits": _l("Allowed within limits"),
        }),
        Topic("procedure", _l("Who may grant an exception, and how?"), "procedure", {
            "council": _l("The council decides"), "body": _l("Another public body takes part"), "supervisor": _l("A supervisor decides"),
            "comment": _l("The public comments"), "none": _l("No procedure"),
        }),
        Topic("exceptions", _l("Which exceptions are there?"), "exceptions", {
            "access": _l("Doors and devices"), "receipt": _l("Information that nobody asked for"), "crimes": _l("Listed crimes"),
            "persons": _l("Missing or exploited people"), "evidence": _l("Evidence from others"), "internal": _l("Office and internal use"),
        }),
        Topic("information", _l("What holds for information from others?"), "information", {
            "reported": _l("Lawful if it is reported"), "unused": _l("May not be used"), "allowed": _l("May be received"),
        }),
        Topic("reporting", _l("What is reported?"), "reporting", {
            "annual": _l("Every year"), "once": _l("Once"), "audit": _l("Somebody else audits"), "violations": _l("Violations"),
            "council": _l("Data go to the council"),
        }),
        Topic("enforcement", _l("What happens if it is broken?"), "enforcement", {
            "court": _l("A person may go to court"), "discipline": _l("Employees may be disciplined"), "evidence": _l("Evidence is shut out"),
        }),
    )
}  # fmt: skip
