"""What the grid and the codebook read is kept by triggers: equal to the comments and their codings after any sequence of acts."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest
import sqlalchemy as sa

from civic.comments.actions import change_comment, withdraw_comment
from civic.comments.content import Words
from civic.comments.models import READABLE, Comment, Face
from civic.comments.same_words import wording, wording_key
from civic.database import Refusal, db, savepoint
from civic.moderation.actions import confirm, propose, redact
from civic.moderation.models import Decision
from civic.moderation.undoing import agree_to_undo, propose_undo, undo
from civic.themes import counting, models, sorting
from civic.themes.actions import add_theme, code_comment, merge_theme, retire_theme, split_theme
from civic.themes.agreement import krippendorff_alpha
from civic.themes.commands import theme as command
from civic.themes.compared import agreement_on
from civic.themes.models import CodedTheme, Coding, Placed, Sorting, Theme, ThemeState, is_in_sample
from civic.themes.queries import codings_on, row_of, rows_on, standing_themes, tallies, themes_of
from tests.browsing import TestBrowser
from tests.cast import make_account, milo, mona
from tests.factories import make_comment
from tests.moderation.test_appeals import own_comment
from tests.themes.arrange import Study, make_study

pytestmark = pytest.mark.usefixtures("app")
TEXTS = ("Cameras near school.", "cameras, near SCHOOL", "Good.", "Good!", "???", "!!", "Call me at 555-0142 about the cameras.")
STEPS = 45
ACTS = ("code", "code", "code", "code", "second", "second", "change", "withdraw", "redact", "propose", "confirm", "undo", "undo", "merge", "split", "retire", "add", "comment")


class Story:
    """Three analysts, two moderators and some authors; each step is one of them doing something, allowed or not."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.study = make_study()
        self.docket = self.study.docket
        self.analysts = [self.study.analyst, make_account("Second Reader"), make_account("Third Reader")]
        self.readers = [milo(), mona()]
        self.comments = [*self.study.comments.values(), *(own_comment(self.docket, text) for text in TEXTS)]
        self.done: Counter[str] = Counter()

    def step(self, n: int) -> None:
        act = self.chance.choice(ACTS)
        try:
            with savepoint():
                self._do(act, n, self.chance.choice(self.comments))
            self.done[act] += 1
        except Refusal:
            self.done["refused"] += 1

    def _do(self, act: str, n: int, comment: Comment) -> None:
        if act in ("code", "second"):
            themes = themes_of(self.docket)
            code_comment(comment, self.chance.sample(themes, min(len(themes), self.chance.randint(0, 2))), second=act == "second", by=self.chance.choice(self.analysts))
        elif act == "change":
            change_comment(comment, Words(self.chance.choice(TEXTS)))
        elif act == "withdraw":
            if self.chance.random() < 0.3:
                withdraw_comment(comment)
        elif act == "comment":
            self.comments.append(make_comment(self.docket, self.chance.choice(TEXTS)))
        elif act in ("merge", "split", "retire", "add"):
            self._codebook(act, n)
        else:
            self._moderate(act, comment)

    def _codebook(self, act: str, n: int) -> None:
        theme, by = self.chance.choice(themes_of(self.docket, everything=True)), self.study.analyst
        if act == "merge":
            merge_theme(theme, self.chance.choice(themes_of(self.docket)), by=by)
        elif act == "split":
            split_theme(theme, [(f"One {n}", "One."), (f"Other {n}", "Other.")], by=by)
        elif act == "add":
            add_theme(self.docket, f"Theme {n}", "What it means.", by=by)
        elif len(themes_of(self.docket)) > 2:
            retire_theme(theme, reason="Too narrow.", by=by)

    def _moderate(self, act: str, comment: Comment) -> None:
        decisions = list(db.session.scalars(sa.select(Decision).order_by(Decision.comment_id, Decision.n)))
        if act == "redact":
            redact(comment, [(0, 1)], by=self.readers[0])
        elif act == "propose":
            propose(comment, "T1", by=self.readers[0])
        elif decisions:
            decision = self.chance.choice(decisions)
            if act == "undo" and decision.took_two:
                agree_to_undo(propose_undo(decision, by=self.readers[0]), by=self.readers[1])
            else:
                (confirm if act == "confirm" else undo)(decision, by=self.readers[1])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_done_in_whatever_order_what_is_kept_equals_the_rows(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "SAMPLE", 2)
    story = Story(seed)
    for n in range(STEPS):
        story.step(n)
        if n % 9 == 8:
            db.session.flush()
            db.session.expire_all()
            holds(story)
    assert story.done["refused"] < STEPS * 0.7 and len(story.done) >= 9, story.done


