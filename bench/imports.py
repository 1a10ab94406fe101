"""Reads real bills of New York's council through the Legistar reader and prints what it found.

    python bench/imports.py …/nyc_legislation

Two figures: in how many of the bills with two or more printed section marks each mark got a piece of its own, and in
how many bills the pieces joined give the text back, letter by letter. Nothing is stored.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
MARK = re.compile(r"^[ \t]*(?:Section[ \t]+1\.|[§\ufffd]{1,2}[ \t]*\d+\.)", re.MULTILINE)


def starts_of(imported) -> set[int]:  # type: ignore[no-untyped-def]
    starts, offset = set(), 0
    for piece in imported.provisions:
        starts.add(offset)
        offset += len(piece.text)
    return starts


def main(folder: Path) -> None:
    from civic import create_app
    from civic.dockets.importing.legistar import read_legistar
    from civic.dockets.importing.result import ImportRefused

    files = sorted((folder / "surveillance_bills").glob("*.json"))
    started, bills, joined, marked, whole, findings, refused = time.perf_counter(), 0, 0, 0, 0, Counter(), Counter()
    marks_seen = marks_met = 0
    with create_app().app_context(), gzip.open(folder / "introductions.jsonl.gz") as lines:
        single = sum(bool(read_legistar(file.read_bytes()).provisions) for file in files)
        for line in lines:
            try:
                imported = read_legistar(line)
            except ImportRefused as reason:
                refused[str(reason)] += 1
                continue
            if not imported.text:
                continue
            bills += 1
            joined += "".join(piece.text for piece in imported.provisions) == imported.text
            findings.update(finding.code.value for finding in imported.findings)
            marks = len(MARK.findall(imported.text))
            if marks >= 2:
                marked += 1
                whole += len(imported.provisions) >= marks
                marks_seen += marks
                marks_met += len(starts_of(imported) & {found.start() for found in MARK.finditer(imported.text)})
    print(f"{len(files)} single files, {single} read into pieces")
    print(f"{bills} bills with a text; refused: {dict(refused) or 'none'}; {time.perf_counter() - started:.1f} s on {os.cpu_count()} cores")
    print(f"pieces joined equal the text: {joined} of {bills} ({100 * joined / bills:.1f} %)")
    print(f"two or more section marks: {marked}; a piece per mark or more: {whole} ({100 * whole / marked:.1f} %)")
    print(f"of {marks_seen:,} section marks in these, {marks_met:,} begin a piece ({100 * marks_met / marks_seen:.2f} %)")
    for code, count in findings.most_common():
        print(f"{count:7,}  {code}")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, help="the one that holds introductions.jsonl.gz")
    main(asked.parse_args().folder)
