"""Every action of this domain, gathered from its parts."""

from civic.dockets.course import drop_planned_event, plan_process_event, record_process_event, take_back_step
from civic.dockets.facts.actions import check_fact, draft_facts, keep_facts, review_facts
from civic.dockets.lifecycle import (
    close_docket,
    create_docket,
    delete_draft_docket,
    describe_docket,
    publish_docket,
    say_who_was_asked_for_the_text,
    withdraw_docket,
)
from civic.dockets.notices import post_notice
from civic.dockets.texts import (
    answer_marks,
    discard_draft,
    explain_provisions,
    publish_version,
    read_findings,
    take_text,
    withdraw_version,
)
from civic.dockets.windows import enter_past_window, extend_window, open_window

__all__ = [
    "answer_marks", "check_fact", "close_docket", "create_docket", "delete_draft_docket", "describe_docket", "discard_draft", "draft_facts",
    "drop_planned_event", "enter_past_window", "explain_provisions", "extend_window", "keep_facts", "open_window", "plan_process_event", "post_notice", "publish_docket",
    "publish_version", "read_findings", "record_process_event", "review_facts", "say_who_was_asked_for_the_text", "take_back_step", "take_text",
    "withdraw_docket", "withdraw_version",
]  # fmt: skip
