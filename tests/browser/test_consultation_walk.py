"""Who was asked, readiness, exceptions, cities, amendments: the cast at phone width, with scripts and without; axe over every page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from civic.clock import now
from tests.browser.test_cast_walk import Person, walk  # noqa: F401 - the fixture
from tests.browser.test_page_states import AXE, FIND
from tests.browser.test_walk import YEAR

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
OPEN, ADOPTED, WITH_EXCEPTIONS, WITHDRAWN = (f"{YEAR}-{n}" for n in ("021", "014", "006", "015"))  # before the vote, after it, in force, ended
PUBLIC = (
    *(f"/d/{number}/{name}" for number in (OPEN, ADOPTED, WITH_EXCEPTIONS, WITHDRAWN) for name in ("ledger", "ready", "statement", "decision", "clocks", "covers", "brief", "positions")),
    *(f"/x/{YEAR}-{n}" for n in ("024", "025", "026", "027", "028")), f"/d/{ADOPTED}/matter", f"/d/{ADOPTED}/covers/cities", f"/d/{ADOPTED}/questions",
    "/ready", "/exceptions", "/exceptions?state=revoked", "/exceptions/uses", "/exceptions/reports", "/exceptions/incidents", "/overdue", "/cities",
    "/how/consultation", "/how/readiness", "/how/workflows",
)  # fmt: skip
OWN = {
    "Chief Chen": ("/respond", "/respond/exceptions", "/exceptions/new", "/respond/uses/new", "/respond/receipts/new", "/respond/reports/new", "/respond/changes", "/respond/delegate"),
    "Deputy Chief Ferris": ("/respond", "/respond/exceptions", "/exceptions/new"),
    "Casey": (
        "/staff", "/staff/exceptions", *(f"/staff/d/{OPEN}/{name}" for name in ("roster", "votes", "course", "amendments", "packet/deliveries", "urgency", "conditions", "member-questions")),
        f"/staff/d/{WITH_EXCEPTIONS}/clauses", f"/staff/d/{ADOPTED}/statement",
    ),
    "Council Member Diaz": ("/member", *(f"/member/d/{OPEN}/{name}" for name in ("brief", "position", "ask", "amendments")), f"/member/d/{ADOPTED}/explain", f"/member/d/{ADOPTED}/amendments"),
    "Bea": ("/member", f"/member/d/{OPEN}/position", f"/member/d/{OPEN}/amendments"),
    "Ama": ("/staff", f"/staff/d/{ADOPTED}/facts/confirm"),
}  # fmt: skip


def faults_on(person: Person, address: str, scripts: bool) -> list[str]:
    """What axe finds, where scripts run; a page that is too wide or does not answer, everywhere."""
    answer = person.page.goto(person.site + address)
    faults = [f"answers {answer.status}"] if answer.status != 200 else []
    person.fits()
    if scripts:
        person.page.evaluate(AXE.read_text())  # past the page's policy, which lets no inline script run
        faults += person.page.evaluate(FIND)
    return [f"{address}: {fault}" for fault in faults]


@pytest.mark.parametrize("name", ["", *OWN])
def test_every_page_answers_fits_a_phone_and_axe_finds_nothing(walk: Any, name: str, request: pytest.FixtureRequest) -> None:  # noqa: F811
    """Acceptance 15 for issue 3: with content, empty and closed, for everybody and for each of the cast."""
    scripts = "without" not in request.node.name
    with walk(name) as person:
        found = [fault for address in (PUBLIC if not name else OWN[name]) for fault in faults_on(person, address, scripts)]
    assert found == []


def test_an_aide_drafts_an_amendment_the_member_offers_it_and_the_clerk_puts_it(walk: Any) -> None:  # noqa: F811
    with walk("Bea") as bea:
        bea.open(f"/member/d/{OPEN}/amendments").page.get_by_label("Section 7 Reports").check()
        bea.press("Go on with these sections")
        box = bea.page.locator("main textarea[name^=piece_]").last
        box.fill(box.input_value() + " The report names every agency that asked.")
        bea.fill(purpose="Readers asked who looks.").press("Save draft").sees("A draft was kept")
    with walk("Council Member Diaz") as diaz:
        diaz.click(f"Amendments to {OPEN}").click("Go on with the draft").press("Offer this amendment").sees("by Marisol Diaz")
    with walk("Casey") as casey:
        casey.open(f"/staff/d/{OPEN}/amendments").click("by Marisol Diaz").press("Put the motion")
        if casey.page.get_by_role("link", name="Members were called by name").count():
            casey.click("Members were called by name")
        casey.press("Show who held a seat that day").sees("seats were filled on")
    with walk("Council Member Diaz") as diaz:
        diaz.open(f"/d/{OPEN}/decision").sees("Because: Readers asked who looks.")


def test_the_deputy_writes_a_request_the_chief_files_it_and_the_clerk_reads_under_a_seal(walk: Any) -> None:  # noqa: F811
    with walk("Deputy Chief Ferris") as ferris:
        ferris.open("/respond/exceptions").click("Check and file")
        ferris.sees("Only the holder of the office files it.")
    with walk("Chief Chen") as chen:
        chen.open("/respond/uses/new").fill(on=now().date().isoformat(), note="A caller at the river was found.").press("Log this use").sees("Exceptions of my office")
    with walk("Casey") as casey:
        casey.open("/staff/exceptions").click("Phone follower in the theft of work vans: Where")
        casey.sees("is written in the public record")
        casey.press("Read the sealed words").sees("a clerk read these words today")


def test_everybody_sees_what_is_overdue_and_what_expired(walk: Any) -> None:  # noqa: F811
    with walk("") as reader:
        reader.open("/overdue").sees("Overdue, by who owes it")
        reader.open("/exceptions").sees("1 report is overdue.")
        reader.fill(state="expired").press("Show").sees("Phone follower in the harbor burglaries")
        reader.open("/exceptions/reports").sees("Overdue by")


def test_a_wrong_act_of_the_mayor_is_corrected_in_the_open(walk: Any) -> None:  # noqa: F811
    day = (now() - timedelta(days=1)).date()
    with walk("Casey") as casey:
        casey.open(f"/staff/d/{ADOPTED}/votes").page.locator("main a[href*='/executive-actions/']").first.click()
        casey.fill(reasons="The letter was misread.").press("Record this correction")
        casey.sees("This is what the entry says already.")
        casey.fill(action="vetoed", on=day.isoformat()).press("Record this correction").sees("The steps entered later do not fit this.")
