"""How fast campaigns are found, in bulk and as comments arrive, for ``bench/campaigns.py``. Each bulk run is a process of its own, so that its memory is known."""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.campaign_texts import Made, corpus
from civic.campaigns.finding.words import words_of

PEER_THRESHOLD, PEER_HASHES = 0.5, 128
DATASKETCH_MOST = 10_000  # comments; the whole would take the whole time
IN_ONE = 5000  # rows in one insert


def speed(sizes: Sequence[int]) -> None:
    last: dict[str, Any] | None = None
    for size in sizes:
        with tempfile.NamedTemporaryFile(prefix="civic-bench-") as texts:
            pickle.dump([one.text for one in corpus(size, seed=size)], texts)
            texts.flush()
            last = _of_one_size(size, texts.name, last)


def _of_one_size(size: int, texts: str, last: dict[str, Any] | None) -> dict[str, Any]:
    one, two = _apart(texts, "1"), _apart(texts, "2")
    for name, run in (("one thread", one), ("two threads", two)):
        print(f"{size:,} comments, {name}, their reading included: {_rates(run)}; {run['memory'] / size * 1e6:,.0f} MB per million beside the texts")
    if last:
        print(f"  growth from {last['done']:,}: {one['cpu'] / last['cpu'] / (size / last['done']):.2f} of linear by processor time")
    for peer in ("rensa", "datasketch"):
        run = _apart(texts, peer)
        if "missing" in run:
            print(f"  {peer}: not installed")
            continue
        ratio = {name: run["cpu"] / run["done"] / (mine["cpu"] / size) for name, mine in (("one", one), ("two", two))}
        wall = {name: run["wall"] / run["done"] / (mine["wall"] / size) for name, mine in (("one", one), ("two", two))}
        print(f"  {peer}, {run['done']:,} of them: {_rates(run)}; ours is {ratio['one']:.1f} times as fast by processor time, {wall['one']:.1f} by the clock on one thread, {wall['two']:.1f} on two")
    return one


def _rates(run: dict[str, Any]) -> str:
    return f"{run['done'] / run['cpu']:,.0f} a second of processor time, {run['done'] / run['wall']:,.0f} by the clock"


def _apart(texts: str, how: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, texts, how], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _one_run(file: str, how: str) -> dict[str, Any]:
    texts = pickle.loads(Path(file).read_bytes())  # noqa: S301 -- the bench wrote it a moment ago
    run: Callable[[Sequence[str]], int]
    if how in ("1", "2"):
        run = _ours(int(how))
        run(texts[:100])  # compiled code is loaded, or made the first time
    else:
        run = {"rensa": _rensa, "datasketch": _datasketch}[how]
    before, cpu, wall = _memory(), time.process_time(), time.monotonic()
    try:
        done = run(texts)
    except ImportError:
        return {"missing": how}
    return {"done": done, "cpu": time.process_time() - cpu, "wall": time.monotonic() - wall, "memory": _memory() - before}


def _ours(workers: int) -> Callable[[Sequence[str]], int]:
    try:
        from civic.campaigns.finding.compiled import rows
    except ImportError:
        from civic.campaigns.finding.batches import sketches_of
        from civic.campaigns.finding.families import families_of

        return lambda texts: len(families_of(sketches_of(texts)))
    return lambda texts: len(rows.read(texts, workers).families())


def _rensa(texts: Sequence[str]) -> int:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=PEER_THRESHOLD, num_perm=PEER_HASHES, num_bands=32)
    for place, text in enumerate(texts):
        words = words_of(text)
        sign = RMinHash(num_perm=PEER_HASHES, seed=42)
        sign.update([" ".join(words[i : i + 4]) for i in range(max(1, len(words) - 3))])
        if not index.query(sign):
            index.insert(place, sign)
    return len(texts)


def _datasketch(texts: Sequence[str]) -> int:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=PEER_THRESHOLD, num_perm=PEER_HASHES)
    for place, text in enumerate(texts[:DATASKETCH_MOST]):
        words = words_of(text)
        sign = MinHash(num_perm=PEER_HASHES)
        sign.update_batch([" ".join(words[i : i + 4]).encode() for i in range(max(1, len(words) - 3))])
        if not index.query(sign):
            index.insert(str(place), sign)
    return min(len(texts), DATASKETCH_MOST)


def _memory() -> float:
    """The most memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- as comments arrive


def arrival(size: int, arrive: int = 300) -> None:
    """One comment at a time through the product's tables, with a commit each, into a docket that has ``size``."""
    from bench.fill import application_in, make_docket

    with tempfile.TemporaryDirectory(prefix="civic-bench-") as folder:
        app = application_in(Path(folder))
        with app.test_request_context("/"):
            from civic.campaigns.arriving import anything_arrived, look_at_arrivals
            from civic.database import db, writing

            with writing():
                docket_id = make_docket().id
            made = corpus(size + arrive, seed=3)
            _receive(docket_id, made[:1])
            _copy_rows(docket_id, made[1:size])
            _receive(docket_id, made[size:])
            waits, cpu, commits = [], [], []
            while anything_arrived():
                db.session.rollback()
                began, cpu_began = time.perf_counter(), time.process_time()
                with writing():
                    look_at_arrivals(1)
                    before_commit = time.perf_counter()
                now = time.perf_counter()
                waits.append((now - began) * 1000)
                commits.append((now - before_commit) * 1000)
                cpu.append((time.process_time() - cpu_began) * 1000)
                db.session.remove()
            size_of_file = sum(file.stat().st_size for file in Path(folder).rglob("civic.sqlite*")) / 1e6
            db.engine.dispose()
    told = ", ".join(f"{name} p50 {_at(row, 0.5):.1f} ms, p95 {_at(row, 0.95):.1f} ms" for name, row in (("by the clock", waits), ("its commit alone", commits), ("processor time", cpu)))
    print(f"arrival among {size:,}, a commit each, {len(waits)} comments: {told}; the database has {size_of_file:,.0f} MB")


