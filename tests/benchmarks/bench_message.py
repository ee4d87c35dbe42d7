"""Time per message and to the first answer, beside a plain rapidfuzz search in the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from bot.content_files.loader import load_content
from bot.evaluation.trial import Trial
from bot.understanding.engine import Understander

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def median_ms(run: Callable[[str], object], texts: list[str]) -> tuple[float, float]:
    times = []
    for text in texts:
        start = time.perf_counter()
        run(text)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def main() -> None:
    content = load_content(ROOT, date(2026, 11, 22))
    trial = Trial(content, Understander(content))
    files = (ROOT / "tests/utterances").glob("*.yaml")
    texts = [u["text"] for f in files for u in yaml.safe_load(f.read_text(encoding="utf-8"))["utterances"]]
    intents = content.bodies["musterstadt"].intents.values()
    examples = [text for known in intents for text in known.intent.examples.get("de", ())]
    median_ms(lambda t: trial.answer("musterstadt", t, AT), texts[:200])  # warm
    ours, ours99 = median_ms(lambda t: trial.answer("musterstadt", t, AT), texts)
    plain, plain99 = median_ms(lambda t: process.extractOne(t, examples, scorer=fuzz.token_set_ratio), texts)
    print(f"understand, decide, compose: median {ours:.2f} ms, p99 {ours99:.2f} ms ({len(texts)} messages)")
    print(f"rapidfuzz nearest of {len(examples)} examples: median {plain:.2f} ms, p99 {plain99:.2f} ms")
    print(f"ratio ours / rapidfuzz: {ours / plain:.2f}")
    command = [sys.executable, "-m", "bot.cli", "try", "-o", "kaiserslautern", "--content", str(ROOT), "Schlagloch"]
    starts = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        starts.append(time.perf_counter() - start)
    bare = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import numpy, pydantic, typer"], check=True)
    bare = time.perf_counter() - bare
    start_up = statistics.median(starts)
    print(f"amtsbote try, start to end: median {start_up:.2f} s ({start_up / bare:.1f} x bare imports)")


if __name__ == "__main__":
    main()
