"""Each of the cast does what waits for them on docket two, at phone width, with scripts and without; then a new docket's whole way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from civic.clock import now
from tests.browser.conftest import serve_civic
from tests.browser.test_walk import PHONE, YEAR

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
LAW = """# Article 12. Drones

## Section 1. Purpose

This article limits what city departments may do with drones.

## Section 2. Limits

No department may record a gathering from the air.
"""


class Person:
    """One of the cast at a phone: follows links, fills by label, presses buttons, reads the main part."""

    def __init__(self, page: Any, site: str) -> None:
        self.page, self.site = page, site

    def open(self, address: str) -> Person:
        self.page.goto(self.site + address)
        return self

    def click(self, words: str) -> Person:
        return self._arrive_by("link", words)

    def fill(self, **values: str) -> Person:
        for name, value in values.items():
            control = self.page.locator(f"main [name={name}]").first
            kind = control.get_attribute("type") or control.evaluate("e => e.tagName.toLowerCase()")
            if kind == "radio":
                self.page.locator(f"main [name={name}][value='{value}']").check()
            elif kind == "checkbox":
                control.check()
            elif kind == "select":
                control.select_option(value)
            else:
                control.fill(value)
        return self

    def press(self, words: str) -> Person:
        return self._arrive_by("button", words)

    def _arrive_by(self, role: Any, words: str) -> Person:
        """Until the next page is whole: a walk that counts what is on it must not count on half of it."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role(role, name=words).first.click()
        return self

    @property
    def words(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def sees(self, words: str) -> None:
        assert words in self.words, f"{words!r} is not on {self.page.url}: {self.words[:600]}"

    def fits(self) -> None:
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], self.page.url


def take_a_batch(person: Person) -> Person:
    """A new batch, or the one that is still this moderator's from an earlier visit, filled up."""
    earlier = person.page.get_by_role("button", name="Keep these").count()
    return person.press("Keep these" if earlier else "Take the next 25")


@pytest.fixture(scope="module", params=[True, False], ids=["with scripts", "without scripts"])
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[Any]:
    """``walk("Milo")`` is a Person signed in as Milo on a site of this module's own."""
    with serve_civic(tmp_path_factory.mktemp("cast")) as site:

        @contextmanager
        def as_one_of_the_cast(name: str) -> Iterator[Person]:
            context = chromium.new_context(viewport=PHONE, java_script_enabled=request.param)
            context.set_default_timeout(15_000)
            person = Person(context.new_page(), site)
            if name:
                person.open("/demo").press(f"Continue as {name}")
            yield person
            person.fits()
            context.close()

        yield as_one_of_the_cast


def test_the_deputy_drafts_and_the_chief_signs(walk: Any) -> None:
    with walk("Deputy Chief Ferris") as ferris:
        ferris.click("By which rule would the department choose")
        ferris.fill(words="We would propose places and publish the list.", position="agree_in_part").press("Save draft")
        ferris.sees("only the holder of the office signs and publishes")
    with walk("Chief Chen") as chen:
        chen.page.locator("section", has_text="License plate readers").get_by_role("link", name="Check and sign").click()
        chen.press("Sign and publish 1 answer").sees("We would propose places and publish the list.")


def test_the_moderator_decides_on_held_comments(walk: Any) -> None:
    with walk("Milo") as milo:
        take_a_batch(milo.click("held comments to decide on"))
        milo.page.locator("fieldset", has=milo.page.locator("input[data-key=R]")).first.get_by_label("Hide the marked words").check()
        milo.press("Save these decisions").sees("Undo the decision on")


def test_a_proposal_to_withhold_waits_for_the_second_moderator(walk: Any) -> None:
    with walk("Milo") as milo:
        take_a_batch(milo.open(f"/staff/d/{YEAR}-021/queue")).click("Decide on")
        milo.page.locator("summary", has_text="What takes two people").click()
        milo.fill(withholding="T1").press("Propose to withhold").sees("Moderation queue")
    with walk("Petra") as petra:
        take_a_batch(petra.click("proposal waits for a second person")).click("Agree or drop")
        petra.press("Drop the proposal").sees("Moderation queue")


def test_the_organization_reminds_and_the_member_states_a_position(walk: Any) -> None:
    with walk("Omar") as omar:
        omar.sees("My letters")
        omar.click("plate readers" if omar.page.get_by_role("link", name="plate readers").count() else "Manage")
    with walk("Bea") as bea:
        bea.sees("My dockets")
    with walk("Council Member Diaz") as diaz:
        diaz.open(f"/member/d/{YEAR}-021/position").fill(stance="undecided", statement="I am still reading what people wrote.")
        diaz.press("Publish my position").sees("about version")


def test_the_aide_drafts_and_the_member_reads_asks_and_says_what_became_of_a_condition(walk: Any) -> None:
    with walk("Bea") as bea:
        bea.open(f"/member/d/{YEAR}-021/ask").fill(words="Who pays for the readers after the first year?").press("Save draft").sees("You draft; only the member sends.")
    with walk("Council Member Diaz") as diaz:
        diaz.open(f"/member/d/{YEAR}-021/brief").sees("Kept by your office")
        diaz.open(f"/member/d/{YEAR}-014/explain").sees("Vote: Yes.")
        diaz.open(f"/member/d/{YEAR}-021/ask").fill(words="Who pays for the readers after the first year?").press("Send to the clerk")
        if diaz.page.get_by_text("Nothing was sent yet").count():
            diaz.press("Send to the clerk")
        diaz.sees("Your question waits at the clerk's since")
    with walk("Casey") as casey:
        casey.click("A question from Marisol Diaz").sees("Put it to an office")
        casey.fill(because="The department's answer on cost says so.").press("Answer, and put it to nobody").sees("The member sees your answer.")
        casey.open(f"/staff/d/{YEAR}-014/conditions").click("Say what became of it").fill(outcome="not_met", words="It was not.").press("Enter it on the record")
        casey.sees("Entered. It stands beside the vote.")


