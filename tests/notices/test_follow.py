"""Following by mail: asked for, confirmed by a press, changed, stopped; the same answer for every address; never joined to a comment."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.database import db
from civic.dockets.actions import extend_window
from civic.mail_languages import FOREWORDS
from civic.notices import following
from civic.notices.bulletins import outside_quiet_hours, send_digests, tell_followers
from civic.notices.mailer import send_due_messages
from civic.notices.models import Bulletin, Message, Rhythm, Subscription, SubscriptionState
from civic.notices.purging import purge_followers
from civic.people.policy import set_policy
from civic.record.models import SealedText
from tests.browsing import TestBrowser
from tests.factories import make_comment, make_docket, make_version, the_clerk
from tests.notices.post_office import PostOffice, link_in, mail_set_up, words_in

EMAIL = "rosa@example.org"


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    following._recent = following._Recent()  # noqa: SLF001 - kept in memory for an hour


@pytest.fixture
def office(app):  # type: ignore[no-untyped-def]
    with pretend(now() - timedelta(hours=3)):
        make_docket()
    set_policy("quiet_from", 0)
    set_policy("quiet_to", 0)
    db.session.commit()
    with mail_set_up(app) as made:
        yield made


def ask(browser: TestBrowser, address: str = EMAIL, page: str = "/d/2026-014/follow", follow: bool = True, **more: object) -> TestBrowser:
    return browser.open(page).fill("Send me the mail to confirm", {"Your e-mail address": address, **more}, follow=follow)


def followed(browser: TestBrowser, office: PostOffice, address: str = EMAIL, **more: object) -> Subscription:
    """Asked, received, confirmed."""
    ask(browser, address, **more)
    send_due_messages()
    browser.open(link_in(office.letters[-1], "/follow/confirm/")).press("Sí, enviarme novedades" if more.get("language") == "es" else "Yes, send me news")
    office.letters.clear()
    return db.session.scalars(sa.select(Subscription).order_by(Subscription.confirm_digest)).all()[-1]


def something_happens(after: timedelta = timedelta(minutes=5)) -> datetime:
    """A new version, and time for the news to settle."""
    make_version(db.session.scalars(sa.select(Subscription)).first().docket or make_docket("2026-020"))
    db.session.commit()
    return now() + after


def test_following_takes_one_form_one_mail_and_one_press(office: PostOffice, browser: TestBrowser) -> None:
    ask(browser)
    assert browser.heading == "Look into your mail"
    send_due_messages()
    letter = office.only()
    assert letter["To"] == EMAIL and "Cameras that read faces" in words_in(letter)
    browser.open(link_in(letter, "/follow/confirm/"))
    assert browser.heading == "Confirm that you want news" and browser.shows("Docket 2026-014")
    browser.press("Yes, send me news")
    assert browser.heading == "You follow this now"
    assert db.session.query(Subscription).one().state is SubscriptionState.CONFIRMED


def test_news_reaches_those_who_follow_and_stopping_takes_one_press(office: PostOffice, browser: TestBrowser) -> None:
    followed(browser, office)
    later = something_happens()
    with pretend(later):
        assert tell_followers() and not tell_followers()
        send_due_messages()
        letter = office.only()
        assert letter["Subject"] == "Docket 2026-014, Cameras that read faces: what is new"
        assert "A version of the text was published." in words_in(letter) and "/d/2026-014/text" in words_in(letter)
        browser.open(link_in(letter, "/follow/stop/")).press("Stop all news about this")
        assert browser.heading == "Stopped"
        one = db.session.query(Subscription).one()
        db.session.refresh(one)
        assert (one.state, one.sealed_id, one.address_digest) == (SubscriptionState.ENDED, None, None)
        something_happens()
    with pretend(later + timedelta(minutes=10)):
        assert not tell_followers()


def test_what_happened_just_before_somebody_followed_is_no_news_to_them(office: PostOffice, browser: TestBrowser) -> None:
    """The hour is all that the table says; the minute lies sealed with the address."""
    follower = followed(browser, office, "early@example.org")
    begins = follower.confirmed_at + timedelta(minutes=30)
    with pretend(begins - timedelta(minutes=1)):
        something_happens()
    with pretend(begins):
        followed(browser, office)
    with pretend(begins + timedelta(minutes=5)):
        assert tell_followers()
        send_due_messages()
    assert [letter["To"] for letter in office.letters] == ["early@example.org"]
    assert Counter(db.session.scalars(sa.select(Message.state).where(Message.kind == "follow.news"))) == {"sent": 1, "dropped": 1}
    office.letters.clear()
    with pretend(begins + timedelta(minutes=6)):
        docket = follower.docket
        extend_window(docket.window, closes_at=docket.window.closing + timedelta(days=3), reason="More people asked for time.", by=the_clerk())
        db.session.commit()
    with pretend(begins + timedelta(minutes=15)):
        tell_followers()
        send_due_messages()
    assert len(office.letters) == 2 and all("made longer" in words_in(letter) for letter in office.letters)


def test_a_mail_program_stops_it_with_one_press_and_without_a_cookie(app, office: PostOffice, browser: TestBrowser) -> None:
    """RFC 8058: a POST of List-Unsubscribe=One-Click to the address in the header, nothing else."""
    followed(browser, office)
    with pretend(something_happens()):
        tell_followers()
        send_due_messages()
    letter = office.only()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Id"] == "<2026-014.follow.localhost>"
    address = letter["List-Unsubscribe"].strip("<>")
    answer = app.test_client().post("/" + address.split("/", 3)[3], data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    db.session.rollback()
    assert db.session.query(Subscription).one().state is SubscriptionState.ENDED


def test_every_mailed_link_opened_three_times_by_a_scanner_changes_nothing(app, office: PostOffice, browser: TestBrowser) -> None:
    """Acceptance 7: GET on any e-mailed link changes nothing."""
    ask(browser)
    send_due_messages()
    scanner, confirm_link = app.test_client(), link_in(office.letters[-1], "/follow/confirm/")
    for _ in range(3):
        assert (scanner.get(confirm_link).status_code, scanner.head(confirm_link).status_code) == (200, 200)
    assert db.session.query(Subscription).one().state is SubscriptionState.PENDING
    browser.open(confirm_link).press("Yes, send me news")
    with pretend(something_happens()):
        tell_followers()
        send_due_messages()
    stop_link = link_in(office.letters[-1], "/follow/stop/")
    for _ in range(3):
        assert (scanner.get(stop_link).status_code, scanner.head(stop_link).status_code) == (200, 200)
    db.session.rollback()
    assert db.session.query(Subscription).one().state is SubscriptionState.CONFIRMED


def test_a_link_to_confirm_works_once_and_for_two_days(office: PostOffice, browser: TestBrowser) -> None:
    ask(browser)
    send_due_messages()
    link = link_in(office.only(), "/follow/confirm/")
    with pretend(now() + timedelta(hours=49)):
        assert browser.open(link).status == 410 and browser.heading == "This link was used, or is over"
    browser.open(link).press("Yes, send me news")
    assert browser.open(link).status == 410
    assert browser.open("/follow/confirm/" + "A" * 22).status == 410
    assert browser.open("/follow/stop/" + "A" * 22).status == 410


def test_known_and_unknown_addresses_get_the_same_answer(app, office: PostOffice, browser: TestBrowser) -> None:
    followed(browser, office)
    answers = []
    for address in (EMAIL, "nora@example.org"):
        reader = TestBrowser(app)
        ask(reader, address, follow=False)
        sent = reader.response
        shown = reader.open(sent.headers["Location"]).response
        answers.append((sent.status_code, sent.headers["Location"], len(sent.data), [c.partition("=")[0] for c in sent.headers.getlist("Set-Cookie")], shown.data))
    assert answers[0] == answers[1]
    send_due_messages()
    assert sorted(letter["Subject"] for letter in office.letters) == ["Please confirm: news from the public record", "You follow this already"]


def test_nobody_can_have_a_strangers_mailbox_filled(office: PostOffice, browser: TestBrowser) -> None:
    for _ in range(9):
        ask(browser)
        assert browser.heading == "Look into your mail"
    send_due_messages()
    assert len(office.letters) == following.MOST_AN_HOUR


def test_only_the_chosen_news_comes(office: PostOffice, browser: TestBrowser) -> None:
    followed(browser, office, topics=["dates"])
    with pretend(something_happens()):
        tell_followers()
        assert not send_due_messages()
        docket = db.session.query(Subscription).one().docket
        extend_window(docket.window, closes_at=docket.window.closing + timedelta(days=3), reason="More people asked for time.", by=the_clerk())
        db.session.commit()
    with pretend(now() + timedelta(minutes=15)):
        tell_followers()
        send_due_messages()
    assert "The time to comment was made longer." in words_in(office.only()) and "version" not in words_in(office.only())


def test_bad_input_gets_a_sentence_and_keeps_the_words(office: PostOffice, browser: TestBrowser) -> None:
    ask(browser, "no address")
    assert browser.status == 422 and "This does not look like an e-mail address." in browser.errors
    ask(browser, topics=[])
    assert browser.status == 422 and "Choose at least one kind of news." in browser.errors
    assert browser.find("#address")["value"] == EMAIL
    assert db.session.query(Subscription).count() == 0


def test_what_is_followed_can_be_changed_from_the_mail(office: PostOffice, browser: TestBrowser) -> None:
    followed(browser, office)
    with pretend(something_happens()):
        tell_followers()
        send_due_messages()
        browser.open(link_in(office.only(), "/follow/stop/")).fill("Keep these changes", {"topics": ["decision"], "rhythm": "weekly"})
        assert browser.shows("Changed. It holds from the next mail on.")
    one = db.session.query(Subscription).one()
    assert (one.topics, one.rhythm) == (["decision"], Rhythm.WEEKLY)


def test_a_daily_digest_comes_once_and_holds_everything_since_the_one_before(office: PostOffice, browser: TestBrowser) -> None:
    followed(browser, office, rhythm="daily")
    morning = datetime(2026, 10, 4, 13, 5, tzinfo=UTC)  # 8:05 in the city
    something_happens()
    with pretend(now() + timedelta(minutes=5)):
        tell_followers()
        assert not send_due_messages()  # what a digest holds is not told at once
    with pretend(morning):
        assert send_digests() and not send_digests()
        send_due_messages()
    assert "A version of the text was published." in words_in(office.only())
    with pretend(morning + timedelta(days=3)):  # the worker was away for two mornings
        make_version(db.session.query(Subscription).one().docket)
        db.session.commit()
    with pretend(morning + timedelta(days=4)):
        assert send_digests() and not send_digests()
        send_due_messages()
    assert len(office.letters) == 2


def test_night_is_quiet_and_the_morning_tells(app) -> None:
    make_docket()
    set_policy("quiet_from", 21)
    set_policy("quiet_to", 7)
    late, early, noon = (datetime(2026, 10, 3, hour, 30, tzinfo=UTC) for hour in (3, 11, 17))  # 22:30, 6:30, 12:30 in the city
    seven = datetime(2026, 10, 3, 12, 0, tzinfo=UTC)
    assert outside_quiet_hours(late) == outside_quiet_hours(early) == seven and outside_quiet_hours(noon) == noon


def test_following_the_site_tells_of_every_docket(office: PostOffice, browser: TestBrowser) -> None:
    followed(browser, office, page="/follow")
    make_docket("2026-021", title="Plate readers")
    db.session.commit()
    with pretend(now() + timedelta(minutes=5)):
        while tell_followers():
            pass
        send_due_messages()
    assert Counter(letter["To"] for letter in office.letters) == {EMAIL: 1}
    assert "Plate readers" in words_in(office.only()) and "/d/2026-021" in words_in(office.only())
    assert {letter["List-Id"] for letter in office.letters} == {"<all.follow.localhost>"}


def test_mail_in_spanish_for_who_asked_in_spanish(office: PostOffice, browser: TestBrowser) -> None:
    set_policy("language_es", "checked")
    db.session.commit()
    followed(browser, office, language="es")
    with pretend(something_happens()):
        tell_followers()
        send_due_messages()
    letter = office.only()
    assert letter["Content-Language"] == "es" and "Se publicó una versión del texto." in words_in(letter)
    assert "/es/d/2026-014/text" in words_in(letter)


def test_mail_for_who_asked_in_somali_begins_in_somali_and_goes_on_in_english(office: PostOffice, browser: TestBrowser) -> None:
    set_policy("mail_so", "unchecked")
    db.session.commit()
    followed(browser, office, language="so")
    with pretend(something_happens()):
        tell_followers()
        send_due_messages()
    letter = office.only()
    assert letter["Content-Language"] == "so, en" and letter["Subject"].startswith("Ogeysiis: Docket 2026-014")
    words = words_in(letter)
    assert words.startswith(FOREWORDS["so"].words) and "A version of the text was published." in words
    browser.open(link_in(letter, "/follow/stop/")).press("Stop all news about this")
    assert browser.heading == "Stopped"


def test_an_address_that_bounces_ends_its_subscription(office: PostOffice, browser: TestBrowser) -> None:
    followed(browser, office)
    office.refuses = {EMAIL}
    with pretend(something_happens()):
        tell_followers()
        send_due_messages()
    one = db.session.query(Subscription).one()
    assert (one.state, one.ended_by, one.sealed_id) == (SubscriptionState.ENDED, "bounce", None)


def test_what_was_never_confirmed_is_erased_after_two_days(office: PostOffice, browser: TestBrowser) -> None:
    ask(browser)
    with pretend(now() + timedelta(hours=47)):
        assert not purge_followers()
    with pretend(now() + timedelta(hours=50)):
        assert purge_followers() and not purge_followers()
    assert db.session.query(Subscription).one().state is SubscriptionState.ENDED
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SealedText).where(SealedText.purpose == "follower")) == 0


def test_no_table_joins_a_follower_to_a_comment(office: PostOffice, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-19: No column, key or shared identifier joins a comment to a subscription, contact or account."""
    comment = make_comment(_docket(), "We want to follow this.")
    followed(browser, office)
    one = db.session.query(Subscription).one()
    of_comment, of_follower = _identifiers(comment), _identifiers(one)
    assert of_comment & of_follower == {_docket().id}
    linked = {key.column.table.name for table in ("subscriptions", "bulletins") for key in db.metadata.tables[table].foreign_keys}
    assert linked == {"dockets", "sealed_texts"}


