"""What the demonstration says, as typed values read from the files in ``content/``.

``load()`` returns a ``Content``: the city and five dockets; the fourth is the other proposal of docket one's file, the fifth a law
in force with its exceptions. Nothing here touches the database; the loader calls the
product's actions with these values, in the order of their days.

How to read the files:

* **Keys, not ids.** Every thing that another one names has a ``key`` (``c01``, ``chief_q4``, ``receipt``, ``open_streets``).
  Comments are unique per docket; organisations of docket one may sign letters of docket two.
* **Days** are whole numbers counted from the docket's anchor. Docket one's anchor is the council's vote: the latest
  Friday at least 50 days ago; docket five's, a law in force, the latest at least 160 days ago. Dockets two and three count from
  today, and so does everything in ``exceptions.toml``. ``docket.date_of(day, today)`` gives the date;
  an event with ``on_weekday`` moves from a weekend to the next Monday. Days must not decrease in one subject's story.
* **Steps** cite a document (``source``), a public notice (``announced``) or the motion of their day (``motion``). A hearing with
  ``notice`` is set on that day. Votes and the mayor's act move the matter by themselves, so they have no step of their own.
* **An amendment** takes over changes of ``changes.toml`` by their keys, or has spans of its own; adopted ones make version 2.
* **Order of one day**: votes on amendments, versions and windows, comments, edits and withdrawals, decisions, letters, answers, summary.
* **Text** comes from ``version1.md`` and ``version2.md``: ``# `` is the article, ``## Section n. Heading`` a section,
  ``(a)`` a paragraph. Sections are named by number everywhere (``sections = ["3"]``). ``changes.toml`` holds the plain
  words, every difference with its reason, and the judgement of how material it is; ``facts.toml`` what the text says
  for "What exactly it does", where ``in_version_1`` holds a cell that said something else in version 1.
* **A comment** without ``sections`` is on the whole text; ``stance = "none"`` means that none was chosen; ``private`` are
  words that raise a private-data hint and were kept (so it is held), ``threat`` words that raise a threat hint (it is
  public). ``family`` groups a campaign, ``same_submission_as`` one that came twice. Channels other than web were
  entered by the clerk on their day.
* **A decision** without ``code`` dismisses the hint. A held comment without a decision stays held.
* **A letter's** organisations signed through an invitation sent on the day it was frozen, or as a confirmed
  representative (``through``); ``declined`` were invited too; ``invited`` have not answered.
* **A question** without ``answer`` waits, or is overdue once ``due`` has passed. ``verdict`` in the roster is what the
  product must compute, for comparison only; nothing stores it. ``contact`` and ``notice`` are the other evidence.
* **A sentence** may hold ``{cited}`` and ``{texts}`` (distinct wordings cited, and in its theme), ``{count}`` and
  ``{readable}`` (a number's query and its base) and ``{quote}``; ``plan.rendered`` fills them.
* **A response** with ``main`` is the theme's one response; the others answer a second point of the same theme.
* **An issue** of the statement quotes exactly; ``settled`` names the response that a later statement links.
* ``end_state`` are the figures that the loaded docket must show.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from civic.demonstration.reading import build
from civic.demonstration.shapes.city import City
from civic.demonstration.shapes.comments import Comment, Moderation
from civic.demonstration.shapes.consultation import Consultation
from civic.demonstration.shapes.council import Matter
from civic.demonstration.shapes.exceptions import Exceptions
from civic.demonstration.shapes.facts import Facts
from civic.demonstration.shapes.letters import Letters, Organisation
from civic.demonstration.shapes.statement import Statement
from civic.demonstration.shapes.text import Changes
from civic.demonstration.shapes.themes import Themes

T = TypeVar("T")
FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Docket:
    key: str
    matter: Matter
    versions: Mapping[int, str]
    changes: Changes | None
    facts: Facts | None
    comments: tuple[Comment, ...]
    moderation: Moderation
    letters: Letters
    consultation: Consultation | None
    themes: Themes | None
    statement: Statement | None
    exceptions: Exceptions | None

    def comment(self, key: str) -> Comment:
        return next(comment for comment in self.comments if comment.key == key)

    def date_of(self, day: int, today: date, *, on_weekday: bool = False) -> date:
        found = self.matter.anchor.day_zero(today) + timedelta(days=day)
        if on_weekday and found.weekday() >= 5:
            found += timedelta(days=7 - found.weekday())
        return found


@dataclass(frozen=True)
class Content:
    city: City
    dockets: tuple[Docket, ...]

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        return tuple(organisation for docket in self.dockets for organisation in docket.letters.organisations)


def load(folder: Path = FOLDER) -> Content:
    dockets = tuple(_docket(folder / name) for name in ("docket_one", "docket_two", "docket_three", "docket_four", "docket_five"))
    return Content(city=_file(City, folder / "city.toml"), dockets=dockets)


def _docket(folder: Path) -> Docket:
    comments = _tables(folder / "comments.toml").get("comment", [])
    return Docket(
        key=folder.name,
        matter=_file(Matter, folder / "council.toml"),
        versions={n: path.read_text() for n in (1, 2) if (path := folder / f"version{n}.md").exists()},
        changes=_file_if_there(Changes, folder / "changes.toml"),
        facts=_file_if_there(Facts, folder / "facts.toml"),
        comments=tuple(build(Comment, comment, f"{folder.name}/comments.toml") for comment in comments),
        moderation=_file_if_there(Moderation, folder / "moderation.toml") or Moderation(),
        letters=_file_if_there(Letters, folder / "letters.toml") or Letters(),
        consultation=_file_if_there(Consultation, folder / "consultation.toml"),
        themes=_file_if_there(Themes, folder / "themes.toml"),
        statement=_file_if_there(Statement, folder / "statement.toml"),
        exceptions=_file_if_there(Exceptions, folder / "exceptions.toml"),
    )


def _tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text()) if path.exists() else {}


def _file_if_there(kind: type[T], path: Path) -> T | None:
    return _file(kind, path) if path.exists() else None


def _file(kind: type[T], path: Path) -> T:
    return build(kind, _tables(path), f"{path.parent.name}/{path.name}")
