"""What one run of the benchmark may use, and where its figures go."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

Row = dict[str, Any]


@dataclass
class Run:
    """The options of a run and the figures it has found so far; without data `data` is None."""

    data: Path | None
    quick: bool
    path: Path
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def seeds(self) -> Sequence[int]:
        return (0,) if self.quick else (0, 1)

    @property
    def sampled(self) -> int:
        """How many messages a slow system, or a measurement that repeats them, is given."""
        return 300 if self.quick else 1_500

    @property
    def most(self) -> int | None:
        """How many messages a fast system is given; None means all."""
        return 300 if self.quick else None

    def table(self, part: str, title: str, rows: Sequence[Row]) -> None:
        """Prints rows, which all have the columns of the first, and keeps them."""
        self.figures.setdefault(part, {})[title] = list(rows)
        print(f"\n{title}", *lines(rows), sep="\n", flush=True)

    def save(self) -> None:
        libraries = {name: version(name) for name in ("numpy", "rapidfuzz", "scikit-learn", "scipy")}
        machine = {"python": platform.python_version(), "processors": os.cpu_count(), **libraries}
        record = {"quick": self.quick, "machine": machine, **self.figures}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def lines(rows: Sequence[Row]) -> Iterable[str]:
    """Rows as aligned text, numbers to the right."""
    if not rows:
        return
    columns = list(rows[0])
    cells = [columns, *([shown(column, row.get(column)) for column in columns] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    words = {i for i, column in enumerate(columns) if isinstance(rows[0][column], str)}
    for row in cells:
        aligned = (c.ljust(w) if i in words else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        yield "  ".join(aligned).rstrip()


def shown(column: str, value: Any) -> str:
    """A figure as its column wants it: a share is the rule, the last word of the column names other units."""
    if value is None:
        return "–"
    if not isinstance(value, float):
        return str(value)
    unit = column.split()[-1]
    if unit in ("s", "ms"):
        return f"{value:.2f}"
    if unit == "MB":
        return f"{value:.0f}"
    return f"{value:.3f}" if unit in ("AUC", "ECE", "threshold") else f"{value:.1%}"


def mean_row(rows: Sequence[Row]) -> Row:
    """The rows of several repetitions as one: numbers are averaged, everything else must not differ."""
    return {column: _mean([row[column] for row in rows]) for column in rows[0]}


def _mean(values: Sequence[Any]) -> Any:
    if any(value is None for value in values):
        return None
    if isinstance(values[0], float):
        return statistics.fmean(values)
    return round(statistics.fmean(values)) if isinstance(values[0], int) else values[0]
