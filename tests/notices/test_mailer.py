"""The worker sends the outbox over real SMTP; recipient and words go when it is done, and after four days in any case."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.database import db
from civic.notices.actions import queue_mail, words_of
from civic.notices.mailer import erase_old_words, send_due_messages
from civic.notices.models import Message
from civic.people.invitations import invite
from civic.permissions import Role
from civic.record.models import SealedText
from civic.record.vault import Destroyed, unseal
from tests.notices.post_office import mail_set_up, words_in

EMAIL = "nora@city.example"


def put(keep, body: str = "Please sign here: https://civic.example/sign/abc") -> Message:  # type: ignore[no-untyped-def]
    message = queue_mail(kind="test", subject="A letter for you", recipient=EMAIL, body=body)
    keep()
    return message


def test_a_queued_message_arrives_as_it_was_written(app, keep) -> None:
    message = put(keep)
    with mail_set_up(app) as office:
        assert send_due_messages() and not send_due_messages()
    assert (office.only()["To"], office.only()["Subject"]) == (EMAIL, "A letter for you")
    assert "https://civic.example/sign/abc" in words_in(office.only())
    db.session.refresh(message)
    assert (message.state, message.attempts, message.sealed_id) == ("sent", 1, None)


def test_recipient_and_words_are_gone_once_it_is_sent(app, keep) -> None:
    message = put(keep)
    sealed = db.session.get_one(SealedText, message.sealed_id)
    db.session.expunge(sealed)
    with mail_set_up(app):
        send_due_messages()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SealedText)) == 0
    with pytest.raises(Destroyed):  # a copy of the row, in a backup say, cannot be read either
        unseal(sealed)


def test_a_server_that_is_away_is_asked_again_later(app, keep) -> None:
    message = put(keep)
    with mail_set_up(app, url="smtp://127.0.0.1:9"):
        send_due_messages()
        db.session.refresh(message)
        assert (message.state, message.attempts, message.failure) == ("queued", 1, "unreachable")
        assert not send_due_messages()
    with mail_set_up(app) as office, pretend(now() + timedelta(minutes=2)):
        send_due_messages()
    assert office.only()["To"] == EMAIL
    db.session.refresh(message)
    assert (message.state, message.attempts, message.failure) == ("sent", 2, None)


def test_a_temporary_answer_keeps_the_message_and_a_final_one_fails_it(app, keep) -> None:
    message = put(keep)
    with mail_set_up(app, answer=f"451 {EMAIL} is busy"):
        send_due_messages()
    db.session.refresh(message)
    assert (message.state, message.failure) == ("queued", "451")
    with mail_set_up(app, answer=f"550 {EMAIL} is unknown here"), pretend(now() + timedelta(minutes=2)):
        send_due_messages()
    db.session.refresh(message)
    assert (message.state, message.failure, message.sealed_id) == ("failed", "550", None)


def test_after_four_days_recipient_and_words_go_whatever_happened(app, keep) -> None:
    message = put(keep)
    with pretend(now() + timedelta(hours=95)):
        assert not erase_old_words()
    with pretend(now() + timedelta(hours=97)):
        assert erase_old_words() and not erase_old_words()
    db.session.refresh(message)
    assert (message.state, message.sealed_id, words_of(message)) == ("queued", None, None)


def test_with_mail_set_up_four_days_without_delivery_are_a_failure(app, keep) -> None:
    message = put(keep)
    with mail_set_up(app, url="smtp://127.0.0.1:9"):
        send_due_messages()
        with pretend(now() + timedelta(hours=97)):
            assert not send_due_messages() and erase_old_words()
    db.session.refresh(message)
    assert (message.state, message.failure) == ("failed", "unreachable")


def test_each_attempt_waits_longer_than_the_one_before_and_four_days_hold_them_all(app, keep) -> None:
    message, waits = put(keep), []
    with mail_set_up(app, url="smtp://127.0.0.1:9"):
        moment = now()
        while moment < message.erased_after:
            with pretend(moment):
                assert send_due_messages()
            db.session.refresh(message)
            waits.append((message.next_try_at - moment).total_seconds() / 60)
            moment = message.next_try_at
    assert waits[:7] == [1, 5, 15, 60, 180, 360, 720] and set(waits[7:]) == {720}
    assert message.attempts == len(waits) == 14


def test_an_address_that_does_not_exist_gets_nothing_more(app, keep) -> None:
    first = put(keep)
    with mail_set_up(app) as office:
        office.refuses = {EMAIL}
        send_due_messages()
        db.session.refresh(first)
        assert (first.state, first.failure, first.sealed_id) == ("bounced", "550", None)
        second = put(keep)
        assert not send_due_messages()
    assert (second.state, second.failure, second.sealed_id) == ("failed", "suppressed", None)


def test_a_batch_goes_over_one_connection_and_one_bad_address_stops_no_other(app, keep) -> None:
    for n in range(5):
        queue_mail(kind="test", subject=f"Letter {n}", recipient=f"reader{n}@city.example", body="Words.")
    keep()
    with mail_set_up(app) as office:
        office.refuses = {"reader2@city.example"}
        assert send_due_messages()
    assert sorted(letter["To"] for letter in office.letters) == [f"reader{n}@city.example" for n in (0, 1, 3, 4)]
    assert sorted(db.session.scalars(sa.select(Message.state))) == ["bounced", "sent", "sent", "sent", "sent"]


def test_a_connection_that_breaks_between_two_messages_loses_neither(app, keep) -> None:
    for n in range(3):
        queue_mail(kind="test", subject=f"Letter {n}", recipient=f"reader{n}@city.example", body="Words.")
    keep()
    with mail_set_up(app) as office:
        office.after = lambda server: server.transport.close()  # after the letter is kept, before its answer arrives
        send_due_messages()
        assert len(office.letters) == 3
        office.after = None
        with pretend(now() + timedelta(minutes=2)):
            send_due_messages()
    assert set(db.session.scalars(sa.select(Message.state))) == {"sent"}
    # SMTP cannot tell whether a letter was kept when the answer is lost: these three came twice, and none is missing
    assert len(office.letters) == 6 and len({letter["Message-ID"] for letter in office.letters}) >= 3


def test_no_password_goes_over_a_connection_without_tls(app, keep) -> None:
    message = put(keep)
    with mail_set_up(app) as office:
        port = app.config["CIVIC"].smtp_url.rsplit(":", 1)[1]
        with mail_set_up(app, url=f"smtp://someone:secret@127.0.0.1:{port}"):
            send_due_messages()
    db.session.refresh(message)
    assert office.letters == [] and (message.state, message.failure) == ("queued", "tls")


def test_an_invitation_arrives_with_a_link_that_works(app, browser, keep) -> None:
    invite(EMAIL, Role.CLERK)
    keep()
    with mail_set_up(app) as office:
        send_due_messages()
    link = next(word for word in words_in(office.only()).split() if "/invitation/" in word)
    assert browser.open("/" + link.split("/", 3)[3]).heading == "Open your account"


def test_mail_leaves_no_address_or_words_in_the_log(app, keep, capsys) -> None:
    put(keep)
    with mail_set_up(app, answer=f"550 {EMAIL} is unknown here"):
        send_due_messages()
    assert EMAIL not in capsys.readouterr().err


def test_a_message_names_no_comment_and_a_comment_no_message() -> None:
    """I-19: no column, key or shared identifier joins a comment to a contact or account."""
    from civic.comments.models import Comment, Face

    keys = [(key.parent.name, key.column.table.name) for model in (Comment, Face) for key in model.__table__.foreign_keys]
    personal = {"accounts", "outbox", "account_invitations", "sessions"}
    assert {name for name, table in keys if table in personal} == {"entered_by"}  # the clerk who typed a letter in
    columns = {column.name for model in (Comment, Face) for column in model.__table__.columns}
    assert not {name for name in columns if any(word in name for word in ("email", "account", "recipient", "phone", "session"))}
