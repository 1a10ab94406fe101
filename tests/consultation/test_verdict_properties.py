"""What must hold of a verdict for any evidence at all."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st

from civic.consultation.evidence import (
    ChangeJudgement,
    Contact,
    ContactAnswer,
    Declination,
    Delivery,
    Evidence,
    Extension,
    Invitation,
    PublicNotice,
    Recommendation,
    Reply,
    evidence_as_json,
    evidence_from_json,
)
from civic.consultation.verdicts import WORDED_ASKED, VerdictCode, delivered_at, verdict_on

START = datetime(2025, 1, 1, tzinfo=UTC)
instants = st.integers(0, 240).map(lambda halves: START + timedelta(hours=12 * halves))
days = instants.map(lambda at: at.date())
ids = st.integers(0, 10**9).map(lambda n: f"id{n}")
stated = st.none() | days
versions = st.integers(1, 3)
questions = st.sampled_from(["q1", "q2", "q3"])

deliveries = st.builds(Delivery, ids, st.integers(0, 4), instants, stated)
invitations = st.builds(
    Invitation,
    id=st.sampled_from(["i1", "i2"]),
    version=versions,
    sent=instants,
    respond_by=days,
    response_days=st.integers(1, 40),
    questions=st.lists(questions, unique=True).map(tuple),
    deliveries=st.lists(deliveries, max_size=3).map(tuple),
    extensions=st.lists(st.builds(Extension, ids, days, instants), max_size=2).map(tuple),
)
replies = st.builds(
    Reply,
    id=ids,
    invitation=st.sampled_from([None, "i1", "i2"]),
    question=st.none() | questions,
    capacity=st.sampled_from(["official", "personal"]),
    entered=instants,
    channel=st.sampled_from(["site", "paper"]),
    stated=stated,
)
declinations = st.builds(Declination, ids, st.sampled_from(["i1", "i2"]), st.none() | questions, instants)
contacts = st.builds(Contact, st.sampled_from(["c1", "c2"]), instants, stated)
contact_answers = st.builds(
    ContactAnswer, ids, st.sampled_from(["c1", "c2"]), st.sampled_from(["confirmed", "contested"]), instants
)
judgements = st.builds(ChangeJudgement, ids, st.integers(1, 2), st.integers(2, 3), st.booleans(), instants)


def some(items, most=3):
    return st.lists(items, max_size=most).map(tuple)


any_evidence = st.builds(
    Evidence,
    consultee=st.just("Chief of Police"),
    zone=st.sampled_from(["America/Chicago", "UTC", "Asia/Tokyo"]),
    ledger_start=st.just(START),
    decision=instants,
    version=versions,
    versions=st.sampled_from([(1,), (1, 2), (1, 2, 3), (1, 3)]),
    recommendations=some(st.builds(Recommendation, ids, instants, instants), 2),
    invitations=st.lists(invitations, max_size=2, unique_by=lambda asked: asked.id).map(tuple),
    replies=some(replies),
    declinations=some(declinations),
    notices=some(st.builds(PublicNotice, ids, instants, stated), 2),
    contacts=some(contacts, 2),
    contact_answers=some(contact_answers),
    judgements=some(judgements),
)


def day_of(n):
    return START + timedelta(days=n)


@st.composite
def fair_evidence(draw):
    """An asking that is mostly in order, so that the rows worded "asked" and their borders are met often."""
    sent, way = draw(st.integers(0, 20)), draw(st.integers(0, 3))
    rule = draw(st.integers(5, 20))
    first = Invitation(
        id="i1",
        version=draw(st.integers(1, 2)),
        sent=day_of(sent),
        respond_by=day_of(sent + way + rule + draw(st.integers(-1, 3))).date(),
        response_days=rule,
        questions=("q1", "q2", "q3"),
        deliveries=(Delivery("d1", draw(st.integers(1, 4)), day_of(sent + way)),),
        extensions=draw(some(st.builds(Extension, ids, days, instants), 1)),
    )
    evidence = draw(any_evidence)
    return replace(
        evidence,
        zone="UTC",
        decision=day_of(sent + way + rule + draw(st.integers(-3, 60))),
        recommendations=draw(some(st.builds(Recommendation, ids, instants, instants), 1)),
        version=2,
        versions=(1, 2),
        judgements=(ChangeJudgement("m1", 1, 2, draw(st.booleans()), day_of(sent)),),
        invitations=(first, *(asked for asked in evidence.invitations if asked.id == "i2")),
    )


whole_evidence = st.one_of(any_evidence, fair_evidence(), fair_evidence(), fair_evidence())


@pytest.mark.parametrize("row", range(1, 12))
def test_the_generated_evidence_reaches_every_row(row):
    strategy = whole_evidence
    if row == 1:
        strategy = st.builds(replace, any_evidence, ledger_start=st.just(START + timedelta(days=400)))
    found = find(strategy, lambda evidence: verdict_on(evidence).row == row, settings=settings(max_examples=5000, phases=[Phase.generate]))
    assert verdict_on(found).row == row


def copied(evidence):
    return evidence_from_json(json.loads(json.dumps(evidence_as_json(evidence))))


@given(whole_evidence)
def test_evidence_read_back_from_its_export_gives_the_same_verdict(evidence):
    """I-44 equal evidence gives an equal verdict, also for a reader who recomputes it from the JSON."""
    again = copied(evidence)
    assert again == evidence
    assert again is not evidence
    assert verdict_on(again) == verdict_on(evidence)


@given(whole_evidence, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(evidence, random):
    """I-44 a verdict does not depend on the order in which rows come out of a database."""
    shuffled = {
        name: tuple(random.sample(getattr(evidence, name), len(getattr(evidence, name))))
        for name in ("recommendations", "invitations", "replies", "declinations", "notices", "contacts", "judgements")
    }
    assert verdict_on(replace(evidence, **shuffled)) == verdict_on(evidence)


late_entries = st.fixed_dictionaries(
    {
        "recommendations": some(st.builds(Recommendation, ids, instants, instants)),
        "invitations": some(invitations, 1),
        "replies": some(replies),
        "declinations": some(declinations),
        "notices": some(st.builds(PublicNotice, ids, instants, stated)),
        "contacts": some(contacts),
        "contact_answers": some(contact_answers),
        "judgements": some(judgements),
    }
)


@given(whole_evidence, late_entries, deliveries, st.builds(Extension, ids, days, instants))
def test_what_is_entered_after_the_decision_changes_nothing(evidence, added, delivery, extension):
    """I-44 whatever day it states, evidence entered after the decision leaves the verdict as it was."""
    after = evidence.decision + timedelta(seconds=1)
    changes = {name: getattr(evidence, name) + tuple(map(moved_after(after), items)) for name, items in added.items()}
    changes["invitations"] = tuple(
        replace(
            asked,
            deliveries=(*asked.deliveries, replace(delivery, entered=after)),
            extensions=(*asked.extensions, replace(extension, entered=after)),
        )
        for asked in changes["invitations"]
    )
    with_late = verdict_on(replace(evidence, **changes))
    assert replace(with_late, too_late_to_count=()) == replace(verdict_on(evidence), too_late_to_count=())


def moved_after(after):
    def moved(item):
        if isinstance(item, Invitation):
            return replace(item, id=f"late-{item.id}", sent=after)
        return replace(item, id=f"late-{item.id}", entered=after)

    return moved


@given(whole_evidence)
def test_a_contact_or_a_notice_alone_is_never_worded_asked(evidence):
    """I-45 external contact or public notice alone never yields an "asked" verdict."""
    found = verdict_on(replace(evidence, invitations=()))
    assert found.code in {
        VerdictCode.NOT_RECORDED,
        VerdictCode.NOTIFIED_ONLY,
        VerdictCode.CONTACT_CLAIMED,
        VerdictCode.NOT_ASKED,
    }


@given(whole_evidence)
def test_an_asking_worded_asked_had_its_full_days_before_the_recommendation(evidence):
    """I-43 a shortened or late asking is never worded "asked"."""
    found = verdict_on(evidence)
    assume(found.code in WORDED_ASKED)
    latest = max((r.at for r in evidence.recommendations if r.at < evidence.decision >= r.entered), default=None)
    for told in found.askings:
        asked = next(each for each in evidence.invitations if each.id == told.invitation)
        arrived = delivered_at(asked)
        assert arrived < (latest or evidence.decision)
        assert (told.respond_by - told.delivered_on).days >= asked.response_days
        assert told.covers


@given(whole_evidence)
def test_shortening_every_period_below_the_rule_is_never_worded_asked(evidence):
    """I-43 with one day too few, no reply of any kind makes the asking timely."""
    cut = tuple(
        replace(asked, extensions=(), respond_by=asked.sent.date() - timedelta(days=2)) for asked in evidence.invitations
    )
    ordered = tuple(
        replace(asked, deliveries=tuple(d for d in asked.deliveries if d.entered >= asked.sent)) for asked in cut
    )
    assert verdict_on(replace(evidence, invitations=ordered)).code not in WORDED_ASKED


@given(whole_evidence)
def test_a_delivery_at_or_after_the_recommendation_is_never_worded_asked(evidence):
    """I-45 an asking that arrives after the formative stage is at best "asked late"."""
    at = evidence.decision - timedelta(days=1)
    late = tuple(
        replace(asked, deliveries=tuple(replace(event, entered=max(event.entered, at)) for event in asked.deliveries))
        for asked in evidence.invitations
    )
    recommended = (*evidence.recommendations, Recommendation("r", at, at))
    assert verdict_on(replace(evidence, invitations=late, recommendations=recommended)).code not in WORDED_ASKED


@given(whole_evidence)
def test_the_counts_of_any_verdict_add_up(evidence):
    counts = verdict_on(evidence).counts
    assert counts.questions == counts.answered + counts.declined + counts.waiting + counts.overdue


@given(whole_evidence)
def test_silence_alone_never_answers(evidence):
    """I-46 without a reply nothing is counted as answered, whatever was sent and delivered."""
    found = verdict_on(replace(evidence, replies=()))
    assert found.code is not VerdictCode.ASKED_AND_ANSWERED
    assert found.counts.answered == 0


def test_an_export_in_another_format_or_with_an_unknown_field_is_refused():
    plain = evidence_as_json(
        Evidence("Chief of Police", "UTC", START, START + timedelta(days=1), 1),
    )
    with pytest.raises(ValueError, match="format"):
        evidence_from_json({**plain, "format": "other"})
    with pytest.raises(TypeError, match="unknown field verdict"):
        evidence_from_json({**plain, "verdict": "ASKED_AND_ANSWERED"})
