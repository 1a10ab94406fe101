"""The words of a letter as they are signed and hashed: one plain text that anyone can save and compare."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.letters.entered_models import Arrival
from civic.letters.models import Addressee, Letter
from civic.letters.organisation_models import Label, OrganisationKind
from civic.record.words import normalise
from civic.web import public_address

ADDRESSEES = {Addressee.COUNCIL: _l("The City Council"), Addressee.COMMITTEE: _l("The committee in charge"), Addressee.MAYOR: _l("The Mayor")}
KINDS = {
    OrganisationKind.REGISTERED: _l("Registered organization"),
    OrganisationKind.INFORMAL_COALITION: _l("Coalition or group without registration"),
    OrganisationKind.UNION: _l("Union"),
    OrganisationKind.AGENCY: _l("Public agency"),
}
LABELS = {
    Label.DOMAIN: _l("Its web address was shown to be its own"),
    Label.REGISTERED: _l("Found in a public register"),
    Label.ATTESTED: _l("An officer of it made a statement to the city"),
}
REVOCATIONS = {
    "mistake": _l("It was given by mistake"), "expired": _l("The evidence is out of date"), "dissolved": _l("The organization ended"),
    "false_evidence": _l("The evidence was false"), "asked": _l("The organization asked for it"),
}  # fmt: skip
STRIKES = {"asked": _l("The person or organization asked for it"), "did_not_sign": _l("They say that they did not sign"), "misread": _l("It was misread or typed wrongly")}
VOIDS = {
    "duplicate": _l("It was entered twice"), "wrong_docket": _l("It belongs to another docket"), "wrong_words": _l("Words were typed wrongly"),
    "no_letter": _l("It is no letter"),
}  # fmt: skip
ARRIVALS = {Arrival.HAND: _l("by hand"), Arrival.POST: _l("by post"), Arrival.EMAIL: _l("by e-mail")}
# To send along with the link, each in its own language whatever the author's is.
SHORT_TEXTS = {
    "en": "Read this letter to the city, and sign it if you agree: “{title}”. {address}",
    "es": "Lea esta carta a la ciudad y fírmela si está de acuerdo: «{title}». {address}",
}


def address_of(letter: Letter, language: str = "en") -> str:
    """The letter's whole public address, as people send it on."""
    return public_address("letters.show", language=language, letter=letter.id)


def words_of(letter: Letter) -> str:
    """Title, addressee, what is asked, the text, and the words for single sections."""
    parts = [
        letter.title,
        _("To: %(addressee)s", addressee=ADDRESSEES[letter.addressee]),
        _("What we ask: %(ask)s", ask=letter.ask),
        letter.text,
        *(part for row in letter.sections for part in _of_section(row)),
    ]
    return normalise("\n\n".join(part.strip() for part in parts if part.strip()))


def _of_section(row: dict[str, str]) -> list[str]:
    asked = _("On section %(number)s: %(words)s", number=row["number"], words=row["words"]) if row["words"] else ""
    suggested = row.get("suggested") and _("Section %(number)s should read:\n%(words)s", number=row["number"], words=row["suggested"])
    return [asked, suggested or ""]
