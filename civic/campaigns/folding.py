"""Cards of the list of comments: those of one campaign on a page are one card, the others one press away (I-27).

Nothing is left out: the page holds the same comments in the same order, whether it folds or not, and ``fold=0`` shows
them flat. What each person added is always in sight.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask import url_for

from civic.campaigns.models import Family, Member
from civic.campaigns.queries import SHOWN_FROM, additions_in, is_public, letter_of, sizes_of
from civic.comments.folds import Fold
from civic.comments.models import Face
from civic.database import db


def folds_of(faces: Sequence[Face]) -> dict[str, Fold]:
    """Comment id -> its fold, for those whose campaign has two or more comments on this page."""
    query = sa.select(Member, Family).join(Family, Family.id == Member.family_id).where(Member.comment_id.in_([face.comment_id for face in faces]))
    rows = {member.comment_id: (member, family) for member, family in db.session.execute(query) if is_public(family)}
    sizes = sizes_of({family.id for _member, family in rows.values()})
    folds: dict[str, Fold] = {}
    for family in {family.id: family for _member, family in rows.values()}.values():
        here = [face for face in faces if face.comment_id in rows and rows[face.comment_id][1].id == family.id]
        size = sizes.get(family.id, 0)
        if len(here) < 2 or size < SHOWN_FROM:
            continue
        added = additions_in([(face, rows[face.comment_id][0]) for face in here], letter_of(family))
        fold = Fold(family.id, size, url_for("campaigns.show", docket=family.docket.number, n=family.n), here, added)
        folds |= {face.comment_id: fold for face in here}
    return folds
