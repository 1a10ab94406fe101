"""The queue: its order, batches that are one moderator's, one Save whose good decisions stay, two people."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.comments.actions import withdraw_comment
from civic.comments.models import State
from civic.comments.objections import report_problem
from civic.comments.queries import comment_numbered
from civic.database import Base, Refusal, db
from civic.moderation.actions import claim_batch, confirm, propose, publish, redact
from civic.moderation.models import CountedStance, Decision
from civic.moderation.queries import decisions_on, state_of
from civic.moderation.queue import batch_of, next_batch, with_colleagues
from civic.moderation.waiting import queue_counts
from civic.notices.worker import step
from civic.permissions import Role
from civic.record.numbers import shown
from tests.browsing import TestBrowser
from tests.cast import make_account, milo, mona
from tests.factories import make_comment, make_docket, the_clerk

pytestmark = pytest.mark.usefixtures("app")
PRIVATE = "Call me at 555-0142 about the cameras."
THREAT = "I will kill the mayor if this passes."


def face_of(comment) -> dict:
    face = comment.face
    return {c.name: getattr(face, c.name) for c in face.__table__.columns}


def test_threat_hints_come_first_then_the_held_then_the_unread() -> None:
    """I-34 and Acceptance 4: a threat hint holds nothing; the comment is public at once and first in the queue."""
    docket = make_docket()
    unread, held, threat = make_comment(docket, "Good."), make_comment(docket, PRIVATE), make_comment(docket, THREAT)
    assert threat.face.state is State.PUBLISHED and held.face.state is State.HELD
    reader = milo()
    claim_batch(docket, next_batch(docket, reader), by=reader)
    assert [(item.kind, item.comment.id) for item in batch_of(docket, reader)] == [("threat", threat.id), ("held", held.id), ("unread", unread.id)]
    assert queue_counts(docket, reader)["threat"] == 1


def test_no_chore_and_no_time_changes_a_public_comment() -> None:
    """I-34 No published comment changes without a person, whatever was hinted or reported, and however long it waits."""
    docket = make_docket()
    comments = [make_comment(docket, THREAT), make_comment(docket, "Buy cheap cameras here."), make_comment(docket, PRIVATE)]
    report_problem(comments[1], "This is advertising.")
    propose(comments[1], "S1", by=milo())
    db.session.commit()
    before = [face_of(comment) for comment in comments]
    with pretend(now() + timedelta(days=90)):
        for _ in range(2):
            step()
    db.session.expire_all()
    assert [face_of(comment) for comment in comments] == before and comments[0].face.state is State.PUBLISHED


def test_a_batch_is_one_moderators_for_twenty_minutes() -> None:
    docket = make_docket()
    for n in range(3):
        make_comment(docket, f"Comment number {n} about it.")
    one, other = milo(), mona()
    claim_batch(docket, next_batch(docket, one), by=one)
    assert next_batch(docket, other) == []
    with pretend(now() + timedelta(minutes=21)):
        assert len(next_batch(docket, other)) == 3 and batch_of(docket, one) == []


def test_one_save_keeps_the_good_decisions_and_lists_the_conflicts(browser: TestBrowser, another_browser: TestBrowser) -> None:
    """Acceptance 9: two moderators, no lost decision, a conflict answers 303."""
    docket = make_docket()
    first, second = make_comment(docket, PRIVATE), make_comment(docket, "Good.")
    browser.sign_in(milo()).open(f"/staff/d/{docket.number}/queue").press("Take the next 25")
    another_browser.sign_in(mona()).open(f"/staff/comments/{first.number}/decide").press("Publish as it is")
    sent = {f"decision-{first.number}": "redact", f"decision-{second.number}": "publish"}
    browser.press("Save these decisions", follow=False, **sent)
    assert browser.status == 303
    browser.open(f"/staff/d/{docket.number}/queue")
    words = browser.page.get_text(" ")
    assert "1 decision is saved." in words and f"Comment {shown(first.number)} was not decided" in words
    db.session.expire_all()
    assert comment_numbered(first.number).face.state is State.PUBLISHED and "555-0142" in comment_numbered(first.number).face.text
    assert [d.action for d in decisions_on(second)] == ["leave"]


def test_the_batch_hides_the_marked_words_and_skips_the_rest(browser: TestBrowser) -> None:
    docket = make_docket()
    held, other = make_comment(docket, PRIVATE), make_comment(docket, "Good.")
    browser.sign_in(milo()).open(f"/staff/d/{docket.number}/queue").press("Take the next 25")
    browser.press("Save these decisions", **{f"decision-{held.number}": "redact"})
    db.session.expire_all()
    assert held.face.state is State.REDACTED and "▇▇▇" in held.face.text and decisions_on(other) == []


def test_an_empty_queue_says_so(browser: TestBrowser) -> None:
    docket = make_docket()
    assert browser.sign_in(milo()).open(f"/staff/d/{docket.number}/queue").shows("Nothing waiting.")


def test_a_proposal_changes_nothing_until_a_second_person_agrees(browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-33: by page, one person's proposal leaves a public comment public; the second person's word withholds it."""
    docket = make_docket()
    comment = make_comment(docket, "Buy cheap cameras here.")
    browser.sign_in(milo()).open(f"/staff/comments/{comment.number}/decide")
    browser.press("Propose to withhold", withholding="S1", note="An advertisement.")
    assert browser.open(f"/c/{comment.number}").shows("Buy cheap cameras")
    proposal = db.session.query(Decision).one()
    browser.post(f"/staff/decisions/{proposal.id}/confirm")
    assert browser.status == 409 and browser.shows("A second person decides on your proposal.")
    another_browser.sign_in(mona()).open("/staff").click("1 proposal waits").press("Take the next 25").click("Agree or drop").press("Agree: it takes effect now")
    db.session.expire_all()
    assert comment.face.state is State.WITHHELD and proposal.takers == {proposal.proposer_id, proposal.confirmer_id}
    assert browser.open(f"/c/{comment.number}").shows("Withheld by two moderators on Saturday, October 3: 4 words. Reason S1 of rule set 1.")


