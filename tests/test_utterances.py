"""What the bot makes of messages that are not among its examples.

The floors are well below what is measured (`amtsbote evaluate`), so that they fail when understanding breaks, not when
an example is added. Emergencies have no floor: each is answered with the emergency numbers first. The curve of doubt
was fitted on `fitting/`, that of alarm on all but `unseen/`, `fresh/` and `later/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core.content import Content
from bot.evaluation.trial import Trial
from bot.steps.outcome import Outcome
from bot.understanding.engine import Understander
from bot.understanding.normalise import tokens

FOLDER = Path(__file__).parent / "utterances"
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
URGENT = {"emergency"}


def _files(key: str = "utterances") -> list[Any]:
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.rglob("*.yaml"))]
    return [entry for file in files for entry in file.get(key, [])]


UTTERANCES: list[dict[str, Any]] = _files()
EMERGENCIES = [u for u in UTTERANCES if u["kind"] in URGENT]
FIRST_EMERGENCIES = [
    u
    for path in sorted(FOLDER.glob("*.yaml"))
    for u in yaml.safe_load(path.read_text(encoding="utf-8"))["utterances"]
    if u["kind"] in URGENT
]
"""Those beside the folders: each must be taken for an emergency, not only be answered with the numbers."""
ORDINARY: list[str] = _files("ordinary")


@pytest.fixture(scope="module")
def answered(content: Content, understand: Understander) -> list[tuple[dict[str, Any], Outcome]]:
    trial = Trial(content, understand)
    return [(u, trial.answer(u.get("organisation", "musterstadt"), u["text"], AT)) for u in UTTERANCES]


def _share(hits: Iterable[bool]) -> float:
    listed = list(hits)
    return sum(listed) / len(listed)


@pytest.mark.parametrize("text", [u["text"] for u in FIRST_EMERGENCIES])
def test_every_emergency_is_caught(text: str, content: Content, understand: Understander) -> None:
    outcome = Trial(content, understand).answer("kaiserslautern", text, AT)
    assert outcome.turn.kind in URGENT
    assert outcome.turn.escalations
    assert _numbers_first(outcome)


@pytest.mark.parametrize("text", [u["text"] for u in EMERGENCIES])
def test_every_emergency_is_answered_with_the_numbers_first(
    text: str, content: Content, understand: Understander
) -> None:
    assert _numbers_first(Trial(content, understand).answer("kaiserslautern", text, AT))


def _numbers_first(outcome: Outcome) -> bool:
    numbers = ("112", "110", "116 123", "116 111", "116 016")
    return any(number in outcome.turn.replies[0].text.split("\n\n")[0] for number in numbers)


def test_nearly_every_emergency_goes_to_a_person_at_once(answered: list[tuple[dict[str, Any], Outcome]]) -> None:
    urgent = [(u, o) for u, o in answered if u["kind"] in URGENT]
    missed = [u["text"] for u, o in urgent if o.turn.kind not in URGENT or not o.turn.escalations]
    assert len(missed) <= len(urgent) * 0.025, missed


def test_ordinary_messages_with_alarming_words_raise_no_alarm(content: Content, understand: Understander) -> None:
    trial = Trial(content, understand)
    alarms = [t for t in ORDINARY if trial.answer("musterstadt", t, AT).turn.kind in URGENT]
    assert len(alarms) <= len(ORDINARY) * 0.15, alarms


def test_ordinary_utterances_raise_hardly_any_alarm(answered: list[tuple[dict[str, Any], Outcome]]) -> None:
    ordinary = [(u["text"], o.turn.kind) for u, o in answered if u["kind"] not in URGENT]
    alarms = [text for text, kind in ordinary if kind in URGENT]
    assert len(alarms) <= len(ordinary) * 0.025, alarms


def test_most_utterances_reach_their_intent(answered: list[tuple[dict[str, Any], Outcome]]) -> None:
    known = [(u, o) for u, o in answered if u["intent"]]
    assert _share(u["intent"] in {d.intent for d in o.decisions} for u, o in known) >= 0.8
    assert _share(u["kind"] in {d.kind for d in o.decisions} for u, o in known) >= 0.88


def test_strange_messages_are_rarely_answered(answered: list[tuple[dict[str, Any], Outcome]]) -> None:
    strange = [o for u, o in answered if u["intent"] is None]
    acted = [o for o in strange if o.decisions and o.decisions[0].name in ("answer", "refer")]
    assert len(acted) <= len(strange) * 0.25


def test_most_messages_with_several_concerns_get_all_of_them_answered(
    content: Content, understand: Understander
) -> None:
    trial = Trial(content, understand)
    several = _files("several")
    reached = [
        set(entry["intents"]) <= {d.intent for d in trial.answer("musterstadt", entry["text"], AT).decisions}
        for entry in several
    ]
    assert _share(reached) >= 0.5


def test_utterances_are_not_examples(content: Content) -> None:
    examples = {
        " ".join(tokens(example))
        for body in content.bodies.values()
        for known in body.intents.values()
        for texts in known.intent.examples.values()
        for example in texts
    }
    spelled = [(u["text"], tokens(u["text"])) for u in UTTERANCES]
    assert [text for text, words in spelled if len(words) > 3 and " ".join(words) in examples] == []


def test_there_are_enough_examples_and_utterances(content: Content) -> None:
    common = {k.id: k for body in content.bodies.values() for k in body.intents.values()}
    kinds = [known.intent.kind for known in common.values()]
    assert kinds.count("service_request") >= 60
    assert kinds.count("pr_question") >= 45
    assert len(kinds) - kinds.count("service_request") - kinds.count("pr_question") >= 25
    for known in common.values():
        assert len(known.intent.examples.get("de", ())) >= 15, known.id
        assert len(known.intent.examples.get("en", ())) >= 5, known.id
    assert len(UTTERANCES) >= 300
