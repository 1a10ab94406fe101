"""Reads a workflow file and says in one sentence each what is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from civic.dockets.workflows.definition import (
    ACTORS,
    CITATIONS,
    CLASSES,
    DAYS,
    PROOFS,
    QUESTIONS,
    RETURNS,
    RULES,
    STATES,
    VOICE,
    State,
    Threshold,
    Workflow,
)

TOP = {
    "key": str, "version": int, "holds_from": date, "name": dict, "sources": list, "unknown": list, "starts": list,
    "publication_required": bool, "voice_votes": list, "states": dict,
}  # fmt: skip
MAY_BE_THERE = {"thresholds": dict, "days": dict, "interruptions": dict}
STATE = {"who": str, "classes": list, "cites": list}
STATE_MAY = {"next": list, "label": dict, "meaning": dict, "days_after": dict, "lapses_to": str, "returns": str, "end": bool}


class WorkflowFault(Exception):
    """A workflow file that cannot be used; ``faults`` are the sentences, each naming its place in the file."""

    def __init__(self, where: str, faults: list[str]) -> None:
        super().__init__(f"{where}: " + " ".join(faults))
        self.where, self.faults = where, faults


def read_file(path: Path) -> Workflow:
    """Raises WorkflowFault."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkflowFault(path.name, [f"This is not a TOML file: {error}."]) from error
    return read(table, path.name)


def read(table: Mapping[str, Any], where: str = "workflow") -> Workflow:
    """Raises WorkflowFault with everything that is wrong; the shape first, the meaning once the shape is right."""
    if faults := [*_shape(table)]:
        raise WorkflowFault(where, faults)
    found = _build(table)
    if faults := [*_faults(found)]:
        raise WorkflowFault(where, faults)
    return found


def _shape(table: Mapping[str, Any]) -> Iterator[str]:
    yield from _keys("The file", table, TOP, MAY_BE_THERE)
    states = table.get("states")
    for name, state in states.items() if isinstance(states, dict) else ():
        if isinstance(state, dict):
            yield from _keys(f"State {name}", state, STATE, STATE_MAY)
        else:
            yield f"State {name} is not a table."
    for name, threshold in _tables(table, "thresholds"):
        yield from _keys(f"Threshold {name}", threshold, {"rule": str, "words": dict}, {})
    if isinstance(table.get("interruptions"), dict):
        yield from _keys("Interruptions", table["interruptions"], {"from": list, "to": list}, {})


def _tables(table: Mapping[str, Any], key: str) -> list[tuple[str, dict[str, Any]]]:
    found = table.get(key)
    return [(name, one) for name, one in found.items() if isinstance(one, dict)] if isinstance(found, dict) else []


def _keys(what: str, table: Mapping[str, Any], needed: Mapping[str, type], optional: Mapping[str, type]) -> Iterator[str]:
    for key in sorted(set(table) - set(needed) - set(optional)):
        yield f"{what} has no key {key}."
    for key in sorted(set(needed) - set(table)):
        yield f"{what} lacks {key}."
    for key, kind in {**needed, **optional}.items():
        if key in table and type(table[key]) is not kind:
            yield f"{what}: {key} must be {_named(kind)}."


def _named(kind: type) -> str:
    return {str: "words", int: "a whole number", date: "a day", dict: "a table", list: "a list", bool: "true or false"}[kind]


def _build(table: Mapping[str, Any]) -> Workflow:
    states = {
        name: State(
            name, state["who"], tuple(state.get("next", ())), tuple(state["classes"]), tuple(state["cites"]), state.get("label", {}),
            state.get("meaning", {}), state.get("days_after", {}), state.get("lapses_to"), state.get("returns"), state.get("end", False),
        )
        for name, state in table["states"].items()
    }  # fmt: skip
    thresholds = {name: Threshold(one["rule"], one["words"]) for name, one in _tables(table, "thresholds")}
    between = table.get("interruptions", {"from": [], "to": []})
    return Workflow(
        table["key"], table["version"], table["holds_from"], table["name"], tuple(table["sources"]), tuple(table["unknown"]),
        tuple(table["starts"]), table["publication_required"], tuple(table["voice_votes"]), thresholds, table.get("days", {}), states,
        tuple(between["to"]), tuple(between["from"]),
    )  # fmt: skip


