"""Decisions: taken by one person, or proposed by one and taken by another; each can be reversed, none erased."""

from __future__ import annotations

import json
from datetime import timedelta

from flask_babel import gettext as _

from civic.clock import now, today
from civic.comments.actions import hide_name, release_comment
from civic.comments.models import READABLE, Comment, NameDispute, State
from civic.comments.visibility import fold_comment, move_comment, redact_words, withhold_comment
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.moderation.models import Appeal, Claim, CountedStance, Decision, DestroyedPart, RuleSet
from civic.moderation.queries import (
    appeal_ends_on,
    decisions_so_far,
    is_in_rules,
    open_hints,
    open_reports,
    parts_to_destroy,
    pending_proposal,
    rules_for,
    state_of,
)
from civic.moderation.rules import GROUNDS, as_listed, digest_of
from civic.moderation.undoing import take_back
from civic.people.models import Account
from civic.permissions import Role
from civic.record.actions import SYSTEM, record
from civic.record.fields import PEOPLE_FOR
from civic.record.leaf import b64
from civic.record.queries import leaf_about, leaf_id_about, leaf_of
from civic.record.statements import state
from civic.record.vault import destroy, seal, unseal

CLAIM = timedelta(minutes=20)


def publish_rules(*, by: Account | str) -> RuleSet:
    """Put the list of reasons on the record; from now on comments fall under it."""
    from civic.moderation.queries import rule_sets

    made, codes = rule_sets(), as_listed()
    if made and made[-1].digest == digest_of(codes):
        raise Refusal(_("These reasons are in force already."))
    rules = RuleSet(n=len(made) + 1, codes=codes, digest=digest_of(codes), published_on=today())
    db.session.add(rules)
    db.session.flush()
    record("rules.published", rules, by=by, n=rules.n, sha256=b64(rules.digest))
    return rules


# --- deciding


def publish(comment: Comment, *, by: Account, expected: str | None = None, note: str = "") -> Decision:
    """Release a held comment, or leave a public one public: one person read it and found nothing to hide."""
    _must_be(comment, expected)
    held = comment.held_wording is not None
    decision = _start(comment, "publish" if held else "leave", None, by, note)
    if held:
        release_comment(comment, by=by)
        leaf = leaf_about(comment, "comment.published")
        decision.leaf_id = leaf.id if leaf else None
    elif comment.face.state not in READABLE:
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    else:
        record("comment.read", comment, by=by, docket=comment.docket)
    return _taken(decision, by)


def redact(comment: Comment, spans: list[tuple[int, int]], *, by: Account, code: str = "P1", part: str = "body", expected: str | None = None, note: str = "") -> Decision:
    """Hide words, at once, by one person; of a held comment the rest becomes public."""
    _must_be(comment, expected)
    decision = _start(comment, "redact", code, by, note)
    decision.spans = [list(span) for span in spans]
    decision.leaf_id = redact_words(comment, spans, reason=code, by=by, part=part, rules=decision.rules)
    return _taken(decision, by)


def fold(comment: Comment, kept: Comment, *, by: Account, expected: str | None = None, note: str = "") -> Decision:
    _must_be(comment, expected)
    decision = _start(comment, "fold", "S2", by, note)
    decision.same_as = kept.number
    decision.leaf_id = fold_comment(comment, kept, reason="S2", by=by, rules=decision.rules)
    return _taken(decision, by)


def propose(comment: Comment, code: str, *, by: Account, expected: str | None = None, note: str = "") -> Decision:
    """Propose what takes two people. Until the second decides, a held comment stays held and a public one public."""
    _must_be(comment, expected)
    ground = GROUNDS.get(code)
    if ground is None or ground.people != 2:
        raise Refusal(_("Choose one of the reasons."), "code")
    waiting = pending_proposal(comment)
    if waiting is not None and waiting.action != "look":
        raise Refusal(_("A proposal for this comment waits for a second person already."))
    if comment.face.state not in (State.HELD, *READABLE):
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    decision = _start(comment, ground.does, code, by, note)
    if waiting is not None:  # who was asked for a look gave an answer
        waiting.state = "dropped"
    db.session.flush()
    record("decision.proposed", decision, by=by, docket=comment.docket)
    return decision


def ask_for_look(comment: Comment, *, by: Account, expected: str | None = None, note: str = "") -> Decision:
    """Unsure: somebody else decides. A held comment stays held and its clock runs on; a public one stays public."""
    _must_be(comment, expected)
    if pending_proposal(comment) is not None:
        raise Refusal(_("This comment waits for a second person already."))
    if comment.face.state not in (State.HELD, *READABLE):
        raise Refusal(_("This comment changed in the meantime. Look at it again."))
    decision = _start(comment, "look", None, by, note)
    record("decision.proposed", decision, by=by, docket=comment.docket)
    return decision


