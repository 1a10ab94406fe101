"""Loads the demonstration by calling the product's actions in the order of their days, with a pretended clock.

What the product cannot do is left out rather than inserted as rows. Each station's scenes: ``loading/``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from civic.clock import now, pretend, today
from civic.comments.actions import Words, change_comment, receive_comment, withdraw_comment
from civic.comments.models import Channel, Comment
from civic.council.models import Body, MemberQuestion, Membership, Motion
from civic.database import db, writing
from civic.demonstration.content import Content, load
from civic.demonstration.content import Docket as Story
from civic.demonstration.loading import (
    campaigns,
    consultation,
    course,
    exceptions,
    intake,
    letters,
    members,
    moderation,
    people,
    statement,
    texts,
    themes,
)
from civic.dockets.actions import (
    create_docket,
    explain_provisions,
    open_window,
    publish_docket,
    publish_version,
    read_findings,
    say_who_was_asked_for_the_text,
    take_text,
)
from civic.dockets.models import Docket
from civic.moderation.actions import publish_rules
from civic.notices.actions import keep_made_up_mail
from civic.people.models import Account, Office
from civic.people.policy import set_policy
from civic.record.codes import Pair, hash_code, new_code
from civic.record.numbers import new_number
from civic.record.vault import pepper
from civic.web import MARK


@dataclass
class Stage:
    """What has been made so far, by the content's keys."""

    content: Content
    today: date
    zone: ZoneInfo
    people: dict[str, Account] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    seats: dict[tuple[str, str], Membership] = field(default_factory=dict)
    dockets: dict[str, Docket] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    motions: dict[str, Motion] = field(default_factory=dict)
    asked: dict[str, MemberQuestion] = field(default_factory=dict)

    def noon(self, day: date) -> datetime:
        return datetime.combine(day, time(12), self.zone).astimezone(UTC)


def load_demonstration(progress: Callable[[str], None] = lambda words: None) -> None:
    """Fill an empty installation. Commits once per subject."""
    content = load()
    stage = Stage(content, now().date(), ZoneInfo(content.city.zone))
    with pretend(stage.noon(stage.today - timedelta(days=200))), writing():
        _make_city(stage)
        people.make_people(stage)
        publish_rules(by=stage.people["casey"])
    for story in content.dockets:
        progress(story.matter.short_title)
        _tell(stage, story)
    campaigns.find_campaigns(stage)
    with writing():
        keep_made_up_mail()
    (current_app.config["CIVIC"].data / MARK).write_text("made by the demonstration's loader\n")


def _tell(stage: Stage, story: Story) -> None:
    """Every scene of a docket on its day, in order, each kept before the next."""
    for day, _, scene in sorted(_scenes(stage, story), key=lambda row: row[:2]):
        if day > stage.today:
            continue
        moment = min(stage.noon(day), now())
        with pretend(moment), writing():
            _refresh(stage)
            scene()


def _scenes(stage: Stage, story: Story) -> list[tuple[date, int, Callable[[], None]]]:
    matter = story.matter
    on = partial(story.date_of, today=stage.today)
    first = matter.text_unavailable.starts if matter.text_unavailable else min(e.day for e in matter.events)
    rows: list[tuple[date, int, Callable[[], None]]] = [(on(first), 0, partial(_publish_docket, stage, story))]
    if story.versions and matter.window:
        rows.append((on(matter.window.opens), 1, partial(_publish_text, stage, story, 1)))
        rows.append((on(matter.window.opens), 2, partial(_open_window, stage, story)))
    for event in matter.events:
        if event.kind == "version_published" and 2 in story.versions:
            make = partial(course.publish_amended, stage, story) if matter.amendments else partial(_publish_text, stage, story, 2)
            rows.append((on(event.day), 1, make))
    for comment in story.comments:
        rows.append((on(comment.day), 5, partial(_receive, stage, story, comment)))
        rows += [(on(edit.day), 6, partial(_edit, stage, story, comment, edit)) for edit in comment.edits]
        if comment.withdrawn is not None:
            rows.append((on(comment.withdrawn), 7, partial(_withdraw, stage, story, comment)))
    rows += moderation.scenes(stage, story, on)
    rows += texts.scenes(stage, story, on)
    rows += course.scenes(stage, story, on)
    rows += consultation.scenes(stage, story, on)
    rows += letters.scenes(stage, story, on)
    rows += themes.scenes(stage, story, on)
    rows += intake.scenes(stage, story, on)
    rows += members.scenes(stage, story, on)
    rows += statement.scenes(stage, story, on)
    rows += exceptions.scenes(stage, story, on)
    return rows


# --- the city


