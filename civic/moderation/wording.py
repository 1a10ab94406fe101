"""What people read for the words that decisions are kept in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ACTS = {
    "publish": _l("made public"), "leave": _l("left public"), "redact": _l("words hidden"), "withhold": _l("withhold the comment"),
    "move": _l("move it to Other"), "fold": _l("folded with the same one"), "name": _l("take the name off"), "look": _l("asked for a second look"),
    "reject": _l("name kept"),
}  # fmt: skip
STATES = {"proposed": _l("waits"), "taken": _l("in effect"), "dropped": _l("dropped"), "reversed": _l("reversed")}
HINTS = {
    "phone": _l("looks like a phone number"), "email": _l("looks like an e-mail address"), "street": _l("looks like a home address"),
    "ssn": _l("looks like a social security number"), "threat": _l("may hold a threat"),
}  # fmt: skip


def hints_in_words(patterns: str) -> str:
    """What a decision keeps of its hints ("phone, street"), in the reader's language."""
    return ", ".join(str(HINTS[name]) for name in patterns.split(", ") if name in HINTS)
