from collections import Counter

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from civic.comments.afterwards import Line, tell_afterwards
from civic.comments.models import Comment
from civic.desk import DeskPage, Task, put_in_docket_folder, put_on_desk, put_waiting
from civic.owed import put_owed
from civic.permissions import Permission, signed_in_person
from civic.summaries import staff_views
from civic.summaries.owed import summaries_owed
from civic.summaries.queries import (
    comments_by_id,
    dockets_of_summaries,
    drafts_awaiting_approval,
    open_disputes,
    sentences_citing,
    sentences_perhaps_shaken,
)
from civic.summaries.showing import shown_sentence
from civic.summaries.views import bp


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(staff_views.bp)
    put_on_desk(app, DeskPage("summary_drafts.disputes", _l("Disputes over summaries"), Permission.DISPUTE_DECIDE))
    put_in_docket_folder(
        app, DeskPage("summary_drafts.edit", _l("Write the summary"), Permission.SUMMARY_WRITE),
        DeskPage("summary_drafts.approve", _l("Approve the summary"), Permission.SUMMARY_APPROVE),
    )  # fmt: skip
    put_waiting(app, summaries_to_approve, Permission.SUMMARY_APPROVE)
    put_waiting(app, sentences_to_look_at, Permission.SUMMARY_WRITE)
    put_waiting(app, disputes_to_decide, Permission.DISPUTE_DECIDE)
    put_owed(app, summaries_owed)
    tell_afterwards(app, everybody=citations_in_words, author=citations_to_look_at)


def summaries_to_approve() -> list[Task]:
    person = signed_in_person()
    drafts = [draft for draft in drafts_awaiting_approval() if person is None or person.id not in draft.writers]
    return [
        Task(_("A summary to approve: %(title)s", title=draft.docket.title), url_for("summary_drafts.approve", docket=draft.docket.number), Permission.SUMMARY_APPROVE)
        for draft in drafts
    ]


def sentences_to_look_at() -> list[Task]:
    """A cited comment that was withdrawn, hidden or changed gives the analyst a task."""
    tasks = []
    sentences = sentences_perhaps_shaken()
    comments = comments_by_id({citation.comment_id for sentence in sentences for citation in sentence.citations})
    shown = [shown_sentence(sentence, comments) for sentence in sentences]
    by_summary = Counter(one.sentence.summary_id for one in shown if one.stale or any(cited.was_changed for cited in one.cited))
    for summary_id, docket in dockets_of_summaries(by_summary):
        if shaken := by_summary[summary_id]:
            words = ngettext("%(num)s sentence no longer fits its comments: %(title)s", "%(num)s sentences no longer fit their comments: %(title)s", shaken, title=docket.title)
            tasks.append(Task(words, url_for("summary_drafts.edit", docket=docket.number), Permission.SUMMARY_WRITE))
    return tasks


def disputes_to_decide() -> list[Task]:
    """One line for all of them; who wrote the summary may not decide."""
    if not (waiting := len(open_disputes())):
        return []
    words = ngettext("%(num)s dispute over a summary", "%(num)s disputes over summaries", waiting)
    return [Task(words, url_for("summary_drafts.disputes"), Permission.DISPUTE_DECIDE)]


def citations_in_words(comment: Comment) -> list[Line]:
    address = url_for("summaries.show", docket=comment.docket.number)
    return [
        Line(_("Cited in sentence %(n)s of the summary.", n=sentence.position), f"{address}#sentence-{sentence.position}", _("Read sentence %(n)s", n=sentence.position))
        for sentence in sentences_citing(comment)
    ]


def citations_to_look_at(comment: Comment) -> list[Line]:
    """For its author: each sentence in words, and whether it says what was meant."""
    lines = []
    for sentence in sentences_citing(comment):
        one = shown_sentence(sentence, comments_by_id({citation.comment_id for citation in sentence.citations}))
        words = _("Your comment is cited in sentence %(n)s: “%(words)s” Does it say what you meant?", n=sentence.position, words=one.text)
        lines.append(Line(words, url_for("summaries.dispute", sentence=sentence.id), _("No, sentence %(n)s does not", n=sentence.position)))
    return lines
