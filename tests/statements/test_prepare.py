"""Issues with exact words and codes; a statement freezes only when nothing is left over, and says what is."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from civic.database import Refusal, db
from civic.letters.entering import Arrived, Signed, enter_letter, void_letter
from civic.letters.signature_models import SignatureKind
from civic.moderation.actions import redact
from civic.outcomes.actions import draft_response, publish_response
from civic.record.leaf import b64, parse
from civic.record.numbers import shown
from civic.record.queries import leaf_about
from civic.statements.actions import change_issue, drop_issue
from civic.statements.models import ConsultationStatement, Issue
from civic.statements.queries import statement_of
from tests.browsing import TestBrowser
from tests.cast import milo
from tests.factories import make_comment, make_docket, the_clerk
from tests.letters.arrange import make_open_letter
from tests.statements.arrange import ANSWER, LETTER, freeze, make_story, raise_issue, source

pytestmark = pytest.mark.usefixtures("app")


def test_the_clerk_writes_links_and_freezes_in_the_browser(browser: TestBrowser) -> None:
    told = make_story(letter=True)
    browser.sign_in(the_clerk()).open("/staff").click("Prepare the consultation statement: Cameras that read faces")
    assert browser.shows("No issue is written yet.") and browser.shows("Chief of Police answered, and no issue of it is written yet.")
    browser.click("Write an issue from it")
    assert browser.shows(ANSWER.split(".")[0]) and browser.shows("also by telephone")
    browser.fill("Keep this issue", {"What is asked for": "Count telephone calls", "Words quoted": "Write down telephone calls, too."})
    assert browser.status == 422 and "do not stand in the source exactly so: “Write down telephone calls, too.”" in browser.errors[0]
    browser.fill("Keep this issue", {"Words quoted": "Write down telephone calls too."})
    assert browser.shows("Issue A1-1 is kept.") and browser.shows("A1-1 (Chief of Police) has no response.")
    browser.press("Freeze the statement")
    assert browser.status == 422 and "A1-1 (Chief of Police) has no response. Link one, or list it as unanswered with the reason." in browser.errors[0]
    browser.click("Mend A1-1").fill("Keep this issue", {"Response": told.response.issue})
    assert browser.shows("Changed: Calls count too") and browser.shows("Nothing is missing.")
    browser.click("Preview")
    assert browser.shows("Only staff see this.") and browser.shows("Count telephone calls")
    browser.click("Back to the statement").press("Freeze the statement")
    assert browser.address == "/d/2026-014/statement" and browser.shows("Statement 1 is frozen and public.")
    assert not browser.open("/staff").shows("Prepare the consultation statement") and browser.open("/staff/d/2026-014").click("Consultation statement").status == 200


def test_it_freezes_only_when_each_consultees_issue_is_settled() -> None:
    """I-49: each roster consultee's issue has a response or is listed as unanswered; the refusal names each that has not."""
    told = make_story()
    with pytest.raises(Refusal, match="Chief of Police answered, and no issue of it is written yet"):
        freeze(told)
    first, second = raise_issue(told, response=None), raise_issue(told, point="Say how often", quotes=["We used it eleven times."], response=None)
    with pytest.raises(Refusal, match=r"A1-1 \(Chief of Police\) has no response.* A1-2 \(Chief of Police\) has no response"):
        freeze(told)
    change_issue(first, point=first.point, quotes=["Write down telephone calls too."], response=told.response.issue, by=the_clerk())
    with pytest.raises(Refusal, match="A1-2"):
        freeze(told)
    change_issue(second, point=second.point, quotes=["We used it eleven times."], unanswered="It tells, and asks for nothing.", by=the_clerk())
    made = freeze(told)
    leaf = parse(leaf_about(made, "statement.frozen").bytes)
    assert (leaf["n"], leaf["consultees"], leaf["issues"], leaf["unanswered"]) == (1, 1, 2, 1) and leaf["sha256"] == b64(made.digest) and "ref" not in leaf


def test_a_draft_response_settles_nothing() -> None:
    """I-49: only a published response is one."""
    told = make_story()
    draft = draft_response(told.docket, told.study.safety, point="Safety", outcome="outside", reason="The state decides.", decided_by="City Council", by=the_clerk())
    raise_issue(told, response=draft.issue)
    with pytest.raises(Refusal, match="still a draft. Publish it first"):
        freeze(told)
    publish_response(draft, by=the_clerk())
    assert freeze(told).content["issues"][0]["response"]["reason"] == "The state decides."


