"""States of motions and amendments in words, and the redline of an amendment."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from civic.council.amendment_models import Amendment
from civic.dockets.amending import amended
from civic.dockets.redline import Run, runs_between

MOTION_STATES = {"put": _l("Not voted on yet"), "carried": _l("Carried"), "lost": _l("Lost"), "withdrawn": _l("Withdrawn")}
AMENDMENT_STATES = {"offered": _l("Offered"), "adopted": _l("Adopted"), "failed": _l("Failed"), "withdrawn": _l("Withdrawn")}


def redlines_of(amendment: Amendment) -> list[tuple[str, tuple[Run, ...]]]:
    """Each provision that it changes, by name, with the words struck and added in the version that it names."""
    texts = {piece.wid: piece.text for piece in amendment.version.provisions}
    new = amended(texts, amendment.changes)
    names = {change["wid"]: change["name"] for change in amendment.changes}
    return [(names[wid], runs_between(texts[wid], new[wid])) for wid in amendment.wids]
