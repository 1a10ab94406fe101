"""The hearing packet: summary, who was asked, letters, counts and all comments as one printable page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _

from civic.clock import now
from civic.comments.counting import counts
from civic.comments.models import Face
from civic.comments.queries import all_faces, wards_shown
from civic.comments.tombstones import Decided, decided_on
from civic.council.ledger import ledger_of, question_counts
from civic.database import Refusal
from civic.dockets.models import Docket, TextVersion
from civic.letters.counting import Count, Signatories, counts_of, signatories_of
from civic.letters.entered_models import EnteredLetter
from civic.letters.models import Letter
from civic.letters.queries import entered_letters_on, letters_on
from civic.letters.signature_models import SignatureKind
from civic.pages.queries import standing_of
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.numbers import shown
from civic.summaries.models import Summary
from civic.summaries.queries import summary_of
from civic.summaries.showing import Shown, shown_sentences


@dataclass(frozen=True)
class Packet:
    docket: Docket
    version: TextVersion | None
    summary: Summary | None
    sentences: list[Shown]
    ledger: list[Any]
    questions: Any
    letters: list[tuple[Letter, Signatories, list[Count]]]
    entered: list[EnteredLetter]
    counts: dict[str, dict[str, int]]
    faces: list[Face]
    decided: dict[str, list[Decided]]  # what hides all of a comment, by its number

    @property
    def received(self) -> int:
        return sum(self.counts.get("state", {}).values())

    @property
    def digest(self) -> bytes:
        """Of what it holds: version, summary, letters and each comment with its state. Two packets with one digest hold the same."""
        held = {
            "docket": self.docket.number, "text": self.version.digest.hex() if self.version else None,
            "summary": self.summary.leaf_id if self.summary else None,
            "letters": [[letter.current.digest.hex(), letter.current.count_standing()] for letter, _signed, _counts in self.letters if letter.current],
            "entered": sorted([letter.digest.hex(), *(letter.count(kind) for kind in SignatureKind), letter.unlisted] for letter in self.entered),
            "comments": sorted([face.number, face.state.value, sha256(face.text.encode()).hexdigest()] for face in self.faces),
        }  # fmt: skip
        return sha256(json.dumps(held, sort_keys=True, separators=(",", ":")).encode()).digest()


def packet_of(docket: Docket) -> Packet:
    summary, ledger, faces = summary_of(docket), ledger_of(docket), all_faces(docket)
    return Packet(
        docket, docket.current_version, summary, shown_sentences(summary) if summary else [], ledger, question_counts(ledger),
        [(letter, signatories_of(letter.current, everybody=True), counts_of(letter)) for letter in letters_on(docket) if letter.current],
        [letter for letter in entered_letters_on(docket) if letter.void is None], counts(docket), faces, decided_on(docket),
    )  # fmt: skip


def freeze_packet(docket: Docket, *, by: Account) -> Packet:
    """From now on authors ask to hide words instead of withdrawing; the record keeps what the packet held."""
    if docket.packet_frozen_at is not None:
        raise Refusal(_("The packet of this docket is frozen already."))
    if not docket.is_public:
        raise Refusal(_("Publish the docket first."))
    packet = packet_of(docket)
    docket.packet_frozen_at = now()
    docket.revision += 1
    record("export.issued", docket, by=by, docket=docket, sha256=b64(packet.digest), comments=len(packet.faces), format="packet")
    return packet


def packet_file(packet: Packet) -> str:
    """The packet as one file that needs nothing else: its styles lie inside."""
    sheet = Path(current_app.root_path) / "static" / "civic.css"
    with current_app.test_request_context(base_url=current_app.config["CIVIC"].public_url):
        return render_template(
            "staff/packet_file.html", packet=packet, docket=packet.docket, standing=standing_of(packet.docket), shown=shown,
            wards=wards_shown(packet.docket), styles=sheet.read_text() if sheet.exists() else "",
        )  # fmt: skip
