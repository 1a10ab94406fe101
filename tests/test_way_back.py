"""An address that only takes forms is no dead end: reloaded, or asked for in another language, it leads to the page of the form."""

from __future__ import annotations

from flask import Flask

from tests.browsing import TestBrowser

SAMPLES = {
    "DocketNumber": "2026-014", "CommentCode": "7K3MQ2", "RandomId": "a" * 22, "Number": 1, "UnicodeConverter": "split", "AnyConverter": "agree", "IntegerConverter": 1,
}  # fmt: skip
AT_HOME = {"security.logout"}  # signing out has no page of its own


def test_every_address_that_only_takes_forms_leads_to_a_page(app: Flask, browser: TestBrowser) -> None:
    adapter, rules = app.url_map.bind("localhost"), list(app.url_map.iter_rules())
    pages = {rule.rule for rule in rules if "GET" in (rule.methods or ())}
    for rule in rules:
        if rule.rule in pages:
            continue
        kinds = {argument: type(converter).__name__ for argument, converter in rule._converters.items()}  # noqa: SLF001 - to make an address of each
        values = {argument: SAMPLES[kinds[argument]] for argument in rule.arguments}
        address = adapter.build(rule.endpoint, values, method="POST")
        answer = browser.client.get(address)
        there = answer.headers.get("Location", "")
        assert answer.status_code == 302 and adapter.match(there, method="GET"), rule.rule
        assert address.startswith(there) and (there != "/" or rule.endpoint in AT_HOME), rule.rule


def test_a_reload_in_another_language_stays_in_it(app: Flask, browser: TestBrowser) -> None:
    assert browser.client.get("/es/check/mine/hide-name").headers["Location"] == "/es/check/mine"
