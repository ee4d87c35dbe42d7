"""The three systems beside each other, each with `fit` and `rank`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rapidfuzz import fuzz

from tests.benchmarks.understanding.baselines import RapidFuzz, Svm
from tests.benchmarks.understanding.figures import Ranking
from tests.benchmarks.understanding.ours import Ours


class System(Protocol):
    name: str
    fast: bool
    """Whether it can be given every message of a large set."""

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None: ...
    def rank(self, text: str) -> Ranking: ...
    def rank_all(self, texts: Sequence[str]) -> list[Ranking]:
        """The same for many texts, where that is faster."""
        ...


def token_set() -> RapidFuzz:
    return RapidFuzz("rapidfuzz set", fuzz.token_set_ratio)


def three() -> list[System]:
    return [Ours(), RapidFuzz(), Svm()]
