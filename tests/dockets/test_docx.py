"""Word files: what is read, what becomes a question, and what is refused with a sentence."""

from __future__ import annotations

import pytest

from civic.database import Refusal
from civic.dockets.actions import answer_marks, publish_version, read_findings, take_text
from civic.dockets.importing.docx import read_docx
from civic.dockets.importing.result import ImportRefused, Reading
from civic.dockets.queries import draft_text_of
from tests.dockets.files import MARKED, PLAIN, W, bomb, entity_bomb, lying_bomb, p, packed, r, underlined, word_file
from tests.factories import make_draft_docket, the_clerk


def codes(imported) -> list[str]:  # type: ignore[no-untyped-def]
    return [finding.code.value for finding in imported.findings]


def test_a_plain_word_file_is_read_in_sections(app) -> None:
    """I-7 Provisions joined equal the text."""
    imported = read_docx(PLAIN)
    assert [p.number for p in imported.provisions] == ["1", "2"] and not imported.segments
    assert "".join(p.text for p in imported.provisions) == imported.text


@pytest.mark.parametrize(
    ("reading", "words"),
    [(Reading.IF_ADOPTED, ("reports twice a year", "pays 100 dollars")), (Reading.CURRENT, ("reports once a year", "pays 50 dollars")),
     (Reading.ALL, ("reports oncetwice a year", "pays 50100 dollars"))],
)  # fmt: skip
def test_struck_underlined_and_tracked_words_are_read_as_somebody_says(app, reading: Reading, words: tuple[str, str]) -> None:
    imported = read_docx(MARKED, reading)
    assert all(each in imported.text for each in words)
    assert {segment.kind for segment in imported.segments} == {"plain", "del", "ins"}


def test_a_file_that_marks_deletions_waits_for_its_answer(app) -> None:
    """Acceptance 23: A DOCX with struck words cannot be published before its question is answered."""
    docket = make_draft_docket()
    draft = take_text(docket, MARKED, "docx", by=the_clerk())
    read_findings(draft, list(range(len(draft.findings))))
    with pytest.raises(Refusal, match="not read yet"):
        publish_version(docket, by=the_clerk())
    answer_marks(docket, draft, "current", by=the_clerk())
    read_findings(draft, list(range(len(draft.findings))))
    assert "reports once a year" in publish_version(docket, by=the_clerk()).text


def test_an_unknown_answer_is_refused(app) -> None:
    docket = make_draft_docket()
    draft = take_text(docket, MARKED, "docx", by=the_clerk())
    with pytest.raises(Refusal, match="Choose which words"):
        answer_marks(docket, draft, "both", by=the_clerk())


def test_numbers_that_word_counts_are_written_out(app) -> None:
    levels = "".join(f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
                     for n, form, text in ((0, "decimal", "Section %1."), (1, "lowerLetter", "(%2)")))  # fmt: skip
    numbering = f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'

    def item(words: str, depth: int) -> str:
        return p(r(words), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr>')

    imported = read_docx(word_file(item("Purpose.", 0) + item("first,", 1) + item("second.", 1) + item("Reports.", 0) + item("third.", 1), numbering=numbering))
    assert imported.text.split("\n\n") == ["Section 1. Purpose.", "(a) first,", "(b) second.", "Section 2. Reports.", "(a) third."]
    assert "automatic_numbers" in codes(imported)


def test_headings_by_style_divide_the_text(app) -> None:
    styles = f'<w:styles xmlns:w="{W}"><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Mine"><w:basedOn w:val="H1"/></w:style></w:styles>'
    body = p(r("Purpose"), style="H1") + p(r("Words.")) + p(r("Reports"), style="Mine") + p(r("More words."))
    assert [piece.heading for piece in read_docx(word_file(body, styles=styles)).provisions] == ["Purpose", "Reports"]


def test_links_are_underlined_without_being_insertions(app) -> None:
    link = f"<w:hyperlink>{underlined('the code')}</w:hyperlink>"
    assert not read_docx(word_file(p(r("See "), link, r(".")))).segments


def test_what_is_no_running_text_is_left_out_with_a_finding(app) -> None:
    body = p(r("Words"), "<w:r><w:drawing/></w:r>", '<w:r><w:footnoteReference w:id="2"/></w:r>', r("hidden", "<w:vanish/>"))
    table = f"<w:tbl><w:tr><w:tc>{p(r('One'))}</w:tc><w:tc>{p(r('Two'))}</w:tc></w:tr></w:tbl>"
    imported = read_docx(word_file(body + table))
    assert "hidden" not in imported.text and "One | Two" in imported.text
    assert codes(imported).count("left_out") == 3 and "table_flattened" in codes(imported)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (b"%PDF-1.7 and so on", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old .doc file"),
        (b"PK\x03\x04 not really", "not a Word file"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "not a Word file"),
        (packed({"word/document.xml": "<w:document"}), "damaged"),
        (word_file(""), "has no text"),
        (b"", "empty"),
        (word_file(p(r("A\u200bB \u202egnorw"))), None),
    ],
    ids=["pdf", "doc", "broken", "odt", "damaged", "blank", "nothing", "bidi"],
)
def test_what_is_no_word_file_gets_its_own_sentence(app, source: bytes, sentence: str | None) -> None:
    if sentence is None:
        assert "invisible_characters" in codes(read_docx(source)) and "\u202e" not in read_docx(source).text
        return
    with pytest.raises(ImportRefused, match=sentence):
        read_docx(source)


@pytest.mark.parametrize("make", [bomb, lying_bomb, entity_bomb])
def test_a_bomb_is_refused_and_nothing_is_kept(app, make) -> None:  # type: ignore[no-untyped-def]
    docket = make_draft_docket()
    with pytest.raises(Refusal, match="unpacks to far more|damaged|instructions"):
        take_text(docket, make(), "docx", by=the_clerk())
    assert draft_text_of(docket) is None