def test_the_page_of_a_withheld_comment_offers_undo_and_nothing_that_cannot_be_done(browser: TestBrowser) -> None:
    comment = make_comment(make_docket(), "Buy cheap cameras here.")
    confirm(propose(comment, "S1", by=milo()), by=mona())
    browser.sign_in(mona(email="another@city.example")).open(f"/staff/comments/{comment.number}/decide")
    assert browser.shows("Its words are not shown now, so there is nothing to decide.") and "Hide the ticked words" not in browser.text
    assert "Propose to undo this S1" in browser.text


def test_a_held_comment_stays_held_while_a_proposal_waits() -> None:
    comment = make_comment(make_docket(), PRIVATE)
    propose(comment, "T1", by=milo())
    assert comment.face.state is State.HELD
    with pytest.raises(Refusal, match="waits for a second person already"):
        propose(comment, "S1", by=mona())


def test_a_proposal_without_a_reason_is_refused(browser: TestBrowser) -> None:
    comment = make_comment(make_docket(), "Good.")
    browser.sign_in(milo()).open(f"/staff/comments/{comment.number}/decide").press("Propose to withhold")
    assert browser.status == 422 and browser.errors == ["Choose a reason to withhold."]
    browser.fill("Propose to withhold", {"Note for colleagues": "Sent to forty dockets."})
    assert browser.status == 422 and browser.page.find("input", attrs={"name": "note"})["value"] == "Sent to forty dockets."
    for code in ("P1", "S2", "RUDE"):
        with pytest.raises(Refusal):
            propose(comment, code, by=mona(email=f"{code}@city.example"))


def test_a_batch_with_a_proposal_without_its_reason_keeps_every_choice_and_note(browser: TestBrowser) -> None:
    docket = make_docket()
    one, other = make_comment(docket, "Good.").number, make_comment(docket, "Buy cheap cameras here.").number
    browser.sign_in(milo()).open("/staff/d/2026-014/queue").press("Take the next 25")
    browser.fill("Save these decisions", {f"decision-{one}": "publish", f"decision-{other}": "propose", f"note-{other}": "Sent to forty dockets."})
    assert browser.status == 422 and browser.errors == [f"Nothing is saved yet. Choose a reason to withhold for {shown(other)}."]
    checked = {radio["name"]: radio["value"] for radio in browser.page.find_all("input", type="radio", checked=True)}
    assert checked == {f"decision-{one}": "publish", f"decision-{other}": "propose"}
    assert browser.page.find("input", attrs={"name": f"note-{other}"})["value"] == "Sent to forty dockets."
    browser.fill("Save these decisions", {f"reason-{other}": "S1"})
    assert browser.shows("2 decisions are saved.") and db.session.scalars(sa.select(Decision.note).where(Decision.code == "S1")).all() == ["Sent to forty dockets."]


