"""What German and English words are about, by a table: "Knöllchen" is near "Strafzettel", "Müll" near "garbage".

The table (`semantics.npz`) holds a vector for words and for pieces of words. `tools/build_semantics.py` makes it from
Tatoeba's sentence pairs (CC BY 2.0 FR), the vectors of all-MiniLM-L6-v2 and universal-sentence-encoder-multilingual-3
(both Apache-2.0) and the examples in `intents/`. At run time it is a look-up and a sum; no model runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from bot.understanding.features import Floats

FILE = Path(__file__).parent / "semantics.npz"


def meaning_pieces(word: str) -> Iterator[str]:
    """The word itself, marked, and its pieces of three to five characters, edges included."""
    edged = f"<{word}>"
    yield f"w:{word}"
    for n in (3, 4, 5):
        if n < len(edged):
            yield from (edged[i : i + n] for i in range(len(edged) - n + 1))


class Semantics:
    """Gives a text a direction in a space where translations of one sentence lie close together."""

    def __init__(self, pieces: Sequence[str], values: np.ndarray, scales: np.ndarray) -> None:
        self._row = {piece: i for i, piece in enumerate(pieces)}
        self._values = values
        self._scales = scales
        self.size = int(values.shape[1])
        self._of_word = lru_cache(maxsize=20_000)(self._sum)

    def vector(self, words: Sequence[str]) -> Floats:
        """The direction of a text, of length one, or zero if no piece of it is known."""
        total = np.zeros(self.size, np.float32)
        for word in words:
            total += self._of_word(word)
        length = float(np.sqrt(total @ total))
        return total / np.float32(length) if length else total

    def shares(self, words: Sequence[str]) -> list[Floats]:
        """What each word adds to `vector`."""
        own = [self._of_word(word) for word in words]
        length = np.float32(np.linalg.norm(np.sum(own, axis=0))) if own else np.float32(0)
        return [part / length if length else part for part in own]

    def __contains__(self, word: object) -> bool:
        """Whether the table has the whole word, not only pieces of it."""
        return f"w:{word}" in self._row

    def _sum(self, word: str) -> Floats:
        rows = [row for piece in meaning_pieces(word) if (row := self._row.get(piece)) is not None]
        scaled: Floats = self._scales[rows] @ self._values[rows].astype(np.float32)
        return scaled


@cache
def semantics() -> Semantics:
    """The table that comes with the program, read once."""
    with np.load(FILE, allow_pickle=False) as file:
        pieces = bytes(file["pieces"]).decode().split("\n")
        return Semantics(pieces, file["values"], file["scales"])
