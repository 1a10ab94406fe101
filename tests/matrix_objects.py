"""A sensible object for every argument of every address, found in the demonstration; what it has none of is made here."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from werkzeug.routing import Rule

from civic.campaigns import models as campaigns
from civic.clock import today
from civic.comments.models import Face, State
from civic.consultation import models as asking
from civic.council import models as council
from civic.database import db
from civic.dockets.models import Docket, DocketKind
from civic.exceptions import models as exceptions
from civic.exceptions import oversight_models as oversight
from civic.exceptions import reporting
from civic.exchange.models import Import
from civic.letters import models as letters
from civic.letters.entered_models import EnteredLetter
from civic.letters.organisation_models import Representative
from civic.moderation.models import Appeal, Decision
from civic.notices.models import Job, Message
from civic.outcomes import models as outcomes
from civic.people import models as people
from civic.people.queries import account_by_email
from civic.statements.models import Issue
from civic.summaries import models as summaries
from civic.themes.models import Theme

NOTHING = "A" * 22  # the id of nothing
IN_THE_MIDDLE = ("amendments.", "dockets.", "exchange.", "moderation.", "themes.code", "summary_drafts.", "comments.write", "comments.sent", "members.position", "writing.")


def first(model: Any, *conditions: Any, order: Any = None) -> Any:
    query = sa.select(model).where(*conditions)
    return db.session.scalars(query.order_by(order if order is not None else model.id).limit(1)).first()


def chens(model: Any, *conditions: Any) -> Any:
    """The first row about the police chief's office, on the docket in the middle where there is one."""
    entry = model.id if model is asking.RosterEntry else model.entry_id
    query = sa.select(model).where(entry.in_(sa.select(asking.RosterEntry.id).join(people.Office, people.Office.id == asking.RosterEntry.office_id).where(people.Office.title == "Chief of Police")))
    middle = entry.in_(sa.select(asking.RosterEntry.id).join(Docket, Docket.id == asking.RosterEntry.docket_id).where(Docket.number.endswith("-021")))
    return db.session.scalars(query.where(*conditions).order_by(middle.desc(), model.id).limit(1)).first()


def the_chiefs(model: Any) -> Any:
    """The first one of the police chief's office among exceptions and reports."""
    return first(model, model.office_id.in_(sa.select(people.Office.id).where(people.Office.title == "Chief of Police")))


class Objects:
    """Ids by the name of the argument; a few views need another one than the rest."""

    def __init__(self) -> None:
        year = today().year
        self.done, self.middle = f"{year}-014", f"{year}-021"
        self.known: dict[str, Any] = {}

    def arguments(self, rule: Rule) -> dict[str, Any]:
        return {name: self.value(rule.endpoint, name) for name in rule.arguments}

    def value(self, endpoint: str, name: str) -> Any:
        key = f"{endpoint}:{name}" if f"{endpoint}:{name}" in SPECIAL else name
        if name == "docket" and key == name:
            return self.middle if endpoint.startswith(IN_THE_MIDDLE) else self.done
        if key not in self.known:
            self.known[key] = (SPECIAL.get(key) or PLAIN.get(name) or (lambda: NOTHING))()
        return self.known[key]


def _id(found: Any) -> str:
    return found.id if found is not None else NOTHING


def _comment() -> str:
    return first(Face, Face.state == State.PUBLISHED, order=Face.number).number


def _docket(number: str) -> Docket:
    return first(Docket, Docket.number == number)


