"""A statement as a document for print: the same words as its page, in the plain parts of civic/printing.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from civic.clock import day_of
from civic.printing import Document, Heading, Part, Points, Quotation, Table, Words
from civic.statements import showing
from civic.statements.differences import Difference
from civic.statements.models import ConsultationStatement
from civic.web import city_name


def document_of(statement: ConsultationStatement, changed: list[Difference], address: str) -> Document:
    content = statement.content
    docket = content["docket"]
    return Document(
        title=title_of(statement), language=str(get_locale()).split("_")[0], city=city_name(),
        about=_("Docket %(number)s · %(title)s", number=docket["number"], title=docket["title"]), made=day_of(statement.frozen_at),
        parts=list(_parts(content, changed)), page=_("Page"),
        lines=[_("Fingerprint (SHA-256): %(digest)s", digest=statement.digest.hex()), address],
    )  # fmt: skip


def title_of(statement: ConsultationStatement) -> str:
    return _("Consultation statement %(n)s: %(title)s", n=statement.n, title=statement.content["docket"]["title"])


def _parts(content: Mapping[str, Any], changed: list[Difference]) -> Iterator[Part]:
    docket = content["docket"]
    yield Words(_("Docket %(number)s. Frozen %(day)s.", number=docket["number"], day=showing.when(content["frozen"])), small=True)
    if docket["illustrative"]:
        yield Words(_("Illustrative law, written for this demonstration"), small=True)
    yield Words(showing.in_short(content))
    yield from _what_changed(content, changed)
    yield Heading(_("The text"))
    yield Words(showing.decision_in_words(content))
    yield Table(
        _("Published versions"), [_("Version"), _("Fingerprint (SHA-256)")], [[words, text["sha256"]] for text, words in showing.texts_in_words(content)], [2, 3]
    )
    yield Heading(_("How people were consulted"))
    yield Points(list(showing.means_in_words(content).values()))
    yield from _who_was_asked(content)
    yield from _issues(content)
    yield from _unanswered(content)


def _what_changed(content: Mapping[str, Any], changed: list[Difference]) -> Iterator[Part]:
    if not content["earlier"]:
        return
    yield Heading(_("What changed since statement %(n)s", n=content["n"] - 1))
    yield Words(content["reason"], language="en")
    yield Table(_("Line by line"), [_("Where"), _("Before"), _("Now")], [[one.place, one.before or "–", one.after or "–"] for one in changed], [1, 2, 2])


def _who_was_asked(content: Mapping[str, Any]) -> Iterator[Part]:
    yield Heading(_("Who was asked"))
    rows = [[line["office"], showing.said(line["name"]), " ".join([showing.said(line["sentence"]), *showing.askings_in_words(line)])] for line in content["roster"]]
    yield Table(_("Offices and groups on the list, each with the verdict that the evidence yields"), [_("Office or group"), _("Verdict"), _("In words")], rows, [2, 2, 5])


def _issues(content: Mapping[str, Any]) -> Iterator[Part]:
    yield Heading(_("What was said, and what was done"))
    for group, issues in showing.issues_shown(content):
        yield Heading(group, 2)
        for one in issues:
            yield Heading(f"{one.row['code']} · {one.heading}: {one.row['point']}", 3)
            for quote in one.quotes:
                yield Quotation(quote.words or _("These words are not public any more, or their author changed them."), language=quote.language if quote.words else "")
            yield Words(one.answer, strong=f"{one.outcome}.", language="en")
            for change in one.row["response"]["changes"] if one.row["response"] else []:
                place = _("Changed in %(place)s, version %(a)s to %(b)s.", place=change["place"], a=change["old"], b=change["new"])
                yield Words(_("Now: %(words)s", words=change["after"]) if change["after"] else _("Taken out: %(words)s", words=change["before"]), strong=place)
            if one.promise:
                yield Words(one.promise)
            if one.meta:
                yield Words(one.meta, small=True)


def _unanswered(content: Mapping[str, Any]) -> Iterator[Part]:
    yield Heading(_("What is unanswered or declined"))
    rows = unanswered_in_words(content)
    yield Points(rows) if rows else Words(_("Nothing: every question has an answer, and every issue a response."))


def unanswered_in_words(content: Mapping[str, Any]) -> list[str]:
    left = content["unanswered"]
    rows = [f"{row['code']}: {row['point']}. {row['unanswered']}" for row in content["issues"] if row["response"] is None]
    rows += [showing.question_in_words(row) for row in left["questions"]]
    rows += [_("%(office)s was asked and did not reply. Silence is not consent.", office=office) for office in left["silent"]]
    return rows + [_("Main point without a response: %(point)s", point=point) for point in left["points"]]
