"""What must hold of a verdict for any evidence at all."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import HealthCheck, Phase, assume, find, given, settings
from hypothesis import strategies as st

from civic.consultation.askings import delivered_at
from civic.consultation.evidence import (
    ChangeJudgement,
    ChangeReview,
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
    end_of,
)
from civic.consultation.evidence_json import MalformedEvidence, evidence_as_json, evidence_from_json
from civic.consultation.verdicts import WORDED_ASKED, VerdictCode, known_at_decision, verdict_on
from civic.consultation.wording import verdict_line

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
judgements = st.builds(ChangeJudgement, st.sampled_from(["j1", "j2", "j3"]), st.integers(1, 2), st.integers(2, 3), st.booleans(), instants)
reviews = st.builds(ChangeReview, ids, st.sampled_from(["j1", "j2", "j3", "m1"]), st.sampled_from(["confirmed", "refused"]), instants)


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
    reviews=some(reviews),
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
        reviews=draw(some(st.builds(ChangeReview, ids, st.just("m1"), st.sampled_from(["confirmed", "confirmed", "refused"]), instants), 1)),
        invitations=(first, *(asked for asked in evidence.invitations if asked.id == "i2")),
    )


whole_evidence = st.one_of(any_evidence, fair_evidence(), fair_evidence(), fair_evidence())


@pytest.mark.slow
@pytest.mark.parametrize("row", range(1, 12))
def test_the_generated_evidence_reaches_every_row(row):
    strategy = whole_evidence
    if row == 1:
        strategy = st.builds(replace, any_evidence, ledger_start=st.just(START + timedelta(days=400)))
    found = find(strategy, lambda evidence: verdict_on(evidence).row == row, settings=settings(max_examples=5000, phases=[Phase.generate]))
    assert verdict_on(found).row == row


def copied(evidence):
    return evidence_from_json(json.loads(json.dumps(evidence_as_json(evidence))))


@pytest.mark.slow
@given(whole_evidence)
def test_evidence_read_back_from_its_export_gives_the_same_verdict(evidence):
    """I-44 equal evidence gives an equal verdict, also for a reader who recomputes it from the JSON."""
    again = copied(evidence)
    assert again == evidence
    assert again is not evidence
    assert verdict_on(again) == verdict_on(evidence)


@pytest.mark.slow
@given(whole_evidence, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(evidence, random):
    """I-44 a verdict does not depend on the order in which rows come out of a database."""
    shuffled = {
        name: tuple(random.sample(getattr(evidence, name), len(getattr(evidence, name))))
        for name in ("recommendations", "invitations", "replies", "declinations", "notices", "contacts", "contact_answers", "judgements", "reviews")
    }
    shuffled["invitations"] = tuple(
        replace(asked, **{name: tuple(random.sample(getattr(asked, name), len(getattr(asked, name)))) for name in ("deliveries", "extensions", "questions")})
        for asked in shuffled["invitations"]
    )
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
        "reviews": some(reviews),
    }
)


@pytest.mark.slow
@given(whole_evidence, late_entries, deliveries, st.builds(Extension, ids, days, instants))
def test_what_is_entered_after_the_decision_changes_nothing(evidence, added, delivery, extension):
    """I-44 whatever day it states, evidence entered after the decision leaves the verdict as it was.

    Also a late delivery and a late extension of the invitations that were there before, and a late word on a judgment.
    """
    after = evidence.decision + timedelta(seconds=1)
    changes = {name: getattr(evidence, name) + tuple(map(moved_after(after), items)) for name, items in added.items()}
    changes["invitations"] = tuple(
        replace(
            asked,
            deliveries=(*asked.deliveries, replace(delivery, id="late-d", entered=after)),
            extensions=(*asked.extensions, replace(extension, id="late-e", entered=after)),
        )
        for asked in changes["invitations"]
    )
    with_late = verdict_on(replace(evidence, **changes))
    assert replace(with_late, too_late_to_count=()) == replace(verdict_on(evidence), too_late_to_count=())


@pytest.mark.slow
@given(whole_evidence, st.data())
def test_taking_the_late_entries_out_changes_nothing_either(evidence, data):
    """I-44 the verdict is a function of what was entered by the decision and of nothing else."""
    cut = data.draw(instants, "another decision")
    moved = replace(evidence, decision=cut)
    assert replace(verdict_on(known_at_decision(moved)), too_late_to_count=()) == replace(verdict_on(moved), too_late_to_count=())


def moved_after(after):
    def moved(item):
        if isinstance(item, Invitation):
            return replace(item, id=f"late-{item.id}", sent=after)
        return replace(item, id=f"late-{item.id}", entered=after)

    return moved


@pytest.fixture(scope="module")
def in_english():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


@pytest.mark.slow
@given(evidence=whole_evidence, with_notices=st.booleans(), with_contacts=st.booleans())
def test_a_contact_or_a_notice_alone_is_never_worded_asked(in_english, evidence, with_notices, with_contacts):
    """I-45 external contact or public notice alone, in any number and however confirmed, never yields an "asked" verdict."""
    kept = {} if with_notices else {"notices": ()}
    kept |= {} if with_contacts else {"contacts": ()}
    found = verdict_on(replace(evidence, invitations=(), **kept))
    assert found.code in {
        VerdictCode.NOT_RECORDED,
        VerdictCode.NOTIFIED_ONLY,
        VerdictCode.CONTACT_CLAIMED,
        VerdictCode.NOT_ASKED,
    }
    assert not re.search(r"(?<!not )\basked\b", verdict_line(found).lower())


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(whole_evidence)
def test_an_asking_worded_asked_had_its_full_days_before_the_recommendation(evidence):
    """I-43 a shortened or late asking is never worded "asked": its days ran without a break, before the recommendation."""
    found = verdict_on(evidence)
    assume(found.code in WORDED_ASKED)
    latest = max((r.at for r in evidence.recommendations if r.at < evidence.decision >= r.entered), default=None)
    for told in found.askings:
        asked = next(each for each in evidence.invitations if each.id == told.invitation)
        known = [event for event in asked.deliveries if event.entered <= evidence.decision]
        arrived = delivered_at(replace(asked, deliveries=tuple(known)))
        assert arrived >= asked.sent and arrived < (latest or evidence.decision)
        day, ran_to = arrived.astimezone(ZoneInfo(evidence.zone)).date(), asked.respond_by
        for n in range(asked.response_days):  # each day of the period was open, or given while the day before it was
            while ran_to < day + timedelta(days=n + 1):
                longer = [e.respond_by for e in asked.extensions if e.entered < end_of(ran_to, evidence.zone) and e.entered <= evidence.decision]
                assert max(longer, default=ran_to) > ran_to, "a day is missing"
                ran_to = max(longer)
        assert told.covers


@pytest.mark.slow
@given(whole_evidence)
def test_shortening_every_period_below_the_rule_is_never_worded_asked(evidence):
    """I-43 with one day too few, no reply of any kind makes the asking timely."""
    cut = tuple(
        replace(asked, extensions=(), respond_by=asked.sent.date() + timedelta(days=asked.response_days - 2)) for asked in evidence.invitations
    )
    assert verdict_on(replace(evidence, invitations=cut)).code not in WORDED_ASKED


@pytest.mark.slow
@given(whole_evidence, st.lists(st.builds(Extension, ids, days, instants), max_size=3))
def test_no_extension_entered_after_the_time_had_run_out_makes_a_short_asking_long(evidence, more):
    """I-43 days given after a break never add up to the period that the rule asks for."""
    short = tuple(
        replace(
            asked, respond_by=(last := asked.sent.date() + timedelta(days=asked.response_days - 2)),
            extensions=tuple(replace(each, entered=max(each.entered, end_of(last, evidence.zone))) for each in more),
        )
        for asked in evidence.invitations
    )  # fmt: skip
    assert verdict_on(replace(evidence, invitations=short)).code not in WORDED_ASKED


@pytest.mark.slow
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


@pytest.mark.slow
@given(whole_evidence)
def test_the_counts_of_any_verdict_add_up(evidence):
    counts = verdict_on(evidence).counts
    assert counts.questions == counts.answered + counts.declined + counts.waiting + counts.overdue


@pytest.mark.slow
@given(whole_evidence)
def test_silence_alone_never_answers(evidence):
    """I-46 without a reply nothing is counted as answered, whatever was sent and delivered."""
    found = verdict_on(replace(evidence, replies=()))
    assert found.code is not VerdictCode.ASKED_AND_ANSWERED
    assert found.counts.answered == 0


PLAIN = evidence_as_json(
    Evidence(
        "Chief of Police", "UTC", START, START + timedelta(days=90), 1, (1,),
        invitations=(Invitation("i1", 1, START, (START + timedelta(days=20)).date(), 14, ("q1",), (Delivery("d1", 2, START),)),),
        notices=(PublicNotice("n1", START),), reviews=(ChangeReview("r1", "j1", "confirmed", START),),
    )  # fmt: skip
)


def places_in(value, path=()):
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from places_in(inner, (*path, key))


def changed_at(path, value):
    copy = json.loads(json.dumps(PLAIN))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return copy


@given(st.sampled_from(sorted(places_in(PLAIN), key=str)), st.sampled_from([None, True, -1, 1.5, "", "x", "2025-02-30", [], {}, [[]], 10**9]))
def test_whatever_stands_in_a_field_is_read_exactly_or_refused_with_its_place(path, value):
    """I-44 nothing is guessed: a file that is read gives the same file back."""
    plain = changed_at(path, value)
    try:
        read = evidence_from_json(plain)
    except MalformedEvidence as error:
        assert str(error).endswith(".")
        return
    assert evidence_as_json(read) == plain
    verdict_on(replace(read, rules=1))


@pytest.mark.parametrize("field", sorted(PLAIN))
def test_a_missing_field_is_named_unless_it_may_be_left_out(field):
    plain = {name: value for name, value in PLAIN.items() if name != field}
    if field in ("consultee", "zone", "ledger_start", "decision", "version", "format"):
        with pytest.raises(MalformedEvidence, match=field):
            evidence_from_json(plain)
    else:
        evidence_from_json(plain)


def test_an_export_in_another_format_or_with_an_unknown_field_is_refused():
    with pytest.raises(MalformedEvidence, match="format"):
        evidence_from_json({**PLAIN, "format": "other"})
    with pytest.raises(MalformedEvidence, match="unknown field verdict"):
        evidence_from_json({**PLAIN, "verdict": "ASKED_AND_ANSWERED"})
