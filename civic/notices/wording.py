"""States and failures of messages in the words of the pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

STATES = {"queued": _l("Waiting"), "sent": _l("Sent"), "failed": _l("Not delivered"), "bounced": _l("Came back"), "dropped": _l("Not needed any more")}
FAILURES = {
    "unreachable": _l("The mail server did not answer."),
    "tls": _l("The mail server offered no safe connection."),
    "too_late": _l("It could not be delivered within four days."),
    "suppressed": _l("This address takes no mail: it came back before, or its owner asked for none."),
    "gone": _l("The address was erased before it was sent."),
}
