"""The words for each check: its question, the number, what would make it met, and its last day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from civic.readiness.asking import Asked, state_of
from civic.readiness.checks import Check, State
from civic.readiness.evidence import Known
from civic.readiness.rules import Code
from civic.web import day

NAMES = {
    Code.TEXT_ONLINE: _l("The text to be voted on is online long enough"),
    Code.LIST_FROZEN: _l("The list of those who must be asked is frozen"),
    Code.ASKED_IN_TIME: _l("Everybody on the list was asked in time"),
    Code.QUESTIONS_SETTLED: _l("Every question is answered, declined or overdue"),
    Code.COMMENTS_OPEN: _l("Comments were open long enough"),
    Code.HEARING_NOTICED: _l("The public hearing was announced in time"),
    Code.HEARING_HELD: _l("The public hearing was held"),
    Code.SUMMARY_PUBLISHED: _l("The summary of the comments is published"),
    Code.POINTS_ANSWERED: _l("Every main point of the summary has a response"),
    Code.PACKET_DELIVERED: _l("Every member has the papers with the text to be voted on"),
}
# What each check asks, for the page that publishes the list.
QUESTIONS = {
    Code.TEXT_ONLINE: _l("The version to be voted on has been public for the city's number of days. A new version begins the count again."),
    Code.LIST_FROZEN: _l("The list of offices and groups to ask was fixed with the notice of intent; later changes have a reason."),
    Code.ASKED_IN_TIME: _l("Each of them has an invitation about the version to be voted on, or about one from which a second person confirmed that nothing asked about has changed. It arrived before a committee recommended, with the city's number of days to answer, and the answer is there or those days are over before the vote. This is the ledger's own function."),
    Code.QUESTIONS_SETTLED: _l("No question still waits while its time to answer runs."),
    Code.COMMENTS_OPEN: _l("A time to comment of the city's number of days is over, and none is still running."),
    Code.HEARING_NOTICED: _l("A notice was entered the city's number of days before the hearing. It counts from its entry."),
    Code.HEARING_HELD: _l("A hearing is on record as held before the vote."),
    Code.SUMMARY_PUBLISHED: _l("A summary that was written after the time to comment is public before the vote."),
    Code.POINTS_ANSWERED: _l("Each theme that the summary names has a published response: changed, not changed, outside this law and so on."),
    Code.PACKET_DELIVERED: _l("For each member who votes it is on record that papers with exactly this version were delivered."),
}
STATES = {State.MET: _l("Met"), State.NOT_YET: _l("Not yet"), State.MISSED: _l("Missed"), State.NO_NUMBER: _l("No number set")}
TAGS = {State.MET: "kept", State.NOT_YET: "soon", State.MISSED: "overdue", State.NO_NUMBER: "plain"}


def number_of(check: Check, known: Known) -> str:
    """What there is, and how much is needed."""
    return _NUMBERS[check.code](check, known)


def to_do(check: Check, known: Known) -> str:
    """What would make it met; at the vote nothing any more."""
    if known.decided or check.state in (State.MET, State.NO_NUMBER):
        return ""
    if check.state is State.MISSED:
        return _later_vote(check, known)
    return _TO_DO[check.code](check, known)


def last_day_of(check: Check, known: Known) -> str:
    """"The last day to ask in time was Tuesday, May 12." Empty where no day follows from the vote, or the check is met."""
    if check.last_day is None or check.state in (State.MET, State.NO_NUMBER):
        return ""
    past = known.decided or check.last_day < known.today
    if check.code is Code.ASKED_IN_TIME and check.last_day == known.ahead:
        return _("Answers count until the vote on %(day)s.", day=day(check.last_day))
    if check.last_day == known.ahead and not past:
        return _("It can be done until the vote on %(day)s.", day=day(check.last_day))
    words = _LAST[check.code]
    return (words[1] if past else words[0]) % {"day": day(check.last_day)}


def no_number(check: Check) -> str:
    """The city has not said how long; the law where no number is known is not guessed."""
    return _("The city has set no number of days for this, so nothing is required here.") if check.state is State.NO_NUMBER else ""


# --- numbers


def _days(n: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", n)


def _needed(check: Check) -> str:
    return " " + _("The city's number: %(days)s.", days=_days(check.number)) if check.number is not None else ""


def _text(check: Check, known: Known) -> str:
    if known.text is None:
        return _("No text is online.") + _needed(check)
    if known.decided:
        return _("Version %(n)s was online for %(days)s before the vote.", n=known.text.n, days=_days(check.have)) + _needed(check)
    return _("Version %(n)s has been online for %(days)s.", n=known.text.n, days=_days(check.have)) + _needed(check)


def _frozen(check: Check, known: Known) -> str:
    offices = ngettext("%(num)s office is on the list.", "%(num)s offices are on the list.", check.have) if check.have else _("Nobody is on the list.")
    return offices + " " + (_("Frozen %(day)s.", day=day(known.frozen_on)) if known.frozen_on else _("It is not frozen."))


def _asked(check: Check, known: Known) -> str:
    if not check.of:
        return _("Nobody is on the list.")
    if not check.running:
        return _("%(have)s of %(of)s offices asked in time.", have=check.have, of=check.of) + _needed(check)
    words = _("%(have)s of %(of)s offices asked in time; for %(running)s of them the time to answer still runs.", have=check.have, of=check.of, running=check.running)
    return words + _needed(check)


def _questions(check: Check, known: Known) -> str:
    if not check.of:
        return _("No question has reached an office.")
    return ngettext(
        "Of %(of)s questions that reached an office %(have)s are answered, declined or overdue; %(num)s is still waiting.",
        "Of %(of)s questions that reached an office %(have)s are answered, declined or overdue; %(num)s are still waiting.",
        check.of - (check.have or 0), have=check.have, of=check.of,
    )  # fmt: skip


def _comments(check: Check, known: Known) -> str:
    if not known.windows:
        return _("There was no time to comment.") + _needed(check) if known.decided else _("No time to comment is set.") + _needed(check)
    if check.runs_to is None:
        return _("Comments were open for %(days)s.", days=_days(check.have)) + _needed(check)
    if known.decided:
        return _("Comments had been open for %(days)s; they were to close %(end)s.", days=_days(check.have), end=day(check.runs_to)) + _needed(check)
    if check.on is not None and check.on > known.today:
        return _("Comments open %(day)s and close %(end)s.", day=day(check.on), end=day(check.runs_to)) + _needed(check)
    return _("Comments have been open for %(days)s so far; they close %(end)s.", days=_days(check.have), end=day(check.runs_to)) + _needed(check)


def _noticed(check: Check, known: Known) -> str:
    if not known.hearings:
        return _("No hearing is on record.") + _needed(check)
    if not check.have:
        return _("For the hearing on %(day)s no notice is on record.", day=day(check.on)) + _needed(check)
    return _("The notice of the hearing on %(day)s was entered %(days)s before it.", day=day(check.on), days=_days(check.have)) + _needed(check)


def _held(check: Check, known: Known) -> str:
    if check.state is State.MET:
        return _("Held %(day)s.", day=day(check.on))
    if check.on is None:
        return _("No hearing is on record.")
    if check.on >= known.today and not known.decided:
        words = _("It is planned for %(day)s.", day=day(check.on))
        return words + " " + _("That is after the planned vote.") if known.ahead and check.on > known.ahead else words
    return _("It was planned for %(day)s and is not on record as held.", day=day(check.on))


def _summary(check: Check, known: Known) -> str:
    return _("Published %(day)s.", day=day(check.on)) if check.on else _("No summary is published.")


def _points(check: Check, known: Known) -> str:
    if known.summary_on is None:
        return _("The summary names the main points, and none is published.")
    return _("%(have)s of %(of)s main points have a response.", have=check.have, of=check.of)


def _packet(check: Check, known: Known) -> str:
    if not check.of:
        return _("The council's members are not entered.")
    return _("%(have)s of %(of)s members have them.", have=check.have, of=check.of)


_NUMBERS: Mapping[Code, Callable[[Check, Known], str]] = {
    Code.TEXT_ONLINE: _text, Code.LIST_FROZEN: _frozen, Code.ASKED_IN_TIME: _asked, Code.QUESTIONS_SETTLED: _questions, Code.COMMENTS_OPEN: _comments,
    Code.HEARING_NOTICED: _noticed, Code.HEARING_HELD: _held, Code.SUMMARY_PUBLISHED: _summary, Code.POINTS_ANSWERED: _points, Code.PACKET_DELIVERED: _packet,
}  # fmt: skip


# --- what would make it met


def _by_itself(check: Check) -> str:
    assert check.runs_to is not None
    return _("It is met by itself from %(day)s on, if nothing changes.", day=day(check.runs_to + timedelta(days=1)))


def _do_text(check: Check, known: Known) -> str:
    return _by_itself(check) if check.runs_to else _("Publish the text.")


def _do_asked(check: Check, known: Known) -> str:
    if not check.of:
        return _("Put everybody on the list who must be asked, and ask them.")
    if check.runs_to:
        return _by_itself(check)
    names = names_of(check.open, known)
    cut = [one.name for one in known.listed if one.id in check.open and state_of(one.evidence, known)[0] is Asked.CUT_SHORT]
    if len(cut) == len(names):
        return _("The time to answer runs past the planned vote: an answer before it, or a later vote. Waiting: %(names)s.", names=", ".join(cut))
    return _("Ask, and enter the delivery: %(names)s.", names=", ".join(names))


def _do_questions(check: Check, known: Known) -> str:
    assert check.runs_to is not None
    names = ", ".join(names_of(check.open, known))
    if known.ahead is not None and check.runs_to >= known.ahead:
        return _("The time to answer runs past the planned vote: answers before it, or a later vote. Waiting: %(names)s.", names=names)
    return _("Answers from %(names)s; without them the questions are overdue from %(day)s on.", names=names, day=day(check.runs_to + timedelta(days=1)))


def _do_comments(check: Check, known: Known) -> str:
    if check.open:
        assert check.on is not None and check.number is not None
        return _("Keep comments open until %(day)s or longer.", day=day(check.on + timedelta(days=check.number)))
    return _by_itself(check) if check.runs_to else _("Set a time to comment.")


def _do_noticed(check: Check, known: Known) -> str:
    return _("Post the notice of the hearing, and enter it.") if known.hearings else _("Set a hearing, post its notice, and enter both.")


def _do_held(check: Check, known: Known) -> str:
    if check.on is not None and check.on < known.today:
        return _("Enter that it was held, or set another day.")
    return _("Hold it, and enter that it was held.") if check.on else _("Set a hearing and hold it.")


def _do_packet(check: Check, known: Known) -> str:
    if not check.of:
        return _("Enter the council's members.")
    return _("Deliver the papers with this version, and enter it: %(names)s.", names=", ".join(names_of(check.open, known)))


_TO_DO: Mapping[Code, Callable[[Check, Known], str]] = {
    Code.TEXT_ONLINE: _do_text, Code.LIST_FROZEN: lambda c, k: _("Freeze the list with the notice of intent."), Code.ASKED_IN_TIME: _do_asked,
    Code.QUESTIONS_SETTLED: _do_questions, Code.COMMENTS_OPEN: _do_comments, Code.HEARING_NOTICED: _do_noticed, Code.HEARING_HELD: _do_held,
    Code.SUMMARY_PUBLISHED: lambda c, k: _("Publish the summary, approved by a second person."),
    Code.POINTS_ANSWERED: lambda c, k: _("Publish a response: %(names)s.", names=", ".join(names_of(c.open, k))) if c.open else _("Publish the summary, then a response to each of its main points."),
    Code.PACKET_DELIVERED: _do_packet,
}  # fmt: skip


def _later_vote(check: Check, known: Known) -> str:
    """A missed period is met by a later vote; where no day follows, something else has to happen first."""
    if check.code is Code.TEXT_ONLINE and known.text is not None and check.number is not None and check.on is not None:
        return _("A vote on %(day)s or later would meet it.", day=day(check.on + timedelta(days=check.number)))
    if check.code is Code.COMMENTS_OPEN and check.runs_to is not None:
        return _("A vote after %(day)s would meet it.", day=day(_end_of_comments(check)))
    if check.code is Code.ASKED_IN_TIME and check.lost:
        return _("Only a later vote, with time to ask before it, would meet it. Not asked in time: %(names)s.", names=", ".join(names_of(check.lost, known)))
    if check.code is Code.HEARING_NOTICED and known.hearings:
        return _("Only a later hearing, announced in time, would meet it.")
    return _("Only a later vote would meet it.")


def _end_of_comments(check: Check) -> date:
    assert check.runs_to is not None
    if check.number is None or check.on is None:
        return check.runs_to
    return max(check.runs_to, check.on + timedelta(days=check.number))


_LAST: Mapping[Code, tuple[Any, Any]] = {
    Code.TEXT_ONLINE: (_l("The last day to publish the text in time is %(day)s."), _l("The last day to publish the text in time was %(day)s.")),
    Code.LIST_FROZEN: (_l("The last day to freeze it and still ask in time is %(day)s."), _l("The last day to freeze it and still ask in time was %(day)s.")),
    Code.ASKED_IN_TIME: (_l("The last day to ask in time is %(day)s."), _l("The last day to ask in time was %(day)s.")),
    Code.QUESTIONS_SETTLED: (_l("The last day for an answer is %(day)s."), _l("The last day for an answer was %(day)s.")),
    Code.COMMENTS_OPEN: (_l("The last day for this is %(day)s."), _l("The last day to open comments in time was %(day)s.")),
    Code.HEARING_NOTICED: (_l("The last day to post the notice in time is %(day)s."), _l("The last day to post the notice in time was %(day)s.")),
    Code.HEARING_HELD: (_l("The last day for it is %(day)s."), _l("The last day for it was %(day)s.")),
    Code.SUMMARY_PUBLISHED: (_l("The last day for it is %(day)s."), _l("The last day for it was %(day)s.")),
    Code.POINTS_ANSWERED: (_l("The last day for it is %(day)s."), _l("The last day for it was %(day)s.")),
    Code.PACKET_DELIVERED: (_l("The last day for it is %(day)s."), _l("The last day for it was %(day)s.")),
}  # fmt: skip
# For calendars and for the desk: what is to be done by that day.
DEADLINES = {
    Code.TEXT_ONLINE: _l("last day to publish the text in time"), Code.LIST_FROZEN: _l("last day to freeze the list in time"),
    Code.ASKED_IN_TIME: _l("last day to ask in time"), Code.QUESTIONS_SETTLED: _l("last day for answers"),
    Code.COMMENTS_OPEN: _l("last day to set or lengthen the time to comment"), Code.HEARING_NOTICED: _l("last day to post the notice of the hearing in time"),
    Code.HEARING_HELD: _l("last day to hold the hearing"), Code.SUMMARY_PUBLISHED: _l("last day to publish the summary"),
    Code.POINTS_ANSWERED: _l("last day to publish the responses"), Code.PACKET_DELIVERED: _l("last day to deliver the papers"),
}  # fmt: skip


def names_of(ids: tuple[str, ...], known: Known) -> list[str]:
    """The names behind ids, in the order of the lists."""
    named = [(one.id, one.name) for one in known.listed] + [(one.id, one.name) for one in known.points] + [(one.id, one.name) for one in known.deciders]
    return [name for id, name in named if id in ids]
