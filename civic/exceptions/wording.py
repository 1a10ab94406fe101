"""The fixed fields of a request, and the words for states, verdicts and faults."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from civic.exceptions.models import Verdict
from civic.exceptions.standing import Fault, State

# In the order in which they are asked and read. Each becomes a section of the request's text.
FIELDS = {
    "technology": _l("Technology"),
    "case_type": _l("Event or kind of case"),
    "purpose": _l("Purpose"),
    "place": _l("Where, and at which hours"),
    "affected": _l("Who is affected"),
    "lesser_means": _l("Why nothing less will do"),
    "data_kept": _l("Data kept: what, and for how long"),
    "data_shared": _l("Data shared: with whom, and why"),
    "data_deleted": _l("Data deleted: when, and who checks it"),
    "consulted": _l("Who was consulted"),
    "cost": _l("Cost, and who pays"),
}
EMERGENCY_FIELDS = {"emergency_why": _l("Emergency: what happened, and why it could not wait")}
RENEWAL_FIELDS = {"use_report": _l("Report on the use so far")}
HEADINGS = {**FIELDS, **EMERGENCY_FIELDS, **RENEWAL_FIELDS}
STATES = {
    State.FILED: _l("Filed, being checked"),
    State.RETURNED: _l("Given back: something is missing"),
    State.NOTICED: _l("Open"),
    State.HEARD: _l("Heard, not decided"),
    State.IN_FORCE: _l("In force"),
    State.EXPIRED: _l("Expired"),
    State.REVOKED: _l("Revoked"),
    State.REFUSED: _l("Refused"),
    State.WITHDRAWN: _l("Withdrawn"),
    State.LAPSED: _l("Lapsed: not decided in time"),
}
# The shape of the tag: assets/sass/_docket.scss.
KINDS = {
    State.FILED: "soon", State.RETURNED: "soon", State.NOTICED: "open", State.HEARD: "soon", State.IN_FORCE: "force", State.EXPIRED: "closed",
    State.REVOKED: "broken", State.REFUSED: "declined", State.WITHDRAWN: "withdrawn", State.LAPSED: "closed",
}  # fmt: skip
VERDICTS = {
    Verdict.GRANTED: _l("Granted"),
    Verdict.GRANTED_WITH_CONDITIONS: _l("Granted with conditions"),
    Verdict.REFUSED: _l("Refused"),
}
FAULTS = {
    Fault.NO_PERMISSION: _l("No permission: this clause asks for one."),
    Fault.NOT_GRANTED: _l("The request was not granted."),
    Fault.BEFORE: _l("Used before the permission began."),
    Fault.AFTER: _l("Used after the permission ended."),
    Fault.REVOKED: _l("Used after the permission was revoked."),
}
