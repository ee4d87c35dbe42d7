"""Any number of intents with examples, made by a seeded program from the words of public sets or from made-up words.

Imports nothing of ours, as the process that uses it has its imports and memory measured.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import NamedTuple

COMMON, KEYS = 300, 3
"""The most frequent words stand in all sentences; each intent has three words of its own."""
EXAMPLES, QUERIES = 20, 500
CONSONANTS, VOWELS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "r", "s", "sch", "st", "t", "w"), "aeiou"


class Texts(NamedTuple):
    """What is learned, and what is asked."""

    train: list[tuple[str, str]]
    asked: list[tuple[str, str]]


def public_words(data: Path) -> list[str]:
    """The words of CLINC150 and BANKING77, most frequent first."""
    seen: Counter[str] = Counter()
    for name in ("clinc150", "banking77"):
        with (data / f"{name}.jsonl").open(encoding="utf-8") as file:
            for line in file:
                seen.update(re.findall("[a-z]{2,}", json.loads(line)["text"].lower()))
    return sorted(seen, key=lambda word: (-seen[word], word))


def made_up_words(number: int, random: Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        syllables = (random.choice(CONSONANTS) + random.choice(VOWELS) for _ in range(random.randint(2, 4)))
        found["".join(syllables) + random.choice(("", "n", "r", "t"))] = None
    return list(found)


def key_words(rare: list[str], number: int, random: Random) -> list[str]:
    """Different words; when there are too few of them, compounds of two."""
    found = dict.fromkeys(random.sample(rare, min(number, len(rare))))
    while len(found) < number:
        found["".join(random.sample(rare, 2))] = None
    return list(found)


def made(intents: int, data: Path | None, seed: int = 0) -> Texts:
    random = Random(seed)
    words = public_words(data) if data else made_up_words(6_000, random)
    common = words[:COMMON]
    weights = list(accumulate(1 / (rank + 5) for rank in range(len(common))))
    keys = key_words([word for word in words[COMMON:] if len(word) >= 4], intents * KEYS, random)

    def sentence(intent: int) -> tuple[str, str]:
        own = random.sample(keys[intent * KEYS : (intent + 1) * KEYS], random.randint(1, 2))
        chosen = own + random.choices(common, cum_weights=weights, k=random.randint(4, 8))
        return " ".join(random.sample(chosen, len(chosen))), f"intent{intent}"

    train = [sentence(intent) for intent in range(intents) for _ in range(EXAMPLES)]
    return Texts(train, [sentence(random.randrange(intents)) for _ in range(QUERIES)])
