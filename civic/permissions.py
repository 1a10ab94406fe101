"""Who may do what, when: names, predicates, and one table that reads aloud.

Grave acts also want the second factor shown a short while ago (``second_factor_fresh``). ``may`` says who may do a thing, if
need be after showing it again; the gate asks for it when the act is sent, keeps what was typed, and lets it go on.

``@allows(Permission.X, Thing)`` loads the thing that the address names, answers 404 or 403, hands the object to the
view and marks the view, so that a test can see that every view asks. Templates ask the same table with ``may``.
The gate decides who and when; an action protects what must always hold.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug import Response

from civic.clock import now

Predicate = Callable[[Any, Any, datetime], bool]
FRESH_FOR = timedelta(minutes=15)  # so long after a code or passkey nobody is asked again


class Role(StrEnum):
    CLERK = "clerk"
    MODERATOR = "moderator"
    ANALYST = "analyst"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    RESPONDENT = "respondent"  # holds an office that answers (police leadership, other departments)
    DELEGATE = "delegate"  # deputy or member's aide: drafts only
    MEMBER = "member"
    REPRESENTATIVE = "representative"  # of an organisation


STAFF_ROLES = frozenset({Role.CLERK, Role.MODERATOR, Role.ANALYST, Role.APPROVER, Role.ADMINISTRATOR})


class Permission(StrEnum):
    BROWSE = "browse"
    SIGN_IN = "sign in"
    ACCOUNT = "use one's own account"
    STAFF_HOME = "see the staff home"
    SETTINGS_SEE = "see the city's settings"
    SETTINGS_CHANGE = "change the city's settings"
    PEOPLE_MANAGE = "invite people and grant roles"
    ROLES_GRANT = "give and end roles, offices and access"
    FACTOR_RESET = "reset a lost second factor"
    OWN_FACTORS = "change one's own second factors"
    OUTBOX_SEE = "see the outbox"
    LOG_SEE = "see the staff log"
    DEMO_USE = "use the demonstration"
    DOCKET_SEE = "see a published docket"
    DOCKET_WRITE = "create and change dockets"
    DOCKET_PUBLISH = "publish dockets and versions"
    WINDOW_EXTEND = "extend a comment window"
    FACTS_WRITE = "write ordinance facts"
    FACTS_REVIEW = "confirm ordinance facts"
    COMMENT_SUBMIT = "comment while comments are open"
    COMMENT_SEE = "see a comment's page"
    COMMENT_CHECK = "use the check desk"
    COMMENT_INTAKE = "enter comments from paper, phone and hearings"
    ORIGINAL_READ = "open the scan or recording of a comment"
    COMMENT_IMPORT = "import comments in bulk"
    COMMENT_MODERATE = "read held comments and decide"
    COMMENT_WITHHOLD = "propose and confirm to withhold"
    REFUSED_ROWS_SEE = "download the refused rows of an import"
    APPEAL_DECIDE = "decide appeals"
    JOB_SEE = "see long work"
    POSITIONS_SEE = "see members' positions"
    DECISION_SEE = "see the decision"
    COUNCIL_MANAGE = "keep bodies and members"
    VOTE_RECORD = "record motions, roll calls and executive action"
    MEMBER_HOME = "see one's own council page"
    POSITION_DRAFT = "draft a position"
    AMENDMENT_DRAFT = "draft an amendment"
    MEMBER_ASK = "draft a question through the clerk"
    LEDGER_SEE = "see who was asked"
    ROSTER_KEEP = "keep the list of those to ask, and ask them"
    CHANGE_CONFIRM = "confirm a judgment about a new version"
    RESPOND = "see what one's office is asked"
    ANSWER_DRAFT = "draft an answer of the office asked"
    ANSWER_PUBLISH = "publish an answer of the office held"
    THEMES_CODE = "keep the codebook and sort comments"
    SUMMARY_WRITE = "write summaries"
    SUMMARY_APPROVE = "approve and publish summaries"
    DISPUTE_DECIDE = "answer disputes over summaries"
    RESPONSES_WRITE = "write responses and promises"
    STATEMENT_WRITE = "write and freeze the consultation statement"
    PACKET_SEE = "read the hearing packet"
    PACKET_FREEZE = "freeze the hearing packet"
    PACKET_DELIVER = "enter what members were given before a vote"
    EXCEPTIONS_KEEP = "keep exceptions: clauses, checks and decisions"
    EXCEPTION_READ_SEALED = "read the sealed words of an exception"
    EXCEPTIONS_OFFICE = "see the exceptions of one's office"
    EXCEPTION_DRAFT = "write requests, uses and receipts for one's office"
    EXCEPTION_FILE = "file requests and reports of the office held"
    LETTER_SEE = "see a letter whose words are fixed"
    LETTER_SIGN = "sign a letter or withdraw a signature"
    LETTER_WRITE = "start letters for an organisation"
    LETTER_MANAGE = "work on a letter of one's organisation"
    LETTER_ENTER = "enter letters that were signed elsewhere"
    ORGANISATION_START = "start an organisation"
    ORGANISATION_KEEP = "hand in what confirms one's organisation"
    ORGANISATION_CHECK = "check organisations and their representatives"


def anyone(person: Any, thing: Any, at: datetime) -> bool:
    return True


def signed_in(person: Any, thing: Any, at: datetime) -> bool:
    return person is not None


def has_role(*roles: Role) -> Predicate:
    def predicate(person: Any, thing: Any, at: datetime) -> bool:
        return person is not None and bool(person.role_names & set(roles)) and person.has_second_factor

    return predicate


def second_factor_fresh(person: Any, thing: Any, at: datetime) -> bool:
    """This browser showed the person's second factor within the last minutes."""
    shown = current_app.extensions["civic_second_factor_shown"](person)
    return shown is not None and at - shown <= FRESH_FOR


