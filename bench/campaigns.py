"""How well and how fast campaigns are found: made-up comments with known letters, peers in the same run, and real data where it lies.

    python bench/campaigns.py                       # about five minutes
    python bench/campaigns.py --full                # up to a million comments
    python bench/campaigns.py --data FOLDER         # the folder of real data sets; left out where it is not there

Peers (rensa, datasketch) are measured when they are installed: `pip install rensa datasketch`. They are no part of the product.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.campaign_speed import arrival, speed
from bench.campaign_texts import (
    HARD,
    NORMAL,
    Letter,
    Made,
    copy_of,
    corpus,
    key_block,
    mad_lib,
    paragraph,
    turned_round,
)
from civic.campaigns.finding.campaigns import find_campaigns
from civic.campaigns.finding.engine import find_families
from civic.campaigns.finding.families import groups
from civic.campaigns.finding.words import words_of

SEEDS = (11, 12, 13)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--full", action="store_true", help="up to a million comments")
    asked.add_argument("--sizes", default="", help="numbers of comments, with commas")
    asked.add_argument("--arrival", type=int, default=0, help="comments on the docket into which others arrive")
    asked.add_argument("--only", choices=("accuracy", "speed", "arrival", "data"), help="one part")
    asked.add_argument("--data", type=Path, default=Path(os.environ.get("CIVIC_BENCH_DATA", "data")))
    asked.add_argument("--print", dest="printed", action="store_true", help="print the five largest families of the real comments in full")
    chosen = asked.parse_args()
    sizes = [int(n) for n in chosen.sizes.split(",")] if chosen.sizes else [10_000, 100_000, 1_000_000] if chosen.full else [10_000, 100_000]
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}")
    if chosen.only in (None, "accuracy"):
        accuracy()
        traps()
        recurrence()
    if chosen.only in (None, "speed"):
        speed(sizes)
    if chosen.only in (None, "arrival"):
        arrival(chosen.arrival or (100_000 if chosen.full else 20_000))
    if chosen.only in (None, "data"):
        if chosen.data.is_dir():
            real(chosen.data, chosen.printed)
        else:
            print(f"real data: {chosen.data} is not here, left out")
    print(f"load {os.getloadavg()[0]:.1f} at the end")


# --- how well


def score(made: Sequence[Made], labels: Sequence[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs."""
    true = [one.family if one.family >= 0 else -2 - place for place, one in enumerate(made)]
    both = _pairs(zip(labels, true, strict=True))
    precision, recall = both / max(1, _pairs(labels)), both / max(1, _pairs(true))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def kept(made: Sequence[Made], labels: Sequence[int], kind: str) -> float:
    """Share of the copies of this kind that are in the main group of their letter."""
    where: dict[int, Counter[int]] = defaultdict(Counter)
    for one, label in zip(made, labels, strict=True):
        where[one.family][label] += 1
    main = {family: count.most_common(1)[0][0] for family, count in where.items()}
    rows = [label == main[one.family] for one, label in zip(made, labels, strict=True) if one.kind == kind]
    return sum(rows) / max(1, len(rows))


def joined(made: Sequence[Made], labels: Sequence[int], kinds: tuple[str, ...]) -> float:
    """Share of comments of nobody's letter that were put with another one."""
    sizes = Counter(labels)
    rows = [sizes[label] > 1 for one, label in zip(made, labels, strict=True) if one.kind in kinds]
    return sum(rows) / max(1, len(rows))


def accuracy() -> None:
    for name, mix in (("normal", NORMAL), ("hard", HARD)):
        rows = []
        for seed in SEEDS:
            made = corpus(10_000, mix=mix, seed=seed)
            labels = find_families([one.text for one in made], [one.side for one in made])
            rows.append((*score(made, labels), joined(made, labels, ("unique",)), joined(made, labels, ("footer", "title")), kept(made, labels, "long" if mix is HARD else "personal")))
        p, r, f, unique, trap, own = (statistics.mean(column) for column in zip(*rows, strict=True))
        print(f"{name} mix, 3 x 10,000: precision {p:.4f}, recall {r:.4f}, F1 {f:.4f}; long own words kept {own:.4f}; unique joined {unique:.4%}; under footers and titles {trap:.2%}")


