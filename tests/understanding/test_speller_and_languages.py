"""Typos are read as the files' words, and short messages as the language they are written in."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.understanding.engine import Understander
from bot.understanding.normalise import clean, tokens
from bot.understanding.speller import Speller


def test_of_equally_near_words_the_commonest_is_meant() -> None:
    speller = Speller(Counter({"mulltonne": 50, "mulltonn": 1}))
    assert speller.correct(["mulltone"]) == ["mulltonne"]


def test_short_words_names_of_numbers_and_known_words_stay() -> None:
    speller = Speller(Counter({"hund": 3, "ausweis": 9}), {"hand"})
    assert speller.correct(["hut", "4711", "ausweis", "hand"]) == ["hut", "4711", "ausweis", "hand"]
    assert speller.correct(["ausweiss"]) == ["ausweis"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("perso", "de"),
        ("Termin?", "de"),
        ("Moin, wat kost dat denn nu", "de"),
        ("where can i register my new address", "en"),
        ("yes please", "en"),
        ("Yeni pasaport için nereye başvurmam gerekiyor?", "tr"),
        ("Де можна зареєструвати машину", "uk"),
        ("Где можно получить новый паспорт", "ru"),
        ("أين يمكنني تسجيل عنواني الجديد", "ar"),
        ("Gdzie mogę zameldować nowe mieszkanie", "pl"),
        ("Où est-ce que je peux demander une place en crèche ?", "fr"),
        ("¿Dónde puedo pedir cita para el Bürgeramt?", "es"),
        ("Dove posso chiedere la carta d'identità?", "it"),
        ("casa mea arde, copiii sunt inauntru", "ro"),
    ],
)
def test_the_language_of_a_short_message_is_told(text: str, language: str, understand: Understander) -> None:
    assert understand.languages.of(clean(text), tokens(text)) == language
