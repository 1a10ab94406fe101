"""The two languages that a summary may be written in: what says how many, and how hard the words are to read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from civic.summaries.grade import fernandez_huerta, flesch_kincaid

GRADE_AT_MOST = 8
SCORE_AT_LEAST = 60  # of Fernández Huerta's scale, where 60 to 70 is read in seventh and eighth grade


@dataclass(frozen=True)
class Language:
    """``shares`` are the words for most, many, some and a few; ``numbers`` those that a sentence may begin with."""

    shares: Mapping[str, tuple[str, ...]]
    nouns: str  # what stands behind such a word when it speaks of texts, as a pattern
    singular: re.Pattern[str]
    one: str
    numbers: Mapping[str, int]
    grouping: str  # between thousands

    def share_in(self, text: str) -> tuple[str, str] | None:
        """The first word that says how many, as (the share it claims, the word as written)."""
        words = "|".join(word for forms in self.shares.values() for word in forms)
        found = re.search(rf"^({words})\b|\b({words})\b(?= (?:{self.nouns})\b)", text, re.I)
        if found is None:
            return None
        said = (found.group(1) or found.group(2)).lower()
        return next(share for share, forms in self.shares.items() if said in forms), said

    def holds(self, text: str, number: int) -> bool:
        """Whether the text says this number, grouped or not, and not as a part of a longer one."""
        grouped = re.escape(f"{number:,}".replace(",", self.grouping))
        return re.search(rf"(?<![\d,.])(?:{grouped}|{number})(?!\d)", text) is not None


ENGLISH = Language(
    {"most": ("most",), "many": ("many",), "some": ("some",), "a few": ("a few",)}, "of|texts|comments|people|residents|writers",
    re.compile(r"^(one|an?|the) ", re.I), "One",
    {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}, ",",
)  # fmt: skip
SPANISH = Language(
    {
        "most": ("la mayoría", "la mayor parte"), "many": ("muchos", "muchas"), "some": ("algunos", "algunas"),
        "a few": ("unos pocos", "unas pocas", "unos cuantos", "unas cuantas", "pocos", "pocas"),
    },
    "de|del|textos|comentarios|personas|residentes|vecinos|vecinas|cartas", re.compile(r"^(uno|una|un|el|la(?! mayor)) ", re.I), "Un texto",
    {"dos": 2, "ambos": 2, "ambas": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10}, ".",
)  # fmt: skip
LANGUAGES = {"en": ENGLISH, "es": SPANISH}


def too_hard(text: str, language: str) -> str:
    """Why these words are too hard to read, or nothing."""
    if language == "es":
        score = fernandez_huerta(text)
        if score < SCORE_AT_LEAST:
            return _("It scores %(score)s on the Fernández Huerta scale; 60 is the lowest, about grade 8. Use shorter words or two sentences.", score=f"{score:.0f}")
        return ""
    grade = flesch_kincaid(text)
    if grade > GRADE_AT_MOST:
        return _("It reads at grade %(grade)s; 8 is the highest. Use shorter words or two sentences.", grade=f"{grade:.1f}")
    return ""


def how_hard(text: str, language: str) -> str:
    """The measure of a whole text, in words for the people who check it."""
    if language == "es":
        return _("All of it scores %(score)s on the Fernández Huerta scale (60 or more is grade 8 or lower).", score=f"{fernandez_huerta(text):.0f}")
    return _("All of it reads at grade %(grade)s (Flesch-Kincaid).", grade=f"{flesch_kincaid(text):.1f}")
