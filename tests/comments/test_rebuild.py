"""Faces and counts equal a replay of the record, after any sequence of acts; a difference is found and put right."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa

from civic.comments import hidden
from civic.comments.actions import Words, change_comment, hide_name, receive_comment, release_comment, withdraw_comment
from civic.comments.counting import every_count, recounted
from civic.comments.models import READABLE, Comment, Face, State
from civic.comments.objections import dispute_name
from civic.comments.replay import differences, replay, write_again
from civic.comments.visibility import (
    fold_comment,
    move_comment,
    redact_words,
    restore_comment,
    restore_place,
    restore_words,
    withhold_comment,
)
from civic.database import Refusal, db
from civic.record.codes import Pair
from civic.record.disclosure import verify_disclosure
from civic.record.numbers import new_number, shown
from tests.browsing import TestBrowser
from tests.cast import milo, mona
from tests.factories import make_comment, make_docket, make_version

TEXTS = ("Keep cameras off my street.", "Call 555-0142 about the cameras, please.", "I am for it.\n\nIt helped us last year.", "Señor, ¡no más cámaras!")


class Acts:
    """One random act after the other, each through the product's own action."""

    def __init__(self, seed: int) -> None:
        self.dice, self.docket = random.Random(seed), make_docket()
        self.one, self.other = milo(), mona()
        make_version(self.docket)
        self.comments: list[Comment] = []
        self.decisions: list[tuple[str, Comment, str]] = []

    def words(self) -> Words:
        dice = self.dice
        return Words(
            dice.choice(TEXTS), tuple(dice.sample([p.wid for p in self.docket.versions[0].provisions[:3]], dice.randint(0, 2))),
            suggestion=dice.choice(("", "", "Say it so.", "Write to 555-0177.")), name=dice.choice(("", "Rosa", "Ann 555-0188")),
            ward=dice.choice(("", "4")), stance=dice.choice(("", "support", "oppose")), language=dice.choice(("en", "es")), wants_answer=dice.random() < 0.3,
        )  # fmt: skip

    def step(self) -> None:
        if not self.comments or self.dice.random() < 0.3:
            version = self.dice.choice((*self.docket.versions, None))
            words = self.words() if version else Words(self.dice.choice(TEXTS))
            self.comments.append(receive_comment(self.docket, words, Pair(new_number(), "", "none"), version=version))
            return
        comment = self.dice.choice(self.comments)
        try:
            self.dice.choice((self.edit, self.withdraw, self.name, self.release, self.redact, self.redact, self.withhold, self.move, self.fold, self.dispute, self.restore, self.restore))(comment)
        except Refusal:
            db.session.flush()

    def edit(self, comment: Comment) -> None:
        change_comment(comment, self.words())

    def withdraw(self, comment: Comment) -> None:
        if self.dice.random() < 0.3:
            withdraw_comment(comment)

    def name(self, comment: Comment) -> None:
        hide_name(comment)

    def release(self, comment: Comment) -> None:
        release_comment(comment, by=self.one)

    def redact(self, comment: Comment) -> None:
        part = self.dice.choice(("body", "body", "suggest"))
        start = self.dice.randint(0, 3)
        reason = self.dice.choice(("P1", "P2"))
        self.decisions.append(("words", comment, redact_words(comment, [(start, start + 1)], reason=reason, by=self.one, part=part)))

    def withhold(self, comment: Comment) -> None:
        self.decisions.append(("all", comment, withhold_comment(comment, reason=self.dice.choice(("T1", "S1")), by=(self.one, self.other))))

    def move(self, comment: Comment) -> None:
        self.decisions.append(("move", comment, move_comment(comment, reason="X1", by=(self.one, self.other))))

    def fold(self, comment: Comment) -> None:
        self.decisions.append(("fold", comment, fold_comment(comment, self.dice.choice(self.comments), reason="S2", by=self.one)))

    def dispute(self, comment: Comment) -> None:
        dispute_name(comment, "", Pair(new_number(), "", "none"))

    def restore(self, _: Comment) -> None:
        if self.decisions:
            kind, comment, decision = self.decisions.pop(self.dice.randrange(len(self.decisions)))
            if kind in ("move", "fold"):
                restore_place(comment, decision, act=kind, by=self.one)
            else:
                {"words": restore_words, "all": restore_comment}[kind](comment, decision, by=self.one)


