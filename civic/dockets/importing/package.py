"""Opening a .docx safely: it is a ZIP of XML files from somebody else, so every size has a limit and no entity is read."""

from __future__ import annotations

import io
import zipfile
import zlib

from flask_babel import gettext as _
from lxml import etree

from civic.dockets.importing.characters import refuse_size
from civic.dockets.importing.result import ImportRefused

MOST_PARTS = 5000
LARGEST_PART = 30_000_000
LARGEST_WHOLE = 120_000_000
STEEPEST = 200  # how many times larger than its compressed form an honest part may be
OLD_WORD = b"\xd0\xcf\x11\xe0"


class Package:
    """The parts of a .docx by name. Raises ImportRefused where it is something else or too large."""

    def __init__(self, source: bytes) -> None:
        refuse_size(source)
        _refuse_other_files(source)
        try:
            self.file = zipfile.ZipFile(io.BytesIO(source))
            self.parts = {part.filename: part for part in self.file.infolist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise _not_word() from error
        self._refuse_bombs()
        if "word/document.xml" not in self.parts:
            raise _not_word()

    def xml(self, name: str) -> etree._Element | None:
        """A part as a tree, or None where the file has no such part."""
        if name not in self.parts:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
        try:
            tree = etree.fromstring(self._read(name), parser)
        except etree.XMLSyntaxError as error:
            raise ImportRefused(_("This Word file is damaged. Open it in your word processor, save it again and send that file.")) from error
        if tree.getroottree().docinfo.doctype:
            raise ImportRefused(_("This file holds instructions that a Word file never has. It was not read."))
        return tree

    def _read(self, name: str) -> bytes:
        try:
            with self.file.open(self.parts[name]) as part:
                data = part.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise ImportRefused(_("This Word file is damaged or locked with a password. Save it again without one and send that file.")) from error
        if len(data) > LARGEST_PART:
            raise _too_large()
        return data

    def _refuse_bombs(self) -> None:
        """By what the parts say of themselves; reading stops at the limit too, since they may lie."""
        if len(self.parts) > MOST_PARTS or sum(part.file_size for part in self.parts.values()) > LARGEST_WHOLE:
            raise _too_large()
        for part in self.parts.values():
            if part.file_size > LARGEST_PART or part.file_size > 1_000_000 and part.file_size > STEEPEST * max(part.compress_size, 1):
                raise _too_large()


def _refuse_other_files(source: bytes) -> None:
    if source.lstrip()[:5] == b"%PDF-":
        raise ImportRefused(_("This is a PDF, whatever its name says. Send the Word file it was made from, or paste the text."))
    if source.startswith(OLD_WORD):
        raise ImportRefused(_("This is an old .doc file, or one locked with a password. Save it as .docx without a password and send that file."))


def _not_word() -> ImportRefused:
    return ImportRefused(_("This is not a Word file (.docx). Save the text as .docx, or paste it."))


def _too_large() -> ImportRefused:
    return ImportRefused(_("This file unpacks to far more than a law could hold, so it was not read. Save only the text as a new .docx file."))
