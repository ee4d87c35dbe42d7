"""Going through the last 1,000 real messages again: how long an editor waits, and against understanding alone."""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from bot.app_editing import LiveRehearsal
from bot.clock import utc_now
from bot.content_files.loader import load_content
from bot.core.rereading import Handled, Treatment
from bot.ports import ContentState, Knowledge, Live
from bot.understanding.engine import Understander
from tests.benchmarks.bench_learning import labelled

ROOT = Path(__file__).parent.parent.parent
MESSAGES = 1_000
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def main() -> None:
    texts = [text for text, _ in random.Random(6).sample(labelled(), MESSAGES)]
    content = load_content(ROOT, date(2026, 11, 23))
    understander = Understander(content)
    start = time.perf_counter()
    for text in texts:
        understander(text, "musterstadt")
    alone = time.perf_counter() - start
    rehearsal = LiveRehearsal(Live(Knowledge(content, understander), ContentState(AT)), utc_now)
    then = Treatment("unclear", None, None, "clarify")
    messages = [Handled(i, AT, text, then) for i, text in enumerate(texts)]
    start = time.perf_counter()
    changed = rehearsal.treated("musterstadt", messages)
    seconds = time.perf_counter() - start
    print(f"{MESSAGES} messages gone through again in {seconds:.1f} s, {len(changed)} would be treated differently")
    print(f"{seconds / alone:.1f} times understanding alone")


if __name__ == "__main__":
    main()
