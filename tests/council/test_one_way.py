"""I-51: no route lets members reply or react to each other, or read unpublished words."""

from __future__ import annotations

import pytest

from civic.council.actions import put_motion, record_vote
from civic.council.amendment_queries import amendments_on
from civic.council.asking import draft_member_question, send_member_question
from civic.council.member_amendments import amendment_draft_of, draft_amendment
from civic.council.positions import draft_position, publish_position
from civic.council.queries import council, draft_for, membership_of, positions_on
from civic.database import db
from civic.people.models import OfficeKind
from civic.people.policy import set_policy
from civic.permissions import Role
from tests.browsing import TestBrowser
from tests.cast import diaz, hold, make_account, office
from tests.council.arrange import make_council
from tests.factories import make_docket, the_clerk

SECRETS = ("Heron draft of a position", "Heron draft of an explanation", "Heron draft of a question", "Heron question sent to the clerk", "Heron condition kept", "Heron words of an amendment", "Heron purpose of an amendment")


@pytest.fixture
def walkers(app):  # type: ignore[no-untyped-def]
    """Diaz keeps words of every kind; another member, that member's aide and a department's deputy come looking."""
    member = diaz()
    docket = make_docket()
    set_policy("positions_before_hearing", "on")
    other = make_account("Council Member Other", Role.MEMBER)
    place = hold(office("Council Member, Ward 2", "City Council", OfficeKind.LEGISLATIVE), other).office
    aide = make_account("Olga Aide", Role.DELEGATE)
    hold(place, aide, "delegate")
    deputy = make_account("Dep Uty", Role.DELEGATE)
    hold(office("Chief of Police", "Police Department", OfficeKind.POLICE), deputy, "delegate")
    make_council(the_clerk(), seats=3, seat1=member, seat2=other)
    seat = membership_of(member)
    section = next(piece.wid for piece in docket.current_version.provisions if "This article limits" in piece.text)
    position = publish_position(docket, seat, stance="support", statement="A public statement.", conditions="A map.", by=member)
    kept = [
        draft_position(docket, seat, stance="oppose", statement=SECRETS[0], conditions=SECRETS[4], by=member),
        draft_position(docket, seat, statement=SECRETS[1], explains_vote=True, by=member), position,
        send_member_question(docket, seat, words=SECRETS[3], by=member), draft_member_question(docket, seat, words=SECRETS[2], by=member),
        draft_amendment(docket, seat, docket.current_version, sections=[section], wording={section: SECRETS[5]}, purpose=SECRETS[6], by=member), seat,
    ]  # fmt: skip
    return docket, member, {"member": other, "aide": aide, "deputy": deputy}, [row.id for row in kept]


def addresses(app, number: str, ids: list[str], *blueprints: str) -> list[str]:  # type: ignore[no-untyped-def]
    """Every address that answers GET (of these blueprints, or of all), with the docket's number and every id that something of Diaz has."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint.startswith(("static", "_fs", "security.")) or (blueprints and rule.endpoint.split(".")[0] not in blueprints):
            continue
        kinds = {name: type(converter).__name__ for name, converter in rule._converters.items()}  # noqa: SLF001
        for id in ids if "RandomId" in kinds.values() else ids[:1]:
            values = {"DocketNumber": number, "RandomId": id, "Number": 1, "CommentCode": "7K3M-Q2"}
            with app.test_request_context():
                given = {name: min(rule._converters[name].items) if kind == "AnyConverter" else values.get(kind, "conditions") for name, kind in kinds.items()}  # noqa: SLF001
                _domain, path = rule.build(given, append_unknown=False) or ("", "")
            found += [path, f"{path}?seat={ids[-1]}"] if path.startswith("/member") else [path]
    return list(dict.fromkeys(filter(None, found)))


def walk(app, walkers, walker: str, voted: bool, browser: TestBrowser, *blueprints: str) -> list[str]:  # type: ignore[no-untyped-def]
    docket, _member, accounts, ids = walkers
    if voted:
        motion = put_motion(docket, council(), kind="act", words="Pass it.", by=the_clerk())
        record_vote(motion, {m.id: "yes" for m in council().members()}, on=motion.put_at.date(), by=the_clerk())
    browser.sign_in(accounts[walker])
    walked = addresses(app, docket.number, ids, *blueprints)
    for path in walked:
        body = browser.ask("get", path).get_data(as_text=True)
        assert not [secret for secret in SECRETS if secret in body], path
    return walked


@pytest.mark.slow
@pytest.mark.parametrize("voted", [False, True])
@pytest.mark.parametrize("walker", ["member", "aide", "deputy"])
def test_no_page_shows_a_members_unpublished_words_to_another(app, walkers, walker: str, voted: bool, browser: TestBrowser) -> None:
    """I-51 Every route of the product, as another member, as that member's aide and as a department's deputy, when everything is there that the
    vote brings; before it, and on PostgreSQL, those of the council."""
    everywhere = db.engine.dialect.name == "sqlite" and voted
    walked = walk(app, walkers, walker, voted, browser, *(() if everywhere else ("council", "members", "own_amendments", "briefs", "pages")))
    assert any(path.startswith("/member/d/2026-014/ask?seat=") for path in walked) and "/d/2026-014/brief" in walked
    assert len(walked) > (150 if everywhere else 20)


def test_the_member_does_read_their_own_words(app, walkers, browser: TestBrowser) -> None:
    """The walk above would find the words if a route showed them: their owner meets every one."""
    docket, member, _others, ids = walkers
    bodies = "".join(browser.sign_in(member).ask("get", path).get_data(as_text=True) for path in addresses(app, docket.number, ids) if path.startswith("/member"))
    assert [secret for secret in SECRETS if secret not in bodies] == [SECRETS[1]]  # an explanation waits for the vote


@pytest.mark.slow
@pytest.mark.parametrize("walker", ["member", "aide", "deputy"])
def test_no_post_of_another_publishes_changes_or_answers_a_members_words(app, walkers, walker: str, browser: TestBrowser) -> None:
    """I-51 Whatever another member's side sends, with Diaz's seat named in the address: Diaz's words stay as they are."""
    docket, member, accounts, ids = walkers
    position, seat = ids[2], ids[-1]
    browser.sign_in(accounts[walker])
    for path in ("position", "explain", "ask", f"conditions/{position}/1", "amendments/new", "amendments/drop"):
        for query in ("", f"?seat={seat}"):
            for button in ("publish", "save", "send", "offer"):
                browser.post(
                    f"/member/d/2026-014/{path}{query}", stance="support", statement="Written by another.", words="Written by another?", outcome="not_met",
                    seen="", section="", **{button: "1"},
                )  # fmt: skip
    db.session.rollback()
    own = [p for p in positions_on(docket) if p.membership_id == membership_of(member).id]
    assert [p.statement for p in own] == ["A public statement."] and own[0].findings == []
    assert draft_for(docket, membership_of(member)).statement == SECRETS[0]
    assert amendment_draft_of(docket, membership_of(member)).purpose == SECRETS[6] and amendments_on(docket) == []


def test_nothing_on_the_public_page_takes_a_reply(app, walkers, browser: TestBrowser) -> None:
    """I-51 No form, no button, no reaction stands beside a member's statement."""
    _docket, _member, accounts, _ids = walkers
    browser.sign_in(accounts["member"]).open("/d/2026-014/positions")
    assert browser.shows("A public statement.") and not browser.page.select("main form, main button")
