"""Every kind of event, and the fields that its leaf has.

A *public* kind writes a leaf in the transaction of its event; an *internal* one (a saved draft, a sign-in) does not,
and nothing that changes what the public sees may be internal. A *resident* kind is a resident's own act: its event
and its leaf hold a day and nobody's name. There is no free text in any field: words written by or about a person
are a `text` (two digests), documents that are never redacted are named by their plain SHA-256.

`python -m civic.record.kinds` prints the schema as JSON, with `--markdown` as the table in the documentation.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from civic.record import leaf
from civic.record.fields import (
    ANSWER_POSITIONS,
    B16,
    B32,
    COUNTS,
    DAY,
    DAY_COUNTS,
    DOCKET,
    INSTANT,
    INT,
    KEY_ID,
    LEAF,
    NUMBER,
    PEOPLE_FOR,
    ROLE,
    SEALABLE,
    SECTION,
    SECTIONS,
    SETTINGS,
    SPANS,
    SUGGESTS,
    TEXT,
    VALS,
    FieldType,
    code,
    group,
    many,
    maybe,
)  # fmt: skip
from civic.record.leaf import MalformedLeaf

Fields = dict[str, FieldType]


@dataclass(frozen=True)
class Kind:
    """One kind of event. `people`: how many different pseudonyms `by` needs at least."""

    name: str
    about: str
    fields: Fields = field(default_factory=dict)
    public: bool = True
    resident: bool = False
    people: int = 1
    rule: Callable[[dict], str | None] | None = None


KINDS: dict[str, Kind] = {}


def public(name: str, about: str, *, resident=False, people=1, rule=None, **fields: FieldType) -> None:
    KINDS[name] = Kind(name, about, fields, resident=resident, people=people, rule=rule)


def internal(name: str, about: str, *, resident=False, **fields: FieldType) -> None:
    KINDS[name] = Kind(name, about, fields, public=False, resident=resident, people=0)


# Rules between the fields of one leaf; each gives the reason for refusing, or None.


def _exception(obj: dict) -> str | None:
    """I-60: every grant has its days."""
    if (obj["outcome"] == "refused") == ("ends" in obj) or ("starts" in obj) != ("ends" in obj):
        return "a grant has a first and a last day, a refusal has none"
    return None


def _entered(obj: dict) -> str | None:
    if "source" in obj and "received" not in obj:
        return "an imported comment says when it was received"
    return None


def _redaction(obj: dict) -> str | None:
    if ("n" in obj) != (obj["part"] == "suggest"):
        return "n names the suggestion, and only a suggestion"
    return _by_reason(obj)


def _by_reason(obj: dict) -> str | None:
    """As many people as the code asks for (domain.md, section 7)."""
    needed = PEOPLE_FOR[obj["reason"]]
    return f"{obj['reason']} needs {needed} different people in by" if _people_in(obj) < needed else None


def _people_in(obj: dict) -> int:
    """The software is nobody: neither the one who decides nor the second (I-33, I-34)."""
    return len(set(obj["by"]) - {"system"})


def _name_withheld(obj: dict) -> str | None:
    return None if obj["reason"] == "P2" and not obj["by"] else _by_reason(obj)


def _signature(obj: dict) -> str | None:
    if (obj["through"] == "representative") != bool(obj["by"]):
        return "a representative signs by role, everyone else without one"
    return None


# The record itself

public("log.opened", "The log began, or a successor took over a frozen one.",
       key=KEY_ID, pub=B32, prev=maybe(group(size=INT, root=B32)))
public("key.rotated", "A signing key was announced or retired.",
       key=KEY_ID, pub=B32, use=code("log", "receipt"), state=code("announced", "retired"))
public("day.counted", "The totals of one docket, or of the site, at the end of a day.",
       docket=maybe(DOCKET), **DAY_COUNTS)
public("deploy.made", "Another version of the software went into service.",
       sha256=B32, migration=INT)
public("policy.changed", "A setting of the city changed; the digest is of all settings as they stand from that day.",
       setting=code(*SETTINGS), starts=DAY, sha256=B32)
public("config.changed", "The technical configuration (without secrets) changed.", sha256=B32)
public("role.granted", "Somebody was given a role.", role=code(*leaf.ROLES), holder=ROLE)
public("role.revoked", "Somebody's role ended.", role=code(*leaf.ROLES), holder=ROLE)
public("access.privileged", "Somebody looked at what the public cannot see.",
       what=code("sealed_words", "role_holder", "intake_scan", "backup", "database", "outbox", "factor_reset"),
       reason=code("appeal", "court_order", "records_request", "repair", "restore", "safety", "lost_factor", "second_check",
                   "filing_check", "seal_review"),
       n=INT, docket=maybe(DOCKET), ref=maybe(LEAF))
public("legal.demanded", "An authority demanded data.",
       authority=code("court", "prosecutor", "police", "legislature", "records_request", "other"), received=DAY,
       outcome=code("received", "complied", "complied_in_part", "refused", "challenged", "withdrawn"),
       docket=maybe(DOCKET))
public("deletion.run", "Data were deleted under the schedule.",
       what=code("redacted_openings", "withheld_words", "code_hashes", "submission_answers", "addresses",
                 "drafts", "scans", "sessions", "import_keys"),
       reason=code("schedule", "appeal_ended", "order", "closed"), n=INT, docket=maybe(DOCKET))
public("export.issued", "A full export was made.",
       sha256=B32, comments=INT, format=code("folder", "csv", "json", "packet"), docket=maybe(DOCKET))

# Dockets

public("docket.published", "A docket opened; the digest is of its title and summary.",
       docket=DOCKET, kind=code("ordinance", "exception"), sha256=B32, source=maybe(B32))
public("docket.described", "Words around the law changed; the digest is of title, summary, effects, contact and the days of the vote and of the summary.",
       docket=DOCKET, sha256=B32)
public("text.requested", "No text is online: since when, and on which day an office was asked for it.",
       docket=DOCKET, since=DAY, asked=maybe(DAY))
public("docket.withdrawn", "A docket was withdrawn and says why.",
       docket=DOCKET, reason=code("duplicate", "published_by_mistake", "sponsor_withdrew", "not_introduced"),
       replacement=maybe(DOCKET))
public("docket.closed", "A docket ended.",
       docket=DOCKET, outcome=code("adopted", "failed", "withdrawn", "expired", "superseded", "archived"))
public("text.published", "A text version was published.",
       docket=DOCKET, n=INT, sha256=B32, precedes=maybe(LEAF), amendments=maybe(many(LEAF)),
       label=code("draft", "introduced", "substitute", "amended", "enrolled", "codified"))
public("text.withdrawn", "A text published by mistake was withdrawn; both stay.",
       docket=DOCKET, n=INT, ref=LEAF, replacement=maybe(LEAF),
       reason=code("wrong_file", "wrong_docket", "damaged_file", "unreadable", "wrong_label"))
public("facts.reviewed", "The table of what the ordinance says was confirmed for one version.",
       docket=DOCKET, ref=LEAF, sha256=B32, stated=INT, not_stated=INT, unclear=INT)
public("process.recorded", "A step of the matter, or a meeting about it.",
       docket=DOCKET, state=code("scheduled", "noticed", "held", "cancelled", "recorded"),
       step=code("notice_of_intent", "introduced", "referred", "referred_to_staff", "in_committee", "hearing_set",
                 "hearing_held", "recommended", "council_action", "passed", "failed", "presented", "signed",
                 "unsigned", "vetoed", "overridden", "published", "effective", "codified", "withdrawn", "expired",
                 "postponed", "meeting", "hearing", "comment_deadline", "other"),
       recommendation=maybe(code("for", "against", "none")),
       on=maybe(DAY), starts=maybe(INSTANT), source=maybe(B32), ref=maybe(LEAF), enactment=maybe(B32))
public("notice.posted", "A public notice was posted.",
       docket=DOCKET, posted=DAY, evidence=maybe(B32),
       channel=code("website", "newspaper", "city_hall", "library", "mail", "email", "broadcast", "meeting", "other"))
public("window.opened", "The time to comment was set.",
       docket=DOCKET, opens=INSTANT, closes=INSTANT, late_hours=INT, source=maybe(B32))
public("window.extended", "The time to comment was made longer.", docket=DOCKET, ref=LEAF, closes=INSTANT, reason=TEXT)

# Comments

_RECEIVED: Fields = {
    "docket": DOCKET, "comment": NUMBER, "text": LEAF, "sections": SECTIONS,
    "channel": code("web", "post", "phone", "sms", "in_person", "hearing", "email"),
    "clock": code("in_time", "grace", "late"), "hold": code("none", "held"),
    "body": TEXT, "suggests": SUGGESTS, "files": many(B32), "vals": VALS,
    "received": maybe(DAY), "source": maybe(B32),
}  # fmt: skip
_ONE_COMMENT: Fields = {"docket": DOCKET, "comment": NUMBER, "ref": LEAF}
_DECIDED: Fields = {**_ONE_COMMENT, "rules": INT, "appeal_until": DAY}
_SEVERE = code("T1", "T2", "O1", "S1", "C1")

public("comment.received", "A comment was received.", resident=True, rule=_entered, **_RECEIVED)
public("comment.edited", "An author changed a comment, or a clerk (named in by) what was typed wrongly; the earlier wording keeps its leaf.",
       resident=True, rule=_entered, ref=LEAF, **_RECEIVED)
public("comment.withdrawn", "An author withdrew a comment.", resident=True, **_ONE_COMMENT)
public("comment.disputed", "Somebody said that the name on a comment is theirs and the comment is not.",
       resident=True, **_ONE_COMMENT)

public("transcription.checked", "A second person compared what staff had typed with the paper or the recording.",
       reason=code("voice", "sample"), found=code("fits", "corrected", "differs"), **_ONE_COMMENT)

# Moderation

public("rules.published", "A set of moderation rules came into force.", n=INT, sha256=B32)
public("comment.published", "A held comment was released.", **_ONE_COMMENT)
public("comment.redacted", "Words were hidden; the others stay provable.", rule=_redaction,
       part=code("body", "suggest"), n=maybe(INT), spans=SPANS,
       reason=code("T1", "T2", "O1", "P1", "P2", "S1", "C1"), **_DECIDED)
public("comment.moved", "A comment about something else was moved to Other; it stays public.",
       rule=_by_reason, reason=code("X1"), **_DECIDED)
public("comment.folded", "A submission received twice is shown once and counted twice.",
       rule=_by_reason, reason=code("S2"), kept=NUMBER, **_DECIDED)
public("comment.withheld", "A comment was withheld; its place and the reason stay.",
       people=2, reason=_SEVERE, **_DECIDED)
public("comment.removed", "A withheld comment was removed under law.", people=2, reason=_SEVERE, **_DECIDED)
public("comment.restored", "A decision was reversed.", **_ONE_COMMENT)
public("name.withheld", "The name on a comment is no longer shown.", people=0, rule=_name_withheld,
       reason=code("I1", "P1", "P2", "C1"), **_ONE_COMMENT)
public("appeal.filed", "An author appealed a decision.", resident=True, grounds=TEXT, **_ONE_COMMENT)
public("appeal.decided", "An appeal was decided by somebody who took no part in the decision.",
       outcome=code("upheld", "reversed"), reasons=TEXT, **_ONE_COMMENT)
public("appeal.withdrawn", "An author took an appeal back.", resident=True, **_ONE_COMMENT)

# Letters

_LETTER: Fields = {"docket": DOCKET, "letter": B16}

public("letter.frozen", "A letter's exact text was fixed for signing.",
       n=INT, body=TEXT, text=maybe(LEAF), organisation=maybe(B16), addressee=code("council", "committee", "mayor"),
       residents=code("admitted", "not_admitted"), **_LETTER)
public("letter.signed", "Somebody signed this exact text.", people=0, rule=_signature,
       ref=LEAF, kind=code("organisation", "resident"), through=code("invitation", "representative", "number"),
       organisation=maybe(B16), vals=group(name=B32, title=B32, organisation=B32), stage=code("open", "delivered"), **_LETTER)
public("letter.signature_withdrawn", "A signature was withdrawn; it stays listed with its day.",
       people=0, ref=LEAF, stage=code("open", "delivered"), **_LETTER)
public("letter.delivered", "A letter was handed over.",
       ref=LEAF, how=code("hand", "post", "email", "site"), organisations=INT, residents=INT, at=INSTANT,
       evidence=maybe(B32), **_LETTER)
public("letter.entered", "The clerk entered a letter that was signed elsewhere; nobody confirmed who signed.",
       body=TEXT, file=maybe(B32), text=maybe(LEAF), addressee=code("council", "committee", "mayor"), received=DAY,
       how=code("hand", "post", "email"), organisations=INT, residents=INT, unlisted=INT, **_LETTER)
public("letter.signatory_entered", "A name on such a letter was entered.",
       ref=LEAF, kind=code("organisation", "resident"), vals=group(name=B32, title=B32, organisation=B32), **_LETTER)
public("letter.signatory_struck", "A name on such a letter was struck; it stays listed with its day.",
       ref=LEAF, reason=code("asked", "did_not_sign", "misread"), **_LETTER)
public("letter.entry_voided", "A letter was entered wrongly and counts no more.",
       ref=LEAF, reason=code("duplicate", "wrong_docket", "wrong_words", "no_letter"), **_LETTER)
public("organisation.verified", "An organisation showed that it is what it says.",
       organisation=B16, label=code("domain", "registered", "attested"), evidence=maybe(B32))
public("organisation.revoked", "A label of an organisation was taken away.",
       organisation=B16, label=code("domain", "registered", "attested"),
       reason=code("mistake", "expired", "dissolved", "false_evidence", "asked"))

# Consultation

_ON_PAPER: Fields = {
    "received": maybe(DAY), "scan": maybe(B32), "channel": maybe(code("post", "hand", "email", "phone", "hearing")),
}  # fmt: skip
_ANSWER: Fields = {
    "docket": DOCKET, "text": LEAF, "body": TEXT, "capacity": code("official", "personal"),
    "question": maybe(B16), "position": maybe(code(*ANSWER_POSITIONS)), **_ON_PAPER,
}  # fmt: skip

public("roster.frozen", "The list of those who must be asked was fixed, or changed afterwards for a reason.",
       docket=DOCKET, n=INT, entries=INT, sha256=B32, ref=maybe(LEAF),
       reason=code("notice_of_intent", "added", "removed", "corrected"), reasons=maybe(TEXT))
public("invitation.sent", "An office was asked.",
       docket=DOCKET, consultee=B16, text=LEAF, body=TEXT, questions=INT, sent=INSTANT, respond_by=INSTANT,
       level=code("inform", "consult", "involve", "collaborate", "empower"),
       channel=code("email", "post", "hand", "site"))
public("invitation.extended", "The time to answer was made longer.",
       docket=DOCKET, ref=LEAF, respond_by=INSTANT, reasons=TEXT)
public("invitation.delivered", "Evidence of delivery: 1 sent, 2 delivered, 3 acknowledged, 4 answered; 0 came back.",
       docket=DOCKET, ref=LEAF, level=INT, at=INSTANT, evidence=maybe(B32),
       channel=code("email", "post", "hand", "site"))
public("answer.published", "An office answered on the record.", ref=maybe(LEAF), **_ANSWER)
public("answer.confirmed", "An office confirmed what was entered for it.", docket=DOCKET, ref=LEAF)
public("answer.corrected", "An office corrected an answer by adding to it.", ref=LEAF, **_ANSWER)
public("declination.recorded", "An office declined to answer.",
       docket=DOCKET, ref=LEAF, question=maybe(B16), reasons=maybe(TEXT), **_ON_PAPER)
public("silence.recorded", "A deadline passed without any reply. Silence is not assent.",
       docket=DOCKET, ref=LEAF, due=INSTANT, level=INT, question=maybe(B16))
public("notice.addressed", "A public notice was meant for this office too. It is not an asking.",
       docket=DOCKET, ref=LEAF, consultee=B16)
public("request.answered", "It was published what became of other words that an office asked for.",
       docket=DOCKET, ref=LEAF, reasons=TEXT, change=maybe(group(old=LEAF, new=LEAF)), sections=SECTIONS,
       outcome=code("changed", "changed_in_part", "not_changed"))
public("contact.claimed", "Somebody says that there was a contact outside this site.",
       docket=DOCKET, consultee=B16, kind=code("meeting", "call", "letter", "email", "hearing", "other"),
       stated=maybe(DAY), body=TEXT)
public("contest.recorded", "An office disputes a record about it.", docket=DOCKET, ref=LEAF, body=TEXT)
public("change.judged", "It was judged whether a new version changes what was asked about.",
       docket=DOCKET, old=LEAF, new=LEAF, material=code("yes", "no"), reasons=TEXT)
public("change.reviewed", "A second person confirmed or refused that judgment; unconfirmed, the change counts as one that matters.",
       docket=DOCKET, ref=LEAF, outcome=code("confirmed", "refused"), reasons=maybe(TEXT))

# Council

_ROLL_CALL: Fields = {
    "docket": DOCKET, "counts": COUNTS, "result": code("pass", "fail"), "sha256": B32,
    "seats": maybe(INT), "source": maybe(B32),
}  # fmt: skip

_MOTION: Fields = {
    "docket": DOCKET, "motion": B16, "text": maybe(LEAF), "kind": code("act", "override", "amendment", "staff_direction", "procedural"),
}  # fmt: skip

public("motion.put", "A question was put to a body, with the votes that it needs.",
       body=B16, amendment=maybe(LEAF),
       requirement=code("majority_of_all_members", "majority_of_present", "two_thirds_of_all_members", "three_quarters_of_all_members"),
       **_MOTION)
public("motion.decided", "A motion was carried, lost or withdrawn.",
       outcome=code("carried", "lost", "withdrawn"), vote=maybe(LEAF), how=maybe(code("voice", "mover")), on=maybe(DAY),
       source=maybe(B32), **_MOTION)
public("amendment.offered", "A member offered other words for a part of one version; the digest is of the change.",
       docket=DOCKET, amendment=B16, n=INT, text=LEAF, body=B16, member=B16, sections=SECTIONS, sha256=B32, on=DAY, purpose=maybe(TEXT))
public("amendment.decided", "An amendment was adopted, failed, or was withdrawn by its mover.",
       docket=DOCKET, ref=LEAF, outcome=code("adopted", "failed", "withdrawn"), how=code("roll_call", "voice", "mover"), on=DAY,
       motion=maybe(B16), vote=maybe(LEAF), source=maybe(B32))
public("vote.recorded", "A roll call was recorded; the digest is of the list of votes.",
       body=B16, on=DAY, motion=maybe(B16), text=maybe(LEAF), **_ROLL_CALL)
public("vote.corrected", "An error in a roll call was corrected by addition; the result stays.", ref=LEAF, reasons=TEXT, **_ROLL_CALL)
public("executive.acted", "The mayor signed, vetoed or let the time pass.",
       docket=DOCKET, action=code("signed", "vetoed", "unsigned"), on=DAY, body=maybe(TEXT), source=maybe(B32))
public("executive.corrected", "What the mayor did was entered wrongly, and is corrected by addition.",
       docket=DOCKET, ref=LEAF, action=code("signed", "vetoed", "unsigned", "none"), on=maybe(DAY), body=maybe(TEXT), reasons=TEXT)
public("position.published", "A member stated a position on one version, or explained a vote.",
       docket=DOCKET, text=LEAF, member=B16, body=maybe(TEXT), conditions=maybe(TEXT), vote=maybe(LEAF),
       stance=maybe(code("support", "support_with_changes", "oppose", "undecided")), received=maybe(DAY))
public("condition.found", "The clerk or the member said what became of a condition of a position.",
       docket=DOCKET, ref=LEAF, n=INT, outcome=code("met", "met_outside", "not_met"), new=maybe(LEAF), sections=SECTIONS,
       words=maybe(TEXT))
public("packet.delivered", "The hearing packet reached a member.",
       docket=DOCKET, member=maybe(B16), documents=INT, sha256=B32, at=INSTANT, vote=maybe(LEAF))
public("urgency.recorded", "Who decided to vote during a required period, and why; entered with the vote it names, or before it.",
       docket=DOCKET, ref=maybe(LEAF), decided=TEXT, reasons=TEXT, checks=INT)

# Campaigns, themes, summaries

public("families.decided", "A moderator confirmed, split, merged or dissolved groups of near-identical comments, named who asked for a letter, or took such a step back; nothing is hidden by it.",
       docket=DOCKET, families=INT, comments=INT, sha256=B32, per_mille=maybe(INT), n=INT, ref=maybe(LEAF), sponsor=maybe(TEXT),
       act=code("confirm", "split", "merge", "dissolve", "declare", "undo"))
public("partner.attested", "A partner that collected comments in bulk said who it is, and that each person agreed to the words.",
       docket=DOCKET, source=B32, partner=TEXT, officer=TEXT)
public("codebook.published", "The themes and their definitions were published.",
       docket=DOCKET, n=INT, themes=INT, sha256=B32)
public("summary.published", "A summary was published; its counts add up to all readable comments.", people=2,
       docket=DOCKET, n=INT, body=TEXT, readable=INT, cited=INT, uncited=INT, without_theme=INT, ref=maybe(LEAF))
public("summary.superseded", "A later summary took the place of this one.",
       docket=DOCKET, ref=LEAF, replacement=LEAF)
public("summary.disputed", "Somebody disputed a sentence of a summary.", resident=True,
       docket=DOCKET, ref=LEAF, sentence=INT, body=TEXT)
public("dispute.decided", "A dispute over a sentence or a name was decided.",
       docket=DOCKET, ref=LEAF, outcome=code("corrected", "answered", "upheld", "rejected"), reasons=maybe(TEXT))

# Exceptions

public("clause.recorded", "A clause of a law that allows exceptions was entered, or corrected by a further entry.",
       docket=DOCKET, n=INT, text=LEAF, sections=SECTIONS, sha256=B32, ref=maybe(LEAF),
       request=code("needed", "not_needed"), emergency=code("allowed", "not_allowed"))
public("duty.recorded", "An office must report under a law, how often and how soon.",
       docket=DOCKET, office=B16, months=INT, starts=DAY, due_days=INT, sections=SECTIONS)
public("exception.filed", "An office asked for an exception; what is sealed is committed apart.",
       docket=DOCKET, office=B16, clause=LEAF, n=INT, body=TEXT, starts=DAY, ends=DAY, used=maybe(DAY),
       renews=maybe(LEAF), uses=maybe(INT), ref=maybe(LEAF), sealed=many(group(field=SECTION, ctx=B16, root=B32, words=INT, review=DAY)))
public("exception.returned", "A request was given back because something is missing.",
       docket=DOCKET, ref=LEAF, reasons=TEXT)
public("exception.accepted", "A request was complete and became a docket with a notice period.",
       docket=DOCKET, ref=LEAF, law=DOCKET, notice_ends=DAY, hearing=code("required", "not_required"))
public("exception.withdrawn", "An office took its request back before it was decided.",
       docket=DOCKET, ref=LEAF, reasons=TEXT)
public("exception.decided", "A request was decided. Every grant names its clause and its last day.",
       rule=_exception, docket=DOCKET, ref=LEAF, clause=LEAF, on=DAY, starts=maybe(DAY), ends=maybe(DAY), conditions=INT,
       outcome=code("granted", "granted_with_conditions", "refused"), reasons=TEXT, source=maybe(B32))
public("exception.revoked", "A grant was taken back.", docket=DOCKET, ref=LEAF, on=DAY, reasons=TEXT)
public("exception.used", "A use under a clause or a grant was logged.",
       docket=DOCKET, office=B16, clause=LEAF, grant=maybe(LEAF), on=DAY, n=INT, body=TEXT)
public("seal.reviewed", "A sealed field was looked at again: kept sealed until a day, or opened.",
       docket=DOCKET, ref=LEAF, field=code(*SEALABLE), outcome=code("kept", "opened"), review=maybe(DAY), reasons=TEXT)
public("report.filed", "An office reported for a period, or corrected a report by adding to it.",
       docket=DOCKET, office=B16, starts=DAY, ends=DAY, due=DAY, clock=code("in_time", "late"), uses=INT, violations=INT,
       receipts=INT, grants=INT, words=TEXT, remedies=TEXT, sha256=B32, ref=maybe(LEAF))
public("incident.recorded", "Forbidden information reached an office; what was asked for is a violation.",
       docket=DOCKET, office=B16, came=DAY, requested=code("yes", "no"), used=code("yes", "no"), source=TEXT, body=TEXT)
public("incident.disposed", "Information that reached an office was disposed of.", docket=DOCKET, ref=LEAF, on=DAY, body=TEXT)

# Outcomes

public("disposition.published", "It was published what was done with an issue, and why.",
       docket=DOCKET, issue=B16, reasons=TEXT, change=maybe(group(old=LEAF, new=LEAF)), sections=SECTIONS,
       outcome=code("changed", "changed_in_part", "already_covered", "not_changed", "outside", "promised"),
       ref=maybe(LEAF))
public("promise.made", "Something was promised with an owner and a day.",
       docket=DOCKET, ref=maybe(LEAF), owner=B16, due=DAY, body=TEXT)
public("promise.closed", "A promise was kept, kept late, or broken.",
       docket=DOCKET, ref=LEAF, outcome=code("kept", "late", "broken"), proof=maybe(B32))
public("statement.frozen", "The consultation statement was fixed, or reissued with its differences.",
       docket=DOCKET, n=INT, sha256=B32, consultees=INT, issues=INT, unanswered=INT, ref=maybe(LEAF))

# Internal: none of these changes what the public sees.

internal("draft.saved", "Words of an unsent comment were kept.", resident=True)
internal("draft.erased", "An unsent comment was erased.", resident=True)
internal("comment.reported", "A reader reported a comment; it joins the moderators' queue.", resident=True)
internal("hint.found", "A comment was marked to be read first.")
internal("hint.dismissed", "A moderator saw nothing in a hint.")
internal("batch.claimed", "A moderator took comments to read.")
internal("batch.released", "A moderator gave comments back.")
internal("decision.proposed", "One of two people proposed a decision.")
internal("decision.dropped", "A proposed decision was dropped.")
internal("codebook.changed", "A theme was added, reworded, merged, split or retired; the public codebook is published apart.")
internal("coding.done", "A comment was given its themes.")
internal("family.suggested", "A group of near-identical comments was suggested.")
internal("relation.kept_apart", "Two letters that are perhaps related were kept apart.")
internal("summary.drafted", "A summary was drafted.")
internal("summary.checked", "A summary passed its checks.")
internal("report.drafted", "A compliance report was drafted.")
internal("exception.drafted", "A request for an exception was prepared, or dropped before it was filed.")
internal("disposition.drafted", "A disposition was drafted.")
internal("statement.drafted", "A consultation statement was drafted.")
internal("docket.drafted", "A docket was prepared.")
internal("docket.deleted", "A docket was deleted before it was published.")
internal("text.drafted", "A text version was prepared.")
internal("facts.kept", "A table of facts in the making was kept.")
internal("facts.drafted", "A table of facts was handed over to a second person.")
internal("facts.checked", "A second person looked for one fact in the text.")
internal("letter.drafted", "A letter was drafted.")
internal("letter.invited", "An organisation was asked to sign.")
internal("comment.read", "A moderator read a public comment and left it public.")
internal("letter.declined", "An organisation chose not to sign.")
internal("letter.abandoned", "A letter was given up before it was frozen.")
internal("organisation.registered", "Somebody registered an organisation.")
internal("label.requested", "An organisation handed in its web address, its number or a statement.")
internal("label.closed", "A mailbox said that a web address is not an organisation's.")
internal("representative.requested", "Somebody asked to represent an organisation.")
internal("representative.confirmed", "Somebody may represent an organisation.")
internal("representative.ended", "Somebody no longer represents an organisation.")
internal("roster.drafted", "Somebody was put on the list of those to ask.")
internal("invitation.drafted", "An invitation to an office was prepared.")
internal("answer.drafted", "An office drafted an answer.")
internal("delegation.granted", "Somebody may draft for an office.")
internal("delegation.ended", "Somebody may no longer draft for an office.")
internal("amendment.drafted", "An amendment was drafted for a member.")
internal("position.drafted", "A position was drafted for a member.")
internal("member_question.drafted", "A question through the clerk was drafted for a member.")
internal("member_question.sent", "A member sent a question to the clerk.")
internal("member_question.answered", "The clerk put a member's question to an office, or said why not.")
internal("account.invited", "Somebody was asked to open an account.")
internal("account.uninvited", "An invitation to open an account was withdrawn.")
internal("account.opened", "An account was opened.")
internal("account.suspended", "An account was suspended.")
internal("account.resumed", "An account was opened again.")
internal("account.closed", "An account was closed.")
internal("address.proven", "An address was shown to work.")
internal("sign_in.made", "Somebody signed in.")
internal("sign_in.failed", "Somebody failed to sign in.")
internal("sign_out.made", "Somebody signed out.")
internal("session.ended", "A session was ended from elsewhere.")
internal("factor.added", "A second factor was added.")
internal("factor.shown", "Somebody showed their second factor again before a grave act.")
internal("factor.removed", "A second factor was removed.")
internal("factor.reset_asked", "An administrator asked to reset a lost second factor.")
internal("factor.reset_dropped", "A reset of a second factor was dropped.")
internal("password.changed", "Somebody changed their password.")
internal("factor.reset", "A lost second factor was reset by two people.")
internal("office.recorded", "An office was entered.")
internal("holder.recorded", "Somebody began to hold an office.")
internal("holder.ended", "Somebody no longer holds an office.")
internal("import.begun", "An import was begun.")
internal("original.added", "A scan or recording of a comment was put away sealed.")
internal("import.closed", "An import was closed and its key destroyed.")
internal("job.run", "A background job ran.")
internal("mail.queued", "A message was put into the outbox.")
internal("mail.sent", "A message was sent.")
internal("mail.failed", "A message could not be sent.")
internal("follower.asked", "Somebody asked to follow a docket or the site.", resident=True)
internal("follower.confirmed", "A follower confirmed the address.", resident=True)
internal("follower.changed", "A follower chose other news.", resident=True)
internal("follower.ended", "A follower stopped, or the address no longer worked.", resident=True)
internal("address.released", "An operator let an address take mail again.")
internal("backup.made", "A backup was made.")

PUBLIC = tuple(sorted(name for name, kind in KINDS.items() if kind.public))
INTERNAL = tuple(sorted(name for name, kind in KINDS.items() if not kind.public))
_ENVELOPE = ("v", "t", "id", "day", "by")


def make_leaf(kind: str, /, *, id: str, day: str, by: list[str], **fields: object) -> bytes:
    """The canonical bytes of a new leaf. Raises MalformedLeaf; fields whose value is None are left out."""
    given = {name: value for name, value in fields.items() if value is not None}
    obj = {**given, "v": 1, "t": kind, "id": id, "day": day, "by": by}
    validate(kind, obj)
    return leaf.canonical(obj)


def read_leaf(data: bytes) -> dict:
    """The leaf in these bytes: canonical, of a known public kind, with exactly its fields."""
    obj = leaf.parse(data)
    name = obj.get("t")
    validate(name if isinstance(name, str) else "", obj)
    return obj


def validate(kind: str, obj: dict) -> None:
    """Refuse a leaf that this kind does not allow. Raises MalformedLeaf with the reason."""
    declared = KINDS.get(kind)
    if declared is None or not declared.public:
        raise MalformedLeaf(f"no public kind is called {kind!r}")
    _check_names(declared, obj)
    _check_envelope(declared, obj)
    for name, shape in declared.fields.items():
        if name in obj and (problem := shape.problem(obj[name])):
            raise MalformedLeaf(f"{kind}: {name} {problem}")
    _check_people(declared, obj)
    if declared.rule and (problem := declared.rule(obj)):
        raise MalformedLeaf(f"{kind}: {problem}")


def _check_names(kind: Kind, obj: dict) -> None:
    allowed = {*_ENVELOPE, *kind.fields}
    required = {*_ENVELOPE, *(name for name, shape in kind.fields.items() if not shape.optional)}
    if unknown := sorted(set(obj) - allowed):
        raise MalformedLeaf(f"{kind.name} has no field {', '.join(unknown)}")
    if missing := sorted(required - set(obj)):
        raise MalformedLeaf(f"{kind.name} lacks {', '.join(missing)}")


def _check_envelope(kind: Kind, obj: dict) -> None:
    if obj["v"] != 1 or not leaf.is_int(obj["v"]) or obj["t"] != kind.name:
        raise MalformedLeaf(f"{kind.name}: v is 1 and t the kind")
    if not leaf.is_b16(obj["id"]) or not leaf.is_day(obj["day"]):
        raise MalformedLeaf(f"{kind.name}: id is 16 random bytes and day a date")
    if not isinstance(obj["by"], list) or not all(map(leaf.is_role, obj["by"])):
        raise MalformedLeaf(f"{kind.name}: by is a list of roles")


def _check_people(kind: Kind, obj: dict) -> None:
    """A resident's own act names nobody; what staff enter for a resident names the enterer."""
    people = len(set(obj["by"]))
    if kind.resident:
        if bool(people) != ("received" in obj):
            raise MalformedLeaf(f"{kind.name}: by is empty, except where staff entered what a resident sent")
    elif (_people_in(obj) if kind.people > 1 else people) < kind.people:
        raise MalformedLeaf(f"{kind.name} needs {kind.people} different people in by")


