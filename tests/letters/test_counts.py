"""Counts of letters equal a replay of the record, whatever was done in whatever order."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.database import Refusal, db
from civic.letters.actions import change_letter
from civic.letters.counting import counts_of, delivered_counts
from civic.letters.invitations import decline, invite_organisations, take_back
from civic.letters.models import Letter
from civic.letters.signature_models import Signature
from civic.letters.signing import sign_as_representative, sign_as_resident, sign_by_invitation, withdraw_signature
from civic.record.leaf import parse
from civic.record.models import Leaf
from tests.factories import make_docket
from tests.letters.arrange import a_draft, freeze, make_open_letter, make_organisation, omar
from tests.letters.test_sign import a_pair


def replayed(letter: Letter) -> Counter[tuple[str, str, bool]]:
    """Version leaf, kind, standing or not: from the leaves alone."""
    leaves = [parse(leaf.bytes) for leaf in db.session.scalars(sa.select(Leaf).where(Leaf.kind.like("letter.sign%")))]
    gone = {leaf["ref"] for leaf in leaves if leaf["t"] == "letter.signature_withdrawn"}
    return Counter((leaf["ref"], leaf["kind"], leaf["id"] not in gone) for leaf in leaves if leaf["t"] == "letter.signed")


@pytest.mark.parametrize("seed", range(4))
def test_counts_equal_a_replay_after_any_sequence(app, seed) -> None:
    """I-64: ever made = standing + withdrawn after any sequence of actions; I-2: the rows equal a replay of the record."""
    chance, representative = random.Random(seed), make_organisation()
    letter = make_open_letter(make_docket(), representative, residents=True)
    for step in range(40):
        _do_something(chance, letter, representative, step)
    found = replayed(letter)
    for row in counts_of(letter):
        leaf = letter.versions[row.version - 1].leaf_id
        kind = row.kind.value
        assert (row.standing, row.withdrawn) == (found[leaf, kind, True], found[leaf, kind, False])
        assert row.made == row.standing + row.withdrawn
    standing = {kind.value: n for kind, n in delivered_counts(letter).items()}
    with pretend(letter.signing_ends + timedelta(minutes=1)):
        assert {kind.value: n for kind, n in delivered_counts(letter).items()} == standing


def _do_something(chance, letter, representative, step) -> None:
    version = letter.current
    waiting = [i for i in version.invitations if i.is_waiting]
    standing = [s for v in letter.versions for s in v.signatures if s.withdrawn_on is None]
    acts = [
        lambda: invite_organisations(letter, [f"{chance.choice(NAMES)}, office@one.example"], by=omar()),
        lambda: sign_by_invitation(chance.choice(waiting), name="Gwen", title="Director", pair=a_pair()),
        lambda: decline(chance.choice(waiting)),
        lambda: take_back(chance.choice(waiting), by=omar()),
        lambda: sign_as_resident(version, name=chance.choice(["", "Rosa"]), pair=a_pair()),
        lambda: sign_as_representative(version, representative),
        lambda: withdraw_signature(chance.choice(standing)),
        lambda: _new_version(letter, step),
    ]
    try:
        chance.choices(acts, weights=(6, 5, 1, 1, 6, 1, 4, 1))[0]()
    except (Refusal, IndexError):
        return  # an arrow that does not exist from here


NAMES = ("Harbor House Shelter", "Delivery Drivers", "Riverside Clinic", "Transit Local 88", "Elders' Circle")


def _new_version(letter: Letter, step: int) -> None:
    change_letter(letter, a_draft(text=f"Words of step {step}.", residents=True, sign_by=now() + timedelta(days=9)), seen=letter.revision, by=omar())
    freeze(letter)


def test_every_resident_row_looks_alike(app) -> None:
    """I-21: numbers of signatures are random; rows of one day keep no order of arrival."""
    letter = make_open_letter(make_docket(), residents=True)
    made = [sign_as_resident(letter.current, name=f"Resident {n}", pair=a_pair()).id for n in range(12)]
    db.session.expire_all()
    kept = [s.id for s in letter.current.signatures]
    assert kept == sorted(made) and db.session.scalar(sa.select(sa.func.count(sa.distinct(Signature.number)))) == 12
