from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from civic.clock import city_zone, now, today
from civic.dockets.importing.splitting import ABBREVIATIONS
from civic.dockets.lifecycle import OUTCOMES
from civic.dockets.lifecycle import WITHDRAWALS as DOCKET_WITHDRAWALS
from civic.dockets.notices import CHANNELS
from civic.dockets.texts import WITHDRAWALS as TEXT_WITHDRAWALS
from civic.forms import Form, PlainText

LABELS = {
    "draft": _l("Draft"), "introduced": _l("As introduced"), "substitute": _l("Substitute"), "amended": _l("As amended"),
    "enrolled": _l("Enrolled (amendments worked in)"), "codified": _l("As put into the code"),
}  # fmt: skip
KINDS = {
    "preamble": _l("Preamble"), "title": _l("Title"), "article": _l("Article"), "division": _l("Division"), "chapter": _l("Chapter"),
    "subchapter": _l("Subchapter"), "part": _l("Part"), "section": _l("Section"), "definition": _l("Definition"), "subsection": _l("Subsection"),
    "paragraph": _l("Paragraph"), "subparagraph": _l("Subparagraph"), "clause": _l("Clause"), "subclause": _l("Subclause"), "item": _l("Item"),
    "body": _l("Running text"), "endnote": _l("End matter"),
}  # fmt: skip
assert set(KINDS) == set(ABBREVIATIONS)


def _line(label: Any, longest: int, *validators: Any, **more: Any) -> StringField:
    return StringField(label, validators=[*validators, Length(max=longest), PlainText()], **more)


class SourceForm(Form):
    file = FileField(
        _l("The text as a file"), description=_l("Word (.docx), Markdown or plain text (.md, .txt), or a Legistar matter (.json). Up to 10 MB.")
    )
    words = TextAreaField(_l("Or paste the text"), description=_l("Numbers at the starts of lines divide it into sections."), validators=[Optional(), PlainText()])
    label = SelectField(_l("This text is"), choices=list(LABELS.items()), default="introduced")


class NewForm(SourceForm):
    number = _line(
        _l("Docket number"), 9, DataRequired(_l("Enter the docket's number.")), Regexp(r"\d{4}-\d{3,4}$", message=_l("A number looks like 2026-014: the year, a hyphen, three or four digits."))
    )
    title = _line(_l("Title"), 300, Optional(), description=_l("In words that people use. A Legistar file brings its own; you can change it."))


class VersionForm(SourceForm):
    printed = _line(_l("How the source names this version"), 20, Optional(), description=_l("For example A or *. Leave it empty if it has no such name."))
    older = BooleanField(_l("This is an earlier text that was missing. The current version stays the current one."))


class DescriptionForm(Form):
    title = _line(_l("Title"), 300, DataRequired(_l("Enter a title.")))
    plain_summary = TextAreaField(
        _l("Summary in plain words"), description=_l("At most 120 words. What changes, for whom, from when."), validators=[Optional(), Length(max=2000), PlainText()]
    )
    effect1 = _line(_l("First effect"), 200, Optional(), description=_l("Up to three sentences: what people will notice."))
    effect2 = _line(_l("Second effect"), 200, Optional())
    effect3 = _line(_l("Third effect"), 200, Optional())
    council_votes_after = DateField(_l("The council votes on or after"), validators=[Optional()])
    summary_due = DateField(_l("The summary of the comments is due"), validators=[Optional()], description=_l("The day is public. If no summary stands by then, the page of what is overdue shows it."))
    contact = _line(_l("Whom to ask about this docket"), 200, Optional(), description=_l("A phone number or a room. If empty, the city's own contact lines are shown."))

    @property
    def effects(self) -> list[str]:
        return [field.data for field in (self.effect1, self.effect2, self.effect3) if field.data]


class MissingTextForm(Form):
    since = DateField(_l("No text online since"), validators=[Optional()])
    asked_of = _line(_l("Which office was asked for it"), 200, Optional())
    asked_on = DateField(_l("Asked on"), validators=[Optional()])


class PieceForm(Form):
    number = _line(_l("Number, as printed"), 40, Optional())
    heading = _line(_l("Heading"), 300, Optional())
    kind = SelectField(_l("Kind"), choices=list(KINDS.items()))


