"""One test for each row of the rule and for each border between two rows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from civic.consultation.askings import Counts, Standing, counts_of, standing_of
from civic.consultation.evidence import (
    ACKNOWLEDGED,
    DELIVERED,
    SENT,
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
)
from civic.consultation.verdicts import VerdictCode, verdict_on

SECOND = timedelta(seconds=1)
LEDGER_START = datetime(2025, 1, 1, 6, tzinfo=UTC)
DECISION = datetime(2025, 6, 10, 15, tzinfo=UTC)
RECOMMENDED = datetime(2025, 5, 28, 18, tzinfo=UTC)
SEVEN = tuple(f"q{n}" for n in range(1, 8))


def on(month, day, hour=15):
    return datetime(2025, month, day, hour, tzinfo=UTC)


def asking(**changes):
    """An invitation about version 1, delivered May 3, answerable to May 17 under a rule of 14 days."""
    invitation = Invitation(
        id="i1",
        version=1,
        sent=on(5, 2),
        respond_by=date(2025, 5, 17),
        response_days=14,
        questions=SEVEN,
        deliveries=(Delivery("d1", SENT, on(5, 2)), Delivery("d2", DELIVERED, on(5, 3))),
    )
    return replace(invitation, **changes)


def evidence(*invitations, **changes):
    whole = Evidence(
        consultee="Chief of Police",
        zone="America/Chicago",
        ledger_start=LEDGER_START,
        decision=DECISION,
        version=1,
        versions=(1,),
        recommendations=(Recommendation("r1", RECOMMENDED, RECOMMENDED),),
        invitations=invitations,
    )
    return replace(whole, **changes)


def answer(question="q1", entered=on(5, 9), **changes):
    return replace(Reply(f"a-{question}", "i1", question, "official", entered), **changes)


def verdict(*invitations, **changes):
    found = verdict_on(evidence(*invitations, **changes))
    return found.row, found.code


# Row 1


def test_a_decision_before_the_ledger_is_not_recorded():
    assert verdict(ledger_start=DECISION + SECOND) == (1, VerdictCode.NOT_RECORDED)


def test_a_decision_before_the_ledger_is_not_recorded_even_with_a_perfect_asking():
    found = verdict(asking(), replies=(answer(),), ledger_start=DECISION + SECOND)
    assert found == (1, VerdictCode.NOT_RECORDED)


def test_a_decision_in_the_second_in_which_the_ledger_starts_is_in_the_ledger():
    assert verdict(ledger_start=DECISION) == (4, VerdictCode.NOT_ASKED)


# Rows 2 to 4


def test_a_public_notice_alone_is_notified_only():
    assert verdict(notices=(PublicNotice("n1", on(5, 1)),)) == (2, VerdictCode.NOTIFIED_ONLY)


def test_a_notice_and_a_claimed_contact_are_notified_only():
    notices, contacts = (PublicNotice("n1", on(5, 1)),), (Contact("c1", on(5, 1)),)
    assert verdict(notices=notices, contacts=contacts) == (2, VerdictCode.NOTIFIED_ONLY)


def test_a_notice_entered_after_the_decision_notified_nobody():
    late = PublicNotice("n1", DECISION + SECOND, stated=date(2025, 5, 1))
    assert verdict(notices=(late,)) == (4, VerdictCode.NOT_ASKED)


@pytest.mark.parametrize("standing", ["confirmed", "contested"])
def test_a_claimed_contact_says_what_the_office_says_of_it(standing):
    answers = (ContactAnswer("k1", "c1", standing, on(5, 4)),)
    found = verdict_on(evidence(contacts=(Contact("c1", on(5, 1)),), contact_answers=answers))
    assert (found.row, found.code, found.contact_standing) == (3, VerdictCode.CONTACT_CLAIMED, standing)


def test_a_claimed_contact_that_the_office_has_not_answered_is_unanswered():
    found = verdict_on(evidence(contacts=(Contact("c1", on(5, 1)),)))
    assert (found.row, found.contact_standing) == (3, "unanswered")


def test_the_latest_word_of_the_office_on_a_contact_stands():
    answers = (ContactAnswer("k1", "c1", "confirmed", on(5, 4)), ContactAnswer("k2", "c1", "contested", on(5, 5)))
    found = verdict_on(evidence(contacts=(Contact("c1", on(5, 1)),), contact_answers=answers))
    assert found.contact_standing == "contested"


def test_a_contact_confirmed_after_the_decision_is_unanswered():
    answers = (ContactAnswer("k1", "c1", "confirmed", DECISION + SECOND),)
    found = verdict_on(evidence(contacts=(Contact("c1", on(5, 1)),), contact_answers=answers))
    assert found.contact_standing == "unanswered"


def test_nothing_at_all_is_not_asked():
    assert verdict() == (4, VerdictCode.NOT_ASKED)


def test_an_invitation_sent_after_the_decision_is_not_an_invitation():
    assert verdict(asking(sent=DECISION + SECOND)) == (4, VerdictCode.NOT_ASKED)


# Row 5


def test_an_invitation_without_a_delivery_is_undelivered():
    assert verdict(asking(deliveries=())) == (5, VerdictCode.ASKED_UNDELIVERED)


def test_sending_is_not_delivering():
    assert verdict(asking(deliveries=(Delivery("d1", SENT, on(5, 2)),))) == (5, VerdictCode.ASKED_UNDELIVERED)


def test_an_undelivered_invitation_outranks_a_notice():
    found = verdict(asking(deliveries=()), notices=(PublicNotice("n1", on(5, 1)),))
    assert found == (5, VerdictCode.ASKED_UNDELIVERED)


def test_a_hand_delivery_entered_after_the_decision_delivers_nothing_whatever_day_it_states():
    late = Delivery("d9", DELIVERED, DECISION + SECOND, stated=date(2025, 5, 3))
    assert verdict(asking(deliveries=(late,))) == (5, VerdictCode.ASKED_UNDELIVERED)


def test_an_answer_without_a_delivery_event_does_not_deliver():
    assert verdict(asking(deliveries=()), replies=(answer(),)) == (5, VerdictCode.ASKED_UNDELIVERED)


def test_an_acknowledgement_delivers():
    found = verdict(asking(deliveries=(Delivery("d1", ACKNOWLEDGED, on(5, 3)),)), replies=(answer(),))
    assert found == (8, VerdictCode.ASKED_AND_ANSWERED)


# Row 6


def test_an_invitation_about_another_version_is_other_version():
    found = verdict(asking(), version=2, versions=(1, 2), replies=(answer(),))
    assert found == (6, VerdictCode.ASKED_OTHER_VERSION)


def step(a, b, material, entered=on(5, 20), id=None):
    return ChangeJudgement(id or f"m{a}{b}", a, b, material, entered)


def agreed(*judged, outcome="confirmed", entered=on(5, 22)):
    """What a second person said of each judgment."""
    return {"judgements": judged, "reviews": tuple(ChangeReview(f"r-{each.id}", each.id, outcome, entered) for each in judged)}


def test_a_change_judged_not_material_carries_the_invitation_over():
    found = verdict(asking(), version=2, versions=(1, 2), replies=(answer(),), **agreed(step(1, 2, False)))
    assert found == (8, VerdictCode.ASKED_AND_ANSWERED)


@pytest.mark.parametrize("said", [
    {"judgements": (step(1, 2, False),)},
    agreed(step(1, 2, False), outcome="refused"),
    agreed(step(1, 2, False), entered=DECISION + SECOND),
    {"judgements": (step(1, 2, False),), "reviews": (ChangeReview("r1", "another", "confirmed", on(5, 22)),)},
])  # fmt: skip
def test_a_judgment_that_no_second_person_confirmed_in_time_carries_nothing(said):
    """I-44 unjudged or unconfirmed, a change counts as one that matters."""
    found = verdict(asking(), version=2, versions=(1, 2), replies=(answer(),), **said)
    assert found == (6, VerdictCode.ASKED_OTHER_VERSION)


def test_a_refused_judgment_leaves_an_earlier_confirmed_one_standing():
    before, after = agreed(step(1, 2, False)), agreed(step(1, 2, True, on(5, 25), "again"), outcome="refused", entered=on(5, 26))
    both = {name: before[name] + after[name] for name in before}
    assert verdict(asking(), version=2, versions=(1, 2), replies=(answer(),), **both)[0] == 8


def test_a_later_judgment_that_waits_for_a_second_person_counts_as_material():
    said = agreed(step(1, 2, False))
    waiting = {"judgements": (*said["judgements"], step(1, 2, False, on(5, 25), "again")), "reviews": said["reviews"]}
    assert verdict(asking(), version=2, versions=(1, 2), **waiting)[0] == 6


def test_a_change_judged_material_does_not():
    found = verdict(asking(), version=2, versions=(1, 2), **agreed(step(1, 2, True)))
    assert found == (6, VerdictCode.ASKED_OTHER_VERSION)


def test_one_unjudged_step_among_two_breaks_the_way():
    found = verdict(asking(), version=3, versions=(1, 2, 3), **agreed(step(1, 2, False)))
    assert found == (6, VerdictCode.ASKED_OTHER_VERSION)


def test_every_step_judged_not_material_carries_over_two_versions():
    judged = agreed(step(1, 2, False), step(2, 3, False))
    found = verdict(asking(), version=3, versions=(1, 2, 3), replies=(answer(),), **judged)
    assert found == (8, VerdictCode.ASKED_AND_ANSWERED)


def test_a_judgement_entered_after_the_decision_carries_nothing():
    found = verdict(asking(), version=2, versions=(1, 2), **agreed(step(1, 2, False, DECISION + SECOND)))
    assert found == (6, VerdictCode.ASKED_OTHER_VERSION)


def test_the_latest_judgement_of_a_step_stands():
    judged = agreed(step(1, 2, False, on(5, 20)), step(1, 2, True, on(5, 21), "again"))
    assert verdict(asking(), version=2, versions=(1, 2), **judged)[0] == 6


def test_two_judgements_in_one_second_are_read_as_material():
    judged = agreed(step(1, 2, False), step(1, 2, True, id="also"))
    assert verdict(asking(), version=2, versions=(1, 2), **judged)[0] == 6


def test_an_invitation_about_a_later_version_does_not_cover_an_earlier_one():
    assert verdict(asking(version=2), version=1, versions=(1, 2), **agreed(step(1, 2, False)))[0] == 6


def test_an_undelivered_invitation_about_the_right_version_does_not_help_one_about_another():
    right = asking(id="i2", version=2, deliveries=())
    assert verdict(asking(), right, version=2, versions=(1, 2)) == (6, VerdictCode.ASKED_OTHER_VERSION)


# Row 7


def test_delivered_in_the_second_of_the_recommendation_is_too_late():
    late = asking(deliveries=(Delivery("d1", DELIVERED, RECOMMENDED),), respond_by=date(2025, 6, 30))
    assert verdict(late, replies=(answer(),)) == (7, VerdictCode.ASKED_TOO_LATE)


def test_delivered_a_second_before_the_recommendation_is_in_time():
    just = asking(deliveries=(Delivery("d1", DELIVERED, RECOMMENDED - SECOND),), respond_by=date(2025, 6, 11))
    assert verdict(just, replies=(answer(),)) == (8, VerdictCode.ASKED_AND_ANSWERED)


def test_the_latest_of_two_recommendations_counts():
    both = (Recommendation("r1", on(5, 1), on(5, 1)), Recommendation("r2", RECOMMENDED, RECOMMENDED))
    assert verdict(asking(), recommendations=both, replies=(answer(),))[0] == 8


def test_a_recommendation_at_the_decision_is_not_before_it():
    delivered = (Delivery("d1", DELIVERED, on(6, 1)),)
    late = asking(deliveries=delivered, respond_by=date(2025, 6, 20))
    with_late_one = (Recommendation("r2", DECISION, DECISION),)
    assert verdict(late, recommendations=with_late_one, replies=(answer(entered=on(6, 2)),))[0] == 8


def test_without_a_recommendation_the_decision_ends_the_formative_stage():
    at_decision = asking(deliveries=(Delivery("d1", DELIVERED, DECISION),), respond_by=date(2025, 6, 30))
    assert verdict(at_decision, recommendations=())[0] == 7
    before = asking(deliveries=(Delivery("d1", DELIVERED, DECISION - SECOND),), respond_by=date(2025, 6, 30))
    assert verdict(before, recommendations=(), replies=(answer(entered=DECISION),))[0] == 8


def test_one_day_less_than_the_rule_is_too_late():
    assert verdict(asking(respond_by=date(2025, 5, 16)), replies=(answer(),)) == (7, VerdictCode.ASKED_TOO_LATE)


def test_exactly_the_days_of_the_rule_are_enough_and_the_day_of_delivery_is_not_counted():
    assert verdict(asking(respond_by=date(2025, 5, 17)), replies=(answer(),))[0] == 8


def test_an_extension_can_make_a_short_asking_long_enough():
    short = asking(respond_by=date(2025, 5, 10), extensions=(Extension("e1", date(2025, 5, 17), on(5, 9)),))
    assert verdict(short, replies=(answer(),))[0] == 8


def test_days_given_after_the_time_had_run_out_do_not_make_a_short_asking_long():
    """I-43 a shortened asking never reads as timely: an extension has to be entered while the time still runs."""
    short = asking(respond_by=date(2025, 5, 10), extensions=(Extension("e1", date(2025, 5, 25), on(5, 11)),))
    assert verdict(short, replies=(answer(),)) == (7, VerdictCode.ASKED_TOO_LATE)
    in_time = asking(respond_by=date(2025, 5, 10), extensions=(Extension("e1", date(2025, 5, 25), on(5, 10)),))
    assert verdict(in_time, replies=(answer(),))[0] == 8


def test_a_delivery_entered_before_the_sending_counts_from_the_sending():
    early = asking(deliveries=(Delivery("d1", DELIVERED, on(4, 1)),), respond_by=date(2025, 5, 15))
    assert verdict(early, replies=(answer(),)) == (7, VerdictCode.ASKED_TOO_LATE)


def test_an_extension_entered_after_the_decision_adds_nothing():
    late = (Extension("e1", date(2025, 5, 17), DECISION + SECOND),)
    assert verdict(asking(respond_by=date(2025, 5, 10), extensions=late))[0] == 7


def test_an_extension_to_an_earlier_day_takes_nothing_away():
    shorter = (Extension("e1", date(2025, 5, 5), on(5, 4)),)
    assert verdict(asking(extensions=shorter), replies=(answer(),))[0] == 8


def test_the_days_are_those_of_the_city():
    """At 03:00 UTC on May 4 it is still May 3 in Chicago, so fourteen days end on May 17."""
    evening = asking(deliveries=(Delivery("d1", DELIVERED, on(5, 4, 3)),))
    assert verdict(evening, replies=(answer(),))[0] == 8
    assert verdict(evening, replies=(answer(),), zone="UTC")[0] == 7


# Rows 8 to 10


def test_one_official_answer_is_asked_and_answered():
    assert verdict(asking(), replies=(answer(),)) == (8, VerdictCode.ASKED_AND_ANSWERED)


def test_an_answer_after_the_due_day_and_before_the_decision_is_an_answer():
    assert verdict(asking(), replies=(answer(entered=DECISION),))[0] == 8


def test_an_answer_a_second_after_the_decision_is_none():
    assert verdict(asking(), replies=(answer(entered=DECISION + SECOND),)) == (10, VerdictCode.ASKED_NO_REPLY)


def test_a_personal_reply_is_not_the_offices():
    assert verdict(asking(), replies=(answer(capacity="personal"),)) == (10, VerdictCode.ASKED_NO_REPLY)


def test_a_volunteered_reply_answers_no_invitation():
    assert verdict(asking(), replies=(answer(invitation=None),)) == (10, VerdictCode.ASKED_NO_REPLY)


def test_a_reply_to_a_late_invitation_does_not_answer_the_timely_one():
    late = asking(id="i2", deliveries=(Delivery("d5", DELIVERED, on(6, 1)),))
    found = verdict(asking(), late, replies=(answer(invitation="i2", entered=on(6, 2)),))
    assert found == (10, VerdictCode.ASKED_NO_REPLY)


def test_words_in_the_unasked_field_alone_are_an_answer():
    found = verdict_on(evidence(asking(), replies=(answer(question=None),)))
    assert (found.row, found.counts) == (8, Counts(questions=7, overdue=7, unasked=1))


def test_an_answer_on_paper_counts_from_its_entry():
    paper = answer(channel="paper", stated=date(2025, 5, 8), entered=DECISION + SECOND)
    assert verdict(asking(), replies=(paper,))[0] == 10
    assert verdict(asking(), replies=(replace(paper, entered=DECISION),))[0] == 8


def test_a_declination_without_an_answer_is_declined():
    assert verdict(asking(), declinations=(Declination("x1", "i1", "q1", on(5, 9)),)) == (9, VerdictCode.ASKED_DECLINED)


def test_an_answer_outranks_a_declination():
    found = verdict(asking(), replies=(answer(),), declinations=(Declination("x1", "i1", "q2", on(5, 8)),))
    assert found == (8, VerdictCode.ASKED_AND_ANSWERED)


def test_a_declination_after_the_decision_is_none():
    late = (Declination("x1", "i1", None, DECISION + SECOND),)
    assert verdict(asking(), declinations=late) == (10, VerdictCode.ASKED_NO_REPLY)


def test_silence_at_the_deadline_is_no_reply():
    assert verdict(asking()) == (10, VerdictCode.ASKED_NO_REPLY)


# Row 11


def test_a_decision_on_the_last_day_to_answer_cuts_the_period_short():
    assert verdict(asking(respond_by=date(2025, 6, 10))) == (11, VerdictCode.ASKED_TOO_LATE)


def test_a_decision_in_the_first_second_after_the_last_day_does_not():
    midnight = datetime(2025, 6, 11, 5, tzinfo=UTC)
    assert verdict(asking(respond_by=date(2025, 6, 10)), decision=midnight) == (10, VerdictCode.ASKED_NO_REPLY)
    assert verdict(asking(respond_by=date(2025, 6, 10)), decision=midnight - SECOND)[0] == 11


# Counts and evidence


def test_answered_declined_waiting_and_overdue_add_up_to_the_questions():
    replies = tuple(answer(f"q{n}") for n in range(1, 6))
    found = verdict_on(evidence(asking(), replies=replies, declinations=(Declination("x1", "i1", "q6", on(5, 9)),)))
    assert found.counts == Counts(questions=7, answered=5, declined=1, overdue=1)


def test_a_correction_does_not_count_the_question_twice():
    replies = (answer(), answer(id="correction", entered=on(5, 12)))
    assert verdict_on(evidence(asking(), replies=replies)).counts.answered == 1


def test_a_question_is_waiting_through_its_last_day_and_overdue_after_it():
    whole = evidence(asking())
    last_second = datetime(2025, 5, 18, 4, 59, 59, tzinfo=UTC)
    assert standing_of("q1", asking(), whole, last_second) is Standing.WAITING
    assert standing_of("q1", asking(), whole, last_second + SECOND) is Standing.OVERDUE


def test_declining_the_whole_invitation_declines_every_unanswered_question():
    whole = evidence(asking(), replies=(answer(),), declinations=(Declination("x1", "i1", None, on(5, 9)),))
    assert counts_of((asking(),), whole, DECISION) == Counts(questions=7, answered=1, declined=6)


def test_the_evidence_used_and_the_evidence_that_came_too_late_are_named():
    late = answer("q2", DECISION + SECOND)
    found = verdict_on(evidence(asking(), replies=(answer(), late)))
    assert found.used == ("a-q1", "d1", "d2", "i1")
    assert found.too_late_to_count == ("a-q2",)


def test_an_asking_tells_its_days_given_and_due():
    (told,) = verdict_on(evidence(asking(), replies=(answer(),))).askings
    assert (told.delivered_on, told.days_given, told.days_due, told.timely) == (date(2025, 5, 3), 14, 14, True)


def test_an_unknown_rule_version_is_refused():
    with pytest.raises(ValueError, match="Rule version 2"):
        verdict_on(evidence(rules=2))
