"""Words that Legistar prints, and what they mean in our vocabulary; the printed word is always kept beside it."""

from __future__ import annotations

import re

# Open Civic Data's options for a vote.
VOTES = {
    "affirmative": "yes", "aye": "yes", "yes": "yes", "yea": "yes", "in favor": "yes", "negative": "no", "nay": "no", "no": "no",
    "opposed": "no", "absent": "absent", "abstain": "abstain", "abstained": "abstain", "non-voting": "not_voting",
    "not voting": "not_voting", "conflict": "not_voting", "recused": "not_voting", "present": "not_voting", "paired": "paired",
    "excused": "excused", "medical": "excused", "maternity": "excused", "paternity": "excused", "parental": "excused",
    "bereavement": "excused", "jury duty": "excused", "suspended": "excused",
}  # fmt: skip

# Steps of a matter by what the action says, the first that fits.
_STEPS = (
    (r"\bwithdraw", "withdrawn"), (r"\bend of session|\bend of term", "expired"), (r"overrid", "overridden"), (r"\bveto", "vetoed"),
    (r"returned unsigned|charter rule adopted", "unsigned"), (r"signed into law|signed by", "signed"),
    (r"hearing .*mayor|signing scheduled|received from mayor|recved from mayor", "meeting"), (r"sent to mayor|presented", "presented"),
    (r"recalled|recommitted", "in_committee"), (r"hearing scheduled", "hearing_set"), (r"hearing", "hearing_held"),
    (r"laid over|deferred|tabled|postpone", "postponed"), (r"\bintroduced\b", "introduced"), (r"referred", "referred"), (r"amend", "in_committee"),
    (r"(approved|recommended|reported) .*(comm|subcommittee)", "recommended"), (r"disapproved|failed|rejected", "failed"),
    (r"(approved|adopted|passed) by council|enacted", "passed"), (r"published", "published"),
)  # fmt: skip


def option_of(word: str) -> str | None:
    """None for a word that has no agreed equivalent."""
    return VOTES.get(word.strip().casefold())


def step_of(action: str) -> str:
    folded = action.casefold()
    return next((step for pattern, step in _STEPS if re.search(pattern, folded)), "other")


def is_full_body(name: str) -> bool:
    return not re.search(r"\b(sub)?committee\b|\bmayor\b|\bland use\b.*\bcomm", name.casefold())


def recommendation_of(action: str, passed: bool | None) -> str:
    """What a committee's printed action recommends; empty for every other step."""
    if step_of(action) != "recommended":
        return ""
    return "against" if re.search(r"\bdisapproved|unfavorab", action.casefold()) or passed is False else "for"
