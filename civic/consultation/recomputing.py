"""Computes the verdicts of a downloaded ledger file again, and says where they differ from those that the page showed.

    python verdicts.py FILE [--json]          as downloaded from the ledger page
    civic ledger verdicts FILE [--json]       where Civic is installed

Exit codes: 0 every verdict is the one that was shown, 1 at least one differs, 2 the file cannot be read.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from civic.consultation.evidence import Evidence
from civic.consultation.evidence_json import FORMAT, MalformedEvidence, evidence_from_json
from civic.consultation.verdicts import Verdict, verdict_on

LEDGER_FORMAT = "civic-ledger/1"
SAME, DIFFERENT, UNREADABLE = 0, 1, 2


@dataclasses.dataclass(frozen=True)
class Entry:
    """One office of the file: its evidence, and the verdict that the page showed (None before the decision)."""

    office: str
    evidence: Evidence
    shown: str | None


@dataclasses.dataclass(frozen=True)
class LedgerFile:
    docket: str
    decided: bool
    entries: tuple[Entry, ...]


def read_ledger(data: bytes) -> LedgerFile:
    """A whole ledger, or the evidence about one office. Raises MalformedEvidence with the place of the first fault."""
    try:
        plain = json.loads(data.decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise MalformedEvidence("The file is not text in UTF-8.") from error
    except json.JSONDecodeError as error:
        raise MalformedEvidence(f"The file is not JSON: line {error.lineno}, column {error.colno}.") from error
    except (RecursionError, ValueError) as error:
        raise MalformedEvidence("The file is not JSON of this kind.") from error
    if isinstance(plain, dict) and plain.get("format") == FORMAT:
        evidence = evidence_from_json(plain)
        return LedgerFile("", True, (Entry(evidence.consultee, evidence, None),))
    if not isinstance(plain, dict) or plain.get("format") != LEDGER_FORMAT:
        raise MalformedEvidence(f"The file has neither the format {LEDGER_FORMAT} nor {FORMAT}.")
    if not isinstance(plain.get("docket"), str) or not isinstance(plain.get("decided"), bool) or not isinstance(plain.get("entries"), list):
        raise MalformedEvidence("The file needs docket (words), decided (true or false) and entries (a list).")
    return LedgerFile(plain["docket"], plain["decided"], tuple(_entry(each, n) for n, each in enumerate(plain["entries"])))


def recomputed(ledger: LedgerFile) -> dict[str, Any]:
    """The verdicts as plain values. Before the decision there are none."""
    rows = [_row(entry, verdict_on(entry.evidence)) for entry in ledger.entries] if ledger.decided else []
    tally: dict[str, int] = {}
    for row in rows:
        tally[row["verdict"]] = tally.get(row["verdict"], 0) + 1
    return {
        "docket": ledger.docket, "decided": ledger.decided, "offices": len(ledger.entries), "tally": dict(sorted(tally.items())),
        "differ": sum(row["same"] is False for row in rows), "verdicts": rows,
    }  # fmt: skip


def told(result: dict[str, Any]) -> str:
    """The result as lines for a person."""
    if not result["decided"]:
        return f"The council has not decided. {result['offices']} offices are on the list, and none has a verdict yet."
    lines = [_line(row) for row in result["verdicts"]]
    sums = ", ".join(f"{name} {n}" for name, n in result["tally"].items())
    lines.append(f"{result['offices']} offices: {sums}." if lines else "No office is on the list.")
    if result["differ"]:
        lines.append(f"{result['differ']} verdicts differ from those that the page showed.")
    return "\n".join(lines)


def exit_code(result: dict[str, Any]) -> int:
    return DIFFERENT if result["differ"] else SAME


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="verdicts.py", description="Compute the verdicts of a ledger file again.")
    parser.add_argument("file", metavar="FILE", help="the file from the ledger page; - reads standard input")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    chosen = parser.parse_args(arguments)
    try:
        data = sys.stdin.buffer.read() if chosen.file == "-" else Path(chosen.file).read_bytes()
        result = recomputed(read_ledger(data))
    except OSError as error:
        sys.stderr.write(f"{chosen.file} cannot be read: {error.strerror}.\n")
        return UNREADABLE
    except ValueError as error:  # malformed, or a rule version that this program does not know
        sys.stderr.write(f"{chosen.file}: {error}\n")
        return UNREADABLE
    sys.stdout.write((json.dumps({"ok": True, "data": result, "warnings": []}) if chosen.json else told(result)) + "\n")
    return exit_code(result)


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _entry(plain: Any, n: int) -> Entry:
    place = f"entries[{n}]"
    if not isinstance(plain, dict) or not isinstance(plain.get("office"), str):
        raise MalformedEvidence(f"{place}: an office with its name belongs here.")
    shown = plain.get("shown")
    if shown is not None and not (isinstance(shown, dict) and isinstance(shown.get("verdict"), str)):
        raise MalformedEvidence(f"{place}.shown: a verdict or null belongs here.")
    try:
        evidence = evidence_from_json(plain.get("evidence"))
    except MalformedEvidence as error:
        raise MalformedEvidence(f"{place}: {error}") from error
    return Entry(plain["office"], evidence, shown["verdict"] if shown else None)


def _row(entry: Entry, verdict: Verdict) -> dict[str, Any]:
    counts = dataclasses.asdict(verdict.counts)
    return {
        "office": entry.office, "verdict": verdict.code.value, "row": verdict.row, "rules": verdict.rules, "counts": counts,
        "askings": [{name: _day_or_value(value) for name, value in dataclasses.asdict(asking).items()} for asking in verdict.askings],
        "contact": verdict.contact_standing, "used": list(verdict.used), "too_late_to_count": list(verdict.too_late_to_count),
        "shown": entry.shown, "same": None if entry.shown is None else entry.shown == verdict.code.value,
    }  # fmt: skip


def _day_or_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _line(row: dict[str, Any]) -> str:
    counts = row["counts"]
    parts = [row["office"], row["verdict"], f"row {row['row']}"]
    if counts["questions"]:
        parts.append(", ".join(f"{name} {counts[name]}" for name in ("questions", "answered", "declined", "waiting", "overdue")))
    if row["same"] is False:
        parts.append(f"DIFFERS: the page showed {row['shown']}")
    return "\t".join(parts)


if __name__ == "__main__":
    sys.exit(main())