def all_of(*predicates: Predicate) -> Predicate:
    """All of them. ``second_factor_fresh`` is asked at the gate only, see ``may``."""

    def predicate(person: Any, thing: Any, at: datetime) -> bool:
        return all(each(person, thing, at) for each in predicates if each is not second_factor_fresh)

    if second_factor_fresh in predicates:
        _grave.add(predicate)
    return predicate


_grave: set[Predicate] = set()


def any_of(*predicates: Predicate) -> Predicate:
    return lambda person, thing, at: any(predicate(person, thing, at) for predicate in predicates)


def is_published(person: Any, thing: Any, at: datetime) -> bool:
    return thing is not None and thing.is_public


def comments_are_open(person: Any, docket: Any, at: datetime) -> bool:
    """Published is enough for the gate: the flow itself explains a closed window and keeps the words."""
    return docket is not None and docket.is_public


def serves_the_office_asked(person: Any, thing: Any, at: datetime) -> bool:
    """The holder of the office and the deputies who draft for it."""
    return any(holding.is_current() for holding in _holdings_in(person, thing))


def holds_the_office_asked(person: Any, thing: Any, at: datetime) -> bool:
    return any(holding.capacity == "holder" and holding.is_current() for holding in _holdings_in(person, thing))


def _holdings_in(person: Any, thing: Any) -> list[Any]:
    asked = getattr(thing, "asked_office_id", None)
    return [holding for holding in getattr(person, "holdings", ()) if asked and holding.office_id == asked]


def writes_it(person: Any, thing: Any, at: datetime) -> bool:
    return person is not None and thing is not None and thing.is_written_by(person)


clerk = has_role(Role.CLERK)
def drafts_for_a_department(person: Any, thing: Any, at: datetime) -> bool:
    """A deputy; a council member's aide drafts positions, not answers."""
    return any(holding.is_current() and holding.office.kind != "legislative" for holding in getattr(person, "holdings", ()))


respondent = any_of(has_role(Role.RESPONDENT), all_of(has_role(Role.DELEGATE), drafts_for_a_department))
administrator = has_role(Role.ADMINISTRATOR)
staff = has_role(*STAFF_ROLES)

