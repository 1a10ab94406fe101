from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from civic.calendars import calendar
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.notices import feeds
from civic.notices.dates import entries_of
from civic.notices.news import OF_EXCEPTIONS, news
from civic.permissions import Permission, allows
from civic.web import city_name, language, public_address, public_host

bp = Blueprint("feeds", __name__)


@bp.get("/feed.atom")
@allows(Permission.BROWSE)
def site() -> Response:
    title = _("%(city)s: what is new in every docket", city=city_name())
    return feeds.feed(title, feeds.items_of_news(news(None, language=language())), id=feeds.tag(None, "news"), page=public_address("pages.home", language=language()))


@bp.get("/exceptions/feed.atom")
@allows(Permission.BROWSE)
def exceptions() -> Response:
    title = _("%(city)s: exceptions", city=city_name())
    items = feeds.items_of_news(news(None, kinds=OF_EXCEPTIONS, language=language()))
    return feeds.feed(title, items, id=feeds.tag(None, "exceptions"), page=public_address("exceptions.register", language=language()))


@bp.get("/d/<docket:docket>/feed.atom")
@allows(Permission.DOCKET_SEE, Docket)
def docket(docket: Docket) -> Response:
    title = _("Docket %(number)s, %(title)s: what is new", number=docket.number, title=docket.title)
    items = feeds.items_of_news(news(docket, language=language()))
    return feeds.feed(title, items, id=feeds.tag(docket, "news"), page=public_address("pages.docket", language=language(), docket=docket.number))


@bp.get("/d/<docket:docket>/comments.atom")
@allows(Permission.DOCKET_SEE, Docket)
def comments(docket: Docket) -> Response:
    title = _("Comments on docket %(number)s, %(title)s", number=docket.number, title=docket.title)
    page = public_address("comments.list_comments", language=language(), docket=docket.number)
    return feeds.feed(title, feeds.items_of_comments(docket), id=feeds.tag(docket, "comments"), page=page)


@bp.get("/d/<docket:docket>/calendar.ics")
@allows(Permission.DOCKET_SEE, Docket)
def docket_calendar(docket: Docket) -> Response:
    title = _("Docket %(number)s: hearings and deadlines", number=docket.number)
    return calendar(title, entries_of(docket), host=public_host(), filename=f"{docket.number}.ics")


@bp.get("/calendar.ics")
@allows(Permission.BROWSE)
def all_dates() -> Response:
    entries = [entry for one in published_dockets() for entry in entries_of(one)]
    return calendar(_("%(city)s: hearings and deadlines", city=city_name()), entries, host=public_host(), filename="calendar.ics")