@pytest.mark.parametrize("seed", range(12))
def test_faces_and_counts_equal_a_replay_after_random_acts(app, browser: TestBrowser, seed: int) -> None:
    """I-2 Faces and counters equal a replay of the record. Acceptance 16: counts reconcile. I-64 The equations hold."""
    acts = Acts(seed)
    for _ in range(30):
        acts.step()
        made = replay(acts.docket)
        assert differences(acts.docket, made) == []
    kept = every_count(acts.docket)
    assert kept == recounted(acts.docket)
    assert sum(kept["state"].values()) == sum(kept["channel"].values()) == sum(kept["day"].values()) == sum(kept["version"].values()) == len(acts.comments)
    for comment in acts.comments:
        browser.open(f"/c/{shown(comment.number)}/disclosure.json")
        assert verify_disclosure(browser.response.get_json()) == []


def test_a_face_that_was_altered_is_found_and_made_again(app) -> None:
    docket = make_docket()
    comment = make_comment(docket, "The true words.", stance="oppose")
    db.session.execute(sa.update(Face).values(text="Other words.", state=State.PUBLISHED, stance="support"))
    db.session.execute(sa.text("UPDATE comment_counters SET count = 7 WHERE dimension = 'channel'"))
    db.session.expire_all()
    assert differences(docket, replay(docket)) == [
        f"{comment.number}: stance differs", f"{comment.number}: text differs", "count channel/web differs",
    ]  # fmt: skip
    write_again(docket, replay(docket))
    db.session.expire_all()
    assert differences(docket, replay(docket)) == [] and comment.face.text == "The true words."


def test_an_opening_that_does_not_fit_its_leaf_is_named(app) -> None:
    docket = make_docket()
    comment = make_comment(docket, "They always ask.")
    openings = comment.face.openings
    comment.face.openings = {**openings, "body": [openings["body"][0], [openings["body"][1][0], "never "], openings["body"][2]]}
    db.session.flush()
    assert any("do not give the root" in line for line in differences(docket, replay(docket)))


def test_the_command_compares_and_rebuilds(app, keep) -> None:
    from civic.comments.commands import rebuild

    make_comment(make_docket(), "The true words.")
    keep()
    runner = app.test_cli_runner()
    assert runner.invoke(rebuild, ["--compare"]).exit_code == 0
    db.session.execute(sa.update(Face).values(late=True))
    keep()
    told = runner.invoke(rebuild, ["2026-014", "--compare"])
    assert told.exit_code == 1 and "late differs" in told.output
    assert runner.invoke(rebuild, ["2026-014"]).exit_code == 0
    assert runner.invoke(rebuild, ["2026-014", "--compare"]).exit_code == 0


def test_restored_words_are_the_same_byte_for_byte(app) -> None:
    comment = make_comment(make_docket(), "Ana Gomez of flat seven said so.", name="Rosa")
    before = {column.key: getattr(comment.face, column.key) for column in sa.inspect(Face).column_attrs}
    one, other = milo(), mona()
    first, second = redact_words(comment, [(0, 2)], reason="P1", by=one), redact_words(comment, [(4, 5)], reason="P2", by=one)
    assert comment.face.text == "▇▇▇ ▇▇▇ of flat ▇▇▇ said so."
    withheld = withhold_comment(comment, reason="T1", by=(one, other))
    assert comment.face.text == "" and comment.face.state is State.WITHHELD
    restore_comment(comment, withheld, by=one)
    assert comment.face.text == "▇▇▇ ▇▇▇ of flat ▇▇▇ said so."
    restore_words(comment, second, by=one)
    restore_words(comment, first, by=one)
    assert {column.key: getattr(comment.face, column.key) for column in sa.inspect(Face).column_attrs} == before


def test_destroyed_words_cannot_be_put_back(app) -> None:
    from civic.record.vault import destroy

    comment = make_comment(make_docket(), "Ana Gomez said so.")
    decision = redact_words(comment, [(0, 2)], reason="P1", by=milo())
    destroy(hidden.parts_of(decision)[0].sealed)
    with pytest.raises(Refusal, match="destroyed"):
        restore_words(comment, decision, by=mona())
    assert comment.face.state in READABLE
