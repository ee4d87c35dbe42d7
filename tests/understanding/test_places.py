"""Places and streets are recognised as people write them, and ordinary words are not taken for places."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.understanding.engine import Understander

HERE = Path(__file__).parent
NAMED: dict[str, str] = yaml.safe_load((HERE / "places.yaml").read_text(encoding="utf-8"))["named"]
FALSE_FRIENDS: list[str] = yaml.safe_load((HERE / "places_false_friends.yaml").read_text(encoding="utf-8"))["nothing"]


def understood(text: str, understand: Understander) -> str:
    """What is understood, in the words of the table."""
    concern = understand(text, "musterstadt").concerns[0]
    places = "|".join(concern.places or filter(None, (concern.place,)))
    return "/".join(filter(None, (places, concern.street))) or "nothing"


@pytest.mark.parametrize(("text", "expected"), NAMED.items(), ids=NAMED)
def test_a_place_is_recognised_as_people_write_it(text: str, expected: str, understand: Understander) -> None:
    # Of two streets named, the first stands for where it is.
    got = understood(text, understand)
    assert got == expected or (expected.count("|") and got.split("/")[0] == expected)


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_an_ordinary_word_is_no_place(text: str, understand: Understander) -> None:
    assert understood(text, understand) == "nothing"
