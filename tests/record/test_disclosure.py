import copy

import pytest

from civic.record import kinds, words
from civic.record.disclosure import disclose, file_digest, verify_disclosure
from civic.record.leaf import b64, parse, random_id

VALUES = {"connection": "live", "lang": "en", "name": "Rosa", "stance": "oppose", "ward": "4"}


class Received:
    """A comment with its leaf, as the tests need it."""

    def __init__(self, text="call 555 0142 now please", suggests=(), files=(), hold="none"):
        self.id = random_id()
        self.body = words.commit_text(text)
        self.suggests = [words.commit_text(each) for each in suggests]
        self.vals = {label: words.commit_value(self.id, label, value) for label, value in VALUES.items()}
        self.files = [words.commit_value(self.id, f"file/{n}", file_digest(data)) for n, data in enumerate(files)]
        self.bytes = kinds.make_leaf(
            "comment.received", id=self.id, day="2026-10-03", by=[], docket="d/2025-014", comment="7K3MQ2",
            text=random_id(), sections=[], channel="web", clock="in_time", hold=hold, body=self.body.field,
            suggests=[{**each.field, "section": "sec_1"} for each in self.suggests],
            files=[each.field for each in self.files], vals={label: each.field for label, each in self.vals.items()},
        )  # fmt: skip

    def shown(self, body=None):
        return disclose(
            self.bytes, self.body.openings if body is None else body, files=[each.opening for each in self.files],
            suggests=[each.openings for each in self.suggests],
            vals={label: each.opening for label, each in self.vals.items()},
        )  # fmt: skip

    def hidden(self, *spans):
        return self.shown(words.redact(self.body.ctx, self.body.openings, spans)[0])

    def all_hidden(self):
        return self.hidden([0, len(self.body.words)])

    def later(self, kind, **fields):
        by = {"comment.withheld": 2, "comment.removed": 2, "comment.withdrawn": 0}.get(kind, 1)
        pseudonyms = ["moderator-4T9X", "approver-7M2R"][:by]
        fields = {"docket": "d/2025-014", "comment": "7K3MQ2", "ref": self.id, **fields}
        return parse(kinds.make_leaf(kind, id=random_id(), day="2026-10-04", by=pseudonyms, **fields))

    def redaction(self, *spans, **fields):
        decided = {"part": "body", "reason": "P1", "rules": 1, "appeal_until": "2026-11-04", **fields}
        return self.later("comment.redacted", spans=[list(span) for span in spans], **decided)

    def withholding(self, kind="comment.withheld"):
        return self.later(kind, reason="T1", rules=1, appeal_until="2026-11-04")


def test_the_disclosures_of_the_example_verify(example):
    later = [parse(each["bytes"].encode()) for each in example["leaves"][3:4]]
    assert verify_disclosure(example["disclosure_complete"]) == []
    assert verify_disclosure(example["receipt_file"]["disclosure"]) == []
    assert verify_disclosure(example["disclosure_public"]) == []
    assert verify_disclosure(example["disclosure_public"], later) == []


def test_the_disclosures_that_must_be_refused_are(example, refused):
    for each in refused["disclosure"]:
        assert verify_disclosure(each["input"]) == ["body: the words do not give the root in the leaf"], each["what"]
    later = [parse(each["bytes"].encode()) for each in example["leaves"][3:4]]
    for each in refused["record"]:
        assert verify_disclosure(each["input"], later) == ["body: word 5 is hidden without a decision"]


def test_a_complete_disclosure_verifies_with_suggestions_and_files():
    comment = Received(suggests=["say thirty days", ""], files=[b"first", b"second"])
    assert verify_disclosure(comment.shown(), []) == []


def test_hidden_words_need_a_redaction_of_exactly_these_words():
    comment = Received()
    decisions = [comment.redaction([1, 3])]
    assert verify_disclosure(comment.hidden([1, 3]), decisions) == []
    assert verify_disclosure(comment.hidden([1, 2]), decisions) == ["body: word 2 is shown although it was hidden"]
    assert verify_disclosure(comment.hidden([1, 4]), decisions) == ["body: word 3 is hidden without a decision"]


def test_redactions_add_up_and_a_reversed_one_does_not_count():
    comment = Received()
    first, second = comment.redaction([1, 3]), comment.redaction([2, 4])
    assert verify_disclosure(comment.hidden([1, 4]), [first, second]) == []
    back = comment.later("comment.restored", ref=first["id"])
    assert verify_disclosure(comment.hidden([2, 4]), [first, second, back]) == []


