"""Whatever a clerk does to the structure, no word of the law moves and no name is given twice."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.database import Refusal
from civic.dockets import structure
from civic.dockets.importing.plain import read_pasted

TEXT = "Section 1. Purpose. It limits cameras.\n(a) First.\n(b) Second.\n\nSection 2. Reports. Each year. And fines follow.\n\nSection 3. End. Now."


def make_draft() -> SimpleNamespace:
    rows = [{**piece.__dict__, "wid": piece.eid} for piece in read_pasted(TEXT).provisions]
    return SimpleNamespace(text=TEXT, provisions=rows, history=[], plain_words={}, reasons={}, updated_at=None)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, app) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(structure, "record", lambda *_, **__: None)


STEPS = st.lists(st.tuples(st.sampled_from(["promote", "demote", "merge", "split", "rename", "undo"]), st.integers(0, 7), st.sampled_from(["Second", "And fines", "limits", ""])), max_size=12)


@given(steps=STEPS)
@settings(max_examples=60)
def test_any_steps_keep_the_text_and_the_names_apart(quiet, steps) -> None:  # type: ignore[no-untyped-def]
    """I-7 Provisions joined equal the text; I-9 a name belongs to one piece."""
    draft, docket = make_draft(), SimpleNamespace(versions=[])
    for kind, place, words in steps:
        wid = draft.provisions[place % len(draft.provisions)]["wid"]
        try:
            {
                "promote": lambda w=wid: structure.promote(draft, w, by=None), "demote": lambda w=wid: structure.demote(draft, w, by=None),
                "merge": lambda w=wid: structure.merge(draft, w, by=None), "undo": lambda: structure.undo(draft, by=None),
                "split": lambda w=wid, t=words: structure.split_at(docket, draft, w, t, by=None),
                "rename": lambda w=wid, t=words: structure.rename(draft, w, number=t, heading="", kind="section", by=None),
            }[kind]()  # fmt: skip
        except Refusal:
            continue
    assert "".join(row["text"] for row in draft.provisions) == TEXT
    for name in ("wid", "eid"):
        names = [row[name] for row in draft.provisions]
        assert len(names) == len(set(names)), name
    while draft.history:
        structure.undo(draft, by=None)
    assert draft.provisions == make_draft().provisions
