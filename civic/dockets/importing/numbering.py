"""Numbers as laws print them: 1, a, (ii), B, 41.10, 14-188."""

import re
from dataclasses import dataclass

_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True)
class Style:
    """How a list is numbered: its alphabet (`arabic`, `letter`, `roman`), its case and its punctuation."""

    alphabet: str
    upper: bool
    shape: str


@dataclass(frozen=True)
class Enumerator:
    """One reading of a printed number, such as (i) read as the first Roman numeral."""

    style: Style
    value: int
    printed: str


def readings(token: str, shape: str) -> list[Enumerator]:
    """Every way to read a token; `i` is a Roman numeral or the ninth letter, `1` is only a number."""
    found = []
    if token.isdigit():
        return [Enumerator(Style("arabic", False, shape), int(token), token)]
    upper = token.isupper()
    if roman := roman_value(token):
        found.append(Enumerator(Style("roman", upper, shape), roman, token))
    if letter := letter_value(token):
        found.append(Enumerator(Style("letter", upper, shape), letter, token))
    return found


def letter_value(token: str) -> int:
    """a is 1, z is 26, aa is 27, bb is 28; anything else is 0."""
    lowered = token.lower()
    if not ("a" <= lowered[0] <= "z") or len(set(lowered)) != 1 or len(lowered) > 3:
        return 0
    return (len(lowered) - 1) * 26 + ord(lowered[0]) - 96


def roman_value(token: str) -> int:
    if not token or not _ROMAN.fullmatch(token):
        return 0
    values = [_ROMAN_VALUES[character] for character in token.lower()]
    return sum(
        -value if any(later > value for later in values[i + 1 : i + 2]) else value for i, value in enumerate(values)
    )


def written(value: int, style: Style) -> str:
    """The number that a value has in a style, as a sentence would name it."""
    if style.alphabet == "arabic":
        return str(value)
    printed = _letters(value) if style.alphabet == "letter" else _roman(value)
    return printed.upper() if style.upper else printed


def _letters(value: int) -> str:
    return chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    printed = ""
    for number, numeral in [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ]:  # fmt: skip
        while value >= number:
            printed += numeral
            value -= number
    return printed
