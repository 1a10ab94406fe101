"""A check as a reader meets it: its words, and the evidence behind it with links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from civic.consultation.verdicts import verdict_on
from civic.consultation.wording import VERDICT_NAMES
from civic.dockets.models import Docket
from civic.readiness.asking import Asked, state_of
from civic.readiness.checks import Check, State
from civic.readiness.evidence import Known
from civic.readiness.queries import Readiness
from civic.readiness.rules import Code
from civic.readiness.wording import NAMES, STATES, TAGS, last_day_of, no_number, number_of, to_do
from civic.web import day


@dataclass(frozen=True)
class Told:
    code: str
    name: str
    state: str
    tag: str
    number: str
    to_do: str
    last_day: str
    note: str
    evidence: tuple[tuple[str, str], ...]  # words and where to read more


def told(readiness: Readiness) -> list[Told]:
    known = readiness.known
    return [_told(check, known, readiness.docket) for check in readiness.checks] if known else []


def _told(check: Check, known: Known, docket: Docket) -> Told:
    return Told(
        check.code.value, str(NAMES[check.code]), str(STATES[check.state]), TAGS[check.state], number_of(check, known), to_do(check, known),
        last_day_of(check, known), no_number(check), tuple(_EVIDENCE[check.code](check, known, docket.number)),
    )  # fmt: skip


Rows = list[tuple[str, str]]


def _text(check: Check, known: Known, number: str) -> Rows:
    if known.text is None:
        return [(_("What is known of the text"), url_for("pages.text", docket=number))]
    words = _("Version %(n)s, published %(day)s", n=known.text.n, day=day(known.text.published))
    return [(words, url_for("pages.text_at", docket=number, n=known.text.n))]


def _ledger(check: Check, known: Known, number: str) -> Rows:
    return [(_("Who was asked"), url_for("council.ledger", docket=number))]


def _asked(check: Check, known: Known, number: str) -> Rows:
    address = url_for("council.ledger", docket=number)
    return [(f"{one.name}: {_how_asked(one.evidence, known)}", address) for one in known.listed]


def _how_asked(evidence: Any, known: Known) -> str:
    state, ends = state_of(evidence, known)
    if known.decided:
        return str(VERDICT_NAMES[verdict_on(evidence).code])
    return {
        Asked.IN_TIME: _("asked in time"),
        Asked.RUNNING: _("asked in time; the time to answer runs to %(day)s", day=day(ends)),
        Asked.CUT_SHORT: _("asked; the time to answer runs to %(day)s, past the planned vote", day=day(ends)),
        Asked.OPEN: _("not asked in time yet"),
        Asked.LOST: _("not asked in time; too late for this vote"),
    }[state]


def _questions(check: Check, known: Known, number: str) -> Rows:
    return [(_("Questions and answers"), url_for("consultation.questions", docket=number))]


def _comments(check: Check, known: Known, number: str) -> Rows:
    rows = [_("Open %(a)s to %(b)s", a=day(window.opens), b=day(window.closes)) for window in known.windows]
    return [(words, url_for("pages.docket", docket=number)) for words in rows]


def _hearing(check: Check, known: Known, number: str) -> Rows:
    rows = []
    for hearing in known.hearings:
        noticed = _("notice entered %(day)s", day=day(hearing.noticed)) if hearing.noticed else _("no notice on record")
        rows.append(_("Hearing of %(day)s: %(noticed)s", day=day(hearing.on), noticed=noticed))
    return [(words, url_for("pages.docket", docket=number)) for words in rows]


def _summary(check: Check, known: Known, number: str) -> Rows:
    return [(_("Summary"), url_for("summaries.show", docket=number))] if known.summary_on else []


def _points(check: Check, known: Known, number: str) -> Rows:
    address = url_for("outcomes.show", docket=number)
    words = {True: _("response published"), False: _("no response")}
    return [(f"{point.name}: {words[point.answered]}", address) for point in known.points]


def _packet(check: Check, known: Known, number: str) -> Rows:
    return [(f"{one.name}: {_given(one.given)}", "") for one in known.deciders]


def _given(on: date | None) -> str:
    return _("given %(day)s", day=day(on)) if on else _("no delivery on record")


_EVIDENCE: Mapping[Code, Callable[[Check, Known, str], Rows]] = {
    Code.TEXT_ONLINE: _text, Code.LIST_FROZEN: _ledger, Code.ASKED_IN_TIME: _asked, Code.QUESTIONS_SETTLED: _questions, Code.COMMENTS_OPEN: _comments,
    Code.HEARING_NOTICED: _hearing, Code.HEARING_HELD: _hearing, Code.SUMMARY_PUBLISHED: _summary, Code.POINTS_ANSWERED: _points, Code.PACKET_DELIVERED: _packet,
}  # fmt: skip


def summary_of(readiness: Readiness) -> str:
    """"3 of 10 checks are met, 5 not yet, 2 missed." The parts add up."""
    met, not_yet, missed, unset = (readiness.count(state) for state in (State.MET, State.NOT_YET, State.MISSED, State.NO_NUMBER))
    parts = [_("%(n)s of %(all)s checks met", n=met, all=len(readiness.checks))]
    parts += [_("%(n)s not yet", n=not_yet)] if not_yet else []
    parts += [_("%(n)s missed", n=missed)] if missed else []
    parts += [_("%(n)s without a number set by the city", n=unset)] if unset else []
    return ", ".join(parts) + "."
