"""Does a new version change what an office was asked about? One person judges, a second one confirms or refuses.

Until a second person confirmed that a step does not matter, it counts as one that matters: the office must be asked again.
"""

from __future__ import annotations

from itertools import pairwise

from flask_babel import gettext as _

from civic.clock import now
from civic.consultation.models import ChangeJudgement, ChangeReview
from civic.consultation.queries import judgements_on
from civic.database import Refusal, db
from civic.dockets.models import Docket, TextVersion
from civic.people.models import Account
from civic.record.actions import record
from civic.record.queries import leaf_of
from civic.record.statements import state


def steps_of(docket: Docket) -> list[tuple[TextVersion, TextVersion]]:
    """Neighboring versions that stand, oldest first. An older text that was added later is no step."""
    return list(pairwise(version for version in docket.versions if version.withdrawal is None and version.precedes is None))


def steps_to_judge(docket: Docket) -> list[tuple[TextVersion, TextVersion]]:
    """Steps about which no judgment stands or waits."""
    judged = {(j.from_n, j.to_n) for j in judgements_on(docket) if j.standing != "refused"}
    return [(old, new) for old, new in steps_of(docket) if (old.n, new.n) not in judged]


def judge_change(docket: Docket, old: TextVersion, new: TextVersion, *, material: bool, reasons: str, by: Account) -> ChangeJudgement:
    """Propose a judgment about one step. It is public at once, and marked as not confirmed."""
    if (old, new) not in steps_of(docket):
        raise Refusal(_("Judge one step at a time: choose two versions that follow each other."), "step")
    if any((j.from_n, j.to_n) == (old.n, new.n) and j.standing == "proposed" for j in judgements_on(docket)):
        raise Refusal(_("A judgment of this step waits for a second person already."), "step")
    words = state(reasons, "reasons")
    event = record(
        "change.judged", docket, by=by, docket=docket, old=old.leaf_id, new=new.leaf_id, material="yes" if material else "no", reasons=words.field
    )
    judgement = ChangeJudgement(
        docket_id=docket.id, from_n=old.n, to_n=new.n, material=material, reasons=words.text, openings=words.openings, judged_by=by.id,
        entered_at=now(), leaf_id=leaf_of(event).id,
    )  # fmt: skip
    db.session.add(judgement)
    docket.revision += 1
    db.session.flush()
    return judgement


def review_change(judgement: ChangeJudgement, *, outcome: str, by: Account, reasons: str = "") -> ChangeReview:
    """The second person's word. Nobody confirms the own judgment."""
    if judgement.review is not None:
        raise Refusal(_("A second person has said so already."))
    if judgement.judged_by == by.id:
        raise Refusal(_("You made this judgment. Another person confirms it."))
    if outcome == "refused" and not reasons:
        raise Refusal(_("Say why you do not agree; the reasons are public."), "reasons")
    words = state(reasons, "reasons") if reasons else None
    review = ChangeReview(
        judgement_id=judgement.id, outcome=outcome, reasons=words.text if words else "", openings=words.openings if words else [],
        reviewed_by=by.id, entered_at=now(),
    )  # fmt: skip
    db.session.add(review)
    docket = judgement.docket
    docket.revision += 1
    db.session.flush()
    db.session.expire(judgement, ["review"])
    record("change.reviewed", review, by=by, docket=docket, ref=judgement.leaf_id, outcome=outcome, reasons=words.field if words else None)
    return review
