"""The ledger: evidence gathered from the rows, and for each office its verdict, or before the decision its state.

It stands with the council because the decision ends the time in which evidence counts. Verdicts are computed each
time a page is asked for; nothing stores one (I-44).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.clock import city_zone, now
from civic.consultation.askings import Counts, Standing, counts_of, delivered_at, standing_of
from civic.consultation.evidence import DELIVERED, Evidence
from civic.consultation.models import Contest, Response, RosterEntry
from civic.consultation.queries import contests_of, notices_reaching, roster_at, roster_of
from civic.consultation.verdicts import Asking, Verdict, VerdictCode, asking_of, known_at_decision, verdict_on
from civic.consultation.wording import VERDICT_NAMES, counts_sentence, short_day, verdict_line
from civic.council.gathering import Gathered, evidence_for, gather
from civic.council.queries import decision_on
from civic.dockets.models import Docket
from civic.web import day


@dataclass(frozen=True)
class Line:
    """One office's line: after the decision ``verdict`` is there, before it the state of its invitations."""

    entry: RosterEntry
    name: str
    sentence: str
    counts: Counts
    verdict: Verdict | None
    evidence: Evidence
    replies: tuple[Response, ...] = ()  # everything that the office said, corrections too

    @property
    def kind(self) -> str:
        """The tag's shape: answered, declined, overdue, due, changed or plain."""
        if self.verdict is None:
            return "overdue" if self.counts.overdue else ("due" if self.counts.waiting else "answered" if self.counts.answered else "plain")
        return {
            VerdictCode.ASKED_AND_ANSWERED: "answered", VerdictCode.ASKED_DECLINED: "declined", VerdictCode.ASKED_NO_REPLY: "overdue",
            VerdictCode.ASKED_TOO_LATE: "soon",
        }.get(self.verdict.code, "plain")  # fmt: skip

    @property
    def askings(self) -> dict[str, Asking]:
        """How the function reads each invitation, by its id; one that was sent after the decision is not among them."""
        known = known_at_decision(self.evidence)
        return {asked.id: asking_of(asked, known) for asked in known.invitations}

    @property
    def standings(self) -> dict[str, Standing]:
        """Where each question asked by then stands, by its id."""
        known = known_at_decision(self.evidence)
        return {q: standing_of(q, asked, known, known.decision) for asked in known.invitations for q in asked.questions}

    @property
    def contests(self) -> dict[str, Contest]:
        """What the office said of the entries about it, by the entry's id."""
        return {made.subject_id: made for made in contests_of(self.entry)}

    def came_too_late(self, id: str) -> bool:
        """Entered after the decision: shown, and it changes nothing."""
        return self.verdict is not None and id in self.verdict.too_late_to_count


def ledger_of(docket: Docket) -> list[Line]:
    """A line for every office on the list, in the order of listing. After the decision it is the list of that moment."""
    decision = decision_on(docket)
    gathered = gather(docket, decision)
    entries = roster_at(docket, gathered.frame.decision) if decision else roster_of(docket)
    return [_line(entry, gathered, decided=decision is not None) for entry in entries]


def listed_later(docket: Docket, lines: list[Line]) -> list[RosterEntry]:
    """Offices put on the list after the decision: shown apart, without a verdict."""
    known = {line.entry.id for line in lines}
    return [entry for entry in roster_of(docket) if entry.id not in known]


def tally(lines: list[Line]) -> list[tuple[str, int]]:
    """Verdict names with their numbers; they add up to the roster. Empty before the decision."""
    counted = Counter(line.verdict.code for line in lines if line.verdict)
    return [(str(VERDICT_NAMES[code]), counted[code]) for code in VerdictCode if counted[code]]


def question_counts(lines: list[Line]) -> Counts:
    """questions = answered + declined + waiting + overdue, over the whole docket (domain.md 8)."""
    return Counts(*(sum(getattr(line.counts, name) for line in lines) for name in ("questions", "answered", "declined", "waiting", "overdue", "unasked")))


def never_arrived(lines: list[Line]) -> int:
    """How many of the waiting questions nothing shows to have reached their office; nobody is late with these."""
    known = [(line, known_at_decision(line.evidence) if line.verdict else line.evidence) for line in lines]
    at = [(evidence, asked, evidence.decision if line.verdict else now()) for line, evidence in known for asked in evidence.invitations if delivered_at(asked) is None]
    return sum(standing_of(q, asked, evidence, moment) is Standing.WAITING for evidence, asked, moment in at for q in asked.questions)


def _line(entry: RosterEntry, gathered: Gathered, *, decided: bool) -> Line:
    evidence = evidence_for(entry, gathered)
    replies = tuple(response for response in gathered.responses if response.entry_id == entry.id)
    if decided:
        verdict = verdict_on(evidence)
        return Line(entry, str(VERDICT_NAMES[verdict.code]), verdict_line(verdict), verdict.counts, verdict, evidence, replies)
    counts = counts_of(evidence.invitations, evidence, now())
    name, sentence = _state_of(entry, counts)
    return Line(entry, name, sentence, counts, None, evidence, replies)


def _state_of(entry: RosterEntry, counts: Counts) -> tuple[str, str]:
    """Before the decision: where the latest invitation stands. This is a state, never a verdict."""
    if not entry.invitations:
        return _("Not asked yet"), _not_asked_yet(entry)
    asked = entry.invitations[-1]
    sent = _("Invitation sent %(day)s on version %(n)s.", day=short_day(asked.sent_at.astimezone(city_zone()).date()), n=asked.version.n)
    if asked.level < DELIVERED:
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
