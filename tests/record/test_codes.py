import re
import threading
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.record import codes
from civic.record.codes import LANGUAGES, PairPool, hash_code, new_code, normal, verify_code, words_in
from civic.record.numbers import parse_number

PEPPER, OTHER = b"p" * 32, b"q" * 32


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_has_at_least_37_bits(language):
    assert len(words_in(language)) >= 1024
    assert codes.bits(language) >= codes.LEAST_BITS == 37


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_short_letters_only_and_differ_without_accents(language):
    words = words_in(language)
    plain = [normal(word) for word in words]
    assert all(re.fullmatch("[a-z]{4,6}", word) for word in plain)
    assert len(set(plain)) == len(words)
    assert all(word == word.lower() and unicodedata.is_normalized("NFC", word) for word in words)


def test_no_two_spanish_words_sound_alike():
    assert _doubles("es", _spanish_sound) == []


def test_no_english_word_has_a_common_homophone_in_the_list():
    pairs = """bare bear, beach beech, beat beet, berry bury, board bored, brake break, bread bred, cellar seller,
    cent scent, cereal serial, chord cord, creak creek, dear deer, flour flower, foul fowl, gate gait, great grate,
    hair hare, heal heel, hole whole, horse hoarse, knight night, knot note, lane lain, leak leek, mail male,
    main mane, maize maze, meat meet, medal metal, mussel muscle, pail pale, pain pane, pair pear, peace piece,
    peak peek, pedal petal, plain plane, pole poll, rain reign, road rode, root route, sail sale, scene seen,
    seam seem, sight site, soul sole, stair stare, stake steak, steal steel, suite sweet, tail tale, throne thrown,
    tide tied, toad towed, vain vane, waist waste, wait weight, weak week, whale wail, witch which, wood would"""
    words = set(words_in("en"))
    assert [pair for pair in pairs.replace("\n", " ").split(",") if set(pair.split()) <= words] == []


def _doubles(language, sound):
    heard, doubles = {}, []
    for word in words_in(language):
        if (other := heard.setdefault(sound(word), word)) != word:
            doubles.append((other, word))
    return doubles


def _spanish_sound(word):
    word = normal(word)
    for pattern, heard in (("ch", "C"), ("h", ""), ("ll", "y"), ("v", "b"), ("z|c(?=[ei])", "s"), ("qu|c", "k"),
                           ("g(?=[ei])", "j"), ("gu(?=[ei])", "g")):  # fmt: skip
        word = re.sub(pattern, heard, word)
    return word


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_is_word_digits_word(language):
    first, digits, last = new_code(language).split("-")
    assert re.fullmatch("[0-9]{5}", digits)
    assert {first.lower(), last.lower()} <= set(words_in(language))


def test_a_language_without_a_list_gets_english_words():
    assert words_in("so") == words_in("en")


def test_codes_do_not_repeat():
    assert len({new_code() for _ in range(2000)}) == 2000


@pytest.mark.parametrize("typed", ["RIVER-44817-LAMP", "river 44817 lamp", " River44817Lamp ", "rıver-44817-lamp".replace("ı", "i"),
                                   "RIVER\u201144817\u2011LAMP", "ＲＩＶＥＲ-44817-lamp"])  # fmt: skip
def test_case_spaces_and_hyphens_do_not_count(typed):
    assert normal(typed) == "river44817lamp"


def test_accents_do_not_count():
    assert normal("ÁRBOL-00123-MUÑECA") == normal("arbol 00123 muneca")


@given(st.text())
def test_normalising_a_code_twice_changes_nothing(typed):
    assert normal(normal(typed)) == normal(typed)


def test_only_the_right_code_and_pepper_verify():
    """I-20 Private codes are stored only as hashes."""
    stored = hash_code("RIVER-44817-LAMP", PEPPER)
    assert verify_code(stored, "river 44817 lamp", PEPPER)
    assert not verify_code(stored, "river 44818 lamp", PEPPER)
    assert not verify_code(stored, "RIVER-44817-LAMP", OTHER)
    assert not verify_code(stored, "", PEPPER)
    assert not verify_code("damaged", "RIVER-44817-LAMP", PEPPER)
    assert "river" not in stored.lower() and "44817" not in stored


def test_the_hash_is_argon2id_with_8_mib_and_a_salt_of_its_own():
    one, other = hash_code("RIVER-44817-LAMP", PEPPER), hash_code("RIVER-44817-LAMP", PEPPER)
    assert one.startswith("$argon2id$v=19$m=8192,t=1,p=1$") and one != other


def test_an_unknown_number_costs_the_same_hash_and_is_refused(monkeypatch):
    checked = []
    hasher = codes._HASHER

    class Counting:
        hash = staticmethod(hasher.hash)

        def verify(self, stored, given):
            checked.append(stored)
            return hasher.verify(stored, given)

    monkeypatch.setattr(codes, "_HASHER", Counting())
    assert not verify_code(None, "RIVER-44817-LAMP", PEPPER)
    assert checked == [codes.dummy()] and checked[0].startswith("$argon2id$v=19$m=8192,t=1,p=1$")


def test_a_short_pepper_is_refused():
    with pytest.raises(ValueError, match="pepper"):
        hash_code("RIVER-44817-LAMP", b"short")


def test_a_pair_belongs_together_and_does_not_show_its_code():
    pool = PairPool(PEPPER, size=1)
    pair = pool.take("es")
    pool.close()
    assert parse_number(pair.number) == pair.number
    assert verify_code(pair.code_hash, pair.code, PEPPER)
    assert {part.lower() for part in pair.code.split("-")[::2]} <= set(words_in("es"))
    assert pair.code not in repr(pair) and pair.code not in repr(pool)


def test_pairs_are_made_ahead_and_never_given_twice():
    pool = PairPool(PEPPER, size=4, languages=("en",))
    pool.fill()
    assert pool.waiting() == 4
    taken = []
    threads = [threading.Thread(target=lambda: taken.extend(pool.take() for _ in range(5))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.close()
    assert len({pair.code for pair in taken}) == len({pair.code_hash for pair in taken}) == 20


def test_the_pool_fills_itself_again():
    pool = PairPool(PEPPER, size=2, languages=("en",))
    pool.take()
    deadline = threading.Event()
    for _ in range(200):
        if pool.waiting() == 2:
            break
        deadline.wait(0.02)
    assert pool.waiting() == 2
    pool.close()
    assert pool.waiting() == 0


def test_a_closed_pool_still_makes_a_pair_on_the_spot():
    pool = PairPool(PEPPER, size=1)
    pool.close()
    assert verify_code((pair := pool.take("so")).code_hash, pair.code, PEPPER)
