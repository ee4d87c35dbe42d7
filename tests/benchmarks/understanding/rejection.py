"""How well doubt is known: messages of no taught intent among ordinary ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from rapidfuzz import fuzz, utils
from sklearn.metrics import roc_auc_score

from tests.benchmarks.understanding.baselines import RapidFuzz, Svm
from tests.benchmarks.understanding.figures import answered, share, softmax_top
from tests.benchmarks.understanding.ours import Ours, Scored
from tests.benchmarks.understanding.public import fit
from tests.benchmarks.understanding.report import Row, Run, mean_row
from tests.benchmarks.understanding.sets import (
    Labelled,
    grouped,
    sample,
    small_talk,
    small_talk_others,
    strangers,
    trained_and_tested,
)
from tests.benchmarks.understanding.systems import System

HELD_OUT, STRANGE = 20, 0.2
"""So many intents are not taught, and so large a share of the messages belongs to none that is."""
SIGNALS = ("top", "lead", "energy", "known share", "length")
"""The names of the first signals; a kind's lead, which follows, needs kinds."""
NO_LABEL = ""
OFFERED, LEAST = 3, 0.1
"""So many intents are offered when the bot asks back, which it does not below this confidence."""


class Mix(NamedTuple):
    """What is taught, and messages of which some have no label."""

    train: list[Labelled]
    asked: list[Labelled]


class Doubt(NamedTuple):
    """How sure a method is of each message, and whether its best label is right."""

    values: list[float]
    right: list[bool]
    known: list[bool]


def mixed(train: list[Labelled], known: Sequence[Labelled], strange: Sequence[str], most: int | None) -> Mix:
    """A fifth strangers; whichever there are too many of is sampled."""
    number = min(len(strange), int(len(known) * STRANGE / (1 - STRANGE)), int((most or len(known) * 2) * STRANGE))
    some = sample(known, int(number * (1 - STRANGE) / STRANGE))
    return Mix(train, some + [Labelled(text, NO_LABEL) for text in sample(strange, number)])


def small_talk_mix(data: Path, seed: int, most: int | None) -> Mix:
    split = small_talk(data, 10, seed)
    labels = sorted({label for _, label in split.train})
    others = small_talk_others(data, split)
    out = set(Random(seed).sample(labels, HELD_OUT))
    train = [item for item in split.train if item.label not in out]
    taught = {text for text, _ in train}
    left = grouped([item for item in split.train + split.tests[""] if item.label in out])
    strange = [text for texts in (*others.values(), *left.values()) for text in texts if text not in taught]
    return mixed(train, [item for item in split.tests[""] if item.label not in out], strange, most)


def clinc_mix(data: Path, examples: int | None, seed: int, most: int | None) -> Mix:
    split = trained_and_tested(data, "clinc150", examples, seed)
    return mixed(split.train, split.tests[""], strangers(data), most)


def doubts(ours: Ours, mix: Mix, scored: Sequence[Scored]) -> Iterator[tuple[str, list[float]]]:
    """Each single signal of doubt with its value for each message."""
    for name, values in zip(SIGNALS, zip(*(s.doubt.tolist() for s in scored), strict=True), strict=False):
        yield name, list(values)
    yield "softmax", [softmax_top(s.ranked) for s in scored]
    examples = {label: [utils.default_process(text) for text in texts] for label, texts in grouped(mix.train).items()}
    asked = [utils.default_process(text) for text, _ in mix.asked]
    yield (
        "nearest example",
        [
            max(fuzz.token_sort_ratio(text, example) for example in examples[s.labels[0]])
            for text, s in zip(asked, scored, strict=True)
        ],
    )
    yield "trust", [ours.confidence(s) for s in scored]


def auc(values: Sequence[float], positive: Sequence[bool]) -> float | None:
    """Area under the ROC curve; None if all messages are of one sort."""
    return float(roc_auc_score(positive, values)) if len(set(positive)) == 2 else None


def figures(method: str, doubt: Doubt) -> Row:
    row: Row = {
        "method": method,
        "messages": len(doubt.values),
        "in scope AUC": auc(doubt.values, doubt.known),
        "right AUC": auc(doubt.values, doubt.right),
    }
    for precision in (0.95, 0.98):
        found = answered(doubt.values, doubt.right, precision)
        row[f"answered at {100 * precision:.0f} %"] = found.share
        strange = [v >= found.threshold for v, known in zip(doubt.values, doubt.known, strict=True) if not known]
        row[f"strangers at {100 * precision:.0f} %"] = share(strange)
    return row


def of_other(system: System, mix: Mix, run: Run) -> Row:
    """Another system by its own confidence."""
    fit(system, mix.train)
    asked = sample(mix.asked, None if system.fast else run.sampled)
    rankings = system.rank_all([text for text, _ in asked])
    right = [label == r.labels[0] for (_, label), r in zip(asked, rankings, strict=True)]
    known = [label != NO_LABEL for _, label in asked]
    return figures(f"{system.name} itself", Doubt([r.confidence for r in rankings], right, known))


def offered(values: Sequence[float], mix: Mix, scored: Sequence[Scored], threshold: float) -> Row:
    """Messages not sure enough to answer: how often one of the intents offered is the right one."""
    unsure = [
        item.label in s.labels[:OFFERED]
        for value, item, s in zip(values, mix.asked, scored, strict=True)
        if item.label != NO_LABEL and LEAST < value < threshold
    ]
    return {"messages": len(unsure), "among the three offered": share(unsure)}


def measure_mix(mix: Mix, run: Run) -> tuple[list[Row], Row]:
    ours = Ours()
    fit(ours, mix.train)
    scored = [ours.scored(text) for text, _ in mix.asked]
    right = [s.labels[0] == item.label for s, item in zip(scored, mix.asked, strict=True)]
    known = [item.label != NO_LABEL for item in mix.asked]
    found = dict(doubts(ours, mix, scored))
    rows = [figures(method, Doubt(values, right, known)) for method, values in found.items()]
    rows += [of_other(system, mix, run) for system in (RapidFuzz(), Svm())]
    return rows, offered(found["trust"], mix, scored, answered(found["trust"], right, 0.95).threshold)


def measure(run: Run) -> None:
    if run.data is None:
        return
    data, most = run.data, run.most
    mixes = {
        "small talk 210 × 10": [small_talk_mix(data, seed, most) for seed in run.seeds],
        "CLINC150 10": [clinc_mix(data, 10, seed, most) for seed in run.seeds],
        "CLINC150 full": [] if run.quick else [clinc_mix(data, None, 0, most)],
    }
    asked_back = []
    for name, repeats in mixes.items():
        if found := [measure_mix(mix, run) for mix in repeats]:
            rows = [mean_row(same) for same in zip(*(rows for rows, _ in found), strict=True)]
            run.table("rejection", f"{name}, a fifth strangers", rows)
            asked_back.append({"set": name, **mean_row([row for _, row in found])})
    run.table("rejection", "not answered at 95 %, asked back instead", asked_back)