def test_decisions_about_other_comments_or_wordings_hide_nothing():
    comment = Received()
    others = [comment.redaction([0, 1], comment="9F2A0K"), comment.redaction([0, 1], ref=random_id())]
    assert verify_disclosure(comment.shown(), others) == []


def test_a_suggestion_is_redacted_by_its_number():
    comment = Received(suggests=["one two", "three four"])
    shown = comment.shown()
    shown["suggests"][1] = words.redact(comment.suggests[1].ctx, comment.suggests[1].openings, [[0, 1]])[0]
    assert verify_disclosure(shown, [comment.redaction([0, 1], part="suggest", n=1)]) == []
    assert len(verify_disclosure(shown, [comment.redaction([0, 1], part="suggest", n=0)])) == 2


@pytest.mark.parametrize("kind", ["comment.withheld", "comment.removed", "comment.withdrawn"])
def test_a_comment_that_is_not_readable_shows_no_word(kind):
    comment = Received()
    later = [comment.withholding(kind) if kind != "comment.withdrawn" else comment.later(kind)]
    assert verify_disclosure(comment.all_hidden(), later) == []
    assert len(verify_disclosure(comment.shown(), later)) == len(comment.body.words)
    if kind == "comment.withheld":
        later.append(comment.later("comment.restored", ref=later[0]["id"]))
        assert verify_disclosure(comment.shown(), later) == []


def test_a_held_comment_shows_no_word_until_it_is_released():
    comment = Received(hold="held")
    assert verify_disclosure(comment.all_hidden(), []) == []
    assert verify_disclosure(comment.shown(), []) != []
    assert verify_disclosure(comment.shown(), [comment.later("comment.published")]) == []
    assert verify_disclosure(comment.hidden([1, 3]), [comment.redaction([1, 3])]) == []


def test_a_withheld_name_is_not_shown():
    comment = Received()
    later = [parse(kinds.make_leaf("name.withheld", id=random_id(), day="2026-10-04", by=[], docket="d/2025-014",
                                   comment="7K3MQ2", ref=comment.id, reason="P2"))]  # fmt: skip
    assert verify_disclosure(comment.shown(), later) == ["name: shown although it was withheld"]
    shown = comment.shown()
    shown["vals"]["name"] = comment.vals["name"].field
    assert verify_disclosure(shown, later) == []


def _two_words_in_one(shown):
    shown["body"][1] = [shown["body"][1][0], "555 0142 "]


def _another_value(shown):
    shown["vals"]["ward"][1] = "5"


def _another_file(shown):
    shown["files"][0][1] = b64(file_digest(b"another"))


def _a_file_that_is_no_digest(shown):
    shown["files"][0][1] = "first"


@pytest.mark.parametrize(
    "change",
    [
        _two_words_in_one, _another_value, _another_file, _a_file_that_is_no_digest,
        lambda shown: shown.pop("vals"), lambda shown: shown.update(note="x"), lambda shown: shown.update(format="other"),
        lambda shown: shown.update(leaf=7), lambda shown: shown.update(leaf="\ud800"), lambda shown: shown.update(body={}),
        lambda shown: shown.update(leaf=shown["leaf"].replace('"web"', '"fax"')),
        lambda shown: shown["body"].append(shown["body"][0]), lambda shown: shown["body"].pop(),
        lambda shown: shown["body"].__setitem__(0, ["short", "call "]), lambda shown: shown["body"].__setitem__(0, "x"),
        lambda shown: shown["body"].__setitem__(0, [shown["body"][0][0], "\ud800"]),
        lambda shown: shown["suggests"].append([]), lambda shown: shown["vals"].pop("ward"),
        lambda shown: shown["vals"].update(ward=b64(bytes(32))), lambda shown: shown["files"].pop(),
    ],
)  # fmt: skip
def test_anything_changed_is_named(change):
    shown = Received(files=[b"first"]).shown()
    changed = copy.deepcopy(shown)
    change(changed)
    assert verify_disclosure(shown, []) == []
    assert verify_disclosure(changed, []) != []


def test_the_leaf_of_something_else_discloses_no_comment():
    comment = Received()
    data = kinds.make_leaf("rules.published", id=random_id(), day="2026-10-04", by=["clerk-9QZ1"], n=1, sha256=b64(bytes(32)))
    assert verify_disclosure({**comment.shown(), "leaf": data.decode()}) == ["leaf: not the leaf of a comment"]
    assert verify_disclosure("nothing") != []
