"""Letters that many sent: found as the worker finds them; a moderator confirms one, whose sponsor declared itself."""

from __future__ import annotations

from typing import Any

from civic.campaigns.actions import confirm_family, declare_sponsor
from civic.campaigns.arriving import anything_arrived, look_at_arrivals
from civic.campaigns.looking import dockets_to_look_over, look_over
from civic.campaigns.queries import families_on
from civic.database import db, writing

DOCKET, SPONSOR = "docket_one", "Open Streets Coalition"


def find_campaigns(stage: Any) -> None:
    while anything_arrived():
        db.session.rollback()
        with writing():
            look_at_arrivals()
    db.session.rollback()
    with writing():
        for docket in dockets_to_look_over():
            look_over(docket)
        told = stage.dockets.get(DOCKET)
        told = db.session.merge(told) if told is not None else None
        families = families_on(told) if told is not None else []
        if families:
            milo = db.session.merge(stage.people["milo"])
            confirm_family(families[0].family, by=milo)
            declare_sponsor(families[0].family, SPONSOR, by=milo)
