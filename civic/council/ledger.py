"""The ledger: evidence gathered from the rows, and for each office its verdict, or before the decision its state.

It stands with the council because the decision ends the time in which evidence counts. Verdicts are computed each
time a page is asked for; nothing stores one (I-44).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.clock import city_zone, now
from civic.consultation import evidence as said
from civic.consultation.models import Contest, Invitation, RosterEntry
from civic.consultation.queries import contests_of, judgements_on, notices_reaching, responses_on, roster_of
from civic.consultation.verdicts import Counts, Verdict, VerdictCode, counts_of, verdict_on
from civic.consultation.wording import VERDICT_NAMES, counts_sentence, short_day, verdict_line
from civic.council.models import VoteEvent
from civic.council.queries import decision_on, votes_on
from civic.dockets.models import Docket
from civic.dockets.queries import events_of
from civic.people.policy import policy
from civic.web import day


@dataclass(frozen=True)
class Line:
    """One office's line: after the decision ``verdict`` is there, before it the state of its invitations."""

    entry: RosterEntry
    name: str
    sentence: str
    counts: Counts
    verdict: Verdict | None
    evidence: said.Evidence

    @property
    def kind(self) -> str:
        """The tag's shape: answered, declined, overdue, due, changed or plain."""
        if self.verdict is None:
            return "overdue" if self.counts.overdue else ("due" if self.counts.waiting else "answered" if self.counts.answered else "plain")
        return {
            VerdictCode.ASKED_AND_ANSWERED: "answered", VerdictCode.ASKED_DECLINED: "declined", VerdictCode.ASKED_NO_REPLY: "overdue",
            VerdictCode.ASKED_TOO_LATE: "soon",
        }.get(self.verdict.code, "plain")  # fmt: skip


def ledger_of(docket: Docket) -> list[Line]:
    """A line for every office on the list, in the order of listing."""
    decision = decision_on(docket)
    return [_line(entry, decision) for entry in roster_of(docket)]


def tally(lines: list[Line]) -> list[tuple[str, int]]:
    """Verdict names with their numbers; they add up to the roster. Empty before the decision."""
    counted = Counter(line.verdict.code for line in lines if line.verdict)
    return [(VERDICT_NAMES[code], counted[code]) for code in VerdictCode if counted[code]]


def question_counts(lines: list[Line]) -> Counts:
    """questions = answered + declined + waiting + overdue, over the whole docket (domain.md 8)."""
    return Counts(*(sum(getattr(line.counts, name) for line in lines) for name in ("questions", "answered", "declined", "waiting", "overdue", "unasked")))


def evidence_for(entry: RosterEntry, decision: VoteEvent | None) -> said.Evidence:
    """Everything on record about one office, frozen. Without a decision the evidence is judged as of now."""
    docket, zone = entry.docket, str(city_zone())
    version = (decision.motion.version if decision and decision.motion else None) or docket.current_version
    moment = instant_of(decision, zone) if decision else now()
    return said.Evidence(
        consultee=entry.office_id, zone=zone, ledger_start=_ledger_start(docket), decision=moment, version=version.n if version else 0,
        versions=tuple(v.n for v in docket.versions if v.withdrawal is None),
        recommendations=_recommendations(docket, zone),
        invitations=tuple(_invitation(asked) for asked in entry.invitations),
        replies=tuple(
            said.Reply(r.id, r.invitation_id, r.question_id, r.capacity, r.published_at, "paper" if r.is_on_paper else "site", r.received_on)
            for r in responses_on(docket) if r.entry_id == entry.id and r.corrects_id is None
        ),
        declinations=tuple(
            said.Declination(d.id, d.invitation_id, d.question_id, d.entered_at) for asked in entry.invitations for d in asked.declinations
        ),
        notices=tuple(said.PublicNotice(r.id, r.entered_at, r.notice.day) for r in notices_reaching(entry)),
        contacts=tuple(said.Contact(c.id, c.entered_at, c.stated_on) for c in entry.contacts),
        contact_answers=_contact_answers(entry),
        judgements=tuple(said.ChangeJudgement(j.id, j.from_n, j.to_n, j.material, j.entered_at) for j in judgements_on(docket)),
    )  # fmt: skip