def leaves_named(obj: dict) -> list[str]:
    """The ids of the earlier leaves that this one names; it may not enter the log before them."""
    shapes = KINDS[obj["t"]].fields
    return [found for name, shape in shapes.items() if name in obj for found in shape.leaves(obj[name])]


def schema() -> dict:
    """The table of public kinds as plain data, for `/record/schema.json`."""
    return {
        "format": "civic-schema/1",
        "every_leaf": {"v": "int", "t": "kind", "id": "b16", "day": "day", "by": "list of role"},
        "kinds": {name: describe(name) for name in PUBLIC},
    }


def describe(kind: str) -> dict:
    """What the documentation says about one kind."""
    declared = KINDS[kind]
    return {
        "about": declared.about,
        "resident": "yes" if declared.resident else "no",
        "people": declared.people if not declared.resident else 0,
        "fields": {name: str(shape) for name, shape in sorted(declared.fields.items())},
    }


def markdown() -> str:
    """The table of all kinds for `docs/developers/record-kinds.md`."""
    lines = [
        "# Kinds of events", "",
        "Made by `python -m civic.record.kinds --markdown`; a test compares. Every leaf also has `v` (1), `t` (the",
        "kind), `id`, `day` and `by`. A field with `?` may be absent.", "",
        "## Public: each writes a leaf", "",
        "| Kind | What happened | Fields |", "|---|---|---|",
    ]  # fmt: skip
    for name in PUBLIC:
        fields = ", ".join(f"`{field}` {shape}" for field, shape in sorted(KINDS[name].fields.items()))
        lines.append(f"| `{name}` | {KINDS[name].about}{_who(KINDS[name])} | {fields.replace('|', '/')} |")
    lines += ["", "## Internal: no leaf, and nothing the public sees changes", ""]
    lines += ["| Kind | What happened |", "|---|---|"]
    lines += [f"| `{name}` | {KINDS[name].about} |" for name in INTERNAL]
    return "\n".join(lines) + "\n"


def _who(kind: Kind) -> str:
    if kind.resident:
        return " A resident's own act: a day, no time, nobody in `by`."
    return f" Needs {kind.people} people." if kind.people > 1 else ""


if __name__ == "__main__":
    if sys.argv[1:] == ["--markdown"]:
        sys.stdout.write(markdown())
    else:
        sys.stdout.write(json.dumps(schema(), indent=1, sort_keys=True) + "\n")
