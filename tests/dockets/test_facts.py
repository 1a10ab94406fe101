"""What a version says, in a table that two people stand behind."""

from __future__ import annotations

import pytest

from civic.database import Refusal
from civic.dockets.facts import draft_facts, review_facts, review_of
from civic.people.models import Account, Role
from civic.record.queries import events_about
from tests.cast import make_account
from tests.factories import make_docket, the_clerk

CELLS = [{"field": "retention", "value": "not_stated", "says": "", "eids": []}]


def a_second_clerk() -> Account:
    return make_account("Cora Clerk", Role.CLERK)


def test_facts_are_confirmed_by_a_second_person(app) -> None:
    version = make_docket().current_version
    sheet = draft_facts(version, CELLS, by=the_clerk())
    with pytest.raises(Refusal, match="second person"):
        review_facts(sheet, version, by=the_clerk())
    assert review_of(sheet) is None
    review = review_facts(sheet, version, by=a_second_clerk())
    assert [event.kind for event in events_about(review)] == ["facts.reviewed"]


def test_a_stated_fact_names_a_section_of_this_version(app) -> None:
    """I-16 Every fact has one of three values; each stated eId exists in its version."""
    version = make_docket().current_version
    for eids in ([], ["sec_99"]):
        with pytest.raises(Refusal, match="section"):
            draft_facts(version, [{"field": "retention", "value": "stated", "eids": eids}], by=the_clerk())


def test_an_older_sheet_is_not_confirmed_in_place_of_the_newer(app) -> None:
    version = make_docket().current_version
    older = draft_facts(version, CELLS, by=the_clerk())
    draft_facts(version, CELLS, by=the_clerk())
    with pytest.raises(Refusal, match="newer sheet"):
        review_facts(older, version, by=a_second_clerk())


def test_a_fact_has_one_of_three_values(app) -> None:
    """I-16 Every fact has one of three values; each stated eId exists in its version."""
    version = make_docket().current_version
    with pytest.raises(Refusal, match="stated, not stated or unclear"):
        draft_facts(version, [{"field": "retention", "value": "perhaps", "eids": []}], by=the_clerk())
    stated = [{"field": "retention", "value": "stated", "eids": [version.provisions[-1].eid]}]
    assert draft_facts(version, stated, by=the_clerk()).n == 1
