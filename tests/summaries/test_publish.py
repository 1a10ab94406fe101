"""From the draft to the published version: checks, the second person, versions, and what becomes stale."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from civic.comments.actions import Words, change_comment, withdraw_comment
from civic.comments.models import Comment
from civic.comments.visibility import redact_words
from civic.database import Refusal, db
from civic.record.leaf import parse
from civic.record.models import Event, Leaf
from civic.record.numbers import shown
from civic.record.queries import leaf_about
from civic.summaries.actions import ask_for_approval, start_draft, take_out_sentence, write_sentence
from civic.summaries.checks import Check
from civic.summaries.models import Sentence
from civic.summaries.publishing import publish_summary
from civic.summaries.queries import draft_of, study, summary_of
from civic.summaries.showing import shown_sentences
from civic.summaries.views import _by_theme
from civic.themes.actions import publish_codebook
from tests.browsing import TestBrowser
from tests.cast import milo
from tests.factories import make_comment
from tests.summaries.arrange import make_draft, make_summary
from tests.themes.arrange import make_study


def test_an_analyst_writes_and_another_person_publishes(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-55: drafter and approver differ; the record names both roles."""
    study, _ = make_draft()
    browser.sign_in(study.analyst).open("/staff/d/2026-014/summary/edit")
    assert browser.shows("Every check passes.") and browser.shows("2 of 3 texts")
    browser.press("Ask for approval")
    assert browser.shows("it waits for the approver")
    assert browser.open("/staff/d/2026-014/summary/approve").status == 403
    another_browser.sign_in(study.approver).open("/staff").click("A summary to approve")
    another_browser.press("Approve and publish")
    assert another_browser.heading == "Summary of what people said" and another_browser.shows("3 of 6 comments are marked for the law.")
    roles = [role.split("-")[0] for role in parse(_published().bytes)["by"]]
    assert roles == ["analyst", "approver"]


def test_a_draft_that_fails_a_check_is_refused_in_words(app, browser: TestBrowser) -> None:
    """Acceptance 11: the page refuses, names the sentence, and nothing is published."""
    study, draft = make_draft()
    write_sentence(draft, kind="finding", text="Many texts ask for a log.", theme=study.errors.id, cites=study.numbers("a"), by=study.analyst)
    browser.sign_in(study.analyst).open("/staff/d/2026-014/summary/edit").press("Ask for approval")
    assert browser.status == 422 and "Sentence 8: It speaks of several and cites 1; it needs 2." in browser.errors[0]
    assert draft_of(study.docket).checked_at is None


