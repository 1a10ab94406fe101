"""When two comments are one text."""

from __future__ import annotations

import re
from hashlib import sha256


def wording(text: str) -> str:
    """Two comments are one text when this is equal: letters and digits only, without case."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def wording_key(text: str) -> int | None:
    """The same as a number that the database compares: 63 bits, of words that are public anyway; None where there is no word."""
    words = wording(text)
    return int.from_bytes(sha256(words.encode()).digest()[:8]) >> 1 if words else None
