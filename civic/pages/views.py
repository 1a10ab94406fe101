from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import abort, jsonify, redirect, request, url_for
from werkzeug import Response

from civic.council.amendment_queries import amendments_in
from civic.council.fate import fate_of
from civic.council.queries import positions_are_open
from civic.database import db
from civic.dockets.facts.fields import PARTS, RULES
from civic.dockets.facts.queries import confirmed_facts_of, facts_of, review_of, standing_versions
from civic.dockets.facts.table import table_of
from civic.dockets.lifecycle import WITHDRAWALS
from civic.dockets.models import Docket, FactSheet, TextVersion
from civic.dockets.naming import names_of, reasons_of
from civic.dockets.queries import other_proposals_of, provision_named, published_dockets, version_of
from civic.dockets.redline import changes_between
from civic.dockets.texts import WITHDRAWALS as TEXT_WITHDRAWALS
from civic.exceptions.queries import clauses_on, requests_under
from civic.letters.queries import entered_letters_on, letters_on
from civic.pages.queries import (
    counts_of,
    downloads_of,
    missing_text_of,
    neighbors_of,
    newer_than_its_words,
    received_by_docket,
    received_on,
    removed_before,
    standing_of,
    standings_of,
    tally_of_amendments,
)
from civic.pages.routes import bp
from civic.pages.timeline import timeline_of
from civic.people.policy import SETTINGS, history_of, policy
from civic.permissions import Permission, allows
from civic.web import page


@bp.get("/")
@allows(Permission.BROWSE)
def home() -> Response:
    received = received_by_docket()
    rows = [(docket, standing, received.get(docket.id, 0)) for docket, standing in standings_of(published_dockets(with_windows=True))]
    return page("pages/home.html", open=[r for r in rows if r[1].is_open], others=[r for r in rows if not r[1].is_open], lines=policy("contact_lines"))


@bp.get("/dockets")
@allows(Permission.BROWSE)
def dockets() -> Response:
    words, state = request.args.get("q", "").strip()[:200], request.args.get("state", "")
    found = [row for row in standings_of(published_dockets(with_windows=True)) if _matches(row[0], words) and _is_in(row[1], state)]
    return page("pages/dockets.html", rows=found, words=words, state=state)


@bp.get("/d/<docket:docket>")
@allows(Permission.DOCKET_SEE, Docket)
def docket(docket: Docket) -> Any:
    if docket.is_exception:
        return redirect(url_for("exceptions.show", docket=docket.number))
    if docket.is_withdrawn:
        return page("pages/withdrawn.html", status=410, docket=docket, received=received_on(docket), WITHDRAWALS=WITHDRAWALS)
    return page(
        "pages/docket.html", docket=docket, standing=standing_of(docket), received=received_on(docket),
        stances=counts_of(docket, "stance"), timeline=timeline_of(docket), compared=neighbors_of(docket), missing=missing_text_of(docket), version=docket.current_version, lines=policy("contact_lines"),
        letters=letters_on(docket), entered=[one for one in entered_letters_on(docket) if one.void is None],
        others=[(other, fate_of(other)) for other in other_proposals_of(docket)], amendments=tally_of_amendments(docket),
        exceptions=requests_under(docket), clauses=clauses_on(docket), positions_open=positions_are_open(docket),
        newer=newer_than_its_words(docket),
    )  # fmt: skip


@bp.get("/d/<docket:docket>/text")
@allows(Permission.DOCKET_SEE, Docket)
def text(docket: Docket) -> Response:
    return _text_page(docket, docket.current_version)


@bp.get("/d/<docket:docket>/text@<int:n>")
@allows(Permission.DOCKET_SEE, Docket)
def text_at(docket: Docket, n: int) -> Response:
    return _text_page(docket, version_of(docket, n) or abort(404))


@bp.get("/d/<docket:docket>/text/s/<string:name>")
@allows(Permission.DOCKET_SEE, Docket)
def section(docket: Docket, name: str) -> Response:
    version = docket.current_version or abort(404)
    provision = provision_named(version, name) or abort(404)
    sections = [p for p in version.provisions if p.kind == "section"]
    own = [provision, *_below(version, provision)]
    return page(
        "pages/section.html", docket=docket, version=version, provision=provision, own=own, standing=standing_of(docket),
        before=_neighbor(sections, provision, -1), after=_neighbor(sections, provision, 1), counts=counts_of(docket, "section"),
    )  # fmt: skip


@bp.get("/d/<docket:docket>/compare/<int:a>/<int:b>")
@allows(Permission.DOCKET_SEE, Docket)
def compare(docket: Docket, a: int, b: int) -> Response:
    old, new = version_of(docket, a) or abort(404), version_of(docket, b) or abort(404)
    found = changes_between(old.provisions, new.provisions)
    changes = [c for c in found if c.kind != "renumbered"]
    names = names_of(old.provisions) | names_of(new.provisions)
    return page(
        "pages/compare.html", docket=docket, old=old, new=new, changes=changes, renumbered=len(found) - len(changes), reasons=reasons_of(new.provisions),
        names=names, amendments=amendments_in(new),
        sections=len({names[c.wid].split(" ")[0] for c in changes}), view="sides" if request.args.get("view") == "sides" else "list",
    )  # fmt: skip


