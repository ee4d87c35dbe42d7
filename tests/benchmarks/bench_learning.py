"""Grouping what the bot did not settle: how long it takes, and on labelled messages how pure the groups are.

The two cosines in `clustering` were chosen with these messages in view, so the purity here is a little flattering.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from bot.understanding.clustering import LEAST, clusters
from bot.understanding.normalise import tokens
from bot.understanding.semantics import semantics

ROOT = Path(__file__).parent.parent.parent
LEFT_OUT = ("emergency", "small_talk", "abuse")


def labelled() -> list[tuple[str, str]]:
    """Messages with their intents, as people gave them."""
    files = sorted((ROOT / "tests" / "utterances").rglob("*.yaml"))
    rows = [row for file in files for row in yaml.safe_load(file.read_text("utf-8")).get("utterances") or ()]
    return [(row["text"], row["intent"]) for row in rows if row.get("intent") and row["kind"] not in LEFT_OUT]


def exactly(texts: list[str]) -> list[list[int]]:
    """The plain way to compare with: messages of the same words in any order."""
    found: dict[tuple[str, ...], list[int]] = {}
    for i, text in enumerate(texts):
        found.setdefault(tuple(sorted(tokens(text))), []).append(i)
    return [group for group in found.values() if len(group) >= LEAST]


def report(name: str, groups: list[list[int]], labels: list[str]) -> None:
    """Purity: the share of grouped messages that have the label most of their group have."""
    most = [Counter(labels[i] for i in group).most_common(1)[0] for group in groups]
    grouped, frequent = sum(map(len, groups)), {label for label, n in Counter(labels).items() if n >= LEAST}
    purity = sum(n for _, n in most) / grouped if grouped else 1.0
    found = len({label for label, _ in most} & frequent)
    print(
        f"{name:22} {len(groups):4} groups hold {grouped / len(labels):6.1%} of the messages, purity {purity:6.1%}, "
        f"{found} of {len(frequent)} intents found"
    )


def main() -> None:
    rows = labelled()
    texts, labels = [text for text, _ in rows], [label for _, label in rows]
    print(f"{len(rows)} labelled messages")
    report("by meaning", clusters(texts), labels)
    report("same words", exactly(texts), labels)
    rng = random.Random(6)
    words = sorted({word for text in texts for word in text.split()})
    for count in (1_000, 10_000):
        varied = [f"{rng.choice(texts)} {rng.choice(words)} {rng.choice(words)}" for _ in range(count)]
        start = time.perf_counter()
        for text in varied:
            semantics().vector(tokens(text))
        read = time.perf_counter() - start
        start = time.perf_counter()
        clusters(varied)
        took = time.perf_counter() - start
        print(f"{count:6} different messages: {took:6.2f} s, {took / read:.1f} times looking up their meanings")


if __name__ == "__main__":
    main()
