from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.comments.afterwards import Line, tell_afterwards
from civic.comments.models import Comment
from civic.database import writing
from civic.desk import DeskPage, put_in_docket_folder, put_on_desk, put_waiting
from civic.moderation import appeal_views, public_views
from civic.moderation.actions import destroy_hidden_words, publish_rules
from civic.moderation.owed import decisions_owed
from civic.moderation.queries import (
    appealable,
    decisions_on,
    parts_to_destroy,
    rule_sets,
    status_for_the_author,
    waiting_named,
)
from civic.moderation.views import bp
from civic.moderation.waiting import tasks_for_moderators
from civic.owed import put_owed
from civic.permissions import Permission
from civic.record.actions import SYSTEM
from civic.web import day
from civic.work import chore


def start(app: Flask) -> None:
    for blueprint in (bp, appeal_views.bp, public_views.bp):
        app.register_blueprint(blueprint)
    put_on_desk(
        app, DeskPage("moderation.queues", _l("Comments to read"), Permission.COMMENT_MODERATE),
        DeskPage("appeals.review_list", _l("Appeals"), Permission.APPEAL_DECIDE), DeskPage("appeals.disputes", _l("Disputed names"), Permission.COMMENT_MODERATE),
    )  # fmt: skip
    put_in_docket_folder(app, DeskPage("moderation.queue", _l("Moderation queue"), Permission.COMMENT_MODERATE))
    put_waiting(app, tasks_for_moderators, Permission.COMMENT_MODERATE, Permission.APPEAL_DECIDE)
    put_owed(app, decisions_owed)
    tell_afterwards(app, author=what_waits)
    tell_afterwards(app, author=what_was_decided)


def what_waits(comment: Comment) -> list[Line]:
    """For its author: which words a hint points at, and by when a person decides."""
    if comment.held_wording is None:
        return []
    held = waiting_named(comment)
    marked = "".join(word if suspect else "\n" for _place, word, suspect in held.words)
    words = ", ".join(f"“{part.strip()}”" for part in marked.split("\n") if part.strip())
    told = _("A person should have decided by %(day)s; it is overdue, and everybody can see that.", day=day(held.due)) if held.overdue else _("A person decides by %(day)s.", day=day(held.due))
    return [Line((_("A hint of the computer points at %(words)s.", words=words) + " " if words else "") + told)]


def what_was_decided(comment: Comment) -> list[Line]:
    """For its author: each decision in words, and the way to appeal or the answer."""
    lines, open_to_appeal = [], {decision.id for decision in appealable(comment)}
    for decision in decisions_on(comment):
        if decision.state not in ("taken", "reversed") or decision.action in ("publish", "leave"):
            continue
        words = status_for_the_author(decision)
        if decision.appeal is not None:
            words += " " + {
                "filed": _("Your appeal waits for another person."), "upheld": _("Your appeal was decided: the decision stands."),
                "reversed": _("Your appeal was decided: the decision is reversed."), "withdrawn": _("You withdrew your appeal."),
            }[decision.appeal.state] + (f" “{decision.appeal.reasons}”" if decision.appeal.reasons else "")  # fmt: skip
        elif decision.state == "reversed":
            words += " " + _("It was reversed: everything is shown again.")
        filed = decision.appeal is not None and decision.appeal.state == "filed"
        link = _("Appeal this decision") if decision.id in open_to_appeal else _("See or withdraw your appeal") if filed else ""
        lines.append(Line(words, url_for("appeals.appeal", decision=decision.id) if link else "", link))
    return lines


@chore
def publish_first_rules() -> bool:
    """The reasons that came with the software go on the record once."""
    if rule_sets():
        return False
    with writing():
        publish_rules(by=SYSTEM)
    return True


@chore
def destroy_what_is_over() -> bool:
    if not parts_to_destroy():
        return False
    with writing():
        return destroy_hidden_words() > 0
