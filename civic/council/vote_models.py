"""What belongs to a vote beside its roll call: the papers that each decider was given, and an urgency."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.council.models import Membership
from civic.database import Base, Digest, Id, Ref


class PacketDelivery(Base):
    """One member was given these papers. It counts from its entry; the vote that follows is found by its day."""

    __tablename__ = "packet_deliveries"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    membership_id: Mapped[Ref] = mapped_column(sa.ForeignKey("memberships.id"))
    documents: Mapped[list[Any]]  # dicts: name, sha256 (hex)
    digest: Mapped[Digest]  # of that list
    how: Mapped[str]
    entered_at: Mapped[datetime]
    leaf_id: Mapped[Ref]

    membership: Mapped[Membership] = relationship()

    def holds(self, digest: bytes) -> bool:
        return any(document["sha256"] == digest.hex() for document in self.documents)


class Urgency(Base):
    """Who decided to vote although a required period ran or a step was missing, and why. In force for the vote that it came
    before or with; one entered later explains, and closes no fault."""

    __tablename__ = "urgencies"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    vote_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("vote_events.id"))  # entered after that vote
    decided_by: Mapped[str]
    reasons: Mapped[str]
    openings: Mapped[dict[str, Any]]
    entered_at: Mapped[datetime]
    leaf_id: Mapped[Ref]
