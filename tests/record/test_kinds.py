"""The table of kinds. The list of internal kinds is fixed here: adding one is a decision that somebody reads."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from civic.record import kinds
from civic.record.kinds import KINDS, make_leaf, read_leaf, validate
from civic.record.leaf import MalformedLeaf, parse, random_id

ROOT = Path(__file__).parent.parent.parent
DIGEST = "gMGixQpB6x3v74OxUAP6IcC9Gg_mlIjBBHhCh1IoZKw"
ENOUGH = {
    "int": 3, "day": "2026-10-03", "instant": "2026-10-03T14:02Z", "b16": "p7mHPHr8DBOQ_onC2v5FPg", "b32": DIGEST,
    "docket": "d/2025-014", "number": "7K3MQ2", "section": "sec_3-2", "role": "clerk-9QZ1", "8 hex": "d7acf882",
    "leaf": "IKDKxiMLmwMblGuxYKnSIA", "list of [from, to)": [[0, 1]],
    "text": {"ctx": "p7mHPHr8DBOQ_onC2v5FPg", "root": DIGEST},
}  # fmt: skip
FREE = "Chief Doe lied to us"

INTERNAL = {
    "amendment.drafted", "report.drafted", "facts.checked", "facts.kept", "member_question.answered", "member_question.drafted", "member_question.sent",
    "follower.asked", "follower.changed", "follower.confirmed", "follower.ended",
    "account.closed", "account.invited", "account.opened", "account.resumed", "account.suspended",
    "account.uninvited", "address.proven", "address.released", "answer.drafted", "backup.made", "batch.claimed", "batch.released",
    "codebook.changed", "coding.done", "comment.read", "comment.reported", "decision.dropped", "decision.proposed",
    "delegation.ended", "delegation.granted", "disposition.drafted", "docket.deleted", "docket.drafted",
    "draft.erased", "draft.saved", "exception.drafted", "factor.added", "factor.removed", "factor.reset", "factor.reset_asked", "factor.shown",
    "factor.reset_dropped", "facts.drafted", "family.suggested", "relation.kept_apart", "relation.reopened", "hint.dismissed", "hint.found", "holder.ended",
    "holder.recorded", "import.begun", "import.closed", "original.added", "invitation.drafted", "job.run", "label.closed", "label.requested", "letter.abandoned",
    "letter.declined", "letter.drafted", "letter.invited", "letter.reconsidered", "mail.dropped", "mail.failed", "mail.queued", "mail.sent",
    "office.recorded", "organisation.registered", "password.changed", "position.drafted",
    "representative.confirmed", "representative.ended", "representative.requested", "roster.drafted",
    "session.ended", "sign_in.failed", "sign_in.made", "sign_out.made", "statement.drafted", "summary.checked",
    "summary.drafted", "text.drafted",
}  # fmt: skip


def example_of(shape):
    """A value of this type, made from its name and parts."""
    if shape.name in ENOUGH:
        return ENOUGH[shape.name]
    if shape.name.startswith("code{"):
        return shape.name[5:-1].split(", ")[0]
    if shape.name.startswith("list of "):
        return [example_of(shape.parts[0])]
    keys = re.findall(r"(\w+): ", shape.name)
    return {key: example_of(part) for key, part in zip(keys, _parts_in_order(shape), strict=True)}


def _parts_in_order(shape):
    names = {id(part): part.name for part in shape.parts}
    wanted = [each.split(": ")[1] for each in shape.name[1:-1].split(", ")]
    return [next(part for part in shape.parts if names[id(part)] == name) for name in wanted]


def example_leaf(name):
    """A leaf of this kind with every field that may stand together."""
    kind = KINDS[name]
    fields = {field: example_of(shape) for field, shape in kind.fields.items()}
    by = ["moderator-4T9X", "approver-7M2R"]
    if name == "letter.signed" or (kind.resident and "received" not in fields):
        by = []
    elif name == "comment.redacted":
        fields.pop("n")
    return {"v": 1, "t": name, "id": random_id(), "day": "2026-10-03", "by": by, **fields}


def test_the_leaves_of_the_example_are_of_their_kinds(example):
    for each in example["leaves"]:
        read_leaf(each["bytes"].encode())


def test_the_leaves_that_must_be_refused_are(refused):
    assert len(refused["leaf"]) == 4
    for each in refused["leaf"]:
        with pytest.raises(MalformedLeaf):
            read_leaf(each["input"].encode())


@pytest.mark.parametrize("name", kinds.PUBLIC)
def test_every_public_kind_has_a_leaf_that_reads_back(name):
    obj = example_leaf(name)
    rest = {field: value for field, value in obj.items() if field not in ("v", "t", "id", "day", "by")}
    data = make_leaf(name, id=obj["id"], day=obj["day"], by=obj["by"], **rest)
    assert read_leaf(data) == obj


@pytest.mark.parametrize("name", kinds.PUBLIC)
def test_missing_and_unknown_fields_are_refused(name):
    obj = example_leaf(name)
    with pytest.raises(MalformedLeaf, match="has no field note"):
        validate(name, {**obj, "note": "x"})
    for field in obj:
        if field not in KINDS[name].fields or not KINDS[name].fields[field].optional:
            with pytest.raises(MalformedLeaf, match="lacks"):
                validate(name, {key: value for key, value in obj.items() if key != field})


@pytest.mark.parametrize("name", kinds.PUBLIC)
def test_no_field_of_any_leaf_takes_free_text(name):
    """I-3 No leaf holds free text."""
    obj = example_leaf(name)
    for path in _places(obj):
        with pytest.raises(MalformedLeaf):
            validate(name, _with(obj, path, FREE))


def _places(value, path=()):
    """Every place in a leaf where a value stands, inner ones too."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield (*path, n)
            yield from _places(inner, (*path, n))


