"""Packet delivery: which member was given which papers, with their fingerprints, when, and before which vote."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now
from civic.council.models import Membership, VoteEvent
from civic.council.queries import votes_on
from civic.council.vote_models import PacketDelivery
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.queries import leaf_of


@dataclass(frozen=True)
class Paper:
    """Something that can be given to a member; ``digest`` is its fingerprint in hexadecimal."""

    name: str
    digest: str


# What higher domains can put into a packet: (docket) -> papers. The texts are there already.
PAPERS: list[Callable[[Docket], list[Paper]]] = []


def papers_of(docket: Docket) -> list[Paper]:
    """The newest version first, then earlier ones, then what other domains offer."""
    standing = [version for version in reversed(docket.versions) if version.withdrawal is None and version.precedes is None]
    texts = [Paper(_("Text, version %(n)s", n=version.n), version.digest.hex()) for version in standing]
    return texts + [paper for offer in PAPERS for paper in offer(docket)]


def deliver_packet(docket: Docket, members: Sequence[Membership], papers: Sequence[Paper], *, how: str, by: Account) -> list[PacketDelivery]:
    """Enter that these members were given these papers. Each delivery is an entry of its own and counts from now."""
    if not members:
        raise Refusal(_("Choose at least one member."), "members")
    if not papers:
        raise Refusal(_("Choose at least one paper."), "papers")
    if not how.strip():
        raise Refusal(_("Say how it reached them."), "how")
    documents = [{"name": paper.name, "sha256": paper.digest} for paper in papers]
    digest = sha256(json.dumps(documents, ensure_ascii=False, separators=(",", ":")).encode()).digest()
    made = []
    for member in members:
        event = record("packet.delivered", member, by=by, docket=docket, member=member.id, documents=len(documents), sha256=b64(digest), at=now())
        row = PacketDelivery(
            docket_id=docket.id, membership_id=member.id, documents=documents, digest=digest, how=how, entered_at=now(), leaf_id=leaf_of(event).id,
        )  # fmt: skip
        db.session.add(row)
        made.append(row)
    docket.revision += 1
    db.session.flush()
    return made


def deliveries_on(docket: Docket) -> list[PacketDelivery]:
    """By entry, then by seat."""
    query = sa.select(PacketDelivery).join(Membership, Membership.id == PacketDelivery.membership_id).where(PacketDelivery.docket_id == docket.id)
    return list(db.session.scalars(query.order_by(PacketDelivery.entered_at, Membership.seat)))


def vote_after(delivery: PacketDelivery, docket: Docket) -> VoteEvent | None:
    """The first roll call of the member's body that was entered after the delivery."""
    later = [vote for vote in votes_on(docket) if vote.body_id == delivery.membership.body_id and vote.entered_at >= delivery.entered_at]
    return min(later, key=lambda vote: vote.entered_at, default=None)


@dataclass(frozen=True)
class HandedOut:
    """The same papers, given in the same way in one minute: the deliveries of those who got them, and the vote that followed."""

    deliveries: tuple[PacketDelivery, ...]
    vote: VoteEvent | None

    @property
    def first(self) -> PacketDelivery:
        return self.deliveries[0]

    @property
    def names(self) -> list[str]:
        return [one.membership.name for one in self.deliveries]


def handed_out(docket: Docket) -> list[HandedOut]:
    """Every delivery, those that were made together as one; by entry, then by seat."""
    groups: dict[tuple[object, ...], list[PacketDelivery]] = {}
    rows = deliveries_on(docket)
    votes = {one.id: vote_after(one, docket) for one in rows}
    for one in rows:
        vote = votes[one.id]
        key = (one.digest, one.how, one.entered_at.replace(second=0, microsecond=0), one.membership.body_id, vote.id if vote else None)
        groups.setdefault(key, []).append(one)
    return [HandedOut(tuple(found), votes[found[0].id]) for found in groups.values()]