def test_the_same_address_looks_different_on_every_docket(office: PostOffice, browser: TestBrowser) -> None:
    make_docket("2026-020", title="Plate readers")
    db.session.commit()
    ask(browser)
    ask(browser, page="/d/2026-020/follow")
    digests = set(db.session.scalars(sa.select(Subscription.address_digest)))
    assert len(digests) == 2


def test_without_mail_set_up_the_page_offers_feeds_and_says_why(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/d/2026-014/follow")
    assert browser.shows("This server has no mail set up") and "feed (Atom)" in browser.text


@pytest.mark.slow
def test_killed_between_queueing_and_sending_nobody_is_left_out_and_nobody_is_queued_twice(app, office: PostOffice, browser: TestBrowser) -> None:
    subscribe(200)
    with pretend(something_happens()):
        tell_followers()
        db.session.execute(sa.delete(Bulletin).where(False))
        with pytest.raises(sa.exc.IntegrityError):  # the database itself holds one message for each bulletin and follower
            row = db.session.execute(sa.select(Message.bulletin_id, Message.subscription_id)).first()
            db.session.add(Message(kind="x", subject="x", bulletin_id=row[0], subscription_id=row[1], next_try_at=now(), erased_after=now(), queued_on=now().date()))
            db.session.flush()
        db.session.rollback()
        moment = now()
    while moment < now() + timedelta(minutes=30):
        with pretend(moment):
            send_due_messages()
        moment += timedelta(minutes=1)
    assert Counter(Counter(letter["To"] for letter in office.letters).values()) == {1: 200}


def subscribe(how_many: int) -> None:
    docket = _docket()
    from civic.notices.subscriptions import keep_address

    for n in range(how_many):
        one = Subscription(docket_id=docket.id, topics=["text"], rhythm=Rhythm.EACH, language="en", state=SubscriptionState.CONFIRMED,
                           confirmed_at=now() - timedelta(hours=1))  # fmt: skip
        keep_address(one, f"reader{n}@example.org")
        db.session.add(one)
    db.session.commit()


def _docket():  # type: ignore[no-untyped-def]
    from civic.dockets.queries import docket_numbered

    return docket_numbered("2026-014")


def _identifiers(row) -> set:  # type: ignore[no-untyped-def,type-arg]
    values = [getattr(row, column.key) for column in sa.inspect(type(row)).column_attrs]
    return {value for value in values if isinstance(value, str | bytes) and len(value) >= 16}
