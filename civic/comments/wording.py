"""What people read for the words that the record keeps: how a comment came, where it stands, in time or late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from civic.comments.models import Channel, Clock, State
from civic.web import day

CHANNELS = {
    Channel.WEB: _l("This site"), Channel.POST: _l("Post"), Channel.PHONE: _l("Phone"), Channel.SMS: _l("Text message"),
    Channel.IN_PERSON: _l("In person"), Channel.HEARING: _l("Hearing"), Channel.EMAIL: _l("E-mail"),
}  # fmt: skip
STATES = {
    State.HELD: _l("Held for a check"), State.PUBLISHED: _l("Public"), State.REDACTED: _l("Public, some words hidden"),
    State.MOVED: _l("Public, moved to Other"), State.WITHHELD: _l("Withheld by two moderators"),
    State.REMOVED: _l("Removed under law"), State.WITHDRAWN: _l("Withdrawn by its author"),
}  # fmt: skip
LANGUAGES_OF_COMMENTS = {"en": _l("English"), "es": _l("Spanish"), "so": _l("Somali"), "hmn": _l("Hmong")}
CLOCKS = {Clock.IN_TIME: _l("In time"), Clock.GRACE: _l("In the minutes of grace"), Clock.LATE: _l("Late, and marked so")}
_KNOWN: dict[str, Mapping[Any, Any]] = {"channel": CHANNELS, "state": STATES, "clock": CLOCKS}


def in_words(key: str, dimension: str) -> Any:
    """The words for a counted key: channel ``web`` is "This site"; a version's number stands for itself."""
    if dimension == "day":
        return day(date.fromisoformat(key))
    return {kind.value: words for kind, words in _KNOWN.get(dimension, {}).items()}.get(key, key)
