"""One person follows, is invited, signs and comments in one browser, with an address that nobody else has. Afterwards nothing
that the installation keeps, logs or mails joins that address to the comment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from civic import logs
from civic.clock import now, pretend
from civic.comments.models import Comment, Face
from civic.database import Base, db
from civic.letters.signature_models import LetterInvitation, Signature, SignatureKind
from civic.notices import following
from civic.notices.bulletins import tell_followers
from civic.notices.mailer import send_due_messages
from civic.notices.models import Message, Subscription
from civic.operating.backup import make_backup
from civic.people.policy import set_policy
from civic.record.models import Leaf
from tests.browsing import TestBrowser
from tests.factories import make_docket, make_version
from tests.letters.arrange import invite, make_open_letter, make_organisation
from tests.notices.post_office import PostOffice, link_in, mail_set_up

ADDRESS = "canary-7731@canary.example"
WORDS = "canary-words-5519 about the cameras on my street"
NETWORK = "203.0.113.77"
# Where addresses are kept, sealed; and where what people say is kept.
OF_ADDRESSES = {"subscriptions", "outbox", "suppressed_addresses", "letter_invitations", "label_requests", "invitation_links", "account_invitations", "accounts"}
OF_WORDS = {mapper.local_table.name for mapper in Base.registry.mappers if mapper.class_.__module__ == "civic.comments.models"} | {"letter_signatures"}  # type: ignore[attr-defined]


@pytest.fixture
def story(app: Any, capsys: Any) -> Any:
    """Follow, be invited, sign for a group, sign as a resident, comment, and get the news, in one browser."""
    following._recent = following._Recent()  # noqa: SLF001 - kept in memory for an hour
    logs.start("DEBUG")
    with pretend(now() - timedelta(hours=3)):
        docket = make_docket()
        set_policy("quiet_from", 0)
        set_policy("quiet_to", 0)
        letter = make_open_letter(docket, make_organisation(), residents=True)
    browser = TestBrowser(app)
    browser.client.environ_base["REMOTE_ADDR"] = NETWORK
    with mail_set_up(app) as office:
        browser.open("/d/2026-014/follow").fill("Send me the mail to confirm", {"Your e-mail address": ADDRESS})
        send_due_messages()
        browser.open(link_in(office.letters[-1], "/follow/confirm/")).press("Yes, send me news")
        invite(letter, "Canary Street Neighbors", ADDRESS)
        db.session.commit()
        send_due_messages()
        browser.open(link_in(office.letters[-1], "/sign/")).fill("Sign this exact text", {"name": "Cam Canary", "title": "Neighbor", "allowed": "y"})
        browser.open(f"/letters/{letter.id}/sign").fill("Sign this exact text", {"name": ""})
        codes = [one.get_text() for one in browser.page.select(".receipt code")]
        browser.open("/d/2026-014/comment")
        with pretend(now() + timedelta(minutes=4)):  # a person needs some time to write
            browser.fill("Continue", {"Your comment": WORDS}).press("Skip this and go on").press("Send my comment")
        assert browser.heading == "Your comment arrived", browser.text
        codes += [one.get_text() for one in browser.page.select(".receipt code")]
        make_version(docket, "# Article 9\n\n## Section 1. Purpose\n\nThis law limits cameras.\n")
        db.session.commit()
        with pretend(now() + timedelta(minutes=5)):
            tell_followers()
            send_due_messages()
    said = capsys.readouterr()
    logs.start("ERROR")
    db.session.expire_all()
    return {"office": office, "codes": codes, "log": said.out + said.err, "browser": browser, "app": app}


def rows(names: Iterable[str]) -> dict[str, list[str]]:
    """Every row of these tables as words; bytes are read as text where they are text."""
    tables = {table.name: table for table in db.metadata.sorted_tables}
    return {name: [" ".join(_word(value) for value in row) for row in db.session.execute(sa.select(tables[name]))] for name in names if name in tables}


def _word(value: Any) -> str:
    return value.decode("utf-8", "replace") + value.hex() if isinstance(value, bytes) else str(value)


def marks_of_the_address() -> set[str]:
    """Every identifier that stands for the address anywhere."""
    subscription = db.session.scalars(sa.select(Subscription)).one()
    messages = db.session.scalars(sa.select(Message)).all()
    invitation = db.session.scalars(sa.select(LetterInvitation)).one()
    digests = (subscription.address_digest, subscription.stop_digest, invitation.token_digest)
    return {subscription.id, subscription.sealed_id, invitation.id, *(one.id for one in messages), *(one.hex() for one in digests if one)} - {None}  # type: ignore[arg-type]


def marks_of_the_words(codes: list[str]) -> set[str]:
    """Every identifier that stands for the comment and for the resident's signature."""
    comment, face = db.session.scalars(sa.select(Comment)).one(), db.session.scalars(sa.select(Face)).one()
    resident = db.session.scalars(sa.select(Signature).where(Signature.kind == SignatureKind.RESIDENT)).one()
    leaves = db.session.scalars(sa.select(Leaf.id).where(Leaf.kind.like("comment.%")))
    return {*leaves, comment.id, face.number, resident.id, resident.leaf_id, resident.number, *codes, *(code.replace("-", "") for code in codes)} - {None}  # type: ignore[arg-type]


