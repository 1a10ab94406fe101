"""The evidence about an office, gathered from the rows and frozen: what the verdict and the readiness checks are computed from.

Everything is read as it stood at one instant. What was entered, published, withdrawn or set later is left out or marked
by its time, so that nothing which happens after the decision changes what it says (I-44).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from civic.clock import now
from civic.consultation import evidence as said
from civic.consultation.models import Contest, Invitation, Response, RosterEntry
from civic.consultation.queries import contests_of, judgements_on, notices_reaching, responses_on
from civic.council.models import MotionKind, VoteEvent
from civic.council.queries import votes_on
from civic.dockets.models import Docket, TextVersion
from civic.dockets.queries import standing_events
from civic.people.policy import policy_as_of, zone_at


@dataclass(frozen=True)
class Gathered:
    """What all offices of a docket share, read once: the frame that each one's evidence is put into."""

    frame: said.Evidence
    responses: tuple[Response, ...]


def gather(docket: Docket, decision: VoteEvent | None, *, moment: datetime | None = None, version: TextVersion | None = None) -> Gathered:
    """As it stood at the decision. Without one, as of ``moment`` (now), about ``version`` (the newest that stands)."""
    zone = zone_at(decision.entered_at if decision else now())
    moment = instant_of(decision, zone) if decision else moment or now()
    standing = versions_at(docket, moment)
    if decision is not None and decision.motion is not None and decision.motion.version is not None:
        version = decision.motion.version
    version = version or (standing[-1] if standing else None)
    judged = judgements_on(docket)
    frame = said.Evidence(
        consultee="", zone=zone, ledger_start=_ledger_start(docket, moment), decision=moment, version=version.n if version else 0,
        versions=tuple(v.n for v in standing), recommendations=_recommendations(docket, zone, moment),
        judgements=tuple(said.ChangeJudgement(j.id, j.from_n, j.to_n, j.material, j.entered_at) for j in judged),
        reviews=tuple(
            said.ChangeReview(j.review.id, j.id, "confirmed" if j.review.outcome == "confirmed" else "refused", j.review.entered_at)
            for j in judged if j.review is not None
        ),
    )  # fmt: skip
    return Gathered(frame, tuple(responses_on(docket)))


def evidence_for(entry: RosterEntry, gathered: Gathered) -> said.Evidence:
    """Everything on record about one office."""
    return replace(
        gathered.frame, consultee=entry.office_id, invitations=tuple(_invitation(asked) for asked in entry.invitations),
        replies=tuple(
            said.Reply(r.id, r.invitation_id, r.question_id, r.capacity, r.published_at, "paper" if r.is_on_paper else "site", r.received_on)
            for r in gathered.responses if r.entry_id == entry.id and r.corrects_id is None
        ),
        declinations=tuple(
            said.Declination(d.id, d.invitation_id, d.question_id, d.entered_at) for asked in entry.invitations for d in asked.declinations
        ),
        notices=tuple(said.PublicNotice(r.id, r.entered_at, r.notice.day) for r in notices_reaching(entry)),
        contacts=tuple(said.Contact(c.id, c.entered_at, c.stated_on) for c in entry.contacts),
        contact_answers=_contact_answers(entry),
    )  # fmt: skip


def versions_at(docket: Docket, moment: datetime) -> list[TextVersion]:
    """The versions that stood at an instant, oldest first; an older text that was added later is none of them."""
    return [
        version for version in docket.versions
        if version.published_at <= moment and version.precedes is None and (version.withdrawal is None or version.withdrawal.at > moment)
    ]  # fmt: skip


def instant_of(vote: VoteEvent, zone: str) -> datetime:
    """When a vote ended: its entry, or the end of its day where it was entered later."""
    return min(vote.entered_at, said.end_of(vote.on, zone))


def _ledger_start(docket: Docket, moment: datetime) -> datetime:
    """When this record began: the docket's publication, or the later day that the city's settings named by then."""
    published, named = docket.published_at or now(), policy_as_of("ledger_start", moment)
    if not named:
        return published
    return max(published, datetime.combine(date.fromisoformat(str(named)), time(), ZoneInfo(zone_at(moment))))


def _invitation(asked: Invitation) -> said.Invitation:
    return said.Invitation(
        asked.id, asked.version.n, asked.sent_at, asked.respond_by, asked.response_days, tuple(q.id for q in asked.questions),
        tuple(said.Delivery(e.id, e.level, e.entered_at, e.stated_on) for e in asked.deliveries),
        tuple(said.Extension(e.id, e.respond_by, e.entered_at) for e in asked.extensions),
    )  # fmt: skip


def _contact_answers(entry: RosterEntry) -> tuple[said.ContactAnswer, ...]:
    contacts = {contact.id for contact in entry.contacts}
    made: list[Contest] = [c for c in contests_of(entry) if c.subject_id in contacts]
    return tuple(said.ContactAnswer(c.id, c.subject_id, "confirmed" if c.standing == "confirmed" else "contested", c.entered_at) for c in made)


def _recommendations(docket: Docket, zone: str, moment: datetime) -> tuple[said.Recommendation, ...]:
    """Committee roll calls on the act, for it or against it, and recommendations that stood in the course at that moment.

    A procedural motion, an amendment or a direction to staff is no recommendation: it ends nothing. None lies later than its entry.
    """
    votes = [v for v in votes_on(docket) if v.body.classification == "committee" and (v.motion is None or v.motion.kind is MotionKind.ACT)]
    found = [said.Recommendation(v.id, instant_of(v, zone), v.entered_at) for v in votes]
    days = {v.on for v in votes}
    for event in standing_events(docket, moment):
        if event.kind == "recommended" and event.day not in days:
            at = min(event.entered_at, event.starts_at or said.end_of(event.day, zone))
            found.append(said.Recommendation(event.id, at, event.entered_at))
    return tuple(found)
