"""The sentence that a reader sees for a verdict.

Only rows 8 to 10 say "asked", rows 7 and 11 say "asked late", a notice is "notified", and nothing
here can be chosen or edited by staff.
"""

from __future__ import annotations

from datetime import date

from flask_babel import format_date, get_locale, lazy_gettext
from flask_babel import gettext as _

from civic.consultation.askings import Counts
from civic.consultation.verdicts import Asking, Verdict, VerdictCode

# What the city promises with an asking, after the five levels of the International Association for Public Participation.
PROMISES = {
    "inform": lazy_gettext("Inform: we keep you informed"),
    "consult": lazy_gettext("Consult: we listen and say how your answer was used"),
    "involve": lazy_gettext("Involve: your concerns go into the options we work on"),
    "collaborate": lazy_gettext("Collaborate: we work out the wording with you"),
    "empower": lazy_gettext("Empower: you decide"),
}
# How far an invitation got; an asking counts from level 2.
LEVELS = {
    0: lazy_gettext("Published on this site only"),
    1: lazy_gettext("Sent; nothing shows that it arrived"),
    2: lazy_gettext("Delivered"),
    3: lazy_gettext("Acknowledged by the office's account"),
    4: lazy_gettext("Answered"),
}
EVENTS = {0: lazy_gettext("Came back"), 1: lazy_gettext("Sent"), 2: lazy_gettext("Delivered"), 3: lazy_gettext("Acknowledged"), 4: lazy_gettext("Replied")}

VERDICT_NAMES = {
    VerdictCode.NOT_RECORDED: lazy_gettext("Not recorded"),
    VerdictCode.NOTIFIED_ONLY: lazy_gettext("Notified only"),
    VerdictCode.CONTACT_CLAIMED: lazy_gettext("Contact claimed"),
    VerdictCode.NOT_ASKED: lazy_gettext("Not asked"),
    VerdictCode.ASKED_UNDELIVERED: lazy_gettext("Not delivered"),
    VerdictCode.ASKED_OTHER_VERSION: lazy_gettext("Another version"),
    VerdictCode.ASKED_TOO_LATE: lazy_gettext("Asked late"),
    VerdictCode.ASKED_AND_ANSWERED: lazy_gettext("Asked and answered"),
    VerdictCode.ASKED_DECLINED: lazy_gettext("Asked and declined"),
    VerdictCode.ASKED_NO_REPLY: lazy_gettext("Asked, no reply"),
}


def verdict_line(verdict: Verdict) -> str:
    """One or two sentences with the days, the version and the counts."""
    if verdict.code in (VerdictCode.ASKED_AND_ANSWERED, VerdictCode.ASKED_DECLINED, VerdictCode.ASKED_NO_REPLY):
        parts = (_asked_sentence(verdict.askings), _reply_word(verdict), counts_sentence(verdict.counts))
        return " ".join(part for part in parts if part)
    if verdict.code is VerdictCode.ASKED_TOO_LATE:
        return _asked_late_sentence(verdict)
    if verdict.askings:
        return _not_reached_sentence(verdict)
    return _no_invitation_sentence(verdict)


def counts_sentence(counts: Counts) -> str:
    """"Answered 5 of 7 questions, declined 1, overdue 1." The parts add up to the questions."""
    parts = []
    if counts.questions:
        parts.append(_("Answered %(n)s of %(all)s questions", n=counts.answered, all=counts.questions))
    if counts.declined:
        parts.append(_("declined %(n)s", n=counts.declined))
    if counts.overdue:
        parts.append(_("overdue %(n)s", n=counts.overdue))
    if counts.waiting:
        parts.append(_("waiting %(n)s", n=counts.waiting))
    sentence = ", ".join(parts) + "." if parts else ""
    if counts.unasked:
        sentence += " " + _("Statements beyond the questions: %(n)s.", n=counts.unasked)
    return sentence.strip()


def short_day(day: date | None) -> str:
    """"May 3": the page gives the weekday and the year in the evidence below."""
    return format_date(day, "d 'de' MMMM" if str(get_locale()).startswith("es") else "MMMM d") if day else ""


def _asked_sentence(askings: tuple[Asking, ...]) -> str:
    first, *later = askings
    sentence = _("Asked %(day)s on version %(version)s.", day=short_day(first.delivered_on), version=first.version)
    for asking in later:
        day = short_day(asking.delivered_on)
        sentence += " " + _("Again %(day)s on version %(version)s.", day=day, version=asking.version)
    return sentence


def _reply_word(verdict: Verdict) -> str:
    if verdict.code is VerdictCode.ASKED_NO_REPLY:
        return _("No reply.")
    if verdict.code is VerdictCode.ASKED_DECLINED and verdict.declined_on:
        return _("Declined %(day)s.", day=short_day(verdict.declined_on))
    return ""


def _asked_late_sentence(verdict: Verdict) -> str:
    if verdict.answered_on:
        return _("Asked late; answered %(day)s.", day=short_day(verdict.answered_on))
    if verdict.declined_on:
        return _("Asked late; declined %(day)s.", day=short_day(verdict.declined_on))
    first = verdict.askings[0]
    if verdict.row == 11:
        return _(
            "Asked late; the time to answer ran to the end of %(day)s, and the decision came first. No reply.",
            day=short_day(first.respond_by),
        )
    return _(
        "Asked late, %(day)s on version %(version)s; no reply before the decision.",
        day=short_day(first.delivered_on),
        version=first.version,
    )


def _not_reached_sentence(verdict: Verdict) -> str:
    first = verdict.askings[0]
    if verdict.code is VerdictCode.ASKED_UNDELIVERED:
        return _("Not delivered. An invitation left %(day)s; nothing shows that it arrived.", day=short_day(first.sent_on))
    return _(
        "Another version. An invitation arrived %(day)s about version %(version)s, not about the text decided on.",
        day=short_day(first.delivered_on),
        version=first.version,
    )


def _no_invitation_sentence(verdict: Verdict) -> str:
    if verdict.code is VerdictCode.NOT_RECORDED:
        return _("Not recorded. The decision came before this ledger began.")
    if verdict.code is VerdictCode.NOTIFIED_ONLY:
        return _("Notified only. A public notice is on record, and no invitation.")
    if verdict.code is VerdictCode.CONTACT_CLAIMED:
        return {
            "confirmed": _("Contact claimed, and the office confirms it. No invitation is on record."),
            "contested": _("Contact claimed, and the office contests it. No invitation is on record."),
            "unanswered": _("Contact claimed; the office has not said. No invitation is on record."),
        }[verdict.contact_standing or "unanswered"]
    return _("Not asked. No invitation, notice or contact is on record.")