def test_only_a_comment_without_a_section_moves_to_other() -> None:
    docket = make_docket()
    named = make_comment(docket, "About section 2.", sections=(docket.current_version.provisions[2].wid,))
    with pytest.raises(Refusal, match="names a section"):
        confirm(propose(named, "X1", by=milo()), by=mona())


OF_THE_PUBLIC_LIST = ("ix_comment_faces_page", "ix_comment_faces_shuffle")  # whose filters every reader may use


def test_no_code_rule_or_queue_reads_stance_name_or_ward() -> None:
    """I-32: the queue's items hold none of them; the stance for the numbers lies in a table that only the numbers read."""
    from pathlib import Path

    import civic.moderation as folder

    here = Path(folder.__file__).parent
    for path in here.glob("*.py"):
        if path.name in ("counting.py", "numbers.py", "quarterly.py", "fairness.py", "models.py", "public_views.py"):  # the quarterly numbers and their table
            continue
        source = path.read_text()
        if path.name == "actions.py":
            source, _dash, kept_for_the_numbers = source.partition("def _stance_for_the_numbers")
            assert source.count("stance") == 2 and kept_for_the_numbers  # the one line that files it away
            source = source.replace("stance=_stance_for_the_numbers(comment)", "")
        assert "stance" not in source and ".ward" not in source and "viewpoint" not in source, path.name
    indexed = {column.name for table in Base.metadata.sorted_tables for index in table.indexes if index.name not in OF_THE_PUBLIC_LIST for column in index.columns}
    assert not indexed & {"stance", "connection", "ward"}
    comment = make_comment(make_docket(), "Good.", stance="support")
    decision = publish(comment, by=milo())
    assert db.session.get_one(CountedStance, decision.id).stance == "support"
    assert "stance" not in Decision.__table__.columns


def test_every_decision_carries_the_rules_in_force_at_receipt() -> None:
    """I-31: a comment from before a new rule set is decided under the old one."""
    from civic.moderation import rules
    from civic.moderation.actions import publish_rules

    docket = make_docket()
    publish_rules(by=the_clerk())
    early = make_comment(docket, PRIVATE)
    with pytest.raises(Refusal, match="in force already"):
        publish_rules(by=the_clerk())
    with pretend(now() + timedelta(days=2)), pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "as_listed", lambda: [["P1", "redact", 1]])
        patch.setattr("civic.moderation.actions.as_listed", lambda: [["P1", "redact", 1]])
        publish_rules(by=the_clerk())
        late = make_comment(docket, PRIVATE)
        reader = milo()
        assert (redact(early, [(3, 4)], by=reader).rules, redact(late, [(3, 4)], by=reader).rules) == (1, 2)
        with pytest.raises(Refusal, match="not in the rules that were in force"):
            propose(late, "S1", by=reader)
        assert propose(early, "S1", by=reader).rules == 1


def test_the_state_that_a_form_expects_changes_with_every_decision() -> None:
    comment = make_comment(make_docket(), "Good.")
    before = state_of(comment)
    publish(comment, by=milo())
    assert state_of(comment) != before
    with pytest.raises(Refusal, match="changed in the meantime"):
        publish(comment, by=mona(), expected=before)


def test_a_proposal_is_given_to_the_second_person_while_the_first_still_holds_the_batch() -> None:
    docket = make_docket()
    comment = make_comment(docket, "Buy cheap cameras here.")
    one, other = milo(), mona()
    claim_batch(docket, next_batch(docket, one), by=one)
    propose(comment, "S1", by=one)
    assert next_batch(docket, other) == [comment.id] and with_colleagues(docket, other) == 0  # what the first decided is no longer in their batch


