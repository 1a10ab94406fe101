"""Files about other cities: sound ones are shown with sources and unknowns, others refused with line and field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.dockets.cities.checking import parsed
from civic.dockets.cities.reading import SHIPPED, City, as_city, cities
from civic.dockets.cities.topics import TOPICS
from civic.dockets.commands import cities as commands

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs" / "developers" / "cities.md").read_text()
EXAMPLE = re.search(r"```toml\n(.*?)```", GUIDE, re.S)[1]  # type: ignore[index]


def faults_of(folder: Path, text: str, name: str = "springfield-or.toml") -> list[str]:
    path = folder / name
    path.write_text(text)
    return [str(fault) for fault in parsed(path)[1]]


def test_every_shipped_file_is_sound() -> None:
    faults = [str(fault) for path in SHIPPED.glob("*.toml") for fault in parsed(path)[1]]
    assert faults == [] and len(cities()) == 12


def test_the_guides_example_is_sound_and_its_table_is_complete(tmp_path: Path) -> None:
    assert faults_of(tmp_path, EXAMPLE) == []
    rows = {row[0]: set(re.findall(r"`(\w+)`", row[1])) for row in re.findall(r"^\| `(\w+)` \| [^|]+ \| ?([^|]*)\|$", GUIDE, re.M) if row[0] != "topic"}
    assert rows == {topic.key: set(topic.values) for topic in TOPICS.values()}


def test_what_a_file_leaves_out_is_not_known_to_us(tmp_path: Path) -> None:
    assert faults_of(tmp_path, EXAMPLE) == []
    city = as_city("springfield-or", parsed(tmp_path / "springfield-or.toml")[0])
    assert city.fact("enforcement").state == "unknown" and city.fact("reporting").state == "unconfirmed"
    assert city.fact("procedure").state == "known" and city.fact("procedure").unknown == "How long a permission lasts."


@pytest.mark.parametrize(("before", "after", "line", "words"), [
    ('values = ["council"]', 'values = ["mayor"]', 21, "fact 2 (“procedure”), values: “mayor” is not one of: council, body, supervisor, comment, none."),
    ('topic = "procedure"', 'topic = "mood"', 18, "fact 2 (“mood”), topic: Must be one of: adopted, bound,"),
    ('topic = "procedure"', 'topic = "adopted"', 18, "fact 2 (“adopted”), topic: This question is answered above already."),
    ('sources = ["code"]\n\n[[fact]]\ntopic = "procedure"', 'sources = ["cod"]\n\n[[fact]]\ntopic = "procedure"', 15, "fact 1 (“adopted”), sources: “cod” is not one of: code."),
    ('says = "In March 2024, by 6 to 1."\nsources = ["code"]', 'says = "In March 2024, by 6 to 1."', 14, "fact 1 (“adopted”), sources: What a file says needs a source."),
    ('name = "Springfield"', "name = 7", 2, "name: Must be words in quotation marks."),
    ('name = "Springfield"\n', "", 0, "name: Is missing."),
    ('region = "Oregon"', 'region = "Oregon"\nmayor = "Doe"', 4, "mayor: There is no such field."),
    ("format = 1", "format = 2", 1, "format: Must be 1."),
    ('adopted = "2024-03"', 'adopted = "March 2024"', 4, "adopted: Write a year, a month or a day"),
    ("https://code.springfield.example", "http://code.springfield.example", 10, "source 1 (“code”), address: Must begin with https://"),
    ('unconfirmed = "The police report every year."\nvalues = ["annual"]', "", 25, "fact 3 (“reporting”): Give “says”, “unconfirmed” or “unknown”"),
    ('unknown = "How long a permission lasts."', 'unknown = ""', 20, "fact 2 (“procedure”), unknown: Is empty."),
    ('says = "The council decides after a hearing."', f'says = "{"long " * 90}"', 19, "fact 2 (“procedure”), says: Say it in at most 400 characters."),
    ('says = "The council decides after a hearing."', 'says = "The council \\u202edecides."', 19, "fact 2 (“procedure”), says: Contains a character that cannot be shown"),
    ("[[source]]", "[source]", 0, "source: Write each as a table of its own, under [[source]]."),
    ('key = "code" ', "key = ", 8, "This is not TOML"),
])  # fmt: skip
def test_a_fault_is_named_with_its_line_and_field(tmp_path: Path, before: str, after: str, line: int, words: str) -> None:
    assert before in EXAMPLE
    faults = faults_of(tmp_path, EXAMPLE.replace(before, after, 1))
    place = f"springfield-or.toml, line {line}: " if line else "springfield-or.toml: "
    assert any(fault.startswith(place + words) for fault in faults), faults


def test_a_file_with_an_odd_name_or_odd_bytes_is_refused(tmp_path: Path) -> None:
    assert faults_of(tmp_path, EXAMPLE, "My City.toml")[0].startswith("My City.toml: file name: Use small letters")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe")
    assert str(parsed(tmp_path / "odd.toml")[1][0]) == "odd.toml: The file is not UTF-8 text."
    (tmp_path / "large.toml").write_text("#" * 100_001)
    assert "larger than" in str(parsed(tmp_path / "large.toml")[1][0])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(["topic", "says", "key", "values", "sources", "x"]), inside, max_size=3), max_leaves=8,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(["format", "name", "region", "adopted", "note", "fact", "source", "other"]), VALUES, max_size=6))
def test_whatever_a_file_holds_it_is_either_refused_or_read(data: dict) -> None:  # type: ignore[type-arg]
    from civic.dockets.cities.checking import _faults

    if not list(_faults("some-city", data)):
        assert isinstance(as_city("some-city", data), City)


def test_the_command_says_what_is_sound_and_what_is_not(tmp_path: Path) -> None:
    good, bad = tmp_path / "springfield-or.toml", tmp_path / "shelbyville-or.toml"
    good.write_text(EXAMPLE)
    bad.write_text(EXAMPLE.replace('values = ["council"]', 'values = ["mayor"]').replace("format = 1", "format = 9"))
    sound = CliRunner().invoke(commands, ["check", str(good)])
    assert sound.exit_code == 0 and "springfield-or.toml: sound. Springfield, 3 of 8 questions answered, 1 sources." in sound.output
    refused = CliRunner().invoke(commands, ["check", str(good), str(bad), "--json"])
    assert refused.exit_code == 4 and '"ok": false' in refused.output and '"line": 21' in refused.output
    assert CliRunner().invoke(commands, ["check"]).output.count("sound.") == 12


def test_an_installations_own_file_stands_in_place_of_ours_and_a_faulty_one_is_not_shown(app) -> None:
    folder = Path(app.config["CIVIC"].data) / "cities"
    folder.mkdir(exist_ok=True)
    (folder / "boston-ma.toml").write_text(EXAMPLE.replace("Springfield", "Boston, as we see it"))
    (folder / "faulty-xx.toml").write_text("format = 9")
    try:
        names = [city.name for city in cities()]
        assert "Boston, as we see it" in names and "Boston" not in names and len(names) == 12
    finally:
        for path in folder.iterdir():
            path.unlink()
