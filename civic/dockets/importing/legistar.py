"""Reader for a Legistar matter as a JSON file: one text, sponsors, history and printed roll calls.

The file holds the text of one version; others are only named. Nothing about them is invented: they are listed as
"text not in this file". Passage is taken from the history, because the file's own date may be that of a signature.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from civic.dockets.importing.characters import decoded, normalised_file
from civic.dockets.importing.checking import check
from civic.dockets.importing.legistar_words import is_full_body, option_of, step_of
from civic.dockets.importing.result import Finding, FindingCode, ImportedText, ImportRefused, Severity, digest_of
from civic.dockets.importing.splitting import split

NONE_DAY = "0001-01-01"


@dataclass(frozen=True)
class PrintedVote:
    name: str
    option: str
    word: str


@dataclass(frozen=True)
class Step:
    """One row of the history. ``passed`` is None where the row says nothing of it."""

    day: date | None
    step: str
    action: str
    body: str
    version: str
    note: str
    row: str
    passed: bool | None
    votes: tuple[PrintedVote, ...]


@dataclass(frozen=True)
class LegistarMatter:
    file: str
    name: str
    title: str
    summary: str
    type: str
    status: str
    body: str
    enactment: str
    version: str
    introduced: date | None
    passed: date | None
    sponsors: tuple[str, ...]
    history: tuple[Step, ...]
    attachments: tuple[tuple[str, str], ...]

    @property
    def versions_elsewhere(self) -> list[str]:
        """Versions that the history names and whose text the file does not hold."""
        return [name for name in dict.fromkeys(step.version for step in self.history if step.version) if name != self.version]

    @property
    def passage(self) -> Step | None:
        """The full body's last vote that passed."""
        return next((s for s in reversed(self.history) if s.votes and s.passed and is_full_body(s.body)), None)


def read_legistar(source: bytes) -> ImportedText:
    """Raises ImportRefused for what is no matter; everything odd within one is a finding."""
    matter, text = read_matter(source)
    text, characters = normalised_file(text)
    provisions, in_structure = split(text)
    findings = (*characters, *in_structure, *check(text, provisions), *findings_about(matter, has_text=bool(text)))
    return ImportedText(text, provisions, findings, title=matter.name, source_format="legistar", source_sha256=digest_of(source), metadata=matter)


def read_matter(source: bytes) -> tuple[LegistarMatter, str]:
    try:
        data = json.loads(decoded(source))
    except (json.JSONDecodeError, RecursionError) as error:
        raise ImportRefused(_("This is not a JSON file. Save the matter from Legistar as JSON and send that file.")) from error
    if not isinstance(data, dict) or not _word(data, "File", "MatterFile"):
        raise ImportRefused(_("This JSON file is not a Legistar matter: it has no file number."))
    matter = LegistarMatter(
        file=_word(data, "File", "MatterFile"), name=_word(data, "Name", "MatterName"), title=_word(data, "Title", "MatterTitle"),
        summary=_word(data, "Summary"), type=_word(data, "TypeName", "MatterTypeName"), status=_word(data, "StatusName", "MatterStatusName"),
        body=_word(data, "BodyName", "MatterBodyName"), enactment=_word(data, "LocalLaw", "EnactmentNumber", "MatterEnactmentNumber"),
        version=_word(data, "Version", "MatterVersion"), introduced=_day(data.get("IntroDate")), passed=_day(data.get("PassedDate")),
        sponsors=tuple(name for row in _rows(data, "Sponsors") if (name := _word(row, "FullName", "MatterSponsorName"))),
        history=tuple(_step(row) for row in _rows(data, "History")),
        attachments=tuple((_word(row, "Name"), _word(row, "Link")) for row in _rows(data, "Attachments")),
    )  # fmt: skip
    return matter, _word(data, "Text", "MatterText")


