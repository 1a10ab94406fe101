"""Disclosures: what is shown of a comment, with everything needed to check it against its leaf.

Format `civic-disclosure/1`, keys `format`, `leaf`, `body`, `suggests`, `files`, `vals`. Each word is an opening
`[salt, word]` or, where hidden, its bare digest; values the same.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from civic.record import kinds
from civic.record.leaf import MalformedLeaf, b16, b32, b64, is_b16, is_b32
from civic.record.words import Opening, Shown, covered, root_of, split_words, value_commitment, word_commitment

FORMAT = "civic-disclosure/1"
_KEYS = {"format", "leaf", "body", "suggests", "files", "vals"}
_HALF = re.compile(r"[\ud800-\udfff]")
_ENDS_HOLD = {"comment.published", "comment.redacted", "comment.moved", "comment.withheld", "comment.removed"}
_HIDES_ALL = {"comment.withheld", "comment.removed"}


def disclose(
    leaf_bytes: bytes, body: Shown, *, suggests: Sequence[Shown] = (), files: Sequence[Opening | str] = (),
    vals: dict[str, Opening | str],
) -> dict:  # fmt: skip
    """The disclosure of the current wording. What is passed in is shown; the caller hides first."""
    return {
        "format": FORMAT,
        "leaf": leaf_bytes.decode("ascii"),
        "body": list(body),
        "suggests": [list(each) for each in suggests],
        "files": list(files),
        "vals": dict(vals),
    }


def verify_disclosure(disclosure: Any, decisions: Iterable[dict] | None = None) -> list[str]:
    """What is wrong with a disclosure, in words; an empty list when it verifies.

    Without `decisions` only words, values and roots are checked. With the later leaves about the same comment, in the
    order of the log, the hidden words must also be exactly those that the decisions hide.
    """
    problems = _shape_problems(disclosure)
    if problems:
        return problems
    try:
        obj = kinds.read_leaf(disclosure["leaf"].encode("utf-8"))
    except MalformedLeaf as reason:
        return [f"leaf: {reason}"]
    if obj["t"] not in ("comment.received", "comment.edited"):
        return ["leaf: not the leaf of a comment"]
    problems = [*_text_problems(disclosure, obj), *_value_problems(disclosure, obj)]
    if decisions is not None and not problems:
        problems = _hidden_problems(disclosure, obj, list(decisions))
    return problems


def _shape_problems(disclosure: Any) -> list[str]:
    if not isinstance(disclosure, dict) or set(disclosure) != _KEYS or disclosure["format"] != FORMAT:
        return [f"not a disclosure of format {FORMAT}"]
    if not isinstance(disclosure["leaf"], str) or _HALF.search(disclosure["leaf"]):
        return ["leaf: not a string"]
    if not isinstance(disclosure["vals"], dict) or not isinstance(disclosure["suggests"], list):
        return ["vals is an object and suggests a list"]
    parts = [disclosure["body"], disclosure["files"], list(disclosure["vals"].values()), *disclosure["suggests"]]
    if not all(isinstance(part, list) and all(map(_is_shown, part)) for part in parts):
        return ["each word or value is [salt, word] or a digest"]
    return []


def _is_shown(each: object) -> bool:
    if isinstance(each, str):
        return is_b32(each)
    if not (isinstance(each, list) and len(each) == 2 and is_b16(each[0]) and isinstance(each[1], str)):
        return False
    return not _HALF.search(each[1])


def _text_problems(disclosure: dict, obj: dict) -> list[str]:
    if len(disclosure["suggests"]) != len(obj["suggests"]):
        return ["suggests: another number than in the leaf"]
    texts = [("body", disclosure["body"], obj["body"])]
    texts += [(f"suggestion {n}", disclosure["suggests"][n], obj["suggests"][n]) for n in range(len(obj["suggests"]))]
    return [problem for name, shown, field in texts for problem in _one_text(name, shown, field)]


def _one_text(name: str, shown: Shown, field: dict) -> list[str]:
    ctx = b16(field["ctx"])
    digests = [
        b32(each) if isinstance(each, str) else word_commitment(ctx, i, b16(each[0]), each[1])
        for i, each in enumerate(shown)
    ]
    if root_of(digests) != b32(field["root"]):
        return [f"{name}: the words do not give the root in the leaf"]
    # One word per opening: two words under one salt could not be hidden apart.
    if any(split_words(each[1]) != [each[1]] for each in shown if not isinstance(each, str)):
        return [f"{name}: an opening holds something else than one word"]
    return []


def _value_problems(disclosure: dict, obj: dict) -> list[str]:
    if set(disclosure["vals"]) != set(obj["vals"]) or len(disclosure["files"]) != len(obj["files"]):
        return ["vals or files: other ones than in the leaf"]
    given = [(label, disclosure["vals"][label], obj["vals"][label]) for label in sorted(obj["vals"])]
    problems = [f"{label}: differs from the leaf" for label, shown, kept in given if _digest(obj, label, shown) != kept]
    for n, (shown, kept) in enumerate(zip(disclosure["files"], obj["files"], strict=True)):
        if not isinstance(shown, str) and not is_b32(shown[1]):
            problems.append(f"file/{n}: not a digest")
        elif _digest(obj, f"file/{n}", shown) != kept:
            problems.append(f"file/{n}: differs from the leaf")
    return problems


def _digest(obj: dict, label: str, shown: Opening | str) -> str:
    if isinstance(shown, str):
        return shown
    value = b32(shown[1]) if label.startswith("file/") else shown[1]
    return b64(value_commitment(obj["id"], label, b16(shown[0]), value))


def hidden_by(obj: dict, decisions: Iterable[dict]) -> tuple[bool, dict[tuple[str, int | None], set[int]], bool]:
    """What later leaves hide of this wording: everything or not, the places by part, and the name or not.

    Decisions are parsed leaves in the order of the log; those about other comments, or redactions of another wording,
    do not count, nor do decisions that were reversed.
    """
    about = [each for each in decisions if each.get("comment") == obj["comment"]]
    active = {each["id"]: each for each in about}
    for each in about:
        if each["t"] == "comment.restored":
            active.pop(each["ref"], None)
    standing = list(active.values())
    held = obj["hold"] == "held" and not any(each["t"] in _ENDS_HOLD for each in about)
    all_hidden = held or any(each["t"] in _HIDES_ALL or each["t"] == "comment.withdrawn" for each in standing)
    places: dict[tuple[str, int | None], set[int]] = {}
    for each in standing:
        if each["t"] == "comment.redacted" and each["ref"] == obj["id"]:
            places.setdefault((each["part"], each.get("n")), set()).update(covered(each["spans"]))
    return all_hidden, places, any(each["t"] == "name.withheld" for each in standing)


def _hidden_problems(disclosure: dict, obj: dict, decisions: list[dict]) -> list[str]:
    all_hidden, places, no_name = hidden_by(obj, decisions)
    problems = _part_problems("body", disclosure["body"], all_hidden, places.get(("body", None), set()))
    for n, shown in enumerate(disclosure["suggests"]):
        problems += _part_problems(f"suggestion {n}", shown, all_hidden, places.get(("suggest", n), set()))
    if no_name and not isinstance(disclosure["vals"]["name"], str):
        problems.append("name: shown although it was withheld")
    return problems


def _part_problems(name: str, shown: Shown, all_hidden: bool, decided: set[int]) -> list[str]:
    hidden = {i for i, each in enumerate(shown) if isinstance(each, str)}
    due = set(range(len(shown))) if all_hidden else decided
    problems = [f"{name}: word {i} is hidden without a decision" for i in sorted(hidden - due)]
    return problems + [f"{name}: word {i} is shown although it was hidden" for i in sorted(due - hidden)]


def file_digest(data: bytes) -> bytes:
    """The value committed for a file: SHA-256 over its bytes as received."""
    return sha256(data).digest()
