"""How well messages are understood, on public sets and beside two other systems; prints tables and writes JSON."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.bench_utterances import ROOT
from tests.benchmarks.understanding import berlin, public, rejection, scale, typo_loss
from tests.benchmarks.understanding.report import Run

PARTS: dict[str, Callable[[Run], None]] = {
    "sets": public.measure,
    "rejection": rejection.measure,
    "berlin": berlin.measure,
    "typos": typo_loss.measure,
    "scale": scale.measure,
    "large": scale.measure_large,
}


def part_names(listed: str) -> list[str]:
    names = listed.split(",")
    if unknown := set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return names


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.understanding", description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=ROOT / "../shared/data", help="folder of the public sets")
    parser.add_argument("--json", type=Path, default=ROOT / "build/understanding.json", help="file for all figures")
    parser.add_argument("--quick", action="store_true", help="one seed, 300 messages, small sets only: two minutes")
    parser.add_argument("--only", type=part_names, default=list(PARTS), metavar="NAME,...", help=", ".join(PARTS))
    return parser.parse_args()


def measured(run: Run, names: list[str]) -> int:
    """How many parts failed; the others are measured nevertheless, so that hours are not lost."""
    failed = 0
    for name in names:
        start = time.perf_counter()
        try:
            PARTS[name](run)
        except Exception:
            failed += 1
            traceback.print_exc()
        print(f"\n({name}: {time.perf_counter() - start:.0f} s)", flush=True)
        run.save()
    return failed


def main() -> int:
    options = arguments()
    found = options.data.is_dir()
    if not found:
        print(f"There is no folder {options.data}: only what needs no public sets is measured.")
    warnings.filterwarnings("ignore", "The number of unique classes", UserWarning)  # few examples are the point
    run = Run(options.data if found else None, options.quick, options.json)
    with tempfile.TemporaryDirectory() as cache:
        if not options.quick:  # what an unfinished change has left in the cache must not be measured
            os.environ["XDG_CACHE_HOME"] = cache
        failed = measured(run, options.only)
    print(f"\nAll figures are in {options.json}.")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