def _ledger_start(docket: Docket) -> datetime:
    """When this record began: the docket's publication, or the later day that the city's settings name."""
    published, named = docket.published_at or now(), policy("ledger_start")
    return max(published, datetime.combine(date.fromisoformat(str(named)), time(), city_zone())) if named else published


def instant_of(vote: VoteEvent, zone: str) -> datetime:
    """When a vote ended: its entry, or the end of its day where it was entered later."""
    return min(vote.entered_at, said.end_of(vote.on, zone))


def _line(entry: RosterEntry, decision: VoteEvent | None) -> Line:
    evidence = evidence_for(entry, decision)
    if decision is not None:
        verdict = verdict_on(evidence)
        return Line(entry, str(VERDICT_NAMES[verdict.code]), verdict_line(verdict), verdict.counts, verdict, evidence)
    counts = counts_of(evidence.invitations, evidence, now())
    name, sentence = _state_of(entry, counts)
    return Line(entry, name, sentence, counts, None, evidence)


def _state_of(entry: RosterEntry, counts: Counts) -> tuple[str, str]:
    """Before the decision: where the latest invitation stands. This is a state, never a verdict."""
    if not entry.invitations:
        return _("Not asked yet"), _not_asked_yet(entry)
    asked = entry.invitations[-1]
    sent = _("Invitation sent %(day)s on version %(n)s.", day=short_day(asked.sent_at.astimezone(city_zone()).date()), n=asked.version.n)
    if asked.level < said.DELIVERED:
        return _("Sent, not delivered yet"), sent + " " + _("Nothing shows yet that it arrived.")
    rest = counts_sentence(counts)
    due = _("Due %(day)s.", day=day(asked.last_day))
    if counts.overdue:
        return _("Answer overdue"), f"{sent} {rest} " + _("It was due %(day)s.", day=day(asked.last_day))
    if counts.waiting or (not counts.questions and not asked.responses and not asked.declinations):
        return _("Answer due"), f"{sent} {rest} {due}"
    return _("Answered") if counts.answered else _("Declined"), f"{sent} {rest}"


def _not_asked_yet(entry: RosterEntry) -> str:
    if notices_reaching(entry):
        return _("No invitation yet. A public notice was meant for this office; that is not an asking.")
    if entry.contacts:
        return _("No invitation yet. A contact outside this site is claimed; that is not an asking.")
    if n := len(entry.questions):
        return ngettext("No invitation yet. %(num)s question is being prepared.", "No invitation yet. %(num)s questions are being prepared.", n)
    return _("No invitation yet.")


def _invitation(asked: Invitation) -> said.Invitation:
    return said.Invitation(
        asked.id, asked.version.n, asked.sent_at, asked.respond_by, asked.response_days, tuple(q.id for q in asked.questions),
        tuple(said.Delivery(e.id, e.level, e.entered_at, e.stated_on) for e in asked.deliveries),
        tuple(said.Extension(e.id, e.respond_by, e.entered_at) for e in asked.extensions),
    )  # fmt: skip


def _contact_answers(entry: RosterEntry) -> tuple[said.ContactAnswer, ...]:
    contacts = {contact.id for contact in entry.contacts}
    made: list[Contest] = [c for c in contests_of(entry) if c.subject_id in contacts]
    return tuple(said.ContactAnswer(c.id, c.subject_id, c.standing, c.entered_at) for c in made)  # type: ignore[arg-type]


def _recommendations(docket: Docket, zone: str) -> tuple[said.Recommendation, ...]:
    """Committee votes entered here, and recommendations in the matter's course."""
    votes = [v for v in votes_on(docket) if v.body.classification == "committee" and v.passed]
    found = [said.Recommendation(v.id, instant_of(v, zone), v.entered_at) for v in votes]
    days = {v.on for v in votes}
    for event in events_of(docket):
        if event.kind == "recommended" and event.day not in days and event.status != "cancelled":
            at = event.starts_at or min(event.entered_at, said.end_of(event.day, zone))
            found.append(said.Recommendation(event.id, at, event.entered_at))
    return tuple(found)
