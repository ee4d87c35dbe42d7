"""Keeps trained weights on disk: training takes a minute or two, reading them a fraction of a second."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from platformdirs import user_cache_path
from scipy import sparse

from bot.errors import TrainingError
from bot.understanding.classifier import Classifier, Trust
from bot.understanding.features import Vectorizer
from bot.understanding.semantics import FILE, semantics

VERSION = 8
"""To be raised whenever features or training change: then older files are not read."""
KEPT = 12
"""How many trained files stay; the oldest go."""
_PROGRAM = Path(__file__).parents[2]
"""Where Python finds the program, installed or not."""


def trained(texts: Sequence[Sequence[str]], labels: Sequence[str], kinds: Sequence[str]) -> Classifier:
    """The classifier for these texts, trained unless the same texts have been trained before on this machine.

    A process of its own trains: it takes a minute or two and a gigabyte, which the running bot shall not. Raises
    TrainingError if it fails.
    """
    path = user_cache_path("amtsbote").absolute() / f"{_fingerprint(texts, labels, kinds)}.npz"
    if (classifier := read(path)) is not None:
        with contextlib.suppress(OSError):  # what is in use is not the oldest
            os.utime(path)
        return classifier
    with tempfile.TemporaryDirectory() as folder:
        spare = Path(folder) / path.name  # a read-only home only means that the next start trains again
        _train_apart(json.dumps([texts, labels, kinds]), path, spare)
        if (classifier := read(path) or read(spare)) is None:
            raise TrainingError("Was aus den Beispielen gelernt wurde, ließ sich nicht lesen.")
    return classifier


def _train_apart(taught: str, *paths: Path) -> None:
    command = [sys.executable, "-m", "bot.understanding.apprentice", *map(str, paths)]
    done = subprocess.run(command, input=taught.encode(), capture_output=True, cwd=_PROGRAM, check=False)  # noqa: S603
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [f"Signal {-done.returncode}"]
        raise TrainingError(f"Aus den Beispielen ließ sich nicht lernen: {last[0]}")


@cache
def _before_texts() -> Any:
    """What every language's weights depend on, read once."""
    return hashlib.sha256(VERSION.to_bytes() + FILE.read_bytes())


def _fingerprint(texts: Sequence[Sequence[str]], labels: Sequence[str], kinds: Sequence[str]) -> str:
    digest = _before_texts().copy()
    for words, label, kind in zip(texts, labels, kinds, strict=True):
        digest.update(f"{label}\t{kind}\t{' '.join(words)}\n".encode())
    return str(digest.hexdigest()[:32])


def read(path: Path) -> Classifier | None:
    """The weights in a file; None if there are none, or none that this version reads."""
    try:
        with np.load(path, allow_pickle=False) as file:
            words = {key: bytes(file[key]).decode().split("\n") for key in ("labels", "pieces", "vocabulary")}
            weights = _weights(file)
            meaning, bias, idf = file["meaning"], file["bias"], file["idf"]
            curve = file["trust"].tolist()
            trust = Trust(tuple(curve[1:]), curve[0], tuple(file["spread"].tolist())) if curve else Trust()
    except (OSError, ValueError, KeyError, UnicodeDecodeError):
        return None
    return Classifier(
        words["labels"],
        Vectorizer(words["pieces"], idf),
        semantics(),
        weights,
        meaning,
        bias,
        words["vocabulary"],
        trust,
    )


def _weights(file: Mapping[str, npt.NDArray[Any]]) -> npt.NDArray[np.float16] | sparse.csr_matrix:
    if "starts" not in file:
        return file["weights"]
    return sparse.csr_matrix((file["weights"], file["columns"], file["starts"]), shape=tuple(file["shape"]))


def _parts(weights: npt.NDArray[np.float16] | sparse.csr_matrix) -> dict[str, npt.NDArray[Any]]:
    if isinstance(weights, np.ndarray):
        return {"weights": weights}
    parts = {"weights": weights.data, "columns": weights.indices, "starts": weights.indptr}
    return parts | {"shape": np.array(weights.shape)}


def write(path: Path, classifier: Classifier) -> None:
    """Writes trained weights, and deletes the oldest files beside them; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lists = {
        "labels": classifier.labels,
        "pieces": classifier.vectorizer.pieces,
        "vocabulary": sorted(classifier.vocabulary),
    }
    packed = {key: np.frombuffer("\n".join(words).encode(), np.uint8) for key, words in lists.items()}
    fixed = classifier.trust == Trust()  # its numbers stand in the code
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        numbers = {
            **_parts(classifier.weights),
            "meaning": classifier.meaning,
            "bias": classifier.bias,
            "idf": classifier.vectorizer.idf,
            "trust": np.array([] if fixed else [classifier.trust.bias, *classifier.trust.weights]),
            "spread": np.array(classifier.trust.spread),
        }
        np.savez(file, **numbers, **packed)  # type: ignore[arg-type]
    Path(file.name).replace(path)
    for old in sorted(path.parent.glob("*.npz"), key=os.path.getmtime)[:-KEPT]:
        old.unlink(missing_ok=True)
