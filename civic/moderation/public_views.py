"""What everybody sees of moderation: the rules in force and the real numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from flask import Blueprint
from werkzeug import Response

from civic.comments.wording import CHANNELS, LANGUAGES_OF_COMMENTS
from civic.moderation.counting import tally
from civic.moderation.numbers import numbers
from civic.moderation.quarterly import STANCES, quarters, strata
from civic.moderation.queries import rule_sets
from civic.moderation.rules import GROUNDS
from civic.people.policy import policy
from civic.permissions import Permission, allows
from civic.web import page

bp = Blueprint("rules", __name__)


@bp.get("/how/moderation")
@allows(Permission.BROWSE)
def explained() -> Response:
    found = tally()
    return page(
        "rules/explained.html", grounds=GROUNDS.values(), rules=rule_sets(), numbers=numbers(found), quarters=quarters(found), STANCES=STANCES,
        appeal_days=policy("appeal_days"), hold_days=policy("hold_business_days"), CHANNELS={kind.value: words for kind, words in CHANNELS.items()},
        LANGUAGES=LANGUAGES_OF_COMMENTS,
    )  # fmt: skip


@bp.get("/how/moderation.csv")
@allows(Permission.BROWSE)
def as_csv() -> Response:
    head = ("quarter", "code", "role", *(stance or "not_stated" for stance in STANCES), "appeals_reversed", "median_business_days")
    return _csv("moderation", head, (
        (quarter.name, code, role, *(by_stance[stance] for stance in STANCES), reversed_, _or_nothing(days))
        for quarter in quarters() for code, role, by_stance, reversed_, days in quarter.rows
    ))  # fmt: skip


@bp.get("/how/moderation-ways.csv")
@allows(Permission.BROWSE)
def ways_as_csv() -> Response:
    """By way of arrival and by language."""
    return _csv("moderation-ways", ("quarter", "by", "key", "decided", "hidden_or_withheld", "median_business_days"), (
        (quarter.name, by, share.key, share.read, share.hidden, _or_nothing(share.median_days))
        for quarter in quarters() for by, shares in (("channel", quarter.channels), ("language", quarter.languages)) for share in shares
    ))  # fmt: skip


@bp.get("/how/moderation-sides.csv")
@allows(Permission.BROWSE)
def sides_as_csv() -> Response:
    """What the comparison of the two sides is made from, so that anybody can make it again."""
    return _csv("moderation-sides", ("quarter", "reader", "docket", "hinted", "stance", "judged", "hidden_or_withheld"), (
        (quarter, reader, docket, "yes" if hinted else "no", stance or "not_stated", read, hidden)
        for quarter, reader, docket, hinted, stance, read, hidden in strata(tally().decisions)
    ))  # fmt: skip


def _csv(name: str, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Response:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return Response(out.getvalue(), mimetype="text/csv", headers={"Content-Disposition": f"attachment; filename={name}.csv"})


def _or_nothing(days: float | None) -> Any:
    return "" if days is None else days