def test_no_row_anywhere_holds_the_address_or_joins_it_to_the_comment(story: dict[str, Any]) -> None:
    """I-19: No column, key or shared identifier joins a comment to a subscription, contact or account."""
    everything = rows(table.name for table in db.metadata.sorted_tables)
    assert [name for name, found in everything.items() for row in found if ADDRESS in row or "canary.example" in row or NETWORK in row] == []
    address, words = marks_of_the_address(), marks_of_the_words(story["codes"])
    assert joined(everything, address, words) == []
    assert [name for name, found in rows(OF_WORDS).items() for row in found if any(mark in row for mark in address)] == []
    assert [name for name, found in rows(OF_ADDRESSES | {"sealed_texts", "bulletins"}).items() for row in found if any(mark in row for mark in words)] == []


def joined(found: dict[str, list[str]], address: set[str], words: set[str]) -> list[str]:
    return [name for name, lines in found.items() for row in lines if any(mark in row for mark in address) and any(mark in row for mark in words)]


def test_the_search_sees_a_planted_join(story: dict[str, Any]) -> None:
    words = marks_of_the_words(story["codes"])
    db.session.scalars(sa.select(Message)).first().about_id = db.session.scalars(sa.select(Comment.id)).one()  # type: ignore[union-attr]
    db.session.flush()
    assert joined(rows(OF_ADDRESSES), marks_of_the_address(), words) == ["outbox"]


def test_no_key_leads_from_where_people_speak_to_where_addresses_are(app: Any) -> None:
    """I-19: in the schema too: no foreign key either way, and no column named for the other side."""
    tables = {table.name: table for table in Base.metadata.sorted_tables}
    comments = OF_WORDS
    assert set(tables) >= OF_ADDRESSES and len(comments) > 8
    keys = [(table.name, fk.column.table.name) for table in tables.values() for fk in table.foreign_keys]
    assert [key for key in keys if (key[0] in comments and key[1] in OF_ADDRESSES - {"accounts"}) or (key[0] in OF_ADDRESSES and key[1] in comments)] == []
    named = re.compile(r"subscri|follow|mail|address|message|contact|ip$|agent|cookie|session")
    assert [f"{name}.{column.name}" for name in comments for column in tables[name].columns if named.search(column.name)] == []


def test_no_line_of_the_log_holds_either_of_them(story: dict[str, Any]) -> None:
    """I-18 and I-19: the log holds kinds, places and numbers."""
    secrets = {ADDRESS, "canary", NETWORK, *marks_of_the_words(story["codes"]), *marks_of_the_address()}
    assert story["log"] and [word for word in secrets if word in story["log"]] == []


def test_no_mail_knows_the_comment_and_headers_name_the_address_once(story: dict[str, Any]) -> None:
    """I-19: what is mailed to the address says nothing of the comment; the address stands in To and nowhere else."""
    office: PostOffice = story["office"]
    assert {letter["To"] for letter in office.letters} == {ADDRESS} and len(office.letters) >= 3
    words = marks_of_the_words(story["codes"])
    for letter, raw in zip(office.letters, office.raw, strict=True):
        plain = raw.decode().replace("=\r\n", "")
        assert not any(mark in plain for mark in words) and "canary-words" not in plain
        assert [name for name, value in letter.items() if ADDRESS in str(value)] == ["To"]
        assert not {"X-Originating-IP", "X-Mailer", "Received"} & set(letter.keys()) and NETWORK not in plain


def test_no_file_of_the_installation_holds_the_address(story: dict[str, Any]) -> None:
    """I-18 and I-19, on the disk: database with its log, drafts, keys and caches, byte for byte."""
    settings = story["app"].config["CIVIC"]
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    if settings.on_sqlite:
        files += list(Path(settings.database_url.removeprefix("sqlite:///")).parent.glob("test.sqlite*"))
    assert files
    for path in files:
        held = path.read_bytes()
        assert b"canary-7731" not in held and NETWORK.encode() not in held, path.name


@pytest.mark.sqlite_only  # PostgreSQL brings its own tools for backups
def test_no_backup_holds_a_network_address_or_what_is_sealed(story: dict[str, Any], tmp_path: Path) -> None:
    """I-18 No backup holds an IP address; I-19 nor the address of anybody in the clear."""
    db.session.commit()
    manifest = make_backup(tmp_path / "one", with_keys=True, overwrite=False)
    files = [path for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert manifest["files"] and len(files) > len(manifest["files"])
    assert [path.name for path in files if NETWORK.encode() in path.read_bytes() or b"canary-7731" in path.read_bytes()] == []


def test_the_browser_carries_nothing_from_one_to_the_other(story: dict[str, Any]) -> None:
    """I-19: no cookie of the comment path comes from following, and none outlives the browser."""
    cookies = {cookie.key: cookie for cookie in story["browser"].client._cookies.values()}  # noqa: SLF001 - werkzeug has no other way
    assert not any("canary" in cookie.value or ADDRESS in cookie.value for cookie in cookies.values())
    assert [name for name in cookies if "follow" in name or "subscri" in name] == []
