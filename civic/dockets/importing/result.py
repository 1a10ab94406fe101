"""What every reader gives back: the text, its provisions, and findings in plain sentences."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import gettext as _


class ImportRefused(Exception):
    """This file cannot be read; the message is the sentence for the person who sent it."""


class Severity(StrEnum):
    NOTE = "note"
    WARNING = "warning"
    BLOCKING = "blocking"


class FindingCode(StrEnum):
    """Everything an import may point out. Codes are kept with the import and never change their meaning."""

    def __new__(cls, code: str, meaning: str) -> "FindingCode":
        member = str.__new__(cls, code)
        member._value_ = code
        member.__doc__ = meaning
        return member

    NUMBERING_GAP = "numbering_gap", "A number is missing between two neighbours, such as 4 between 3 and 5."
    DUPLICATE_NUMBER = "duplicate_number", "Two neighbours carry the same number."
    NUMBERING_DOUBTFUL = "numbering_doubtful", "A line looks numbered but does not fit; its text was left undivided."
    OUT_OF_ORDER = "out_of_order", "A number is smaller than the one before it."
    NO_SECTIONS = "no_sections", "No numbered section was found, so the text is one piece."
    UNRESOLVED_REFERENCE = "unresolved_reference", "The text refers to one of its own parts that is not there."
    TERM_NEVER_USED = "term_never_used", "A term is defined and then not used."
    TERM_NOT_DEFINED = "term_not_defined", "A term is said to be defined here, but no definition is found."
    DAMAGED_CHARACTERS = "damaged_characters", "Characters were lost before this file was made."
    INVISIBLE_CHARACTERS = "invisible_characters", "Invisible direction or joining marks were taken out or are present."
    TABS = "tabs", "The text holds tab characters, which often stand for a table or a lost number."
    LONG_SECTION = "long_section", "A single provision is so long that people cannot point at its parts."
    MARKED_DELETIONS = "marked_deletions", "The file shows words as struck or inserted; somebody must say which are law."
    BRACKETED_WORDS = "bracketed_words", "Words stand in square brackets, which in some cities marks a deletion."
    EMPTY_HEADING = "empty_heading", "A numbered part has neither heading nor words."
    AUTOMATIC_NUMBERS = "automatic_numbers", "Numbers that the word processor counts by itself were written out."
    LEFT_OUT = "left_out", "Something that is not running text (picture, footnote, hidden words) was left out."
    TABLE_FLATTENED = "table_flattened", "A table was turned into lines of text."
    OPEN_QUOTATION = "open_quotation", "A quotation of text for the code is opened and not closed."
    TEXT_ELSEWHERE = "text_elsewhere", "The file names a version whose text it does not hold."
    SEATS_UNEQUAL = "seats_unequal", "A roll call holds more or fewer names than the body has seats."
    SEATS_UNKNOWN = "seats_unknown", "The number of seats is not known, so a roll call could not be compared with it."
    VOTE_WORD_UNKNOWN = "vote_word_unknown", "A vote word has no agreed equivalent; it is kept as printed."
    VOTE_WITHOUT_ROLL_CALL = "vote_without_roll_call", "The history says that a vote passed but names nobody."
    DUPLICATE_VOTER = "duplicate_voter", "One name appears twice in a roll call."
    PASSAGE_DATE = "passage_date", "The file's date of passage is not the day the body voted."
    PASSAGE_UNKNOWN = "passage_unknown", "No vote of the full body is found in the history."
    HISTORY_REPEATS = "history_repeats", "The history lists the same step twice."
    DATE_MISSING = "date_missing", "The file gives a placeholder where a date should be."
    NO_TEXT = "no_text", "The file holds no text of the law."


@dataclass(frozen=True)
class Fix:
    """One thing a person can do about a finding: a stable code and the words for its button."""

    code: str
    label: str


@dataclass(frozen=True)
class Finding:
    code: FindingCode
    severity: Severity
    message: str
    place: str = ""
    fixes: tuple[Fix, ...] = ()

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCKING


class Reading(StrEnum):
    """Which words of a marked file are meant."""

    IF_ADOPTED = "if_adopted"  # with the insertions, without the deletions
    CURRENT = "current"  # the law as it stands now: the other way round
    ALL = "all"  # struck or underlined words are law as well: the marks are only emphasis


@dataclass(frozen=True)
class Segment:
    """A run of words of a marked file: `plain`, `ins` (would be added) or `del` (would be removed)."""

    kind: str
    text: str


@dataclass(frozen=True)
class ImportedProvision:
    """One piece of the law. `text` includes its printed number and heading; `wording` leaves them out."""

    eid: str
    kind: str
    number: str
    heading: str
    text: str
    level: int
    position: int

    @property
    def wording(self) -> str:
        return wording(self.text, number=self.number, heading=self.heading)


@dataclass(frozen=True)
class ImportedText:
    text: str
    provisions: tuple[ImportedProvision, ...]
    findings: tuple[Finding, ...]
    title: str = ""
    source_format: str = ""
    source_sha256: str = ""
    metadata: object = None
    segments: tuple[Segment, ...] = field(default=(), repr=False)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.blocks)


def wording(text: str, *, number: str, heading: str) -> str:
    """The words of a provision without its printed number ("Section 3.", "(a)") and heading."""
    rest = text.lstrip(" \t\n\"'“‘")
    for part in (number, heading):
        place = rest.split("\n", 1)[0].find(part) if part else -1
        if 0 <= place <= 16:
            rest = rest[place + len(part) :].lstrip(" \t\n.:)—–-")
    return rest.strip()


def words_read(segments: Iterable[Segment], reading: Reading) -> str:
    """The text under one reading: with the insertions and without the deletions, or the other way round."""
    dropped = {Reading.IF_ADOPTED: "del", Reading.CURRENT: "ins", Reading.ALL: ""}[reading]
    return "".join(segment.text for segment in segments if segment.kind != dropped)


def digest_of(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()


def at_most(findings: Iterable[Finding], limit: int = 50) -> tuple[Finding, ...]:
    """Keep the first `limit` findings of each kind and say in one more how many were left out."""
    counts: Counter[FindingCode] = Counter()
    kept: list[Finding] = []
    severities: dict[FindingCode, Severity] = {}
    for finding in findings:
        counts[finding.code] += 1
        severities.setdefault(finding.code, finding.severity)
        if counts[finding.code] <= limit:
            kept.append(finding)
    for code, count in counts.items():
        if count > limit:
            sentence = _("%(count)s more findings of this kind are not listed one by one.", count=count - limit)
            kept.append(Finding(code, severities[code], sentence))
    return tuple(kept)