def confirm(decision: Decision, *, by: Account) -> Decision:
    """The second person agrees: only now does it take effect (I-33)."""
    if decision.state != "proposed" or decision.action == "look":
        raise Refusal(_("This proposal was decided already."))
    if decision.proposer_id == by.id:
        raise Refusal(_("A second person decides on your proposal."))
    assert decision.code is not None and PEOPLE_FOR[decision.code] == 2
    comment, both = decision.comment, (decision.proposer, by)
    decision.confirmer_id = by.id
    if decision.action == "withhold":
        decision.leaf_id = withhold_comment(comment, reason=decision.code, by=both, rules=decision.rules)
    elif decision.action == "move":
        decision.leaf_id = move_comment(comment, reason=decision.code, by=both, rules=decision.rules)
    else:
        hide_name(comment, reason=decision.code, by=both)
        decision.leaf_id = leaf_id_about(comment, "name.withheld")
    return _taken(decision, by)


def drop(decision: Decision, *, by: Account) -> Decision:
    """Not agreed, or taken back: nothing changes, and the comment can be decided anew."""
    if decision.state != "proposed":
        raise Refusal(_("This proposal was decided already."))
    decision.state = "dropped"
    if decision.proposer_id != by.id:
        decision.confirmer_id = by.id
    record("decision.dropped", decision, by=by, docket=decision.comment.docket)
    return decision


# --- batches


def claim_batch(docket: Docket, comments: list[str], *, by: Account) -> Claim:
    """These comments are this moderator's for 20 minutes; asking again extends the time."""
    from civic.moderation.queries import claim_of

    claim = claim_of(docket, by) or Claim(docket_id=docket.id, account_id=by.id)
    claim.comments, claim.until = comments, now() + CLAIM
    db.session.add(claim)
    db.session.flush()
    record("batch.claimed", claim, by=by, docket=docket)
    return claim


def close_reports(comment: Comment) -> None:
    for report in open_reports(comment):
        report.closed_on = today()


# --- appeals


def file_appeal(decision: Decision, grounds: str) -> Appeal:
    """The author objects, in one field. The words of the appeal are not public; its reasons will be."""
    if decision.state != "taken" or decision.action not in ("redact", "withhold", "move", "fold", "name"):
        raise Refusal(_("There is no decision to appeal."))
    if decision.appeal is not None:
        raise Refusal(_("You have appealed this decision already."))
    if today() > appeal_ends_on(decision):
        raise Refusal(_("The time to appeal this decision has passed."))
    words, comment = state(grounds, "grounds"), decision.comment
    event = record("appeal.filed", comment, docket=comment.docket, comment=comment.number, ref=decision.leaf_id, grounds=words.field)
    sealed = seal(json.dumps({"text": words.text, "openings": words.openings}), "appeal")
    appeal = Appeal(decision_id=decision.id, grounds_id=sealed.id, filed_on=today(), leaf_id=leaf_of(event).id)
    db.session.add(appeal)
    comment.docket.revision += 1
    db.session.flush()
    db.session.expire(decision, ["appeal"])
    return appeal


def decide_appeal(appeal: Appeal, outcome: str, reasons: str, *, by: Account) -> Appeal:
    """Upheld: the decision stands. Reversed: it is undone. The reviewer took no part and is outside the departments concerned (I-37)."""
    decision = appeal.decision
    if appeal.state != "filed":
        raise Refusal(_("This appeal was decided already."))
    if by.id in decision.takers:
        raise Refusal(_("Somebody who took no part in the decision decides the appeal."))
    if by.role_names & {Role.RESPONDENT, Role.DELEGATE, Role.MEMBER}:
        raise Refusal(_("Somebody outside the departments concerned decides the appeal."))
    words, comment = state(reasons, "reasons"), decision.comment
    appeal.state, appeal.reviewer_id, appeal.reasons, appeal.openings, appeal.decided_on = outcome, by.id, words.text, words.openings, today()
    record("appeal.decided", comment, by=by, docket=comment.docket, comment=comment.number, ref=appeal.leaf_id, outcome=outcome, reasons=words.field)
    if outcome == "reversed" and decision.state == "taken":
        _reverse(decision, by=by)
    comment.docket.revision += 1
    db.session.flush()
    return appeal


def _reverse(decision: Decision, *, by: Account) -> None:
    """Undone, or, where the author withdrew the comment since, only said: nothing of it is shown again."""
    if decision.comment.face.state in (State.WITHDRAWN, State.REMOVED):
        decision.state, decision.reversed_by_id = "reversed", by.id
    else:
        take_back(decision, by=by, show=True)


