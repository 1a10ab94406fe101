from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from civic.comments.hints import private_data_in
from civic.database import Refusal
from civic.forms import Form, PlainText
from civic.letters.entering import Arrived, read_organisations, read_people
from civic.letters.words import ADDRESSEES, ARRIVALS, STRIKES, VOIDS

LARGEST = 15 * 1024 * 1024
KNOWN = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")  # PDF, PNG, JPEG, TIFF


class EnterForm(Form):
    title = StringField(_l("Title"), description=_l("As on the letter; otherwise its subject in a few words."), validators=[DataRequired(_l("Give the letter a title.")), Length(max=150), PlainText()])
    sender = StringField(_l("Who sent it"), description=_l("As it stands on the letter."), validators=[DataRequired(_l("Enter who sent it.")), Length(max=150), PlainText()])
    addressee = RadioField(_l("To"), choices=[(k.value, v) for k, v in ADDRESSEES.items()], default="council")
    received_on = DateField(_l("Received on"), description=_l("The day of the stamp. All of the closing day is in time."), validators=[InputRequired(_l("Enter the day it was received."))])
    how = RadioField(_l("How it came"), choices=[(k.value, v) for k, v in ARRIVALS.items()], validators=[InputRequired(_l("Choose how it came."))])
    version = SelectField(_l("Which version of the text it speaks about"))
    file = FileField(_l("The file or a scan (PDF, PNG, JPEG, TIFF, up to 15 MB)"), description=_l("Only its fingerprint is kept. Keep the file itself with the city's records."))
    words = TextAreaField(
        _l("The words of the letter"), description=_l("Typed or pasted, all of them. Leave out addresses and phone numbers of people, and write [left out] there."),
        validators=[DataRequired(_l("Type or paste the letter.")), Length(max=40_000), PlainText()],
    )  # fmt: skip
    organisations = TextAreaField(
        _l("Organizations that signed"), description=_l("One on each line: organization; name; title. Name and title may be missing."), validators=[Optional(), Length(max=100_000), PlainText()]
    )
    people = TextAreaField(_l("People who signed for themselves"), description=_l("One name on each line. Names are public."), validators=[Optional(), Length(max=100_000), PlainText()])
    unlisted = IntegerField(_l("People who signed and are not listed above"), description=_l("For long lists: count them instead of typing them."), validators=[Optional(), NumberRange(0, 100_000)])
    keep = BooleanField(_l("I looked: nothing in the words is private"), description=_l("Tick this only if we ask you to."))

    def arrived(self, docket: Any) -> Arrived:
        """What was typed, as the action takes it. Raises Refusal at the field that is wrong."""
        found = private_data_in(self.words.data)
        if found and not self.keep.data:
            raise Refusal(_("This looks private: %(words)s. Leave it out, or tick the box at the end if it is the public line of an office.", words="; ".join(hint.words for hint in found[:5])), "words")
        return Arrived(
            title=self.title.data, addressee=self.addressee.data, sender=self.sender.data, words=self.words.data, received_on=self.received_on.data, how=self.how.data,
            signed=(*read_organisations(self.organisations.data or ""), *read_people(self.people.data or "")), unlisted=self.unlisted.data or 0,
            version=next((v for v in docket.versions if str(v.n) == self.version.data), None), file=self._file(),
        )  # fmt: skip

    def _file(self) -> bytes | None:
        content = self.file.data.read(LARGEST + 1) if self.file.data else b""
        if len(content) > LARGEST:
            raise Refusal(_("The file is larger than 15 MB."), "file")
        if content and not content.startswith(KNOWN):
            raise Refusal(_("This is no PDF, PNG, JPEG or TIFF file."), "file")
        return content or None


class StrikeForm(Form):
    reason = SelectField(_l("Reason"), choices=list(STRIKES.items()))


class VoidForm(Form):
    reason = SelectField(_l("Reason"), choices=list(VOIDS.items()))
