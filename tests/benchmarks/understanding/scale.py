"""Training, start, answering and memory with 50, 500 and 5,000 intents; each system in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.bench_utterances import ROOT
from tests.benchmarks.understanding.made_texts import EXAMPLES
from tests.benchmarks.understanding.report import Row, Run

SIZES, LARGE = (50, 500), 5_000
GIVE_UP = 600
"""Seconds after which a size is given up."""


def child(arguments: list[str], environment: Mapping[str, str]) -> dict[str, Any] | str:
    """What a process of its own has measured, or why it has not."""
    command = [sys.executable, "-m", "tests.benchmarks.understanding.child", *arguments]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=dict(environment), capture_output=True, text=True, timeout=GIVE_UP, check=False
        )
    except subprocess.TimeoutExpired:
        return f"not done after {GIVE_UP} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
    return json.loads(done.stdout.splitlines()[-1])


def row_of(system: str, intents: int, data: Path | None) -> Row:
    """For `ours` a second process reads what the first has trained, as every start but the first does."""
    row: Row = {"system": system, "intents": intents, "examples": intents * EXAMPLES}
    arguments = [system, str(intents), str(data.resolve()) if data else ""]
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"XDG_CACHE_HOME": cache}
        trained = child(arguments, environment)
        failed = isinstance(trained, str)
        asked = child(arguments, environment) if system == "ours" and not failed else trained
    if isinstance(trained, str) or isinstance(asked, str):
        columns = ("training s", "loading s", "top 1", "median ms", "p99 ms", "training MB", "answering MB")
        return row | dict.fromkeys(columns) | {"remark": trained if isinstance(trained, str) else str(asked)}
    return row | {
        "training s": trained["ready s"],
        "loading s": asked["ready s"] if system == "ours" else None,
        "top 1": asked["top 1"],
        "median ms": asked["median ms"],
        "p99 ms": asked["p99 ms"],
        "training MB": trained["memory MB"],
        "answering MB": asked["memory MB"],
        "remark": "",
    }


def measure(run: Run) -> None:
    run.table("scale", "the classifier alone", [_bare()])
    for intents in SIZES[:1] if run.quick else SIZES:
        rows = [row_of(system, intents, run.data) for system in ("ours", "rapidfuzz", "svm")]
        run.table("scale", f"{intents} intents with {EXAMPLES} examples", rows)


def measure_large(run: Run) -> None:
    if not run.quick:
        run.table("scale", f"{LARGE} intents with {EXAMPLES} examples", [row_of("ours", LARGE, run.data)])


def _bare() -> Row:
    found = child(["bare", "0", ""], os.environ)
    return {"remark": found} if isinstance(found, str) else found