def traps() -> None:
    chance = random.Random(21)
    wrong = labelled = 0
    for _ in range(200):
        letter = Letter([paragraph(chance, 1) for _ in range(chance.randint(4, 8))], chance.choice(("support", "oppose")))
        texts = [copy_of(letter, "exact", chance) for _ in range(3)] + [turned_round(letter) for _ in range(3)]
        labels = find_families(texts)
        wrong += bool(set(labels[:3]) & set(labels[3:]))
        labels = find_families(texts[:3] * 2, ["support"] * 3 + ["oppose"] * 3)
        labelled += bool(set(labels[:3]) & set(labels[3:]))
    print(f"letters turned round, of 200 merged: {wrong} where nobody stated a stance, {labelled} where they did")


def recurrence() -> None:
    for letters in (30, 60, 200):
        made = [*mad_lib(letters), *key_block(letters), *corpus(3_000, seed=5)]
        random.Random(2).shuffle(made)
        began = time.monotonic()
        result = find_campaigns([one.text for one in made], [one.side for one in made])
        sizes: dict[str, Counter[int]] = defaultdict(Counter)
        for one, label in zip(made, result.labels, strict=True):
            sizes[one.kind][label] += 1
        told = []
        for kind in ("mad-lib", "key block"):
            label, n = sizes[kind].most_common(1)[0]
            others = sum(count[label] for other, count in sizes.items() if other != kind)
            told.append(f"{kind} {n}/{letters} with {others} others")
        print(f"{letters} letters each among 3,000: {', '.join(told)}; {len(result.possibly_related)} pairs possibly related; {time.monotonic() - began:.1f} s")


# --- real data, where it lies


def real(folder: Path, printed: bool) -> None:
    comments = [json.loads(line) for line in (folder / "mpls_charter_2020" / "comments.jsonl").read_text().splitlines()]
    texts = [row["text"] for row in comments]
    began = time.monotonic()
    result = find_campaigns(texts)
    members = sum(len(one.members) for one in result.families)
    print(f"Minneapolis: {len(texts)} comments, {len(result.families)} families with {members}, largest {[len(one.members) for one in result.families[:5]]}, {len(result.possibly_related)} pairs possibly related, {time.monotonic() - began:.1f} s")
    if printed:
        for one in result.families[:5]:
            print(f"=== {one.kind}, {len(one.members)} comments, letter {comments[one.template]['id']}")
            for place in one.members:
                print(f"--- {comments[place]['id']}\n{texts[place]}")
    hidden(folder, texts)
    federal(folder)
    footers(folder)


def hidden(folder: Path, texts: list[str]) -> None:
    letters = [json.loads(line) for line in (folder / "fcc_17-108_campaigns" / "madlib_generated_dev.jsonl").read_text().splitlines()]
    for n in (1000, 400, 200, 100, 60, 30):
        chosen = random.Random(1).sample(letters, n)
        of = ["" for _ in texts] + [str(row["campaign"]) for row in chosen]
        labels = find_campaigns([*texts, *(row["text"] for row in chosen)], weak=False).labels
        found = wrong = 0
        for campaign in sorted(set(of) - {""}):
            label, size = Counter(label for label, name in zip(labels, of, strict=True) if name == campaign).most_common(1)[0]
            if size > 1:
                found += size
                wrong += sum(1 for one, name in zip(labels, of, strict=True) if one == label and name != campaign)
        print(f"{n} phrase letters of two campaigns hidden among them: {found / n:.3f} found, {wrong} others wrongly joined")


def federal(folder: Path) -> None:
    for file in sorted((folder / "gsa_cdo_dedup").glob("*.csv")):
        csv.field_size_limit(10**7)
        rows = list(csv.DictReader(file.open(encoding="utf-8", newline="")))
        labels = find_campaigns([row["text"] for row in rows], weak=False).labels
        for level, theirs in (("their connected texts", [row["comp"] for row in rows]), ("their clusters", [f"{row['comp']}.{row['clust']}" for row in rows])):
            both = _pairs(zip(labels, theirs, strict=True))
            print(f"{file.stem}, {len(rows)} texts against {level}: {both / max(1, _pairs(labels)):.3f} of our pairs are theirs, {both / max(1, _pairs(theirs)):.3f} of theirs are ours")


def footers(folder: Path) -> None:
    rows = list(csv.DictReader((folder / "usda_2017_0002_sample" / "text_comments.csv").open(encoding="utf-8", newline="")))
    texts = [row["Text Comment"] for row in rows]
    found = groups(find_campaigns(texts, weak=False).labels)
    bare = [[" ".join(words_of(texts[place].split("\nRe:")[0])) for place in members] for members in found]
    alone = sum(len(set(own)) > 1 and not groups(find_families(own)) for own in bare)
    print(f"footer set: {len(texts)} texts, families {[len(members) for members in found]}, {alone} of them by the footer alone")


def _pairs(labels: object) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(labels).values())  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
