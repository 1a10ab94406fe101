"""What everybody sees of moderation: the rules in force and the real numbers."""

from __future__ import annotations

import csv
import io

from flask import Blueprint
from werkzeug import Response

from civic.moderation.numbers import STANCES, numbers, quarters
from civic.moderation.queries import rule_sets
from civic.moderation.rules import GROUNDS
from civic.people.policy import policy
from civic.permissions import Permission, allows
from civic.web import page

bp = Blueprint("rules", __name__)


@bp.get("/how/moderation")
@allows(Permission.BROWSE)
def explained() -> Response:
    return page(
        "rules/explained.html", grounds=GROUNDS.values(), rules=rule_sets(), numbers=numbers(), quarters=quarters(), STANCES=STANCES,
        appeal_days=policy("appeal_days"), hold_days=policy("hold_business_days"),
    )  # fmt: skip


@bp.get("/how/moderation.csv")
@allows(Permission.BROWSE)
def as_csv() -> Response:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["quarter", "code", "role", *(stance or "not_stated" for stance in STANCES), "appeals_reversed", "median_business_days"])
    for quarter in quarters():
        for code, role, by_stance, reversed_, days in quarter.rows:
            rows.writerow([quarter.name, code, role, *(by_stance[stance] for stance in STANCES), reversed_, "" if days is None else days])
    return Response(out.getvalue(), mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=moderation.csv"})
