"""A letter as a document for print: its words, what it suggests, and who has signed, in the plain parts of civic/printing.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from civic.clock import today
from civic.dockets.models import Docket
from civic.dockets.redline import Run
from civic.letters.counting import Count, Signatories, counts_of, signatories_of
from civic.letters.entered_models import EnteredLetter, EnteredSignatory
from civic.letters.models import Letter, LetterState, LetterVersion
from civic.letters.sections import redlines_of
from civic.letters.signature_models import Signature, SignatureKind, Through
from civic.letters.words import ADDRESSEES, ARRIVALS, KINDS
from civic.printing import Document, Heading, Part, Points, Table, Words
from civic.web import city_name, day, moment

MOST = 2000  # names of residents in one file; more are counted, and the page has them all


def document_of(version: LetterVersion, address: str) -> Document:
    return _document(version.title, version.letter.docket, list(_parts(version)), version.digest, address)


def document_of_entered(letter: EnteredLetter, address: str) -> Document:
    return _document(letter.title, letter.docket, list(_parts_of_entered(letter)), letter.digest, address)


def _document(title: str, docket: Docket, parts: Sequence[Part], digest: bytes, address: str) -> Document:
    return Document(
        title=title, language=str(get_locale()).split("_")[0], city=city_name(), about=_named(docket),
        made=today(), parts=parts, page=_("Page"), lines=[_("Fingerprint (SHA-256): %(digest)s", digest=digest.hex()), address],
    )  # fmt: skip


def _parts(version: LetterVersion) -> Iterator[Part]:
    letter = version.letter
    if letter.docket.illustrative:
        yield Words(_("Illustrative law, written for this demonstration"), small=True)
    yield Words(f"{_('Version %(n)s, words fixed on %(day)s', n=version.n, day=day(version.frozen_at))} · {_about(version)}", small=True)
    yield Words(f"{_submitted(letter)} {standing_in_words(letter, version)} {_('As it stands on %(day)s.', day=day(today()))}", small=True)
    yield Heading(_("The letter"))
    yield from _paragraphs(version.words)
    suggested = redlines_of(version.sections, version.text_version)
    if suggested:
        yield Heading(_("Words it suggests"))
        for one in suggested:
            yield Heading(f"{one.section.number} {one.section.heading}".strip(), 2)
            yield from _paragraphs("".join(_in_brackets(run) for run in one.runs))
    yield Heading(_("Who has signed"))
    yield from _signatures(version)


def _named(docket: Docket) -> str:
    number = _("Exception %(number)s", number=docket.number) if docket.is_exception else _("Docket %(number)s", number=docket.number)
    return f"{number} · {docket.title}"


def _about(version: LetterVersion) -> str:
    if version.text_version:
        return _("about version %(n)s of the text", n=version.text_version.n)
    return _("about this request for an exception") if version.letter.docket.is_exception else _("written while the text of the law was not yet available")


def standing_in_words(letter: Letter, version: LetterVersion) -> str:
    if letter.current is not version:
        return _("This version was replaced: its signatures stay with it and do not count for the new words.")
    if letter.state is LetterState.DELIVERED:
        late = " " + _("Late: after comments closed") + "." if letter.is_late else ""
        return _("Delivered to the city on %(when)s.", when=moment(letter.delivered_at)) + late
    if letter.state is LetterState.OPEN:
        return _("Open for signatures until %(when)s.", when=moment(letter.signing_ends))
    return _("Signing ended on %(when)s. Nobody had signed, so nothing was delivered.", when=moment(letter.signing_ends))


def marks_in_words(signature: Signature) -> str:
    """What is special about a signature, besides that it is there."""
    came = _("signed after delivery, %(day)s", day=day(signature.day, "short")) if signature.came_after else ""
    gone = ""
    if signature.withdrawn_on is not None:
        how = _("withdrawn after delivery, %(day)s") if signature.left_after else _("withdrawn on %(day)s")
        gone = how % {"day": day(signature.withdrawn_on, "short")}
    return "; ".join(part for part in (came, gone) if part)


def _submitted(letter: Letter) -> str:
    organisation = letter.organisation
    kind = f" ({KINDS[organisation.kind]})" if organisation.kind else ""
    unverified = "" if organisation.is_verified else f" ({_('unverified')})"
    version = letter.current
    assert version is not None, "a letter on paper has fixed words"
    return _("Letter to: %(addressee)s. Submitted by %(name)s.", addressee=ADDRESSEES[version.addressee], name=organisation.name + kind + unverified)


def _signatures(version: LetterVersion) -> Iterator[Part]:
    signed = signatories_of(version, everybody=True)
    counts = [row for row in counts_of(version.letter) if row.version == version.n]
    yield Table(
        _("Signatures ever made = standing + withdrawn. They are never added to comments."),
        [_("Signed by"), _("Ever made"), _("Standing"), _("Withdrawn"), _("At delivery"), _("Made after"), _("Withdrawn after")],
        [_count_in_cells(row) for row in counts], [3, 2, 2, 2, 2, 2, 2],
    )  # fmt: skip
    if signed.organisations:
        rows = [[_name(one), f"{one.name}, {one.title}", _how(one), "; ".join(filter(None, [day(one.day, "short"), marks_in_words(one)]))] for one in signed.organisations]
        yield Table(_("Organizations, withdrawn ones included"), [_("Organization"), _("Signed by"), _("How"), _("Signed")], rows, [3, 3, 2, 2])
    yield from _residents(signed)
    if signed.is_empty:
        yield Words(_("Nobody has signed these words."))


def _residents(signed: Signatories) -> Iterator[Part]:
    if signed.named:
        yield Heading(_("Resident signatures, not checked"), 2)
        yield Points([" · ".join(filter(None, [one.name, marks_in_words(one)])) for one in signed.named[:MOST]])
        if len(signed.named) > MOST:
            left = len(signed.named) - MOST
            yield Words(ngettext("%(num)s more name stands on the page.", "%(num)s more names stand on the page.", left))
    if signed.unlisted:
        yield Words(ngettext("%(num)s resident signature stands without being listed.", "%(num)s resident signatures stand without being listed.", signed.unlisted))
    for when, after, gone in signed.withdrawn:
        words = ngettext("%(num)s withdrawn on %(day)s", "%(num)s withdrawn on %(day)s", gone, day=day(when))
        yield Words(f"{_('Residents:')} {words}{', ' + _('after delivery') if after else ''}.", small=True)


def _count_in_cells(row: Count) -> list[str]:
    who = _("organizations") if row.kind is SignatureKind.ORGANISATION else _("residents, not checked")
    return [who, str(row.made), str(row.standing), str(row.withdrawn), _("not delivered") if row.at_delivery is None else str(row.at_delivery), str(row.came_after), str(row.left_after)]


def _name(signature: Signature) -> str:
    organisation = signature.organisation
    assert organisation is not None, "only an organisation's signature has one"
    unverified = signature.through is Through.REPRESENTATIVE and not organisation.is_verified
    return f"{organisation.name} ({_('unverified')})" if unverified else organisation.name


def _how(signature: Signature) -> str:
    return _("confirmed representative") if signature.through is Through.REPRESENTATIVE else _("from an invitation, not checked")


def _parts_of_entered(letter: EnteredLetter) -> Iterator[Part]:
    yield Words(_("Received on %(day)s, %(how)s.", day=day(letter.received_on), how=ARRIVALS[letter.how]) + " " + _("Entered by the clerk") + ".", small=True)
    yield Words(_("Letter to: %(addressee)s. From %(sender)s.", addressee=ADDRESSEES[letter.addressee], sender=letter.sender), small=True)
    if letter.void is not None:
        yield Words(_("This entry is void and counts no more."), strong=_("Void: entered wrongly") + ".")
    yield Heading(_("The letter"))
    yield from _paragraphs(letter.words)
    if letter.file_digest:
        yield Words(_("Fingerprint of the file as it came (SHA-256). The city keeps the file with its records:") + " " + letter.file_digest.hex(), small=True)
    yield Heading(_("Names on the letter"))
    yield Words(_("Entered by the clerk, not confirmed. They are never added to signatures made on the site."))
    if names := [_entered_in_words(one) for one in letter.signatories if one.struck_on is None]:
        yield Points(names)
    if letter.unlisted:
        yield Words(ngettext("%(num)s more person signed; the name is not listed here.", "%(num)s more people signed; their names are not listed here.", letter.unlisted))


def _entered_in_words(one: EnteredSignatory) -> str:
    return ", ".join(filter(None, [one.organisation, one.name, one.title]))


def _paragraphs(text: str) -> list[Words]:
    return [Words(" ".join(block.split())) for block in text.split("\n\n") if block.strip()]


def _in_brackets(run: Run) -> str:
    """As a screen reader has it on the page: words taken out and put in are named, not only coloured."""
    text = run.text.strip()
    if run.kind == "same" or not text:
        return run.text
    said = _("[removed: ") if run.kind == "del" else _("[added: ")
    return f" {said.rstrip()} {text}] "


