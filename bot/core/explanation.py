"""Why a text was understood as it was, as values; every number comes from the model that decides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WordShare:
    """What one word of the message adds to (or takes from) an intent's score, and how the speller read it."""

    word: str
    read_as: str
    score: float


@dataclass(frozen=True)
class Reason:
    """One intent that was considered: its confidence (0 to 1), its score and what that consists of.

    `base` is the score of an empty message; base and words sum up to the score. `example` is the most similar example
    of the intent, with its similarity from 0 to 1.
    """

    intent: str
    confidence: float
    score: float
    base: float
    words: tuple[WordShare, ...]
    example: str | None
    similarity: float


@dataclass(frozen=True)
class Explanation:
    """Why one piece of a message was understood as it was.

    `guards` are intents that a guard phrase settled, with the words it heard; `taught` says that the very text is an
    example; `known` is the share of the letters that stand in words of the files, `alarm` the probability of an
    emergency; `act_at` the confidence from which the bot acts without asking back.
    """

    text: str
    language: str
    guards: tuple[tuple[str, str], ...]
    taught: str | None
    reasons: tuple[Reason, ...]
    known: float
    alarm: float
    act_at: float
