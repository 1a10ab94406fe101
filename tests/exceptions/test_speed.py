"""The register, what is overdue and the desk read thirty requests like three."""

from __future__ import annotations

import pytest

from civic.clock import today
from civic.exceptions.actions import Term, log_use
from tests.browsing import TestBrowser
from tests.exceptions.arrange import clause, grant, later, make_accepted, make_law, make_request, the_chief, the_office
from tests.factories import the_clerk
from tests.multiply import copies_of
from tests.pages.test_desk import reads_of

SEALED = {"place": {"rule": "Section 13.82", "reason": "A case is open", "review_on": "2026-10-20"}}
NAMED = ("/exceptions", "/overdue", "/staff")
OTHERS = ("/exceptions/register.csv", "/exceptions/uses", "/staff/exceptions", "/respond/exceptions", "/d/2026-014/clocks", "/", "/dockets")


@pytest.fixture
def three(app):  # type: ignore[no-untyped-def]
    """A grant with a condition and a logged use, an open request with a sealed field, an emergency that waits for its review."""
    make_law()
    granted, asked, emergency = make_accepted(), make_accepted(sealed=SEALED), make_accepted(used_on=today())
    return granted, asked, emergency


@pytest.mark.parametrize("addresses", [NAMED, pytest.param(OTHERS, marks=pytest.mark.slow)])
def test_thirty_requests_are_read_like_three(three, addresses: tuple[str, ...], browser: TestBrowser) -> None:
    with later(40):
        grant(three[0], terms=[Term("Delete within a day", the_office(), today())])
        log_use(the_office(), clause(), on=today(), count=1, note="At the gate.", request=three[0], by=the_chief())
        make_request()
        for asked in three:
            copies_of(asked.docket, 1, 8000 + three.index(asked), asked)
        few = {address: reads_as(browser, address) for address in addresses}
        for n, asked in enumerate(three):
            copies_of(asked.docket, 9, 8100 + 20 * n, asked)
        for address in addresses:
            many = reads_as(browser, address)
            assert sum(many.values()) == sum(few[address].values()), address + "\n" + "\n".join(f"{n - few[address][text]} more: {text}" for text, n in (many - few[address]).most_common(4))
        assert len(browser.open("/exceptions").page.select("table tbody tr")) == 34


def reads_as(browser: TestBrowser, address: str):  # type: ignore[no-untyped-def]
    person = the_chief() if address.startswith("/respond") else the_clerk()
    browser.sign_in(person)
    return reads_of(browser, address)
