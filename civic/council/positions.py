"""Members' own words: drafts, positions with numbered conditions, explanations of vote, and what became of each condition."""

from __future__ import annotations

import re

from flask_babel import gettext as _

from civic.clock import now
from civic.comments.queries import comment_numbered
from civic.council.models import (
    ConditionFinding,
    Finding,
    Membership,
    Position,
    PositionDraft,
    PositionStance,
    VoteEvent,
)
from civic.council.queries import decision_on, draft_for, positions_are_open, positions_on, vote_of
from civic.database import Refusal, db, random_id
from civic.dockets.models import Docket, TextVersion
from civic.dockets.redline import Change, changes_between
from civic.people.models import Account
from civic.permissions import Role
from civic.record.actions import record
from civic.record.numbers import parse_number, shown
from civic.record.queries import leaf_id_about
from civic.record.statements import state

_NUMBER = re.compile(r"^\s*\d+[.)]\s*")
MOST_CONDITIONS, LONGEST_CONDITION = 10, 300


def draft_position(
    docket: Docket, membership: Membership, *, statement: str, stance: str = "", conditions: str = "", comments: str = "", explains_vote: bool = False,
    by: Account,
) -> PositionDraft:  # fmt: skip
    """A member or an aide keeps words; only the member publishes them."""
    draft = draft_for(docket, membership, explains_vote=explains_vote)
    if draft is None:
        draft = PositionDraft(docket_id=docket.id, membership_id=membership.id, explains_vote=explains_vote)
    draft.stance = PositionStance(stance) if stance else None
    draft.statement, draft.conditions, draft.comments = statement, conditions, comments
    draft.drafted_by, draft.updated_at = by.id, now()
    db.session.add(draft)
    db.session.flush()
    record("position.drafted", draft, by=by)
    return draft


def publish_position(docket: Docket, membership: Membership, *, stance: str, statement: str, conditions: str = "", comments: str = "", by: Account) -> Position:
    """Before the vote. Each line of ``conditions`` is one condition; ``comments`` are tracking numbers of those weighed."""
    _refuse_others(membership, by)
    if decision_on(docket) is not None:
        raise Refusal(_("The council has voted. You can explain your vote."))
    if not positions_are_open(docket):
        raise Refusal(_("Positions before the hearing are off until the city attorney confirms them."))
    version = docket.current_version
    if version is None:
        raise Refusal(_("A position names the version it is about, and no text is published yet."))
    return _publish(
        docket, membership, version, stance=PositionStance(stance), statement=statement, conditions=conditions_in(conditions),
        comments=numbers_in(docket, comments), by=by,
    )  # fmt: skip


def explain_vote(docket: Docket, membership: Membership, *, statement: str, comments: str = "", by: Account) -> Position:
    """After the vote, by a member who was on the roll call."""
    _refuse_others(membership, by)
    decision = decision_on(docket)
    if decision is None:
        raise Refusal(_("The council has not voted yet."))
    if vote_of(membership, decision) is None:
        raise Refusal(_("You are not on this roll call, so there is no vote to explain."))
    version = decision.motion.version if decision.motion and decision.motion.version else docket.current_version
    if version is None:
        raise Refusal(_("An explanation names the version that was voted on, and no text is published."))
    return _publish(docket, membership, version, stance=None, statement=statement, conditions=[], comments=numbers_in(docket, comments), explained=decision, by=by)