def findings_about(matter: LegistarMatter, *, has_text: bool) -> list[Finding]:
    return [*_about_text(matter, has_text), *_about_history(matter), *_about_passage(matter), *_about_votes(matter)]


def _about_text(matter: LegistarMatter, has_text: bool) -> Iterator[Finding]:
    if not has_text:
        yield Finding(FindingCode.NO_TEXT, Severity.WARNING, _("This file holds no text of the law."))
    for name in matter.versions_elsewhere:
        words = _("Version %(name)s: text not in this file. It can be added later by pasting it.", name=name)
        yield Finding(FindingCode.TEXT_ELSEWHERE, Severity.NOTE, words)


def _about_history(matter: LegistarMatter) -> Iterator[Finding]:
    seen = Counter((step.day, step.action, step.body) for step in matter.history)
    for (day, action, _body), count in seen.items():
        if count > 1:
            yield Finding(FindingCode.HISTORY_REPEATS, Severity.NOTE, _("The history lists “%(action)s” on %(day)s %(n)s times.", action=action, day=str(day), n=count))
    for step in matter.history:
        if step.day is None:
            yield Finding(FindingCode.DATE_MISSING, Severity.WARNING, _("“%(action)s” has no day in the history, so it is left out of the timeline.", action=step.action))


def _about_passage(matter: LegistarMatter) -> Iterator[Finding]:
    passage = matter.passage
    if passage is None:
        if matter.enactment or matter.passed:
            yield Finding(FindingCode.PASSAGE_UNKNOWN, Severity.WARNING, _("The file gives a date of passage or a law number, but its history holds no roll call of the full body that passed it."))
    elif matter.passed and passage.day != matter.passed:
        words = _("The file says it passed on %(said)s; the body voted on %(voted)s. The vote's day is used.", said=str(matter.passed), voted=str(passage.day))
        yield Finding(FindingCode.PASSAGE_DATE, Severity.NOTE, words)


def _about_votes(matter: LegistarMatter) -> Iterator[Finding]:
    for step in matter.history:
        if step.passed and not step.votes:
            yield Finding(FindingCode.VOTE_WITHOUT_ROLL_CALL, Severity.NOTE, _("“%(action)s” is said to have passed, but no votes are listed.", action=step.action))
        for name, count in Counter(vote.name for vote in step.votes).items():
            if count > 1:
                yield Finding(FindingCode.DUPLICATE_VOTER, Severity.WARNING, _("%(name)s is listed %(n)s times in the roll call of %(day)s.", name=name, n=count, day=str(step.day)))
    for word in sorted({vote.word for step in matter.history for vote in step.votes if option_of(vote.word) is None}):
        yield Finding(FindingCode.VOTE_WORD_UNKNOWN, Severity.WARNING, _("“%(word)s” in a roll call has no agreed equivalent; it is kept as printed and counted as other.", word=word))


def _step(row: dict[str, Any]) -> Step:
    votes = tuple(
        PrintedVote(_word(vote, "FullName", "VotePersonName"), option_of(_word(vote, "Vote", "VoteValueName")) or "other", _word(vote, "Vote", "VoteValueName"))
        for vote in _rows(row, "Votes")
    )
    flag = _word(row, "PassedFlagName").casefold()
    action = _word(row, "Action")
    return Step(
        _day(row.get("Date")), step_of(action), action, _word(row, "BodyName"), _word(row, "Version"), _word(row, "MinutesNote"),
        _word(row, "ID"), {"pass": True, "fail": False}.get(flag), votes,
    )  # fmt: skip


def _word(row: dict[str, Any], *names: str) -> str:
    """The first of these keys that says something, as words; a file from elsewhere may hold numbers or nothing."""
    for name in names:
        value = row.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip().replace("\x00", "")
    return ""


def _rows(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = row.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _day(value: Any) -> date | None:
    """The day as printed; clocks in these files are local times that claim to be UTC, so they are not used."""
    if not isinstance(value, str) or value.startswith(NONE_DAY):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
