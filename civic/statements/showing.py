"""A statement in the reader's language: sentences made from its frozen values, quoted words as far as they still stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from civic.clock import day_of
from civic.comments.wording import CHANNELS
from civic.consultation.forms import REASONS, WAYS
from civic.consultation.models import RosterReason
from civic.dockets.forms import LABELS
from civic.dockets.steps import STEPS
from civic.outcomes.forms import OUTCOMES
from civic.outcomes.models import Outcome
from civic.statements.models import Voice
from civic.statements.quoting import Quoted, standing
from civic.web import day

VOICES = {
    Voice.AGENCY: lambda: _("Agencies and offices"), Voice.ORGANISATION: lambda: _("Organizations"), Voice.INDIVIDUAL: lambda: _("Individuals"),
    Voice.SPEAKER: lambda: _("Speakers at hearings"),
}  # fmt: skip


@dataclass(frozen=True)
class ShownIssue:
    """``heading`` is the source, shown once above its issues; ``answer`` is what was done, or why nothing was."""

    row: Mapping[str, Any]
    heading: str
    address: str
    quotes: list[Quoted]
    outcome: str
    answer: str
    meta: str
    promise: str


def when(value: str | None) -> str:
    """A frozen day or instant as a dated day of the city: the year always stands in it, a statement is read for years."""
    if value is None:
        return ""
    return day(day_of(datetime.fromisoformat(value)) if "T" in value else date.fromisoformat(value), "dated")


def in_short(content: Mapping[str, Any]) -> str:
    """The opening sentence in figures: who was consulted, what was raised, what was answered."""
    n = content["counts"]
    return " ".join([
        ngettext("%(num)s office or group was on the list of those to ask.", "%(num)s offices and groups were on the list of those to ask.", n["consultees"]),
        ngettext("%(num)s comment was received.", "%(num)s comments were received.", content["how"]["comments"]["received"]),
        ngettext("%(num)s issue was raised:", "%(num)s issues were raised:", n["issues"]),
        _("%(answered)s with a response, %(unanswered)s listed as unanswered.", answered=n["issues_answered"], unanswered=n["issues_unanswered"]),
    ])  # fmt: skip


def decision_in_words(content: Mapping[str, Any]) -> str:
    made = content["decision"]
    if made is None:
        return _("The council had not decided when this was frozen. Each line below says where the asking stood on that day; it is no verdict.")
    words = _("%(body)s, %(day)s: passed %(yes)s–%(no)s.") if made["passed"] else _("%(body)s, %(day)s: failed %(yes)s–%(no)s.")
    sentence = words % {"body": made["body"], "day": when(made["day"]), "yes": made["yes"], "no": made["no"]}
    return sentence + " " + _("Voted on version %(n)s.", n=made["version"]) if made["version"] else sentence


def texts_in_words(content: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], str]]:
    rows = []
    for text in content["texts"]:
        words = _("Version %(n)s (%(label)s), published %(day)s.", n=text["n"], label=LABELS[text["label"]], day=when(text["published"]))
        rows.append((text, words + (" " + _("Withdrawn later as a wrong file.") if text["withdrawn"] else "")))
    return rows


def means_in_words(content: Mapping[str, Any]) -> dict[str, str]:
    """How people were consulted besides the askings, each under a key that the next statement shares."""
    how = content["how"]
    rows = {f"notice {n['place']} {n['day']}": _("Public notice, %(day)s: %(place)s.", day=when(n["day"]), place=n["place"]) for n in how["notices"]}
    rows |= {f"window {window['opens']}": _window(window) for window in how["windows"]}
    rows["comments"] = _comments(how["comments"])
    rows |= {f"meeting {m['kind']} {m['day']}": _("%(day)s: %(title)s", day=when(m["day"]), title=m["title"] or STEPS[m["kind"]]) for m in how["meetings"]}
    rows |= {f"letter {letter['id']}": _letter(letter) for letter in how["letters"]}
    if how["summary"]:
        rows["summary"] = _summary(how["summary"])
    return rows


def _window(window: Mapping[str, Any]) -> str:
    words = _("Comments were open from %(start)s to %(end)s.", start=when(window["opens"]), end=when(window["closes"]))
    return words + (" " + _("The time was made longer.") if window["extended"] else "")


def _summary(summary: Mapping[str, Any]) -> str:
    return ngettext(
        "Summary %(n)s of the comments, %(day)s, written from %(num)s comment.", "Summary %(n)s of the comments, %(day)s, written from %(num)s comments.",
        summary["comments"], n=summary["n"], day=when(summary["published"]),
    )  # fmt: skip


def _comments(counted: Mapping[str, Any]) -> str:
    words = ngettext("%(num)s comment was received.", "%(num)s comments were received.", counted["received"])
    names = {channel.value: label for channel, label in CHANNELS.items()}
    parts = [f"{names.get(key, key)} {n}" for key, n in sorted(counted["by_channel"].items())]
    return f"{words} {', '.join(parts)}. " + _("Whoever wished to wrote; this is not a poll.") if parts else words


def _letter(letter: Mapping[str, Any]) -> str:
    if letter["organization"] is None:
        return _entered(letter)
    words = ngettext("Letter “%(title)s” by %(name)s, signed by %(num)s organization", "Letter “%(title)s” by %(name)s, signed by %(num)s organizations", letter["organizations"], title=letter["title"], name=letter["organization"])
    residents = ngettext("and %(num)s resident (not checked).", "and %(num)s residents (not checked).", letter["residents"])
    return f"{words} {residents}" if letter["residents"] else words + "."


def _entered(letter: Mapping[str, Any]) -> str:
    count = ngettext("%(num)s organization", "%(num)s organizations", letter["organizations"])
    people = ngettext("%(num)s person", "%(num)s people", letter["residents"])
    return _("Letter “%(title)s”, signed elsewhere: %(organizations)s, %(people)s; entered by the clerk, not confirmed.", title=letter["title"], organizations=count, people=people)


# --- who was asked


def said(words: Mapping[str, str]) -> str:
    """Of a computed sentence the frozen words in the reader's language."""
    return words.get(str(get_locale()).split("_")[0]) or words["en"]


