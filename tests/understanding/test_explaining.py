"""`amtsbote explain` tells the truth: its numbers are the ones that decided."""

from __future__ import annotations

import pytest

from bot.core.content import Content
from bot.understanding.engine import Understander
from bot.understanding.explaining import explain
from bot.understanding.normalise import tokens
from bot.understanding.reading import mean_scores

TEXTS = [
    "mein perso is abglaufen",
    "Wann hat das Rathaus am Samstag offen?",
    "Müllltonne nich gelert!!",
    "Where do I pay?",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_words_add_up_to_the_score_that_decided(text: str, content: Content, understand: Understander) -> None:
    body = content.bodies["musterstadt"]
    why = explain(understand, text, body)
    reader = understand.reader
    scores = mean_scores(reader.model(why.language), tokens(why.text)).raw
    columns = reader.columns(why.language, body)
    for reason in why.reasons:
        decided = scores[columns.intents[columns.ids.index(reason.intent)]]
        assert reason.base + sum(part.score for part in reason.words) == pytest.approx(float(decided), abs=5e-3)
        assert reason.score == pytest.approx(float(decided), abs=5e-3)


@pytest.mark.parametrize("text", TEXTS)
def test_it_names_what_the_bot_understood(text: str, content: Content, understand: Understander) -> None:
    why = explain(understand, text, content.bodies["musterstadt"])
    best = understand(text, "musterstadt").concerns[0].best
    assert best is not None
    assert (why.reasons[0].intent, why.reasons[0].confidence) == (best.intent, best.confidence)


def test_it_says_which_words_were_heard_as_an_emergency(content: Content, understand: Understander) -> None:
    why = explain(understand, "Hilfe, hier brennt es im Keller", content.bodies["musterstadt"])
    assert any(intent == "notfall_feuer" and "brennt" in words for intent, words in why.guards)


def test_it_says_which_typo_was_read_as_what(content: Content, understand: Understander) -> None:
    why = explain(understand, "Schwerbehindertnausweis beantragen", content.bodies["musterstadt"])
    assert ("Schwerbehindertnausweis", "schwerbehindertenausweis") in {
        (part.word, part.read_as) for part in why.reasons[0].words
    }


def test_a_sentence_of_the_files_is_recognised(content: Content, understand: Understander) -> None:
    body = content.bodies["musterstadt"]
    example = body.intents["reisepass_beantragen"].intent.examples["de"][5]
    assert explain(understand, example, body).taught == example