def _make_city(stage: Stage) -> None:
    city = stage.content.city
    contact = city.contact
    values = {
        "city_name": city.long_name, "zone": city.zone, "seats": city.seats, "quorum": city.quorum, "response_days": city.response_days,
        "appeal_days": city.appeal_days, "appeal_decision_days": 21, "attorney_sentence": city.attorneys_sentence, "positions_before_hearing": "on",
        "wards": [{"name": str(w.number), "residents": w.residents} for w in city.wards],
        "workflow": "minneapolis", "mayor_days": city.mayor_days, "hearing_notice_days": city.hearing_notice_days, "text_days": city.text_days, "window_days": city.window_days,
        "contact_lines": [f"Phone: {contact.phone}", f"Post: {contact.post}", f"In person: {contact.in_person}"],
    }  # fmt: skip
    values |= {f"exception_{key}": value for key, value in asdict(city.exceptions).items()}
    values |= {f"language_{code}": "unchecked" for code in city.languages if code != "en"}
    values |= {"mail_so": "unchecked", "mail_hmn": "unchecked"}
    for key, value in values.items():
        set_policy(key, value)


def _refresh(stage: Stage) -> None:
    """Objects from earlier transactions belong to this one too."""
    everything: tuple[dict[Any, Any], ...] = (stage.people, stage.bodies, stage.seats, stage.dockets, stage.comments, stage.motions)
    for kept in everything:
        for key, row in kept.items():
            kept[key] = db.session.merge(row, load=True)


# --- scenes


def _publish_docket(stage: Stage, story: Story) -> None:
    matter, clerk = story.matter, stage.people["casey"]
    plain = story.changes.plain if story.changes else None
    summary = plain.summary if plain else matter.summary or matter.events[0].words
    number = matter.number.format(year=stage.today.year)
    docket = create_docket(number, matter.title, by=clerk, plain_summary=summary, effects=list(plain.effects) if plain else [])
    docket.illustrative = matter.illustrative
    docket.matter.file_number, docket.matter.sponsors = matter.file.format(year=stage.today.year), [_sponsor(stage, key) for key in matter.sponsors]
    vote = next((e for e in matter.events if e.kind == "council_vote"), None)
    docket.council_votes_after = story.date_of(vote.day, stage.today) if vote else None
    publish_docket(docket, by=clerk)
    if matter.text_unavailable:
        say_who_was_asked_for_the_text(docket, since=today(), asked_of="The sponsor's office", asked_on=today(), by=clerk)
    stage.dockets[story.key] = docket


def _sponsor(stage: Stage, key: str) -> str:
    return next((f"Council Member {member.name}" for member in stage.content.city.members if member.key == key), key)


def _publish_text(stage: Stage, story: Story, n: int) -> None:
    docket, clerk = stage.dockets[story.key], stage.people["casey"]
    draft = take_text(docket, story.versions[n].encode(), "markdown", label="introduced" if n == 1 else "amended", by=clerk)
    read_findings(draft, list(range(len(draft.findings))))
    places = {p["number"]: p["wid"] for p in draft.provisions if p["kind"] == "section"}
    plain = story.changes.plain.sections if story.changes else {}
    reasons = {c.section: c.reason for c in story.changes.changes} if story.changes and n == 2 else {}
    explain_provisions(
        draft, plain_words={places[s]: words for s, words in plain.items() if s in places},
        reasons={places[s.split("(")[0]]: words for s, words in reasons.items() if s.split("(")[0] in places},
    )  # fmt: skip
    publish_version(docket, by=clerk)


def _open_window(stage: Stage, story: Story) -> None:
    window = story.matter.window
    assert window is not None
    closes = datetime.combine(story.date_of(window.closes, stage.today), time(17), stage.zone)
    open_window(stage.dockets[story.key], opens_at=now(), closes_at=closes.astimezone(UTC), by=stage.people["casey"])


def _receive(stage: Stage, story: Story, said: Any) -> None:
    docket = stage.dockets[story.key]
    code = new_code(said.language)
    pair = Pair(new_number(), code, hash_code(code, pepper()))
    name = intake.typist(story, said)
    clerk = stage.people[name] if name else None
    stage.comments[f"{story.key}/{said.key}"] = receive_comment(
        docket, _words(docket, said, said.words), pair, channel=Channel(said.channel), received_on=today() if clerk else None, by=clerk
    )


def _words(docket: Docket, said: Any, body: str) -> Words:
    version = docket.current_version
    sections = tuple(p.wid for s in said.sections for p in (version.provisions if version else []) if p.kind == "section" and p.number == s)
    none = {"none": ""}
    return Words(
        body, sections, suggestion=said.suggests, name=said.name, ward=str(said.ward or ""), stance=none.get(said.stance, said.stance),
        connection=none.get(said.connection, said.connection), language=said.language, wants_answer=said.wants_answer,
    )  # fmt: skip


def _edit(stage: Stage, story: Story, said: Any, edit: Any) -> None:
    change_comment(stage.comments[f"{story.key}/{said.key}"], _words(stage.dockets[story.key], said, edit.words))


def _withdraw(stage: Stage, story: Story, said: Any) -> None:
    withdraw_comment(stage.comments[f"{story.key}/{said.key}"])


