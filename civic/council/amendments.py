"""Amendments: offered on the words of one version, decided by a motion, worked into an enrolled text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.clock import now, today
from civic.council.amendment_models import Amendment, AmendmentDecision
from civic.council.amendment_queries import amendments_on, is_worked_in
from civic.council.models import Body, Membership, Motion
from civic.database import Refusal, db
from civic.dockets.amending import DoesNotFit, amended, changes_in
from civic.dockets.models import Docket, TextDraft, TextVersion
from civic.dockets.standing import course_of
from civic.dockets.texts import draft_amended
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64, random_id
from civic.record.queries import leaf_about
from civic.record.statements import state
from civic.web import day

OUTCOMES = {"carried": "adopted", "lost": "failed", "withdrawn": "withdrawn"}


def offer_amendment(
    docket: Docket, version: TextVersion, *, mover: Membership, body: Body, wording: Mapping[str, str], purpose: str, on: date, by: Account
) -> Amendment:
    """``wording`` is the new text of each provision that changes, by its wId."""
    if not docket.is_public or docket.is_withdrawn or course_of(docket).is_decided:
        raise Refusal(_("It has passed or ended, so no amendment is offered any more."))
    current = docket.current_version
    if current is None or current.id != version.id:
        raise Refusal(_("Version %(n)s is not the current text any more. Offer the amendment on the current version.", n=version.n), "version")
    if on > today():
        raise Refusal(_("This day has not come yet."), "on")
    if mover not in body.members(on):
        raise Refusal(_("%(name)s was no member of %(body)s on that day.", name=mover.name, body=body.name), "mover")
    changes = changes_in(version.provisions, wording)
    if not changes:
        raise Refusal(_("Nothing is changed yet. Change the words of at least one piece."), "wording")
    words = state(purpose, "purpose") if purpose else None
    digest = sha256(json.dumps(changes, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).digest()
    made = Amendment(
        docket_id=docket.id, n=len(amendments_on(docket)) + 1, version_id=version.id, body_id=body.id, membership_id=mover.id, mover=mover.name,
        purpose=words.text if words else "", openings=words.openings if words else [], changes=changes, digest=digest, offered_on=on,
        leaf_id=random_id(), entered_at=now(),
    )  # fmt: skip
    db.session.add(made)
    docket.revision += 1
    db.session.flush()
    record(
        "amendment.offered", made, by=by, docket=docket, leaf_id=made.leaf_id, amendment=made.id, n=made.n, text=version.leaf_id, body=body.id,
        member=mover.id, sections=made.wids, sha256=b64(digest), on=on, purpose=words.field if words else None,
    )  # fmt: skip
    return made


def may_be_put(docket: Docket, amendment: Amendment) -> None:
    """Raises Refusal where an amendment cannot be voted on: decided, being voted on, or its words are gone."""
    if amendment.decision is not None:
        raise Refusal(_("Amendment %(n)s is decided already.", n=amendment.n))
    if any(motion.state == "put" for motion in amendment.motions):
        raise Refusal(_("A motion on amendment %(n)s is put already. Enter its result.", n=amendment.n))
    words_after(docket, [amendment])


def words_after(docket: Docket, adopted: Sequence[Amendment]) -> dict[str, str]:
    """The new text of each provision that these amendments change, worked into the current version one after the other."""
    version = docket.current_version
    if version is None:
        raise Refusal(_("There is no current text that an amendment could change."))
    texts = {piece.wid: piece.text for piece in version.provisions}
    before = dict(texts)
    for amendment in adopted:
        try:
            texts = amended(texts, amendment.changes)
        except DoesNotFit as misfit:
            raise Refusal(_misfit(amendment, version, misfit)) from misfit
    return {wid: text for wid, text in texts.items() if text != before[wid]}


def withdraw_amendment(amendment: Amendment, *, on: date, source: str, by: Account) -> AmendmentDecision:
    """By its mover, before it is decided."""
    if amendment.decision is not None:
        raise Refusal(_("Amendment %(n)s is decided already.", n=amendment.n))
    if any(motion.state == "put" for motion in amendment.motions):
        raise Refusal(_("A motion on it is put. Enter the motion's result, or withdraw the motion first."))
    if not source.strip():
        raise Refusal(_("Name the minutes or the recording, so that anyone can check it."), "source")
    if not amendment.offered_on <= on <= today():
        raise Refusal(_("It was withdrawn on a day after it was offered, and not later than today."), "on")
    return _decide(amendment, "withdrawn", "mover", None, on, source, by)


def decide_amendment(motion: Motion, *, how: str, on: date, by: Account, source: str = "") -> AmendmentDecision:
    """What a decided motion does to its amendment."""
    assert motion.amendment is not None
    return _decide(motion.amendment, OUTCOMES[motion.state], how, motion, on, source, by)


def work_in(docket: Docket, adopted: Sequence[Amendment], *, label: str, by: Account) -> TextDraft:
    """A draft of the next version: the current one with adopted amendments worked in, each named as the reason."""
    if not adopted:
        raise Refusal(_("Choose at least one adopted amendment."), "amendments")
    for amendment in adopted:
        if amendment.docket_id != docket.id or amendment.state != "adopted":
            raise Refusal(_("Only adopted amendments are worked into the text."), "amendments")
        if is_worked_in(docket, amendment):
            raise Refusal(_("Amendment %(n)s is worked into the text already.", n=amendment.n), "amendments")
    ordered = sorted(adopted, key=lambda one: (one.decision.on if one.decision else one.offered_on, one.n))
    reasons: dict[str, str] = {}
    for amendment in ordered:
        for wid in amendment.wids:
            reasons[wid] = " ".join([*([reasons[wid]] if wid in reasons else []), reason_of(amendment)])
    named = [{"id": one.id, "leaf": one.decision.leaf_id} for one in ordered if one.decision]
    return draft_amended(docket, words_after(docket, ordered), label=label, reasons=reasons, amendments=named, by=by)


def reason_of(amendment: Amendment) -> str:
    """Stands under the change in the redline of the version that it is worked into."""
    decided = amendment.decision
    assert decided is not None
    told = _("Amendment %(n)s by %(mover)s, adopted %(day)s", n=amendment.n, mover=amendment.mover, day=day(decided.on))
    vote = decided.motion.vote if decided.motion else None
    told += f", {vote.counts['yes']}–{vote.counts['no']}." if vote else _(", by voice vote.")
    return f"{told} {amendment.purpose}".strip()


def _decide(amendment: Amendment, outcome: str, how: str, motion: Motion | None, on: date, source: str, by: Account) -> AmendmentDecision:
    docket = db.session.get_one(Docket, amendment.docket_id)
    row = AmendmentDecision(
        amendment_id=amendment.id, outcome=outcome, how=how, motion_id=motion.id if motion else None, on=on, source=source, leaf_id=random_id(),
        entered_at=now(),
    )  # fmt: skip
    db.session.add(row)
    docket.revision += 1
    db.session.flush()
    vote = leaf_about(motion.vote, "vote.recorded") if motion and motion.vote else None
    record(
        "amendment.decided", row, by=by, docket=docket, leaf_id=row.leaf_id, ref=amendment.leaf_id, outcome=outcome, how=how, on=on,
        motion=motion.id if motion else None, vote=vote.id if vote else None, source=b64(sha256(source.encode()).digest()) if source else None,
    )  # fmt: skip
    db.session.expire(amendment, ["decision"])
    return row


def _misfit(amendment: Amendment, version: TextVersion, misfit: DoesNotFit) -> str:
    where = _("%(name)s of version %(n)s", name=misfit.name, n=version.n)
    if misfit.times is None:
        return _("Amendment %(n)s does not fit any more: %(where)s is not there.", n=amendment.n, where=where)
    if misfit.times == 0:
        return _("Amendment %(n)s does not fit any more: the words “%(words)s” do not stand in %(where)s.", n=amendment.n, words=misfit.words, where=where)
    times = ngettext("%(num)s time", "%(num)s times", misfit.times)
    return _("Amendment %(n)s does not fit any more: the words “%(words)s” stand %(times)s in %(where)s.", n=amendment.n, words=misfit.words, times=times, where=where)
