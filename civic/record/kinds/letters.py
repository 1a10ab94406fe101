"""Letters, signatures and organizations."""

from __future__ import annotations

from civic.record.fields import (
    B16,
    B32,
    DAY,
    DOCKET,
    INSTANT,
    INT,
    LEAF,
    TEXT,
    code,
    group,
    maybe,
)  # fmt: skip
from civic.record.kinds.declaring import Fields, public
from civic.record.kinds.rules import (
    signature,
)

_LETTER: Fields = {"docket": DOCKET, "letter": B16}

public("letter.frozen", "A letter's exact text was fixed for signing.",
       n=INT, body=TEXT, text=maybe(LEAF), organisation=maybe(B16), addressee=code("council", "committee", "mayor"),
       residents=code("admitted", "not_admitted"), **_LETTER)
public("letter.signed", "Somebody signed this exact text.", people=0, rule=signature,
       ref=LEAF, kind=code("organisation", "resident"), through=code("invitation", "representative", "number"),
       organisation=maybe(B16), vals=group(name=B32, title=B32, organisation=B32), stage=code("open", "delivered"), **_LETTER)
public("letter.signature_withdrawn", "A signature was withdrawn; it stays listed with its day.",
       people=0, ref=LEAF, stage=code("open", "delivered"), **_LETTER)
public("letter.delivered", "A letter was handed over.",
       ref=LEAF, how=code("hand", "post", "email", "site"), organisations=INT, residents=INT, at=INSTANT,
       evidence=maybe(B32), **_LETTER)
public("letter.entered", "The clerk entered a letter that was signed elsewhere; nobody confirmed who signed.",
       body=TEXT, file=maybe(B32), text=maybe(LEAF), addressee=code("council", "committee", "mayor"), received=DAY,
       how=code("hand", "post", "email"), organisations=INT, residents=INT, unlisted=INT, **_LETTER)
public("letter.signatory_entered", "A name on such a letter was entered.",
       ref=LEAF, kind=code("organisation", "resident"), vals=group(name=B32, title=B32, organisation=B32), **_LETTER)
public("letter.signatory_struck", "A name on such a letter was struck; it stays listed with its day.",
       ref=LEAF, reason=code("asked", "did_not_sign", "misread"), **_LETTER)
public("letter.entry_voided", "A letter was entered wrongly and counts no more.",
       ref=LEAF, reason=code("duplicate", "wrong_docket", "wrong_words", "no_letter"), **_LETTER)
public("organisation.verified", "An organisation showed that it is what it says.",
       organisation=B16, label=code("domain", "registered", "attested"), evidence=maybe(B32))
public("organisation.revoked", "A label of an organisation was taken away.",
       organisation=B16, label=code("domain", "registered", "attested"),
       reason=code("mistake", "expired", "dissolved", "false_evidence", "asked"))