def holds(story: Story) -> None:
    docket, rows = story.docket, rows_on(story.docket)
    assert counting.differences() == []
    assert [(c.theme, c.comments, c.texts) for c in counting.theme_counts(docket)] == [(t.theme, t.comments, t.texts) for t in tallies(docket, rows)]
    sheets = {state: sorting.sheet_of(docket, {"state": state}) for state in sorting.STATES}
    states = {row.face.number: row.state for row in rows}
    assert [row.face.number for row in sheets["coded"].rows] == [number for number, state in states.items() if state == "coded"][:25]
    assert [row.face.number for row in sheets["todo"].rows] == [number for number, state in states.items() if state != "coded"][:25]
    assert [row.face.number for row in sheets["all"].rows] == list(states)[:25] and sheets["all"].total == len(states)
    assert counting.comments_to_sort().get(docket.id, 0) == sheets["all"].todo == sum(state != "coded" for state in states.values())
    last = sorting.sheet_of(docket, {"state": "all", "page": "9999999"})
    assert [row.face.number for row in last.rows] == list(states)[(last.page - 1) * 25 :]
    for theme in themes_of(docket):
        assert [row.face.number for row in sorting.sheet_of(docket, {"theme": theme.id}).rows] == [row.face.number for row in rows if theme in row.themes][:25]
    for reader in story.analysts:
        read = codings_on(docket, counts=False)
        waiting = [r.face.number for r in rows if r.state == "coded" and r.coding and r.coding.coder_id != reader.id and r.face.comment_id not in read and is_in_sample(r.face.comment_id)]
        assert sorting.next_number(docket, reader, second=True) == (waiting[0] if waiting else None)
    agrees(story)
    for face in db.session.scalars(sa.select(Face)):
        assert face.wording_key == wording_key(face.text) and (face.state in READABLE or face.wording_key is None), "nothing is kept of words that are hidden"


def agrees(story: Story) -> None:
    """The published figure, worked out comment by comment and theme by theme."""
    first, second = codings_on(story.docket), codings_on(story.docket, counts=False)
    pairs = [(first[id], second[id]) for id in second if id in first]
    alike = [pair for pair in pairs if len({one.revision_n for one in pair}) == 1 and len({one.coder_id for one in pair}) == 2
             and not any(theme.became.state is ThemeState.SPLIT for one in pair for theme in one.themes)]
    found = [(set(standing_themes(one)), set(standing_themes(other))) for one, other in alike]
    alpha = krippendorff_alpha([(theme in one, theme in other) for one, other in found for theme in themes_of(story.docket)])
    agreement = agreement_on(story.docket)
    assert (agreement.alpha, agreement.comments, agreement.left_out) == (alpha, len(found), len(pairs) - len(found))


def test_readers_agree_about_themes_that_are_one_now() -> None:
    """One gave the theme that was merged away, the other the one that stands: both gave the same."""
    study, other = make_study(), make_account("Second Reader")
    for key, theme in {"a": study.safety, "b": study.errors, "d": study.safety, "f": study.errors}.items():
        code_comment(study.comments[key], [theme], second=True, by=other)
    before = agreement_on(study.docket)
    third = add_theme(study.docket, "Costs", "What it costs.", by=study.analyst)
    merge_theme(study.errors, study.safety, by=study.analyst)
    after = agreement_on(study.docket)
    found = [(key != "f", True) for key in "abdf"] + [(False, False)] * 4
    assert before.alpha is not None and after.alpha == krippendorff_alpha(found) and after.comments == 4 and third.is_active
    assert [(count.comments, count.texts) for count in counting.theme_counts(study.docket)] == [(5, 5), (0, 0)]


def test_readers_are_compared_only_on_what_both_of_them_saw() -> None:
    """A theme that was split since, another wording, and one person twice are left out, and the figure says how many."""
    study, other = make_study(), make_account("Second Reader")
    comments = {**study.comments, "g": own_comment(study.docket, "Cameras are fine.")}
    code_comment(comments["g"], [study.safety], by=study.analyst)
    for key, theme in {"a": study.errors, "b": study.safety, "d": study.safety, "e": study.safety, "f": study.safety, "g": study.safety}.items():
        code_comment(comments[key], [theme], second=True, by=other)
    change_comment(comments["g"], Words("Cameras are not fine."))
    code_comment(comments["g"], [study.safety], by=study.analyst)
    code_comment(comments["e"], [study.safety], by=other)
    moved = add_theme(study.docket, "Wrong stops", "Held by mistake.", by=study.analyst)
    merge_theme(study.errors, moved, by=study.analyst)
    assert (agreement_on(study.docket).comments, agreement_on(study.docket).left_out) == (4, 2)
    split_theme(moved, [("One", "One."), ("Other", "Other.")], by=study.analyst)
    found = agreement_on(study.docket)
    assert (found.comments, found.left_out) == (2, 4), "a and b had the theme that was merged into the split one"
    assert found.alpha == krippendorff_alpha([(True, True), (False, True)] + [(False, False)] * 4)
    assert {key for key, comment in comments.items() if row_of(comment).state == "again"} == {"a", "b", "c"} and counting.differences() == []


