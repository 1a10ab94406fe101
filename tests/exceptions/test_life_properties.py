"""Whatever is done in whatever order: the sums hold, nothing is granted too early or without an end, and no state goes back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from civic.clock import now, pretend, today
from civic.database import Refusal, db
from civic.exceptions import actions
from civic.exceptions.models import ExceptionRequest, Verdict
from civic.exceptions.queries import all_requests, all_uses
from civic.exceptions.reporting import duty_of, listed_in, periods_of, reported
from civic.exceptions.standing import (
    GRANTED,
    OPEN,
    State,
    counted,
    fault_of,
    hearing_ahead,
    hearing_held,
    notice_ends,
    state_of,
)
from civic.record.models import Leaf
from tests.exceptions.arrange import (
    NOTICE,
    WORDS,
    clause,
    grant,
    make_law,
    make_request,
    the_chief,
    the_law,
    the_office,
)
from tests.factories import the_clerk

BEGAN = (State.FILED, State.RETURNED, State.NOTICED, State.HEARD)
ARROWS = {
    State.FILED: {State.RETURNED, State.NOTICED, State.WITHDRAWN, State.LAPSED},
    State.RETURNED: {State.FILED, State.WITHDRAWN, State.LAPSED},
    State.NOTICED: {State.HEARD, State.IN_FORCE, State.EXPIRED, State.REFUSED, State.WITHDRAWN, State.LAPSED},
    State.HEARD: {State.IN_FORCE, State.EXPIRED, State.REFUSED, State.WITHDRAWN, State.LAPSED},
    State.IN_FORCE: {State.EXPIRED, State.REVOKED},
}  # the others are ends


class Life(RuleBasedStateMachine):
    """A city with one law and one office; each rule is one act by the right person, taken or refused."""

    hearing: Any = st.sampled_from(["always", "new_only", "never"])
    start_over: Callable[[], None]

    def __init__(self) -> None:
        super().__init__()
        self.day, self.seen, self.done = 0, {}, Counter()
        self.requests: list[ExceptionRequest] = []  # as they are after the last act

    @initialize(hearing=hearing)
    def a_city(self, hearing: str) -> None:
        type(self).start_over()
        self.began = now()
        make_law(hearing=hearing)
        db.session.commit()

    def on_its_day(self):  # type: ignore[no-untyped-def]
        return pretend(self.began + timedelta(days=self.day))

    def act(self, name: str, step: Callable[[], Any]) -> None:
        with self.on_its_day():
            try:
                with db.session.begin_nested():
                    step()
                self.done[name] += 1
            except Refusal:
                pass
        db.session.commit()
        db.session.expire_all()
        self.requests = all_requests()
        self.no_state_goes_back()

    def one(self, pick: int, *likely: State) -> ExceptionRequest:
        """A request, mostly one in a state in which the act makes sense; every fourth time any."""
        rows = sorted(self.requests, key=lambda request: (request.filed_at, request.id))
        fitting = [row for row in rows if state_of(row) in likely] if pick % 4 else []
        chosen = fitting or rows
        return chosen[pick % len(chosen)]

    def newest(self) -> ExceptionRequest:
        return max(self.requests, key=lambda request: (request.filed_at, request.filing.leaf_id))

    def any_request(self) -> bool:
        return bool(self.requests)

    @rule(days=st.integers(1, 25))
    def time_passes(self, days: int) -> None:
        self.day += days

    @rule(first=st.integers(0, 20), length=st.integers(0, 120))
    def ask(self, first: int, length: int) -> None:
        self.act("ask", lambda: make_request(starts=today() + timedelta(days=first), ends=today() + timedelta(days=first + length)))

    @rule(ago=st.integers(0, 5))
    def use_in_an_emergency(self, ago: int) -> None:
        self.act("emergency", lambda: make_request(used_on=today() - timedelta(days=ago), ends=today() + timedelta(days=3)))

    @precondition(any_request)
    @rule(pick=st.integers(0, 11))
    def accept(self, pick: int) -> None:
        self.act("accept", lambda: actions.accept_request(self.one(pick, State.FILED), by=the_clerk()))

    @precondition(any_request)
    @rule(pick=st.integers(0, 11))
    def give_back(self, pick: int) -> None:
        self.act("give back", lambda: actions.give_back(self.one(pick, State.FILED), reasons="Say more.", by=the_clerk()))

    @precondition(any_request)
    @rule(pick=st.integers(0, 11), length=st.integers(1, 60))
    def file_again(self, pick: int, length: int) -> None:
        def step() -> None:
            draft = actions.write_again(self.one(pick, State.RETURNED), by=the_chief())
            words = {**WORDS, "use_report": "As logged.", "emergency_why": "A child was in danger."}
            actions.keep_draft(draft, words, starts=today(), ends=today() + timedelta(days=length), used_on=draft.used_on, by=the_chief())
            actions.file_draft(draft, by=the_chief())

        self.act("file again", step)

    @precondition(any_request)
    @rule(pick=st.integers(0, 11))
    def hold_a_hearing(self, pick: int) -> None:
        def step() -> None:
            request = self.one(pick, State.NOTICED)
            event = hearing_ahead(request) if request.acceptance else None
            if event is None:
                actions.set_hearing(request, starts_at=now() + timedelta(hours=1), place="City Hall", by=the_clerk())
            else:
                actions.hold_hearing(request, event, source="Minutes", by=the_clerk())

        self.act("hearing", step)

    @precondition(any_request)
    @rule(pick=st.integers(0, 11), granted=st.booleans(), conditions=st.integers(0, 2), shorter=st.integers(0, 50))
    def decide(self, pick: int, granted: bool, conditions: int, shorter: int) -> None:
        def step() -> None:
            request = self.one(pick, State.NOTICED, State.HEARD)
            terms = [actions.Term("Publish a map", the_office(), today() + timedelta(days=n)) for n in range(conditions)] if granted else []
            grant(request, granted=granted, terms=terms, ends=request.filing.ends - timedelta(days=shorter) if granted else None)

        self.act("decide", step)

    @rule(length=st.integers(20, 90), conditions=st.integers(0, 2))
    def get_a_permission(self, length: int, conditions: int) -> None:
        """The whole way at once, so that what follows a grant is met often."""

        self.act("ask", lambda: make_request(starts=today(), ends=today() + timedelta(days=length)))
        self.act("accept", lambda: actions.accept_request(self.newest(), by=the_clerk()))
        self.act("set", lambda: actions.set_hearing(self.newest(), starts_at=now() + timedelta(hours=1), place="City Hall", by=the_clerk()))
        self.day += 1
        self.act("hold", lambda: actions.hold_hearing(self.newest(), hearing_ahead(self.newest()), source="Minutes", by=the_clerk()))
        self.day += NOTICE + 1
        terms = [(f"Report {n}", n) for n in range(conditions)]
        self.act("grant", lambda: grant(self.newest(), terms=[actions.Term(words, the_office(), today() + timedelta(days=n)) for words, n in terms]))

    @precondition(any_request)
    @rule(pick=st.integers(0, 11))
    def withdraw(self, pick: int) -> None:
        self.act("withdraw", lambda: actions.withdraw_request(self.one(pick, *OPEN), reason="No need.", by=the_chief()))

    @precondition(any_request)
    @rule(pick=st.integers(0, 11))
    def revoke(self, pick: int) -> None:
        self.act("revoke", lambda: actions.revoke_grant(self.one(pick, State.IN_FORCE), revoked_by="City Council", reason="Misuse.", by=the_clerk()))

    @precondition(any_request)
    @rule(pick=st.integers(0, 11), short=st.booleans(), length=st.integers(20, 60))
    def renew(self, pick: int, short: bool, length: int) -> None:
        def step() -> None:
            draft = actions.start_renewal(self.one(pick, State.IN_FORCE, State.EXPIRED), short=short, by=the_chief())
            words = {"use_report": "As logged."} if short else {**WORDS, "place": "Elsewhere", "use_report": "As logged."}
            actions.keep_draft(draft, words, starts=today(), ends=today() + timedelta(days=length), by=the_chief())
            actions.file_draft(draft, by=the_chief())

        self.act("renew", step)

    @rule(pick=st.none() | st.integers(0, 11), ago=st.integers(0, 30), n=st.integers(0, 1))
    def use(self, pick: int | None, ago: int, n: int) -> None:
        def step() -> None:
            request = self.one(pick, *GRANTED) if pick is not None and self.requests else None
            actions.log_use(the_office(), request.clause if request else clause(n), on=today() - timedelta(days=ago), count=1, note="x", request=request, by=the_chief())

        self.act("use", step)

    @rule(requested=st.booleans())
    def receive(self, requested: bool) -> None:
        given = {"source": "County", "what": "A name", "requested": requested, "used": False}
        self.act("receive", lambda: actions.record_receipt(the_law(), the_office(), received_on=today(), by=the_chief(), **given))

    @rule()
    def report(self) -> None:
        def step() -> None:
            owed = next((p for p in periods_of(duty_of(the_office(), the_law())) if p.is_owed), None)
            if owed is not None:
                actions.file_report(owed.duty, owed.starts, words="As logged.", remedies="Training.", by=the_chief())

        self.act("report", step)

    # --- what holds after every act

    @invariant()
    def the_sums_hold(self) -> None:
        """I-64: requests = open + granted + refused + withdrawn + lapsed; granted = in force + expired + revoked. Rows and log agree."""
        with self.on_its_day():
            rows = self.requests
            counts = counted(rows)
            assert counts.requests == len(rows) == counts.open + counts.granted + counts.refused + counts.withdrawn + counts.lapsed
            assert counts.granted == counts.in_force + counts.expired + counts.revoked
        leaves = [(leaf.kind, json.loads(leaf.bytes)) for leaf in db.session.scalars(sa.select(Leaf).where(Leaf.kind.like("exception.%")))]
        told = Counter(kind for kind, _leaf in leaves)
        outcomes = Counter(leaf["outcome"] for kind, leaf in leaves if kind == "exception.decided")
        assert sum(kind == "exception.filed" and "ref" not in leaf for kind, leaf in leaves) == counts.requests
        assert outcomes["granted"] + outcomes["granted_with_conditions"] == counts.granted and outcomes["refused"] == counts.refused
        assert outcomes["granted_with_conditions"] == counts.with_conditions
        assert told["exception.revoked"] == counts.revoked and told["exception.withdrawn"] == counts.withdrawn

    @invariant()
    def no_grant_is_early_or_endless(self) -> None:
        """I-59, I-60."""
        for request in self.requests:
            decision = request.decision
            if decision is not None and decision.verdict is not Verdict.REFUSED:
                assert decision.ends is not None and decision.clause_id == request.clause_id and decision.starts <= decision.ends
                assert decision.on > notice_ends(request)
                assert not request.acceptance.hearing_required or hearing_held(request, decision.on) is not None

    @invariant()
    def every_grant_is_reported_or_waits_for_the_next_report(self) -> None:
        """I-60: it appears in the next report. Nothing is listed first in two reports."""
        if not self.done:
            return
        with self.on_its_day():
            known, periods = reported(), periods_of(duty_of(the_office(), the_law()))
            waiting = next((p for p in periods if not p.reports), None)
            for request in self.requests:
                if state_of(request) in GRANTED and request.id not in known.grants and waiting and request.decision.on <= waiting.ends:
                    assert request in listed_in(waiting).grants
            listed = [item["id"] for period in periods for report in period.reports for kind in ("uses", "receipts") for item in report.items[kind]]
            assert len(listed) == len(set(listed))

    @invariant()
    def no_use_outside_a_permission_goes_unseen(self) -> None:
        for use in all_uses():
            decision = use.request.decision if use.request else None
            if decision is not None and decision.ends is not None and use.on > decision.ends:
                assert fault_of(use) is not None

    @invariant()
    def no_state_goes_back(self) -> None:
        with self.on_its_day():
            for request in self.requests:
                state, before = state_of(request), self.seen.get(request.id, State.FILED)
                assert state is before or state in ARROWS.get(before, set()), f"{before} to {state}"
                assert state in (*OPEN, *GRANTED, State.REFUSED, State.WITHDRAWN, State.LAPSED)
                self.seen[request.id] = state


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_sequence_of_acts_breaks_the_sums_or_the_order(app, database) -> None:
    """I-59, I-60, I-64 after any sequence of acts, and no state goes back."""

    def start_over() -> None:
        db.session.rollback()
        db.session.remove()
        database.reset(db.engine)

    Life.start_over = staticmethod(start_over)
    quick = settings(max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Life, settings=quick)
