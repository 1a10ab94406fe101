"""The Minneapolis case through the verdict function: as it happened, and as it could have been (illustrative)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask_babel import gettext as _

from civic.consultation.evidence import ACKNOWLEDGED, DELIVERED, Delivery, Evidence, Invitation, PublicNotice, Reply
from civic.consultation.verdicts import Verdict, verdict_on
from civic.consultation.wording import VERDICT_NAMES, verdict_line

ZONE = "America/Chicago"
LEDGER_START = datetime(2026, 1, 1, tzinfo=UTC)  # any day after the vote: no ledger was kept in 2021


@dataclass(frozen=True)
class Told:
    """Dated events with their sources, and the verdict that the evidence yields."""

    events: list[tuple[date, str, str]]
    verdict: Verdict
    name: str
    line: str


def as_it_happened() -> Told:
    events = [
        (date(2020, 10, 22), _("A committee sends the subject to city staff. It stands on a public agenda."), "LIMS, PHS/2007"),
        (date(2021, 1, 21), _("A committee moves it on without discussion. In those days a police spokesman says that the chief will look at the final wording."), "Star Tribune"),
        (date(2021, 2, 10), _("Committee hearing, 12 to 0. Before the vote the police department declines to comment to a reporter."), "LIMS, POGO/2230; Axios"),
        (date(2021, 2, 12), _("The council votes 13 to 0. The chief says that there was no consultation with him."), "Smart Cities Dive; Star Tribune"),
    ]  # fmt: skip
    evidence = Evidence("chief", ZONE, LEDGER_START, _at(2021, 2, 12), 1, (1,), notices=(PublicNotice("agenda", LEDGER_START),))
    return _told(events, evidence)


def as_it_could_have_been() -> Told:
    """The same days, with a list of those to ask, an invitation, its delivery and an answer."""
    events = [
        (date(2020, 10, 22), _("The notice of intent is given. The list of those who must be asked is frozen; the chief of police is on it."), ""),
        (date(2020, 12, 14), _("Version 1 is published with its fingerprint."), ""),
        (date(2020, 12, 15), _("The chief is invited to answer four questions about version 1 by January 11, with 21 days required."), ""),
        (date(2020, 12, 16), _("The invitation is handed over, and the chief's account accepts it."), ""),
        (date(2021, 1, 8), _("Answers to three questions are published; one is declined with its reason."), ""),
        (date(2021, 1, 21), _("The committee makes its recommendation, with the answers before it."), ""),
        (date(2021, 2, 12), _("The council votes."), ""),
    ]  # fmt: skip
    from civic.consultation.evidence import Declination, Recommendation

    asked = Invitation(
        "invitation", 1, _at(2020, 12, 15), date(2021, 1, 11), 21, ("q1", "q2", "q3", "q4"),
        (Delivery("hand", DELIVERED, _at(2020, 12, 16)), Delivery("accepted", ACKNOWLEDGED, _at(2020, 12, 16))),
    )  # fmt: skip
    evidence = Evidence(
        "chief", ZONE, _at(2020, 10, 1), _at(2021, 2, 12), 1, (1,), recommendations=(Recommendation("committee", _at(2021, 1, 21), _at(2021, 1, 21)),),
        invitations=(asked,), replies=tuple(Reply(f"a{n}", "invitation", f"q{n}", "official", _at(2021, 1, 8)) for n in (1, 2, 3)),
        declinations=(Declination("d4", "invitation", "q4", _at(2021, 1, 8)),),
    )  # fmt: skip
    return _told(events, evidence)


def _told(events: list[tuple[date, str, str]], evidence: Evidence) -> Told:
    verdict = verdict_on(evidence)
    return Told(events, verdict, str(VERDICT_NAMES[verdict.code]), verdict_line(verdict))


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 18, tzinfo=UTC)
