"""How long checking takes, and how long until a saved answer is live, with the shipped files and 5,000 intents more.

Times are given beside that of reading the same bytes and parsing them as YAML without any check, in the same run.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

import yaml

from bot.content_files.loader import check_content
from bot.content_files.parsed import ParsedFiles
from bot.content_files.watching import changes
from tests.benchmarks.large_content import ROOT, write_large_content

TODAY = date(2026, 11, 22)
ANSWERS = "responses/musterstadt/aktuelles.yaml"


def timed(root: Path, parsed: ParsedFiles, thorough: bool) -> float:
    began = perf_counter()
    content, _ = check_content(root, TODAY, parsed, thorough)
    assert content is not None
    return perf_counter() - began


def bare_yaml(root: Path) -> float:
    began = perf_counter()
    for folder in ("intents", "responses"):
        for path in (root / folder).rglob("*.yaml"):
            yaml.load(path.read_bytes(), yaml.CSafeLoader)
    return perf_counter() - began


def touched(root: Path) -> None:
    path = root / ANSWERS
    path.write_text(path.read_text(encoding="utf-8") + "\n# \n", encoding="utf-8")


def report(name: str, root: Path, edit: bool) -> None:
    parsed, bare = ParsedFiles(), bare_yaml(root)
    number = sum(1 for _ in (root / "intents").rglob("*.yaml"))
    print(f"{name} ({number} files of intents); reading as YAML alone takes {bare:.2f} s")
    first = timed(root, ParsedFiles(), thorough=True)
    timed(root, parsed, thorough=True)
    if edit:
        touched(root)
    again, hints = timed(root, parsed, thorough=False), timed(root, parsed, thorough=True)
    print(f"  check, faults and all hints              {first:6.2f} s  {first / bare:5.1f} ×")
    print(f"  after an answer is edited, faults {again:6.2f} s  {again / bare:5.1f} ×")
    print(f"  after an answer is edited, all hints     {hints:6.2f} s  {hints / bare:5.1f} ×")


async def told_after(root: Path, times: int = 10) -> float:
    """Seconds from saving to a checked snapshot, the slowest of some."""
    parsed, slowest = ParsedFiles(), 0.0
    told = changes(root)
    await anext(told)
    timed(root, parsed, thorough=False)
    for _ in range(times):
        waiting = asyncio.ensure_future(anext(told))
        await asyncio.sleep(0.3)
        began = perf_counter()
        touched(root)
        await waiting
        timed(root, parsed, thorough=False)
        slowest = max(slowest, perf_counter() - began)
    return slowest


def main() -> None:
    report("shipped", ROOT, edit=False)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_large_content(root, 5_000, 10)
        report("5,000 intents and 50,000 examples more", root, edit=True)
        print(f"  saved, seen and checked, slowest of ten  {asyncio.run(told_after(root)):6.2f} s")


if __name__ == "__main__":
    main()