def _with(obj, path, value):
    copy = json.loads(json.dumps(obj))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return copy


def test_every_field_is_of_a_declared_form():
    """I-3 No leaf holds free text: the forms are a closed list, and none of them is a string of any length."""
    simple = {"int", "day", "instant", "b16", "b32", "docket", "number", "section", "role", "8 hex", "leaf", "text",
              "list of [from, to)"}  # fmt: skip
    shapes = [shape for kind in KINDS.values() for shape in kind.fields.values()]
    while shapes:
        shape = shapes.pop()
        if shape.parts and shape.name != "text":
            shapes.extend(shape.parts)
        else:
            assert shape.name in simple or re.fullmatch(r"code\{[A-Za-z0-9_]+(, [A-Za-z0-9_]+)*\}", shape.name)


def test_an_instant_never_stands_in_a_residents_act():
    for kind in KINDS.values():
        if kind.resident:
            assert all("instant" not in shape.name for shape in kind.fields.values()), kind.name


def test_a_residents_act_names_nobody_unless_staff_entered_it():
    obj = example_leaf("comment.received")
    validate("comment.received", obj)
    web = {key: value for key, value in obj.items() if key not in ("received", "source")} | {"by": []}
    validate("comment.received", web)
    for wrong in ({**web, "by": ["clerk-9QZ1"]}, {**obj, "by": []}, {**web, "source": DIGEST}):
        with pytest.raises(MalformedLeaf):
            validate("comment.received", wrong)


@pytest.mark.parametrize("name", ["comment.withheld", "comment.removed"])
def test_hiding_a_comment_takes_two_different_people(name):
    """I-33 No decision marked 2 takes effect with one person."""
    obj = example_leaf(name)
    for by in (["moderator-4T9X"], ["moderator-4T9X", "moderator-4T9X"], [], ["moderator-4T9X", "system"]):  # the software is nobody
        with pytest.raises(MalformedLeaf, match="different people"):
            validate(name, {**obj, "by": by})


@pytest.mark.parametrize(
    ("name", "reason", "alone"),
    [("comment.redacted", "P1", True), ("comment.redacted", "T1", False), ("comment.redacted", "C1", False),
     ("comment.moved", "X1", False), ("comment.folded", "S2", True), ("name.withheld", "I1", False),
     ("name.withheld", "P2", True)],
)  # fmt: skip
def test_each_code_asks_for_its_number_of_people(name, reason, alone):
    """I-33 No decision marked 2 takes effect with one person."""
    obj = {**example_leaf(name), "reason": reason}
    validate(name, obj)
    if alone:
        validate(name, {**obj, "by": ["moderator-4T9X"]})
    else:
        with pytest.raises(MalformedLeaf, match="2 different people"):
            validate(name, {**obj, "by": ["moderator-4T9X"]})


@pytest.mark.parametrize(("name", "reason"), [("comment.redacted", "P1"), ("comment.moved", "X1"), ("comment.folded", "S2"), ("name.withheld", "P1")])
def test_the_software_alone_changes_no_comment(name, reason):
    """I-34 No published comment changes without a person; I-33 and a job is no second one."""
    for by in (["system"], ["moderator-4T9X", "system"] if reason == "X1" else ["system"]):
        with pytest.raises(MalformedLeaf, match="different people"):
            validate(name, {**example_leaf(name), "reason": reason, "by": by})