def askings_in_words(line: Mapping[str, Any]) -> list[str]:
    """Each invitation of one office: when, how, on which version, what shows that it arrived."""
    rows = []
    for asked in line["invitations"]:
        way = str(WAYS.get(asked["channel"], asked["channel"]))
        words = _("Invited %(day)s on version %(n)s (%(way)s).", day=when(asked["sent"]), n=asked["version"], way=way)
        words += " " + (_("Arrived %(day)s.", day=when(asked["delivered"])) if asked["delivered"] else _("Nothing shows that it arrived."))
        words += " " + ngettext("%(num)s question, to answer by %(day)s.", "%(num)s questions, to answer by %(day)s.", asked["questions"], day=when(asked["respond_by"]))
        rows.append(words + (" " + _("The time was made longer.") if asked["extended"] else ""))
    return rows


def why_listed(line: Mapping[str, Any]) -> str:
    return f"{REASONS[RosterReason(line['reason'])]}. {line['because']}"


# --- issues


def issues_shown(content: Mapping[str, Any]) -> list[tuple[str, list[ShownIssue]]]:
    """By voice, in the order of their codes."""
    rows = [_shown(row, content["docket"]["number"]) for row in content["issues"]]
    groups = [(str(name()), [one for one in rows if one.row["voice"] == voice.value]) for voice, name in VOICES.items()]
    return [(name, own) for name, own in groups if own]


def _shown(row: Mapping[str, Any], docket: str) -> ShownIssue:
    return ShownIssue(row, _heading(row), _address(row, docket), [standing(quote) for quote in row["quotes"]], *answer_in_words(row))


def answer_in_words(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """(what was done, why, who decided and when, what was promised) about one issue."""
    response = row["response"]
    if response is None:
        return _("Unanswered"), row["unanswered"], "", ""
    promise, made = "", response["promise"]
    if made:
        promise = _("Promised: %(words)s (%(owner)s, by %(day)s)", words=made["words"], owner=made["owner"], day=when(made["due"]))
    return str(OUTCOMES[Outcome(response["outcome"])]), response["reason"], f"{response['decided_by']}, {when(response['published'])}", promise


def _heading(row: Mapping[str, Any]) -> str:
    if not row["number"]:
        return row["name"]
    if row["voice"] == Voice.SPEAKER.value:
        return _("Speaker at the hearing, %(number)s", number=row["number"])
    return _("Comment %(number)s", number=row["number"])


def _address(row: Mapping[str, Any], docket: str) -> str:
    kind, _dash, id = row["source"].partition("-")
    if kind == "comment":
        return url_for("comments.show", comment=row["number"])
    if kind in ("letter", "entered"):
        return url_for("letters.show" if kind == "letter" else "entered.show", letter=id)
    return url_for("consultation.questions", docket=docket)


def question_in_words(row: Mapping[str, Any]) -> str:
    state = {
        "waiting": lambda: _("No answer yet; due %(day)s.", day=when(row["due"])), "overdue": lambda: _("No answer; it was due %(day)s.", day=when(row["due"])),
        "declined": lambda: _("The office declined to answer."),
    }[row["state"]]()  # fmt: skip
    return _("%(office)s, question %(n)s: %(words)s", office=row["office"], n=row["n"], words=row["words"]) + f" {state}"
