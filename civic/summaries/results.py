"""Every publish check with its result, for the people who write and approve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.summaries.checks import Check, Failure, Written
from civic.summaries.languages import how_hard
from civic.summaries.models import SummaryDraft

WORDS = {
    Check.CITES: _l("Every sentence cites what it rests on"),
    Check.PLURAL: _l("A sentence about several texts cites two or more"),
    Check.QUOTES: _l("Quotes are word for word"),
    Check.SHARE: _l("Most, many, some and a few fit their numbers"),
    Check.THEMES: _l("No theme with more than 5 percent of the texts is missing"),
    Check.OPPOSING: _l("An opposing view stands where people disagree"),
    Check.READABLE: _l("Every cited comment can be read"),
    Check.GRADE: _l("The words are plain: grade 8 or lower"),
    Check.CODEBOOK: _l("The codebook is published as it stands"),
    Check.SECOND: _l("Somebody who wrote none of it approves"),
}
assert set(WORDS) == set(Check)


@dataclass(frozen=True)
class Result:
    """``state`` is passed, failed or waits; ``sentences`` are the places of those that fail."""

    words: str
    state: str
    sentences: tuple[int, ...] = ()
    note: str = ""


def check_results(draft: SummaryDraft, finals: Sequence[Written], found: Sequence[Failure], approver: str | None) -> list[Result]:
    """In the order of the checks. Without an ``approver`` the last one waits."""
    results = []
    for check in Check:
        failed = [failure for failure in found if failure.check is check]
        state = "failed" if failed else "waits" if check is Check.SECOND and approver is None else "passed"
        note = how_hard(" ".join(final.text for final in finals), draft.language) if check is Check.GRADE and finals else ""
        if check is Check.SECOND and state == "waits":
            note = _("The approver is asked when all the others pass.")
        places = tuple(dict.fromkeys(failure.sentence for failure in failed if failure.sentence))
        results.append(Result(str(WORDS[check]), state, places, note))
    return results
