"""Mail to readers of a language in which the site has no words of its own: it is in English, and its first lines say so in theirs.

The lines are a computer's until a native reader has checked them. The city turns each language on (``mail_so``, ``mail_hmn``); until
the setting says "checked", the label stands below the lines.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from civic.web import offered_languages


@dataclass(frozen=True)
class Foreword:
    name: str  # of the language, in itself and in English
    subject: str
    words: str  # this comes from the city, in English, because there are no checked words yet; here is help
    unchecked: str
    letter: str  # the short text that somebody sends along with a letter


FOREWORDS = {
    "so": Foreword(
        "Soomaali (Somali)", "Ogeysiis",
        "Fariintan waxay ka timid magaalada. Waxay ku qoran tahay Ingiriis, sababtoo ah weli ma hayno erayo Soomaali ah oo la hubiyay. "
        "Haddii aad u baahan tahay caawimo, halkan nagala soo xiriir:",
        "Turjumaad kombiyuutar, lama hubin",
        "Akhri warqaddan loo diray magaalada, saxiixna haddii aad ku raacsan tahay: “{title}”. {address}",
    ),
    "hmn": Foreword(
        "Hmoob (Hmong)", "Ntawv ceeb toom",
        "Tsab ntawv no yog lub nroog xa tuaj. Nws sau ua lus Askiv, vim peb tseem tsis tau muaj lus Hmoob uas tau kuaj lawm. "
        "Yog koj xav tau kev pab, hu rau peb ntawm no:",
        "Khoos phis tawj txhais, tsis tau kuaj",
        "Nyeem tsab ntawv no uas xa mus rau lub nroog, thiab kos npe yog koj pom zoo: “{title}”. {address}",
    ),
}  # fmt: skip


def mail_languages() -> list[tuple[str, str]]:
    """Languages that mail can be asked in: those of the site, and those whose first lines the city turned on."""
    more = [(code, _("%(language)s: the first lines; the rest is in English", language=FOREWORDS[code].name)) for code in FOREWORDS if is_on(code)]
    return offered_languages() + more


def written_in(code: str) -> str:
    """The language that the words of a message are written in, for a reader of this one."""
    return "en" if code in FOREWORDS else code


def short_texts(title: str, address: str) -> dict[str, str]:
    """For those who send a letter's link on; with the label where nobody checked the words."""
    return {
        code: FOREWORDS[code].letter.format(title=title, address=address) + ("" if is_checked(code) else f" ({FOREWORDS[code].unchecked})")
        for code in FOREWORDS if is_on(code)
    }  # fmt: skip


def is_on(code: str) -> bool:
    return _setting(code) != "off"


def is_checked(code: str) -> bool:
    return _setting(code) == "checked"


def _setting(code: str) -> str:
    from civic.people.policy import policy  # the settings live above this file

    return str(policy(f"mail_{code}"))
