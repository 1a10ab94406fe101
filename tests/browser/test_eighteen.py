"""The letter of eighteen organizations, end to end: a real browser at phone width, a real server with its worker, and real mail
over SMTP on loopback. Draft, fix, change, invite 18, sign 17 times, decline once, deliver, withdraw once; then the page, the
counts, the file on paper and the record have to agree."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.browser.conftest import serve_civic
from tests.browser.test_walk import PHONE, YEAR
from tests.notices.post_office import PostOffice, _free_port, link_in
from tests.statements.test_pdf import read, words_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
DOCKET = f"{YEAR}-021"
TITLE = "Eighteen groups ask for a short memory"
INVITED = [f"{word} Street Neighbors" for word in ("Oak", "Elm", "Ash", "Birch", "Cedar", "Pine", "Maple", "Linden", "Willow", "Aspen", "Spruce", "Walnut", "Cherry", "Alder", "Hazel", "Rowan")]
INVITATIONS = "FROM letter_invitations i JOIN letter_versions v ON v.id = i.version_id WHERE v.letter_id = ?"
SPEAKING = ["Open Streets Coalition", "Canal Rowers"]


@dataclass
class World:
    site: str
    folder: Path
    office: PostOffice
    chromium: Any
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)

    def visitor(self, name: str = "") -> Any:
        """A page of a fresh browser; with a name of the demonstration's cast it is signed in."""
        page = self.chromium.new_context(viewport=PHONE).new_page()
        if name:
            page.goto(f"{self.site}/demo")
            page.get_by_role("button", name=f"Continue as {name}").click()
        return page

    def rows(self, query: str, *values: str) -> list[Any]:
        with sqlite3.connect(f"file:{self.folder / 'civic.sqlite'}?mode=ro", uri=True) as connection:
            return connection.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[World]:
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=_free_port())
    controller.start()
    folder = tmp_path_factory.mktemp("eighteen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CIVIC_SMTP_URL", f"smtp://127.0.0.1:{controller.port}")
        with serve_civic(folder) as site:
            yield World(site, folder, office, chromium)
    controller.stop()


def test_eighteen_are_invited_seventeen_sign_one_declines_one_withdraws(world: World) -> None:
    """I-24, I-25, I-26 and the counts of section 8, seen from outside; acceptance 8."""
    omar = world.visitor("Omar")
    letter = write_and_fix(omar, world)
    rower = start_second_organisation(world)
    sign_signed_in(omar, letter)
    change_the_words(omar, letter)
    new, old = shown(omar, letter), shown(omar, f"{letter}@1")
    assert "Nobody yet." in new and "Omar, Coordinator" not in new and "Omar, Coordinator" in old, old
    links, stranger = invite(omar, letter, world), world.visitor()
    for n, name in enumerate(INVITED[:15]):
        world.codes[name] = sign_from_link(stranger, world.site + links[name], f"Signer {n}")
    refuse(stranger, world.site + links[INVITED[15]])
    sign_signed_in(omar, letter)
    sign_signed_in(rower, letter)
    deliver(omar, letter)
    withdraw(stranger, letter, *world.codes[INVITED[3]])
    the_page_agrees(omar, letter)
    the_files_agree(omar, letter, world)
    the_record_agrees(letter, world)


# --- the story


def write_and_fix(page: Any, world: World) -> str:
    page.goto(f"{world.site}/letters/new?docket={DOCKET}")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("What you ask, in one or two sentences").fill("Delete readings after 24 hours.")
    page.get_by_label("The letter", exact=True).fill("A diary of trips helps nobody.\n\nThirty days are too long.")
    page.get_by_label("Sign by").fill(page.evaluate("new Date(Date.now() + 4 * 864e5).toISOString().slice(0, 10)"))
    page.get_by_role("button", name="Read it before fixing the words").click()
    page.get_by_role("button", name="Fix these words as version 1").click()
    page.wait_for_url("**/invite")
    return page.url.removesuffix("/invite")


