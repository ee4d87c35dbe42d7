"""How well messages are understood that are not among the examples, beside a plain rapidfuzz search in the same run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from bot.content_files.loader import load_content
from bot.evaluation.trial import Trial
from bot.steps.outcome import Outcome
from bot.understanding.engine import Understander

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOWN = "musterstadt"
Answered = list[tuple[dict[str, Any], Outcome]]


def entries(key: str) -> list[Any]:
    files = sorted((ROOT / "tests" / "utterances").glob("*.yaml"))
    return [entry for file in files for entry in yaml.safe_load(file.read_text(encoding="utf-8")).get(key, [])]


def share(hits: Iterable[bool]) -> str:
    listed = list(hits)
    return f"{sum(listed) / len(listed):6.1%} of {len(listed)}"


def has_intent(utterance: dict[str, Any], outcome: Outcome) -> bool:
    return utterance["intent"] in {decision.intent for decision in outcome.decisions}


def report_kinds(answered: Answered) -> None:
    for kind in sorted({u["kind"] for u, _ in answered} - {"emergency", "unclear"}):
        rows = [(u, o) for u, o in answered if u["kind"] == kind]
        right = share(o.turn.kind == kind for _, o in rows)
        asked = share(o.decisions[0].name == "clarify" for _, o in rows if o.decisions)
        print(f"  {kind:16} kind {right}, intent {share(has_intent(u, o) for u, o in rows)}, asked back {asked}")


def main() -> None:
    content = load_content(ROOT, date(2026, 11, 22))
    trial = Trial(content, Understander(content))
    utterances = entries("utterances")
    answered = [(u, trial.answer(u.get("organisation", TOWN), u["text"], AT)) for u in utterances]
    wishes = [(u, o) for u, o in answered if u["intent"] and u["kind"] != "emergency"]
    urgent = [o for u, o in answered if u["kind"] == "emergency"]
    strange = [o for u, o in answered if u["intent"] is None]
    print(f"kind    {share(o.turn.kind == u['kind'] for u, o in wishes)}")
    print(f"intent  {share(has_intent(u, o) for u, o in wishes)}")
    report_kinds(answered)
    print(f"emergencies caught                       {share(o.turn.kind == 'emergency' for o in urgent)}")
    print(f"false alarms on wishes                   {share(o.turn.kind == 'emergency' for _, o in wishes)}")
    alarms = (trial.answer(TOWN, text, AT).turn.kind == "emergency" for text in entries("ordinary"))
    print(f"false alarms on alarming words           {share(alarms)}")
    acted = (bool(o.decisions) and o.decisions[0].name in ("answer", "refer") for o in strange)
    print(f"out of scope, but answered               {share(acted)}")
    several = entries("several")
    both = (set(s["intents"]) <= {d.intent for d in trial.answer(TOWN, s["text"], AT).decisions} for s in several)
    print(f"several concerns, all of them dealt with {share(both)}")
    town = content.bodies[TOWN].intents
    examples = [(text, k.id) for k in town.values() for text in k.intent.examples.get("de", ())]
    texts = [text for text, _ in examples]
    plain = [u for u, _ in wishes if u["intent"] in town]
    nearest = [
        examples[process.extract(u["text"], texts, scorer=fuzz.token_sort_ratio, limit=1)[0][2]][1] for u in plain
    ]
    hits = [u["intent"] == found for u, found in zip(plain, nearest, strict=True)]
    print(f"for comparison, rapidfuzz nearest example: intent {share(hits)}")


if __name__ == "__main__":
    main()
