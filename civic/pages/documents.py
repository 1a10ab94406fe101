"""Every document of a docket in one place: pages first, files beside them. Nothing is listed that is not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from civic.council.queries import decision_on
from civic.dockets.facts.queries import confirmed_facts_of
from civic.dockets.models import Docket
from civic.letters.queries import letters_on
from civic.outcomes.queries import dispositions_on
from civic.pages.queries import neighbors_of
from civic.statements.queries import statements_of
from civic.summaries.queries import summaries_of
from civic.web import day


@dataclass(frozen=True)
class Document:
    """``files`` are (address, what kind of file)."""

    address: str
    title: str
    detail: str = ""
    files: list[tuple[str, str]] = field(default_factory=list)


def documents_of(docket: Docket) -> list[tuple[str, list[Document]]]:
    groups = [
        (_("The text"), _texts(docket)), (_("What people said"), _voices(docket)), (_("Who was asked"), _asked(docket)), (_("What the council did"), _ends(docket)),
    ]  # fmt: skip
    return [(title, rows) for title, rows in groups if rows]


def _to(endpoint: str, docket: Docket, **values: Any) -> str:
    return url_for(endpoint, docket=docket.number, **values)


def _texts(docket: Docket) -> list[Document]:
    rows = [
        Document(
            _to("pages.text_at", docket, n=v.n), _("Version %(n)s", n=v.n), _("published %(day)s, fingerprint %(digest)s…", day=day(v.published_at), digest=v.digest.hex()[:12]),
            [(_to("pages.text_file", docket, n=v.n), "TXT")],
        )
        for v in docket.versions
    ]  # fmt: skip
    rows += [Document(_to("pages.compare", docket, a=a.n, b=b.n), _("What changed between versions %(a)s and %(b)s", a=a.n, b=b.n)) for a, b in neighbors_of(docket)]
    if confirmed_facts_of(docket):
        rows.append(Document(_to("pages.covers", docket), _("What exactly it does"), files=[(_to("cities.compare_json", docket), "JSON")]))
        rows.append(Document(_to("cities.compare", docket), _("Beside other cities"), files=[(_to("cities.compare_csv", docket), "CSV"), (_to("cities.compare_json", docket), "JSON")]))
    return rows + [Document(_to("briefs.show", docket), _("Brief on two pages"))]


def _voices(docket: Docket) -> list[Document]:
    rows = [Document(_to("comments.list_comments", docket), _("Every comment"), files=[(_to("comments.csv", docket), "CSV"), (_to("comments.json", docket), "JSON")])]
    rows += [
        Document(_to("summaries.show_at", docket, n=s.n), _("Summary, version %(n)s", n=s.n), _("published %(day)s", day=day(s.published_at))) for s in summaries_of(docket)
    ]
    return rows + [
        Document(url_for("letters.show", letter=letter.id), letter.current.title, letter.organisation.name) for letter in letters_on(docket) if letter.current is not None
    ]


def _asked(docket: Docket) -> list[Document]:
    rows = [
        Document(_to("council.ledger", docket), _("Who was asked"), files=[(_to("council.ledger_file", docket), "JSON")]),
        Document(_to("consultation.questions", docket), _("Questions and answers")),
    ]  # fmt: skip
    return rows + [
        Document(
            _to("statements.show_at", docket, n=s.n), _("Consultation statement, version %(n)s", n=s.n), files=[(_to("statements.pdf", docket, n=s.n), "PDF"), (_to("statements.as_json", docket, n=s.n), "JSON")]
        )
        for s in statements_of(docket)
    ]  # fmt: skip


def _ends(docket: Docket) -> list[Document]:
    rows = [Document(_to("briefs.hearing", docket), _("Hearing"))]
    if decision_on(docket) is not None:
        rows.append(Document(_to("council.decision", docket), _("Decision and roll call")))
    if dispositions_on(docket):
        rows.append(Document(_to("outcomes.show", docket), _("What became of what people said")))
    return rows
