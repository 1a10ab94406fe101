"""A docket with a published summary and a second version that changed section 2."""

from __future__ import annotations

from tests.factories import TEXT, make_version
from tests.summaries.arrange import make_summary
from tests.themes.arrange import Study

CHANGED_TEXT = TEXT.replace("use face recognition.", "use face recognition, in writing or in speech.")


def make_answered_study() -> Study:
    study, _ = make_summary()
    make_version(study.docket, CHANGED_TEXT)
    return study
