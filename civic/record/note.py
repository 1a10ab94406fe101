"""Signed notes (C2SP signed-note): a text, an empty line, and signature lines under it.

Ed25519 signatures are type 1; cosignatures of witnesses (C2SP tlog-cosignature) are type 4 and carry a time. Parsing
is strict, because two readings of one note would be two histories.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519 = 1
COSIGNATURE = 4
MAX_BYTES = 1_000_000
MAX_SIGNATURES = 100
_PRIME = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_SIGNATURE_LINE = re.compile(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_VERIFIER_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


class MalformedNote(ValueError):
    """Not a signed note, or not one in its only form."""


class UnverifiedNote(ValueError):
    """A note on which a known key signed badly, or no known key signed at all."""


@dataclass(frozen=True)
class Signature:
    """One line under a note: key name, key id (4 bytes) and the bytes after it."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name; its id is bound to both."""

    name: str
    public: bytes
    use: int = ED25519

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.use]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(bytes([self.use]) + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read `name+id+key`. Raises MalformedNote, also when the id belongs to another key."""
        match = _VERIFIER_KEY.fullmatch(text)
        if not match:
            raise MalformedNote("not a verifier key")
        data = strict_b64(match[3])
        if len(data) != 33 or data[0] not in (ED25519, COSIGNATURE):
            raise MalformedNote("not a key for Ed25519")
        key = cls(match[1], data[1:], data[0])
        if key.key_id.hex() != match[2]:
            raise MalformedNote("the key id belongs to another key")
        return key

    def verifies(self, text: bytes, value: bytes) -> bool:
        """Whether this signature value (for a cosignature with its time) is right for the text."""
        if self.use == COSIGNATURE:
            if len(value) != 72:
                return False
            return verifies(self.public, value[8:], cosigned_message(text, int.from_bytes(value[:8], "big")))
        return verifies(self.public, value, text)


@dataclass(frozen=True)
class Note:
    """A parsed note: the text with its last line feed, and all signatures in order."""

    text: str
    signatures: tuple[Signature, ...]

    def signed_by(self, keys: Iterable[VerifierKey]) -> list[VerifierKey]:
        """The known keys that signed. Unknown ones are ignored; a bad signature by a known one fails the note."""
        known = {(key.name, key.key_id): key for key in keys}
        found: list[VerifierKey] = []
        for signature in self.signatures:
            key = known.get((signature.name, signature.key_id))
            if key is None or key in found:
                continue
            if not key.verifies(self.text.encode(), signature.value):
                raise UnverifiedNote(f"the signature of {key.name} is wrong")
            found.append(key)
        return found

    def require(self, key: VerifierKey) -> None:
        """Raises UnverifiedNote unless this key signed."""
        if key not in self.signed_by([key]):
            raise UnverifiedNote(f"{key.name} did not sign")


def parse(data: bytes) -> Note:
    """Read a signed note. Raises MalformedNote."""
    if len(data) > MAX_BYTES:
        raise MalformedNote("a note has at most 1,000,000 bytes")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedNote("a note is UTF-8") from None
    if any(character < " " and character != "\n" for character in whole):
        raise MalformedNote("a note holds no control character")
    text, found, signatures = whole.rpartition("\n\n")
    if not found or not signatures.endswith("\n"):
        raise MalformedNote("a note is a text, an empty line and signature lines")
    lines = signatures[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise MalformedNote("a note has at most 100 signatures")
    return Note(text + "\n", tuple(map(_signature, lines)))


def _signature(line: str) -> Signature:
    match = _SIGNATURE_LINE.fullmatch(line)
    if not match:
        raise MalformedNote("not a signature line")
    data = strict_b64(match[2])
    if len(data) < 5:
        raise MalformedNote("a signature line holds a key id and a signature")
    return Signature(match[1], data[:4], data[4:])


def sign(text: str, name: str, seed: bytes) -> str:
    """The whole note: text, empty line, and our signature. The seed is the 32 bytes of the private key."""
    check_text(text)
    value = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    return f"{text}\n{signature_line(key_for(name, seed), value)}"


def cosign(text: str, name: str, seed: bytes, time: int) -> str:
    """A witness's line for a checkpoint text at a time in POSIX seconds."""
    signed = Ed25519PrivateKey.from_private_bytes(seed).sign(cosigned_message(text.encode(), time))
    return signature_line(key_for(name, seed, COSIGNATURE), time.to_bytes(8, "big") + signed)


def cosigned_message(text: bytes, time: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % time + text


def signature_line(key: VerifierKey, value: bytes) -> str:
    return f"\u2014 {key.name} {b64encode(key.key_id + value).decode()}\n"


def key_for(name: str, seed: bytes, use: int = ED25519) -> VerifierKey:
    """The public side of a private key. Raises ValueError for a name that no note may hold."""
    if not name or re.search(r"[\s+]", name):
        raise ValueError("a key name has no space and no plus sign")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return VerifierKey(name, private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), use)


def check_text(text: str) -> None:
    if not text.endswith("\n") or any(character < " " and character != "\n" for character in text):
        raise MalformedNote("the text of a note is lines without control characters")


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Ed25519 after RFC 8032, refusing S at or above the group order and points in a second encoding."""
    if len(public) != 32 or len(signature) != 64 or int.from_bytes(signature[32:], "little") >= _ORDER:
        return False
    if not _is_canonical_point(public) or not _is_canonical_point(signature[:32]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_canonical_point(encoded: bytes) -> bool:
    return int.from_bytes(encoded, "little") & (2**255 - 1) < _PRIME


def strict_b64(text: str) -> bytes:
    """Standard base64 with padding, in its only form."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        raise MalformedNote("not base64") from None
    if b64encode(data).decode() != text:
        raise MalformedNote("not canonical base64")
    return data