def _at(row: list[float], share: float) -> float:
    return sorted(row)[int(len(row) * share)]


def _receive(docket_id: str, made: Sequence[Made]) -> None:
    from civic.comments.actions import Words, receive_comment
    from civic.comments.models import Comment
    from civic.database import db, writing
    from civic.dockets.models import Docket
    from civic.record.codes import Pair
    from civic.record.numbers import new_number

    taken = set(db.session.scalars(db.select(Comment.number)))
    db.session.rollback()
    for start in range(0, len(made), 200):
        with writing():
            docket = db.session.get_one(Docket, docket_id)
            for one in made[start : start + 200]:
                number = next(n for n in iter(new_number, None) if n not in taken)
                taken.add(number)
                receive_comment(docket, Words(one.text, stance=one.side), Pair(number, "", None))
        db.session.remove()


def _copy_rows(docket_id: str, made: Sequence[Made]) -> None:
    """As if these had been received and sorted in: rows like those of the one comment that was, and what the bulk run finds."""
    import sqlalchemy as sa

    from civic.campaigns.finding.campaigns import template_of
    from civic.campaigns.finding.engine import look_at
    from civic.campaigns.models import (
        Family,
        FamilyKind,
        FamilyState,
        Fingerprint,
        Member,
        MemberKind,
        SketchOf,
        ToLookAt,
    )
    from civic.campaigns.shelf import signed
    from civic.clock import today
    from civic.comments.models import Comment, Face
    from civic.database import db, random_id, writing

    comment, face = ({column.key: getattr(row, column.key) for column in model.__mapper__.column_attrs} for model in (Comment, Face) for row in [db.session.scalars(sa.select(model)).first()])
    db.session.rollback()
    many, ids = look_at([one.text for one in made], [one.side for one in made]), [random_id() for _ in made]
    families: dict[int, list[int]] = {}
    for place, label in enumerate(many.labels):
        families.setdefault(label, []).append(place)
    family_id = {label: random_id() for label, places in families.items() if len(places) > 1}
    letter = {label: template_of(families[label], many.sketches) for label in family_id}
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = {place: "".join(letters[(place >> shift) & 31] for shift in (25, 20, 15, 10, 5, 0)) for place in range(len(made))}
    first_key = face["sort_key"] - len(made) - 1
    sides = {label: next((made[place].side for place in places if made[place].side), "") for label, places in families.items()}
    kept: list[tuple[Any, Any]] = [
        (Comment, ({**comment, "id": ids[n], "number": number[n], "leaf_id": random_id(), "sort_key": first_key + n} for n in range(len(made)))),
        (Face, ({**face, "comment_id": ids[n], "number": number[n], "sort_key": first_key + n, "text": one.text, "excerpt": one.text[:200], "stance": one.side} for n, one in enumerate(made))),
        (SketchOf, ({"comment_id": ids[n], "docket_id": docket_id, "exact": one.exact, "prints": len(one.prints)} for n, one in enumerate(many.sketches))),
        (Family, ({"id": family, "docket_id": docket_id, "n": n, "template_id": ids[letter[label]], "kind": FamilyKind.LETTER, "state": FamilyState.SUGGESTED, "side": sides[label], "sponsor": "", "found_on": today()} for n, (label, family) in enumerate(family_id.items(), start=1))),
        (Member, ({"comment_id": ids[n], "docket_id": docket_id, "family_id": family_id[label], "kind": MemberKind.EXACT if n == letter[label] else MemberKind.EDITED, "by_person": False, "sort_key": first_key + n} for n, label in enumerate(many.labels) if label in family_id)),
    ]  # fmt: skip
    full: dict[int, int] = {}
    prints = [(signed(value), ids[label]) for label in families for value in many.sketches[label].prints if full.setdefault(value, 0) < 4 and not full.update({value: full[value] + 1})]  # type: ignore[func-returns-value]
    kept.append((Fingerprint, ({"docket_id": docket_id, "value": value, "comment_id": one} for value, one in sorted(prints))))
    for model, rows in kept:
        waiting = iter(rows)
        while chunk := list(islice(waiting, IN_ONE)):
            with writing():
                db.session.execute(sa.insert(model), chunk)
            db.session.remove()
    with writing():
        db.session.execute(sa.delete(ToLookAt))
    db.session.remove()


if __name__ == "__main__":
    print(json.dumps(_one_run(sys.argv[1], sys.argv[2])))
