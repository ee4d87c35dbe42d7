"""The words of the checks, the catalogue of mistakes and the handbooks are the same."""

from __future__ import annotations

import re

import pytest

from bot.content_files.handbook import HANDBOOKS, with_mistakes
from bot.content_files.mistakes import OTHER, mistakes, rule_of, say
from tests.content_files import test_broken_content, test_broken_yaml
from tests.content_files.asked_texts import CODE
from tests.content_files.folder import Folder
from tests.program import ROOT

EDITS = {**test_broken_content.EDITS, **test_broken_yaml.EDITS}


@pytest.mark.parametrize(("name", "old", "new"), [edit[:3] for edit in EDITS.values()], ids=EDITS)
def test_every_problem_is_a_known_mistake(folder: Folder, name: str, old: str, new: str) -> None:
    folder.edit(name, old, new)
    for place in folder.problems():
        text = place.split(": ", 1)[1].removeprefix("Hinweis: ")
        assert rule_of(text) != OTHER, f"add it to mistakes.yaml and run amtsbote schema: {text}"


def test_every_mistake_is_one_that_the_code_can_report() -> None:
    said_by_core = {"no-day", "backwards", "day-twice", "no-hours", "no-time", "spans", "no-duration", "no-share"}
    said_by_core |= {"service-hours", "house-numbers"}
    said_by_core |= {"no-date-or-month", *(rule for rule in mistakes() if rule.startswith("phrase-"))}
    source = "".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py"))
    unused = {rule for rule in mistakes() if f'"{rule}"' not in source}
    assert unused == said_by_core


def test_values_are_put_in_as_they_are() -> None:
    text = say("no-phone", number="{0.__class__}")
    assert text == "„{0.__class__}“ ist keine Telefonnummer mit Vorwahl."
    assert rule_of(text) == "no-phone"


def test_a_text_that_nobody_catalogued_has_no_rule() -> None:
    assert rule_of("Das ist ganz neu.") == OTHER


@pytest.mark.parametrize("folder", HANDBOOKS)
def test_the_handbook_lists_every_mistake_with_its_message(folder: str) -> None:
    handbook = (ROOT / folder / "README.md").read_text(encoding="utf-8")
    assert handbook == with_mistakes(handbook, folder), "run amtsbote schema"


def test_every_mistake_stands_in_a_handbook_as_a_person_reads_it() -> None:
    handbooks = "".join((ROOT / folder / "README.md").read_text(encoding="utf-8") for folder in HANDBOOKS)
    read = handbooks.replace("\\", "")
    for mistake in mistakes().values():
        own_words = max(re.split(r"\{\w+\}|\\|\{\{|\}\}", mistake.text), key=len)
        assert own_words in read, mistake.rule
