"""Figures over made-up judgements with known answers."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from bot.commands.evaluating import figures_of
from bot.evaluation.comparison import changes, lost
from bot.evaluation.figures import Judged, Utterance
from bot.evaluation.measures import confusions, coverages, grouped, macro_f1, precision_curve
from bot.evaluation.page import as_page


def judged(
    wanted: str | None, found: str | None, confidence: float = 0.9, language: str = "de", text: str = "…"
) -> Judged:
    utterance = Utterance(text, wanted, "service_request", "musterstadt", language=language, manner="typo")
    right = wanted == found and wanted is not None
    return Judged(utterance, "service_request", found is not None, right, right, right, confidence, False, found)


def test_macro_f1_counts_each_intent_the_same() -> None:
    many = [judged("hund", "hund") for _ in range(98)]
    assert macro_f1([*many, judged("katze", "katze")]) == 1
    assert macro_f1([*many, judged("katze", "hund")]) == pytest.approx((2 * 98 / (98 + 99) + 0) / 2)
    assert macro_f1([]) == 0


def test_confused_pairs_come_most_frequent_first_and_right_ones_never() -> None:
    pairs = [judged("hund", "katze")] * 2 + [judged("maus", None)] * 3 + [judged("hund", "hund")] * 9
    assert [(c.wanted, c.found, c.number) for c in confusions(pairs)] == [("maus", None, 3), ("hund", "katze", 2)]


def test_coverage_is_the_largest_share_that_keeps_the_precision() -> None:
    table = [judged("a", "a", 0.9)] * 95 + [judged("a", "b", 0.8)] * 5 + [judged("a", "b", 0.1)] * 100
    at_95, at_98 = coverages(table)
    assert (at_95.covered, at_95.threshold) == (0.5, 0.8)
    assert (at_98.covered, at_98.threshold) == (0.475, 0.9)


def test_the_surest_stand_first_in_the_curve_of_precision() -> None:
    curve = precision_curve([judged("a", "a", 0.9)] * 10 + [judged("a", "b", 0.2)] * 10, steps=2)
    assert curve == [(0.5, 1.0), (1.0, 0.5)]


def test_groups_have_figures_of_their_own() -> None:
    groups = grouped(
        [judged("a", "a"), judged("a", "b"), judged("a", None, language="en")], lambda j: j.utterance.language
    )
    assert list(groups) == ["de", "en"]
    assert (groups["de"].intent, groups["de"].wrong_when_acted) == (0.5, 0.5)
    assert (groups["en"].acted, groups["en"].wrong_when_acted) == (0.0, None)


def test_a_figure_that_got_worse_is_told_and_a_hair_is_not() -> None:
    before = {"intent": 0.9, "wrong_when_acted": 0.05, "emergencies_caught": 1.0, "false_alarms": 0.01}
    now = {"intent": 0.897, "wrong_when_acted": 0.08, "emergencies_caught": 0.999, "false_alarms": 0.0}
    assert {change.key for change in changes(before, now) if change.worse} == {"wrong_when_acted", "emergencies_caught"}
    assert not any(change.worse for change in changes(before, before))


def test_only_sentences_that_were_understood_before_can_be_lost() -> None:
    def sentence(text: str, right: bool) -> dict[str, object]:
        return {"text": text, "organisation": "musterstadt", "right": right}

    before = {"sentences": [sentence("a", True), sentence("b", False)]}
    now = {"sentences": [sentence("a", False), sentence("b", False), sentence("new", False)]}
    assert [one["text"] for one in lost(before, now)] == ["a"]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "rect", "circle", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "circle", "path"):
            assert self.open.pop() == tag


def test_the_page_is_whole_and_takes_nothing_from_elsewhere() -> None:
    figures = figures_of([judged("hund", "katze", text="<script>alert(1)</script>"), judged("hund", "hund")])
    html = as_page(figures)
    page = _Page()
    page.feed(html)
    assert page.open == []
    assert {"svg", "table", "title"} <= page.seen
    assert "script" not in page.seen
    assert "&lt;script&gt;" in html
    assert not re.search(r"(src|href)=|url\(|@import", html)
