"""A line that the source marks as a heading is one, whatever verbs stand in it."""

from __future__ import annotations

from civic.dockets.importing.plain import read_markdown


def test_a_marked_heading_with_a_verb_stays_a_heading(app) -> None:
    taken = read_markdown(b"# Article 9\n\n## Section 3. What departments may not do\n\nNo department may use it.\n")
    section = next(p for p in taken.provisions if p.kind == "section")
    assert section.heading == "What departments may not do"
    assert "".join(p.text for p in taken.provisions) == taken.text
