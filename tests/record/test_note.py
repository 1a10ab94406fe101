from base64 import b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.record import note, tree
from civic.record.note import MalformedNote, UnverifiedNote, VerifierKey
from civic.record.promise import Promise, parse_promise, read_promise
from civic.record.proof import Checkpoint, Proof, parse_checkpoint, parse_proof, read_checkpoint

SEED, OTHER_SEED = bytes(range(32)), bytes(range(1, 33))
ORIGIN, RECEIPT = "city.example/log", "city.example/receipt"
LOG_KEY = note.key_for(ORIGIN, SEED)
WITNESS = note.key_for("witness.example/w", OTHER_SEED, note.COSIGNATURE)
PROMISE = Promise(ORIGIN, bytes(32), datetime(2026, 10, 3, 14, 2, 11, tzinfo=UTC), "d/2025-014", "7K3MQ2", "in_time")
LEAVES = [b'{"v":1,"n":%d}' % n for n in range(5)]


def checkpoint_of(leaves=LEAVES, seed=SEED):
    return Checkpoint(ORIGIN, len(leaves), tree.root(list(map(tree.leaf_hash, leaves)))).sign(seed)


def proof_of(index=2):
    path = tree.inclusion_path(index, list(map(tree.leaf_hash, LEAVES)))
    return Proof(LEAVES[index], index, tuple(path), checkpoint_of())


def test_the_keys_of_the_example_are_written_as_ours(example, example_keys):
    for use, known in example["keys"].items():
        made = note.key_for(known["name"], bytes.fromhex(known["seed_hex"]), example_keys[use].use)
        assert str(made) == known["vkey"] and made.public.hex() == known["public_hex"]


def test_the_checkpoints_of_the_example_are_signed_byte_for_byte(example, example_keys):
    seed = bytes.fromhex(example["keys"]["log"]["seed_hex"])
    for size in (3, 5):
        made = Checkpoint(example_keys["log"].name, size, bytes.fromhex(example["tree"]["roots_hex"][str(size)]))
        known = example["files"][f"log/checkpoint at size {size}"]
        assert made.sign(seed) == known
        assert read_checkpoint(known.encode(), list(example_keys.values())) == made


def test_the_cosignature_of_the_example_is_ours(example, example_keys):
    known = example["files"]["log/checkpoint at size 5 with a cosignature"]
    seed, time = bytes.fromhex(example["keys"]["witness"]["seed_hex"]), example["cosignature"]["time"]
    text = note.parse(known.encode()).text
    assert note.cosigned_message(text.encode(), time).decode() == example["cosignature"]["signed_message"]
    without = example["files"]["log/checkpoint at size 5"]
    assert without + note.cosign(text, example_keys["witness"].name, seed, time) == known
    keys = [example_keys["log"], example_keys["witness"]]
    assert note.parse(known.encode()).signed_by(keys) == keys


def test_the_promise_of_the_example_is_ours(example, example_keys):
    promise = read_promise(example["promise"].encode(), example_keys["receipt"])
    assert (promise.docket, promise.number, promise.clock, promise.merge_delay) == ("d/2025-014", "7K3MQ2", "in_time", 600)
    assert promise.received == datetime(2026, 10, 3, 14, 2, 11, tzinfo=UTC)
    assert promise.leaf_hash.hex() == example["leaves"][2]["leaf_hash_hex"]
    seed = bytes.fromhex(example["keys"]["receipt"]["seed_hex"])
    assert promise.sign(example_keys["receipt"].name, seed) == example["promise"]


def test_the_proof_of_the_example_reads_writes_and_verifies(example, example_keys):
    proof = parse_proof(example["proof"].encode())
    assert proof.text == example["proof"]
    assert proof.verify([example_keys["log"], example_keys["witness"]]).size == 5
    assert proof.leaf.decode() == example["leaves"][2]["bytes"]


def test_the_notes_and_proofs_that_must_be_refused_are(refused, example_keys):
    keys = [example_keys["log"], example_keys["witness"]]
    reasons = []
    for each in refused["proof"]:
        with pytest.raises((MalformedNote, UnverifiedNote)) as reason:
            parse_proof(each["input"].encode()).verify(keys)
        reasons.append(reason.type)
    assert reasons == [UnverifiedNote, MalformedNote]
    (checkpoint,) = refused["checkpoint"]
    with pytest.raises(UnverifiedNote):
        read_checkpoint(checkpoint["input"].encode(), keys)


