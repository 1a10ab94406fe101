"""All workflows of this installation: those that come with the software, and the city's own in its data folder."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from flask import current_app, has_app_context

from civic.dockets.workflows.definition import Workflow
from civic.dockets.workflows.reading import WorkflowFault, read_file

SHIPPED = Path(__file__).parent
OWN = "workflows"  # a folder in the data folder


def every_workflow() -> list[Workflow]:
    """By key, then version. Raises WorkflowFault where a file of the city cannot be used."""
    own = current_app.config["CIVIC"].data / OWN if has_app_context() else None
    return list(_read_all(SHIPPED, own if own is not None and own.is_dir() else None))


def workflow_keys() -> list[str]:
    return list(dict.fromkeys(found.key for found in every_workflow()))


def workflow_with(key: str, version: int) -> Workflow | None:
    return next((found for found in every_workflow() if (found.key, found.version) == (key, version)), None)


def workflow_holding(key: str, on: date) -> Workflow | None:
    """The version that holds on a day; before the first one begins, the first."""
    versions = [found for found in every_workflow() if found.key == key]
    holding = [found for found in versions if found.holds_from <= on]
    return holding[-1] if holding else next(iter(versions), None)


def forget() -> None:
    """Read the files again when they are next asked for."""
    _read_all.cache_clear()


@lru_cache(maxsize=8)
def _read_all(*folders: Path | None) -> tuple[Workflow, ...]:
    found: dict[tuple[str, int], tuple[Workflow, Path]] = {}
    for path in (path for folder in folders if folder is not None for path in sorted(folder.glob("*.toml"))):
        workflow = read_file(path)
        name = (workflow.key, workflow.version)
        if name in found:
            raise WorkflowFault(path.name, [f"Version {workflow.version} of {workflow.key} is in {found[name][1].name} already. A changed workflow is a new version."])
        found[name] = (workflow, path)
    ordered = [found[name][0] for name in sorted(found)]
    for one, later in zip(ordered, ordered[1:], strict=False):
        if one.key == later.key and later.holds_from <= one.holds_from:
            raise WorkflowFault(found[later.key, later.version][1].name, [f"Version {later.version} must hold from a later day than version {one.version}."])
    return tuple(ordered)
