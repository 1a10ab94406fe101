"""Leaves in canonical form, and the shapes their values may take.

A leaf is one JSON object: pure printable ASCII, keys sorted, no white space, no null, boolean, fraction or escape.
Because there is exactly one way to write it, its digest can be computed by anyone who knows its values.
"""

import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime

from civic.record import tree

MAX_BYTES = 4096
MAX_INT = 2**53 - 1
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ROLES = (
    "administrator", "analyst", "approver", "attorney", "clerk", "delegate",
    "member", "moderator", "operator", "representative", "respondent",
)  # fmt: skip

_PLAIN = re.compile(r"[ !#-\[\]-~]*")
_NUMBER = re.compile(f"[{CROCKFORD}]{{6}}")
_DOCKET = re.compile(r"[dx]/[0-9]{4}-(?:[0-9]{3}|[1-9][0-9]{3,5})")
_SECTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]Z")
_ROLE = re.compile(f"([a-z]+)-[{CROCKFORD}]{{4}}")
_KEY_ID = re.compile(r"[0-9a-f]{8}")


class MalformedLeaf(ValueError):
    """Bytes or values that no leaf may have; the message says which and why."""


def canonical(obj: dict) -> bytes:
    """The one way to write this object. Raises MalformedLeaf for values without a form and above 4,096 bytes."""
    if not isinstance(obj, dict):
        raise MalformedLeaf("a leaf is an object")
    _check_plain(obj)
    written = json.dumps(obj, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")
    if len(written) > MAX_BYTES:
        raise MalformedLeaf(f"a leaf has at most {MAX_BYTES:,} bytes; this one has {len(written):,}")
    return written


def parse(data: bytes) -> dict:
    """The object written in these bytes, provided that they are its canonical form."""
    if len(data) > MAX_BYTES:
        raise MalformedLeaf(f"a leaf has at most {MAX_BYTES:,} bytes; this one has {len(data):,}")
    try:
        obj = json.loads(data.decode("ascii"))
    except (ValueError, RecursionError):
        raise MalformedLeaf("not JSON in plain ASCII") from None
    if canonical(obj) != data:
        raise MalformedLeaf("not in canonical form")
    return obj


def _check_plain(value: object) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise MalformedLeaf("a key is a string")
            _check_plain(key)
            _check_plain(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_plain(inner)
    elif isinstance(value, str):
        if not _PLAIN.fullmatch(value):
            raise MalformedLeaf("a string is printable ASCII without quotation mark and backslash")
    elif not is_int(value):
        raise MalformedLeaf("only objects, lists, strings and integers from 0 to 2^53-1")


def leaf_hash(data: bytes) -> bytes:
    """The hash under which these leaf bytes stand in the log: SHA-256(00 | data)."""
    return tree.leaf_hash(data)


def random_id() -> str:
    """16 bytes from the system's generator, as 22 characters of base64url. Holds no time and no order."""
    return b64(secrets.token_bytes(16))


def b64(data: bytes) -> str:
    """Base64url without padding: 16 bytes give the 22 characters of `b16`, 32 bytes the 43 of `b32`."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def b16(text: str) -> bytes:
    """The 16 bytes written in 22 characters; unused bits must be zero."""
    return _decoded(text, 16)


def b32(text: str) -> bytes:
    """The 32 bytes written in 43 characters; unused bits must be zero."""
    return _decoded(text, 32)


def _decoded(text: object, size: int) -> bytes:
    length = (size * 8 + 5) // 6
    if not isinstance(text, str) or len(text) != length or not text.isascii():
        raise MalformedLeaf(f"{size} bytes are {length} characters of base64url")
    try:
        data = urlsafe_b64decode(text + "=" * (-length % 4))
    except ValueError:
        data = b""
    # Encoding again catches foreign characters, which the decoder skips, and unused bits that are set.
    if b64(data) != text:
        raise MalformedLeaf("not canonical base64url")
    return data


def day(on: date) -> str:
    """A calendar day as it stands in a leaf. The caller decides the zone (the city's)."""
    return on.isoformat()


def instant(at: datetime) -> str:
    """An aware time as it stands in a leaf: UTC, to the minute. Never for a resident's act."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_INT


def is_day(value: object) -> bool:
    if not (isinstance(value, str) and _DAY.fullmatch(value)):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_instant(value: object) -> bool:
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    return match is not None and is_day(match[1])


def is_b16(value: object) -> bool:
    return _is_decodable(value, 16)


def is_b32(value: object) -> bool:
    return _is_decodable(value, 32)


def _is_decodable(value: object, size: int) -> bool:
    try:
        _decoded(value, size)
    except MalformedLeaf:
        return False
    return True


def is_number(value: object) -> bool:
    """Six Crockford characters. The check character is a courtesy to people and not judged here."""
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


def is_docket(value: object) -> bool:
    return isinstance(value, str) and _DOCKET.fullmatch(value) is not None


def is_section(value: object) -> bool:
    return isinstance(value, str) and _SECTION.fullmatch(value) is not None


def is_role(value: object) -> bool:
    """`system`, or a role and four random characters: `moderator-4T9X`."""
    if value == "system":
        return True
    match = _ROLE.fullmatch(value) if isinstance(value, str) else None
    return match is not None and match[1] in ROLES


def is_key_id(value: object) -> bool:
    return isinstance(value, str) and _KEY_ID.fullmatch(value) is not None
