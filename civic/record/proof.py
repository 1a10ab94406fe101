"""Checkpoints (C2SP tlog-checkpoint) and inclusion proofs as files (C2SP tlog-proof)."""

import re
from base64 import b64encode
from dataclasses import dataclass

from civic.record import note, tree
from civic.record.note import MalformedNote, UnverifiedNote, VerifierKey

FORMAT = "c2sp.org/tlog-proof@v1"
_WHOLE = re.compile(r"0|[1-9][0-9]{0,15}")
MAX_PATH = 63


@dataclass(frozen=True)
class Checkpoint:
    """What the log was at one moment: its origin, size and root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    def sign(self, seed: bytes) -> str:
        """The signed note; the key is named as the log is."""
        return note.sign(self.text, self.origin, seed)


@dataclass(frozen=True)
class Proof:
    """A proof that one leaf stands at one index: leaf bytes, index, path, and the signed checkpoint."""

    leaf: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    @property
    def text(self) -> str:
        head = [FORMAT, f"extra {b64encode(self.leaf).decode()}", f"index {self.index}"]
        return "\n".join([*head, *(b64encode(each).decode() for each in self.path), "", self.checkpoint])

    def verify(self, keys: list[VerifierKey]) -> Checkpoint:
        """The checkpoint that holds this leaf. `keys` begins with the log's. Raises UnverifiedNote."""
        checkpoint = read_checkpoint(self.checkpoint.encode(), keys)
        root, path = checkpoint.root, list(self.path)
        if not tree.includes(self.index, checkpoint.size, tree.leaf_hash(self.leaf), path, root):
            raise UnverifiedNote("the path does not lead to the root of the checkpoint")
        return checkpoint


def read_checkpoint(data: bytes, keys: list[VerifierKey]) -> Checkpoint:
    """A checkpoint signed by the log, the first of these keys; the others are witnesses and may be absent.

    Raises MalformedNote for the form and UnverifiedNote for a missing or wrong signature by a known key.
    """
    signed = note.parse(data)
    if keys[0] not in signed.signed_by(keys):
        raise UnverifiedNote(f"{keys[0].name} did not sign")
    checkpoint = parse_checkpoint(signed.text)
    if checkpoint.origin != keys[0].name:
        raise UnverifiedNote("the checkpoint is of another log")
    return checkpoint


def parse_checkpoint(text: str) -> Checkpoint:
    """Origin, size and root; there are no extension lines. Raises MalformedNote."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0] or not _WHOLE.fullmatch(lines[1]):
        raise MalformedNote("a checkpoint has three lines: origin, size, root")
    root = note.strict_b64(lines[2])
    if len(root) != tree.HASH_BYTES:
        raise MalformedNote("a root has 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def parse_proof(data: bytes) -> Proof:
    """Read a proof file strictly. Raises MalformedNote."""
    try:
        head, found, checkpoint = data.decode("utf-8").partition("\n\n")
    except UnicodeDecodeError:
        raise MalformedNote("a proof is UTF-8") from None
    lines = head.split("\n")
    if not found or len(lines) < 3 or lines[0] != FORMAT:
        raise MalformedNote("not a proof of this format")
    if not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise MalformedNote("a proof names the leaf as extra and its index")
    index, path = lines[2].removeprefix("index "), tuple(map(note.strict_b64, lines[3:]))
    if not _WHOLE.fullmatch(index):
        raise MalformedNote("the index is a whole number without leading zero")
    if len(path) > MAX_PATH or any(len(each) != tree.HASH_BYTES for each in path):
        raise MalformedNote("a path is at most 63 hashes of 32 bytes")
    return Proof(note.strict_b64(lines[1].removeprefix("extra ")), int(index), path, checkpoint)