def start_second_organisation(world: World) -> Any:
    """Started by anybody, confirmed by two people of the city."""
    rower = world.visitor()
    rower.goto(f"{world.site}/organisations/new")
    rower.get_by_label("Name of the organization").fill(SPEAKING[1])
    rower.get_by_label("Coalition or group without registration").check()
    for label, words in (("Your name", "Ines Moe"), ("Your title in the organization", "Cox"), ("Why may you speak for it?", "The crew chose me."),
                         ("E-mail address for signing in", "ines@rowers.example"), ("Password", "four quiet oars pull")):  # fmt: skip
        rower.get_by_label(label, exact=False).first.fill(words)
    rower.get_by_role("button", name="Start and write the first letter").click()
    for name, button in (("Casey", "Send it to a second person"), ("Ama", "Approve")):
        staff = world.visitor(name)
        staff.goto(f"{world.site}/staff/organisations")
        staff.get_by_role("link", name=SPEAKING[1]).first.click()
        if name == "Casey":
            staff.get_by_label("Ines Moe, Cox, speaks for it").check()
            staff.get_by_label("What you saw").fill("Called the boathouse.")
        staff.get_by_role("button", name=button).click()
        staff.context.close()
    return rower


def sign_signed_in(page: Any, letter: str) -> None:
    page.goto(f"{letter}/sign")
    page.get_by_role("button", name="Sign for my organization").click()
    page.get_by_text("Signed. Your organization is listed now.").first.wait_for()


def change_the_words(page: Any, letter: str) -> None:
    page.goto(f"{letter}/edit")
    page.get_by_label("The letter", exact=True).fill("A diary of trips helps nobody.\n\nA day is enough to find a stolen car.")
    page.get_by_role("button", name="Read it before fixing the words").click()
    page.get_by_role("button", name="Fix these words as version 2").click()


def invite(page: Any, letter: str, world: World) -> dict[str, str]:
    """Eighteen addresses are pasted, eighteen mails arrive; the links by the name of the organization."""
    page.goto(f"{letter}/invite")
    lines = [f"{name}, {name.split()[0].lower()}@groups.example" for name in [*INVITED, *SPEAKING]]
    page.get_by_label("Organizations and their addresses").fill("\n".join(lines))
    page.get_by_role("button", name="Send the invitations").click()
    page.get_by_text("Invited: 18.").first.wait_for()
    until = time.monotonic() + 20
    while len(sent := [mail for mail in world.office.letters if mail["To"].endswith("@groups.example")]) < 18 and time.monotonic() < until:
        time.sleep(0.2)
    assert len(sent) == len({mail["To"] for mail in sent}) == 18
    return {name: link_in(next(mail for mail in sent if mail["To"].startswith(name.split()[0].lower())), "/sign/") for name in [*INVITED, *SPEAKING]}


def sign_from_link(page: Any, link: str, name: str) -> tuple[str, str]:
    """Each comes without a cookie, as another person would."""
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your title").fill("Chair")
    page.get_by_label("I am allowed to sign for").check()
    page.get_by_role("button", name="Sign this exact text (version 2)").click()
    page.locator(".receipt code").last.wait_for()
    number, code = page.locator(".receipt code").all_inner_texts()
    return number, code


def refuse(page: Any, link: str) -> None:
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("button", name="Do not sign").click()
    page.get_by_text("Declined on").first.wait_for()


def deliver(page: Any, letter: str) -> None:
    page.goto(f"{letter}/deliver")
    page.get_by_role("button", name="Deliver it now").click()
    page.get_by_text("Delivered to the city on").first.wait_for()


