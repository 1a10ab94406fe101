"""Known answers: those of the design where its folder lies beside the checkout, and our own everywhere."""

import json
from pathlib import Path

import pytest

from civic.record.note import VerifierKey


@pytest.fixture(scope="session")
def example(shared_design: Path) -> dict:
    return json.loads((shared_design / "record-example.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def example_keys(example: dict) -> dict[str, VerifierKey]:
    return {use: VerifierKey.parse(key["vkey"]) for use, key in example["keys"].items()}


@pytest.fixture(scope="session")
def refused(example: dict) -> dict[str, list[dict]]:
    """The inputs that must be refused, by their kind."""
    found: dict[str, list[dict]] = {}
    for each in example["must_be_refused"]:
        found.setdefault(each["kind"], []).append(each)
    assert sum(map(len, found.values())) == 10
    return found


@pytest.fixture(scope="session")
def vectors() -> dict:
    return json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
