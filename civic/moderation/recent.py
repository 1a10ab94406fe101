"""What one person decided on a docket since yesterday: to look at again, to undo, to drop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from civic.clock import today
from civic.comments.content import HIDDEN
from civic.comments.models import Comment, State
from civic.database import db
from civic.dockets.models import Docket
from civic.moderation.models import Decision
from civic.moderation.rules import GROUNDS
from civic.moderation.wording import ACTS
from civic.people.models import Account

LINES = 25
MOST = 200  # of each kind are counted: whoever reads a group of thousands decides on each of its copies
CAN_BE_UNDONE = ("redact", "withhold", "move", "fold", "name")
LEFT = ("publish", "leave")  # what nobody takes back; it stands after the others
AROUND = 40  # characters before the first hidden words


@dataclass(frozen=True)
class Line:
    decision: Decision
    reader: Account

    @property
    def words(self) -> str:
        """What was done, with its reason in words, and how it stands now."""
        d = self.decision
        what = _("%(what)s, %(code)s, %(words)s", what=ACTS[d.action], code=d.code, words=GROUNDS[d.code].words) if d.code else str(ACTS[d.action])
        if d.state == "proposed":
            return _("%(what)s. It waits for somebody else.", what=what) if d.action == "look" else _("you propose: %(what)s. It waits for a second person.", what=what)
        if d.state == "dropped":
            return self._dropped(what)
        if d.confirmer is not None:
            mine = d.proposer_id == self.reader.id
            what = _("%(what)s, with %(who)s", what=what, who=d.confirmer.name) if mine else _("you agreed with %(who)s: %(what)s", who=d.proposer.name, what=what)
        return _("%(what)s. Undone since.", what=what) if d.state == "reversed" else f"{what}."

    def _dropped(self, what: str) -> str:
        d = self.decision
        if d.action == "look":
            return _("%(what)s. It no longer waits.", what=what)
        if d.confirmer is None:
            return _("you proposed: %(what)s. It was dropped.", what=what)
        if d.confirmer_id == self.reader.id:
            return _("you did not agree with %(who)s: %(what)s.", who=d.proposer.name, what=what)
        return _("you proposed: %(what)s. %(who)s did not agree.", what=what, who=d.confirmer.name)

    @property
    def waits(self) -> bool:
        return self.decision.state == "proposed"

    @property
    def can_be_undone(self) -> bool:
        d = self.decision
        return d.state == "taken" and d.action in CAN_BE_UNDONE and d.undo_proposer_id is None and d.comment.face.state not in (State.WITHDRAWN, State.REMOVED)

    @property
    def note(self) -> str:
        """One's own; whoever agreed wrote none."""
        return self.decision.note if self.decision.proposer_id == self.reader.id else ""

    @property
    def excerpt(self) -> str:
        face = self.decision.comment.face
        return around_hidden(face.text) if self.decision.action == "redact" else face.excerpt


@dataclass(frozen=True)
class Recent:
    """``more``: how many lines are left out; ``at_least``: they were not counted to the end."""

    lines: list[Line]
    more: int
    at_least: bool


def decided_lately(docket: Docket, reader: Account) -> Recent:
    """What waits first, then what can be undone, then what was left public; the latest days first. Read by index, a bounded number of each."""
    found = db.session.execute(_ids(docket, reader)).all()
    found = sorted(found, key=lambda one: (one.state != "proposed", one.action in LEFT, -one.day.toordinal(), one.id))
    wanted = [one.id for one in found[:LINES]]
    query = sa.select(Decision).where(Decision.id.in_(wanted)).options(
        joinedload(Decision.comment).joinedload(Comment.face), joinedload(Decision.proposer), joinedload(Decision.confirmer),
    )  # fmt: skip
    decisions = {decision.id: decision for decision in db.session.scalars(query)} if wanted else {}
    arms = Counter(one.arm for one in found)
    return Recent([Line(decisions[id], reader) for id in wanted], len(found) - len(wanted), MOST in arms.values())


def around_hidden(text: str) -> str:
    """The beginning of a text, or the words around what was first hidden in it."""
    place = text.find(HIDDEN.strip())
    start = text.rfind(" ", 0, place - AROUND) + 1 if place > AROUND else 0
    return ("… " if start else "") + text[start : start + 500]


def _ids(docket: Docket, reader: Account) -> Any:
    since = today() - timedelta(days=1)
    own = [_arm(n, since, Decision.docket_id == docket.id, Decision.proposer_id == reader.id, Decision.action == action) for n, action in enumerate((*CAN_BE_UNDONE, *LEFT, "look"))]
    agreed = _arm(-1, since, Decision.docket_id == docket.id, Decision.confirmer_id == reader.id)
    return sa.union_all(*(sa.select(arm.subquery()) for arm in (*own, agreed)))


def _arm(n: int, since: date, *whose: Any) -> Any:
    query = sa.select(Decision.id, Decision.day, Decision.action, Decision.state, sa.literal(n).label("arm")).where(*whose, Decision.day >= since)
    return query.order_by(Decision.day.desc(), Decision.id.desc()).limit(MOST)
