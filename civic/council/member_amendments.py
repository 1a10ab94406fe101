"""Amendments that members offer themselves: an aide may draft, the member offers, and from then on it is public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now, today
from civic.council.amendment_models import Amendment, AmendmentDecision, AmendmentDraft
from civic.council.amendment_queries import amendments_on
from civic.council.amendments import offer_amendment, withdraw_amendment
from civic.council.models import Membership
from civic.database import Refusal, db
from civic.dockets.models import Docket, TextVersion
from civic.dockets.standing import course_of
from civic.people.models import Account
from civic.record.actions import record


def takes_amendments(docket: Docket) -> bool:
    """A published text that has not passed, of a matter that has not ended."""
    return docket.is_public and not docket.is_withdrawn and docket.current_version is not None and not course_of(docket).is_decided


def amendment_draft_of(docket: Docket, seat: Membership) -> AmendmentDraft | None:
    query = sa.select(AmendmentDraft).where(AmendmentDraft.docket_id == docket.id, AmendmentDraft.membership_id == seat.id)
    return db.session.scalar(query)


def amendments_of(docket: Docket, seat: Membership) -> list[Amendment]:
    """By number: those that this member offered, before whichever body."""
    ids = {one.id for one in seats_of(seat)}
    return [one for one in amendments_on(docket) if one.membership_id in ids]


def seats_of(seat: Membership) -> list[Membership]:
    """Everywhere the member sits, the council first: an amendment is offered before one of these bodies. A seat in a committee is
    often entered without the account, so there the name tells."""
    same_name = sa.and_(Membership.account_id.is_(None), Membership.name == seat.name)
    rows = db.session.scalars(sa.select(Membership).where(sa.or_(Membership.id == seat.id, same_name, sa.and_(Membership.account_id.is_not(None), Membership.account_id == seat.account_id))))
    return sorted((row for row in rows if row.is_current()), key=lambda row: (row.body.classification != "legislature", row.body.name))


def draft_amendment(
    docket: Docket, seat: Membership, version: TextVersion, *, sections: Sequence[str], wording: Mapping[str, str], purpose: str, by: Account
) -> AmendmentDraft:
    """A member or an aide keeps one draft a docket; nobody else sees it."""
    draft = amendment_draft_of(docket, seat) or AmendmentDraft(docket_id=docket.id, membership_id=seat.id)
    draft.version_id, draft.sections, draft.wording, draft.purpose = version.id, list(sections), dict(wording), purpose
    draft.drafted_by, draft.updated_at = by.id, now()
    db.session.add(draft)
    db.session.flush()
    record("amendment.drafted", draft, by=by)
    return draft


def drop_amendment_draft(draft: AmendmentDraft, *, by: Account) -> None:
    record("amendment.drafted", draft, by=by, note={"dropped": True})
    db.session.delete(draft)
    db.session.flush()


def offer_own_amendment(
    docket: Docket, seat: Membership, version: TextVersion, *, before: Membership, wording: Mapping[str, str], purpose: str, by: Account
) -> Amendment:
    """On the record, today, by the member and nobody else; ``before`` is the member's seat in the body that is to vote on it."""
    _refuse_others(seat, by)
    made = offer_amendment(docket, version, mover=before, body=before.body, wording=wording, purpose=purpose, on=today(), by=by)
    if (draft := amendment_draft_of(docket, seat)) is not None:
        db.session.delete(draft)
        db.session.flush()
    return made


def withdraw_own_amendment(docket: Docket, seat: Membership, amendment: Amendment, *, by: Account) -> AmendmentDecision:
    _refuse_others(seat, by)
    if all(one.id != amendment.id for one in amendments_of(docket, seat)):
        raise Refusal(_("This is another member's amendment."))
    return withdraw_amendment(amendment, on=today(), source=_("By the member, on this site"), by=by)


def _refuse_others(seat: Membership, by: Account) -> None:
    if seat.account_id != by.id:
        raise Refusal(_("Only the member offers or withdraws an amendment. Save it as a draft; the member finds it."))
