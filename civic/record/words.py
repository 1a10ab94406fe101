"""Words, and commitments to them one by one.

A text is cut into words; each gets a digest over a random context, its place, a random salt and its letters.
The tree root of these digests stands in the leaf. Later one word can be hidden, by showing its bare digest instead
of salt and word, and every other word can still be proven against the same root.
"""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from civic.record import tree
from civic.record.leaf import b16, b64

SALT_BYTES = 16
LONGEST_WORD = 32
_WORD_DOMAIN = b"civic/seg/v1\x00"
_VALUE_DOMAIN = b"civic/val/v1\x00"
_WORD = re.compile(r"[^\t\n ]{1,32}[\t\n ]*")
_HALF = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

# What is shown of a word: [salt, word] when open, its bare digest when hidden. Salts and digests in base64url.
Opening = list[str]
Shown = list[Opening | str]


class RefusedText(ValueError):
    """A text that cannot be kept word for word; the message is the reader's sentence."""


@dataclass(frozen=True)
class Commitment:
    """A text with everything needed to prove it: context and salts of 16 bytes, digests and root of 32."""

    ctx: bytes
    words: tuple[str, ...]
    salts: tuple[bytes, ...]
    commitments: tuple[bytes, ...]
    root: bytes

    @property
    def field(self) -> dict[str, str]:
        """The value of a `text` field in a leaf."""
        return {"ctx": b64(self.ctx), "root": b64(self.root)}

    @property
    def openings(self) -> Shown:
        """Every word open, in order."""
        return [[b64(salt), word] for salt, word in zip(self.salts, self.words, strict=True)]


@dataclass(frozen=True)
class ValueCommitment:
    """One single value (a ward, a name, a file's digest) with its salt."""

    label: str
    value: str | bytes
    salt: bytes
    commitment: bytes

    @property
    def field(self) -> str:
        """The value as it stands in a leaf."""
        return b64(self.commitment)

    @property
    def opening(self) -> Opening:
        """Salt and value; a value of bytes (a digest) is written in base64url."""
        return [b64(self.salt), self.value if isinstance(self.value, str) else b64(self.value)]


def normalise(text: str | bytes) -> str:
    """The form of a text that is stored and hashed. Raises RefusedText.

    Line ends become LF, other control characters are refused, then NFC, then TAB, LF and SPACE are trimmed at both
    ends. Verifiers never do this: what is stored is what was hashed.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError:
            raise RefusedText("This text is not in UTF-8. Save it as UTF-8 and try again.") from None
    if _HALF.search(text):
        raise RefusedText("This text has a damaged character. Type it again or paste it from another program.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(text):
        place = f"line {text.count(chr(10), 0, found.start()) + 1}"
        raise RefusedText(f"This text has an invisible control character in {place}. Remove it and try again.")
    return unicodedata.normalize("NFC", text).strip("\t\n ")


def split_words(text: str) -> list[str]:
    """The words, each with the white space after it: joined they are the text again.

    Only TAB, LF and SPACE separate. A run over 32 code points is cut, so that scripts without spaces can be hidden
    in parts.
    """
    return _WORD.findall(text)


def commit_text(text: str, *, ctx: bytes | None = None, salts: Sequence[bytes] | None = None) -> Commitment:
    """Commit to a normalised text word by word. Context and salts are random unless a known answer is checked.

    Raises ValueError when the text is not in the form that `normalise` gives, or salts and words differ in number.
    """
    if normalise(text) != text:
        raise ValueError("normalise the text first; what is stored is what is hashed")
    words = split_words(text)
    ctx = secrets.token_bytes(SALT_BYTES) if ctx is None else ctx
    salts = _random_salts(len(words)) if salts is None else list(salts)
    if len(salts) != len(words) or {len(ctx), *map(len, salts)} != {SALT_BYTES}:
        raise ValueError("one salt of 16 bytes for each word, and a context of 16 bytes")
    digests = [word_commitment(ctx, i, salt, word) for i, (salt, word) in enumerate(zip(salts, words, strict=True))]
    return Commitment(ctx, tuple(words), tuple(salts), tuple(digests), root_of(digests))


def _random_salts(count: int) -> list[bytes]:
    drawn = secrets.token_bytes(SALT_BYTES * count) if count else b""
    return [drawn[at : at + SALT_BYTES] for at in range(0, len(drawn), SALT_BYTES)]


def word_commitment(ctx: bytes, i: int, salt: bytes, word: str) -> bytes:
    """SHA-256 over domain, context (16), place (4, big-endian), salt (16) and the word in UTF-8."""
    return sha256(b"".join((_WORD_DOMAIN, ctx, i.to_bytes(4, "big"), salt, word.encode("utf-8")))).digest()


def root_of(digests: Iterable[bytes]) -> bytes:
    """The tree root over word digests; each is the data of one tree leaf."""
    return tree.root([tree.leaf_hash(digest) for digest in digests])


def commit_value(leaf_id: str, label: str, value: str | bytes, salt: bytes | None = None) -> ValueCommitment:
    """Commit to one value of the leaf with this id. An unanswered question commits the empty string."""
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    return ValueCommitment(label, value, salt, value_commitment(leaf_id, label, salt, value))


def value_commitment(leaf_id: str, label: str, salt: bytes, value: str | bytes) -> bytes:
    """SHA-256 over domain, leaf id (16), length of the label (1), label, salt (16) and the value."""
    name = label.encode("ascii")
    content = value.encode("utf-8") if isinstance(value, str) else value
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 16 bytes")
    return sha256(b"".join((_VALUE_DOMAIN, b16(leaf_id), bytes([len(name)]), name, salt, content))).digest()


def covered(spans: Iterable[Sequence[int]]) -> set[int]:
    """The places of all words in these half-open spans."""
    return {i for start, stop in spans for i in range(start, stop)}


def redact(ctx: bytes, shown: Shown, spans: Iterable[Sequence[int]]) -> tuple[Shown, dict[int, Opening]]:
    """Hide the words in these spans. Gives what remains shown, and the openings taken out, by place, to be sealed.

    A word that is hidden already stays so. Raises ValueError for a place behind the last word.
    """
    remaining, taken = list(shown), {}
    for i in covered(spans):
        if not 0 <= i < len(shown):
            raise ValueError(f"there is no word {i}")
        opening = shown[i]
        if not isinstance(opening, str):
            taken[i] = opening
            remaining[i] = b64(word_commitment(ctx, i, b16(opening[0]), opening[1]))
    return remaining, taken


def reopen(ctx: bytes, shown: Shown, taken: dict[int, Opening]) -> Shown:
    """Show hidden words again. Raises ValueError where an opening does not fit the digest that stands there."""
    opened = list(shown)
    for i, (salt, word) in taken.items():
        bare = shown[i]
        if not isinstance(bare, str):
            raise ValueError(f"word {i} is not hidden")
        if not hmac.compare_digest(bare, b64(word_commitment(ctx, i, b16(salt), word))):
            raise ValueError(f"this opening does not belong to word {i}")
        opened[i] = [salt, word]
    return opened


def visible_words(shown: Shown) -> list[str | None]:
    """The words in order, None where one is hidden."""
    return [None if isinstance(each, str) else each[1] for each in shown]
