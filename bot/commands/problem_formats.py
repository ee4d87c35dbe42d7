"""Problems as people read them, and as JSON, GitHub's annotations and SARIF 2.1.0 for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.content_files.mistakes import mistakes, rule_of
from bot.content_files.yaml_file import Problem

Write = Callable[[Sequence[Problem], Path], str]


def as_text(problems: Sequence[Problem], root: Path) -> str:
    """One problem a line, below it how it is done right where the words do not say, and at the end their numbers."""
    serious = sum(not problem.hint for problem in problems)
    last = f"{serious} Probleme, {len(problems) - serious} Hinweise" if problems else "Alles in Ordnung."
    lines = []
    for problem in problems:
        lines.append(str(problem))
        mistake = mistakes().get(rule_of(problem.text))
        if mistake and mistake.right and not problem.hint:
            lines.append(f"    So ist es richtig: {mistake.right}")
    return "\n".join([*lines, last])


def as_json(problems: Sequence[Problem], root: Path) -> str:
    """A list of objects; `right` shows how it is done right, where an example helps."""
    return json.dumps([_record(problem) for problem in problems], ensure_ascii=False, indent=2)


def as_github(problems: Sequence[Problem], root: Path) -> str:
    """Workflow commands, which GitHub shows beside the lines of a change."""
    lines = []
    for problem in problems:
        level = "notice" if problem.hint else "error"
        file = _property((root / problem.file).as_posix())
        title = _property(rule_of(problem.text))
        place = f"file={file},line={problem.line},col={problem.column},title={title}"
        lines.append(f"::{level} {place}::{_escaped(problem.shown)}")
    return "\n".join(lines)


def as_sarif(problems: Sequence[Problem], root: Path) -> str:
    """One run with a result for each problem, for code scanning and editors."""
    rules = [
        {"id": rule, "shortDescription": {"text": mistake.text}, "help": {"text": mistake.right or mistake.text}}
        for rule, mistake in mistakes().items()
    ]
    driver = {"name": "amtsbote", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(p, root) for p in problems],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


FORMATS: dict[str, Write] = {"text": as_text, "json": as_json, "github": as_github, "sarif": as_sarif}


def _record(problem: Problem) -> dict[str, Any]:
    rule = rule_of(problem.text)
    mistake = mistakes().get(rule)
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": "hint" if problem.hint else "problem",
        "rule": rule,
        "text": problem.shown,
        "right": mistake.right if mistake else None,
    }


def _result(problem: Problem, root: Path) -> dict[str, Any]:
    file = {"uri": (root / problem.file).as_posix()}
    region = {"startLine": problem.line, "startColumn": problem.column}
    return {
        "ruleId": rule_of(problem.text),
        "level": "note" if problem.hint else "error",
        "message": {"text": problem.shown},
        "locations": [{"physicalLocation": {"artifactLocation": file, "region": region}}],
    }


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
