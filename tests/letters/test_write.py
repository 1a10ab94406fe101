"""Writing a letter, fixing its words, inviting, and handing it over by hand or by itself."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.database import Refusal, db
from civic.dockets.actions import open_window
from civic.letters.actions import change_letter, deliver_if_due, deliver_letter, freeze_letter, start_letter
from civic.letters.chores import deliver_due_letters
from civic.letters.models import LetterDelivery, LetterState, LetterVersion
from civic.letters.signing import sign_as_representative, sign_as_resident, withdraw_signature
from civic.letters.words import words_of
from civic.permissions import Role
from civic.record.models import Event, Leaf
from tests.browsing import TestBrowser
from tests.cast import make_account
from tests.factories import make_docket, the_clerk
from tests.letters.arrange import (
    a_draft,
    freeze,
    invite,
    last_mail,
    mails,
    make_letter,
    make_open_letter,
    make_organisation,
    omar,
)
from tests.letters.test_sign import a_pair

LETTER = {
    "title": "Close the side doors", "ask": "Pass the ordinance.", "text": "A ban that can be walked around is no ban.",
    "sign_by": "2026-10-12", "residents": "y",
}  # fmt: skip


def leaves(kind: str) -> list[Leaf]:
    return list(db.session.scalars(sa.select(Leaf).where(Leaf.kind == kind)))


def test_a_letter_goes_from_an_empty_page_to_the_public_one(app, browser: TestBrowser) -> None:
    make_docket()
    make_organisation()
    browser.sign_in(omar()).open("/letters")
    assert browser.shows("Nothing written yet.")
    browser.click("Start a letter").click("2026-014")
    browser.fill("Read it before fixing the words", {**LETTER, "sections-0-wid": browser.page.select("#sections-0-wid option")[2]["value"], "sections-0-words": "Name spoken requests."})
    assert browser.shows("On section 2: Name spoken requests.") and browser.shows("An edit starts version 2 with no signatures")
    browser.press("Fix these words as version 1")
    assert browser.heading == "Invite others to sign" and browser.page.select_one("img[src^='data:image/svg']")
    version = db.session.scalars(sa.select(LetterVersion)).one()
    assert version.digest == sha256(version.words.encode()).digest() and len(leaves("letter.frozen")) == 1
    browser.click("To the letter's desk").click("See the letter as everybody does")
    assert browser.shows(version.digest.hex()) and browser.shows("unverified") and browser.shows("about version 1 of the text")
    browser.open(f"/letters/{version.letter_id}@1/words.txt")
    assert sha256(browser.response.data).digest() == version.digest
    assert browser.open("/d/2026-014").shows("Close the side doors") and browser.open("/d/2026-014/letters").shows("0 organizations have signed")


def test_a_draft_does_not_exist_for_the_public_or_for_others(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    letter = make_letter(make_docket())
    assert browser.open(f"/letters/{letter.id}").status == 404
    assert "Close the side doors" not in browser.open("/d/2026-014/letters").text
    another_browser.sign_in(make_account("Stan Stranger", Role.REPRESENTATIVE, second_factor=False))
    for address in ("edit", "freeze", "invite", "manage", "deliver"):
        assert another_browser.open(f"/letters/{letter.id}/{address}").status == 403
    assert another_browser.open("/letters").shows("speaks for no organization")


def test_a_letter_may_address_a_docket_without_a_text(app, browser: TestBrowser) -> None:
    make_docket(text=None, open=False)
    make_organisation()
    browser.sign_in(omar()).open("/letters/new?docket=2026-014")
    assert browser.shows("not yet available online. Your letter will say so") and browser.page.select_one("[name=sections-0-wid]") is None
    browser.fill("Read it before fixing the words", LETTER).press("Fix these words")
    version = db.session.scalars(sa.select(LetterVersion)).one()
    assert version.version_id is None and b'"text"' not in leaves("letter.frozen")[0].bytes
    assert browser.open(f"/letters/{version.letter_id}").shows("written while the text of the law was not yet available")


def test_a_draft_changed_in_another_tab_is_not_overwritten(app, browser: TestBrowser) -> None:
    letter = make_letter(make_docket())
    browser.sign_in(omar()).open(f"/letters/{letter.id}/edit")
    change_letter(letter, a_draft(text="A colleague's words."), seen=letter.revision, by=omar())
    browser.fill("Keep the draft", {"text": "My words."})
    assert browser.status == 422 and "changed in another tab" in browser.errors[0] and browser.find("textarea[name=text]").get_text().strip() == "My words."
    db.session.expire_all()
    assert letter.text == "A colleague's words."


def test_freezing_shows_what_another_tab_changed(app, browser: TestBrowser) -> None:
    letter = make_letter(make_docket())
    browser.sign_in(omar()).open(f"/letters/{letter.id}/freeze")
    change_letter(letter, a_draft(text="A ban that can be dodged is no ban."), seen=letter.revision, by=omar())
    browser.press("Fix these words")
    assert browser.status == 422 and "dodged" in browser.find("ins").get_text() and leaves("letter.frozen") == []
    browser.press("Fix these words")
    assert browser.heading == "Invite others to sign" and len(leaves("letter.frozen")) == 1


def test_a_version_never_changes(app) -> None:
    """I-1: a published letter version is never updated or deleted."""
    make_open_letter(make_docket())
    db.session.commit()
    for statement in ("UPDATE letter_versions SET words = 'other'", "DELETE FROM letter_versions"):
        with pytest.raises(sa.exc.DBAPIError, match="only grows"):
            db.session.execute(sa.text(statement))
        db.session.rollback()


def test_good_lines_are_invited_and_bad_ones_come_back(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    lines = "Harbor House Shelter, gwen@harbor.example\nno address here\nHаrbor House Shelter, fake@harbor.example\nDelivery Drivers' Circle <drivers@circle.example>"
    browser.sign_in(omar()).open(f"/letters/{letter.id}/invite").fill("Send the invitations", {"lines": lines})
    assert browser.status == 200 and browser.shows("2 invitations were sent") and browser.shows("mixes letters of two alphabets")
    kept = browser.find("textarea").get_text()
    assert "no address here" in kept and "gwen@" not in kept
    assert sorted(mail["to"] for mail in mails()) == ["drivers@circle.example", "gwen@harbor.example"]
    assert "not checked who sends this" in last_mail()["body"] and "/sign/" not in last_mail()["subject"]


def test_one_reminder_and_no_second(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    invite(letter)
    browser.sign_in(omar()).open(f"/letters/{letter.id}/manage").press("Remind the one")
    assert browser.shows("reminded on") and len(mails()) == 2
    browser.post(f"/letters/{letter.id}/remind")
    assert browser.status == 409 and len(mails()) == 2
    import re

    for mail in mails():  # the first link and the reminder's both lead there
        link = re.search(r"https?://[^/\s]+(/letters/\S+)", mail["body"]).group(1)  # type: ignore[union-attr]
        assert browser.open(link).shows("You need no account")


def test_an_invitation_can_be_taken_back_and_sent_again(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    invitation = invite(letter, address="wrong@harbor.example")
    browser.sign_in(omar()).open(f"/letters/{letter.id}/manage").press("Take back the invitation of Harbor House Shelter")
    assert browser.shows("invitation taken back")
    db.session.expire_all()
    assert invitation.address_id is None
    assert invite(letter, address="right@harbor.example").id == invitation.id and invitation.is_waiting


def test_a_letter_delivers_itself_when_signing_ends_and_no_job_has_run(app, browser: TestBrowser) -> None:
    """I-5: a deadline passes with no scheduled job running; the chore then only writes down what the page says already."""
    letter = make_open_letter(make_docket(), residents=True)
    invite(letter)
    sign_as_resident(letter.current, name="Rosa", pair=a_pair())
    ends = letter.sign_by
    db.session.commit()
    with pretend(ends + timedelta(hours=1)):
        browser.open(f"/letters/{letter.id}")
        assert browser.shows("Delivered to the city on Tuesday, October 13") and browser.shows("0 organizations had signed · 1 resident signature stood")
        assert letter.delivery is None and letter.state is LetterState.DELIVERED
        assert browser.open(f"/letters/{letter.id}/sign").shows("Signing closed.")
    with pretend(ends + timedelta(days=2)):
        assert deliver_due_letters() and not deliver_due_letters()
        db.session.expire_all()
        assert letter.delivery.at == ends and letter.delivery.by_hand is False
        (leaf,) = leaves("letter.delivered")
        assert b'"by":["system"]' in leaf.bytes and b'"residents":1' in leaf.bytes
        assert all(i.address_id is None for i in letter.current.invitations)


def test_a_signature_withdrawn_after_the_end_does_not_change_what_was_delivered(app) -> None:
    """I-5: what stood when signing ended was delivered, even when nobody had written it down yet."""
    letter = make_open_letter(make_docket(), residents=True)
    signature = sign_as_resident(letter.current, name="Rosa", pair=a_pair())
    with pretend(letter.sign_by + timedelta(hours=1)):
        withdraw_signature(signature)
    delivery = db.session.scalars(sa.select(LetterDelivery)).one()
    assert delivery.residents == 1 and letter.current.count_standing() == 0


def test_a_letter_that_nobody_signed_is_not_delivered(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    db.session.commit()
    with pretend(letter.sign_by + timedelta(hours=1)):
        assert browser.open(f"/letters/{letter.id}").shows("Nobody had signed, so nothing was delivered") and not deliver_due_letters()


def test_signing_ends_with_the_late_period_and_a_late_letter_says_so(app, browser: TestBrowser) -> None:
    representative = make_organisation()
    docket = make_docket()
    letter = make_open_letter(docket, representative, sign_by=now() + timedelta(days=60))
    sign_as_representative(letter.current, representative)
    closing = docket.window.closing
    assert letter.signing_ends == closing + timedelta(hours=docket.window.late_hours)
    db.session.commit()
    with pretend(letter.signing_ends + timedelta(hours=2)):
        assert browser.open(f"/letters/{letter.id}").shows("Late: after comments closed")  # by itself, before a job has run
    with pretend(closing + timedelta(hours=2)):
        browser.sign_in(omar()).open(f"/letters/{letter.id}/deliver")
        assert browser.shows("still taken and marked as late")
        browser.press("Deliver it now")
        assert browser.shows("Late: after comments closed")


def test_a_closed_docket_takes_no_letter_but_keeps_the_words(app, browser: TestBrowser) -> None:
    docket, representative = make_docket(), make_organisation()
    with pretend(now() + timedelta(days=40)):
        browser.sign_in(omar()).open("/letters/new?docket=2026-014")
        assert browser.shows("You can still save your text")
        browser.fill("Keep the draft", {**LETTER, "sign_by": "2026-12-24"})
        assert browser.shows("Kept.")
        letter = start_letter(docket, a_draft(), representative=representative)
        with pytest.raises(Refusal, match="takes no letters any more"):
            freeze(letter)


def test_a_withdrawn_docket_ends_the_signing(app, browser: TestBrowser) -> None:
    docket = make_docket()
    letter = make_open_letter(docket, residents=True)
    docket.withdrawn_at, docket.withdrawn_reason = now(), "Published by mistake."
    assert not letter.is_open
    with pytest.raises(Refusal, match="closed"):
        sign_as_resident(letter.current, pair=a_pair())
    assert browser.open(f"/letters/{letter.id}/sign").shows("Signing closed.")


def test_a_window_opened_later_ends_the_signing_too(app) -> None:
    docket = make_docket(open=False)
    letter = make_open_letter(docket, sign_by=now() + timedelta(days=60))
    assert letter.signing_ends == letter.sign_by
    open_window(docket, opens_at=now() + timedelta(days=1), closes_at=now() + timedelta(days=15), by=the_clerk())
    db.session.expire_all()
    assert letter.signing_ends < letter.sign_by


def test_an_unconfirmed_founder_has_one_letter_at_a_time(app) -> None:
    representative = make_organisation(confirmed=False)
    docket = make_docket()
    make_open_letter(docket, representative)
    with pytest.raises(Refusal, match="one unfinished letter"):
        start_letter(docket, a_draft(), representative=representative)


def test_the_time_to_sign_is_fixed_with_the_words(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    ends = letter.signing_ends
    change_letter(letter, a_draft(text="Other words.", sign_by=now() + timedelta(days=3)), seen=letter.revision, by=omar())
    assert letter.signing_ends == ends
    assert browser.sign_in(omar()).open(f"/letters/{letter.id}/manage").shows("Your draft has words that version 1 does not have")
    freeze(letter)
    assert letter.signing_ends == now() + timedelta(days=3)


def test_the_same_words_are_not_frozen_twice(app) -> None:
    letter = make_open_letter(make_docket())
    with pytest.raises(Refusal, match="Not a word has changed"):
        freeze(letter)


def test_a_day_that_has_passed_and_empty_fields_are_named(app, browser: TestBrowser) -> None:
    make_docket()
    make_organisation()
    browser.sign_in(omar()).open("/letters/new?docket=2026-014").fill("Keep the draft", {**LETTER, "sign_by": "2026-10-01"})
    assert browser.status == 422 and "still to come" in browser.errors[0] and browser.find("[name=title]")["value"] == LETTER["title"]
    browser.open("/letters/new?docket=2026-014").press("Keep the draft")
    assert browser.status == 422 and len(browser.errors) == 4


def test_a_draft_can_be_given_up_and_a_frozen_letter_cannot(app, browser: TestBrowser) -> None:
    letter = make_letter(make_docket())
    browser.sign_in(omar()).open(f"/letters/{letter.id}/edit").press("Give this draft up")
    assert browser.shows("The draft is given up")
    with pytest.raises(Refusal, match="finished"):
        freeze(letter)
    other = make_open_letter(letter.docket, letter.organisation.representatives[0])
    browser.post(f"/letters/{other.id}/abandon")
    assert browser.status == 409 and other.state is LetterState.OPEN


def test_counts_add_up_on_the_page_and_in_the_download(app, browser: TestBrowser) -> None:
    """I-64: signatures ever made = standing + withdrawn, per version and kind, on page and CSV alike."""
    representative = make_organisation("=Open Streets Coalition")
    letter = make_open_letter(make_docket(), representative, residents=True)
    sign_as_representative(letter.current, representative)
    gone = sign_as_resident(letter.current, name="=Rosa", pair=a_pair())
    sign_as_resident(letter.current, pair=a_pair())
    withdraw_signature(gone)
    browser.open(f"/letters/{letter.id}")
    cells = [[td.get_text() for td in row.select("th,td")] for row in browser.page.select("tbody tr")]
    assert cells == [["Version 1", "organizations", "1", "1", "0"], ["Version 1", "residents, not checked", "2", "1", "1"]]
    counted = browser.open("/d/2026-014/letters.csv").response.get_data(as_text=True)
    assert "Close the side doors,1,resident,2,1,1,,0,0,open," in counted
    listed = browser.open(f"/letters/{letter.id}/signatures.csv").response.get_data(as_text=True)
    assert "Rosa" not in listed and ",'=Open Streets Coalition," in listed
    received = db.session.scalar(sa.select(sa.func.count()).select_from(Event).where(Event.kind == "comment.received"))
    assert received == 0 and browser.open("/d/2026-014").shows("No comments yet.")


def test_every_word_and_name_can_be_proven(app, browser: TestBrowser) -> None:
    """I-40: each word of a letter, and each name that is shown, is proven against its leaf."""
    import json

    from civic.record.leaf import b16, b64, parse
    from civic.record.words import root_of, value_commitment, word_commitment

    letter = make_open_letter(make_docket(), residents=True)
    sign_as_resident(letter.current, name="Rosa", pair=a_pair())
    proof = json.loads(browser.open(f"/letters/{letter.id}@1/proof.json").response.data)
    body = parse(proof["leaf"].encode())["body"]
    digests = [word_commitment(b16(body["ctx"]), i, b16(salt), word) for i, (salt, word) in enumerate(proof["body"])]
    assert b64(root_of(digests)) == body["root"] and "".join(word for _, word in proof["body"]) == letter.current.words
    (signed,) = proof["signatures"]
    leaf = parse(signed["leaf"].encode())
    salt, name = signed["vals"]["name"]
    assert name == "Rosa" and b64(value_commitment(leaf["id"], "name", b16(salt), name)) == leaf["vals"]["name"]


def test_delivering_twice_is_refused(app) -> None:
    representative = make_organisation()
    letter = make_open_letter(make_docket(), representative)
    sign_as_representative(letter.current, representative)
    deliver_letter(letter, by=omar())
    with pytest.raises(Refusal):
        deliver_letter(letter, by=omar())
    with pytest.raises(Refusal):
        freeze_letter(letter, seen=words_of(letter), by=omar())
    assert not deliver_if_due(letter)


def test_the_worker_knows_the_chore() -> None:
    from civic.work import CHORES

    assert deliver_due_letters in CHORES
