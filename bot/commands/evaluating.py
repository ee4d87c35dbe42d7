"""`amtsbote evaluate`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.commands.trying import load_content_and_understander
from bot.content_files.yaml_file import read_yaml
from bot.core.content import Content
from bot.core.understanding import Understand
from bot.errors import SettingsError
from bot.evaluation.comparison import changes, lost
from bot.evaluation.figures import Cost, Judged, Utterance, calibration_error, costs, judge, reliability
from bot.evaluation.measures import confusions, coverages, grouped, macro_f1, precision_curve, share
from bot.evaluation.page import LABELS, as_page
from bot.evaluation.trial import Trial

COMPLETE = "musterstadt"
"""Utterances that name no organisation are put to this one, which has all common intents."""
BAR, NAMED = 20, 20


def evaluate_files(root: Path, folder: Path, as_json: bool, page: Path | None, baseline: Path | None) -> int:
    """Prints how well the held-out utterances of a folder are understood; exit status 1 if worse than the baseline.

    Raises SettingsError if there are no utterances, or no figures in the baseline.
    """
    content, understand = load_content_and_understander(root)
    before = read_figures(baseline) if baseline else None
    judged = judged_utterances(content, understand, folder)
    figures = figures_of(judged)
    if page:
        page.write_text(as_page(figures), encoding="utf-8")
    print(json.dumps(figures, indent=2, ensure_ascii=False) if as_json else "\n".join(_table(figures)))  # noqa: T201
    return _compared(before, figures, silent=as_json) if before else 0


def judged_utterances(content: Content, understand: Understand, folder: Path) -> list[Judged]:
    """What becomes of each utterance in a folder; raises SettingsError if there are none."""
    trial, at = Trial(content, understand), datetime.now(UTC)
    asked = COMPLETE if COMPLETE in content.bodies else next(iter(content.bodies))
    utterances = [u for u in _utterances(folder, asked) if u.organisation in content.bodies]
    if not utterances:
        raise SettingsError(f"In {folder} stehen keine Sätze zum Prüfen („utterances“).")
    return [judge(u, trial.answer(u.organisation, u.text, at)) for u in utterances]


def read_figures(file: Path) -> Mapping[str, Any]:
    """The figures of an earlier run; raises SettingsError if the file has none."""
    try:
        figures = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(figures, dict) and "intent" in figures:
            return figures
    except (OSError, ValueError):
        pass
    raise SettingsError(f"{file} ist kein Ergebnis von „amtsbote evaluate --json“.")


def _utterances(folder: Path, default: str) -> Iterator[Utterance]:
    for path in sorted(folder.rglob("*.yaml")):
        file = read_yaml(path, str(path))
        if file.problems:
            raise SettingsError("\n".join(map(str, file.problems)))
        entries = file.data.get("utterances") if isinstance(file.data, dict) else None
        for i, entry in enumerate(entries or ()):
            line = file.line_of(("utterances", i))
            try:
                yield Utterance(
                    entry["text"],
                    entry["intent"],
                    entry["kind"],
                    entry.get("organisation") or default,
                    tuple(entry.get("also") or ()),
                    entry.get("lang") or "de",
                    entry.get("manner") or "plain",
                    str(path),
                    line,
                )
            except (KeyError, TypeError, AttributeError) as error:
                said = "Jeder Satz braucht „text“, „intent“ und „kind“."
                raise SettingsError(f"{path}:{line}: {said}") from error


def figures_of(judged: Sequence[Judged]) -> dict[str, Any]:
    """All figures as they are written to JSON: shares from 0 to 1, None where there is nothing to share."""
    urgent = [j for j in judged if j.utterance.kind == "emergency"]
    calm = [j for j in judged if j.utterance.kind != "emergency"]
    known = [j for j in calm if j.utterance.intent]
    strange = [j for j in calm if not j.utterance.intent]
    learnt = [j for j in calm if not j.guarded]
    sure = [j for j in known if not j.guarded]
    return {
        "utterances": len(judged),
        "kind": share([j.kind == j.utterance.kind for j in known]),
        "intent": share([j.right for j in known]),
        "macro_f1": macro_f1(known),
        "among_three": share([j.right or j.among_three for j in known]),
        "acted": share([j.acted for j in known]),
        "wrong_when_acted": share([not j.right for j in known if j.acted]),
        "emergencies_caught": share([j.kind == "emergency" for j in urgent]),
        "false_alarms": share([j.kind == "emergency" for j in calm]),
        "strangers_answered": share([j.acted for j in strange]),
        "calibration_error": calibration_error(learnt),
        "kinds": {kind: _recall(kind, judged) for kind in sorted({j.utterance.kind for j in judged})},
        "reliability": [{"confidence": c, "right": r, "number": n} for c, r, n in reliability(learnt)],
        "coverage": [asdict(coverage) for coverage in coverages(sure)],
        "precision_curve": precision_curve(sure),
        "costs": [asdict(cost) for cost in costs(learnt)],
        "languages": {k: asdict(g) for k, g in grouped(known, lambda j: j.utterance.language).items()},
        "manners": {k: asdict(g) for k, g in grouped(known, lambda j: j.utterance.manner).items()},
        "confusions": [asdict(confusion) for confusion in confusions(known)],
        "sentences": [_sentence(one) for one in judged],
    }


def _recall(kind: str, judged: Sequence[Judged]) -> dict[str, Any]:
    own = [j.kind == kind for j in judged if j.utterance.kind == kind]
    return {"number": len(own), "recall": share(own)}


def _sentence(judged: Judged) -> dict[str, Any]:
    utterance = judged.utterance
    right = judged.right if utterance.intent else not judged.acted
    asked = {"text": utterance.text, "organisation": utterance.organisation, "wanted": utterance.intent}
    return asked | {"found": judged.intent, "right": right}


def _table(figures: dict[str, Any]) -> Iterator[str]:
    yield f"{figures['utterances']} Sätze, die nicht zu den Beispielen gehören\n"
    for key, label in LABELS.items():
        if figures[key] is not None:
            yield f"{label:48}{figures[key]:7.1%}"
    yield "\nArt des Anliegens erkannt"
    for kind, row in figures["kinds"].items():
        yield f"  {kind:46}{row['recall']:7.1%}  ({row['number']})"
    yield "\nSagt der Bot x %, so hat er recht in …"
    for row in figures["reliability"]:
        bar = "█" * round(row["right"] * BAR)
        yield f"  {row['confidence']:5.0%}  {row['right']:5.0%}  {bar:{BAR}}  ({row['number']})"
    yield from _group_lines("Sprache", figures["languages"])
    yield from _group_lines("Schreibweise", figures["manners"])
    yield "\nAm häufigsten verwechselt"
    for pair in figures["confusions"][:NAMED]:
        yield f"  {pair['number']:3} × {pair['wanted']} als {pair['found'] or 'unklar'}"
    for row in figures["coverage"]:
        yield (
            f"\nMit {row['precision']:.0%} Genauigkeit lassen sich {row['covered']:.1%} ohne Rückfrage beantworten, "
            f"ab {row['threshold']:.0%} Sicherheit."
        )
    yield "\nWas es kostet, weniger Fehler zu dulden (tolerated_errors in organisation.yaml)"
    yield "  geduldet   ab Sicherheit   ohne Rückfrage   davon falsch   Rückfrage trifft   Fremdes beantwortet"
    for cost in (Cost(**row) for row in figures["costs"]):
        yield (
            f"  {cost.tolerated:8.0%}   {cost.threshold:13.0%}   {cost.answered:14.0%}   {cost.wrong:12.1%}"
            f"   {cost.offered:16.0%}   {cost.strangers_answered:18.0%}"
        )


def _group_lines(title: str, groups: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield f"\n{title:24}Sätze   Anliegen richtig   ohne Rückfrage   davon falsch"
    for name, group in groups.items():
        acted, wrong = group["acted"], group["wrong_when_acted"]
        shown = "–" if wrong is None else f"{wrong:.1%}"
        yield f"  {name:22}{group['number']:5}   {group['intent']:16.1%}   {acted:14.1%}   {shown:>12}"


def _compared(before: Mapping[str, Any], now: Mapping[str, Any], silent: bool) -> int:
    """Says what changed, unless other output must stay alone; exit status 1 if something got worse."""
    found, missed = list(changes(before, now)), lost(before, now)
    if not silent:
        print(f"\n{'Vergleich':48} vorher   jetzt")  # noqa: T201
        for change in found:
            mark = "  schlechter" if change.worse else ""
            print(f"{LABELS[change.key]:48}{change.before:7.1%} {change.now:7.1%}{mark}")  # noqa: T201
        for sentence in missed[:NAMED]:
            print(f"  nicht mehr verstanden: {sentence['text']} ({sentence['wanted']} als {sentence['found']})")  # noqa: T201
    return int(any(change.worse for change in found))
