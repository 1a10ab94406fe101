"""The files of cities: those that come with Civic, and an installation's own in ``<data>/cities``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app, has_app_context

from civic.dockets.cities.checking import parsed
from civic.dockets.cities.topics import TOPICS

SHIPPED = Path(__file__).parent


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    address: str = ""


@dataclass(frozen=True)
class Fact:
    """One answer: what sources say, what we heard without a source, and what we do not know."""

    topic: str
    says: str = ""
    unconfirmed: str = ""
    unknown: str = ""
    values: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def state(self) -> str:
        return "known" if self.says else "unconfirmed" if self.unconfirmed else "unknown"


@dataclass(frozen=True)
class City:
    key: str
    name: str
    region: str
    note: str
    adopted: str  # 2021-02-12, 2020-12 or 2017; empty where it is not known
    facts: dict[str, Fact]
    sources: tuple[Source, ...]

    def fact(self, topic: str) -> Fact:
        """A question that the file does not answer is not known to us."""
        return self.facts.get(topic) or Fact(topic)


def cities() -> list[City]:
    """Every city with a sound file, by name; an installation's own file stands in place of ours about the same city."""
    found = {city.key: city for path in files() if (city := _city_in(path, path.stat().st_mtime_ns)) is not None}
    return sorted(found.values(), key=lambda city: (city.name, city.region))


def files() -> list[Path]:
    own = Path(current_app.config["CIVIC"].data) / "cities" if has_app_context() else None
    return [*sorted(SHIPPED.glob("*.toml")), *(sorted(own.glob("*.toml")) if own is not None and own.is_dir() else [])]


@lru_cache(maxsize=512)  # a file is read again when it changed
def _city_in(path: Path, changed: int) -> City | None:
    data, faults = parsed(path)
    return None if faults else as_city(path.stem, data)


def as_city(key: str, data: dict[str, Any]) -> City:
    sources = {row["key"]: Source(row["key"], row["title"], row.get("address", "")) for row in data.get("source", [])}
    facts = {
        row["topic"]: Fact(
            row["topic"], row.get("says", ""), row.get("unconfirmed", ""), row.get("unknown", ""), tuple(row.get("values", ())),
            tuple(sources[name] for name in row.get("sources", ())),
        )
        for row in data.get("fact", [])
    }  # fmt: skip
    return City(key, data["name"], data["region"], data.get("note", ""), data.get("adopted", ""), facts, tuple(sources.values()))


@dataclass(frozen=True)
class Choice:
    """What a reader asked to see; empty means everything."""

    topics: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    value: str = ""  # procedure.council
    state: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.topics or self.cities or self.value or self.state)

    @property
    def query(self) -> dict[str, Any]:
        """The same choice in an address."""
        return {name: value for name, value in (("field", list(self.topics)), ("city", list(self.cities)), ("value", self.value), ("state", self.state)) if value}

    def shown_topics(self) -> list[Any]:
        return [topic for topic in TOPICS.values() if not self.topics or topic.key in self.topics]

    def picks(self, city: City) -> bool:
        topic, _, value = self.value.partition(".")
        if value and value not in city.fact(topic).values:
            return False
        if self.state and not any(city.fact(t.key).state == self.state for t in self.shown_topics()):
            return False
        return not self.cities or city.key in self.cities