RULES: dict[Permission, Predicate] = {
    Permission.BROWSE: anyone,
    Permission.SIGN_IN: anyone,
    Permission.ACCOUNT: signed_in,
    Permission.STAFF_HOME: staff,
    Permission.SETTINGS_SEE: staff,
    Permission.SETTINGS_CHANGE: has_role(Role.CLERK, Role.ADMINISTRATOR),
    Permission.PEOPLE_MANAGE: administrator,
    Permission.ROLES_GRANT: all_of(administrator, second_factor_fresh),
    Permission.FACTOR_RESET: all_of(administrator, second_factor_fresh),
    Permission.OWN_FACTORS: all_of(signed_in, second_factor_fresh),
    Permission.OUTBOX_SEE: has_role(Role.CLERK, Role.ADMINISTRATOR),
    Permission.LOG_SEE: staff,
    Permission.DEMO_USE: anyone,
    Permission.DOCKET_SEE: is_published,
    Permission.DOCKET_WRITE: clerk,
    Permission.DOCKET_PUBLISH: clerk,
    Permission.WINDOW_EXTEND: clerk,
    Permission.FACTS_WRITE: has_role(Role.CLERK, Role.ANALYST),
    Permission.FACTS_REVIEW: has_role(Role.CLERK, Role.ANALYST, Role.APPROVER),
    Permission.COMMENT_SUBMIT: comments_are_open,
    Permission.COMMENT_SEE: anyone,
    Permission.COMMENT_CHECK: anyone,
    Permission.COMMENT_INTAKE: clerk,
    Permission.ORIGINAL_READ: all_of(clerk, second_factor_fresh),
    Permission.COMMENT_IMPORT: clerk,
    Permission.COMMENT_MODERATE: has_role(Role.MODERATOR),
    Permission.COMMENT_WITHHOLD: all_of(has_role(Role.MODERATOR), second_factor_fresh),
    Permission.REFUSED_ROWS_SEE: all_of(clerk, second_factor_fresh),
    Permission.APPEAL_DECIDE: has_role(Role.MODERATOR, Role.APPROVER),
    Permission.JOB_SEE: staff,
    Permission.POSITIONS_SEE: is_published,
    Permission.DECISION_SEE: is_published,
    Permission.COUNCIL_MANAGE: has_role(Role.CLERK, Role.ADMINISTRATOR),
    Permission.VOTE_RECORD: clerk,
    Permission.MEMBER_HOME: has_role(Role.MEMBER, Role.DELEGATE),
    Permission.POSITION_DRAFT: all_of(has_role(Role.MEMBER, Role.DELEGATE), is_published),
    Permission.AMENDMENT_DRAFT: all_of(has_role(Role.MEMBER, Role.DELEGATE), is_published),
    Permission.MEMBER_ASK: all_of(has_role(Role.MEMBER, Role.DELEGATE), is_published),
    Permission.LEDGER_SEE: is_published,
    Permission.ROSTER_KEEP: clerk,
    Permission.CHANGE_CONFIRM: has_role(Role.CLERK, Role.APPROVER),
    Permission.RESPOND: respondent,
    Permission.ANSWER_DRAFT: all_of(respondent, serves_the_office_asked),
    Permission.ANSWER_PUBLISH: all_of(has_role(Role.RESPONDENT), holds_the_office_asked, second_factor_fresh),
    Permission.THEMES_CODE: has_role(Role.ANALYST),
    Permission.SUMMARY_WRITE: has_role(Role.ANALYST),
    Permission.SUMMARY_APPROVE: has_role(Role.APPROVER),
    Permission.DISPUTE_DECIDE: has_role(Role.ANALYST, Role.APPROVER),
    Permission.RESPONSES_WRITE: clerk,
    Permission.STATEMENT_WRITE: clerk,
    Permission.PACKET_SEE: staff,
    Permission.PACKET_FREEZE: clerk,
    Permission.PACKET_DELIVER: clerk,
    Permission.EXCEPTIONS_KEEP: clerk,
    Permission.EXCEPTION_READ_SEALED: all_of(clerk, second_factor_fresh),
    Permission.EXCEPTIONS_OFFICE: respondent,
    Permission.EXCEPTION_DRAFT: all_of(respondent, serves_the_office_asked),
    Permission.EXCEPTION_FILE: all_of(has_role(Role.RESPONDENT), holds_the_office_asked),
    Permission.LETTER_SEE: is_published,
    Permission.LETTER_SIGN: is_published,
    Permission.LETTER_WRITE: has_role(Role.REPRESENTATIVE),
    Permission.LETTER_MANAGE: all_of(has_role(Role.REPRESENTATIVE), writes_it),
    Permission.LETTER_ENTER: clerk,
    Permission.ORGANISATION_START: anyone,
    Permission.ORGANISATION_KEEP: all_of(has_role(Role.REPRESENTATIVE), writes_it),
    Permission.ORGANISATION_CHECK: has_role(Role.CLERK, Role.APPROVER, Role.ADMINISTRATOR),
}

