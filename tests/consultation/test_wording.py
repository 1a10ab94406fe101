"""The sentence for each row, in English and as the rule allows it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from civic.consultation.askings import Counts
from civic.consultation.verdicts import Asking, Verdict, VerdictCode
from civic.consultation.wording import VERDICT_NAMES, verdict_line

MAY_3 = Asking("i1", 1, date(2025, 5, 2), date(2025, 5, 3), date(2025, 5, 17), 14, 14, True, True)
UNDELIVERED = replace(MAY_3, delivered_on=None, days_given=None)


@pytest.fixture(autouse=True)
def in_english():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


LINES = [
    (Verdict(VerdictCode.NOT_RECORDED, 1, 1), "Not recorded. The decision came before this ledger began."),
    (Verdict(VerdictCode.NOTIFIED_ONLY, 2, 1), "Notified only. A public notice is on record, and no invitation."),
    (
        Verdict(VerdictCode.CONTACT_CLAIMED, 3, 1, contact_standing="contested"),
        "Contact claimed, and the office contests it. No invitation is on record.",
    ),
    (Verdict(VerdictCode.NOT_ASKED, 4, 1), "Not asked. No invitation, notice or contact is on record."),
    (
        Verdict(VerdictCode.ASKED_UNDELIVERED, 5, 1, askings=(UNDELIVERED,)),
        "Not delivered. An invitation left May 2; nothing shows that it arrived.",
    ),
    (
        Verdict(VerdictCode.ASKED_OTHER_VERSION, 6, 1, askings=(MAY_3,)),
        "Another version. An invitation arrived May 3 about version 1, not about the text decided on.",
    ),
    (
        Verdict(VerdictCode.ASKED_TOO_LATE, 7, 1, askings=(MAY_3,), answered_on=date(2025, 5, 9)),
        "Asked late; answered May 9.",
    ),
    (
        Verdict(VerdictCode.ASKED_TOO_LATE, 7, 1, askings=(MAY_3,), declined_on=date(2025, 5, 9)),
        "Asked late; declined May 9.",
    ),
    (
        Verdict(VerdictCode.ASKED_TOO_LATE, 7, 1, askings=(MAY_3,)),
        "Asked late, May 3 on version 1; no reply before the decision.",
    ),
    (
        Verdict(VerdictCode.ASKED_AND_ANSWERED, 8, 1, Counts(7, 5, 1, 0, 1), (MAY_3,), date(2025, 5, 9)),
        "Asked May 3 on version 1. Answered 5 of 7 questions, declined 1, overdue 1.",
    ),
    (
        Verdict(VerdictCode.ASKED_AND_ANSWERED, 8, 1, Counts(2, 1, 0, 1, 0, 1), (MAY_3, replace(MAY_3, version=2))),
        "Asked May 3 on version 1. Again May 3 on version 2. Answered 1 of 2 questions, waiting 1. "
        "Statements beyond the questions: 1.",
    ),
    (
        Verdict(VerdictCode.ASKED_DECLINED, 9, 1, Counts(2, 0, 2), (MAY_3,), declined_on=date(2025, 5, 9)),
        "Asked May 3 on version 1. Declined May 9. Answered 0 of 2 questions, declined 2.",
    ),
    (
        Verdict(VerdictCode.ASKED_NO_REPLY, 10, 1, Counts(7, overdue=7), (MAY_3,)),
        "Asked May 3 on version 1. No reply. Answered 0 of 7 questions, overdue 7.",
    ),
    (
        Verdict(VerdictCode.ASKED_TOO_LATE, 11, 1, Counts(7, waiting=7), (MAY_3,)),
        "Asked late; the time to answer ran to the end of May 17, and the decision came first. No reply.",
    ),
]


@pytest.mark.parametrize(("verdict", "line"), LINES, ids=[f"row-{v.row}-{n}" for n, (v, _) in enumerate(LINES)])
def test_the_line_of_each_row(verdict, line):
    assert verdict_line(verdict) == line


@pytest.mark.parametrize(("verdict", "line"), LINES)
def test_only_rows_8_to_10_say_asked_and_rows_7_and_11_say_asked_late(verdict, line):
    """I-45 a notice, a contact, an undelivered or another text's invitation is never worded "asked"."""
    for words in (line, str(VERDICT_NAMES[verdict.code])):
        said = re.findall(r"(?<!not )\basked\b(?: late)?", words.lower())
        if verdict.row in (8, 9, 10):
            assert said
            assert "asked late" not in said
        elif verdict.row in (7, 11):
            assert set(said) == {"asked late"}
        else:
            assert not said


@pytest.mark.parametrize(("verdict", "line"), LINES)
def test_no_line_words_silence_as_support(verdict, line):
    """I-46 silence is nowhere worded as support."""
    assert not re.search(r"support|agree|consent|approv|assent|no objection", line.lower())
