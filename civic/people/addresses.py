"""What we take for an e-mail address: one form everywhere. Whether it exists, only the mail tells."""

from __future__ import annotations

import re

FORM = r"[^\s<>,;@]+@[^\s<>,;@]+\.[^\s<>,;@.]{2,}"
_WHOLE = re.compile(FORM)


def is_email(text: str) -> bool:
    return _WHOLE.fullmatch(text.strip()) is not None
