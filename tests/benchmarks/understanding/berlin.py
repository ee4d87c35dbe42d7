"""Berlin's services, found by their titles as people shorten and mistype them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.understanding import project
from tests.benchmarks.understanding.public import fit, judge
from tests.benchmarks.understanding.report import Run
from tests.benchmarks.understanding.sets import Labelled, rows, sample
from tests.benchmarks.understanding.systems import three
from tests.benchmarks.understanding.typos import Change, applied, beginning, keywords, mixed


def catalogue(data: Path) -> tuple[list[Labelled], list[Labelled]]:
    """The titles, and what is learned: titles and, where a service has them, its topics."""
    found = rows(data, "berlin_services")
    titles = [Labelled(row["text"], row["label"]) for row in found]
    return titles, titles + [Labelled(" ".join(row["topics"]), row["label"]) for row in found if row["topics"]]


def queries(titles: Sequence[Labelled]) -> dict[str, list[Labelled]]:
    """The titles as a person might write them."""
    manners: dict[str, list[tuple[str, Change]]] = {
        "as written": [],
        "typo in every 4th word": [("4", mixed(4))],
        "typo in every 2nd word": [("2", mixed(2))],
        "up to the first dash": [("beginning", beginning)],
        "three longest words": [("keywords", keywords)],
        "three longest words, typo in every 2nd": [("keywords", keywords), ("2", mixed(2))],
    }
    found = {}
    for name, steps in manners.items():
        texts = [title.text for title in titles]
        for seed, change in steps:
            texts = applied(seed, change, texts)
        found[name] = [Labelled(text, title.label) for text, title in zip(texts, titles, strict=True)]
    return found


def services(run: Run) -> None:
    if run.data is None:
        return
    titles, taught = catalogue(run.data)
    systems = three()
    for system in systems:
        fit(system, taught)
    table = []
    for name, every in queries(titles).items():
        asked = sample(every, run.most)
        row = {"title": name, "messages": len(asked)}
        for system in systems:
            judged = judge(asked, system.rank_all([text for text, _ in asked]))
            row[f"{system.name} top 1"] = sum(j.first for j in judged) / len(judged)
            row[f"{system.name} top 3"] = sum(j.third for j in judged) / len(judged)
        table.append(row)
    run.table("berlin", f"Berlin's {len(titles)} services, found by title", table)


def measure(run: Run) -> None:
    services(run)
    project.reports(run)