def withdraw(page: Any, letter: str, number: str, code: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{letter}/withdraw")
    page.get_by_label("Number of your signature").fill(number)
    page.get_by_label("Private code").fill(code)
    page.get_by_role("button", name="Withdraw my signature").click()
    page.get_by_text("Your signature is withdrawn.").first.wait_for()


# --- what has to agree


def shown(page: Any, address: str) -> str:
    page.goto(address)
    return " ".join(page.locator("main").inner_text().split())


def the_page_agrees(page: Any, letter: str) -> None:
    words = shown(page, letter)
    assert "17 organizations had signed" in words and words.count("withdrawn after delivery") == 1 and words.count("Chair") == 15
    assert f"{INVITED[3]} Signer 3, Chair withdrawn after delivery" in words and INVITED[15] not in words
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    old = shown(page, f"{letter}@1")
    assert "It was replaced" in old and "Thirty days are too long." in old and "Omar, Coordinator" in old and "Signer" not in old
    assert cells(page)[0] == ["Version 1", "organizations", "1", "1", "0", "not delivered", "0", "0"]
    assert cells(page)[2] == ["Version 2", "organizations", "17", "16", "1", "17", "0", "1"]
    both = shown(page, f"{letter}/who-signed")
    assert both.count("confirmed representative") == 3 and both.count("from an invitation, not checked") == 15 and len(set(re.findall(r"\b[0-9a-f]{64}\b", both))) == 2


def cells(page: Any) -> list[list[str]]:
    rows = page.locator("section:has(#counts-h) tbody tr").all()
    return [[" ".join(cell.split()) for cell in row.locator("th,td").all_inner_texts()] for row in rows]


def the_files_agree(page: Any, letter: str, world: World) -> None:
    rows = [row for row in table(page, f"{world.site}/d/{DOCKET}/letters.csv") if row["title"] == TITLE and row["kind"] == "organisation"]
    told = ("version", "ever_made", "standing", "withdrawn", "at_delivery", "made_after_delivery", "withdrawn_after_delivery")
    assert [tuple(row[name] for name in told) for row in rows] == [("1", "1", "1", "0", "", "0", "0"), ("2", "17", "16", "1", "17", "0", "1")]
    signed = table(page, f"{letter}/signatures.csv")
    assert Counter((row["version"], row["through"]) for row in signed) == {("1", "representative"): 1, ("2", "representative"): 2, ("2", "invitation"): 15}
    assert [row["organization"] for row in signed if row["withdrawn_after_delivery"] == "yes"] == [INVITED[3]]
    words = words_of(read(page.context.request.get(f"{letter}@2.pdf").body()))
    assert all(name in words for name in [*INVITED[:15], *SPEAKING]) and INVITED[15] not in words
    assert "organizations 17 16 1 17 0 1" in words and "A day is enough to find a stolen car." in words and words.count("withdrawn after delivery") == 1


def table(page: Any, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page.context.request.get(address).text().lstrip("\ufeff"))))


def the_record_agrees(letter: str, world: World) -> None:
    own = letter.rsplit("/", 1)[1]
    leaves = [leaf for (text,) in world.rows("SELECT bytes FROM leaves WHERE kind LIKE 'letter.%'") if (leaf := json.loads(text))["letter"] == own]
    frozen = {leaf["id"]: leaf["n"] for leaf in leaves if leaf["t"] == "letter.frozen"}
    signed = {leaf["id"]: leaf for leaf in leaves if leaf["t"] == "letter.signed"}
    assert Counter((frozen[leaf["ref"]], leaf["through"], leaf["stage"]) for leaf in signed.values()) == {
        (1, "representative", "open"): 1, (2, "representative", "open"): 2, (2, "invitation", "open"): 15,
    }  # fmt: skip
    (gone,) = [leaf for leaf in leaves if leaf["t"] == "letter.signature_withdrawn"]
    (delivered,) = [leaf for leaf in leaves if leaf["t"] == "letter.delivered"]
    assert gone["ref"] in signed and gone["stage"] == "delivered"
    assert (delivered["organisations"], delivered["residents"], frozen[delivered["ref"]]) == (17, 0, 2)
    answers = Counter(answer for (answer,) in world.rows(f"SELECT i.answer {INVITATIONS}", own))
    assert answers == {"signed": 17, "declined": 1}
    assert world.rows(f"SELECT count(i.address_id) {INVITATIONS}", own) == [(0,)]
