"""All kinds: importing this declares them."""

from civic.record.kinds import (  # noqa: F401
    campaigns,
    comments,
    consultation,
    council,
    dockets,
    exceptions,
    internal,
    letters,
    outcomes,
    site,
)
from civic.record.kinds.declaring import KINDS

PUBLIC = tuple(sorted(name for name, kind in KINDS.items() if kind.public))
INTERNAL = tuple(sorted(name for name, kind in KINDS.items() if not kind.public))
