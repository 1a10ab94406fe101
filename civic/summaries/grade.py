"""How hard a text is to read. A formula flags; the approver reads.

English: the grade of school after J. P. Kincaid and others, "Derivation of New Readability Formulas for Navy Enlisted
Personnel" (1975): 0.39 × words per sentence + 11.8 × syllables per word − 15.59.

Spanish: the score of J. Fernández Huerta, "Medidas sencillas de lecturabilidad" (Consigna 214, 1959), read as G. Law
corrected it in 2011: 206.84 − 60 × syllables per word − 1.02 × words per sentence. 60 to 70 is seventh and eighth grade.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_END = re.compile(r"[.!?:;]+(?=\s|$|[”»\"')])")
_SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)e$|[^aeiouytd]ed$|[^aeiouyscxzg]es$")
_STRONG, _WEAK = "aeoáéóíúàèòâêô", "iuüï"


def flesch_kincaid(text: str) -> float:
    """The grade of English ``text``: 8 is what a thirteen-year-old reads with ease. 0 for a text without words.

    Syllables are counted as groups of vowels, silent endings left out; a figure counts as one. On short sentences the
    formula is coarse: one long word can lift a sentence by a grade.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    return 0.39 * _words_per_sentence(text, words) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def fernandez_huerta(text: str) -> float:
    """The ease of Spanish ``text``: 100 reads like a primer, 0 like a treatise. 100 for a text without words.

    A figure counts as one syllable, as in ``flesch_kincaid``.
    """
    words = _WORD.findall(text)
    if not words:
        return 100.0
    return 206.84 - 60 * sum(map(spanish_syllables, words)) / len(words) - 1.02 * _words_per_sentence(text, words)


def syllables(word: str) -> int:
    word = re.sub(r"['’].*", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(1, groups - bool(_SILENT.search(word)) if groups > 1 else groups)


def spanish_syllables(word: str) -> int:
    """Vowels, less one for each pair that is spoken as one: two weak ones, or a strong and an unaccented weak one."""
    word = unicodedata.normalize("NFC", word.lower())
    word = re.sub(r"(?<=[qg])u(?=[eéií])", "", word)
    word = re.sub(r"y$", "i", word)
    count, before = 0, " "
    for letter in word:
        strong, weak = letter in _STRONG, letter in _WEAK
        joins = before in _WEAK or weak and before in _STRONG and before not in "íú"
        count += (strong or weak) and not joins
        before = letter if strong or weak else " "
    return max(1, count)


def _words_per_sentence(text: str, words: list[str]) -> float:
    return len(words) / max(1, len(_END.findall(text)))
