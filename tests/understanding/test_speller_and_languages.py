"""Typos are read as the files' words, and short messages as the language they are written in."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.core.content import Content
from bot.evaluation.trial import Trial
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


@pytest.mark.parametrize(
    "text",
    [
        "Jag skulle vilja veta hur man anmäler en ny adress i staden",
        "Elköltöztem, hol kell bejelentkeznem?",
        "Μετακόμισα, πού πρέπει να δηλώσω τη νέα διεύθυνση;",
        "من به اینجا نقل مکان کرده‌ام، کجا باید ثبت نام کنم؟",
        "引っ越しました。どこで登録しますか?",
        "Přestěhoval jsem se, kde se přihlásím?",
    ],
)
def test_a_language_that_the_files_do_not_have_is_answered_in_german_and_english(
    understand: Understander, content: Content, text: str
) -> None:
    outcome = Trial(content, understand).answer("musterstadt", text, datetime(2026, 11, 30, 9, tzinfo=UTC))
    reply = outcome.turn.replies[0].text
    assert "Ich bin ein Programm" in reply
    assert "I am a program" in reply
    assert {decision.name for decision in outcome.decisions} == {"clarify"}, "and nothing is guessed"


@pytest.mark.parametrize(
    "text", ["fjdks jfdk slajf kdsla", "Uff halwer Heh schnaufe mir ganz schee", "Dä Kääl wor esu frech"]
)
def test_dialect_and_gibberish_are_german(understand: Understander, text: str) -> None:
    assert understand(text, "musterstadt").language == "de"
