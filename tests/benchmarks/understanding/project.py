"""The project's own bot with its own content: real reports by citizens, and what typos cost it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from bot.content_files.loader import load_content
from bot.core.content import Content
from bot.evaluation.trial import Trial
from bot.steps.outcome import Outcome
from bot.understanding.engine import Understander
from tests.benchmarks.bench_utterances import AT, ROOT, TOWN, entries, has_intent
from tests.benchmarks.understanding.figures import share
from tests.benchmarks.understanding.report import Row, Run
from tests.benchmarks.understanding.sets import rows, sample

REPORTS = 600
ACTED = ("answer", "refer")


@cache
def content() -> Content:
    return load_content(ROOT, date(2026, 11, 22))


@cache
def trial() -> Trial:
    return Trial(content(), Understander(content()))


def examples() -> list[str]:
    """The German sentences that the bot has been taught."""
    known = [k for body in content().bodies.values() for k in body.intents.values()]
    return list(dict.fromkeys(text for k in known for text in k.intent.examples.get("de", ())))


def wishes(most: int | None) -> list[dict[str, Any]]:
    """The labelled utterances that want something and are no emergencies."""
    return sample([u for u in entries("utterances") if u["intent"] and u["kind"] != "emergency"], most)


def hits(utterances: Sequence[dict[str, Any]], texts: Sequence[str]) -> list[bool]:
    """Whether the intent of each utterance is found in the text given for it."""
    return [
        has_intent(u, trial().answer(u.get("organisation", TOWN), text, AT))
        for u, text in zip(utterances, texts, strict=True)
    ]


def _first(outcome: Outcome) -> str:
    return outcome.decisions[0].name if outcome.decisions else ""


def reports(run: Run) -> None:
    """What becomes of real reports: each should be a service request or a complaint."""
    if run.data is None:
        return
    texts = [row["text"] for row in sample(rows(run.data, "berlin_ordnungsamt_reports"), min(REPORTS, run.sampled))]
    found = [trial().answer(TOWN, text, AT) for text in texts]
    wanted = [{d.kind for d in o.decisions} & {"service_request", "complaint"} for o in found]
    row: Row = {
        "messages": len(texts),
        "service or complaint": share([bool(kinds) for kinds in wanted]),
        "service": share(["service_request" in kinds for kinds in wanted]),
        "complaint": share(["complaint" in kinds for kinds in wanted]),
        "answered as PR question": share([o.turn.kind == "pr_question" and _first(o) in ACTED for o in found]),
        "asked back": share([_first(o) == "clarify" for o in found]),
        "false emergency": share([o.turn.kind == "emergency" for o in found]),
    }
    run.table("berlin", "Berlin's reports, read by the bot", [row])