def withdraw_appeal(appeal: Appeal) -> None:
    if appeal.state != "filed":
        raise Refusal(_("This appeal was decided already."))
    appeal.state, comment = "withdrawn", appeal.decision.comment
    record("appeal.withdrawn", comment, docket=comment.docket, comment=comment.number, ref=appeal.leaf_id)


# --- claims on names


def propose_on_name(dispute: NameDispute, outcome: str, *, by: Account) -> None:
    """The first of two people says what should happen with the name."""
    if dispute.outcome is not None or dispute.proposed_by is not None:
        raise Refusal(_("Somebody has proposed an outcome already."))
    dispute.proposed_by, dispute.proposed_outcome = by.id, outcome
    record("decision.proposed", dispute, by=by)


def decide_on_name(dispute: NameDispute, *, agree: bool, by: Account) -> None:
    """The second person agrees, or sends it back. Upheld: the name goes, the words stay (I1)."""
    if dispute.outcome is not None or dispute.proposed_by is None:
        raise Refusal(_("There is no proposal to decide on."))
    if dispute.proposed_by == by.id:
        raise Refusal(_("A second person decides on your proposal."))
    comment = db.session.get_one(Comment, dispute.comment_id)
    if not agree:
        dispute.proposed_by = dispute.proposed_outcome = None
        record("decision.dropped", dispute, by=by)
        return
    first = db.session.get_one(Account, dispute.proposed_by)
    dispute.decided_by, dispute.outcome, dispute.decided_on = by.id, dispute.proposed_outcome, today()
    filed = leaf_about(comment, "comment.disputed")
    if dispute.outcome == "upheld":
        decision = _start(comment, "name", "I1", first, "")
        decision.confirmer_id = by.id
        hide_name(comment, reason="I1", by=(first, by))
        decision.leaf_id = leaf_id_about(comment, "name.withheld")
        _taken(decision, by)
    else:
        comment.face.disputed = False
    record("dispute.decided", comment, by=(first, by), docket=comment.docket, ref=filed.id if filed else comment.leaf_id, outcome=dispute.outcome)


# --- destruction, when appeals have ended


def destroy_hidden_words() -> int:
    """Destroy the keys of private data whose appeal ended or whose time to appeal passed; says how many."""
    found = parts_to_destroy()
    for part in found:
        destroy(part.sealed)
        db.session.add(DestroyedPart(part_id=part.id, day=today()))
    if found:
        db.session.flush()
        record("deletion.run", by=SYSTEM, what="redacted_openings", reason="appeal_ended", n=len(found))
    return len(found)


# --- inside


def _start(comment: Comment, action: str, code: str | None, by: Account, note: str) -> Decision:
    held, rules = comment.held_on, rules_for(comment)
    if code is not None and not is_in_rules(code, rules):
        raise Refusal(_("This reason is not in the rules that were in force when the comment arrived."), "code")
    decision = Decision(
        docket_id=comment.docket_id, comment_id=comment.id, action=action, code=code, rules=rules, proposer_id=by.id, note=note,
        n=decisions_so_far(comment) + 1, waited_since=held or comment.day, was_held=held is not None, day=today(), state="proposed", hint=", ".join(sorted({h.pattern for h in open_hints(comment)}))[:20],
    )  # fmt: skip
    db.session.add(decision)
    db.session.flush()
    db.session.add(CountedStance(decision_id=decision.id, stance=_stance_for_the_numbers(comment)))
    return decision


def _taken(decision: Decision, by: Account) -> Decision:
    comment = decision.comment
    decision.state, decision.day = "taken", today()
    for hint in open_hints(comment):
        hint.state = "dismissed" if decision.action in ("publish", "leave") else "acted_on"
    close_reports(comment)
    other = pending_proposal(comment)
    if other is not None and other.id != decision.id:
        other.state = "dropped"
    db.session.flush()
    return decision


def _must_be(comment: Comment, expected: str | None) -> None:
    if expected is not None and expected != state_of(comment):
        raise Refusal(_("This comment changed in the meantime. Look at it again."))


def _stance_for_the_numbers(comment: Comment) -> str:
    """I-39 counts by stance; nothing that decides reads it."""
    if comment.face.state in READABLE:
        return comment.face.stance
    try:
        content = json.loads(unseal(comment.wording.sealed))
    except Exception:  # noqa: BLE001 - words that are gone are counted without a stance
        return ""
    opening = (content.get("openings") or {}).get("vals", {}).get("stance")
    return opening[1] if isinstance(opening, list) else content.get("stance", "")

