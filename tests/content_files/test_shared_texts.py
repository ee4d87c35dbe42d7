"""The building blocks in texts.yaml and those the code asks for are the same."""

from __future__ import annotations

import ast

import pytest

from bot.content_files import checks
from bot.content_files.yaml_file import read_yaml
from tests.content_files.asked_texts import CODE, Scope, asked_in, keys_asked_for

TEXTS = CODE.parent / "responses" / "common" / "texts.yaml"


@pytest.fixture(scope="module")
def asked() -> set[str]:
    return keys_asked_for()


@pytest.fixture(scope="module")
def written() -> dict[str, int]:
    """The keys in texts.yaml with their lines."""
    file = read_yaml(TEXTS, "responses/common/texts.yaml")
    assert file.problems == []
    return {key: file.line_of(("texts", key)) for key in file.data["texts"]}


def test_the_checks_know_every_text_the_code_asks_for(asked: set[str]) -> None:
    assert asked == checks.SHARED_TEXTS


def test_every_text_the_code_asks_for_is_written(asked: set[str], written: dict[str, int]) -> None:
    assert asked - written.keys() == set()


def test_no_text_is_written_that_nobody_asks_for(asked: set[str], written: dict[str, int]) -> None:
    assert {f"texts.yaml:{line}: {key}" for key, line in written.items() if key not in asked} == set()


def test_a_key_that_cannot_be_followed_is_not_passed_over_in_silence() -> None:
    (function,) = ast.parse("def f(key): return say(situation, key if x else 'a')").body
    assert isinstance(function, ast.FunctionDef)
    (key,) = asked_in(function)
    with pytest.raises(AssertionError, match="cannot tell which text key is"):
        Scope("f.py", function, {}).strings(key)
