"""One docket on a member's home: the next days, what is published, what is kept, what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from civic.clock import day_of, today
from civic.council.amendment_models import Amendment, AmendmentDraft
from civic.council.asking import Fate, fate_of, sent_questions, unsent_question_of
from civic.council.fate import fate_of as fate_of_matter
from civic.council.member_amendments import amendment_draft_of, amendments_of, takes_amendments
from civic.council.models import MemberQuestion, Membership, Position, PositionDraft, Vote, VoteEvent
from civic.council.queries import decision_on, draft_for, latest_positions, positions_are_open, vote_of
from civic.dockets.models import Docket
from civic.dockets.queries import standing_events, vote_scheduled_on
from civic.dockets.standing import course_of, workflow_of
from civic.dockets.steps import label_of


@dataclass(frozen=True)
class MemberDesk:
    docket: Docket
    seat: Membership
    decision: VoteEvent | None
    vote: Vote | None
    position: Position | None
    draft: PositionDraft | None
    question: MemberQuestion | None  # kept and not sent
    amendment: AmendmentDraft | None  # kept and not offered
    offered: list[Amendment]
    amendable: bool
    ended: str  # how the matter ended; empty while it goes on
    asked: list[tuple[MemberQuestion, Fate]]
    days: list[tuple[date, str]]  # still to come, the next one first
    open: bool  # positions may be stated


def desk_of(docket: Docket, seat: Membership) -> MemberDesk:
    decision = decision_on(docket)
    return MemberDesk(
        docket, seat, decision, vote_of(seat, decision) if decision else None, latest_positions(docket).get(seat.id),
        draft_for(docket, seat, explains_vote=decision is not None), unsent_question_of(docket, seat), amendment_draft_of(docket, seat), amendments_of(docket, seat),
        takes_amendments(docket), fate_of_matter(docket) if course_of(docket).has_ended else "",
        [(one, fate_of(one)) for one in sent_questions(docket, seat)], days_ahead(docket), positions_are_open(docket) and docket.current_version is not None and not course_of(docket).has_ended,
    )  # fmt: skip


def days_ahead(docket: Docket) -> list[tuple[date, str]]:
    """What the docket's dates still bring: closing of comments, hearings and meetings, the summary, the vote."""
    flow = workflow_of(docket)
    found = [
        (day_of(event.starts_at) if event.starts_at else event.day, event.title or (_("Public hearing") if event.kind == "hearing_set" else label_of(event.kind, flow)))
        for event in standing_events(docket) if event.kind not in ("council_action", "comment_deadline")
    ]  # fmt: skip
    if (window := docket.window) is not None:
        found.append((day_of(window.closing), _("Comments close")))
    if docket.summary_due is not None:
        found.append((docket.summary_due, _("The summary is due")))
    if (vote := vote_scheduled_on(docket)) is not None:
        found.append((vote, _("The council may vote from this day")))
    return sorted((row for row in found if row[0] >= today()), key=lambda row: row[0])
