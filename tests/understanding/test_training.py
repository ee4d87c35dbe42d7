"""A classifier trained on a few sentences, from the few that an administrator writes to a catalogue of thousands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.errors import TrainingError
from bot.understanding import cache, training
from bot.understanding.classifier import Classifier, Trust
from bot.understanding.normalise import tokens
from bot.understanding.training import train

TAUGHT = {
    "ausweis": ["Ich brauche einen neuen Personalausweis", "Perso abgelaufen", "Ausweis verlängern lassen"],
    "hund": ["Ich möchte meinen Hund anmelden", "Hundesteuer bezahlen", "neuer Welpe, was muss ich tun"],
    "muell": ["Die Mülltonne wurde nicht geleert", "Restmüll steht noch da", "gelbe Säcke nicht abgeholt"],
    "trauung": ["Wir wollen heiraten", "Termin beim Standesamt für die Hochzeit", "Eheschließung anmelden"],
}


def _train(taught: dict[str, list[str]], kind: str = "service_request") -> Classifier:
    pairs = [(tokens(text), label) for label, texts in taught.items() for text in texts]
    return train([words for words, _ in pairs], [label for _, label in pairs], [kind] * len(pairs))


def _best(classifier: Classifier, text: str) -> str:
    scores = classifier.scores(tokens(text)).raw
    intents = [i for i, label in enumerate(classifier.labels) if not label.startswith("kind:")]
    return classifier.labels[max(intents, key=lambda i: scores[i])]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("mein personalausweiss ist abgelaufen", "ausweis"),
        ("Was kostet die Steuer für einen Hund?", "hund"),
        ("der Müll wurde wieder nicht abgeholt", "muell"),
        ("wo melden wir unsere Hochzeit an", "trauung"),
    ],
)
def test_sentences_nobody_taught_reach_the_nearest_intent(text: str, intent: str) -> None:
    assert _best(_train(TAUGHT), text) == intent


def test_words_that_stand_in_no_example_are_understood_by_what_they_are_about() -> None:
    taught = {"tier": ["Hund", "Katze"], "geld": ["Rechnung", "bezahlen"], "haus": ["Wohnung", "Dach"]}
    assert _best(_train(taught), "dog") == "tier"
    assert _best(_train(taught), "money") == "geld"


def test_training_twice_gives_the_same_classifier() -> None:
    first, second = _train(TAUGHT), _train(TAUGHT)
    assert first.labels == second.labels
    np.testing.assert_array_equal(first.weights, second.weights)


def test_one_intent_alone_is_no_reason_to_fail() -> None:
    assert _best(_train({"ausweis": TAUGHT["ausweis"]}), "Guten Tag") == "ausweis"


def test_what_each_word_adds_sums_up_to_the_score() -> None:
    classifier = _train(TAUGHT)
    words = tokens("Der neue Personalausweis, der neue Hund")
    np.testing.assert_allclose(
        classifier.shares(words).sum(axis=0) + classifier.bias, classifier.scores(words).raw, atol=2e-3
    )


def test_many_examples_and_very_many_intents_are_learnt_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, value in (("FEW", 1), ("MANY", 2)):
        monkeypatch.setattr(training, limit, value)
        assert _best(_train(TAUGHT), "Perso ist abgelaufen, neuen Ausweis bitte") == "ausweis"


def test_a_service_of_a_thousand_is_found_by_its_title_alone() -> None:
    syllables = ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru"]
    titles = [f"{a}{b}{c}amt {c}{a}schein" for a in syllables for b in syllables for c in syllables]
    titles += [f"{title} zwei" for title in titles[:10]]
    classifier = train([tokens(t) for t in titles], [f"s{i}" for i in range(len(titles))], ["x"] * len(titles))
    assert _best(classifier, "bafikuamt kubaschein") == f"s{titles.index('bafikuamt kubaschein')}"


def test_few_examples_are_enough_to_learn_how_far_to_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "ENOUGH", 1)
    trust = _train(TAUGHT).trust
    assert trust != Trust()
    assert trust.spread == tuple(sorted(trust.spread))


def test_the_threshold_keeps_what_is_tolerated() -> None:
    spread = Trust().spread
    for tolerated in (0.02, 0.05, 0.07, 0.1):
        acted = [confidence for confidence in spread if confidence >= Trust().threshold(tolerated)]
        assert sum(1 - confidence for confidence in acted) <= tolerated * len(acted)


def test_who_tolerates_fewer_errors_asks_back_more() -> None:
    thresholds = [Trust().threshold(tolerated) for tolerated in (0.01, 0.02, 0.05, 0.1, 0.3)]
    assert thresholds == sorted(thresholds, reverse=True)
    assert thresholds[0] > thresholds[-1]


TEXTS: Sequence[Sequence[str]] = [tokens(text) for own in TAUGHT.values() for text in own]
LABELS = [label for label, own in TAUGHT.items() for _ in own]
KINDS = ["x"] * len(LABELS)


@pytest.mark.parametrize("many", [False, True])
def test_weights_read_from_disk_answer_like_those_just_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    if many:
        monkeypatch.setattr(training, "FEW", 1)
        monkeypatch.setattr(training, "MANY", 2)
    fresh = training.train(TEXTS, LABELS, KINDS)
    cache.write(tmp_path / "weights.npz", fresh)
    kept = cache.read(tmp_path / "weights.npz")
    assert kept is not None
    assert kept.trust == fresh.trust
    for words in TEXTS:
        np.testing.assert_allclose(kept.scores(words).raw, fresh.scores(words).raw, atol=1e-5)


def test_another_process_trains_and_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fresh = cache.trained(TEXTS, LABELS, KINDS)
    monkeypatch.setattr(cache.subprocess, "run", lambda *_, **__: pytest.fail("trained again"))
    kept = cache.trained(TEXTS, LABELS, KINDS)
    here = training.train(TEXTS, LABELS, KINDS)
    for words in TEXTS:
        np.testing.assert_array_equal(kept.scores(words).raw, fresh.scores(words).raw)
        np.testing.assert_allclose(kept.scores(words).raw, here.scores(words).raw, atol=1e-5)


def test_a_cache_folder_that_cannot_be_written_only_costs_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "amtsbote").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert _best(cache.trained(TEXTS, LABELS, KINDS), "neuer Ausweis") == "ausweis"


def test_a_training_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(TrainingError, match="Error"):
        cache.trained([], [], [])
