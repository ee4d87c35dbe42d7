"""Public labelled sets, cut into what is learned and what is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

INTENTS = 210
FOLDS = 5
DIALECTS = ("de", "de-ba", "de-muc", "de-st", "gsw")


class Labelled(NamedTuple):
    text: str
    label: str


@dataclass(frozen=True)
class Split:
    """One training and the messages to test it with, by the name of each test."""

    train: list[Labelled]
    tests: dict[str, list[Labelled]]


@dataclass(frozen=True)
class PublicSet:
    """`repeats` for a seed are splits whose messages are judged together, such as folds; figures are means of seeds."""

    name: str
    repeats: Callable[[int], list[Split]]
    seeded: bool = True
    large: bool = False


def rows(data: Path, name: str) -> list[dict[str, Any]]:
    with (data / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def grouped(items: Iterable[Labelled]) -> dict[str, list[str]]:
    """The different texts of each label, labels in sorted order."""
    groups: dict[str, list[str]] = {}
    for text, label in dict.fromkeys(items):
        groups.setdefault(label, []).append(text)
    return dict(sorted(groups.items()))


def pairs(found: Iterable[dict[str, Any]]) -> list[Labelled]:
    return [Labelled(row["text"], row["label"]) for row in found]


def sample(items: Sequence[Any], most: int | None, seed: int = 0) -> list[Any]:
    """All items, or so many of them at random, in their order."""
    if most is None or len(items) <= most:
        return list(items)
    return [items[i] for i in sorted(Random(seed).sample(range(len(items)), most))]


def small_talk(data: Path, examples: int, seed: int) -> Split:
    """The first 210 intents that have more than enough texts; the rest of their texts is asked."""
    groups = {label: texts for label, texts in _small_talk_groups(data).items() if len(texts) > examples}
    return _few({label: groups[label] for label in list(groups)[:INTENTS]}, examples, seed)


def small_talk_others(data: Path, split: Split) -> dict[str, list[str]]:
    """The intents of which that split has no example."""
    taught = {label for _, label in split.train}
    return {label: texts for label, texts in _small_talk_groups(data).items() if label not in taught}


def _small_talk_groups(data: Path) -> dict[str, list[str]]:
    return grouped(pairs(rows(data, "smalltalk_de")))


def _few(groups: dict[str, list[str]], examples: int, seed: int) -> Split:
    random = Random(seed)
    train, test = [], []
    for label, texts in groups.items():
        shuffled = random.sample(texts, len(texts))
        train += [Labelled(text, label) for text in shuffled[:examples]]
        test += [Labelled(text, label) for text in shuffled[examples:]]
    return Split(train, {"": test})


def family_benefits(data: Path, seed: int) -> list[Split]:
    """Five folds of the intents with five texts at least."""
    groups = {label: texts for label, texts in grouped(pairs(rows(data, "familienlotse"))).items() if len(texts) >= 5}
    random = Random(seed)
    numbered = [
        (at % FOLDS, Labelled(text, label))
        for label, texts in groups.items()
        for at, text in enumerate(random.sample(texts, len(texts)))
    ]
    return [
        Split([item for at, item in numbered if at != fold], {"": [item for at, item in numbered if at == fold]})
        for fold in range(FOLDS)
    ]


def dialects(data: Path) -> Split:
    """Learned in standard German, asked in dialects too."""
    found = rows(data, "xsid")

    def part(split: str, lang: str) -> list[Labelled]:
        return pairs(row for row in found if row["split"] == split and row["lang"] == lang)

    return Split(part("valid", "de"), {lang: part("test", lang) for lang in DIALECTS})


def trained_and_tested(data: Path, name: str, examples: int | None = None, seed: int = 0) -> Split:
    """A set with its own division, with all or a few examples of each intent."""
    found = rows(data, name)
    train = pairs(row for row in found if row["split"] == "train")
    if examples is not None:
        train = _few(grouped(train), examples, seed).train
    return Split(train, {"": pairs(row for row in found if row["split"] == "test")})


def strangers(data: Path) -> list[str]:
    """CLINC150's messages that belong to none of its intents."""
    return [row["text"] for row in rows(data, "clinc150") if row["split"] == "oos_test"]


def public_sets(data: Path) -> Iterator[PublicSet]:
    yield PublicSet("small talk 210 × 10", lambda seed: [small_talk(data, 10, seed)])
    yield PublicSet("small talk 210 × 5", lambda seed: [small_talk(data, 5, seed)])
    yield PublicSet("Familienlotse", lambda seed: family_benefits(data, seed))
    yield PublicSet("xSID", lambda _: [dialects(data)], seeded=False)
    for name, title in (("clinc150", "CLINC150"), ("banking77", "BANKING77")):
        yield PublicSet(
            f"{title} full", lambda _, name=name: [trained_and_tested(data, name)], seeded=False, large=True
        )
        for n in (10, 5):
            yield PublicSet(f"{title} {n}", lambda seed, name=name, n=n: [trained_and_tested(data, name, n, seed)])
