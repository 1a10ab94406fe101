"""Random letter actions against a plain model of what a letter is: whatever happens in whatever order, I-17 to I-26 hold
after every step, and the counts of domain.md 8 are those of the model and those of the record."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from civic.clock import now, pretend
from civic.comments.actions import Words, receive_comment
from civic.comments.queries import wards_shown
from civic.database import Refusal, db
from civic.letters.actions import change_letter, deliver_letter, freeze_letter
from civic.letters.chores import deliver_due_letters
from civic.letters.counting import counts_of, delivered_counts, signatories_of
from civic.letters.invitations import decline, invite_organisations, remind, take_back
from civic.letters.models import Letter, LetterVersion
from civic.letters.organisation_models import Representative
from civic.letters.organisation_queries import organisation_like
from civic.letters.queries import signature_numbered
from civic.letters.signature_models import LetterInvitation, Signature, SignatureKind, Through
from civic.letters.signing import sign_as_representative, sign_as_resident, sign_by_invitation, withdraw_signature
from civic.letters.words import words_of
from civic.record.codes import Pair, hash_code, new_code
from civic.record.models import Event, Leaf, SealedText
from civic.record.numbers import new_number
from civic.record.vault import pepper
from tests.browsing import TestBrowser
from tests.cast import make_account
from tests.factories import make_docket
from tests.letters.arrange import a_draft, letter_author, make_letter, make_organisation

GROUPS = ("Harbor House Shelter", "Delivery Drivers", "Riverside Clinic", "Transit Local 88")
SPEAKERS = ("Open Streets Coalition", "Mill Street Readers")
DAYS = 9  # to sign
KEPT = "letter_machine"
WALK = settings(  # a failing story is told as it was met: shortening it would take minutes
    max_examples=10, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.reuse, Phase.generate)
)


@dataclass
class Made:
    """A signature as the model knows it."""

    version: int
    kind: str
    organisation: str = ""
    came_after: bool = False
    standing: bool = True
    left_after: bool = False
    id: str = ""


@dataclass
class Model:
    digests: list[bytes] = field(default_factory=list)
    asked: dict[tuple[int, str], str] = field(default_factory=dict)  # version and organisation: waiting, signed, declined, taken_back
    made: list[Made] = field(default_factory=list)
    delivered: int | None = None
    handed_over: tuple[int, int] | None = None
    reminded: set[tuple[int, str]] = field(default_factory=set)
    codes: list[str] = field(default_factory=list)
    wards: Counter[str] = field(default_factory=Counter)

    @property
    def n(self) -> int:
        return len(self.digests)

    def standing(self, n: int, kind: str) -> int:
        return sum(one.standing for one in self.made if (one.version, one.kind) == (n, kind))

    def has_signed(self, organisation: str) -> bool:
        return any(one.version == self.n and one.organisation == organisation for one in self.made)


class Letters(RuleBasedStateMachine):
    app: Any
    database: Any

    @initialize()
    def begin(self) -> None:
        db.session.remove()
        self.database.reset(db.engine, KEPT)
        self.model, self.at = Model(), now()
        self.ends = self.at + timedelta(days=DAYS)
        self.letter_id = db.session.scalars(sa.select(Letter.id)).one()

    # --- what can happen

    @rule(words=st.sampled_from(["Close the doors.", "Close every door.", "Leave one door.", "Mend the law."]))
    def fix_words(self, words: str) -> None:
        letter, text = self.letter, f"{words} ({self.model.n + 1})"

        def act() -> None:
            change_letter(letter, a_draft(text=text, residents=True, sign_by=self.ends), seen=letter.revision, by=letter_author(letter))
            version = freeze_letter(letter, seen=words_of(letter), by=letter_author(letter))
            assert version.signatures == []
            self.model.digests.append(version.digest)

        self.attempt(not self.is_over and self.model.delivered is None, act)

    @rule(name=st.sampled_from(GROUPS + SPEAKERS))
    def invite(self, name: str) -> None:
        known = self.model.asked.get((self.model.n, name))
        allowed = self.model.n > 0 and self.is_open and known in (None, "taken_back") and not self.model.has_signed(name)

        def act() -> None:
            sent, refused = invite_organisations(self.letter, [f"{name}, {sha256(name.encode()).hexdigest()[:6]}@groups.example"], by=letter_author(self.letter))
            if refused:
                raise Refusal(refused[0].sentence)
            self.model.asked[self.model.n, name] = "waiting"
            self.model.reminded.discard((self.model.n, name))

        self.attempt(allowed, act)

    @rule(name=st.sampled_from(GROUPS + SPEAKERS), old=st.booleans())
    def sign_by_link(self, name: str, old: bool) -> None:
        n = self.model.n - 1 if old else self.model.n
        invitation = self.invitation(n, name)
        if invitation is None:
            return
        allowed = n == self.model.n and self.takes_signatures and self.model.asked[n, name] == "waiting" and not self.model.has_signed(name)

        def act() -> None:
            signature = sign_by_invitation(invitation, name="Gwen", title="Director", pair=self.a_pair())
            self.model.asked[n, name] = "signed"
            self.remember(signature, organisation=name)

        self.attempt(allowed, act)

    @rule(name=st.sampled_from(GROUPS + SPEAKERS), back=st.booleans())
    def decline_or_take_back(self, name: str, back: bool) -> None:
        invitation = self.invitation(self.model.n, name)
        if invitation is None:
            return

        def act() -> None:
            take_back(invitation, by=letter_author(self.letter)) if back else decline(invitation)
            self.model.asked[self.model.n, name] = "taken_back" if back else "declined"

        self.attempt(self.takes_signatures and self.model.asked[self.model.n, name] == "waiting", act)

    @rule()
    def remind_all(self) -> None:
        waiting = {key for key, answer in self.model.asked.items() if key[0] == self.model.n and answer == "waiting"} - self.model.reminded

        def act() -> None:
            assert remind(self.letter, by=letter_author(self.letter)) == len(waiting)
            self.model.reminded |= waiting

        self.attempt(self.is_open and bool(waiting), act)

    @rule(name=st.sampled_from(SPEAKERS), old=st.booleans())
    def sign_as_confirmed(self, name: str, old: bool) -> None:
        version = self.version(self.model.n - 1 if old else self.model.n)
        if version is None:
            return

        def act() -> None:
            self.remember(sign_as_representative(version, self.speaker(name)), organisation=name)
            if self.model.asked.get((self.model.n, name)) == "waiting":
                self.model.asked[self.model.n, name] = "signed"

        self.attempt(not old and self.takes_signatures and not self.model.has_signed(name), act)

    @rule(name=st.sampled_from(["", "Rosa Lind", "Jun Park"]), old=st.booleans())
    def sign_as_somebody(self, name: str, old: bool) -> None:
        version = self.version(self.model.n - 1 if old else self.model.n)
        if version is not None:
            self.attempt(not old and self.takes_signatures, lambda: self.remember(sign_as_resident(version, name=name, pair=self.a_pair())))

    @precondition(lambda self: self.model.n and self.takes_signatures)
    @rule(name=st.sampled_from(["", "Ana Web"]))
    def press_twice(self, name: str) -> None:
        """I-23: one submission key gives one signature, however often sent."""
        with pretend(self.at):
            browser = TestBrowser(self.app)
            browser.open(f"/letters/{self.letter_id}/sign")
            sent = {one["name"]: one.get("value", "") for one in browser.page.select("main form input") if one.get("type") != "checkbox"} | {"name": name}
            shown = []
            for _ in range(2):
                browser.send("post", f"/letters/{self.letter_id}/sign", sent)
                shown.append([one.get_text() for one in browser.page.select(".receipt code")])
        assert shown[0] == shown[1]
        db.session.expire_all()
        self.model.codes.append(shown[0][1])
        self.remember(signature_numbered(self.letter, shown[0][0]))

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        if not self.model.made:
            return
        one = data.draw(st.sampled_from(self.model.made))

        def act() -> None:
            withdraw_signature(db.session.get_one(Signature, one.id))
            self.settle()
            one.standing, one.left_after = False, self.model.delivered == one.version

        self.attempt(one.standing, act)

    @rule()
    def deliver(self) -> None:
        n = self.model.n
        standing = self.model.standing(n, "organisation") + self.model.standing(n, "resident")

        def act() -> None:
            delivery = deliver_letter(self.letter, by=letter_author(self.letter))
            self.model.delivered, self.model.handed_over = n, (delivery.organisations, delivery.residents)

        self.attempt(n > 0 and self.is_open and bool(standing), act)

    @rule(days=st.integers(1, 5))
    def let_time_pass(self, days: int) -> None:
        self.at = min(self.at + timedelta(days=days), self.ends + timedelta(days=3))

    @rule()
    def let_the_worker_run(self) -> None:
        self.settle()
        unwritten = self.is_over and self.model.delivered is not None and self.letter.delivery is None
        with pretend(self.at):
            assert deliver_due_letters() == unwritten and not deliver_due_letters()

    @rule(ward=st.sampled_from(["3", "4"]))
    def comment_with_a_ward(self, ward: str) -> None:
        with pretend(self.at):
            receive_comment(self.letter.docket, Words("I live here.", ward=ward), self.a_pair())
            db.session.commit()
        self.model.wards[ward] += 1

    # --- what must always hold

    @invariant()
    def the_counts_are_those_of_the_model_and_of_the_record(self) -> None:
        """I-64 for letters: ever made = standing + withdrawn, per version and kind; at delivery + came - left = standing."""
        with pretend(self.at):
            self.settle()
            leaves = [json.loads(leaf.bytes) for leaf in db.session.scalars(sa.select(Leaf).where(Leaf.kind.like("letter.sign%")))]
            gone = {leaf["ref"] for leaf in leaves if leaf["t"] == "letter.signature_withdrawn"}
            recorded = Counter((leaf["ref"], leaf["kind"], leaf["id"] not in gone, leaf["stage"]) for leaf in leaves if leaf["t"] == "letter.signed")
            for row in counts_of(self.letter):
                own = [one for one in self.model.made if (one.version, one.kind) == (row.version, row.kind.value)]
                assert (row.made, row.withdrawn, row.came_after, row.left_after) == (
                    len(own), sum(not one.standing for one in own), sum(one.came_after for one in own), sum(one.left_after for one in own),
                )  # fmt: skip
                assert row.made == row.standing + row.withdrawn and row.delivered == (row.version == self.model.delivered)
                if row.at_delivery is not None:
                    assert row.at_delivery + row.came_after - row.left_after == row.standing
                    assert row.at_delivery == delivered_counts(self.letter)[row.kind] == self.model.handed_over[0 if row.kind is SignatureKind.ORGANISATION else 1]  # type: ignore[index]
                leaf = self.letter.versions[row.version - 1].leaf_id
                for stage in ("open", "delivered"):
                    came = [one for one in own if one.came_after == (stage == "delivered")]
                    assert recorded[leaf, row.kind.value, True, stage] == sum(one.standing for one in came)
                    assert recorded[leaf, row.kind.value, False, stage] == sum(not one.standing for one in came)
                shown = signatories_of(self.letter.versions[row.version - 1], everybody=True)
                if row.kind is SignatureKind.ORGANISATION:
                    assert len(shown.organisations) == row.made
                else:
                    assert len(shown.named) + shown.unlisted == row.standing and sum(n for *_, n in shown.withdrawn) == row.withdrawn

    @invariant()
    def a_signature_binds_one_digest(self) -> None:
        """I-24: no invitation for an unfrozen version. I-25: a signature binds one digest, no new version inherits it.
        I-26: an organisation signs a version once, through an invitation or a confirmed representative."""
        versions = {version.id: version for version in self.letter.versions}
        assert [version.digest for version in self.letter.versions] == self.model.digests
        assert all(sha256(version.words.encode()).digest() == version.digest for version in versions.values())
        invitations = list(db.session.scalars(sa.select(LetterInvitation)))
        assert {(versions[i.version_id].n, i.organisation.name) for i in invitations} == set(self.model.asked)
        assert {(versions[i.version_id].n, i.organisation.name): i.answer or "waiting" for i in invitations} == self.model.asked
        signatures = list(db.session.scalars(sa.select(Signature)))
        assert {(s.id, versions[s.version_id].n) for s in signatures} == {(one.id, one.version) for one in self.model.made}
        once = Counter((s.version_id, s.organisation_id) for s in signatures if s.organisation_id)
        assert not once or max(once.values()) == 1
        for signature in (s for s in signatures if s.kind is SignatureKind.ORGANISATION):
            if signature.through is Through.INVITATION:
                assert self.model.asked[versions[signature.version_id].n, signature.organisation.name] == "signed"
            else:
                assert any(r.is_confirmed for r in signature.organisation.representatives)

    @invariant()
    def residents_stay_unknown(self) -> None:
        """I-17: residents give a name or nothing. I-19: nothing joins them to an account, an address or a message.
        I-20: no code stands anywhere. I-21: numbers differ and rows tell no order. I-18: no network address."""
        residents = list(db.session.scalars(sa.select(Signature).where(Signature.kind == SignatureKind.RESIDENT)))
        ids = {s.id for s in residents} | {s.leaf_id for s in residents}
        assert all(s.organisation_id is None and s.title == "" and (s.withdrawn_on is None or s.name == "") for s in residents)
        events = db.session.scalars(sa.select(Event).where(Event.subject_id.in_([s.id for s in residents])))
        assert all(event.by == [] and event.at is None for event in events)
        assert len({s.number for s in residents}) == len(residents)
        for table in db.metadata.sorted_tables:
            if table.name in ("letter_signatures", "letter_invitations", "outbox", "sealed_texts", "subscriptions"):
                for row in db.session.execute(sa.select(table)):
                    words = repr(tuple(row))
                    assert "groups.example" not in words and "127.0.0.1" not in words and not any(code in words for code in self.model.codes), table.name
                    assert table.name == "letter_signatures" or not any(id in words for id in ids), table.name

    @invariant()
    def addresses_live_no_longer_than_they_are_needed(self) -> None:
        """Kept for whom is still waiting, gone at the answer and at delivery."""
        with pretend(self.at):
            for invitation in db.session.scalars(sa.select(LetterInvitation)):
                if invitation.answer is not None or self.letter.delivery is not None:
                    assert invitation.address_id is None
                else:
                    assert db.session.get(SealedText, invitation.address_id) is not None

    @invariant()
    def a_ward_shows_only_with_enough_comments(self) -> None:
        """I-22: a ward appears only with at least k comments from it on the docket."""
        with pretend(self.at):
            assert set(wards_shown(self.letter.docket)) == {ward for ward, count in self.model.wards.items() if count >= 10}

    def teardown(self) -> None:
        """At the end the page and the file tell the same as the model."""
        if not hasattr(self, "model") or not self.model.n:
            return
        with pretend(self.at):
            self.settle()
            browser = TestBrowser(self.app).open(f"/letters/{self.letter_id}/who-signed")
            cells = [[cell.get_text() for cell in row.select("th,td")][2:5] for row in browser.page.select("section:has(#counts-h) tbody tr")]
            assert cells == [[str(row.made), str(row.standing), str(row.withdrawn)] for row in counts_of(self.letter)]

    # --- inside

    @property
    def letter(self) -> Letter:
        return db.session.get_one(Letter, self.letter_id)

    @property
    def is_over(self) -> bool:
        return self.at >= self.ends

    @property
    def would_deliver(self) -> bool:
        return self.model.n > 0 and bool(self.model.standing(self.model.n, "organisation") + self.model.standing(self.model.n, "resident"))

    @property
    def is_open(self) -> bool:
        return not self.is_over and self.model.delivered is None

    @property
    def takes_signatures(self) -> bool:
        return self.model.n > 0 and not self.is_over

    def settle(self) -> None:
        """The end of the time to sign delivers by itself, whether or not anything has run since."""
        if self.is_over and self.model.delivered is None and self.would_deliver:
            self.model.delivered = self.model.n
            self.model.handed_over = (self.model.standing(self.model.n, "organisation"), self.model.standing(self.model.n, "resident"))

    def attempt(self, allowed: bool, act: Any) -> None:
        """The product refuses exactly what the model forbids, and a refusal leaves nothing."""
        self.settle()
        with pretend(self.at):
            try:
                act()
            except Refusal as refusal:
                db.session.rollback()
                assert not allowed, refusal.sentence
            else:
                assert allowed
                db.session.commit()

    def remember(self, signature: Any, organisation: str = "") -> None:
        n = signature.version.n
        self.model.made.append(Made(n, signature.kind.value, organisation, came_after=self.model.delivered == n, id=signature.id))

    def a_pair(self) -> Pair:
        code = new_code()
        self.model.codes.append(code)
        return Pair(new_number(), code, hash_code(code, pepper()))

    def version(self, n: int) -> LetterVersion | None:
        return self.letter.versions[n - 1] if n > 0 else None

    def invitation(self, n: int, name: str) -> LetterInvitation | None:
        organisation, version = organisation_like(name), self.version(n)
        found = [i for i in version.invitations if organisation is not None and i.organisation_id == organisation.id] if version else []
        return found[0] if found else None

    def speaker(self, name: str) -> Representative:
        organisation = organisation_like(name)
        assert organisation is not None
        return organisation.representatives[0]


@pytest.fixture
def arranged(app: Any, database: Any) -> datetime:
    """One letter in draft, two organisations with confirmed representatives; kept, so that each story starts from it."""
    docket = make_docket()
    first = make_organisation(SPEAKERS[0])
    make_organisation(SPEAKERS[1], by=make_account("Mila Reader", second_factor=False))
    make_letter(docket, first, residents=True, sign_by=now() + timedelta(days=DAYS))
    db.session.commit()
    db.session.remove()
    database.keep(db.engine, KEPT)
    return now()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_whatever_happens_to_a_letter_in_whatever_order(app: Any, database: Any, arranged: datetime) -> None:
    """I-17 to I-26 after every step; I-64: the equations of section 8 for letters."""
    machine = type("LettersHere", (Letters,), {"app": app, "database": database})
    run_state_machine_as_test(machine, settings=WALK)
