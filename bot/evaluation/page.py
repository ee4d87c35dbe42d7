"""The figures as one HTML page that needs nothing else: charts, tables, and what was misunderstood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bot.evaluation.charts import bars, curve, percent

LABELS = {
    "kind": "Art des Anliegens richtig",
    "intent": "Anliegen richtig",
    "macro_f1": "Macro-F1 über alle Anliegen",
    "among_three": "Richtiges unter den ersten drei",
    "acted": "ohne Rückfrage gehandelt",
    "wrong_when_acted": "davon falsch",
    "emergencies_caught": "Notfälle erkannt",
    "false_alarms": "falscher Alarm",
    "strangers_answered": "Fremdes dennoch beantwortet",
    "calibration_error": "Abstand von Sicherheit und Wirklichkeit (ECE)",
}
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#1b2733;background:#fff;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}th,td{padding:.25rem .75rem;border-bottom:1px solid #b8c2cc}
th{text-align:left}td.n{text-align:right;font-variant-numeric:tabular-nums}
.row{display:flex;flex-wrap:wrap;gap:2rem}svg{max-width:100%;height:auto;font-size:12px}
"""
Cell = str | float | int | None


def as_page(figures: Mapping[str, Any]) -> str:
    """The page; every text in it is escaped."""
    kinds = [(kind, row["recall"] or 0.0, row["number"]) for kind, row in figures["kinds"].items()]
    sure = [(row["confidence"], row["right"]) for row in figures["reliability"]]
    manners = [(manner, row["intent"] or 0.0, row["number"]) for manner, row in figures["manners"].items()]
    parts = [
        _table("Überblick", ("Zahl", "Wert"), [(label, percent(figures[key])) for key, label in LABELS.items()]),
        '<div class="row">',
        _chart("Art des Anliegens erkannt", bars("Trefferquote je Art", kinds)),
        _chart("Anliegen erkannt je Schreibweise", bars("Trefferquote je Schreibweise", manners)),
        _chart(
            "Sicherheit und Wirklichkeit",
            curve("Wie oft der Bot recht hat, je nachdem, wie sicher er ist", sure, "sagt er, %", "stimmt, %", True),
        ),
        _chart(
            "Was Vorsicht bringt",
            curve("Richtige unter den beantworteten", figures["precision_curve"], "beantwortet, %", "richtig, %"),
        ),
        "</div>",
        _table("Abdeckung", ("Genauigkeit", "ab Sicherheit", "beantwortet"), _coverage_rows(figures)),
        _table("Sprachen", _GROUP_HEAD, _group_rows(figures["languages"])),
        _table("Schreibweisen", _GROUP_HEAD, _group_rows(figures["manners"])),
        _table("Verwechslungen", ("gemeint", "verstanden", "wie oft"), _confusion_rows(figures)),
        _table("Falsch Verstandenes", ("Satz", "gemeint", "verstanden"), _missed_rows(figures)),
    ]
    title = f"Wie gut der Bot versteht: {figures['utterances']} Sätze"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return f'<!doctype html><html lang="de"><head>{head}<style>{_STYLE}</style></head><body><h1>{title}</h1>' + (
        "".join(parts) + "</body></html>\n"
    )


_GROUP_HEAD = ("", "Sätze", "Art richtig", "Anliegen richtig", "ohne Rückfrage", "davon falsch")


def _group_rows(groups: Mapping[str, Mapping[str, Any]]) -> list[tuple[Cell, ...]]:
    shares = ("kind", "intent", "acted", "wrong_when_acted")
    return [(name, group["number"], *(percent(group[key]) for key in shares)) for name, group in groups.items()]


def _coverage_rows(figures: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    return [(percent(c["precision"]), percent(c["threshold"]), percent(c["covered"])) for c in figures["coverage"]]


def _confusion_rows(figures: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    return [(c["wanted"] or "–", c["found"] or "–", c["number"]) for c in figures["confusions"]]


def _missed_rows(figures: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    missed = [sentence for sentence in figures["sentences"] if not sentence["right"]]
    return [(s["text"], s["wanted"] or "–", s["found"] or "–") for s in missed]


def _chart(title: str, svg: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{svg}</section>"


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    body = "".join("<tr>" + "".join(_cell(cell, i) for i, cell in enumerate(row)) + "</tr>" for row in rows)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f"<section><h2>{escape(title)}</h2>{table}</section>"


def _cell(value: Cell, column: int) -> str:
    number = column > 0 and (isinstance(value, int) or str(value).endswith("%"))
    return f'<td class="n">{escape(str(value))}</td>' if number else f"<td>{escape(str(value))}</td>"