def test_a_theme_that_is_retired_sends_back_the_comments_without_another() -> None:
    study = make_study()
    third = add_theme(study.docket, "Detection", "How crimes are solved.", by=study.analyst)
    code_comment(study.comments["e"], [study.safety, study.errors], by=study.analyst)
    merge_theme(study.safety, third, by=study.analyst)
    retire_theme(third, reason="Too wide.", by=study.analyst)
    db.session.flush()
    assert {key for key, comment in study.comments.items() if row_of(comment).state == "again"} == {"d"}
    assert counting.how_many_are_sorted(study.docket) == 5 and counting.differences() == []
    code_comment(study.comments["d"], [], by=study.analyst)
    db.session.flush()
    assert row_of(study.comments["d"]).state == "coded" and counting.how_many_are_sorted(study.docket) == 6 and counting.differences() == []


def test_the_key_of_two_texts_is_equal_exactly_where_their_wording_is() -> None:
    assert all((wording_key(one) == wording_key(other)) == (wording(one) == wording(other)) for one, other in combinations(TEXTS, 2))
    assert {wording_key("..."), wording_key("")} == {None} and 0 <= (wording_key("Good.") or -1) < 2**63


def test_words_that_are_hidden_leave_the_key_and_come_back_with_it() -> None:
    study = make_study()
    comment = own_comment(study.docket, "Ask Ann Green about the cameras.")
    code_comment(comment, [study.safety], by=study.analyst)
    whole = comment.face.wording_key
    decision = redact(comment, [(1, 3)], by=milo())
    db.session.flush()
    assert placed_key(comment) == comment.face.wording_key == wording_key(comment.face.text) != whole
    undo(decision, by=mona())
    db.session.flush()
    assert placed_key(comment) == comment.face.wording_key == whole


def placed_key(comment: Comment) -> int | None:
    return db.session.scalar(sa.select(Placed.wording_key).where(Placed.comment_id == comment.id))


def test_rows_that_change_by_hand_are_followed_too() -> None:
    study = make_study()
    code_comment(study.comments["a"], [study.safety], second=True, by=milo())
    by_hand(study, sa.update(Coding).where(Coding.counts == sa.false()).values(in_sample=False))
    by_hand(study, sa.update(Coding).values(coder_id=mona().id))
    by_hand(study, sa.update(Coding).where(Coding.comment_id == study.comments["b"].id).values(revision_n=7))
    by_hand(study, sa.update(CodedTheme).where(CodedTheme.theme_id == study.errors.id).where(~sa.exists().where(Coding.id == CodedTheme.coding_id, Coding.counts == sa.false())).values(theme_id=study.safety.id))
    for state in (ThemeState.SPLIT, ThemeState.ACTIVE):
        by_hand(study, sa.update(Theme).where(Theme.id == study.safety.id).values(state=state))
    by_hand(study, sa.delete(CodedTheme))
    by_hand(study, sa.delete(Coding).where(Coding.counts == sa.false()))
    by_hand(study, sa.delete(Coding))
    assert sorting.sheet_of(study.docket, {}).todo == 6


def by_hand(study: Study, statement: sa.UpdateBase) -> None:
    db.session.execute(statement)
    db.session.expire_all()
    assert counting.differences() == [], str(statement)


def test_what_went_wrong_is_named_and_put_right() -> None:
    study = make_study()
    db.session.execute(sa.update(Sorting).where(Sorting.comment_id == study.comments["a"].id).values(is_sorted=False))
    db.session.execute(sa.delete(Placed).where(Placed.comment_id == study.comments["b"].id))
    db.session.add(Placed(comment_id=study.comments["f"].id, theme_id=study.safety.id, sort_key=1, wording_key=None))
    db.session.commit()
    runner = make_runner()
    compared = runner.invoke(command, ["recount", "--compare"])
    assert compared.exit_code == 1 and compared.output.count("\tkept ") == 3
    assert "3 differences; counted anew." in runner.invoke(command, ["recount"]).output
    assert "Equal to what was found" in runner.invoke(command, ["recount", "--compare"]).output
    db.session.rollback()
    assert counting.differences() == [] and counting.theme_counts(study.docket)[0].texts == 3


def make_runner():  # type: ignore[no-untyped-def]
    from flask import current_app

    return current_app.test_cli_runner()  # type: ignore[attr-defined]


def test_the_grid_of_many_pages_names_the_first_the_last_and_those_around(browser: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    study = make_study(code=False)
    for n in range(6):
        make_comment(study.docket, f"Number {n}.")
    monkeypatch.setattr(sorting, "PAGE", 1)
    browser.sign_in(study.analyst).open("/staff/d/2026-014/code?page=6")
    links = {a.get_text(): a.get("rel") for a in browser.page.select("nav[aria-label=Pages] a")}
    assert links == {"Page 1": None, "Page 4": None, "Page 5": ["prev"], "Page 7": ["next"], "Page 8": None, "Page 12": None}
    assert browser.find("nav[aria-label=Pages] [aria-current=page]").get_text() == "Page 6"
