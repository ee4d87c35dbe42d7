"""Runs in a process of its own, so that imports, memory and training of one system are measured alone.

Started as `python -m tests.benchmarks.understanding.child SYSTEM INTENTS DATA` and prints one line of JSON; DATA may be
empty. Everything else is imported inside functions for the same reason.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.understanding.made_texts import made


def peak_mb() -> float | None:
    """The most memory this process has ever held; only Linux says so."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def spare_others() -> None:
    """A training that needs more than is free fails by itself, instead of having other processes killed."""
    info = Path("/proc/meminfo")
    if info.exists():
        free = next(line for line in info.read_text().splitlines() if line.startswith("MemAvailable"))
        resource.setrlimit(resource.RLIMIT_DATA, (int(free.split()[1]) * 1024 * 9 // 10,) * 2)


def bare() -> dict[str, Any]:
    """The classifier alone: its import, and its table of meanings."""
    start, before = time.perf_counter(), peak_mb()
    import_module("bot.understanding.classifier")
    imported, after = time.perf_counter(), peak_mb()
    import_module("bot.understanding.semantics").semantics()
    return {
        "python alone MB": before,
        "import s": imported - start,
        "imported MB": after,
        "table s": time.perf_counter() - imported,
        "with table MB": peak_mb(),
    }


def measured(name: str, intents: int, data: Path | None) -> dict[str, Any]:
    """Trains, or for `ours` reads what an earlier process has trained, and asks."""
    texts = made(intents, data)
    start = time.perf_counter()
    system, examples = _system(name), [text for text, _ in texts.train]
    imported = time.perf_counter()
    if name == "ours":
        _cached(system, examples, [label for _, label in texts.train])
    else:
        system.fit(examples, [label for _, label in texts.train])
    ready = time.perf_counter()
    from tests.benchmarks.understanding.figures import times_ms

    seconds, right = [], 0
    for text, label in texts.asked:
        begun = time.perf_counter()
        right += system.rank(text).labels[0] == label
        seconds.append(time.perf_counter() - begun)
    found = {"import s": imported - start, "ready s": ready - imported, "top 1": right / len(texts.asked)}
    return found | times_ms(seconds) | {"memory MB": peak_mb()}


def _system(name: str) -> Any:
    if name == "ours":
        return import_module("tests.benchmarks.understanding.ours").Ours()
    baselines = import_module("tests.benchmarks.understanding.baselines")
    return {"rapidfuzz": baselines.RapidFuzz, "svm": baselines.Svm}[name]()


def _cached(ours: Any, texts: list[str], labels: list[str]) -> None:
    """Through the cache of the bot."""
    from bot.understanding.cache import trained
    from bot.understanding.normalise import tokens

    words = [tokens(text) for text in texts]
    ours.adopt(trained(words, labels, ["x"] * len(labels)), words)


if __name__ == "__main__":
    spare_others()
    name, intents, data = sys.argv[1:]
    found = bare() if name == "bare" else measured(name, int(intents), Path(data) if data else None)
    print(json.dumps(found))
