"""What a version says, in a table that two people stand behind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.database import Refusal
from civic.dockets.actions import check_fact, draft_facts, review_facts
from civic.dockets.facts.carrying import carried_to, differences
from civic.dockets.facts.cells import fault_in, make_cell
from civic.dockets.facts.fields import FIELDS
from civic.dockets.facts.places import names_in, piece_called
from civic.dockets.facts.queries import exceptions_in, facts_of, not_stated_in, review_of, unchecked_in
from civic.record.queries import events_about
from tests.dockets.facts_arranged import cells_of, confirm, exception_of, hand_over, second_clerk, stated
from tests.factories import TEXT, make_docket, make_version, the_clerk

TWICE = TEXT.replace("once a year", "twice a year")


def test_facts_are_confirmed_by_a_second_person(app) -> None:
    version = make_docket().current_version
    sheet = hand_over(version)
    with pytest.raises(Refusal, match="second person"):
        review_facts(sheet, version, by=the_clerk())
    assert review_of(sheet) is None
    confirm(sheet, version)
    event = events_about(review_of(sheet))[0]
    assert event.kind == "facts.reviewed" and facts_of(version) == sheet


def test_each_not_stated_is_looked_for_by_itself(app) -> None:
    """I-16 A second person confirms every *not stated*, not the table as a whole."""
    version = make_docket().current_version
    sheet = hand_over(version, act_use=stated(version, "2(a)", rule="forbidden"))
    missing = not_stated_in(sheet)
    assert "act_use" not in missing and len(missing) == len(FIELDS) - 1
    for key in missing[:-1]:
        check_fact(sheet, key, agrees=True, by=second_clerk())
    assert unchecked_in(sheet) == missing[-1:]
    with pytest.raises(Refusal, match="Not looked for yet: When it takes effect"):
        review_facts(sheet, version, by=second_clerk())
    with pytest.raises(Refusal, match="somebody else"):
        check_fact(sheet, missing[-1], agrees=True, by=the_clerk())
    check_fact(sheet, missing[-1], agrees=True, by=second_clerk())
    review_facts(sheet, version, by=second_clerk())


def test_what_a_second_person_finds_wrong_goes_back_and_the_rest_of_their_work_stays(app) -> None:
    version = make_docket().current_version
    first = hand_over(version)
    for key in not_stated_in(first):
        check_fact(first, key, agrees=key != "report_period", remark="Section 3 says it." if key == "report_period" else "", by=second_clerk())
    with pytest.raises(Refusal, match="look again at: How often"):
        review_facts(first, version, by=second_clerk())
    second = hand_over(version, report_period=stated(version, "3", "Once a year."))
    assert unchecked_in(second) == []
    review_facts(second, version, by=second_clerk())
    assert facts_of(version) == second


def test_who_asked_to_look_again_does_not_confirm_their_own_correction(app) -> None:
    """What somebody checked in another's table does not count once they write the table themselves."""
    version = make_docket().current_version
    first = hand_over(version)
    for key in not_stated_in(first):
        check_fact(first, key, agrees=True, by=second_clerk())
    own = draft_facts(version, cells_of(version, report_period=stated(version, "3", "Once a year.")), [], by=second_clerk())
    assert len(unchecked_in(own)) == len(not_stated_in(own))


def test_a_stated_fact_names_a_section_of_this_version(app) -> None:
    """I-16 Every fact has one of three values; each stated eId exists in its version."""
    version = make_docket().current_version
    for eids in ([], ["sec_99"]):
        with pytest.raises(Refusal, match="section"):
            hand_over(version, bound_parties=make_cell("stated", "All of them.", eids))
    with pytest.raises(Refusal, match="stated, not stated or unclear"):
        hand_over(version, bound_parties=make_cell("perhaps"))
    with pytest.raises(Refusal, match="say whether it is stated"):
        draft_facts(version, {"bound_parties": make_cell("not_stated")}, [], by=the_clerk())


@settings(max_examples=200)
@given(
    value=st.sampled_from(["stated", "not_stated", "unclear", "", "maybe"]), eids=st.lists(st.sampled_from(["sec_1", "sec_2", "sec_9"]), max_size=2, unique=True),
    readings=st.lists(st.sampled_from(["", "So.", "Or so."]), max_size=2), says=st.sampled_from(["", "It is so."]), rule=st.sampled_from(["", "forbidden", "perhaps"]),
    key=st.sampled_from(sorted(FIELDS)),
)  # fmt: skip
def test_no_cell_stands_that_is_not_one_of_the_three(app, value, eids, readings, says, rule, key) -> None:
    """I-16 Whatever is handed in: a cell without fault is stated in sections that exist, or not stated, or read in two ways."""
    cell = make_cell(value, says, eids, readings, rule)
    if fault_in(FIELDS[key], cell, {"sec_1", "sec_2"}) is not None:
        return
    assert cell["value"] in ("stated", "not_stated", "unclear")
    assert set(cell["eids"]) <= {"sec_1", "sec_2"}
    assert (cell["value"] == "stated") <= bool(cell["eids"]) and (cell["value"] == "not_stated") <= (not cell["eids"])
    assert len(set(filter(None, cell["readings"]))) == (2 if cell["value"] == "unclear" else 0)
    assert (FIELDS[key].is_act and cell["value"] == "stated") <= (cell.get("rule") == "forbidden")


