"""A draft that passes every check, on the docket of tests/themes/arrange.py."""

from __future__ import annotations

from typing import Any

from civic.summaries.actions import ask_for_approval, start_draft, write_sentence
from civic.summaries.models import Summary, SummaryDraft
from civic.summaries.publishing import publish_summary
from civic.themes.actions import publish_codebook
from tests.themes.arrange import Study, make_study


def make_draft(study: Study | None = None, *, interim: bool = False, **more: Any) -> tuple[Study, SummaryDraft]:
    study = study or make_study(**more)
    publish_codebook(study.docket, by=study.analyst)
    draft = start_draft(study.docket, interim=interim, by=study.analyst)
    errors, safety = study.errors.id, study.safety.id

    def write(kind: str, text: str, *keys: str, **rest: Any) -> None:
        write_sentence(draft, kind=kind, text=text, cites=study.numbers(*keys), by=study.analyst, **rest)

    write("number", "{count} of {readable} comments are marked for the law.", query={"stance": "support"})
    write("finding", "Most texts in this theme tell of a wrong match ({cited} of {texts}).", "a", "b", theme=errors)
    write("quote", "One text says: “{quote}”", "b", theme=errors, quote="A wrong match can ruin a life in one day.")
    write("opposing", "One text says that a match is only a tip.", "c", theme=errors)
    write("finding", "One text tells of a sister who was hurt.", "d", theme=safety)
    write("opposing", "One text backs the law all the same.", "e", theme=safety)
    write("limits", "People chose to write. This is not a poll.")
    return study, draft


def make_summary(study: Study | None = None, **more: Any) -> tuple[Study, Summary]:
    study, draft = make_draft(study, **more)
    ask_for_approval(draft, by=study.analyst)
    return study, publish_summary(draft, by=study.approver)