def find_condition(position: Position, condition: int, *, outcome: str, change: str = "", words: str = "", by: Account) -> ConditionFinding:
    """The clerk or the member says what became of a condition; ``change`` names a version and a piece, "2:sec_7"."""
    if not 1 <= condition <= len(position.conditions):
        raise Refusal(_("This position has no such condition."))
    said_as = "member" if position.membership.account_id == by.id else "clerk" if Role.CLERK in by.role_names else ""
    if not said_as:
        raise Refusal(_("Only the clerk, or the member whose condition it is, says what became of it."))
    if outcome not in set(Finding):
        raise Refusal(_("Choose what became of the condition."), "outcome")
    docket, version, wid = position.version.docket, None, ""
    if outcome == Finding.MET:
        version, wid = _change_named(position, change)
    elif not words:
        raise Refusal(_("Say what happened, in a sentence."), "words")
    said = state(words, "words") if words else None
    finding = ConditionFinding(
        position_id=position.id, n=len(position.findings) + 1, condition=condition, outcome=Finding(outcome), version_id=version.id if version else None, wid=wid, words=said.text if said else "",
        openings=said.openings if said else [], said_as=said_as, said_by=by.id, at=now(),
    )  # fmt: skip
    db.session.add(finding)
    docket.revision += 1
    db.session.flush()
    db.session.expire(position, ["findings"])
    record(
        "condition.found", finding, by=by, docket=docket, ref=position.leaf_id, n=condition, outcome=finding.outcome.value, new=version.leaf_id if version else None,
        sections=[wid] if wid else [], words=said.field if said else None,
    )  # fmt: skip
    return finding


def changes_after(position: Position) -> list[tuple[TextVersion, Change]]:
    """Every change of wording since the version that the position is about, in each later version that stands."""
    later = [v for v in position.version.docket.versions if v.n > position.version.n and v.withdrawal is None and v.precedes is None]
    return [(v, change) for v in later for change in changes_between(position.version.provisions, v.provisions) if change.kind != "renumbered"]


def conditions_in(typed: str) -> list[str]:
    """One condition a line; numbers that somebody typed before them are not kept."""
    found = [words for line in typed.splitlines() if (words := _NUMBER.sub("", line).strip())]
    if len(found) > MOST_CONDITIONS:
        raise Refusal(_("Give at most %(n)s conditions.", n=MOST_CONDITIONS), "conditions")
    if any(len(line) > LONGEST_CONDITION for line in found):
        raise Refusal(_("Say each condition in at most %(n)s characters, one on a line.", n=LONGEST_CONDITION), "conditions")
    return found


def numbers_in(docket: Docket, typed: str) -> list[str]:
    """Tracking numbers of comments on this docket; one that is none is named."""
    found = []
    for word in dict.fromkeys(typed.replace(",", " ").split()):
        number = parse_number(word)
        comment = comment_numbered(number) if number else None
        if number is None or comment is None or comment.docket_id != docket.id:
            raise Refusal(_("There is no comment %(number)s on this docket.", number=word[:20]), "comments")
        found.append(shown(number))
    return found


def _refuse_others(membership: Membership, by: Account) -> None:
    if membership.account_id != by.id:
        raise Refusal(_("Only the member publishes. Save the words as a draft; the member finds them."))


def _publish(
    docket: Docket, membership: Membership, version: TextVersion, *, stance: PositionStance | None, statement: str, conditions: list[str],
    comments: list[str], by: Account, explained: VoteEvent | None = None,
) -> Position:  # fmt: skip
    words = state(statement, "statement")
    terms = state("\n".join(f"{n}. {words}" for n, words in enumerate(conditions, start=1)), "conditions") if conditions else None
    position = Position(
        docket_id=docket.id, membership_id=membership.id, version_id=version.id, n=len(positions_on(docket)) + 1, stance=stance, statement=words.text,
        conditions=conditions, comments=comments, published_at=now(), explains_vote=explained is not None, leaf_id=random_id(),
        openings={"statement": words.openings, "conditions": terms.openings if terms else []},
    )  # fmt: skip
    db.session.add(position)
    if (draft := draft_for(docket, membership, explains_vote=explained is not None)) is not None:
        db.session.delete(draft)
    docket.revision += 1
    db.session.flush()
    record(
        "position.published", position, by=by, docket=docket, leaf_id=position.leaf_id, text=version.leaf_id, member=membership.id, body=words.field,
        conditions=terms.field if terms else None, stance=stance.value if stance else None, vote=leaf_id_about(explained, "vote.recorded") if explained else None,
    )  # fmt: skip
    return position


def _change_named(position: Position, name: str) -> tuple[TextVersion, str]:
    n, _colon, wid = name.partition(":")
    found = next(((v, c.wid) for v, c in changes_after(position) if (str(v.n), c.wid) == (n, wid)), None)
    if found is None:
        raise Refusal(_("Choose the change by which it was met."), "change")
    return found
