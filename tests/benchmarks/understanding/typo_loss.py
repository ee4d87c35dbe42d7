"""What each manner of mistyping costs each system and the bot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.benchmarks.understanding import project
from tests.benchmarks.understanding.public import fit
from tests.benchmarks.understanding.report import Row, Run
from tests.benchmarks.understanding.sets import Labelled, sample, small_talk
from tests.benchmarks.understanding.systems import System, three
from tests.benchmarks.understanding.typos import WORD, Change, applied, manners

Hits = Callable[[Sequence[int], Sequence[str]], list[bool]]
"""Whether messages are read right, by their numbers and the texts that stand for them."""


@dataclass
class Reader:
    """A system or the bot, and which of its messages it reads right as they are written."""

    name: str
    texts: list[str]
    hits: Hits
    plain: list[bool]

    def losses(self, texts: Sequence[str]) -> tuple[float, float | None]:
        """Points of accuracy lost over all messages and over the changed ones; unchanged ones are not asked again."""
        changed = [at for at, text in enumerate(texts) if text != self.texts[at]]
        if not changed:
            return 0.0, None
        lost = sum(self.plain[at] for at in changed) - sum(self.hits(changed, [texts[at] for at in changed]))
        return lost / len(texts), lost / len(changed)


def reader(name: str, texts: list[str], hits: Hits) -> Reader:
    return Reader(name, texts, hits, hits(range(len(texts)), texts))


def of_system(system: System, train: Sequence[Labelled], asked: Sequence[Labelled]) -> Reader:
    fit(system, train)

    def hits(numbers: Sequence[int], texts: Sequence[str]) -> list[bool]:
        return [asked[at].label == r.labels[0] for at, r in zip(numbers, system.rank_all(texts), strict=True)]

    return reader(system.name, [text for text, _ in asked], hits)


def of_bot(most: int | None) -> Reader:
    wishes = project.wishes(most)

    def hits(numbers: Sequence[int], texts: Sequence[str]) -> list[bool]:
        return project.hits([wishes[at] for at in numbers], texts)

    return reader("bot", [wish["text"] for wish in wishes], hits)


def row_of(name: str, change: Change, readers: Sequence[Reader]) -> tuple[Row, Row]:
    """The losses over all messages and over the changed ones."""
    over_all: Row = {"manner": name}
    over_changed: Row = {"manner": name}
    for own in readers:
        texts = applied(name, change, own.texts)
        over_all[own.name], over_changed[own.name] = own.losses(texts)
        share = sum(new != old for new, old in zip(texts, own.texts, strict=True)) / len(texts)
        over_changed["bot's changed" if own.name == "bot" else "changed"] = share
    return over_all, over_changed


def measure(run: Run) -> None:
    readers = []
    if run.data is not None:
        split = small_talk(run.data, 10, 0)
        asked = sample(split.tests[""], run.sampled)
        readers += [of_system(system, split.train, asked) for system in three()]
    readers.append(of_bot(run.most))
    plain = [
        {"read by": own.name, "messages": len(own.plain), "top 1": sum(own.plain) / len(own.plain)} for own in readers
    ]
    run.table("typos", "accuracy without typos", plain)
    sentences = [text for own in readers for text in own.texts] + project.examples()
    known = {word.lower() for text in sentences for word in WORD.findall(text)}
    found = [row_of(name, change, readers) for name, change in manners(known).items()]
    run.table("typos", "loss of accuracy over all messages", [row for row, _ in found])
    run.table("typos", "loss of accuracy over the messages changed", [row for _, row in found])
