"""What happens by itself. Pages tell it right without this; the chore only writes it into the record."""

from __future__ import annotations

from civic.database import writing
from civic.letters.actions import deliver_if_due
from civic.letters.queries import letters_due
from civic.work import chore


@chore
def deliver_due_letters() -> bool:
    """One letter whose time to sign is over: its delivery goes on the record, and the addresses of the invited go."""
    if not letters_due():
        return False
    with writing():
        for letter in letters_due()[:1]:
            deliver_if_due(letter)
    return True
