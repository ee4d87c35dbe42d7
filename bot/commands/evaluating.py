"""`amtsbote evaluate`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.commands.trying import load_trial
from bot.errors import SettingsError
from bot.evaluation.figures import Cost, Judged, Utterance, calibration_error, costs, judge, reliability

COMPLETE = "musterstadt"
"""Utterances that name no organisation are put to this one, which has all common intents."""
BAR = 20


def evaluate_files(root: Path, folder: Path, as_json: bool) -> None:
    """Prints how well the held-out utterances of a folder are understood; raises SettingsError if there are none."""
    trial = load_trial(root)
    bodies = trial.content.bodies
    asked = COMPLETE if COMPLETE in bodies else next(iter(bodies))
    at = datetime.now(UTC)
    utterances = [u for u in _utterances(folder, asked) if u.organisation in bodies]
    if not utterances:
        raise SettingsError(f"In {folder} stehen keine Sätze zum Prüfen („utterances“).")
    judged = [judge(u, trial.answer(u.organisation, u.text, at)) for u in utterances]
    figures = _figures(judged)
    print(json.dumps(figures, indent=2) if as_json else "\n".join(_table(figures)))  # noqa: T201


def _utterances(folder: Path, default: str) -> Iterator[Utterance]:
    for file in sorted(folder.rglob("*.yaml")):
        try:
            entries = (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("utterances", [])
            for entry in entries:
                asked = entry.get("organisation") or default
                yield Utterance(entry["text"], entry["intent"], entry["kind"], asked, tuple(entry.get("also", ())))
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise SettingsError(f"{file}:{line}: Das ist kein gültiges YAML.") from error
        except (KeyError, TypeError, AttributeError) as error:
            raise SettingsError(f"{file}: Jeder Satz braucht „text“, „intent“ und „kind“.") from error


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    urgent = [j for j in judged if j.utterance.kind == "emergency"]
    calm = [j for j in judged if j.utterance.kind != "emergency"]
    known = [j for j in calm if j.utterance.intent]
    strange = [j for j in calm if not j.utterance.intent]
    learnt = [j for j in calm if not j.guarded]
    kinds = sorted({j.utterance.kind for j in known})
    return {
        "utterances": len(judged),
        "kind": _share([j.kind == j.utterance.kind for j in known]),
        "intent": _share([j.right for j in known]),
        "among_three": _share([j.right or j.among_three for j in known]),
        "acted": _share([j.acted for j in known]),
        "wrong_when_acted": _share([not j.right for j in known if j.acted]),
        "emergencies_caught": _share([j.kind == "emergency" for j in urgent]),
        "false_alarms": _share([j.kind == "emergency" for j in calm]),
        "strangers_answered": _share([j.acted for j in strange]),
        "calibration_error": calibration_error(learnt),
        "kinds": {k: _share([j.kind == k for j in known if j.utterance.kind == k]) for k in kinds},
        "reliability": [{"confidence": c, "right": r, "number": n} for c, r, n in reliability(learnt)],
        "costs": [vars(cost) for cost in costs(learnt)],
    }


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def _table(figures: dict[str, Any]) -> Iterator[str]:
    yield f"{figures['utterances']} Sätze, die nicht zu den Beispielen gehören\n"
    for label, key in _LABELS:
        if figures[key] is not None:
            yield f"{label:48}{figures[key]:7.1%}"
    yield "\nArt des Anliegens erkannt"
    for kind, share in figures["kinds"].items():
        yield f"  {kind:46}{share:7.1%}"
    yield "\nSagt der Bot x %, so hat er recht in …"
    for row in figures["reliability"]:
        bar = "█" * round(row["right"] * BAR)
        yield f"  {row['confidence']:5.0%}  {row['right']:5.0%}  {bar:{BAR}}  ({row['number']})"
    yield "\nWas es kostet, weniger Fehler zu dulden (tolerated_errors in organisation.yaml)"
    yield "  geduldet   ab Sicherheit   ohne Rückfrage   davon falsch   Rückfrage trifft   Fremdes beantwortet"
    for cost in (Cost(**row) for row in figures["costs"]):
        yield (
            f"  {cost.tolerated:8.0%}   {cost.threshold:13.0%}   {cost.answered:14.0%}   {cost.wrong:12.1%}"
            f"   {cost.offered:16.0%}   {cost.strangers_answered:18.0%}"
        )


_LABELS = (
    ("Art des Anliegens richtig", "kind"),
    ("Anliegen richtig", "intent"),
    ("Richtiges unter den ersten drei", "among_three"),
    ("ohne Rückfrage gehandelt", "acted"),
    ("davon falsch", "wrong_when_acted"),
    ("Notfälle erkannt", "emergencies_caught"),
    ("falscher Alarm", "false_alarms"),
    ("Fremdes dennoch beantwortet", "strangers_answered"),
    ("Abstand von Sicherheit und Wirklichkeit (ECE)", "calibration_error"),
)
