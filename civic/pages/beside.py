"""A docket beside other cities: its own answers in the cities' questions, and the same as tables to download."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext as _

from civic.dockets.cities.reading import Choice, City, Fact, cities
from civic.dockets.cities.topics import TOPICS
from civic.dockets.facts.queries import confirmed_facts_of
from civic.dockets.facts.table import Line, Table, in_short, table_of
from civic.dockets.models import Docket
from civic.pages.queries import standing_of

COLUMNS = ("key", "city", "region", "question", "state", "says", "unconfirmed", "not_known", "short_answers", "sections", "sources")
STATES = ("known", "unconfirmed", "unknown")


@dataclass(frozen=True)
class Own:
    """The docket's own answers, by topic."""

    docket: Docket
    table: Table | None
    lines: dict[str, list[Line]]


def own_of(docket: Docket) -> Own:
    found = confirmed_facts_of(docket)
    table = table_of(*found) if found else None
    lines = {topic.key: in_short(table, topic.group) if table and topic.group else [] for topic in TOPICS.values()}
    lines["adopted"] = [Line(standing_of(docket).sentence)]
    return Own(docket, table, lines)


def choice_in_query() -> Choice:
    """What the address asks for; names that nothing has narrow nothing."""
    known = {city.key for city in cities()}
    topics = tuple(key for key in request.args.getlist("field") if key in TOPICS)
    topic, _dot, value = (request.args.get("value") or "").partition(".")
    state = request.args.get("state", "")
    return Choice(
        topics, tuple(key for key in request.args.getlist("city") if key in known),
        f"{topic}.{value}" if topic in TOPICS and value in TOPICS[topic].values else "", state if state in STATES else "",
    )  # fmt: skip


def picked(choice: Choice) -> list[City]:
    return [city for city in cities() if choice.picks(city)]


def as_rows(found: list[City], choice: Choice, own: Own | None) -> list[dict[str, Any]]:
    rows = [_own_row(own, topic.key) for topic in choice.shown_topics()] if own else []
    return rows + [_row(city, city.fact(topic.key)) for city in found for topic in choice.shown_topics()]


def as_csv(rows: list[dict[str, Any]], name: str) -> Response:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells = {**row, "short_answers": "; ".join(row["short_answers"]), "sections": "; ".join(row["sections"]),
                 "sources": "; ".join(f"{s['title']} {s['address']}".strip() for s in row["sources"])}  # fmt: skip
        writer.writerow([_safe(cells[column]) for column in COLUMNS])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def as_json(rows: list[dict[str, Any]], own: Own | None) -> Response:
    about = {"docket": own.docket.number, "version": own.table.version.n, "sha256": own.table.version.digest.hex()} if own and own.table else None
    return jsonify({"format": "civic-cities/1", "docket": about, "questions": {t.key: str(t.label) for t in TOPICS.values()}, "rows": rows})


def _row(city: City, fact: Fact) -> dict[str, Any]:
    return {
        "key": city.key, "city": city.name, "region": city.region, "question": fact.topic, "state": fact.state, "says": fact.says,
        "unconfirmed": fact.unconfirmed, "not_known": fact.unknown or (_("not known to us") if fact.state == "unknown" else ""),
        "short_answers": list(fact.values), "sections": [], "sources": [{"title": s.title, "address": s.address} for s in fact.sources],
    }  # fmt: skip


def _own_row(own: Own, topic: str) -> dict[str, Any]:
    lines = own.lines[topic]
    state = "known" if topic == "adopted" or own.table else "not_reviewed"
    places = [place.name for line in lines for place in line.places]
    return {
        "key": own.docket.number, "city": own.docket.title, "region": "", "question": topic, "state": state,
        "says": " ".join(line.words for line in lines), "unconfirmed": "", "not_known": "" if state == "known" else _("Not reviewed yet."), "short_answers": [],
        "sections": list(dict.fromkeys(places)), "sources": [],
    }  # fmt: skip


def _safe(value: object) -> object:
    """No cell begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
