"""Messages about the same thing are put together, others are not."""

from __future__ import annotations

import random

import pytest

from bot.understanding.clustering import clusters

FIBRE = [
    "Wann kommt Glasfaser in unsere Straße?",
    "glasfaser ausbau wann",
    "Wann wird die Glasfaser ausgebaut?",
    "wan komt endlich die glasfaser",
]
MARKET = [
    "Wann ist der Weihnachtsmarkt?",
    "weihnachtsmarkt öffnungszeiten",
    "wann macht der weinachtsmarkt auf",
    "Wann fangt dann de Weihnachtsmarkt aa?",
]
OTHERS = ["Mein Hund ist entlaufen", "Wo kann ich wählen?", "Der Spielplatz ist schmutzig"]


@pytest.mark.parametrize("messages", [FIBRE, MARKET], ids=["fibre", "market"])
def test_paraphrases_typos_and_dialect_come_together(messages: list[str]) -> None:
    [group] = clusters(messages + OTHERS)
    assert sorted(group) == list(range(len(messages)))


def test_different_things_stay_apart() -> None:
    texts = FIBRE + MARKET
    random.Random(1).shuffle(texts)
    found = [{texts[i] for i in group} for group in clusters(texts)]
    assert sorted(found, key=min) == sorted([set(MARKET), set(FIBRE)], key=min)


def test_the_biggest_group_comes_first_and_in_it_the_most_typical_message() -> None:
    groups = clusters(["Wann ist der Weihnachtsmarkt?"] * 9 + ["Wann hat der Weihnachtsmarkt offen?"] + FIBRE)
    assert [len(group) for group in groups] == [10, 4]
    assert groups[0][0] == 0


def test_the_same_messages_give_the_same_groups() -> None:
    assert clusters(FIBRE + OTHERS + MARKET) == clusters(FIBRE + OTHERS + MARKET)


@pytest.mark.parametrize("texts", [[], ["", " ", "?!", "🦊"], OTHERS, FIBRE[:2], ["漢字", "漢字"]])
def test_where_nothing_comes_three_times_there_is_no_group(texts: list[str]) -> None:
    assert clusters(texts) == []


def test_words_that_nobody_knows_come_together_only_with_themselves() -> None:
    assert clusters(["漢字"] * 3 + ["文学"] * 2) in ([[0, 1, 2]], [])
