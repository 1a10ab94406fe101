"""What must be true of a summary before it is published: one pure function, its failures in words.

Nothing here reads the database. ``queries.evidence_on`` says what is public now, ``failures`` compares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from civic.summaries.languages import LANGUAGES, Language, too_hard

LEFT_OUT_AT_MOST = 5  # percent of the texts that a theme without a sentence may hold
NEEDS_COMMENTS = ("finding", "quote", "opposing")


class Check(StrEnum):
    CITES = "every sentence cites"
    PLURAL = "a plural finding cites two texts or more"
    QUOTES = "quotes are word for word"
    SHARE = "most, many, some and a few fit their numbers"
    THEMES = "no large theme is missing"
    OPPOSING = "opposing views are shown"
    READABLE = "every cited comment can be read"
    GRADE = "the words are plain"
    CODEBOOK = "the codebook is published"
    SECOND = "a second person approves"


@dataclass(frozen=True)
class Voice:
    """A comment as it stands now. ``wording`` is equal for copies; ``words`` are empty where it cannot be read."""

    number: str
    words: str
    wording: str
    stance: str
    themes: frozenset[str]
    state: str
    is_readable: bool


@dataclass(frozen=True)
class Written:
    """A sentence as it would be published: ``text`` with its figures filled in and the quote left out."""

    text: str
    kind: str
    theme: str | None = None
    quote: str = ""
    cites: tuple[str, ...] = ()
    count: int | None = None  # what a number's query gives
    document: str = ""
    language: str = "en"

    @property
    def said(self) -> Language:
        return LANGUAGES[self.language]

    def holds(self, number: int) -> bool:
        return self.said.holds(self.text, number)


@dataclass(frozen=True)
class Evidence:
    voices: Mapping[str, Voice]  # every comment of the docket, by number
    themes: Mapping[str, str]  # names of the themes in use, by id

    def texts(self, theme: str | None) -> set[str]:
        """The distinct wordings of one theme, or of all comments that were sorted into any."""
        return {v.wording for v in self.voices.values() if v.is_readable and (theme in v.themes if theme else v.themes)}

    def cited(self, numbers: Collection[str]) -> set[str]:
        return {self.voices[n].wording for n in numbers if n in self.voices and self.voices[n].is_readable}


@dataclass(frozen=True)
class Failure:
    """A check that did not pass, in words; ``sentence`` is its place in the summary, from 1."""

    check: Check
    words: str
    sentence: int | None = None


def failures(sentences: Sequence[Written], evidence: Evidence, *, writers: Collection[str] = (), approver: str | None = None) -> list[Failure]:
    """Every failed check, in the order of the sentences; the whole summary's own last.

    ``writers`` are the people who wrote any of it and ``approver`` who approves; None asks all but that last check.
    """
    found: list[Failure] = []
    for place, sentence in enumerate(sentences, start=1):
        for check in (_cites, _plural, _quotes, _share, _readable, _grade):
            found += [Failure(name, words, place) for name, words in check(sentence, evidence)]
    found += [Failure(name, words) for name, words in _whole(sentences, evidence)]
    if approver is not None and approver in writers:
        found.append(Failure(Check.SECOND, _("Somebody else must approve it: you wrote part of it.")))
    return found


Found = Iterator[tuple[Check, str]]


def _cites(sentence: Written, evidence: Evidence) -> Found:
    if sentence.kind in NEEDS_COMMENTS and not sentence.cites:
        yield Check.CITES, _("It cites no comment.")
    if sentence.kind == "context" and not sentence.document:
        yield Check.CITES, _("It names no document.")
    if sentence.kind == "number":
        if sentence.count is None:
            yield Check.CITES, _("It has no query that gives its number.")
        elif not sentence.holds(sentence.count):
            yield Check.CITES, _("Its query gives %(n)s, and the sentence does not say so.", n=sentence.count)
    if outside := [n for n in sentence.cites if sentence.theme and n in evidence.voices and sentence.theme not in evidence.voices[n].themes]:
        yield Check.CITES, _("It cites %(numbers)s, not sorted into its theme.", numbers=_shown(outside))


def _plural(sentence: Written, evidence: Evidence) -> Found:
    said = sentence.said
    if sentence.kind not in ("finding", "opposing") or said.singular.match(sentence.text):
        return
    first = sentence.text.split(" ")[0].casefold()
    needed, found = said.numbers.get(first, 2), len(evidence.cited(sentence.cites))
    if found < needed or first in said.numbers and found != needed:
        yield Check.PLURAL, _("It speaks of several and cites %(found)s; it needs %(needed)s. One voice begins with “%(one)s …”.", found=found, needed=needed, one=said.one)


def _quotes(sentence: Written, evidence: Evidence) -> Found:
    if sentence.kind != "quote":
        return
    if not sentence.quote or len(sentence.cites) != 1:
        yield Check.QUOTES, _("A quote has its words and exactly one comment.")
        return
    voice = evidence.voices.get(sentence.cites[0])
    if voice is not None and voice.is_readable and sentence.quote not in voice.words:
        yield Check.QUOTES, _("These words do not stand in comment %(number)s as it can be read now.", number=_shown([voice.number]))


def _share(sentence: Written, evidence: Evidence) -> Found:
    found = sentence.said.share_in(sentence.text)
    if found is None or sentence.kind not in ("finding", "opposing"):
        return
    share, word = found
    cited, texts = len(evidence.cited(sentence.cites)), len(evidence.texts(sentence.theme))
    if not fits(share, cited, texts):
        yield Check.SHARE, _("“%(word)s” does not fit %(cited)s of %(texts)s texts: %(rule)s.", word=word, cited=cited, texts=texts, rule=share_rule())
    if not (sentence.holds(cited) and sentence.holds(texts)):
        yield Check.SHARE, _("It says “%(word)s” without its number: write %(cited)s of %(texts)s.", word=word, cited=cited, texts=texts)


def _readable(sentence: Written, evidence: Evidence) -> Found:
    for number in sentence.cites:
        voice = evidence.voices.get(number)
        if voice is None or not voice.is_readable:
            state = voice.state if voice else _("not on this docket")
            yield Check.READABLE, _("Comment %(number)s cannot be cited: it is %(state)s.", number=_shown([number]), state=state)


def _grade(sentence: Written, evidence: Evidence) -> Found:
    if words := too_hard(sentence.text, sentence.language):
        yield Check.GRADE, words


def _whole(sentences: Sequence[Written], evidence: Evidence) -> Found:
    if not sentences:
        yield Check.CITES, _("The summary has no sentence.")
    everything = len(evidence.texts(None))
    for theme, name in evidence.themes.items():
        own, texts = [s for s in sentences if s.theme == theme], len(evidence.texts(theme))
        if not own and texts * 100 > everything * LEFT_OUT_AT_MOST:
            yield Check.THEMES, _("“%(theme)s” has %(n)s of %(all)s texts and no sentence.", theme=name, n=texts, all=everything)
        stances = {v.stance for v in evidence.voices.values() if v.is_readable and theme in v.themes}
        if own and {"support", "oppose"} <= stances and not any(s.kind == "opposing" for s in own):
            yield Check.OPPOSING, _("In “%(theme)s” people wrote for and against the law; add an opposing view.", theme=name)


def fits(word: str, cited: int, texts: int) -> bool:
    """Whether ``cited`` of ``texts`` may be called most (more than half), many, some or a few (fewer than 5 in 100)."""
    percent = 100 * cited
    return {
        "most": percent > 50 * texts, "many": 20 * texts <= percent <= 50 * texts,
        "some": 5 * texts <= percent <= 20 * texts, "a few": percent < 5 * texts,
    }[word]  # fmt: skip


def share_rule() -> str:
    return _("most is more than 50 percent, many 20 to 50, some 5 to 20, a few less than 5")


def _shown(numbers: Sequence[str]) -> str:
    return ", ".join(f"{number[:4]}-{number[4:]}" for number in numbers)
