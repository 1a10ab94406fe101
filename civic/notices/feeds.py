"""Feeds (RFC 4287): news of a docket, of the site, and a docket's comments. An entry keeps its id for ever.

A comment whose words are hidden keeps its entry: the words give way to the tombstone, and ``updated`` becomes noon of that
day. A resident's act is known by its day alone, so every time of a comment is noon.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from flask import Response, request
from flask_babel import gettext as _
from lxml import etree

from civic.clock import city_zone
from civic.comments.models import Comment, Face, State
from civic.comments.wording import STATES
from civic.database import db
from civic.dockets.models import Docket
from civic.notices.news import Piece
from civic.record.models import Event
from civic.web import city_name, language, public_address, public_host

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50


@dataclass(frozen=True)
class Item:
    id: str
    title: str
    updated: datetime
    published: datetime
    address: str
    words: str = ""
    language: str = "en"


def items_of_news(pieces: list[Piece]) -> list[Item]:
    return [
        Item(tag(p.docket, f"news/{p.id}"), f"{p.docket.number}: {p.sentence}", p.at, p.at, p.address, p.docket.title) for p in pieces[:MOST]
    ]


def items_of_comments(docket: Docket) -> list[Item]:
    """The newest by day, then at random; held ones are not told before a person has read them."""
    query = sa.select(Face, Comment.day).join(Comment, Comment.id == Face.comment_id).where(Face.docket_id == docket.id, Face.state != State.HELD)
    rows = db.session.execute(query.order_by(Face.sort_key.desc()).limit(MOST)).all()
    touched = _last_days([face.comment_id for face, _day in rows])
    return [_item(docket, face, day, touched.get(face.comment_id, day)) for face, day in rows]


def _item(docket: Docket, face: Face, day: date, touched: date) -> Item:
    number = f"{face.number[:4]}-{face.number[4:]}"
    words = face.text if face.state in (State.PUBLISHED, State.REDACTED, State.MOVED) else _("%(state)s. The number stays, and the page says why.", state=STATES[face.state])
    return Item(
        tag(docket, f"comment/{face.number}"), _("Comment %(number)s", number=number), noon(max(day, touched)), noon(day),
        public_address("comments.show", language=language(), comment=face.number), words, face.language,
    )  # fmt: skip


def _last_days(comments: list[str]) -> dict[str, date]:
    query = sa.select(Event.subject_id, sa.func.max(Event.day)).where(Event.subject_type == "comments", Event.subject_id.in_(comments), Event.kind.like("comment.%"))
    return {id: day for id, day in db.session.execute(query.group_by(Event.subject_id)) if id}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), city_zone()).astimezone(UTC)


def tag(docket: Docket | None, rest: str) -> str:
    """A name that is never used again (RFC 4151): this host, in the year of the docket."""
    year, place = (docket.number[:4], f"{docket.address}/") if docket else ("2026", "")
    return f"tag:{public_host()},{year}:{place}{rest}"


def feed(title: str, items: list[Item], *, id: str, page: str) -> Response:
    """``page`` is the address of the page that the feed follows."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language())
    _add(root, "id", id)
    _add(root, "title", title)
    _add(root, "updated", _stamp(max((item.updated for item in items), default=datetime(2000, 1, 1, tzinfo=UTC))))
    _add(_add(root, "author"), "name", city_name())
    _link(root, "self", request.base_url)
    _link(root, "alternate", page)
    for item in items:
        entry = _add(root, "entry")
        _add(entry, "id", item.id)
        _add(entry, "title", item.title)
        _add(entry, "updated", _stamp(item.updated))
        _add(entry, "published", _stamp(item.published))
        _link(entry, "alternate", item.address)
        if item.words:
            content = _add(entry, "content", item.words)
            content.set("type", "text")
            content.set("{http://www.w3.org/XML/1998/namespace}lang", item.language)
    response = Response(etree.tostring(root, xml_declaration=True, encoding="UTF-8"), content_type="application/atom+xml; charset=utf-8")
    response.add_etag()
    response.make_conditional(request)
    return response


def _add(parent: etree._Element, name: str, words: str = "") -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    if words:
        child.text = "".join(c for c in words if c in "\n\t" or ord(c) >= 32)
    return child


def _link(parent: etree._Element, rel: str, address: str) -> None:
    link = _add(parent, "link")
    link.set("rel", rel)
    link.set("href", address)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