def test_the_approver_sees_every_check_with_its_result(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    study, draft = make_draft()
    listed = browser.sign_in(study.analyst).open("/staff/d/2026-014/summary/edit").page.select(".check-list li")
    assert len(listed) == len(Check) and [item.get_text().split(":")[0] for item in listed] == ["Passed"] * (len(Check) - 1) + ["Waits"]
    ask_for_approval(draft, by=study.analyst)
    another_browser.sign_in(study.approver).open("/staff/d/2026-014/summary/approve")
    listed = another_browser.page.select(".check-list li")
    assert [item.get_text().split(":")[0] for item in listed] == ["Passed"] * len(Check) and "(Flesch-Kincaid)" in another_browser.text
    withdraw_comment(study.comments["c"])
    another_browser.open("/staff/d/2026-014/summary/approve")
    failed = [item.get_text() for item in another_browser.page.select(".check--fails") if "Not passed" in item.get_text()]
    assert len(failed) == 2 and "Every cited comment can be read See sentence 4." in " ".join(" ".join(failed).split())
    assert not another_browser.page.select("button[name=publish]")


def test_a_summary_in_spanish_is_measured_and_marked_as_spanish(app, browser: TestBrowser) -> None:
    study = make_study()
    publish_codebook(study.docket, by=study.analyst)
    browser.sign_in(study.analyst).open("/staff/d/2026-014/summary/edit").press("Start the summary", language="es")
    draft = draft_of(study.docket)
    for kind, text, theme, keys in (
        ("finding", "La mayoría de los textos cuenta un error ({cited} de {texts}).", study.errors, ("a", "b")),
        ("opposing", "Un texto confía en la máquina.", study.errors, ("c",)), ("opposing", "Un texto apoya la ley.", study.safety, ("e",)),
    ):  # fmt: skip
        write_sentence(draft, kind=kind, text=text, theme=theme.id, cites=study.numbers(*keys), by=study.analyst)
    assert browser.open("/staff/d/2026-014/summary/edit").shows("on the Fernández Huerta scale")
    browser.press("Ask for approval")
    summary = publish_summary(draft_of(study.docket), by=study.approver)
    assert summary.language == "es" and "(2 de 3)" in summary.sentences[0].text
    assert browser.open("/d/2026-014/summary").find("#sentence-1 [lang=es]").get_text().startswith("La mayoría")
    assert start_draft(study.docket, by=study.analyst, language="es").language == "es"


def test_who_wrote_a_sentence_cannot_publish_by_any_road(app) -> None:
    """I-55: the action itself refuses, whoever calls it."""
    study, draft = make_draft()
    ask_for_approval(draft, by=study.analyst)
    with pytest.raises(Refusal, match="Somebody else must approve"):
        publish_summary(draft, by=study.analyst)


def test_a_change_after_the_check_takes_the_draft_back(app) -> None:
    study, draft = make_draft()
    ask_for_approval(draft, by=study.analyst)
    take_out_sentence(draft.sentences[-1], by=study.analyst)
    with pytest.raises(Refusal, match="not waiting for approval"):
        publish_summary(draft, by=study.approver)


def test_the_approver_sends_a_draft_back_with_a_word(app, browser: TestBrowser) -> None:
    study, draft = make_draft()
    ask_for_approval(draft, by=study.analyst)
    browser.sign_in(study.approver).open("/staff/d/2026-014/summary/approve").press("Send back")
    assert browser.status == 422 and browser.errors == ["Say what should change."]
    browser.fill("Send back", {"note": "Say more of the other side."})
    assert draft_of(study.docket).returned_note == "Say more of the other side."


def test_a_comment_withdrawn_between_check_and_approval_stops_it(app) -> None:
    study, draft = make_draft()
    ask_for_approval(draft, by=study.analyst)
    withdraw_comment(study.comments["c"])
    with pytest.raises(Refusal, match="cannot be cited: it is withdrawn"):
        publish_summary(draft, by=study.approver)


def test_a_summary_waits_for_its_codebook(app) -> None:
    study = make_study()
    draft = start_draft(study.docket, by=study.analyst)
    with pytest.raises(Refusal, match="no sentence"):
        ask_for_approval(draft, by=study.analyst)
    write_sentence(draft, kind="finding", text="Two texts tell of a wrong match.", theme=study.errors.id, cites=study.numbers("a", "b"), by=study.analyst)
    write_sentence(draft, kind="opposing", text="One text trusts it.", theme=study.errors.id, cites=study.numbers("c"), by=study.analyst)
    write_sentence(draft, kind="opposing", text="One text does not.", theme=study.safety.id, cites=study.numbers("e"), by=study.analyst)
    with pytest.raises(Refusal, match="Publish the codebook"):
        ask_for_approval(draft, by=study.analyst)


def test_covered_and_uncovered_add_up_to_the_readable_ones(app) -> None:
    """I-56, I-64: readable = cited + uncited + without theme, and covered + uncovered = readable."""
    study = make_study()
    late = make_comment(study.docket, "I came late to this.")
    study, summary = make_summary(study)
    assert set(summary.covered) & set(summary.uncovered) == set() and summary.uncovered == [late.id]
    assert len(summary.covered) + len(summary.uncovered) == summary.cited + summary.uncited + summary.without_theme == 7
    leaf = parse(_published().bytes)
    assert leaf["readable"] == leaf["cited"] + leaf["uncited"] + leaf["without_theme"] == 7


def test_every_sentence_of_the_page_opens_to_its_comments(app, browser: TestBrowser) -> None:
    study, _ = make_summary()
    browser.open("/d/2026-014/summary")
    assert browser.shows("Most texts in this theme tell of a wrong match (2 of 3).") and browser.shows("Opposing view")
    links = [a["href"] for a in browser.page.select("#sentence-2 .citations a")]
    assert links == [f"/c/{shown(number)}" for number in study.numbers("a", "b")]
    assert browser.shows("not a poll") and browser.shows("No comment was sorted by a second person")


def test_themes_stand_in_the_order_of_their_sentences_numbers() -> None:
    """The figure is ordered by texts; the sentences are read in one order, that of their numbers."""
    figures = [{"theme": "large", "texts": 9}, {"theme": "small", "texts": 2}, {"theme": "silent", "texts": 1}]
    sentences = [SimpleNamespace(sentence=SimpleNamespace(theme_id=theme, position=n)) for n, theme in ((2, "small"), (3, "small"), (4, "large"))]
    found = _by_theme(SimpleNamespace(figures=figures), sentences)
    assert [(figure["theme"], [one.sentence.position for one in own]) for figure, own in found] == [("small", [2, 3]), ("large", [4])]


def test_the_page_is_honest_about_who_chose_to_write(app, browser: TestBrowser) -> None:
    """I-46, I-57: no count is worded as a poll, and nobody's silence as support."""
    make_summary()
    browser.open("/d/2026-014/summary")
    assert browser.shows("These figures are not a poll, and nobody's silence is counted as support.")
    assert "of residents" not in browser.text and "percent" not in browser.text


def test_no_word_of_a_quote_is_kept_with_the_summary(app) -> None:
    """I-54: a quote is read from its comment, so that hiding the comment hides the quote."""
    _, summary = make_summary()
    kept = db.session.execute(sa.select(Sentence.__table__).where(Sentence.summary_id == summary.id)).all()
    assert "ruin a life" not in str(kept) and any("{quote}" in row.text for row in kept)


def test_a_withdrawn_comment_makes_its_quote_stale_at_once(app, browser: TestBrowser) -> None:
    """I-54: withdrawal makes the sentence stale in the next request, and its words are gone."""
    study, _ = make_summary()
    assert browser.open("/d/2026-014/summary").shows("A wrong match can ruin a life in one day.")
    withdraw_comment(study.comments["b"])
    browser.open("/d/2026-014/summary")
    assert "ruin a life" not in browser.response.get_data(as_text=True) and browser.shows("No longer stands")
    assert browser.sign_in(study.analyst).open("/staff").shows("no longer fit their comments")


def test_redacting_quoted_words_makes_the_quote_stale_and_others_stand(app) -> None:
    """I-54: redaction of the quoted words; words hidden elsewhere leave the quote standing."""
    study, summary = make_summary(make_study())
    moderator = milo()
    quote = next(one for one in shown_sentences(summary) if one.quote)
    redact_words(study.comments["b"], [(2, 3)], reason="P1", by=moderator)
    db.session.expire_all()
    assert quote.stale == "" and [one.stale for one in shown_sentences(summary) if one.sentence.quote_mark][0] != ""


def test_hidden_words_before_a_quote_move_it_and_it_still_stands(app) -> None:
    study, draft = make_draft()
    (quote,) = [sentence for sentence in draft.sentences if sentence.quote]
    write_sentence(draft, kind="quote", text="One text says: “{quote}”", theme=quote.theme_id, quote="ruin a life", cites=quote.cites, sentence=quote, by=study.analyst)
    ask_for_approval(draft, by=study.analyst)
    summary = publish_summary(draft, by=study.approver)
    redact_words(study.comments["b"], [(1, 2)], reason="P1", by=milo())
    db.session.expire_all()
    assert [one.quote for one in shown_sentences(summary) if one.sentence.quote_mark] == ["ruin a life"]


def test_a_changed_comment_marks_its_citation(app, browser: TestBrowser) -> None:
    study, _ = make_summary()
    change_comment(study.comments["d"], Words("My sister was hurt, and then somebody was found."))
    assert browser.open("/d/2026-014/summary").shows("changed by its author since")


def test_a_later_version_takes_its_place_and_shows_what_changed(app, browser: TestBrowser) -> None:
    """I-1: a published summary is never changed; correction adds a version."""
    study, first = make_summary()
    draft = start_draft(study.docket, by=study.analyst)
    limits = draft.sentences[-1]
    write_sentence(draft, kind="limits", text="Few young people wrote. This is not a poll.", sentence=limits, by=study.analyst)
    ask_for_approval(draft, by=study.analyst)
    second = publish_summary(draft, by=study.approver)
    assert (second.n, len(second.sentences)) == (2, 7) and summary_of(study.docket).n == 2
    superseded = parse(leaf_about(first, "summary.superseded").bytes)
    assert (superseded["ref"], superseded["replacement"]) == (first.leaf_id, second.leaf_id)
    browser.open("/d/2026-014/summary")
    assert browser.page.find("ins").get_text().startswith("[added: Few young people")
    assert browser.open("/d/2026-014/summary@1").shows("A later one took its place.")
    assert browser.open("/d/2026-014/summary@3").status == 404


@pytest.mark.parametrize("table", ["summaries", "summary_sentences", "citations"])
def test_a_published_summary_refuses_change(app, table) -> None:
    """I-1: a published summary is never updated or deleted."""
    make_summary()
    db.session.commit()
    with pytest.raises(sa.exc.DBAPIError, match="only grows"):
        db.session.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608
    db.session.rollback()


def test_before_the_first_one_the_page_says_so_and_offers_the_comments(app, browser: TestBrowser) -> None:
    make_study()
    assert browser.open("/d/2026-014/summary").shows("No summary is published yet.")
    assert browser.open("/d/2026-014/summary/themes.csv").status == 404


def test_the_figures_come_as_a_table_and_as_a_file(app, browser: TestBrowser) -> None:
    make_summary()
    browser.open("/d/2026-014/summary")
    assert browser.page.select_one("figure svg[role=img]") and browser.page.select_one("figure table caption")
    rows = browser.client.get("/d/2026-014/summary/themes.csv").get_data(as_text=True).splitlines()
    assert rows[1] == "Mistakes,3,2,1,0,0,"


def test_a_comments_own_page_leads_to_the_sentence(app, browser: TestBrowser) -> None:
    study, _ = make_summary()
    assert browser.open(f"/c/{shown(study.comments['c'].number)}").shows("Cited in sentence 4 of the summary.")


def test_a_number_is_frozen_with_its_query(app) -> None:
    """I-53: a number keeps the query and the answer of its day."""
    study, summary = make_summary()
    make_comment(study.docket, "Another voice for it.", stance="support")
    number = summary.sentences[0]
    assert (number.query, number.value) == ({"stance": "support"}, {"count": 3, "readable": 6})
    assert number.text == "3 of 6 comments are marked for the law."


def test_the_analyst_adds_and_changes_a_sentence_in_the_browser(app, browser: TestBrowser) -> None:
    study, draft = make_draft()
    number = shown(study.comments["a"].number)
    browser.sign_in(study.analyst).open("/staff/d/2026-014/summary/edit").click("Mistakes")
    browser.fill("Save this sentence", {"Sentence": "One text tells of a son.", "cites": "7777-77"})
    assert browser.status == 422 and "No comment on this docket has the number 7777-77." in browser.errors[0]
    browser.fill("Save this sentence", {"cites": number})
    assert browser.shows("One text tells of a son.")
    browser.click("Change sentence 8").fill("Save this sentence", {"Sentence": "One text tells of a young son."})
    assert draft.sentences[-1].text == "One text tells of a young son." and study.numbers("a") == draft.sentences[-1].cites
    browser.press("Move up")
    assert db.session.query(Event).filter_by(kind="summary.drafted").count() > 8


def test_the_evidence_reads_copies_as_one_text(app) -> None:
    found = make_study()
    copy = make_comment(found.docket, "A WRONG match can ruin a life in one day!")
    from civic.themes.actions import code_comment

    code_comment(copy, [found.errors], by=found.analyst)
    assert len(study(found.docket).evidence.texts(found.errors.id)) == 3
    assert db.session.get(Comment, copy.id) is not None


def _published() -> Leaf:
    return db.session.scalars(sa.select(Leaf).where(Leaf.kind == "summary.published")).one()


def test_the_numbers_above_the_summary_add_up_with_comments_that_were_not_sorted(app, browser: TestBrowser) -> None:
    """I-56: written from = cited + in a theme and not cited + without theme, and nothing is counted twice as "others"."""
    import re

    study = make_study()
    make_comment(study.docket, "A comment that nobody has sorted.")
    study, summary = make_summary(study)
    words = browser.open(f"/d/{study.docket.number}/summary").text
    written = int(re.search(r"Written from (\d+) comments", words)[1])
    cited, uncited, without = (int(n) for n in re.search(r"(\d+) are cited, (\d+) are in a theme and not cited, (\d+) have no theme", words).groups())
    assert written == cited + uncited + without == summary.readable
    assert "1 of them had not been sorted yet" in words and "can be read now" not in words