def _faults(found: Workflow) -> Iterator[str]:
    if not found.key.replace("-", "").isalnum() or found.key != found.key.lower() or len(found.key) > 40:
        yield "The key may hold small letters, digits and hyphens, 40 at most."
    if found.version < 1:
        yield "The first version is 1."
    if not found.starts:
        yield "The file names no state in which a matter starts."
    yield from _unknown_words(found)
    named = {*found.starts, *found.interrupts, *found.interrupted, *(n for s in found.states.values() for n in s.next)}
    named |= {s.lapses_to for s in found.states.values() if s.lapses_to} | {n for s in found.states.values() for n in s.days_after}
    missing = sorted(str(name) for name in named if name not in found.states)
    for name in missing:
        yield f"{name} is named, but the file describes no such state."
    if not missing:
        yield from _ways(found)
        yield from _promises(found)


def _unknown_words(found: Workflow) -> Iterator[str]:
    yield from _among("a state", found.states, STATES)
    yield from _among("a threshold", found.thresholds, QUESTIONS)
    yield from _among("a rule for votes", [one.rule for one in found.thresholds.values()], RULES)
    yield from _among("a motion that can be decided by voice", found.voice_votes, VOICE)
    yield from _among("a time rule", found.days, DAYS)
    for name, days in found.days.items():
        if type(days) is not int or days < 1:
            yield f"The time rule {name} must be a whole number of days. Leave out what is not known."
    for state in found.states.values():
        yield from _among(f"an actor of {state.name}", [state.who], ACTORS)
        yield from _among(f"a class of {state.name}", state.classes, CLASSES)
        yield from _among(f"something that {state.name} can cite", state.cites, CITATIONS)
        if not state.cites:
            yield f"State {state.name} has no citation rule: say what a step into it must cite."
        if any(type(days) is not int or days < 1 for days in state.days_after.values()):
            yield f"State {state.name}: days_after must be whole numbers of days."
    for words in (found.name, *(w for t in found.thresholds.values() for w in [t.words]), *(s.label for s in found.states.values() if s.label), *(s.meaning for s in found.states.values() if s.meaning)):
        if not words.get("en") or not all(isinstance(one, str) for one in words.values()):
            yield "Words are given by language, and English (en) is always among them."


def _among(what: str, names: Any, known: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"{name} is not {what}. Known are: {', '.join(known)}."


def _ways(found: Workflow) -> Iterator[str]:
    """Every state can be reached, and every way goes on or ends on purpose."""
    reached, ahead = set(found.starts), list(found.starts)
    while ahead:
        for name in found.after(ahead.pop()):
            if name not in reached:
                reached.add(name)
                ahead.append(name)
    for name in found.states:
        if name not in reached:
            yield f"State {name} cannot be reached."
    for state in found.states.values():
        if state.end and (state.next or state.name in found.interrupted):
            yield f"State {state.name} is an end, so nothing comes after it."
        if not state.end and not state.next and state.name != "postponed":
            yield f"State {state.name} is a dead end: name what comes next, or mark it as an end."


def _promises(found: Workflow) -> Iterator[str]:
    """What no file may loosen: I-11, I-13, I-14, and a postponement that goes back to where it was."""
    for name, proofs in PROOFS.items():
        if name in found.states and (loose := set(found.states[name].cites) - proofs):
            yield f"State {name} must rest on {' or '.join(sorted(proofs))}, not on {', '.join(sorted(loose))}."
    for name in ("presented", "signed", "unsigned", "vetoed", "overridden", "published", "effective", "codified"):
        if name in found.states and _reaches_without(found, name, "passed"):
            yield f"State {name} can be reached without passed."
    if found.publication_required and "effective" in found.states and _reaches_without(found, "effective", "published"):
        yield "Publication is required, but effective can be reached without published."
    put_off = found.states.get("postponed")
    if put_off is not None and (put_off.returns not in RETURNS or put_off.next or "postponed" not in found.interrupts):
        yield f"State postponed goes back to the state that it left: list it in interruptions, give it no next, and say returns = {' or '.join(RETURNS)}."
    for state in found.states.values():
        if state.returns is not None and state.name != "postponed":
            yield f"State {state.name}: only a postponement returns."
        if state.lapses_to is not None and state.lapses_to not in state.next:
            yield f"State {state.name} lapses to {state.lapses_to}, which is not among what comes next."


def _reaches_without(found: Workflow, goal: str, gate: str) -> bool:
    """Whether a matter can come to ``goal`` on a way that never goes through ``gate``."""
    seen = {name for name in found.starts if name != gate}
    ahead = list(seen)
    while ahead:
        for name in found.after(ahead.pop()):
            if name != gate and name not in seen:
                seen.add(name)
                ahead.append(name)
    return goal in seen
