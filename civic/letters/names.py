"""Names of organisations: one form, one script in each word, nothing invisible, and no shape that another name has.

Refused is what deceives for certain; what a person should look at is only said to those who check (``doubts_about``).
"""

from __future__ import annotations

import unicodedata

from flask_babel import gettext as _

from civic.database import Refusal
from civic.letters.lookalikes import shapes_of
from civic.people.models import OfficeKind
from civic.people.policy import policy
from civic.people.queries import offices_in_order

LONGEST = 120
MARKS_AT_ONCE = 2  # combining marks on one letter; more of them climb out of their line
RESERVED = ("City Council", "City Clerk", "City Hall", "Mayor", "Office of the Mayor", "Police Department", "City Attorney", "Civic")
# Scripts that one word may join, as UTS 39 has it: Japanese, Korean and Chinese writing use several.
TOGETHER = ({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}, {"CJK", "HANGUL"}, {"CJK", "BOPOMOFO"})


def checked_name(name: str) -> str:
    """The name as it is kept. Refused where a reader could be deceived by it."""
    kept = " ".join(unicodedata.normalize("NFKC", name).split())
    if not any(c.isalpha() for c in kept):
        raise Refusal(_("Enter the organization's name."), "name")
    if len(kept) > LONGEST:
        raise Refusal(_("This name is longer than %(n)s characters.", n=LONGEST), "name")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Cs") for c in kept) or _piles_up_marks(kept):
        raise Refusal(_("This name contains a character that cannot be seen. Type it again without copying."), "name")
    for word in kept.split():
        if not _is_one_script(scripts_in(word)):
            raise Refusal(_("The word “%(word)s” mixes letters of two alphabets. Type it again in one.", word=word[:40]), "name")
    if not shapes_of(kept).isdisjoint(reserved_shapes()):
        raise Refusal(_("This name belongs to the city. Choose your organization's own."), "name")
    return kept


def scripts_in(words: str) -> set[str]:
    """The alphabets of the letters, by their Unicode names."""
    return {unicodedata.name(c, "UNKNOWN").split()[0] for c in words if c.isalpha()}


def mixes_alphabets(name: str) -> bool:
    """Of the three alphabets that look most alike, more than one, each in words of its own."""
    return len(scripts_in(name) & {"LATIN", "CYRILLIC", "GREEK"}) > 1


def names_the_city(name: str) -> bool:
    """A name of the city stands inside it, as in “Friends of City Hall”: often honest, sometimes not."""
    return any(len(own) > 6 and own in shape for own in reserved_shapes() for shape in shapes_of(name))


def reserved_shapes() -> set[str]:
    """The city's own names. An office of kind *other* may belong to an outside body that is asked too."""
    offices = [office for office in offices_in_order() if office.kind is not OfficeKind.OTHER]
    names = [*RESERVED, policy("city_name") or "", *(o.title for o in offices), *(o.department for o in offices)]
    return {shape for name in names if name for shape in shapes_of(name)}


def _is_one_script(scripts: set[str]) -> bool:
    return len(scripts) < 2 or any(scripts <= allowed for allowed in TOGETHER)


def _piles_up_marks(name: str) -> bool:
    run = 0
    for c in unicodedata.normalize("NFD", name):
        run = run + 1 if unicodedata.combining(c) else 0
        if run > MARKS_AT_ONCE:
            return True
    return False
