from collections.abc import Sequence

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from civic.campaigns import folding, staff_views
from civic.campaigns.arriving import anything_arrived, look_at_arrivals
from civic.campaigns.looking import dockets_to_look_over, keep_survey, survey
from civic.campaigns.models import Member
from civic.campaigns.partners import attestation_of
from civic.campaigns.queries import SHOWN_FROM, families_around, is_public, size_of, suggested_counts
from civic.campaigns.views import bp
from civic.comments.afterwards import Line, tell_afterwards
from civic.comments.folds import put_folds
from civic.comments.models import Comment
from civic.database import db, writing
from civic.desk import DeskPage, Task, put_in_docket_folder, put_waiting
from civic.dockets.models import Docket
from civic.moderation.hooks import Beside, put_beside_items, put_beside_queue
from civic.permissions import Permission
from civic.web import day
from civic.work import chore

FEW = 25  # comments in one turn to write: nobody who submits waits longer than that


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(staff_views.bp)
    put_folds(app, folding.folds_of)
    put_in_docket_folder(app, DeskPage("groups.list_groups", _l("Groups of near-identical comments"), Permission.COMMENT_MODERATE))
    put_waiting(app, groups_to_look_at, Permission.COMMENT_MODERATE)
    put_beside_queue(app, groups_beside_the_queue)
    put_beside_items(app, group_beside_each)
    tell_afterwards(app, everybody=campaign_in_words)
    tell_afterwards(app, everybody=partner_in_words)


@chore
def look_at_what_arrived() -> bool:
    """A few comments at a time, after their authors have their receipts."""
    if not anything_arrived():
        return False
    with writing():
        return look_at_arrivals(FEW) > 0


@chore
def look_over_what_grew() -> bool:
    """Phrases that recur only show in all comments together. Reading and comparing hold no turn to write."""
    if not (dockets := dockets_to_look_over()):
        return False
    docket_id, found = dockets[0].id, survey(dockets[0])
    db.session.rollback()
    with writing():
        keep_survey(db.session.get_one(Docket, docket_id), found)
    return True


def groups_to_look_at() -> list[Task]:
    return [
        Task(
            ngettext("%(num)s group of near-identical comments to look at: %(title)s", "%(num)s groups of near-identical comments to look at: %(title)s", n, title=docket.title),
            url_for("groups.list_groups", docket=docket.number), Permission.COMMENT_MODERATE,
        )
        for docket, n in suggested_counts()
    ]  # fmt: skip


def groups_beside_the_queue(docket: Docket) -> list[Beside]:
    """At the head of a docket's queue: near-identical comments are read faster together."""
    return [
        Beside(ngettext("%(num)s group of near-identical comments can be read together.", "%(num)s groups of near-identical comments can be read together.", n), url_for("groups.list_groups", docket=docket.number))
        for one, n in suggested_counts() if one.id == docket.id
    ]  # fmt: skip


def group_beside_each(comments: Sequence[str]) -> dict[str, Beside]:
    """At a comment in the queue: the group that it is in."""
    return {
        comment: Beside(ngettext("Group %(n)s, with %(num)s comment", "Group %(n)s, with %(num)s comments", size, n=family.n), url_for("groups.one", family=family.id))
        for comment, family, size in families_around(comments)
    }  # fmt: skip


def campaign_in_words(comment: Comment) -> list[Line]:
    """On the page of a comment: which letter it shares, and with how many."""
    member = db.session.get(Member, comment.id)
    if member is None or member.family is None or not is_public(member.family):
        return []
    size = size_of(member.family)
    if size < SHOWN_FROM:
        return []
    address = url_for("campaigns.show", docket=comment.docket.number, n=member.family.n)
    return [Line(_("It shares a letter with %(n)s other comments; each of them counts.", n=size - 1), address, _("The letter and what each person added"))]


def partner_in_words(comment: Comment) -> list[Line]:
    """On the page of an imported comment: who handed it in, and who states that its author agreed."""
    made = attestation_of(comment.docket, comment.source_digest) if comment.source_digest else None
    if made is None:
        return []
    words = _("%(partner)s collected it and handed it in. Its author agreed to send these words: stated by %(officer)s on %(day)s.", partner=made.partner, officer=made.officer, day=day(made.on))
    return [Line(words, url_for("campaigns.list_campaigns", docket=comment.docket.number, _anchor="partners"), _("Everyone who handed in comments"))]
