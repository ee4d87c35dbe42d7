"""How well, how surely and how fast each system reads the public sets."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

from tests.benchmarks.understanding.figures import Judged, Ranking, answered, calibration_error, times_ms
from tests.benchmarks.understanding.report import Row, Run, mean_row
from tests.benchmarks.understanding.sets import Labelled, PublicSet, Split, public_sets, sample
from tests.benchmarks.understanding.systems import System, three, token_set

SMALL = 1_500
"""Up to so many examples the second rapidfuzz scorer is tried too."""


class Tested(NamedTuple):
    judged: list[Judged]
    seconds: list[float]


def judge(asked: Sequence[Labelled], rankings: Sequence[Ranking]) -> list[Judged]:
    return [
        Judged(label == labels[0], label in labels[:3], confidence)
        for (_, label), (labels, confidence) in zip(asked, rankings, strict=True)
    ]


def ask(system: System, asked: Sequence[Labelled], run: Run) -> Tested:
    """All messages are judged where that is affordable; single ones are timed."""
    timed = sample(asked, run.sampled)
    rankings, seconds = [], []
    for text, _ in timed:
        start = time.perf_counter()
        rankings.append(system.rank(text))
        seconds.append(time.perf_counter() - start)
    if not system.fast:
        return Tested(judge(timed, rankings), seconds)
    every = sample(asked, run.most)
    return Tested(judge(every, system.rank_all([text for text, _ in every])), seconds)


def fit(system: System, examples: Sequence[Labelled]) -> float:
    """The seconds that training takes."""
    start = time.perf_counter()
    system.fit([text for text, _ in examples], [label for _, label in examples])
    return time.perf_counter() - start


def figures(examples: int, training: float, tested: Tested) -> Row:
    confidences = [judged.confidence for judged in tested.judged]
    right = [judged.first for judged in tested.judged]
    return {
        "examples": examples,
        "messages": len(right),
        "top 1": sum(right) / len(right),
        "top 3": sum(judged.third for judged in tested.judged) / len(right),
        "answered at 95 %": answered(confidences, right, 0.95).share,
        "answered at 98 %": answered(confidences, right, 0.98).share,
        "ECE": calibration_error(confidences, right),
        "training s": training,
        **times_ms(tested.seconds),
    }


def of_splits(system: System, splits: Sequence[Split], run: Run) -> dict[str, Row]:
    """The figures of each test; those of folds are of all their messages together."""
    found: dict[str, Tested] = {}
    seconds = []
    for split in splits:
        seconds.append(fit(system, split.train))
        for name, asked in split.tests.items():
            whole = found.setdefault(name, Tested([], []))
            for gathered, new in zip(whole, ask(system, asked, run), strict=True):
                gathered += new
    examples = round(sum(len(split.train) for split in splits) / len(splits))
    return {name: figures(examples, sum(seconds) / len(seconds), tested) for name, tested in found.items()}


def measure_set(public: PublicSet, run: Run) -> list[Row]:
    repeats = [public.repeats(seed) for seed in (run.seeds if public.seeded else (0,))]
    systems = three() + ([token_set()] if len(repeats[0][0].train) <= SMALL else [])
    found = []
    for system in systems:
        of_seeds = [of_splits(system, splits, run) for splits in repeats]
        for test_name in of_seeds[0]:
            row = mean_row([figures[test_name] for figures in of_seeds])
            found.append({"set": f"{public.name} {test_name}".strip(), "system": system.name, **row})
    return sorted(found, key=lambda row: [row["set"] for row in found].index(row["set"]))


def measure(run: Run) -> None:
    if run.data is None:
        return
    for public in public_sets(run.data):
        if not (run.quick and public.large):
            run.table("sets", public.name, measure_set(public, run))
