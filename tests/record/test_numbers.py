import inspect
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from civic.record import numbers
from civic.record.leaf import CROCKFORD, is_number
from civic.record.numbers import check_character, new_number, parse_number, shown

all_numbers = st.text(CROCKFORD, min_size=5, max_size=5).map(lambda drawn: drawn + check_character(drawn))


@given(all_numbers)
def test_a_number_is_read_as_it_is_shown(number):
    assert is_number(number)
    assert parse_number(shown(number)) == number
    assert parse_number(f"  {shown(number).lower()} ") == number


def test_the_number_of_the_example_is_one():
    assert parse_number("7k3m-q2") == "7K3MQ2" and shown("7K3MQ2") == "7K3M-Q2"


@given(all_numbers, st.data())
def test_every_single_wrong_character_is_caught(number, data):
    place = data.draw(st.integers(0, 5))
    other = data.draw(st.sampled_from([each for each in CROCKFORD if each != number[place]]))
    assert parse_number(number[:place] + other + number[place + 1 :]) is None


@given(all_numbers, st.integers(0, 4))
def test_every_exchange_of_neighbours_is_caught(number, place):
    exchanged = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert parse_number(exchanged) is None or exchanged == number


@given(all_numbers)
def test_letters_that_look_like_digits_are_read_as_digits(number):
    assert parse_number(number.replace("1", "I").replace("0", "O")) == number
    assert parse_number(number.replace("1", "l").replace("0", "o")) == number


@given(st.text())
def test_whatever_is_typed_gives_a_number_or_nothing(typed):
    found = parse_number(typed)
    assert found is None or (is_number(found) and check_character(found[:5]) == found[5])


def test_too_short_too_long_and_foreign_characters_are_no_number():
    for typed in ("", "7K3MQ", "7K3MQ22", "7K3MU2", "7K3M_Q2", "７K3MQ2", "7K3MQ2\x00"):
        assert parse_number(typed) is None


def test_a_number_depends_on_chance_alone(monkeypatch):
    """I-21 Tracking numbers reveal neither order nor volume."""
    assert not inspect.signature(new_number).parameters
    monkeypatch.setattr(numbers.secrets, "choice", lambda characters: characters[7])
    assert new_number() == new_number() == "77777" + check_character("77777")


def test_numbers_do_not_rise_or_cluster():
    """I-21 Tracking numbers reveal neither order nor volume."""
    drawn = [new_number() for _ in range(6400)]
    rises = sum(earlier < later for earlier, later in zip(drawn, drawn[1:], strict=False))
    assert 3000 < rises < 3400  # about half: nine standard deviations on either side
    for place in range(6):
        counts = Counter(number[place] for number in drawn)
        assert len(counts) == 32 and all(100 < count < 320 for count in counts.values())