@given(st.text(st.characters(codec="utf-8", min_codepoint=32), min_size=1).map(lambda text: text + "\n"))
def test_any_text_is_signed_and_opened_again(text):
    signed = note.sign(text, ORIGIN, SEED)
    opened = note.parse(signed.encode())
    assert opened.text == text
    opened.require(LOG_KEY)


def test_a_text_with_an_empty_line_keeps_it():
    opened = note.parse(note.sign("one\n\ntwo\n", ORIGIN, SEED).encode())
    assert opened.text == "one\n\ntwo\n"
    opened.require(LOG_KEY)


@pytest.mark.parametrize("text", ["no line feed", "tab\there\n", "nul\x00\n", ""])
def test_texts_that_no_note_may_hold_are_not_signed(text):
    with pytest.raises(MalformedNote):
        note.sign(text, ORIGIN, SEED)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b"])
def test_names_that_no_note_may_hold_are_refused(name):
    with pytest.raises(ValueError, match="name"):
        note.key_for(name, SEED)


def test_a_bad_signature_by_a_known_key_fails_and_an_unknown_one_is_ignored():
    text = "text\n"
    good = note.sign(text, ORIGIN, SEED)
    unknown = note.signature_line(note.key_for("stranger", OTHER_SEED), bytes(64))
    note.parse((good + unknown).encode()).require(LOG_KEY)
    bad = note.signature_line(WITNESS, bytes(72))
    note.parse((good + bad).encode()).require(LOG_KEY)
    with pytest.raises(UnverifiedNote, match="witness"):
        note.parse((good + bad).encode()).signed_by([LOG_KEY, WITNESS])


def test_a_key_under_another_name_does_not_open_a_note():
    signed = note.parse(note.sign("text\n", ORIGIN, SEED).encode())
    for key in (note.key_for("another", SEED), note.key_for(ORIGIN, OTHER_SEED)):
        with pytest.raises(UnverifiedNote, match="did not sign"):
            signed.require(key)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda n: n.replace("\n\n", "\n"), lambda n: n.rstrip("\n"), lambda n: n + "x", lambda n: n + "\n",
        lambda n: n.replace("\u2014 ", "- "), lambda n: n.replace("\u2014 ", "\u2014  "), lambda n: n.replace("text", "te\rxt"),
        lambda n: n.replace("=\n", "\n"), lambda n: n + "\u2014 name AAAA\n", lambda n: n + n.split("\n\n")[1] * 100,
        lambda n: n[:-3] + "B=\n", lambda n: n.split("\n\n")[0] + "\n\n",
    ],
)  # fmt: skip
def test_notes_written_otherwise_are_refused(spoil):
    with pytest.raises((MalformedNote, UnverifiedNote)):
        note.parse(spoil(note.sign("text\n", ORIGIN, SEED)).encode()).require(LOG_KEY)


def test_a_note_that_is_not_utf8_or_too_long_is_refused():
    for data in (b"\xff\n\n", b"a" * 1_000_001):
        with pytest.raises(MalformedNote):
            note.parse(data)


def test_verifier_keys_read_back_and_a_wrong_id_is_seen():
    for key in (LOG_KEY, WITNESS):
        assert VerifierKey.parse(str(key)) == key
    name, key_id, data = str(LOG_KEY).split("+", 2)
    short = b64encode(b"\x01short").decode()
    third = b64encode(b"\x03" + LOG_KEY.public).decode()
    for text in (f"{name}+00000000+{data}", f"other+{key_id}+{data}", f"{name}+{key_id}+{short}", f"{name}+{key_id}+{third}",
                 f"{name}+{key_id}", f"{name}+{key_id.upper()}+{data}x", ""):  # fmt: skip
        with pytest.raises(MalformedNote):
            VerifierKey.parse(text)


