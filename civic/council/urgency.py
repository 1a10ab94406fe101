"""A vote while a required period runs or a step is missing: it is recorded all the same, with an urgency or with an open fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now, today
from civic.council.models import Motion, VoteEvent
from civic.council.queries import decision_on, votes_on
from civic.council.roll_calls import record_vote
from civic.council.vote_models import Urgency
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.actions import record
from civic.record.queries import leaf_about, leaf_of
from civic.record.statements import state

# What a vote is taken without, in sentences: (docket, the vote taken or None, its day). A higher domain computes it from the evidence.
IN_THE_WAY: list[Callable[[Docket, VoteEvent | None, date], list[str]]] = []


def in_the_way_of(docket: Docket, vote: VoteEvent | None = None, on: date | None = None) -> list[str]:
    """Of a vote that was taken, or of one that would be entered now."""
    return [sentence for ask in IN_THE_WAY for sentence in ask(docket, vote, on or (vote.on if vote else today()))]


def in_the_way_of_motion(motion: Motion, on: date) -> list[str]:
    """Only a decision by the full council asks; committees, amendments and procedure do not, nor a second vote on the same version."""
    if motion.body.classification != "legislature" or motion.kind != "act":
        return []
    docket = db.session.get_one(Docket, motion.docket_id)
    decided = decision_on(docket)
    if decided is not None and (decided.motion is None or decided.motion.version_id == motion.version_id):
        return []
    since = decided.entered_at if decided else None
    if any(one.vote_id is None and (since is None or one.entered_at > since) for one in urgencies_on(docket)):
        return []  # entered ahead of this vote
    return in_the_way_of(docket, None, on)


def enter_vote(
    motion: Motion, options: Mapping[str, str], *, on: date, by: Account, anyway: str = "", decided_by: str = "", reasons: str = ""
) -> VoteEvent:
    """A roll call from the clerk's page. Where something stands in the way, the clerk says how it is recorded: with an urgency, or
    with an open fault. A vote that was really taken is never refused for good: the form comes back once and asks (I-48)."""
    sentences = in_the_way_of_motion(motion, on)
    if sentences and anyway == "urgency":  # before the vote, so that it is in force for it
        record_urgency(db.session.get_one(Docket, motion.docket_id), decided_by=decided_by, reasons=reasons, checks=len(sentences), by=by)
    vote = record_vote(motion, options, on=on, by=by)
    if sentences and anyway not in ("urgency", "fault"):
        raise Refusal(_("Read what stands in the way below, and choose how this vote is recorded."), "anyway")
    return vote


def record_urgency(docket: Docket, *, decided_by: str, reasons: str, checks: int, by: Account, after: VoteEvent | None = None) -> Urgency:
    """Who decided to vote now, and why; public. Entered ``after`` the vote it explains, and the fault stays open."""
    if not decided_by.strip():
        raise Refusal(_("Say who decided to vote now."), "decided_by")
    if not reasons.strip():
        raise Refusal(_("Say why the vote could not wait; the reason is public."), "reasons")
    who, why = state(decided_by, "decided_by"), state(reasons, "reasons")
    voted = leaf_about(after, "vote.recorded") if after else None
    event = record(
        "urgency.recorded", docket, by=by, docket=docket, ref=voted.id if voted else None, decided=who.field, reasons=why.field, checks=checks
    )
    urgency = Urgency(
        docket_id=docket.id, vote_id=after.id if after else None, decided_by=who.text, reasons=why.text,
        openings={"decided": who.openings, "reasons": why.openings}, entered_at=now(), leaf_id=leaf_of(event).id,
    )  # fmt: skip
    db.session.add(urgency)
    docket.revision += 1
    db.session.flush()
    return urgency


def urgencies_on(docket: Docket) -> list[Urgency]:
    """By entry."""
    return list(db.session.scalars(sa.select(Urgency).where(Urgency.docket_id == docket.id).order_by(Urgency.entered_at, Urgency.id)))


def urgency_of(docket: Docket, vote: VoteEvent) -> Urgency | None:
    """The one in force at the vote: entered before it, and the latest of them."""
    earlier = [other.entered_at for other in votes_on(docket) if other.body_id == vote.body_id and _is_act(other) and other.entered_at < vote.entered_at]
    since = max(earlier, default=None)
    rows = [one for one in urgencies_on(docket) if one.vote_id is None and one.entered_at <= vote.entered_at]
    before = [one for one in rows if since is None or one.entered_at > since]
    return before[-1] if before else None


def explained_afterwards(docket: Docket, vote: VoteEvent) -> list[Urgency]:
    """Reasons that were given once the vote was taken."""
    return [one for one in urgencies_on(docket) if one.vote_id == vote.id]


def _is_act(vote: VoteEvent) -> bool:
    return vote.motion is None or vote.motion.kind == "act"
