from __future__ import annotations

from dataclasses import replace

from flask_babel import force_locale
from flask_babel import gettext as _

from civic.mail_languages import FOREWORDS, is_checked
from civic.notices.writing import Envelope
from civic.people.policy import policy


def with_foreword(envelope: Envelope) -> Envelope:
    """The same message, with the first lines where its reader's language needs them."""
    code = envelope.language
    if code not in FOREWORDS:
        return envelope
    own = FOREWORDS[code]
    ways = list(policy("contact_lines") or [])
    lines = [" ".join([own.words, *([] if ways else [str(policy("city_name") or "")])]).strip(), *ways]
    if not is_checked(code):
        with force_locale("en"):
            lines.append(f"({own.unchecked}. {_('Computer translation, not checked: needs a native reader.')})")
    return replace(envelope, language="en", subject=f"{own.subject}: {envelope.subject}", foreword="\n".join(lines), foreword_language=code)
