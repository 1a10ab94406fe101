"""Sealed fields: what the rule keeps from the public, and how it is looked at again."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from civic.clock import now, today
from civic.database import Refusal, db
from civic.exceptions.models import ExceptionDraft, ExceptionFiling
from civic.exceptions.oversight import said
from civic.exceptions.oversight_models import SealReview
from civic.exceptions.queries import seal_reviews_of
from civic.exceptions.texts import publish_request
from civic.people.models import Account
from civic.record.actions import record
from civic.record.models import SealedText
from civic.record.statements import state as state_words
from civic.record.vault import seal, unseal

LONGEST = timedelta(days=365)  # until a sealed field is looked at again


def sealed_words(filing: ExceptionFiling) -> dict[str, str]:
    """What stands under the seals of a filing: for the office that wrote it. Anybody else reads them through ``read_sealed``."""
    return {name: json.loads(unseal(db.session.get_one(SealedText, terms["sealed_id"])))["text"] for name, terms in filing.seals.items()}


def still_sealed(filing: ExceptionFiling) -> list[str]:
    """Its fields that nobody has opened, in their order."""
    reviews = seal_reviews_of(filing) if filing.seals else {}
    return [name for name in filing.seals if name not in reviews or reviews[name].words is None]


def read_sealed(filing: ExceptionFiling, *, by: Account) -> dict[str, str]:
    """The clerk reads what is sealed, to check the filing or to look at the seal again. The public record says so."""
    names = still_sealed(filing)
    if not names:
        raise Refusal(_("Nothing of this request is sealed."))
    request = filing.request
    reason = "filing_check" if request.acceptance is None else "seal_review"
    record("access.privileged", filing, by=by, docket=request.docket or request.clause.docket, what="sealed_words", reason=reason, n=len(names), ref=filing.leaf_id)
    words = sealed_words(filing)
    return {name: words[name] for name in names}


def seals_to_write(filing: ExceptionFiling) -> dict[str, dict[str, Any]]:
    return {name: {key: terms[key] for key in ("rule", "reason", "review_on")} for name, terms in filing.seals.items()}


def sealed_field(draft: ExceptionDraft, name: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The terms that the page shows, and the commitment for the leaf. The words and what proves them are sealed together."""
    words = state_words(getattr(draft, name), name)
    kept = seal(json.dumps({"text": words.text, "openings": words.openings}), "exception")
    terms = {**draft.seals[name], "words": len(words.text.split()), "letters": len(words.text), "sealed_id": kept.id}
    return terms, words.field


def is_soon_enough(review_on: date | None) -> bool:
    """A seal is looked at again within a year."""
    return review_on is not None and today() < review_on <= today() + LONGEST


def review_seal(filing: ExceptionFiling, field: str, *, opened: bool, reason: str, review_on: date | None = None, by: Account) -> SealReview:
    """A sealed field looked at again. Once opened, its words are public and join the request's text as a new version."""
    known = seal_reviews_of(filing).get(field)
    if field not in filing.seals or (known is not None and known.words is not None):
        raise Refusal(_("This field is not sealed."))
    if not opened and not is_soon_enough(review_on):
        raise Refusal(_("It is looked at again within a year. Enter the day."), "review_on")
    why = said(reason, "reason", _("Say why. The reason is public."))
    kept = json.loads(unseal(db.session.get_one(SealedText, filing.seals[field]["sealed_id"]))) if opened else {"text": None, "openings": []}
    row = SealReview(
        filing_id=filing.id, field=field, review_on=None if opened else review_on, words=kept["text"], openings=kept["openings"], reason=why.text,
        reason_openings=why.openings, at=now(),
    )  # fmt: skip
    db.session.add(row)
    docket = filing.request.docket or filing.request.clause.docket
    docket.revision += 1
    db.session.flush()
    record(
        "seal.reviewed", row, by=by, docket=docket, ref=filing.leaf_id, field=field, outcome="opened" if opened else "kept", review=row.review_on,
        reasons=why.field,
    )  # fmt: skip
    if opened and filing.request.docket is not None and not docket.is_withdrawn and filing.id == filing.request.accepted.filing_id:
        publish_request(docket, filing, by=by, reasons={field: why.text})
    return row
