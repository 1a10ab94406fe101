from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now
from civic.comments.models import READABLE, Comment
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64
from civic.themes.models import Codebook, Coding, Theme, ThemeChange, ThemeState
from civic.themes.queries import codebook_of, coding_of, entries_of, themes_of


def add_theme(docket: Docket, name: str, definition: str, *, by: Account) -> Theme:
    if not docket.is_public:
        raise Refusal(_("Publish the docket first: themes come from what people say about it."))
    _refuse_second(docket, name)
    last = db.session.scalar(sa.select(sa.func.max(Theme.position)).where(Theme.docket_id == docket.id))
    theme = Theme(docket_id=docket.id, position=(last or 0) + 1, name=name, definition=definition, state=ThemeState.ACTIVE)
    db.session.add(theme)
    db.session.flush()
    _note(theme, "added", by=by)
    return theme


def reword_theme(theme: Theme, name: str, definition: str, *, reason: str = "", by: Account) -> None:
    """A new name or definition; the words before stay in the theme's history."""
    _refuse_ended(theme)
    if (name, definition) == (theme.name, theme.definition):
        raise Refusal(_("Nothing was changed."))
    _refuse_second(theme.docket, name, but=theme)
    was = (theme.name, theme.definition)
    theme.name, theme.definition = name, definition
    _note(theme, "reworded", was=was, reason=reason, by=by)


def merge_theme(theme: Theme, into: Theme, *, reason: str = "", by: Account) -> None:
    """Everything coded with ``theme`` counts for ``into`` from now on; the codings themselves stay as they were made."""
    _refuse_ended(theme)
    if into.id == theme.id or into.docket_id != theme.docket_id or not into.is_active:
        raise Refusal(_("Choose another theme of this docket that is in use."), "into")
    theme.state, theme.merged_into_id, theme.ends_in_id = ThemeState.MERGED, into.id, into.id
    db.session.execute(sa.update(Theme).where(Theme.ends_in_id == theme.id).values(ends_in_id=into.id))
    _note(theme, "merged", into=[into.name], reason=reason, by=by)


def split_theme(theme: Theme, parts: Sequence[tuple[str, str]], *, reason: str = "", by: Account) -> list[Theme]:
    """Two or more new themes take its place, and every comment coded with it is read again."""
    _refuse_ended(theme)
    if len(parts) < 2:
        raise Refusal(_("A split makes two themes or more. Write each on a line of its own: name, colon, definition."), "parts")
    theme.state = ThemeState.SPLIT
    db.session.flush()
    made = [add_theme(theme.docket, name, definition, by=by) for name, definition in parts]
    _note(theme, "split", into=[part.name for part in made], reason=reason, by=by)
    return made


def retire_theme(theme: Theme, *, reason: str, by: Account) -> None:
    """Nothing takes its place: comments that have no other theme are sorted again."""
    _refuse_ended(theme)
    if not reason:
        raise Refusal(_("Say why this theme is not used any more."), "reason")
    theme.state = ThemeState.RETIRED
    _note(theme, "retired", reason=reason, by=by)


def publish_codebook(docket: Docket, *, by: Account) -> Codebook:
    """What the themes are called and mean, for everybody; refused where nothing changed since the last time."""
    entries, last = entries_of(docket), codebook_of(docket)
    if not entries:
        raise Refusal(_("Add a theme first."))
    if last is not None and last.entries == entries:
        raise Refusal(_("Codebook %(n)s is published already, and no theme has changed since.", n=last.n))
    digest = sha256(json.dumps(entries, ensure_ascii=False, sort_keys=True).encode()).digest()
    book = Codebook(docket_id=docket.id, n=last.n + 1 if last else 1, entries=entries, digest=digest, published_at=now())
    db.session.add(book)
    docket.revision += 1
    db.session.flush()
    record("codebook.published", book, by=by, docket=docket, n=book.n, themes=len(entries), sha256=b64(digest))
    return book


def code_comment(comment: Comment, themes: Sequence[Theme], *, asks_change: bool = False, quotable: bool = False, second: bool = False, by: Account) -> Coding:
    """Keep what a person found in a comment. ``second``: the independent reading that only measures agreement."""
    if comment.face.state not in READABLE:
        raise Refusal(_("The words of comment %(number)s cannot be read any more, so they cannot be sorted.", number=comment.number))
    if any(theme.docket_id != comment.docket_id or not theme.is_active for theme in themes):
        raise Refusal(_("One of these themes is not in use any more. Look at the list again."), "themes")
    counting = coding_of(comment)
    if second and (counting is None or counting.coder_id == by.id):
        raise Refusal(_("The second reading is made by another person, after the first."))
    coding = coding_of(comment, counts=not second) or Coding(docket_id=comment.docket_id, comment_id=comment.id, counts=not second)
    coding.coder_id, coding.revision_n, coding.coded_at = by.id, comment.revisions[-1].n, now()
    coding.asks_change, coding.quotable, coding.themes = asks_change, quotable, list(themes)
    db.session.add(coding)
    db.session.flush()
    record("coding.done", coding, by=by, note={"comment": comment.id, "themes": [theme.id for theme in themes], "second": second})
    return coding


def _note(theme: Theme, kind: str, *, was: tuple[str, str] | None = None, into: Sequence[str] = (), reason: str = "", by: Account) -> None:
    name, definition = was or (theme.name, theme.definition)
    change = ThemeChange(
        theme_id=theme.id, kind=kind, was_name=name, was_definition=definition, into=list(into), reason=reason, by_id=by.id, at=now()
    )
    db.session.add(change)
    db.session.flush()
    db.session.expire(theme, ["changes", "merged_into"])
    record("codebook.changed", theme, by=by, note={"kind": kind})


def _refuse_ended(theme: Theme) -> None:
    if not theme.is_active:
        raise Refusal(_("This theme is not in use any more."))


def _refuse_second(docket: Docket, name: str, but: Theme | None = None) -> None:
    if any(theme.name.casefold() == name.casefold() and theme is not but for theme in themes_of(docket)):
        raise Refusal(_("There is a theme with this name already."), "name")
