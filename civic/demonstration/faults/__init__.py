"""Everything in the demonstration's files that does not fit together, as sentences that name the file and the key."""

from __future__ import annotations

from civic.demonstration.content import Content
from civic.demonstration.faults.exceptions import in_exceptions
from civic.demonstration.faults.process import in_consultation, in_council
from civic.demonstration.faults.statement import in_statement
from civic.demonstration.faults.summary import in_themes
from civic.demonstration.faults.texts import in_the_city, in_the_facts, in_the_text
from civic.demonstration.faults.voices import in_comments, in_letters, in_moderation


def faults(content: Content) -> list[str]:
    found = [f"city: {fault}" for fault in in_the_city(content)]
    checks = (in_the_text, in_the_facts, in_comments, in_moderation, in_letters, in_consultation, in_council, in_themes, in_statement, in_exceptions)
    for docket in content.dockets:
        found += [f"{docket.key}: {fault}" for check in checks for fault in check(content, docket)]
    return found
