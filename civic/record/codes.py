"""Private codes: `RIVER-44817-LAMP`, made to be read aloud and written down.

A code opens one comment or signature to whoever holds it. Because it is short enough to say, it is stored only as a
slow hash over a keyed one: without the pepper, which is kept outside the database, a stolen table cannot be searched.
"""

import hmac
import secrets
import threading
import unicodedata
from collections import deque
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from civic.record.numbers import new_number

LANGUAGES = ("en", "es")
DIGITS = 5
LEAST_BITS = 37
# 8 MiB and one pass: about 4 ms of one core for us, and as much for each guess.
_HASHER = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)


@dataclass(frozen=True)
class Pair:
    """A number with its code, which the author sees once, and the hash that is stored."""

    number: str
    code: str
    code_hash: str | None  # none: nobody holds a code

    def __repr__(self) -> str:
        return f"Pair({self.number})"  # never the code: a representation may reach a log


@cache
def words_in(language: str) -> tuple[str, ...]:
    """The word list of a language; English for one that has none of its own."""
    name = f"{language if language in LANGUAGES else 'en'}.txt"
    return tuple(files("civic.record").joinpath("code_words", name).read_text("utf-8").split())


def bits(language: str) -> float:
    """How many bits a guesser has to search."""
    return 2 * log2(len(words_in(language))) + DIGITS * log2(10)


def new_code(language: str = "en") -> str:
    """A fresh code as people see it: word, five digits, word."""
    words = words_in(language)
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return f"{secrets.choice(words)}-{digits}-{secrets.choice(words)}".upper()


def normal(code: str) -> str:
    """What of a typed code counts: letters and digits; case, accents, spaces and hyphens do not."""
    plain = unicodedata.normalize("NFKD", code).casefold()
    return "".join(character for character in plain if character.isalnum())


def hash_code(code: str, pepper: bytes) -> str:
    """Argon2id over HMAC-SHA256(pepper, code), in the encoded form that names its own salt and cost."""
    return _HASHER.hash(_keyed(code, pepper))


def verify_code(stored: str | None, code: str, pepper: bytes) -> bool:
    """Whether the code belongs to the stored hash. Without a stored hash it costs the same time and is False."""
    try:
        return _HASHER.verify(stored or dummy(), _keyed(code, pepper)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def dummy() -> str:
    """The hash of a secret nobody knows, for numbers that do not exist."""
    return _HASHER.hash(secrets.token_bytes(32))


def _keyed(code: str, pepper: bytes) -> bytes:
    if len(pepper) < 16:
        raise ValueError("a pepper has at least 16 bytes")
    return hmac.digest(pepper, normal(code).encode("utf-8"), "sha256")


class PairPool:
    """Pairs made ahead, in memory only, so that a submission does not wait for the slow hash.

    Safe to use from several threads. A background thread tops the pool up; when it is empty a pair is made on the
    spot. Whether a number is taken already is for the database to say: the caller then takes another pair.
    """

    def __init__(self, pepper: bytes, *, size: int = 16, languages: tuple[str, ...] = LANGUAGES) -> None:
        self._pepper = pepper
        self._size = size
        self._ready: dict[str, deque[Pair]] = {language: deque() for language in languages}
        self._wanted = threading.Event()
        self._lock = threading.Lock()
        self._filler: threading.Thread | None = None
        self._closed = False

    def take(self, language: str = "en") -> Pair:
        """A pair that nobody else gets."""
        ready = self._ready.get(language)
        self._ask_for_more()
        try:
            return ready.popleft() if ready is not None else self._make("en")
        except IndexError:
            return self._make(language)

    def fill(self) -> None:
        """Make pairs until each language has as many as the pool holds."""
        for language, ready in self._ready.items():
            while len(ready) < self._size and not self._closed:
                ready.append(self._make(language))

    def waiting(self, language: str = "en") -> int:
        """How many pairs are ready."""
        return len(self._ready[language])

    def close(self) -> None:
        """Stop the background thread and forget all pairs."""
        self._closed = True
        self._wanted.set()
        if self._filler is not None:
            self._filler.join()
        for ready in self._ready.values():
            ready.clear()

    def _make(self, language: str) -> Pair:
        code = new_code(language)
        return Pair(new_number(), code, hash_code(code, self._pepper))

    def _ask_for_more(self) -> None:
        # The thread begins with the first request, so a server that forks afterwards still has one of its own.
        with self._lock:
            if self._filler is None and not self._closed:
                self._filler = threading.Thread(target=self._keep_full, name="pairs", daemon=True)
                self._filler.start()
        self._wanted.set()

    def _keep_full(self) -> None:
        while not self._closed:
            self._wanted.wait()
            self._wanted.clear()
            self.fill()