def test_ed25519_refuses_a_second_form_of_a_signature_or_a_point():
    signed = note.parse(note.sign("text\n", ORIGIN, SEED).encode()).signatures[0].value
    assert note.verifies(LOG_KEY.public, signed, b"text\n")
    scalar = int.from_bytes(signed[32:], "little") + 2**252 + 27742317777372353535851937790883648493
    assert not note.verifies(LOG_KEY.public, signed[:32] + scalar.to_bytes(32, "little"), b"text\n")
    beyond = (2**255 - 18).to_bytes(32, "little")  # y = 1 written as p + 1: the neutral point in a second form
    neutral = (1).to_bytes(32, "little")
    assert not note.verifies(beyond, neutral + bytes(32), b"anything")
    assert not note.verifies(LOG_KEY.public, beyond + bytes(32), b"text\n")
    assert not note.verifies(LOG_KEY.public[:-1], signed, b"text\n")
    assert not note.verifies(LOG_KEY.public, signed[:-1], b"text\n")


def test_a_promise_reads_back_as_given():
    assert read_promise(PROMISE.sign(RECEIPT, SEED).encode(), note.key_for(RECEIPT, SEED)) == PROMISE
    assert PROMISE.text.count("\n") == 8


def test_a_promise_signed_by_another_key_or_changed_is_refused():
    signed = PROMISE.sign(RECEIPT, SEED)
    with pytest.raises(UnverifiedNote):
        read_promise(signed.encode(), note.key_for(RECEIPT, OTHER_SEED))
    with pytest.raises(UnverifiedNote):
        read_promise(signed.replace("in_time", "late").encode(), note.key_for(RECEIPT, SEED))


@pytest.mark.parametrize(
    ("old", "new"),
    [("civic-receipt/1", "civic-receipt/2"), ("\n600\n", "\n0600\n"), ("\n600\n", "\n600"), ("\n600\n", "\n600\n\n"),
     ("14:02:11Z", "14:02Z"), ("10-03T", "02-30T"), ("7K3MQ2", "7K3M-Q2"), ("d/2025-014", "2025-014"),
     ("in_time", "early"), ("AAA=", "AAB="), (ORIGIN, "two words")],
)  # fmt: skip
def test_promises_written_otherwise_are_refused(old, new):
    assert old in PROMISE.text
    with pytest.raises(MalformedNote):
        parse_promise(PROMISE.text.replace(old, new))


def test_a_proof_is_written_read_and_verified():
    for index in range(5):
        proof = proof_of(index)
        assert parse_proof(proof.text.encode()) == proof
        assert proof.verify([LOG_KEY]).size == 5


@pytest.mark.parametrize(
    ("old", "new"),
    [("index 2", "index 1"), ("index 2", "index 5"), ("index 2", "index 9007199254740992"), ("city.example/log\n5", "city.example/log\n6")],
)
def test_a_proof_for_another_place_or_tree_does_not_verify(old, new):
    text = proof_of().text
    assert old in text
    with pytest.raises(UnverifiedNote):
        parse_proof(text.replace(old, new).encode()).verify([LOG_KEY])


@pytest.mark.parametrize(
    ("old", "new"),
    [("tlog-proof@v1", "tlog-proof@v2"), ("index 2", "index -2"), ("index 2", "index  2"), ("index 2\n", ""),
     ("extra ", "Extra "), ("=\n", "\n"), ("\n\n", "\n"), ("index 2\n", "index 2\nAAAA\n")],
)  # fmt: skip
def test_proofs_written_otherwise_are_refused(old, new):
    text = proof_of().text
    assert old in text
    with pytest.raises(MalformedNote):
        parse_proof(text.replace(old, new).encode()).verify([LOG_KEY])


def test_a_checkpoint_of_another_log_or_key_is_refused():
    with pytest.raises(UnverifiedNote):
        read_checkpoint(checkpoint_of(seed=OTHER_SEED).encode(), [LOG_KEY])
    misnamed = note.sign(Checkpoint("other/log", 0, tree.EMPTY_ROOT).text, ORIGIN, SEED)
    with pytest.raises(UnverifiedNote, match="another log"):
        read_checkpoint(misnamed.encode(), [LOG_KEY])


@pytest.mark.parametrize("size", ["05", "-1", "+1", "1.0", "", "1" * 17])
def test_a_checkpoint_has_a_whole_size_and_nothing_more(size):
    root = b64encode(bytes(32)).decode()
    with pytest.raises(MalformedNote):
        parse_checkpoint(f"log\n{size}\n{root}\n")
    with pytest.raises(MalformedNote):
        parse_checkpoint(f"log\n1\n{root}\nextension\n")
    with pytest.raises(MalformedNote):
        parse_checkpoint("log\n1\nAAAA\n")
