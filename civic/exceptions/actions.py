"""Every action of this domain, gathered from its parts."""

from civic.exceptions.clauses import record_clause, record_duty
from civic.exceptions.deciding import (
    Term,
    accept_request,
    close_condition,
    decide_request,
    give_back,
    hold_hearing,
    revoke_grant,
    set_hearing,
)
from civic.exceptions.filing import (
    drop_draft,
    file_draft,
    keep_draft,
    start_draft,
    start_renewal,
    withdraw_request,
    write_again,
)
from civic.exceptions.oversight import correct_report, dispose_of, file_report, keep_report, log_use, record_receipt
from civic.exceptions.sealing import read_sealed, review_seal

__all__ = [
    "Term", "accept_request", "close_condition", "correct_report", "decide_request", "dispose_of", "drop_draft", "file_draft", "file_report",
    "give_back", "hold_hearing", "keep_draft", "keep_report", "log_use", "record_clause", "record_duty", "read_sealed", "record_receipt", "review_seal", "revoke_grant",
    "set_hearing", "start_draft", "start_renewal", "withdraw_request", "write_again",
]  # fmt: skip
