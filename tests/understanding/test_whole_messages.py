"""Messages of several sentences, of which one alone would mislead; and what doubt and alarm are made of."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from bot.core.content import Content
from bot.evaluation.trial import Trial
from bot.understanding.classifier import Alarm, Trust, signals
from bot.understanding.engine import Understander

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOBODY = np.array([False, False, False])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (
            "Meine Tochter heiratet am Samstag bei Ihnen. Ich sitze im Rollstuhl und komme mit dem Taxi. Wo darf der "
            "Fahrer halten?",
            "adresse_anfahrt",
        ),
        (
            "Meine Enkelin möchte in den Turnverein. Die Mutter bekommt Kinderzuschlag. Gibt es da etwas dazu?",
            "bildung_teilhabe",
        ),
    ],
)
def test_a_story_is_understood_as_a_whole(text: str, intent: str, content: Content, understand: Understander) -> None:
    outcome = Trial(content, understand).answer("musterstadt", text, AT)
    assert [decision.intent for decision in outcome.decisions] == [intent]


def test_a_wish_is_heard_among_small_talk(content: Content, understand: Understander) -> None:
    text = "Na, wie geht's euch so? Ich möchte meinen Hund anmelden. Schönen Abend noch!"
    outcome = Trial(content, understand).answer("musterstadt", text, AT)
    assert [decision.intent for decision in outcome.decisions] == ["hund_anmelden"]


def _confidence(scores: list[float], about: list[float], strangers: np.ndarray = NOBODY) -> float:
    own, meant = np.array(scores, np.float32), np.array(about, np.float32)
    doubt = signals(own, meant, strangers, known=1.0, words=8, kind_lead=0.5)
    return Trust().confidences(np.sort(own)[::-1], doubt, 3)[0]


def test_who_leads_clearly_is_trusted_more() -> None:
    assert _confidence([0.4, -0.9, -1.0], [0.2, 0.0, 0.0]) > _confidence([0.4, 0.3, -1.0], [0.2, 0.0, 0.0])


def test_a_wish_near_to_what_strangers_say_is_trusted_less() -> None:
    near, far = np.array([False, True, False]), np.array([False, False, True])
    scores, about = [0.1, -0.5, -1.0], [0.1, 0.0, 0.0]
    assert _confidence(scores, about, near) < _confidence(scores, about, far)


def test_the_same_scores_alarm_more_in_a_long_letter() -> None:
    scores = (-0.4, -0.3, -0.6, -0.5)
    assert Alarm().probability(*scores, words=80) > Alarm().probability(*scores, words=20)
    assert Alarm().probability(*scores, words=3) == Alarm().probability(*scores, words=12)
