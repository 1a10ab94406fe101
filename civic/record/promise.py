"""The promise given with every receipt: signed at once, kept when the leaf stands in the log.

Eight lines under the receipt key. The second of receipt stands here and nowhere else.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

from civic.record import note
from civic.record.leaf import is_docket, is_number
from civic.record.note import MalformedNote

FORMAT = "civic-receipt/1"
MERGE_DELAY = 600
CLOCKS = ("in_time", "grace", "late")
_SECOND = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_ORIGIN = re.compile(r"[^\s+]+")


@dataclass(frozen=True)
class Promise:
    """What is promised: `leaf_hash` 32 bytes, `received` aware to the second, `merge_delay` in seconds."""

    origin: str
    leaf_hash: bytes
    received: datetime
    docket: str
    number: str
    clock: str
    merge_delay: int = MERGE_DELAY

    @property
    def text(self) -> str:
        """The eight lines that are signed."""
        second = self.received.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        digest = b64encode(self.leaf_hash).decode()
        lines = (FORMAT, self.origin, digest, second, self.docket, self.number, self.clock, str(self.merge_delay))
        return "".join(f"{line}\n" for line in lines)

    def sign(self, name: str, seed: bytes) -> str:
        """The signed note, for the author."""
        return note.sign(self.text, name, seed)


def read_promise(data: bytes, key: note.VerifierKey) -> Promise:
    """A promise signed by this receipt key. Raises MalformedNote, or UnverifiedNote when the key did not sign it."""
    signed = note.parse(data)
    signed.require(key)
    return parse_promise(signed.text)


def parse_promise(text: str) -> Promise:
    """The promise in these eight lines, strictly. Raises MalformedNote."""
    lines = text.split("\n")
    if len(lines) != 9 or lines[0] != FORMAT or lines[8]:
        raise MalformedNote("a promise has eight lines")
    _, origin, digest, second, docket, number, clock, delay, _ = lines
    if not (_ORIGIN.fullmatch(origin) and is_docket(docket) and is_number(number) and clock in CLOCKS):
        raise MalformedNote("a line of the promise is not in its form")
    if not _SECOND.fullmatch(second) or not _WHOLE.fullmatch(delay) or len(note.strict_b64(digest)) != 32:
        raise MalformedNote("a line of the promise is not in its form")
    try:
        received = datetime.strptime(second, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise MalformedNote("the promise names no real second") from None
    return Promise(origin, note.strict_b64(digest), received, docket, number, clock, int(delay))
