"""Makes vectors.json: known answers computed here with the standard library alone, by the shortest reading of the rules.

Nothing of Civic is imported, so that a mistake in the product cannot repeat itself in the answers.
Run `python tests/record/make_vectors.py > tests/record/vectors.json`.
"""

import base64
import json
import re
import sys
from hashlib import sha256

TEXTS = {
    "spanish": "Mi tía vive en la calle 9.\nNo quiero cámaras ahí,\tgracias.",
    "no_spaces": "監視カメラの記録は三十日以内に消去してください。市民に説明してから設置してください。",
    "one_word": "no",
    "empty": "",
    "astral": "🚲" * 33 + " bike",
}
LEAF_ID = "leaf id of the values"
VALUES = [("connection", "live"), ("lang", "es"), ("name", "Ana de la Ribera"), ("stance", ""), ("ward", "11")]


def made(label, size=16):
    return sha256(b"vector " + label.encode()).digest()[:size]


def url64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def tree_hash(entries):
    """RFC 6962 section 2.1, word for word."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\0" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return sha256(b"\1" + tree_hash(entries[:split]) + tree_hash(entries[split:])).digest()


def path(m, entries):
    if len(entries) == 1:
        return []
    split = 1
    while split * 2 < len(entries):
        split *= 2
    if m < split:
        return path(m, entries[:split]) + [tree_hash(entries[split:])]
    return path(m - split, entries[split:]) + [tree_hash(entries[:split])]


def subproof(m, entries, whole):
    if m == len(entries):
        return [] if whole else [tree_hash(entries)]
    split = 1
    while split * 2 < len(entries):
        split *= 2
    if m <= split:
        return subproof(m, entries[:split], whole) + [tree_hash(entries[split:])]
    return subproof(m - split, entries[split:], False) + [tree_hash(entries[:split])]


def text_vector(name, text):
    ctx = made(f"ctx {name}")
    words, salts, digests = re.findall("[^\t\n ]{1,32}[\t\n ]*", text), [], []
    for i, word in enumerate(words):
        salts.append(made(f"salt {name} {i}"))
        hashed = b"civic/seg/v1\0" + ctx + i.to_bytes(4, "big") + salts[i] + word.encode()
        digests.append(sha256(hashed).digest())
    return {
        "text": text, "ctx": ctx.hex(), "salts": [salt.hex() for salt in salts], "words": words,
        "commitments": [digest.hex() for digest in digests], "root": tree_hash(digests).hex(),
    }  # fmt: skip


def value_vector(label, value):
    salt = made(f"salt of {label}")
    hashed = b"civic/val/v1\0" + made(LEAF_ID) + bytes([len(label)]) + label.encode() + salt + value.encode()
    return {"label": label, "value": value, "salt": salt.hex(), "commitment": sha256(hashed).hexdigest()}


def leaf_vector():
    obj = {
        "v": 1, "t": "window.opened", "id": url64(made("leaf id")), "day": "2024-02-29", "by": ["clerk-7M2R"],
        "docket": "d/2024-1203", "opens": "2024-03-01T15:00Z", "closes": "2024-04-01T04:59Z", "late_hours": 72,
    }  # fmt: skip
    data = json.dumps(obj, sort_keys=True, separators=(",", ":"))
    return {"object": obj, "bytes": data, "hash": sha256(b"\0" + data.encode()).hexdigest()}


def main():
    entries = [b"entry %d" % i for i in range(21)]
    vectors = {
        "texts": {name: text_vector(name, text) for name, text in TEXTS.items()},
        "values": {"leaf_id": url64(made(LEAF_ID)), "items": [value_vector(*each) for each in VALUES]},
        "leaf": leaf_vector(),
        "tree": {
            "entries": [entry.decode() for entry in entries],
            "roots": [tree_hash(entries[:size]).hex() for size in range(len(entries) + 1)],
            "inclusion": [[each.hex() for each in path(i, entries)] for i in range(len(entries))],
            "consistency": [[each.hex() for each in subproof(m, entries, True)] for m in range(1, len(entries) + 1)],
        },
    }
    json.dump(vectors, sys.stdout, indent=1, ensure_ascii=False, sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