def test_exceptions_are_rows_and_agree_with_the_question_whether_there_are_any(app) -> None:
    version = make_docket().current_version
    row = exception_of("x1", "Reports", use=stated(version, "3", "Reports may be written."))
    with pytest.raises(Refusal, match="the text names some"):
        hand_over(version, [row])
    with pytest.raises(Refusal, match="enter at least one"):
        hand_over(version, exceptions=stated(version, "3", ""))
    with pytest.raises(Refusal, match="row of its own"):
        hand_over(version, [row, row], exceptions=stated(version, "3", ""))
    sheet = draft_facts(version, cells_of(version, exceptions=stated(version, "3", "")), [row], by=the_clerk())
    assert {"x1_actor", "x1_condition", "x1_logging"} <= set(not_stated_in(sheet)) and exceptions_in(version) == []
    confirm(sheet, version)
    assert exceptions_in(version)[0]["use"]["says"] == "Reports may be written."


def test_sections_are_called_as_they_are_printed(app) -> None:
    version = make_docket().current_version
    assert {"1", "2", "2(a)", "2(b)", "3"} <= set(names_in(version).values())
    for typed, wanted in (("2(a)", "2(a)"), ("2 (A)", "2(a)"), ("§ 2", "2"), ("Section 3", "3")):
        piece = piece_called(version, typed)
        assert piece is not None and names_in(version)[piece.eid] == wanted
    assert piece_called(version, "99") is None and piece_called(version, "") is None


def test_an_older_sheet_is_not_confirmed_in_place_of_the_newer(app) -> None:
    version = make_docket().current_version
    older = hand_over(version)
    hand_over(version, report_period=stated(version, "3", "Once a year."))
    with pytest.raises(Refusal, match="newer sheet"):
        review_facts(older, version, by=second_clerk())


def test_a_new_version_carries_over_what_cites_unchanged_sections_and_the_rest_must_be_looked_at_again(app) -> None:
    docket = make_docket()
    first = docket.current_version
    confirm(hand_over(first, act_use=stated(first, "2(a)", "", rule="forbidden"), report_period=stated(first, "3", "Once a year."),
                      enforce_fees=make_cell("unclear", readings=["The city pays.", "Each side pays."])), first)  # fmt: skip
    second = make_version(docket, TWICE)
    carried = carried_to(second)
    assert facts_of(second) is None and carried.version == first
    assert not carried.proposals["act_use"].look_again and not carried.proposals["bound_parties"].look_again
    assert carried.proposals["report_period"].changed == ("3",)
    assert carried.proposals["enforce_fees"].look_again  # it cites no section, so any change may have made it clear


def test_a_cited_section_that_is_gone_must_be_looked_at_again(app) -> None:
    docket = make_docket()
    first = docket.current_version
    confirm(hand_over(first, report_period=stated(first, "3", "Once a year.")), first)
    second = make_version(docket, TEXT[: TEXT.index("## Section 3")])
    proposal = carried_to(second).proposals["report_period"]
    assert proposal.look_again and proposal.cell["eids"] == []


def test_changes_between_versions_are_said_in_sentences(app) -> None:
    docket = make_docket()
    one = docket.current_version
    before = confirm(hand_over(one, [exception_of("x1", "Old use", use=stated(one, "1"))], exceptions=stated(one, "1", ""),
                               report_period=stated(one, "3", "Once a year."), report_to=make_cell("unclear", readings=["A.", "B."]),
                               enforce_fees=stated(one, "3", "The city pays."), bound_parties=stated(one, "2(a)", "Departments.")), one)  # fmt: skip
    two = make_version(docket, TWICE)
    after = confirm(hand_over(two, [exception_of("x2", "New use", use=stated(two, "1"))], exceptions=stated(two, "1", ""),
                              report_period=stated(two, "3", "Twice a year."), report_to=stated(two, "3", "To the council."),
                              procedure_decides=stated(two, "2", "The council."), bound_parties=stated(two, "2(b)", "Departments."),
                              effective_date=make_cell("unclear", readings=["Now.", "Later."])), two)  # fmt: skip
    assert [d.sentence for d in differences(before, after, 2)] == [
        "Version 2 now says who may grant an exception.", "Version 2 adds the exception “New use”.", "Version 2 makes clear to whom reports go.",
        "Version 2 changes how often reports are due.", "Version 2 no longer says who pays costs and lawyers' fees.",
        "In version 2 it is unclear when it takes effect.", "Version 2 no longer has the exception “Old use”.",
    ]  # fmt: skip
