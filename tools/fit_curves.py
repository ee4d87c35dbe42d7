"""Fits the curves that say what scores are worth, and prints them for the code; to be run when the table has changed.

    python tools/fit_curves.py

From the labelled messages of `tests/utterances`, of which none is an example: doubt from `fitting`; alarm and two
wishes from all but `unseen`, `fresh` and `later`, which stay to measure by.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.content_files.loader import load_content  # noqa: E402
from bot.core.content import Body  # noqa: E402
from bot.understanding.classifier import BRIEF, Alarm, signals  # noqa: E402
from bot.understanding.engine import Understander  # noqa: E402
from bot.understanding.model import EMERGENCY, GERMAN  # noqa: E402
from bot.understanding.normalise import clean, tokens  # noqa: E402
from bot.understanding.parting import PartingCurve, pairs_of  # noqa: E402
from bot.understanding.reading import kind_lead, mean_scores, urgency  # noqa: E402

HELD_OUT = ("unseen", "fresh", "later")
TOWN = "musterstadt"
STEPS = 41
"""Quantiles of the spread of confidences."""
Rows = list[list[float]]


@dataclass(frozen=True)
class Message:
    """A labelled message; `wanted` holds no intent if nothing is wanted of a public body."""

    text: str
    body: Body
    wanted: frozenset[str]
    kind: str


def messages(files: Iterable[Path], bodies: dict[str, Body]) -> Iterator[Message]:
    """The German messages of some files."""
    for file in sorted(files):
        data: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
        for entry in [*data.get("utterances", ()), *data.get("several", ())]:
            if entry.get("lang", GERMAN) == GERMAN:
                wanted = entry.get("intents") or [entry.get("intent")]
                body = bodies[entry.get("organisation", TOWN)]
                yield Message(clean(entry["text"]), body, frozenset(filter(None, wanted)), entry.get("kind", ""))


def doubt(understander: Understander, labelled: Iterable[Message]) -> None:
    """Prints `classifier.Trust`."""
    seen, right = [], []
    for message in (m for m in labelled if len(m.wanted) < 2 and m.kind != EMERGENCY):
        columns = understander.reader.columns(GERMAN, message.body)
        words = tokens(understander.courtesy.strip(message.text))
        found = mean_scores(understander.reader.model(GERMAN), words)
        own, about = found.raw[columns.intents], found.about[columns.intents]
        best = int(own.argmax())
        lead = kind_lead(found.raw, columns, best)
        seen.append(signals(own, about, columns.strangers, found.known, len(words), lead))
        right.append(columns.ids[best] in message.wanted or (not message.wanted and bool(columns.strangers[best])))
    curve = LogisticRegression(C=1.0, max_iter=2_000).fit(np.array(seen), np.array(right))
    spread = np.quantile(curve.predict_proba(np.array(seen))[:, 1], np.linspace(0, 1, STEPS))
    print("Trust weights", *np.round(curve.coef_[0], 2).tolist(), "bias", round(float(curve.intercept_[0]), 2))  # noqa: T201
    print("Trust spread", *np.round(spread, 3).tolist())  # noqa: T201


def alarm(understander: Understander, labelled: Iterable[Message]) -> None:
    """Prints `classifier.Alarm`."""
    seen: Rows = []
    urgent = []
    for message in (m for m in labelled if len(m.wanted) < 2):
        columns = understander.reader.columns(GERMAN, message.body)
        words = tokens(understander.courtesy.strip(message.text))
        scores = mean_scores(understander.reader.model(GERMAN), words).raw
        seen.append([*urgency(scores, columns)[1], float(np.log1p(max(len(words), BRIEF)))])
        urgent.append(message.kind == EMERGENCY)
    print_curve(Alarm, seen, urgent)


def two_wishes(understander: Understander, labelled: Iterable[Message]) -> None:
    """Prints `parting.PartingCurve`."""
    seen: Rows = []
    both = []
    for message in labelled:
        reader = understander.reader
        columns = reader.columns(GERMAN, message.body)
        text = understander.courtesy.strip(message.text)
        names = dict(zip(columns.intents.tolist(), columns.ids, strict=True))
        spellings = reader.spellings(text, GERMAN)
        for pair in pairs_of(reader.model(GERMAN).classifier, spellings, text.count("?"), columns.wishes):
            seen.append(list(pair.signals))
            both.append(len(message.wanted) > 1 and {names[pair.first], names[pair.second]} <= message.wanted)
    print_curve(PartingCurve, seen, both)


def print_curve(kind: type, seen: Rows, right: list[bool]) -> None:
    """A logistic curve, by the names of the fields."""
    curve = LogisticRegression(C=1.0, max_iter=5_000).fit(np.array(seen), np.array(right))
    numbers = [*curve.coef_[0].tolist(), float(curve.intercept_[0])]
    named = {field.name: round(number, 2) for field, number in zip(fields(kind), numbers, strict=True)}
    print(kind.__name__, named, "from", sum(right), "of", len(right))  # noqa: T201


def main() -> None:
    """Prints all three."""
    content = load_content(ROOT, date.today())
    understander = Understander(content)
    folder, bodies = ROOT / "tests" / "utterances", dict(content.bodies)
    doubt(understander, messages((folder / "fitting").glob("*.yaml"), bodies))
    known = [file for file in folder.rglob("*.yaml") if file.parent.name not in HELD_OUT]
    alarm(understander, messages(known, bodies))
    two_wishes(understander, messages(known, bodies))


if __name__ == "__main__":
    main()
