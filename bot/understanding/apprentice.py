"""Trains in a process of its own: the texts come on standard input, the weights go to the first path that takes them.

python -m bot.understanding.apprentice PATH...
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.understanding.cache import write
from bot.understanding.training import train


def main(paths: list[Path]) -> None:
    """Raises OSError if no path can be written."""
    texts, labels, kinds = json.load(sys.stdin.buffer)
    classifier = train(texts, labels, kinds)
    *wished, last = paths
    for path in wished:
        try:
            return write(path, classifier)
        except OSError:
            continue  # the next path is there for that
    return write(last, classifier)


if __name__ == "__main__":
    main([Path(path) for path in sys.argv[1:]])
