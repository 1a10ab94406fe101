"""Whatever is tried with a matter, in whatever order: what stands in the record never left the workflow."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from civic.clock import now, pretend, today
from civic.council.actions import put_motion, record_executive_action, record_vote
from civic.council.models import MotionKind, VoteEvent
from civic.council.queries import council, executive_actions_on, motions_on, votes_on
from civic.database import Refusal, db
from civic.dockets.actions import post_notice, record_process_event, take_back_step
from civic.dockets.evidence import evidence_for
from civic.dockets.models import Docket
from civic.dockets.queries import events_of, standing_events
from civic.dockets.standing import course_of, steps_of, workflow_of
from civic.dockets.workflows.definition import PASSED, STATES
from civic.dockets.workflows.following import follow
from civic.people.policy import policy, set_policy
from tests.cast import clara
from tests.council.arrange import make_council, make_voted_docket, split

NUMBERS = (f"2026-{n:03d}" for n in itertools.count(100))
DAYS = st.integers(0, 12)
USUAL = ("presented", "published", "effective", "codified", "council_action", "recommended", "in_committee", "referred", "introduced", "notice_of_intent")


class Matter(RuleBasedStateMachine):
    """The clerk tries steps, votes, signatures, notices and corrections in any order; time goes on."""

    @initialize(workflow=st.sampled_from(["minneapolis", "new-york", "minimal"]))
    def start(self, workflow: str) -> None:
        self.days = 0
        set_policy("workflow", workflow)
        self.docket: Docket = make_voted_docket(CLERK[0], next(NUMBERS))

    def attempt(self, action) -> None:  # type: ignore[no-untyped-def]
        with pretend(START[0] + timedelta(days=self.days)):
            point = db.session.begin_nested()
            try:
                action()
                point.commit()
            except Refusal:
                point.rollback()
                db.session.expire_all()

    @rule(kind=st.sampled_from(STATES), ago=DAYS, named=st.booleans(), number=st.booleans())
    def step(self, kind: str, ago: int, named: bool, number: bool) -> None:
        self.attempt(
            lambda: record_process_event(
                self.docket, kind=kind, day=today() - timedelta(days=ago), source="Minutes" if named else "", enactment="Ordinance 1" if number else "", by=CLERK[0]
            )
        )

    @rule(choice=st.integers(0, 9), ago=st.sampled_from([0, 0, 0, 1, 3]))
    def offered_step(self, choice: int, ago: int) -> None:
        """One of the steps that the page offers, with the first evidence that is there."""

        def take() -> None:
            possible = course_of(self.docket).possible
            if possible:
                self.enter(possible[choice % len(possible)].name, ago)

        self.attempt(take)

    @rule(n=st.integers(1, 8), yes=st.sampled_from([13, 13, 9, 8, 4]), action=st.sampled_from(["signed", "vetoed", "unsigned"]))
    def go_ahead(self, n: int, yes: int, action: str) -> None:
        """The usual way, several steps of it, a day for each."""
        for _ in range(n):
            self.days += 1
            self.attempt(lambda: self.usual(yes, action))

    def usual(self, yes: int, action: str) -> None:
        possible = [state.name for state in course_of(self.docket).possible]
        body, acts = council(), [m for m in motions_on(self.docket) if m.kind is MotionKind.ACT and m.vote is not None]
        assert body is not None
        if "passed" in possible or "overridden" in possible:
            kind = "act" if "passed" in possible else "override"
            record_vote(put_motion(self.docket, body, kind=kind, words="Adopt it.", by=CLERK[0]), split(body, yes), on=today(), by=CLERK[0])
        elif "signed" in possible and acts:
            record_executive_action(acts[-1], action=action, on=today(), by=CLERK[0])
        elif usual := [name for name in USUAL if name in possible]:
            self.enter(usual[0], 0)

    def enter(self, kind: str, ago: int) -> None:
        workflow = workflow_of(self.docket)
        assert workflow is not None
        found = evidence_for(self.docket, kind, workflow.states[kind].cites)
        more = {"cites": found[0]} if found else {"source": "Minutes"}
        record_process_event(self.docket, kind=kind, day=today() - timedelta(days=ago), by=CLERK[0], **more)

    @rule(kind=st.sampled_from(["act", "override", "procedural"]), yes=st.integers(0, 13), ago=DAYS)
    def vote(self, kind: str, yes: int, ago: int) -> None:
        def decide() -> None:
            body = council()
            assert body is not None
            record_vote(put_motion(self.docket, body, kind=kind, words="Adopt it.", by=CLERK[0]), split(body, yes), on=today(), by=CLERK[0])

        self.attempt(decide)

    @rule(action=st.sampled_from(["signed", "vetoed", "unsigned"]), ago=DAYS)
    def mayor(self, action: str, ago: int) -> None:
        acts = [m for m in motions_on(self.docket) if m.kind is MotionKind.ACT]
        if acts:
            self.attempt(lambda: record_executive_action(acts[-1], action=action, on=today() - timedelta(days=ago), by=CLERK[0]))

    @rule(place=st.integers(0, 30))
    def take_back(self, place: int) -> None:
        events = standing_events(self.docket)
        if events:
            self.attempt(lambda: take_back_step(self.docket, events[place % len(events)], by=CLERK[0]))

    @rule()
    def notice(self) -> None:
        self.attempt(lambda: post_notice(self.docket, channel="newspaper", place="The Alder Post", day=today(), by=CLERK[0]))

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.days += days

    @invariant()
    def the_record_keeps_to_the_workflow(self) -> None:
        """I-10 The standing steps, walked strictly from the first to the last, are allowed one by one and each cites something."""
        events = standing_events(self.docket)
        workflow = workflow_of(self.docket)
        assert workflow is not None
        follow(workflow, steps_of(events), until=date.max, mayor_days=policy("mayor_days"))
        assert all(event.cites in workflow.states[event.kind].cites and event.source for event in events)

    @invariant()
    def nothing_is_passed_without_its_vote(self) -> None:
        """I-11 Each standing passage and override cites a roll call of this docket that met its requirement."""
        votes = {vote.id: vote for vote in votes_on(self.docket)}
        for event in standing_events(self.docket):
            if event.kind in ("passed", "overridden"):
                vote: VoteEvent = votes[str(event.cited)]
                assert vote.passed and vote.counts["yes"] >= vote.needed > 0 and vote.body.classification == "legislature"
                assert vote.motion is not None and (vote.motion.kind is MotionKind.ACT) == (event.kind == "passed")

    @invariant()
    def the_mayor_gets_only_what_passed(self) -> None:
        """I-13 Only an act is presented to the mayor."""
        for action in executive_actions_on(self.docket):
            motion = next(m for m in motions_on(self.docket) if m.id == action.motion_id)
            assert motion.kind is MotionKind.ACT and motion.vote is not None and motion.vote.passed

    @invariant()
    def numbers_and_effect_come_after(self) -> None:
        """I-14 No enactment number before passage; where publication is required, effect is not earlier than publication."""
        events = standing_events(self.docket)
        numbered = [event for event in events if event.enactment]
        assert all(event.kind in PASSED for event in numbered)
        assert bool(self.docket.matter.enactment_number) == bool(numbered)
        workflow = workflow_of(self.docket)
        if workflow is not None and workflow.publication_required:
            published = [event.day for event in events if event.kind == "published"]
            assert all(published and min(published) <= event.day for event in events if event.kind == "effective")

    def teardown(self) -> None:
        if hasattr(self, "docket"):
            SEEN.update({event.kind for event in events_of(self.docket)})

    @invariant()
    def nothing_is_erased(self) -> None:
        """I-1 What was entered stays; a correction adds a row."""
        events = events_of(self.docket)
        assert len(events) == len({event.n for event in events}) == max([0, *(event.n for event in events)])


CLERK: list = []
START: list = []
SEEN: Counter[str] = Counter()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_sequence_of_actions_leaves_the_workflow(app) -> None:  # type: ignore[no-untyped-def]
    """I-10 to I-14 hold after any sequence of actions."""
    CLERK[:], START[:] = [clara()], [now()]
    make_council(CLERK[0])
    run_state_machine_as_test(Matter, settings=settings(max_examples=30, stateful_step_count=22, deadline=None, suppress_health_check=list(HealthCheck)))
    # It is no proof if the tries never came far.
    assert {"passed", "presented"} <= set(SEEN) and len(SEEN) >= 8, SEEN
