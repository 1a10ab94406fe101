"""Downloads of a letter: its exact words, its signatures, its counts, and what proves them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from werkzeug import Response

from civic.database import db
from civic.dockets.models import Docket
from civic.letters.counting import counts_of
from civic.letters.entered_models import EnteredLetter
from civic.letters.models import Letter, LetterVersion
from civic.letters.queries import entered_letters_on, letters_on
from civic.letters.signature_models import Signature, SignatureKind
from civic.printing import Document, pdf_of
from civic.record.models import Leaf

SIGNATURE_COLUMNS = ("version", "kind", "through", "organization", "name", "title", "day", "after_delivery", "withdrawn_on", "withdrawn_after_delivery")
ENTERED_COLUMNS = ("kind", "organization", "name", "title", "struck_on", "reason")
COUNT_COLUMNS = ("letter", "title", "version", "kind", "ever_made", "standing", "withdrawn", "at_delivery", "made_after_delivery", "withdrawn_after_delivery", "state",
                 "delivered_at")


def as_text(version: LetterVersion) -> Response:
    """Byte for byte what the fingerprint was made of."""
    return words_as_text(version.words, f"letter-{version.letter.docket.number}-version-{version.n}.txt")


def words_as_text(words: str, name: str) -> Response:
    return Response(words, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def signatures_as_csv(letter: Letter) -> Response:
    rows = [
        (s.version.n, s.kind.value, s.through.value, s.organisation.name if s.organisation else "", s.name, s.title, s.day.isoformat(),
         _yes(s.came_after), s.withdrawn_on.isoformat() if s.withdrawn_on else "", _yes(s.left_after))
        for version in letter.versions for s in version.signatures
    ]  # fmt: skip
    return _csv(SIGNATURE_COLUMNS, rows, f"signatures-{letter.docket.number}.csv")


def counts_as_csv(docket: Docket) -> Response:
    """Per letter, version and kind: ever made = standing + withdrawn."""
    rows: list[tuple[Any, ...]] = [
        (letter.id, letter.current.title, row.version, row.kind.value, row.made, row.standing, row.withdrawn,  # type: ignore[union-attr]
         "" if row.at_delivery is None else row.at_delivery, row.came_after, row.left_after, letter.state.value,
         letter.delivered_at.strftime("%Y-%m-%dT%H:%MZ") if letter.delivered_at else "")
        for letter in letters_on(docket) for row in counts_of(letter)
    ]  # fmt: skip
    rows += [row for letter in entered_letters_on(docket) for row in _rows_of_entered(letter)]
    return _csv(COUNT_COLUMNS, rows, f"letters-{docket.number}.csv")


def _rows_of_entered(letter: EnteredLetter) -> list[tuple[Any, ...]]:
    """Names on a letter that the clerk entered: kinds of their own, so that no sum mixes them with signatures made here."""
    rows: list[tuple[Any, ...]] = []
    for kind in SignatureKind:
        more = letter.unlisted if kind is SignatureKind.RESIDENT else 0
        made, standing = letter.count(kind, standing=False) + more, letter.count(kind) + more
        state = "void" if letter.void else "entered"
        rows.append((letter.id, letter.title, "", f"entered_{kind.value}", made, standing, made - standing, "", "", "", state, letter.received_on.isoformat()))
    return rows


def entered_as_csv(letter: EnteredLetter) -> Response:
    rows = [(one.kind.value, one.organisation, one.name, one.title, one.struck_on.isoformat() if one.struck_on else "", one.reason or "") for one in letter.signatories]
    return _csv(ENTERED_COLUMNS, rows, f"entered-signatories-{letter.docket.number}.csv")


def proof_of_entered(letter: EnteredLetter) -> dict[str, Any]:
    return {
        "format": "civic-letter/1", "leaf": _leaf(letter.leaf_id), "body": letter.openings,
        "signatures": [{"leaf": _leaf(one.leaf_id), "vals": one.openings} for one in letter.signatories],
    }  # fmt: skip


def proof_of(version: LetterVersion) -> dict[str, Any]:
    """The leaves and every opening that is public, for anyone who checks the record."""
    return {
        "format": "civic-letter/1", "leaf": _leaf(version.leaf_id), "body": version.openings,
        "signatures": [_signature(signature) for signature in version.signatures],
    }  # fmt: skip


def _signature(signature: Signature) -> dict[str, Any]:
    return {"leaf": _leaf(signature.leaf_id), "vals": signature.openings}


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _leaf(id: str) -> str:
    return db.session.get_one(Leaf, id).bytes.decode()


def pdf_file(document: Document, name: str) -> Response:
    return Response(pdf_of(document), content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Response:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_safe_cell(value) for value in row] for row in rows)
    return Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _safe_cell(value: object) -> object:
    """No cell begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
