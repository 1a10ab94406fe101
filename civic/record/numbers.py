"""Tracking numbers of comments: five random characters and one check character, shown as `7K3M-Q2`.

The characters are Crockford's base 32 (no I, L, O, U). A number is drawn at random, so it tells neither when a comment
came nor how many there are. The check character is a code over the field of 32 elements: each place has its own
weight, and the weighted sum of all six is zero. Changing one character changes the sum because no weight is zero;
exchanging two changes it because no two weights are equal.
"""

import secrets

from civic.record.leaf import CROCKFORD

LENGTH = 6
_FIELD = 0b110111  # x^5 + x^4 + x^2 + x + 1, irreducible
_WEIGHTS = (31, 10, 25, 16, 4, 1)  # the powers of 4 in that field, falling; the check character has weight 1
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None, "\u2010": None, "\u2011": None})


def new_number() -> str:
    """Six characters, as stored. Another comment may have it already: the caller draws again then."""
    drawn = "".join(secrets.choice(CROCKFORD) for _ in range(LENGTH - 1))
    return drawn + check_character(drawn)


def parse_number(text: str) -> str | None:
    """The number that somebody typed or read out, as stored; None when it cannot be one.

    Case, spaces and hyphens do not matter; I and L are read as 1, O as 0.
    """
    number = text.upper().translate(_READ_AS)
    if len(number) != LENGTH or any(character not in CROCKFORD for character in number):
        return None
    return number if check_character(number[:-1]) == number[-1] else None


def shown(number: str) -> str:
    """As people read it: `7K3M-Q2`."""
    return f"{number[:4]}-{number[4:]}"


def check_character(drawn: str) -> str:
    """The character that makes the weighted sum of all six zero."""
    total = 0
    for character, weight in zip(drawn, _WEIGHTS, strict=False):
        total ^= _product(CROCKFORD.index(character), weight)
    return CROCKFORD[total]


def _product(a: int, b: int) -> int:
    """The product of two elements of the field of 32."""
    result = 0
    while b:
        result ^= a if b & 1 else 0
        a <<= 1
        a ^= _FIELD if a & 32 else 0
        b >>= 1
    return result