PLAIN: dict[str, Any] = {
    "comment": _comment, "n": lambda: 1, "a": lambda: 1, "b": lambda: 2, "name": lambda: "3", "wid": lambda: first(Docket, Docket.number.endswith("-021")).versions[0].provisions[0].wid,
    "letter": lambda: _id(first(letters.Letter, letters.Letter.organisation_id.in_(_own_organisations()), order=letters.Letter.sign_by.desc())),
    "organisation": lambda: _own_organisations()[0],
    "entry": lambda: _id(chens(asking.RosterEntry)),
    "invitation": lambda: _id(chens(asking.Invitation)),
    "question": lambda: _id(chens(asking.Question, asking.Question.invitation_id.is_not(None))),
    "response": lambda: _id(chens(asking.Response)), "contact": lambda: _id(chens(asking.ExternalContact)),
    "delivery": lambda: _id(first(asking.DeliveryEvent, asking.DeliveryEvent.invitation_id == chens(asking.Invitation).id)), "reach": lambda: _id(chens(asking.NoticeReach)), "judgement": lambda: _id(first(asking.ChangeJudgement)),
    "body": lambda: _id(first(council.Body)), "motion": lambda: _id(first(council.Motion)), "vote_event": lambda: _id(first(council.VoteEvent, council.VoteEvent.motion_id.is_not(None))), "executive_action": lambda: _id(first(council.ExecutiveAction)), "theme": lambda: _id(first(Theme)),
    "appeal": lambda: _id(first(Appeal)), "decision": lambda: _id(first(Decision)), "message": lambda: _id(first(Message)),
    "sentence": lambda: _id(first(summaries.Sentence)), "draft_sentence": lambda: _id(first(summaries.DraftSentence)), "summary_dispute": lambda: _id(first(summaries.SummaryDispute)),
    "disposition_draft": lambda: _id(first(outcomes.DispositionDraft)), "disposition": lambda: _id(first(outcomes.Disposition)), "promise": lambda: _id(first(outcomes.Promise)),
    "clause": lambda: _id(first(exceptions.ExceptionClause)), "asked": lambda: _id(the_chiefs(exceptions.ExceptionRequest)), "draft": lambda: _id(the_chiefs(exceptions.ExceptionDraft)),
    "condition": lambda: _id(first(oversight.ExceptionCondition)), "filing": lambda: _id(first(exceptions.ExceptionFiling)), "field": lambda: "purpose",
    "report": lambda: _id(first(oversight.ComplianceReport)), "receipt": lambda: _id(the_chiefs(oversight.Receipt)), "reporting_duty": lambda: _id(the_chiefs(oversight.ReportingDuty)),
    "account": lambda: account_by_email("milo@mardenfalls.example").id, "office": lambda: _id(first(people.Office)), "key": lambda: "late_hours", "session": lambda: NOTHING,
    "token": lambda: NOTHING, "starts": lambda: today().isoformat(), "import_": lambda: _id(first(Import)), "job": lambda: _id(first(Job)), "issue": lambda: _id(first(Issue)),
    "family": lambda: _id(first(campaigns.Family)), "family_act": lambda: _id(first(campaigns.FamilyAct)), "relation": lambda: _id(first(campaigns.Relation)),
    "place": lambda: 0, "word": lambda: "agree", "role": lambda: "clerk",
}  # fmt: skip
SPECIAL: dict[str, Any] = {
    **{f"entered.{view}:letter": lambda: _id(first(EnteredLetter)) for view in ("pdf", "proof", "show", "signatories", "words", "void", "strike")},
    **{f"checks.{view}:comment": lambda: NOTHING for view in ("compare", "original", "open_original")},  # tests/exchange holds these
    "oversight.correct:report": lambda: _id(first(oversight.ComplianceReport, oversight.ComplianceReport.duty_id == getattr(the_chiefs(oversight.ReportingDuty), "id", ""))),
    "clauses.correct:docket": lambda: _law(), "clauses.every:docket": lambda: _law(), "oversight.report:starts": lambda: _starts(),
    "permits.seal:filing": lambda: _id(_sealed()), "permits.read:filing": lambda: _id(_sealed()), "permits.seal:field": lambda: next(iter(_sealed().seals)) if _sealed() else "purpose",
    "exceptions.show:docket": lambda: getattr(first(Docket, Docket.kind == DocketKind.EXCEPTION, order=Docket.number), "number", NOTHING),
    "letters.answer:invitation": lambda: NOTHING, "invitations.accept:invitation": lambda: NOTHING,
    "council.evidence:entry": lambda: _id(first(asking.RosterEntry, asking.RosterEntry.docket_id == first(Docket, Docket.number.endswith("-014")).id)),
}  # fmt: skip


def _own_organisations() -> list[str]:
    omar = account_by_email("omar@mardenfalls.example")
    return list(db.session.scalars(sa.select(Representative.organisation_id).where(Representative.account_id == omar.id)))


def _law() -> str:
    clause = first(exceptions.ExceptionClause)
    return clause.docket.number if clause is not None else NOTHING


def _starts() -> str:
    """The first period of the duty that there is a page for."""
    duty = the_chiefs(oversight.ReportingDuty)
    periods = reporting.periods_of(duty) if duty is not None else []
    return next((period.starts for period in periods if not period.reports), today()).isoformat()


def _sealed() -> Any:
    return next((filing for filing in db.session.scalars(sa.select(exceptions.ExceptionFiling).order_by(exceptions.ExceptionFiling.id)) if filing.seals), None)
