"""`amtsbote check`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

from bot.commands.problem_formats import FORMATS
from bot.content_files.loader import Checked, check_files, in_order
from bot.content_files.mistakes import say
from bot.content_files.parsed import ParsedFiles
from bot.content_files.watching import changes
from bot.content_files.yaml_file import Problem
from bot.core.content import Content


def check_once(root: Path, format: str, deep: bool, baseline: Path | None) -> int:
    """Prints every problem and hint; exit status 1 if there is a problem."""
    checked = check_files(root, date.today(), thorough=True)
    problems = checked.problems
    if checked.content and (deep or baseline):
        problems = in_order([*problems, *_deep_problems(checked, checked.content, root, deep, baseline)])
    print(FORMATS[format](problems, root))  # noqa: T201
    return 1 if any(not problem.hint for problem in problems) else 0


def watch_files(root: Path, format: str) -> None:
    """Prints the problems after each save, first those that keep the files from being used; runs until Ctrl+C."""
    try:
        asyncio.run(_watch(root, format))
    except KeyboardInterrupt:
        raise SystemExit(0) from None


async def _watch(root: Path, format: str) -> None:
    parsed = ParsedFiles()
    async for _ in changes(root):
        began = perf_counter()
        serious = [problem for problem in check_files(root, date.today(), parsed).problems if not problem.hint]
        if serious:
            print(FORMATS[format](serious, root), flush=True)  # noqa: T201
        else:
            thorough = check_files(root, date.today(), parsed, thorough=True)
            print(FORMATS[format](thorough.problems, root), flush=True)  # noqa: T201
        if format == "text":
            print(f"— geprüft in {perf_counter() - began:.1f} s —\n", flush=True)  # noqa: T201


def _deep_problems(
    checked: Checked, content: Content, root: Path, deep: bool, baseline: Path | None
) -> Iterator[Problem]:
    """What only the trained bot can tell."""
    # Imported here because a check of the files alone needs no weights.
    from bot.commands.evaluating import figures_of, judged_utterances, read_figures
    from bot.evaluation.comparison import lost
    from bot.understanding.engine import Understander
    from bot.understanding.rivals import lost_examples

    understander = Understander(content)
    if deep:
        for example in lost_examples(understander, content):
            yield _at_example(checked, example.scope, example.intent, example.text, example.found)
    if baseline:
        judged = judged_utterances(content, understander, root / "tests" / "utterances")
        places = {j.utterance.text: (_relative(j.utterance.file, root), j.utterance.line) for j in judged}
        for sentence in lost(read_figures(baseline), figures_of(judged)):
            found, wanted = sentence["found"] or "unklar", sentence["wanted"] or "unklar"
            yield Problem(*places[sentence["text"]], say("utterance-lost", wanted=wanted, found=found))


def _relative(file: str, root: Path) -> str:
    return Path(file).relative_to(root).as_posix()


def _at_example(checked: Checked, scope: str, intent: str, text: str, found: str) -> Problem:
    loaded = checked.loaded
    examples = loaded.intents[scope][intent].intent.examples
    language, texts = next((language, texts) for language, texts in examples.items() if text in texts)
    place = ("intents", intent, "examples", language, texts.index(text))
    said = say("example-lost", text=text, other=found)
    return loaded.at(loaded.origin["intent", scope, intent], place, said, hint=True)
