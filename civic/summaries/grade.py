"""How hard a text is to read, as a grade of school. A formula flags; the approver reads.

Source: J. P. Kincaid and others, "Derivation of New Readability Formulas for Navy Enlisted Personnel" (1975):
0.39 × words per sentence + 11.8 × syllables per word − 15.59. English only.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+")
_END = re.compile(r"[.!?:;]+(?=\s|$|[”\"')])")
_SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)e$|[^aeiouytd]ed$|[^aeiouyscxzg]es$")


def flesch_kincaid(text: str) -> float:
    """The grade of English ``text``: 8 is what a thirteen-year-old reads with ease. 0 for a text without words.

    Syllables are counted as groups of vowels, silent endings left out; a figure counts as one. On short sentences the
    formula is coarse: one long word can lift a sentence by a grade.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_END.findall(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    word = re.sub(r"['’].*", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(1, groups - bool(_SILENT.search(word)) if groups > 1 else groups)
