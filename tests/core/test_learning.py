"""Which groups of messages an editor may see, and which sentences may get into a file."""

from __future__ import annotations

import pytest

from bot.core.learning import LONGEST, SHOWN, Unsettled, groups_to_show, personal_in


def group(*conversations: int, settled: int = 0, text: str = "Wann kommt Glasfaser?") -> list[Unsettled]:
    return [Unsettled(i, c, text, "unclear", None, i < settled) for i, c in enumerate(conversations)]


@pytest.mark.parametrize(
    ("conversations", "shown"), [((1, 2, 3), 3), ((1, 2, 3, 3, 3), 3), ((1, 2), 0), ((1, 1, 1, 2, 2, 2), 0), ((), 0)]
)
def test_a_group_is_shown_from_three_different_conversations_on(conversations: tuple[int, ...], shown: int) -> None:
    assert [g.conversations for g in groups_to_show([group(*conversations)])] == ([shown] if shown else [])


@pytest.mark.parametrize(("settled", "shown"), [(0, True), (2, True), (3, False), (6, False)])
def test_what_was_decided_on_comes_back_only_with_more_new_messages(settled: int, shown: bool) -> None:
    assert bool(groups_to_show([group(1, 2, 3, 4, 5, 6, settled=settled)])) is shown


@pytest.mark.parametrize(
    "text", ["Glasfaser? Anrufen unter [Telefon]", "[Name] will Glasfaser", "[geschwärzt]", "Glas " * (LONGEST // 4)]
)
def test_messages_with_something_taken_out_or_a_long_story_are_counted_and_not_shown(text: str) -> None:
    assert groups_to_show([group(1, 2, 3, text=text)]) == []
    [found] = groups_to_show([[*group(1, 2), Unsettled(9, 9, text, "clarified")]])
    assert found.conversations == 3
    assert [said.text for said in found.typical] == ["Wann kommt Glasfaser?"]
    assert found.why == {"unclear": 2, "clarified": 1}


def test_five_different_messages_are_shown_at_most_and_most_conversations_come_first() -> None:
    many = [Unsettled(i, i, f"Glasfaser {i}", "unclear") for i in range(9)]
    found = groups_to_show([group(1, 2, 3), many])
    assert [g.conversations for g in found] == [9, 3]
    assert [said.text for said in found[0].typical] == [f"Glasfaser {i}" for i in range(SHOWN)]


def test_what_staff_meant_most_often_is_kept() -> None:
    messages = [Unsettled(i, i, "Hallo", "rerouted", meant) for i, meant in enumerate(("b", "a", "b", None))]
    [found] = groups_to_show([messages])
    assert found.meant == "b"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wann kommt Glasfaser?", None),
        ("Rufen Sie mich an unter [Telefon]", "Telefon"),
        ("Schreiben Sie an anna.beispiel@stadt.example", "E-Mail"),
        ("Meine IBAN ist DE89 3704 0044 0532 0130 00", "IBAN"),
    ],
)
def test_a_sentence_with_personal_data_is_told_from_one_without(text: str, found: str | None) -> None:
    assert personal_in(text) == found