def test_every_change_and_reason_is_in_the_statement() -> None:
    """I-50: changed links the difference between two versions, before and after, and each response has its own reason."""
    told = make_story()
    raise_issue(told)
    response = freeze(told).content["issues"][0]["response"]
    (change,) = response["changes"]
    assert (change["old"], change["new"], change["place"]) == (1, 2, "2 (a)")
    assert "in writing or in speech" in change["after"] and "in writing or in speech" not in change["before"]
    assert response["reason"] == "The chief asked for it."


def test_codes_tell_the_voice_the_source_and_the_item_and_are_never_given_twice() -> None:
    told = make_story(letter=True)
    docket = told.docket
    spoken = make_comment(docket, "I speak for the bus drivers.", channel=_hearing(), by=the_clerk(), received_on=_today())
    letter = next(one for one in _letters(docket))
    codes = [
        raise_issue(told).code, raise_issue(told, point="Twice", quotes=["We used it eleven times."]).code,
        raise_issue(told, source(docket, f"letter-{letter.id}"), quotes=[LETTER]).code,
        raise_issue(told, source(docket, f"comment-{told.study.comments['b'].number}"), quotes=["ruin a life in one day"]).code,
        raise_issue(told, source(docket, f"comment-{told.study.comments['c'].number}"), quotes=["only a tip"]).code,
        raise_issue(told, source(docket, f"comment-{spoken.number}"), quotes=["for the bus drivers"]).code,
    ]  # fmt: skip
    assert codes == ["A1-1", "A1-2", "O1-1", "I1-1", "I2-1", "P1-1"]
    drop_issue(db.session.scalars(sa.select(Issue).where(Issue.code == "A1-2")).one(), by=the_clerk())
    assert raise_issue(told, point="A third", quotes=["We used it eleven times."]).code == "A1-3"


def test_a_group_on_the_list_speaks_as_an_organization() -> None:
    from civic.consultation.actions import list_consultee
    from tests.cast import office

    told = make_story()
    union = list_consultee(told.docket, office("Officers' Federation", "Union"), reason="union", because="Its contract is touched.", by=the_clerk())
    assert source(told.docket, f"office-{union.id}").voice.value == "O"


def test_hidden_words_cannot_be_quoted_and_stop_the_freezing() -> None:
    """I-54 in spirit: a quotation is an exact part of what is public; when it is hidden, it is shown no more."""
    told = make_story()
    raise_issue(told)
    comment = make_comment(told.docket, "Ask Ms. Quint about it, she was there.")
    own = raise_issue(told, source(told.docket, f"comment-{comment.number}"), point="Ask her", quotes=["Ask Ms. Quint about it"])
    assert "Quint" not in str(own.quotes)
    redact(comment, [(2, 3)], by=milo())
    with pytest.raises(Refusal, match="Words quoted in I1-1 cannot be read any more"):
        freeze(told)
    with pytest.raises(Refusal, match="do not stand in the source"):
        change_issue(own, point="Ask her", quotes=["▇▇▇"], response=told.response.issue, by=the_clerk())
    change_issue(own, point="Ask her", quotes=["she was there"], response=told.response.issue, by=the_clerk())
    assert freeze(told).n == 1


def test_a_letter_entered_by_the_clerk_is_quoted_while_it_stands(browser: TestBrowser) -> None:
    """Its sender may be a person: neither name nor words enter the frozen text, and a voided entry is shown no more."""
    told = make_story()
    raise_issue(told)
    arrived = Arrived("Eyes on the street", "council", "Rosa Quintero", "We beg you: not at the school gate.", _today(), "post", (Signed(SignatureKind.RESIDENT, name="Rosa Quintero"),))
    letter = enter_letter(told.docket, arrived, by=the_clerk())
    issue = raise_issue(told, source(told.docket, f"entered-{letter.id}"), point="Not at schools", quotes=["not at the school gate"])
    assert (issue.code, issue.name) == ("O1-1", "Eyes on the street")
    made = freeze(told)
    assert "Quintero" not in made.text and "school gate" not in made.text
    page = browser.open("/d/2026-014/statement")
    assert page.shows("not at the school gate") and page.shows("Letter “Eyes on the street”, signed elsewhere: 0 organizations, 1 person; entered by the clerk, not confirmed.")
    void_letter(letter, reason="duplicate", by=the_clerk())
    assert not browser.open("/d/2026-014/statement").shows("school gate")
    assert browser.sign_in(the_clerk()).open(f"/staff/d/2026-014/statement/issues/new?source=entered-{letter.id}").status == 404


def test_words_of_comments_never_enter_the_frozen_text() -> None:
    told = make_story()
    raise_issue(told)
    raise_issue(told, source(told.docket, f"comment-{told.study.comments['b'].number}"), quotes=["A wrong match can ruin a life in one day."])
    text = freeze(told).text
    assert "ruin a life" not in text and "telephone calls" in text and shown(told.study.comments["b"].number) in text