@bp.get("/d/<docket:docket>/text@<int:n>.txt")
@allows(Permission.DOCKET_SEE, Docket)
def text_file(docket: Docket, n: int) -> Response:
    """The published text, byte for byte what its fingerprint is of."""
    version = version_of(docket, n) or abort(404)
    headers = {"Content-Disposition": f"attachment; filename={docket.number}-version-{n}.txt"}
    return Response(version.text.encode(), mimetype="text/plain", headers=headers)


@bp.get("/d/<docket:docket>/covers")
@allows(Permission.DOCKET_SEE, Docket)
def covers(docket: Docket) -> Response:
    return _covers_page(docket, confirmed_facts_of(docket))


@bp.get("/d/<docket:docket>/covers@<int:n>")
@allows(Permission.DOCKET_SEE, Docket)
def covers_at(docket: Docket, n: int) -> Response:
    """What an earlier version said, as it was confirmed then."""
    version = version_of(docket, n) or abort(404)
    sheet = facts_of(version)
    return _covers_page(docket, (version, sheet) if sheet else None, version)


@bp.get("/data")
@allows(Permission.BROWSE)
def data() -> Response:
    return page("pages/data.html", rows=[(docket, downloads_of(docket)) for docket in published_dockets()])


@bp.get("/how")
@allows(Permission.BROWSE)
def how() -> Response:
    return page("pages/how.html")


@bp.get("/how/safely")
@allows(Permission.BROWSE)
def safely() -> Response:
    return page("pages/safely.html")


@bp.get("/how/numbers")
@allows(Permission.BROWSE)
def numbers() -> Response:
    return page("pages/numbers.html", rows=[(setting, policy(key), history_of(key)) for key, setting in SETTINGS.items()])


@bp.get("/privacy")
@allows(Permission.BROWSE)
def privacy() -> Response:
    return page("pages/privacy.html", scan_days=policy("originals_days"))


@bp.get("/accessibility")
@allows(Permission.BROWSE)
def accessibility() -> Response:
    return page("pages/accessibility.html", lines=policy("contact_lines"))


@bp.get("/other-ways")
@allows(Permission.BROWSE)
def other_ways() -> Response:
    return page("pages/other_ways.html", lines=policy("contact_lines"))


@bp.get("/healthz")
@allows(Permission.BROWSE)
def healthz() -> Response:
    """For monitors: the database answers. Says nothing else."""
    db.session.execute(sa.text("SELECT 1"))
    return jsonify(ok=True)


@bp.get("/favicon.ico")
@allows(Permission.BROWSE)
def favicon() -> Response:
    """Browsers ask for it by themselves: there is no icon, which is no missing page."""
    return Response(status=204)


def _text_page(docket: Docket, version: TextVersion | None) -> Response:
    contents = [p for p in version.provisions if p.kind == "section"] if version else []
    return page(
        "pages/text.html", docket=docket, version=version, contents=contents, missing=missing_text_of(docket), removed=removed_before(docket, version), TEXT_WITHDRAWALS=TEXT_WITHDRAWALS, standing=standing_of(docket), counts=counts_of(docket, "section")
    )


def _covers_page(docket: Docket, found: tuple[TextVersion, FactSheet] | None, version: TextVersion | None = None) -> Response:
    table = table_of(*found) if found else None
    others = [v for v in standing_versions(docket) if (table is None or v.id != table.version.id) and facts_of(v) is not None]
    return page(
        "pages/covers.html", docket=docket, version=version or (table.version if table else docket.current_version), table=table, others=others,
        review=review_of(table.sheet) if table else None, silent=table.silent("procedure", "exceptions") if table else [], RULES=RULES, PARTS=PARTS,
    )  # fmt: skip


def _matches(docket: Docket, words: str) -> bool:
    return words.casefold() in f"{docket.number} {docket.title} {docket.plain_summary}".casefold()


def _is_in(standing: Any, state: str) -> bool:
    return {"open": standing.is_open, "decided": standing.is_decided}.get(state, True)


def _below(version: TextVersion, provision: Any) -> list[Any]:
    """The pieces inside a provision: those that follow it at a deeper level."""
    inside = []
    for other in version.provisions[provision.position + 1 :]:
        if other.level <= provision.level:
            break
        inside.append(other)
    return inside


def _neighbor(sections: list[Any], provision: Any, step: int) -> Any:
    place = next((i for i, s in enumerate(sections) if s.id == provision.id), None)
    if place is None or not 0 <= place + step < len(sections):
        return None
    return sections[place + step]
