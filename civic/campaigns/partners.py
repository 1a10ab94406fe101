"""Files of comments that an organization collected: taken in only with its statement that each person agreed (I-30)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.campaigns.models import Attestation
from civic.clock import today
from civic.database import Refusal, db, random_id
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.statements import state

LONGEST_NAME = 200


@dataclass(frozen=True)
class Collected:
    """Who collected the comments of a file: a partner, with its statement, or the city itself, where no partner is named."""

    partner: str = ""
    officer: str = ""  # who states it for the partner: name and office
    agreed: bool = False  # that each person agreed to send these words

    def check(self) -> None:
        """Refuses a partner's file without its statement, whole."""
        if not self.partner:
            if self.officer or self.agreed:
                raise Refusal(_("Name the organization that collected the comments."), "partner")
            return
        if not self.officer:
            raise Refusal(_("Name who states for %(partner)s that each person agreed to send these words. Without this statement its file is not taken in.", partner=self.partner), "officer")
        if not self.agreed:
            raise Refusal(_("%(partner)s must state that each person agreed to send these words. Without this statement its file is not taken in.", partner=self.partner), "agreed")


def attestation_of(docket: Docket, source_digest: bytes) -> Attestation | None:
    return db.session.scalar(sa.select(Attestation).where(Attestation.docket_id == docket.id, Attestation.source_digest == source_digest))


def take_statement(docket: Docket, source_digest: bytes, collected: Collected, *, by: Account | None) -> Attestation | None:
    """Before a file is taken in: the partner's statement, made now or earlier; none of a file of the city's own."""
    collected.check()
    made = attestation_of(docket, source_digest)
    if made is not None:
        if collected.partner and " ".join(collected.partner.split()) != made.partner:
            raise Refusal(_("%(partner)s stands for this file already.", partner=made.partner), "partner")
        return made
    if not collected.partner:
        return None
    if by is None:
        raise Refusal(_("A partner's statement is entered by a clerk: name the clerk's account."), "by")
    return attest(docket, source_digest, partner=collected.partner, officer=collected.officer, by=by)


def attest(docket: Docket, source_digest: bytes, *, partner: str, officer: str, by: Account) -> Attestation:
    """A partner handed in a file of comments: who it is, and who states that each person agreed to the words (I-30)."""
    partner, officer = " ".join(partner.split()), " ".join(officer.split())
    for field, words in (("partner", partner), ("officer", officer)):
        if not words or len(words) > LONGEST_NAME:
            raise Refusal(_("Enter a name of at most %(n)s characters.", n=LONGEST_NAME), field)
    if attestation_of(docket, source_digest) is not None:
        raise Refusal(_("A partner stands for this file already."), "partner")
    names = {"partner": state(partner, "partner"), "officer": state(officer, "officer")}
    made = Attestation(
        id=random_id(), docket_id=docket.id, source_digest=source_digest, partner=names["partner"].text, officer=names["officer"].text,
        openings={field: words.openings for field, words in names.items()}, on=today(), leaf_id=random_id(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    docket.revision += 1
    record("partner.attested", made, by=by, docket=docket, leaf_id=made.leaf_id, source=b64(source_digest), partner=names["partner"].field, officer=names["officer"].field)
    return made
