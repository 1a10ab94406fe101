"""What a careful reader would ask about a text before it is published; each check is one function and never refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.dockets.importing.result import Finding, FindingCode, ImportedProvision, Severity, at_most

LONGEST = 6000  # characters of one piece; people cannot point at its parts
DAMAGED = "\ufffd"
_OWN_SECTION = re.compile(r"\b[Ss]ections? (\d{1,3}(?:\.\d{1,3})*) of this (?:article|ordinance|act|bill|local law)\b")
_AS_DEFINED = re.compile(r"[“\"]([^”\"\n]{2,60})[”\"],? as defined in (?:this|section [\d.-]+ of this)\b")
_BRACKETS = re.compile(r"\[[^\[\]]{2,}\]")


def check(text: str, provisions: Sequence[ImportedProvision]) -> tuple[Finding, ...]:
    checks = (_damaged, _tabs, _brackets, _long, _empty, _references, _unused_terms, _undefined_terms, _open_quotations)
    return at_most([finding for one in checks for finding in one(text, provisions)], 20)


def _damaged(text: str, provisions: Sequence[ImportedProvision]) -> Iterator[Finding]:
    if count := text.count(DAMAGED):
        line = text.count("\n", 0, text.index(DAMAGED)) + 1
        words = ngettext(
            "%(num)s character was lost before this file was made (line %(line)s). It often was a section sign.",
            "%(num)s characters were lost before this file was made (the first in line %(line)s). They often were section signs.",
            count, line=line,
        )  # fmt: skip
        yield Finding(FindingCode.DAMAGED_CHARACTERS, Severity.WARNING, words)


def _tabs(text: str, provisions: Sequence[ImportedProvision]) -> Iterator[Finding]:
    if "\t" in text:
        yield Finding(FindingCode.TABS, Severity.NOTE, _("The text holds tab characters, which often stand for a table or a lost number."))


def _brackets(text: str, provisions: Sequence[ImportedProvision]) -> Iterator[Finding]:
    if found := _BRACKETS.findall(text):
        words = ngettext(
            "Words stand in square brackets %(num)s time (“%(start)s”). In some cities brackets mark what would be removed.",
            "Words stand in square brackets %(num)s times (first “%(start)s”). In some cities brackets mark what would be removed.",
            len(found), start=found[0][:60],
        )  # fmt: skip
        yield Finding(FindingCode.BRACKETED_WORDS, Severity.WARNING, words)


def _long(text: str, provisions: Sequence[ImportedProvision]) -> Iterator[Finding]:
    for provision in provisions:
        if len(provision.text) > LONGEST:
            words = _("%(name)s has %(n)s characters in one piece. People cannot point at its parts.", name=_named(provision), n=len(provision.text))
            yield Finding(FindingCode.LONG_SECTION, Severity.NOTE, words, provision.eid)


def _empty(text: str, provisions: Sequence[ImportedProvision]) -> Iterator[Finding]:
    for provision, following in zip(provisions, [*provisions[1:], None], strict=True):
        has_parts = following is not None and following.level > provision.level
        if provision.number and not provision.heading and not provision.wording and not has_parts:
            yield Finding(FindingCode.EMPTY_HEADING, Severity.WARNING, _("%(name)s has neither heading nor words.", name=_named(provision)), provision.eid)


def _references(text: str, provisions: Sequence[ImportedProvision]) -> Iterator[Finding]:
    own = {provision.number for provision in provisions}
    for number in dict.fromkeys(_OWN_SECTION.findall(text)):
        if number not in own:
            yield Finding(FindingCode.UNRESOLVED_REFERENCE, Severity.WARNING, _("The text refers to its own section %(number)s, which is not there.", number=number))


def _unused_terms(text: str, provisions: Sequence[ImportedProvision]) -> Iterator[Finding]:
    folded = text.casefold()
    for provision in provisions:
        term = provision.heading.casefold()
        if provision.kind == "definition" and term and folded.count(term) <= provision.text.casefold().count(term):
            yield Finding(FindingCode.TERM_NEVER_USED, Severity.NOTE, _("“%(term)s” is defined and then not used.", term=provision.heading), provision.eid)


def _undefined_terms(text: str, provisions: Sequence[ImportedProvision]) -> Iterator[Finding]:
    defined = {provision.heading.casefold() for provision in provisions if provision.kind == "definition"}
    for term in dict.fromkeys(_AS_DEFINED.findall(text)):
        if term.casefold() not in defined:
            yield Finding(FindingCode.TERM_NOT_DEFINED, Severity.NOTE, _("“%(term)s” is said to be defined here, but no definition was found.", term=term))


def _open_quotations(text: str, provisions: Sequence[ImportedProvision]) -> Iterator[Finding]:
    for provision, whole in _sections(provisions):
        if whole.count("“") > whole.count("”"):
            words = _("%(name)s opens a quotation that is not closed.", name=_named(provision))
            yield Finding(FindingCode.OPEN_QUOTATION, Severity.NOTE, words, provision.eid)


def _sections(provisions: Sequence[ImportedProvision]) -> Iterator[tuple[ImportedProvision, str]]:
    """Each outermost piece with the text of what stands in it."""
    starts = [place for place, provision in enumerate(provisions) if provision.level == 0]
    for start, end in zip(starts, [*starts[1:], len(provisions)], strict=True):
        yield provisions[start], "".join(provision.text for provision in provisions[start:end])


def _named(provision: ImportedProvision) -> str:
    if provision.number:
        return _("Section %(number)s", number=provision.number) if provision.kind == "section" else provision.number
    return f"“{provision.heading}”" if provision.heading else _("The text before the first section")
