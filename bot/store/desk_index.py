"""The index for searching: German stems of messages and of staff's replies, in step with what is kept.

Triggers take a row out when its text changes or goes; what is left for us is to put new words in.
"""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_WORD = re.compile(r"\w+")
_STEMMER = snowballstemmer.stemmer("german")
MIN_PREFIX = 4
"""From so many letters on a stem also finds longer words: Sperrmüll finds Sperrmülltermin."""


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def stems(words: str) -> list[str]:
    """The German stems of a text's words."""
    return [_stem(word) for word in _WORD.findall(words.lower().replace("ß", "ss"))]


def as_query(words: str) -> str:
    """What FTS5 takes: every stem must be there. Nothing of the text is read as syntax; "" if it holds no word."""
    return " ".join(f'"{stem}"' + ("*" if len(stem) >= MIN_PREFIX else "") for stem in stems(words))


async def index_turn(connection: AsyncConnection, turn_id: int, words: str) -> None:
    """Lets a message be found."""
    await _index(connection, 2 * turn_id, words)


async def index_reply(connection: AsyncConnection, outbox_id: int, words: str) -> None:
    """Lets a reply of staff be found."""
    await _index(connection, 2 * outbox_id + 1, words)


async def _index(connection: AsyncConnection, row: int, words: str) -> None:
    if found := " ".join(stems(words)):
        statement = text("INSERT INTO search_index (rowid, stems) VALUES (:row, :stems)")
        await connection.execute(statement, {"row": row, "stems": found})


async def forget_deleted(connection: AsyncConnection) -> None:
    """Rewrites the index without what was deleted: FTS5 only marks it as gone until then."""
    await connection.execute(text("INSERT INTO search_index (search_index) VALUES ('optimize')"))
