"""The statement on paper: an accessible PDF with its words, made without network, once for each content."""

from __future__ import annotations

import io
import sys
from datetime import date

import pytest
from pypdf import PdfReader

from civic import printing
from civic.comments.actions import withdraw_comment
from civic.people.policy import set_policy
from civic.printing import Document, Heading, Points, Quotation, Table, Words, pdf_of
from tests.browsing import TestBrowser
from tests.statements.arrange import freeze, make_story, raise_issue, source

pytestmark = pytest.mark.usefixtures("app")


def read(data: bytes) -> PdfReader:
    assert data.startswith(b"%PDF-")
    return PdfReader(io.BytesIO(data))


def words_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def structure_of(reader: PdfReader) -> set[str]:
    """The kinds of elements in the document's structure tree."""
    found: set[str] = set()

    def walk(node) -> None:  # type: ignore[no-untyped-def]
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif hasattr(node, "get"):
            if "/S" in node:
                found.add(node["/S"])
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_the_statement_opens_as_a_tagged_pdf_with_its_words(browser: TestBrowser) -> None:
    told = make_story(letter=True)
    raise_issue(told)
    statement = freeze(told)
    response = browser.open("/d/2026-014/statement").click("Download as an accessible PDF").response
    assert response.mimetype == "application/pdf"
    reader = read(response.data)
    root, words = reader.trailer["/Root"], words_of(reader)
    assert reader.metadata.title == "Consultation statement 1: Cameras that read faces" and root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/BlockQuote"} <= structure_of(reader)
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    for part in ("Who was asked", "Chief of Police", "A1-1 · Chief of Police: Count telephone calls", "Write down telephone calls too.", "The chief asked for it.", "Letter “Close the side doors”"):
        assert part in words, part
    assert statement.digest.hex() in words.replace(" ", "") and "statement@1" in words


def test_words_withdrawn_since_are_not_on_the_new_paper(browser: TestBrowser) -> None:
    told = make_story()
    raise_issue(told)
    comment = told.study.comments["b"]
    raise_issue(told, source(told.docket, f"comment-{comment.number}"), quotes=["A wrong match can ruin a life in one day."])
    freeze(told)
    assert "ruin a life" in words_of(read(browser.open("/d/2026-014/statement@1.pdf").response.data))
    withdraw_comment(comment)
    assert "ruin a life" not in words_of(read(browser.open("/d/2026-014/statement@1.pdf").response.data))


def test_it_is_set_in_the_readers_language(browser: TestBrowser) -> None:
    set_policy("language_es", "unchecked")
    told = make_story()
    raise_issue(told)
    freeze(told)
    reader = read(browser.open("/es/d/2026-014/statement@1.pdf").response.data)
    assert reader.trailer["/Root"]["/Lang"] == "es" and "A quién se preguntó" in words_of(reader)


def test_without_the_extra_the_page_says_so(browser: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    told = make_story()
    raise_issue(told)
    freeze(told)
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setattr(printing.importlib.util, "find_spec", lambda name: None)
    page = browser.open("/d/2026-014/statement")
    assert page.shows("A PDF is not available on this server. This page prints well.")
    assert browser.open("/d/2026-014/statement@1.pdf").status == 501 and browser.shows("This server cannot make PDF files.")


DOCUMENT = Document(
    "A letter #sys *with* _marks_ @here <label> $x$ \\ [brackets]", "en", "City of Alder", "Docket 2026-014", date(2026, 10, 3),
    [Words("#panic(\"x\") // not code /* nor this */", strong="*Not bold*"), Heading("= One"), Heading("Two", 2), Points(["- a", "+ b"]), Quotation("`c`\n#d", "Source", "es"),
     Table("Table", ["A", "B"], [["1", "#2"], ["", "–"]])],
    ["Line #1"],
)  # fmt: skip


def test_words_are_set_as_words_never_as_markup() -> None:
    words = words_of(read(pdf_of(DOCUMENT)))
    for part in ("#sys *with* _marks_ @here <label> $x$ \\ [brackets]", "*Not bold* #panic(\"x\") // not code /* nor this */", "= One", "- a", "`c` #d", "#2", "Line #1"):
        assert part in words, part


def test_the_same_content_is_set_once_and_to_the_same_bytes() -> None:
    printing._set.cache_clear()  # noqa: SLF001
    first = pdf_of(DOCUMENT)
    assert pdf_of(DOCUMENT) is first
    printing._set.cache_clear()  # noqa: SLF001
    assert pdf_of(DOCUMENT) == first


def test_a_document_that_is_not_accessible_is_not_made() -> None:
    """The build itself refuses: a heading that skips a level."""
    with pytest.raises(RuntimeError, match="level"):
        pdf_of(Document("T", "en", "City", "About", date(2026, 10, 3), [Heading("One"), Heading("Three", 3)]))


def test_a_short_row_of_a_table_stays_on_one_page() -> None:
    """A name on one page and what became of its signature on the next would be misread."""
    rows = [[f"Group {n}", f"begins{n} and goes on over quite a few lines of this rather narrow column of the table until, at last, it ends{n}"] for n in range(90)]
    pages = read(pdf_of(Document("Letter", language="en", about="Docket", city="Alder", made=date(2026, 11, 26), parts=[Table("Signatures", ["Organization", "Signed"], rows, [9, 2])]))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert len(texts) > 3
    assert [n for n in range(90) if not any(f"begins{n} " in text and f"ends{n}" in text for text in texts)] == []