def test_an_author_may_drop_the_own_name_but_nobody_else_can_unsigned():
    obj = {**example_leaf("name.withheld"), "by": []}
    validate("name.withheld", {**obj, "reason": "P2"})
    with pytest.raises(MalformedLeaf):
        validate("name.withheld", {**obj, "reason": "I1"})


@pytest.mark.parametrize("spans", [[], [[1, 1]], [[2, 1]], [[0, 2], [1, 3]], [[3, 4], [0, 1]], [[0]], [[0, True]], [0, 1], [[-1, 1]]])
def test_spans_are_in_order_and_not_empty(spans):
    with pytest.raises(MalformedLeaf, match="spans"):
        validate("comment.redacted", {**example_leaf("comment.redacted"), "spans": spans})


def test_a_redaction_names_the_suggestion_and_only_then():
    obj = example_leaf("comment.redacted")
    validate("comment.redacted", {**obj, "part": "suggest", "n": 0})
    for wrong in ({**obj, "n": 0}, {**obj, "part": "suggest"}):
        with pytest.raises(MalformedLeaf):
            validate("comment.redacted", wrong)


@pytest.mark.parametrize(
    "wrong", [{"v": 2}, {"v": True}, {"t": "log.opened"}, {"id": "x"}, {"day": "today"}, {"by": "system"}, {"by": [["system"]]}, {"by": []}]
)
def test_the_frame_of_every_leaf_is_checked(wrong):
    with pytest.raises(MalformedLeaf):
        validate("rules.published", {**example_leaf("rules.published"), **wrong})


@pytest.mark.parametrize("name", ["", "comment.liked", "draft.saved", "sign_in.made"])
def test_unknown_and_internal_kinds_write_no_leaf(name):
    with pytest.raises(MalformedLeaf, match="no public kind"):
        make_leaf(name, id=random_id(), day="2026-10-03", by=["system"])


def test_a_leaf_without_its_kind_is_refused():
    with pytest.raises(MalformedLeaf):
        read_leaf(b'{"t":["comment.received"]}')


def test_the_leaves_named_in_a_leaf_are_found(example):
    by_kind = {leaf["t"]: kinds.leaves_named(leaf) for leaf in (parse(e["bytes"].encode()) for e in example["leaves"])}
    assert by_kind["comment.received"] == ["IKDKxiMLmwMblGuxYKnSIA"]
    assert by_kind["comment.redacted"] == ["h0OEI90JILWn5s197KV61g"]
    assert by_kind["text.published"] == []


def test_leaves_named_inside_a_group_are_found():
    obj = example_leaf("disposition.published")
    obj["change"] = {"old": random_id(), "new": random_id()}
    assert set(obj["change"].values()) <= set(kinds.leaves_named(obj))


def test_a_kind_is_a_thing_and_what_happened_to_it():
    for name, kind in KINDS.items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*", name)
        assert kind.about.endswith(".")
        assert not set(kind.fields) & {"v", "t", "id", "day", "by"}


def test_the_list_of_internal_kinds_is_fixed():
    assert set(kinds.INTERNAL) == INTERNAL


def test_no_internal_kind_names_an_act_the_public_sees():
    """I-2 Every change of state has one event; what the public sees has a public one."""
    seen = {"published", "withdrawn", "redacted", "withheld", "removed", "restored", "frozen", "delivered", "decided"}
    own = {"account", "address", "factor", "session"}  # of people who sign in; the public sees none of it
    assert [name for name in INTERNAL if name.split(".")[1] in seen and name.split(".")[0] not in own] == []


def test_the_page_for_developers_is_current():
    written = (ROOT / "docs" / "developers" / "record-kinds.md").read_text("utf-8")
    assert written == kinds.markdown(), "run: python -m civic.record.kinds --markdown > docs/developers/record-kinds.md"


def test_the_schema_is_printed_as_json():
    run = subprocess.run([sys.executable, "-m", "civic.record.kinds"], capture_output=True, cwd=ROOT, check=True)
    printed = json.loads(run.stdout)
    assert set(printed["kinds"]) == set(kinds.PUBLIC)
    assert printed["kinds"]["comment.redacted"]["fields"]["spans"] == "list of [from, to)"
    assert printed["kinds"]["comment.withheld"]["people"] == 2
