"""Names of organisations: one form, one script in each word, nothing invisible, and a skeleton that look-alikes share.

The idea is that of Unicode's UTS 39: two names with one skeleton could be taken for each other, so only one may exist.
"""

from __future__ import annotations

import unicodedata

from flask_babel import gettext as _

from civic.database import Refusal
from civic.people.models import OfficeKind
from civic.people.policy import policy
from civic.people.queries import offices_in_order

LONGEST = 120
# Letters of other scripts, and signs, that look like a Latin letter in common fonts.
LOOKS_LIKE = str.maketrans({
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "і": "i", "ї": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m",
    "н": "h", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "т": "t", "у": "y", "ԝ": "w", "х": "x", "г": "r", "ь": "b",
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "u", "ν": "v", "ο": "o", "ρ": "p", "σ": "o", "τ": "t", "υ": "u",
    "χ": "x", "γ": "y", "ω": "w", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss",
    "0": "o", "1": "l", "3": "e", "5": "s", "8": "b", "|": "l", "!": "l", "$": "s", "@": "a",
})  # fmt: skip
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
EMPTY_WORDS = {"the", "inc", "llc", "ltd", "corp", "incorporated", "a"}
RESERVED = ("City Council", "City Clerk", "City Hall", "Mayor", "Office of the Mayor", "Police Department", "City Attorney", "Civic")


def checked_name(name: str) -> str:
    """The name as it is kept. Refused where a reader could be deceived by it."""
    kept = " ".join(unicodedata.normalize("NFKC", name).split())
    if not any(c.isalpha() for c in kept):
        raise Refusal(_("Enter the organization's name."), "name")
    if len(kept) > LONGEST:
        raise Refusal(_("This name is longer than %(n)s characters.", n=LONGEST), "name")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Cs") for c in kept):
        raise Refusal(_("This name contains a character that cannot be seen. Type it again without copying."), "name")
    for word in kept.split():
        if len(scripts_in(word)) > 1:
            raise Refusal(_("The word “%(word)s” mixes letters of two alphabets. Type it again in one.", word=word[:40]), "name")
    if skeleton_of(kept) in reserved_skeletons():
        raise Refusal(_("This name belongs to the city. Choose your organization's own."), "name")
    return kept


def skeleton_of(name: str) -> str:
    """What is left of a name when everything is removed that a hurried reader would not notice."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("&", " and ").translate(LOOKS_LIKE)
    words = ["".join(c for c in word if c.isalnum()) for word in plain.split()]
    joined = "".join(word for word in words if word not in EMPTY_WORDS) or "".join(words)
    for pair, single in PAIRS:
        joined = joined.replace(pair, single)
    return joined.replace("i", "l")  # capital I and small l are one stroke


def scripts_in(word: str) -> set[str]:
    """The alphabets of a word's letters, by their Unicode names; Japanese mixes its own three."""
    scripts = {unicodedata.name(c, "UNKNOWN").split()[0] for c in word if c.isalpha()}
    return {"JAPANESE" if s in ("HIRAGANA", "KATAKANA", "CJK", "KATAKANA-HIRAGANA") else s for s in scripts}


def reserved_skeletons() -> set[str]:
    """The city's own names. An office of kind *other* may belong to an outside body that is asked too."""
    offices = [office for office in offices_in_order() if office.kind is not OfficeKind.OTHER]
    names = [*RESERVED, policy("city_name") or "", *(o.title for o in offices), *(o.department for o in offices)]
    return {skeleton_of(name) for name in names if name}