class SplitForm(Form):
    words = TextAreaField(
        _l("First words of the new piece"), description=_l("Copy them exactly from the text above."),
        validators=[DataRequired(_l("Copy the first words of the new piece.")), Length(max=2000), PlainText()],
    )  # fmt: skip


class PublishForm(Form):
    note = _line(_l("Where this text comes from"), 300, Optional(), description=_l("Shown beside the text, for example “As introduced on May 3”."))
    closes_at = DateTimeLocalField(_l("Comments close"), format="%Y-%m-%dT%H:%M", validators=[Optional()], description=_l("City time. Leave it empty to open comments later."))


class CheckForm(PublishForm):
    """The second step. ``seen`` is what its page showed."""

    anyway = BooleanField(_l("I have read the warnings. Publish anyway."))
    seen = HiddenField()


class WindowForm(Form):
    opens_at = DateTimeLocalField(_l("Opens"), format="%Y-%m-%dT%H:%M", validators=[InputRequired(_l("Say when comments open."))])
    closes_at = DateTimeLocalField(_l("Closes"), format="%Y-%m-%dT%H:%M", validators=[InputRequired(_l("Say when comments close."))])
    anyway = BooleanField(_l("I have read the warnings. Open it anyway."))


class ExtendForm(Form):
    closes_at = DateTimeLocalField(_l("New closing time"), format="%Y-%m-%dT%H:%M", validators=[InputRequired(_l("Say when comments close now."))])
    reason = TextAreaField(_l("Reason, for everybody to read"), validators=[DataRequired(_l("Say why the time is longer.")), Length(max=500), PlainText()])


class NoticeForm(Form):
    channel = SelectField(_l("Where it was posted"), choices=list(CHANNELS.items()))
    where = _line(_l("Place or publication"), 300, DataRequired(_l("Name the place.")))
    posted = DateField(_l("Day it was posted"), validators=[InputRequired(_l("Enter the day."))])
    evidence = _line(_l("Evidence"), 300, Optional(), description=_l("An address or a file name. Its fingerprint enters the record."))


class TextWithdrawalForm(Form):
    reason = SelectField(_l("Why"), choices=list(TEXT_WITHDRAWALS.items()))
    replaced_by = SelectField(_l("Replaced by"), validators=[Optional()])


class DocketWithdrawalForm(Form):
    reason = SelectField(_l("Why"), choices=list(DOCKET_WITHDRAWALS.items()))
    replacement = _line(_l("Number of the docket that takes its place, if any"), 9, Optional())
    typed = _line(_l("Type the docket's number to confirm"), 9, DataRequired(_l("Type the docket's number.")))


class DeletionForm(Form):
    typed = _line(_l("Type the docket's number to confirm"), 9, DataRequired(_l("Type the docket's number.")))


class ClosingForm(Form):
    outcome = SelectField(_l("How it ended"), choices=list(OUTCOMES.items()))


class MarksForm(Form):
    reading = RadioField(_l("Which words are law if adopted?"), validators=[InputRequired(_l("Choose which words are law if adopted."))])


class PlainForm(Form):
    """A form whose controls the page writes itself: one token, one place for errors."""


class FactsForm(Form):
    """The long form of facts: the page writes its controls, typed.py reads them and says what is wrong at which."""

    do = StringField()
    edition = IntegerField(validators=[Optional()])
    faults: dict[str, str] = {}

    @property
    def problems(self) -> list[tuple[str | None, str]]:
        return [*self.faults.items()] if self.faults else [(None, sentence) for _control, sentence in super().problems]


def in_city_time(value: datetime) -> datetime:
    """What a person typed as city time, as an instant."""
    return value.replace(tzinfo=city_zone())


def usual_closing() -> datetime:
    """Two weeks from now, at five in the afternoon."""
    return datetime.combine(today() + timedelta(days=15), datetime.min.time()).replace(hour=17)


def as_typed(value: datetime) -> datetime:
    return value.astimezone(city_zone()).replace(tzinfo=None)


def first_minute() -> datetime:
    return as_typed(now()).replace(second=0, microsecond=0)


