"""Inviting: in the organisation's language, with a picture of the link, and what became of the mail."""

from __future__ import annotations

import sqlalchemy as sa

from civic.database import db
from civic.letters.models import Letter
from civic.letters.signature_models import LetterInvitation
from civic.notices.mailer import erase_old_words, send_due_messages
from civic.notices.models import Message
from civic.people.policy import set_policy
from tests.browsing import TestBrowser
from tests.factories import make_docket
from tests.letters.arrange import make_open_letter, omar
from tests.notices.post_office import link_in, mail_set_up, words_in


def open_letter(browser: TestBrowser) -> Letter:
    letter = make_open_letter(make_docket())
    browser.sign_in(omar()).open(f"/letters/{letter.id}/invite")
    return letter


def test_an_invitation_speaks_the_language_chosen_and_its_link_opens_in_it(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    set_policy("language_es", "checked")
    letter = open_letter(browser)
    with mail_set_up(app) as office:
        browser.fill("Send the invitations", {"lines": "Círculo de Mayores, mayores@circulo.example", "language": "es"})
        browser.press("Remind the one that has not answered")
        send_due_messages()
    first, reminder = sorted(office.letters, key=lambda one: "Recordatorio" in one["Subject"])
    assert first["Content-Language"] == "es" and "su organización" in first["Subject"] and "pide a Círculo de Mayores" in words_in(first)
    assert "Recordatorio" in reminder["Subject"] and link_in(reminder, "/sign/").startswith("/es/letters/")
    another_browser.open(link_in(reminder, "/sign/"))
    assert another_browser.heading == "Firmar por Círculo de Mayores" and letter.current.words in another_browser.find(".letter-text").get_text()


def test_the_short_texts_are_those_of_the_languages_offered(app, browser: TestBrowser) -> None:
    letter = open_letter(browser)
    assert "Lea esta carta" not in browser.text
    set_policy("language_es", "checked")
    browser.open(f"/letters/{letter.id}/invite")
    assert browser.shows("Lea esta carta") and browser.shows(f"/es/letters/{letter.id}")


def test_the_picture_of_the_link_is_a_drawing_made_here(app, browser: TestBrowser) -> None:
    letter = open_letter(browser)
    answer = browser.open(f"/letters/{letter.id}/qr.svg").response
    assert answer.mimetype == "image/svg+xml" and b"<path" in answer.data and b"http" not in answer.data.replace(b"http://www.w3.org/2000/svg", b"")


def test_the_author_sees_that_a_mail_came_back_and_invites_anew(app, browser: TestBrowser) -> None:
    letter = open_letter(browser)
    with mail_set_up(app) as office:
        office.refuses.add("gone@harbor.example")
        browser.fill("Send the invitations", {"lines": "Harbor House Shelter, gone@harbor.example\nRiverside Clinic, here@clinic.example"})
        assert browser.text.count("The mail waits to be sent.") == 2
        send_due_messages()
        browser.open(f"/letters/{letter.id}/manage")
        assert browser.text.count("The mail came back") == 1 and "waits to be sent" not in browser.text
        browser.press("Take back the invitation of Harbor House Shelter")
        browser.open(f"/letters/{letter.id}/invite").fill("Send the invitations", {"lines": "Harbor House Shelter, new@harbor.example"})
        send_due_messages()
        browser.open(f"/letters/{letter.id}/manage")
    assert "The mail came back" not in browser.text and office.letters[-1]["To"] == "new@harbor.example"
    assert db.session.scalar(sa.select(sa.func.count(LetterInvitation.id))) == 2


def test_an_invitation_taken_back_before_its_mail_went_out_is_not_sent(app, browser: TestBrowser) -> None:
    letter = open_letter(browser)
    with mail_set_up(app) as office:
        browser.fill("Send the invitations", {"lines": "Harbor House Shelter, gone@harbor.example"})
        browser.press("Take back the invitation of Harbor House Shelter")
        browser.open(f"/letters/{letter.id}/invite").fill("Send the invitations", {"lines": "Harbor House Shelter, new@harbor.example"})
        while send_due_messages():
            pass
        assert erase_old_words() and not erase_old_words()
    assert [mail["To"] for mail in office.letters] == ["new@harbor.example"]
    dropped = db.session.scalars(sa.select(Message).where(Message.state == "dropped")).one()
    assert dropped.sealed_id is None and dropped.about_id is None, "nobody keeps the address of somebody who is not asked any more"


def test_no_subject_holds_a_secret_and_each_link_belongs_to_one_organisation(app, browser: TestBrowser) -> None:
    open_letter(browser)
    with mail_set_up(app) as office:
        browser.fill("Send the invitations", {"lines": "\n".join(f"Group {word}, {word}@groups.example" for word in ("Oak", "Elm", "Ash"))})
        send_due_messages()
    links = {link_in(letter, "/sign/") for letter in office.letters}
    assert len(links) == 3 and not any(link.rsplit("/", 1)[1] in letter["Subject"] for link in links for letter in office.letters)