def test_the_analyst_mends_the_table_of_facts_and_the_approver_confirms_it(walk: Any) -> None:
    with walk("Ines") as ines:
        ines.open(f"/staff/d/{YEAR}-014/facts").page.locator("#effective_date-says").fill("30 days after it is published.")
        ines.press("Hand it over to a second person").sees("You wrote this table, so somebody else must confirm it.")
    with walk("Ama") as ama:
        ama.open(f"/staff/d/{YEAR}-014/facts/confirm").press("Confirm: the table becomes public").sees("Confirmed on")
        ama.open(f"/d/{YEAR}-014/covers").sees("30 days after it is published.")


def test_the_approver_publishes_the_summary(walk: Any) -> None:
    with walk("Ama") as ama:
        ama.click("A summary to approve").press("Approve and publish")
        ama.open(f"/d/{YEAR}-021/summary").sees("Summary of what people said")


def test_the_clerk_publishes_version_two_with_its_reasons(walk: Any) -> None:
    with walk("Casey") as casey:
        casey.click(f"{YEAR}-021: ")
        while casey.page.locator("input[name=read]").count():
            for box in casey.page.locator("input[name=read]").all():
                box.check()
            casey.press("Save what I have read")
        casey.open(f"/staff/d/{YEAR}-021/publish").press("Go on to the check").sees("Who must be asked again")
        if casey.page.locator("[name=anyway]").count():
            casey.fill(anyway="y")
        casey.press("Publish version 2")
        casey.open(f"/d/{YEAR}-021/compare/1/2").sees("Because:")


def test_the_administrator_reads_the_rules_and_the_outbox(walk: Any) -> None:
    with walk("Theo") as theo:
        theo.click("The city's settings").sees("Time zone")
        theo.open("/staff/outbox").sees("Nothing was sent.")
    with walk("Noor") as noor:
        noor.open("/staff/people").sees("Milo")


def test_a_new_docket_goes_from_publishing_to_its_outcome(walk: Any) -> None:
    number = f"{YEAR}-777"
    with walk("Casey") as casey:
        casey.click("Start a docket").fill(number=number, title="Drones over gatherings", words=LAW).press("Continue")
        casey.open(f"/staff/d/{number}/structure")
        for box in casey.page.locator("input[name=read]").all():
            box.check()
        if casey.page.get_by_role("button", name="Save what I have read").count():
            casey.press("Save what I have read")
        casey.open(f"/staff/d/{number}/settings").fill(title="Drones over gatherings", plain_summary="City drones may not record gatherings.", effect1="No drone records a gathering.")
        with casey.page.expect_navigation():
            casey.page.locator("main form", has=casey.page.locator("[name=plain_summary]")).get_by_role("button").first.click()
        casey.open(f"/staff/d/{number}/publish").fill(closes_at=(now() + timedelta(days=20)).strftime("%Y-%m-%dT17:00")).press("Go on to the check")
        if casey.page.locator("[name=anyway]").count():
            casey.fill(anyway="y")
        casey.press("Publish the docket and its text")
        casey.open(f"/d/{number}").sees("City drones may not record gatherings.")
    numbers: list[str] = []
    with walk("") as resident:
        for words in ("Drones over a vigil frighten people.", "Please record nobody from the air.", "Keep drones for finding the missing."):
            resident.open(f"/d/{number}/comment").fill(body=words).press("Continue").press("Skip this and go on").press("Send my comment")
            numbers.append(resident.page.locator(".receipt code").first.inner_text())
    with walk("Ines") as ines:
        ines.open(f"/staff/d/{number}/codebook").fill(name="Gatherings", definition="Fear of being recorded.").press("Add")
        ines.press("Publish")
        ines.open(f"/staff/d/{number}/code")
        for box in ines.page.locator("main input[type=checkbox][name^=theme]").all():
            box.check()
        ines.press("Save")
        ines.open(f"/staff/d/{number}/summary/edit").fill(interim="y").press("Start the")
        ines.open(f"/staff/d/{number}/summary/sentences/new")
        ines.page.locator("main select[name=theme]").select_option(label="Gatherings")
        ines.fill(kind="finding", text="Most texts ask that no gathering is recorded ({cited} of {texts}).", cites=" ".join(numbers[:2])).press("Save this sentence")
        ines.open(f"/staff/d/{number}/summary/sentences/new").fill(kind="limits", text="People chose to write. This is not a poll.").press("Save this sentence")
        ines.open(f"/staff/d/{number}/summary/edit").press("Ask for approval")
    with walk("Ama") as ama:
        ama.open(f"/staff/d/{number}/summary/approve").press("Approve and publish")
        ama.open(f"/d/{number}/summary").sees("Most texts ask that no gathering is recorded")
    with walk("Casey") as casey:
        casey.open(f"/staff/d/{number}/responses").click("Write a response")
        casey.page.locator("main select[name=theme]").select_option(label="Gatherings")
        casey.fill(point="No gathering is recorded", outcome="already_covered", reason="Section 2 says so.", decided_by="City Council")
        casey.press("Keep as a draft").press("Publish")
    with walk("") as reader:
        reader.open(f"/d/{number}/outcome").sees("No gathering is recorded")
        reader.fill(number=numbers[0]).press("Find mine").sees("Gatherings")
        reader.open(f"/c/{numbers[0]}").sees("What became of it")