def test_a_frozen_statement_cannot_be_changed() -> None:
    """I-1: the row refuses, whoever asks."""
    told = make_story()
    raise_issue(told)
    freeze(told)
    db.session.commit()
    for change in ("UPDATE consultation_statements SET text = '{}'", "DELETE FROM consultation_statements"):
        with pytest.raises(sa.exc.DBAPIError, match="only grows"):
            db.session.execute(sa.text(change))
        db.session.rollback()


def test_a_reissue_says_why_and_differs() -> None:
    told = make_story()
    one = raise_issue(told, unanswered="Not taken up yet.")
    freeze(told)
    with pytest.raises(Refusal, match="Say what changed since statement 1"):
        freeze(told)
    with pytest.raises(Refusal, match="Nothing has changed since statement 1"):
        freeze(told, "To be sure.")
    change_issue(one, point=one.point, quotes=["Write down telephone calls too."], response=told.response.issue, by=the_clerk())
    second = freeze(told, "The response covers it.")
    leaf = parse(leaf_about(second, "statement.frozen").bytes)
    first = statement_of(told.docket, 1)
    assert first is not None and (second.n, leaf["ref"], second.content["earlier"]) == (2, first.leaf_id, first.digest.hex())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"point": ""}, "Say in a few words"), ({"quotes": []}, "at least one passage"), ({"response": "A" * 22}, "Choose a response of this docket")],
)
def test_what_an_issue_must_have(wrong, sentence) -> None:
    told = make_story()
    with pytest.raises(Refusal, match=sentence):
        raise_issue(told, **wrong)


def test_a_response_and_a_reason_for_none_exclude_each_other(browser: TestBrowser) -> None:
    told = make_story()
    browser.sign_in(the_clerk()).open(f"/staff/d/2026-014/statement/issues/new?source=office-{told.entry.id}")
    browser.fill("Keep this issue", {"What is asked for": "x", "Words quoted": "We used it eleven times.", "Response": told.response.issue, "Or list it": "Later."})
    assert browser.status == 422 and "not both" in browser.errors[0]


def test_a_source_of_another_docket_is_none(browser: TestBrowser) -> None:
    told = make_story()
    make_docket("2026-021", title="Plate readers")
    browser.sign_in(the_clerk())
    for key in (f"office-{told.entry.id}", f"comment-{told.study.comments['a'].number}", "letter-none", "nothing", ""):
        assert browser.open(f"/staff/d/2026-021/statement/issues/new?source={key}").status == 404


def test_a_comment_is_chosen_by_its_number(browser: TestBrowser) -> None:
    told = make_story()
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/statement/sources")
    browser.fill("Use this comment", {"Tracking number": "AAAA-AA"})
    assert browser.status == 422 and "No comment on this docket" in browser.errors[0]
    browser.fill("Use this comment", {"Tracking number": shown(told.study.comments["b"].number).lower()})
    assert browser.shows("A wrong match can ruin a life in one day.")
    browser.fill("Keep this issue", {"What is asked for": "No more mistakes", "Words quoted": "ruin a life", "Or list it": "The council has not taken it up."})
    assert browser.shows("Unanswered: The council has not taken it up.")
    browser.click("Change I1-1").press("Drop this issue")
    assert browser.shows("Issue I1-1 is dropped.")


def test_an_empty_docket_says_what_to_do(browser: TestBrowser) -> None:
    make_docket("2026-021", text=None, open=False)
    browser.sign_in(the_clerk()).open("/staff/d/2026-021/statement")
    assert browser.shows("No text is published yet. A statement says on which version people were consulted.")
    browser.click("Write an issue")
    assert browser.shows("None has answered yet.") and browser.shows("No letter's words are fixed yet.") and browser.shows("Nothing said at a hearing was entered.")
    browser.open("/staff/d/2026-021/statement").press("Freeze the statement")
    assert browser.status == 422 and db.session.query(ConsultationStatement).count() == 0


def test_only_the_clerk_prepares_it(browser: TestBrowser) -> None:
    told = make_story()
    issue = raise_issue(told)
    browser.sign_in(told.study.analyst)
    for address in ("/staff/d/2026-014/statement", "/staff/d/2026-014/statement/preview", "/staff/d/2026-014/statement/sources", f"/staff/statement-issues/{issue.id}"):
        assert browser.open(address).status == 403
    browser.post("/staff/d/2026-014/statement")
    assert browser.status == 403


def _hearing():
    from civic.comments.models import Channel

    return Channel.HEARING


def _today():
    from civic.clock import today

    return today()


def _letters(docket):
    from civic.letters.queries import letters_on

    return letters_on(docket) or [make_open_letter(docket)]
