"""Makes comments with known campaigns among them, for ``bench/campaigns.py`` and the tests. Every sentence is our own."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate

COMMON = ["the", "of", "and", "to", "a", "in", "that", "it", "is", "was", "for", "on", "with", "as", "be", "at", "by", "this", "have", "from", "or", "had", "not", "but", "what", "all", "were", "we", "when", "your", "can", "said", "there", "use", "an", "each", "which", "she", "do", "how", "their", "if", "will", "up", "other", "about", "out", "many", "then", "them", "these", "so", "some", "her", "would", "make", "like", "him", "into", "time", "has", "look", "two", "more", "write", "go", "see", "number", "no", "way", "could", "people", "my", "than", "first", "water", "been", "call", "who", "its", "now", "find", "long", "down", "day", "did", "get", "come", "made", "may", "part", "over", "new", "sound", "take", "only", "little", "work", "know", "place", "year", "live", "me", "back", "give", "most", "very", "after", "thing", "our", "just", "name", "good", "sentence", "man", "think", "say", "great", "where", "help", "through", "much", "before", "line", "right", "too", "mean", "old", "any", "same", "tell", "boy", "follow", "came", "want", "show", "also", "around", "farm", "three", "small", "set", "put", "end", "does", "another", "well", "large", "must", "big", "even", "such", "because", "turn", "here", "why", "ask", "went", "men", "read", "need", "land", "different", "home", "us", "move", "try", "kind", "hand", "picture", "again", "change", "off", "play", "spell", "air", "away", "animal", "house", "point", "page", "letter", "mother", "answer", "found", "study", "still", "learn", "should", "city", "police", "camera", "street", "council", "safe", "neighbor", "vote", "public", "school", "record", "rule", "night", "money", "officer", "family", "child", "bus", "park", "law", "data", "stop", "trust"]
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta", "ve", "wi", "xo", "ya", "zu", "bra", "cle", "dri", "flo", "gru", "pla", "sta", "tre", "spi", "sno", "cha", "the", "pho", "sha"]
_RANK = list(accumulate(1 / (rank + 2.7) for rank in range(1, 12001)))
ASK = ["Please publish the list of uses every year", "Write the penalty into the law itself", "Give the review board its own budget", "Let an outside lab test the system first", "Keep the pictures for thirty days at most", "Ask for a warrant before any search", "Tell people when a match was wrong", "Count the stops by ward and month", "Train every officer before first use", "End the contract when the report is late", "Post the vendor's prices on the city site", "Hold a second hearing in the evening"]
SIDE = {"support": "I support this ordinance and ask you to adopt it as written.", "oppose": "I oppose this ordinance and ask you to reject it as written."}
FLIP = {"support": "oppose", "oppose": "support"}
DEAR = ("Dear Council Members,", "To the City Council:", "Hello,", "Good morning,", "Dear Mayor and Council,", "To whom it may concern,")
BYE = ("Sincerely, a resident", "Thank you for reading", "Respectfully, your neighbor", "Best regards", "Thanks")
FOOTERS = (
    "This message was sent through the neighborhood action portal. The portal does not change your words. Questions about the portal go to its desk.",
    "Submitted with the comment tool of the civic coalition, which forwards messages to the clerk without reading, sorting or shortening them.",
)
TITLES = ("Comment on the proposed surveillance technology ordinance, committee of the whole", "Regarding the public hearing on facial recognition in city departments")
@dataclass
class Made:
    """``family``: the campaign, or -1. ``side``: the stated stance, often none. ``kind``: how the text came about."""

    text: str
    family: int
    kind: str
    side: str = ""


def vocabulary() -> list[str]:
    """12,000 words, the common ones first; the rest are made of syllables. Drawn with frequencies near 1/rank, as in speech."""
    chance, words = random.Random(42), list(dict.fromkeys(COMMON))
    known = set(words)
    while len(words) < len(_RANK):
        word = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
        if word not in known:
            known.add(word)
            words.append(word)
    return words


WORDS = vocabulary()
SPIN = dict(zip(WORDS[40:600], WORDS[3000:3560], strict=True))  # another word for many a word


def sentence(chance: random.Random) -> str:
    if chance.random() < 0.04:
        return f"{chance.choice(ASK)}."
    return " ".join(chance.choices(WORDS, cum_weights=_RANK, k=chance.randint(8, 18))).capitalize() + "."


def paragraph(chance: random.Random, sentences: int) -> str:
    return " ".join(sentence(chance) for _ in range(sentences))


@dataclass
class Letter:
    sentences: list[str]
    side: str

    @property
    def text(self) -> str:
        return " ".join([*self.sentences[:1], SIDE[self.side], *self.sentences[1:]])


NORMAL = (("exact", 30), ("greeted", 20), ("light", 20), ("personal", 20), ("truncated", 10))
HARD = (("exact", 10), ("greeted", 15), ("light", 20), ("personal", 25), ("long", 15), ("truncated", 10), ("spun", 5))


def corpus(size: int, *, seed: int = 1, share: float = 0.6, mix: tuple[tuple[str, int], ...] = NORMAL, traps: float = 0.05) -> list[Made]:
    """``size`` texts, shuffled: ``share`` of them copies in campaigns with sizes near 1/rank and small ones of 2 to 10."""
    chance = random.Random(seed)
    made: list[Made] = []
    copies, family, rank = int(size * share), 0, 1
    first = max(10, copies // 8)
    previous: Letter | None = None
    while len(made) < copies:
        n = max(first // rank, chance.randint(2, 10))
        rank += 1
        letter = Letter([sentence(chance) for _ in range(chance.randint(4, 9))], chance.choice(("support", "oppose")))
        if previous is not None and chance.random() < 0.15:  # a sibling shares 30 to 50 % of another letter
            take = max(1, int((len(previous.sentences) + 1) * chance.uniform(0.3, 0.5)) - 1)  # the stock sentence is shared too
            letter = Letter(previous.sentences[:take] + [sentence(chance) for _ in range(len(previous.sentences))], previous.side)
        kinds, weights = zip(*mix, strict=True)
        for number in range(min(n, copies - len(made))):
            kind = "exact" if number == 0 else chance.choices(kinds, weights)[0]
            side = letter.side if chance.random() < 0.5 else ""
            made.append(Made(copy_of(letter, kind, chance), family, kind, side))
        previous = letter
        family += 1
    while len(made) < size:
        made.append(_trap(chance) if chance.random() < traps else _unique(chance))
    chance.shuffle(made)
    return made


def copy_of(letter: Letter, kind: str, chance: random.Random) -> str:
    text = letter.text
    words = text.split()
    if kind == "greeted":
        return f"{chance.choice(DEAR)}\n{text}\n{chance.choice(BYE)}"
    if kind == "light":
        for _ in range(chance.randint(1, 3)):
            words[chance.randrange(len(words))] = chance.choice(WORDS)
        return " ".join(words)
    if kind in ("personal", "long"):
        own = paragraph(chance, max(1, round(len(letter.sentences) * (chance.uniform(0.2, 1.2) if kind == "personal" else chance.uniform(1.5, 3)))))
        return f"{own}\n{text}" if chance.random() < 0.5 else f"{text}\n{own}"
    if kind == "truncated":
        return " ".join(words[: max(12, int(len(words) * chance.uniform(0.5, 0.9)))])
    if kind == "spun":
        return " ".join(SPIN.get(word.lower().strip(".,"), word) if chance.random() < 0.5 else word for word in words)
    return text


def turned_round(letter: Letter) -> str:
    """The same letter with the opposite answer."""
    return Letter(letter.sentences, FLIP[letter.side]).text


def mad_lib(size: int, *, seed: int = 7, places: int = 9, wordings: int = 10) -> list[Made]:
    """Letters in which each place has one of some wordings; two share almost no long phrase."""
    chance = random.Random(seed)
    slots = [[" ".join(sentence(chance).rstrip(".").lower().split()[: chance.randint(5, 9)]) for _ in range(wordings)] for _ in range(places)]
    return [Made(". ".join(chance.choice(slot).capitalize() for slot in slots) + ".", seed * 1000, "mad-lib") for _ in range(size)]


def key_block(size: int, *, seed: int = 9) -> list[Made]:
    """One paragraph in the middle of what each person wrote at length."""
    chance = random.Random(seed)
    block = paragraph(chance, 4)
    return [Made(f"{paragraph(chance, chance.randint(5, 9))}\n{block}\n{paragraph(chance, chance.randint(5, 9))}", seed * 1000, "key block") for _ in range(size)]


def _unique(chance: random.Random) -> Made:
    """A person's own comment; some say what they want in the stock sentence."""
    own = paragraph(chance, chance.randint(0, 8)) + " " + " ".join(chance.choices(WORDS, cum_weights=_RANK, k=12)).capitalize() + "."
    side = chance.choice(("support", "oppose"))
    return Made(f"{SIDE[side]} {own.strip()}" if chance.random() < 0.3 else own, -1, "unique", side if chance.random() < 0.5 else "")


def _trap(chance: random.Random) -> Made:
    """Unlike texts under one footer or title."""
    own = paragraph(chance, chance.randint(1, 5))
    if chance.random() < 0.6:
        return Made(f"{own}\n{chance.choice(FOOTERS)}", -1, "footer")
    return Made(f"{chance.choice(TITLES)}\n{own}", -1, "title")
