"""Every conversation beside the content goes as its author expects."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core.content import Content
from bot.evaluation.trial import Trial, as_record
from bot.understanding.engine import Understander

FILES = sorted((Path(__file__).parent / "conversations").glob("*.yaml"))
MONDAY_MORNING = "2026-11-23T10:00:00+01:00"
SHOWABLE = {"KL": 26, "ZV": 15, "SK": 15, "CW": 14, "DD": 7}


def _conversations() -> list[dict[str, Any]]:
    return [c for file in FILES for c in yaml.safe_load(file.read_text(encoding="utf-8"))["conversations"]]


ALL = _conversations()


@pytest.mark.parametrize("conversation", ALL, ids=[c["name"] for c in ALL])
def test_conversation(conversation: dict[str, Any], content: Content, understand: Understander) -> None:
    trial = Trial(content, understand, {"email"} if conversation.get("mail") else frozenset())
    at = datetime.fromisoformat(str(conversation.get("at", MONDAY_MORNING)))
    for turn in conversation["turns"]:
        outcome = trial.answer(conversation["organisation"], turn["citizen"], at, conversation="one")
        record = as_record(outcome, 0)
        main = record["concerns"][0] if record["concerns"] else {}
        got = {**{k: main.get(k) for k in ("intent", "office", "decision")}, **record}
        for key in ("kind", "intent", "office", "decision", "escalated", "forwarded_to"):
            if key in turn:
                assert got[key] == turn[key], f"{turn['citizen']}: {key}\n{record['reply']}"
        reply = record["reply"] + "\n" + "\n".join(record["buttons"])
        for part in turn.get("reply_has", ()):
            assert part in reply, f"{turn['citizen']}: missing {part!r} in\n{reply}"
        for part in turn.get("reply_lacks", ()):
            assert part not in reply, f"{turn['citizen']}: {part!r} stands in\n{reply}"


@pytest.mark.parametrize(("body", "lines"), SHOWABLE.items())
def test_every_promise_of_a_body_has_a_conversation(body: str, lines: int) -> None:
    named = {str(c.get("line")) for c in ALL} | {c["name"].split()[0] for c in ALL}
    assert [f"{body}-{n:02}" for n in range(1, lines + 1) if f"{body}-{n:02}" not in named] == []
