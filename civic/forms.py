"""The base form: CSRF token, trimmed text, 422 with an error summary, and refusals shown where they belong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.i18n import Translations
from wtforms import Field, HiddenField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from civic.database import Refusal

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Controls that change how other words are read; nobody's name or comment needs them.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# What a person reads where a field names no sentence of its own, by the words that the form library uses.
OWN_WORDS = {
    "Not a valid date value.": _l("This is not a day. Write it like 2026-12-25."),
    "Not a valid datetime value.": _l("This is not a day with a time. Write it like 2026-12-25 17:00."),
    "Not a valid time value.": _l("This is not a time. Write it like 17:00."),
    "Not a valid integer value.": _l("Enter a whole number."),
    "Number must be between %(min)s and %(max)s.": _l("Enter a number from %(min)s to %(max)s."),
    "Number must be at least %(min)s.": _l("Enter %(min)s or a larger number."),
    "Number must be at most %(max)s.": _l("Enter %(max)s or a smaller number."),
    "Field cannot be longer than %(max)d characters.": _l("This has %(length)d characters, and %(max)d fit. Please shorten it; nothing is cut off."),
}


class OwnWords(Translations):
    """The house's sentences for what the form library says in its own."""

    def gettext(self, string: str) -> str:
        return str(OWN_WORDS.get(string) or super().gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(OWN_WORDS.get(plural) or super().ngettext(singular, plural, n))


class WholeText(TextArea):
    """A box that takes all that is pasted: with ``maxlength`` a browser would cut the end off without a word."""

    validation_attrs = [name for name in TextArea.validation_attrs if name != "maxlength"]


class Form(FlaskForm):
    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> OwnWords:
            return OwnWords()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            if issubclass(unbound_field.field_class, StringField):
                options["filters"] = [*unbound_field.kwargs.get("filters", ()), trimmed]
            if issubclass(unbound_field.field_class, TextAreaField):
                options.setdefault("widget", WholeText())
            return unbound_field.bind(form=form, **options)

    def was_submitted(self) -> bool:
        return bool(self.validate_on_submit())

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """An action's refusal becomes this form's error; the page then answers 422 and nothing is kept."""
        try:
            yield
        except Refusal as refusal:
            self.refuse(refusal)

    def refuse(self, refusal: Refusal) -> None:
        g.refused = True
        field = self._fields.get(refusal.field or "")
        if field is not None:
            field.errors = [*field.errors, refusal.sentence]
        else:
            self.form_errors.append(refusal.sentence)

    @property
    def problems(self) -> list[tuple[str | None, str]]:
        """Every error in the order of the fields, as (id of the control or None, sentence)."""
        rows: list[tuple[str | None, str]] = [(None, str(e)) for e in self.form_errors]
        for field in self:
            control = None if isinstance(field, HiddenField) else field.id
            rows += [(control, sentence) for sentence in _sentences(field.errors)]
        return rows


class Choices(SelectMultipleField):
    """A group of boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PlainText:
    """Refuses what no reader could see: NUL and other control characters, and reordering controls."""

    def __call__(self, form: Any, field: Field) -> None:
        shown = without_controls(field.data or "")
        if shown != (field.data or ""):  # no page can show them, so the words come back without them
            field.data = shown
            raise ValidationError(_l("This text contained a character that cannot be shown. We took it out: please read it again and send it."))
        for character in field.data or "":
            if character in BIDI_CONTROLS:
                raise ValidationError(
                    _l("This text contains hidden characters that change the order of words. Please type it again.")
                )


def without_controls(words: str) -> str:
    """Without the control characters, which no page can show; new lines and tabs stay."""
    return CONTROLS.sub("", words)


def trimmed(value: Any) -> Any:
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip() if isinstance(value, str) else value


def _sentences(errors: Any) -> list[str]:
    if isinstance(errors, dict):
        return [sentence for nested in errors.values() for sentence in _sentences(nested)]
    return [sentence for e in errors for sentence in (_sentences(e) if isinstance(e, dict | list | tuple) else [str(e)])]


__all__ = ["BIDI_CONTROLS", "Choices", "Form", "PlainText", "StringField", "TextAreaField", "trimmed"]