# An absent thing and one that is not for you look the same: these answer 404, the others 403.
HIDDEN = {
    Permission.DOCKET_SEE, Permission.COMMENT_SUBMIT, Permission.DEMO_USE, Permission.POSITIONS_SEE,
    Permission.DECISION_SEE, Permission.LEDGER_SEE, Permission.ANSWER_DRAFT, Permission.EXCEPTION_DRAFT,
    Permission.LETTER_SEE, Permission.LETTER_SIGN,
}  # fmt: skip

# What is not public leaves the site: asked for when it is opened. Elsewhere opening a page asks nothing, sending it does.
ASKED_WHEN_OPENED = {Permission.REFUSED_ROWS_SEE}

_loaders: dict[type, Callable[..., Any]] = {}


def loads(model: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Say how a thing is found from what stands in the address: ``@loads(Docket) def docket_numbered(number)``."""

    def remember(function: Callable[..., Any]) -> Callable[..., Any]:
        _loaders[model] = function
        return function

    return remember


def may(permission: Permission | str, thing: Any = None, *, person: Any = ..., at: datetime | None = None) -> bool:
    """Whether somebody may do it, for a grave act after showing the second factor again."""
    person = signed_in_person() if person is ... else person
    return RULES[Permission(permission)](person, thing, at or now())


def signed_in_person() -> Any:
    """The signed-in account, or None."""
    person = current_user._get_current_object()  # noqa: SLF001 - the proxy's own way to the object
    return person if person and person.is_authenticated else None


def allows(permission: Permission, model: type | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        name = _argument_for(view, model) if model else None

        @functools.wraps(view)
        def guarded(**arguments: Any) -> Any:
            thing = None
            if model is not None and name is not None:
                thing = _loaders[model](arguments.pop(name))
                if thing is None:
                    abort(404)
                arguments[name] = thing
            g.thing = thing
            if not may(permission, thing):
                return refuse_entry(permission)
            if (again := show_second_factor_again(permission)) is not None:
                return again
            return view(**arguments)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def show_second_factor_again(permission: Permission) -> Any:
    """The page that asks for the second factor, or None where it is fresh. For acts that one form among others can hold."""
    if RULES[permission] not in _grave or (request.method == "GET" and permission not in ASKED_WHEN_OPENED):
        return None
    if second_factor_fresh(signed_in_person(), None, now()):
        return None
    return current_app.extensions["civic_show_again"]()


def refuse_entry(permission: Permission) -> Response | Any:  # noqa: RET503 - abort raises
    if permission in HIDDEN:
        abort(404)
    person = signed_in_person()
    if person is None and request.method == "GET":
        return redirect(url_for("security.login", next=request.path))
    if person is not None and not person.has_second_factor and request.method == "GET":
        return redirect(url_for("people.second_factor"))
    abort(403)


def _argument_for(view: Callable[..., Any], model: type) -> str:
    """The view's argument that takes the loaded thing: the one named like the model, else its first."""
    parameters = list(inspect.signature(view).parameters)
    snake = "".join("_" + c.lower() if c.isupper() else c for c in model.__name__).lstrip("_")
    for candidate in (snake, snake.rsplit("_", 1)[-1]):
        if candidate in parameters:
            return candidate
    return parameters[0]
