"""Publishing a text: what blocks it, what it freezes, and how a wrong version is put right."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest

from civic.database import Refusal
from civic.dockets.actions import (
    explain_provisions,
    extend_window,
    publish_docket,
    publish_version,
    read_findings,
    take_text,
    withdraw_version,
)
from civic.dockets.redline import changes_between, runs_between
from tests.factories import TEXT, make_docket, make_draft_docket, make_version, the_clerk


def test_provisions_joined_equal_the_text(app) -> None:
    """I-7 A published version has a digest; its provisions joined equal its text."""
    version = make_docket().current_version
    assert "".join(p.text for p in version.provisions) == version.text
    assert version.digest == sha256(version.text.encode()).digest()
    assert [p.number for p in version.provisions if p.kind == "section"] == ["1", "2", "3"]


def test_a_provision_keeps_its_name_when_it_is_renumbered(app) -> None:
    """I-9 A wId names the same provision in every version of a proposal."""
    docket = make_docket()
    first = {p.heading: p.wid for p in docket.current_version.provisions if p.kind == "section"}
    inserted = TEXT.replace("## Section 3. Reports", "## Section 3. Contracts\n\nNo contract may be signed for it.\n\n## Section 4. Reports")
    second = {p.heading: p.wid for p in make_version(docket, inserted).provisions if p.kind == "section"}
    assert second["Reports"] == first["Reports"]
    assert second["Contracts"] not in first.values()


def test_a_removed_name_is_never_given_again(app) -> None:
    """I-9 The name of a removed provision is not given to another one later."""
    docket = make_docket()
    reports = next(p.wid for p in docket.current_version.provisions if p.heading == "Reports")
    make_version(docket, TEXT.split("## Section 3")[0])
    third = make_version(docket, TEXT.split("## Section 3")[0] + "## Section 3. Penalties\n\nWhoever breaks this pays.\n")
    assert next(p.wid for p in third.provisions if p.heading == "Penalties") != reports


def test_an_unread_finding_blocks_publishing(app) -> None:
    docket = make_draft_docket()
    draft = take_text(docket, TEXT.replace("Section 3.", "Section 5.").encode(), "markdown", by=the_clerk())
    assert draft.findings
    with pytest.raises(Refusal, match="not read yet"):
        publish_version(docket, by=the_clerk())
    read_findings(draft, list(range(len(draft.findings))))
    assert publish_version(docket, by=the_clerk()).n == 1


def test_nothing_is_published_before_the_city_is_set(app) -> None:
    from civic.dockets.actions import create_docket

    docket = create_docket("2026-020", "A law", by=the_clerk(), plain_summary="Words.")
    with pytest.raises(Refusal, match="Time zone"):
        publish_docket(docket, by=the_clerk())


def test_a_wrong_version_stays_readable_beside_its_replacement(app) -> None:
    docket = make_docket()
    wrong = docket.current_version
    right = make_version(docket, TEXT.replace("acquire", "obtain"))
    withdraw_version(wrong, reason="wrong_file", replaced_by=right, by=the_clerk())
    assert docket.current_version is right and wrong.withdrawal.reason == "wrong_file" and wrong.text


def test_a_window_is_extended_and_never_shortened(app) -> None:
    """I-6 A window may be extended, never shortened, and each extension is an event."""
    from civic.record.queries import events_about

    window = make_docket().window
    with pytest.raises(Refusal, match="never shortened"):
        extend_window(window, closes_at=window.closing - timedelta(days=1), reason="Busy", by=the_clerk())
    extension = extend_window(window, closes_at=window.closing + timedelta(days=7), reason="A holiday fell in it", by=the_clerk())
    assert window.closing == extension.closes_at
    assert [event.kind for event in events_about(extension)] == ["window.extended"]


def test_runs_give_both_versions_back_exactly() -> None:
    before, after = "No one may acquire or use it here.", "No one may acquire, borrow or use it."
    runs = runs_between(before, after)
    assert "".join(r.text for r in runs if r.kind != "ins") == before
    assert "".join(r.text for r in runs if r.kind != "del") == after


def test_a_redline_lists_only_what_differs(app) -> None:
    docket = make_docket()
    one = docket.current_version
    two = make_version(docket, TEXT.replace("once a year", "twice a year"))
    changes = changes_between(one.provisions, two.provisions)
    assert [(c.kind, c.after.heading) for c in changes] == [("changed", "Reports")]


@pytest.mark.parametrize("damaged", [b"", b"\xff\xfe\x00", "Section 1. A\u202eB".encode(), b"Section 1. A\x00B"])
def test_a_text_that_cannot_be_kept_is_refused_with_a_sentence(app, damaged: bytes) -> None:
    docket = make_draft_docket()
    if damaged == "Section 1. A\u202eB".encode():
        with pytest.raises(Refusal, match="invisible mark"):
            take_text(docket, damaged, "pasted", by=the_clerk())
        return
    with pytest.raises(Refusal):
        take_text(docket, damaged, "markdown", by=the_clerk())


def test_plain_words_fall_away_when_something_inside_their_section_changes(app) -> None:
    """The section's own line is the same, and a paragraph of it is not: what explained both explains neither."""
    docket = make_docket()
    section = next(p for p in docket.versions[0].provisions if p.number == "2")
    inside = next(p for p in docket.versions[0].provisions if p.number == "(a)")
    assert inside.level > section.level
    draft = take_text(docket, TEXT.encode(), "markdown", by=the_clerk())
    explain_provisions(draft, plain_words={p.wid: "In short." for p in docket.versions[0].provisions if p.kind == "section"}, reasons={})
    read_findings(draft, list(range(len(draft.findings))))
    publish_version(docket, by=the_clerk())
    later = take_text(docket, TEXT.replace("acquire or use", "acquire, borrow or use").encode(), "markdown", by=the_clerk())
    assert section.wid not in later.plain_words and len(later.plain_words) == 2