def test_a_threat_that_one_person_proposes_to_withhold_waits_for_the_second_as_a_proposal(browser: TestBrowser) -> None:
    docket = make_docket()
    threat, one, other = make_comment(docket, THREAT), milo(), mona()
    claim_batch(docket, next_batch(docket, one), by=one)
    propose(threat, "T1", by=one, expected=state_of(threat))
    assert queue_counts(docket, other)["proposal"] == 1 and sum(queue_counts(docket, one).values()) == 0
    browser.sign_in(other).open("/staff").click("1 proposal waits for a second person").press("Take the next 25")
    assert len(browser.page.select("fieldset.queue-item")) == 1 and browser.shows("Agree or drop")


def test_the_desk_the_list_and_the_queue_give_the_same_numbers(browser: TestBrowser, another_browser: TestBrowser) -> None:
    """A comment counts once, at its first place: the one with a threat hint is not among the unread too."""
    docket = make_docket()
    threat, held = make_comment(docket, THREAT), make_comment(docket, PRIVATE)
    reported, proposed = make_comment(docket, "Buy my cameras."), make_comment(docket, "Buy more of my cameras.")
    for n in range(3):
        make_comment(docket, f"Number {n} is nobody's yet.")
    report_problem(threat, "Threat.")
    report_problem(reported, "An advertisement.")
    propose(proposed, "S1", by=mona(), expected=state_of(proposed))
    head = "4 comments come first: 1 with a threat hint, 1 held, 1 for a second person, 1 reported. 3 comments are public and no moderator has read them yet."
    browser.sign_in(milo()).open("/staff")
    for words in ("1 comment that may hold a threat to read first", "1 held comment to decide on", "1 proposal waits for a second person", "1 reported comment to read"):
        assert browser.shows(f"{words}: {docket.title}")
    assert browser.open("/staff/held").shows(head)
    browser.open(f"/staff/d/{docket.number}/queue")
    assert browser.shows(head)
    browser.press("Take the next 25")
    assert len(browser.page.select("fieldset.queue-item")) == 7
    another_browser.sign_in(make_account("Mia Moderator", Role.MODERATOR)).open(f"/staff/d/{docket.number}/queue")
    assert another_browser.shows(head) and another_browser.shows("7 of them are in a colleague's batch.")
    assert held.face.state is State.HELD


def test_a_proposal_about_a_comment_that_its_author_withdrew_waits_for_nobody() -> None:
    docket = make_docket()
    comment = make_comment(docket, PRIVATE)
    propose(comment, "S1", by=milo())
    withdraw_comment(comment)
    other = mona()
    assert sum(queue_counts(docket, other).values()) == 0 and next_batch(docket, other) == []


def test_a_proposer_does_not_count_their_own_proposal(browser: TestBrowser) -> None:
    docket = make_docket()
    proposed, proposer = make_comment(docket, PRIVATE), milo()
    propose(proposed, "S1", by=proposer, expected=state_of(proposed))
    assert browser.sign_in(proposer).open(f"/staff/d/{docket.number}/queue").shows("Nothing waiting.")
    assert "proposal waits" not in browser.open("/staff").text and "held comment" not in browser.text
    assert sum(queue_counts(docket, proposer).values()) == 0 and queue_counts(docket, mona())["proposal"] == 1


def test_in_their_own_queue_a_proposer_may_take_their_proposal_back_and_not_agree_to_it(browser: TestBrowser) -> None:
    docket = make_docket()
    reported, proposer = make_comment(docket, "The mayor bought the cameras from a cousin."), milo()
    report_problem(reported, "This is not true.")
    propose(reported, "S1", by=proposer, expected=state_of(reported))
    queue = browser.sign_in(proposer).open(f"/staff/d/{docket.number}/queue").press("Take the next 25")
    assert queue.shows("Take back your proposal on") and not queue.shows("Agree or drop")


def test_saving_without_a_decision_says_that_nothing_is_saved(app, browser: TestBrowser) -> None:
    make_comment(make_docket(), PRIVATE)
    browser.sign_in(milo()).open("/staff/d/2026-014/queue").press("Take the next 25").press("Save these decisions")
    assert browser.shows("Nothing is saved yet: choose what happens with a comment first.")
    assert browser.page.find(class_="notice--warning") and not browser.page.find(class_="notice--done")  # nothing was done
