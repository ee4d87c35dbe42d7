"""What labelled utterances say about the bot: how often it is right, how sure it may be, what doubt costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.steps.outcome import Outcome

BINS = 10
TOLERANCES = (0.01, 0.02, 0.05, 0.1, 0.2)
ACTED = ("answer", "refer", "escalate")


@dataclass(frozen=True)
class Utterance:
    """A held-out sentence, what it wants (None: nothing that the bot knows) and who is asked.

    `manner` is how it is written and thereby how hard it is: plain, typo, dialect, indirect …
    """

    text: str
    intent: str | None
    kind: str
    organisation: str
    also: tuple[str, ...] = ()
    language: str = "de"
    manner: str = "plain"
    file: str = ""
    line: int = 1

    @property
    def wanted(self) -> frozenset[str]:
        """The intents that count as right."""
        return frozenset((self.intent, *self.also)) if self.intent else frozenset()


@dataclass(frozen=True)
class Judged:
    """One utterance and what became of it; `confidence` is that of the likeliest intent, `intent` what was settled on.

    `first` says that the likeliest intent is the right one; of what nobody can settle, that it was taken for that.
    """

    utterance: Utterance
    kind: str
    acted: bool
    right: bool
    first: bool
    among_three: bool
    confidence: float
    guarded: bool
    intent: str | None = None


@dataclass(frozen=True)
class Cost:
    """What an organisation that tolerates a share of wrong answers gets: all shares from 0 to 1."""

    tolerated: float
    threshold: float
    answered: float
    wrong: float
    offered: float
    strangers_answered: float


def judge(utterance: Utterance, outcome: Outcome) -> Judged:
    """Compares what was wanted with what the bot decided."""
    wanted = utterance.wanted
    candidates = [c for d in outcome.decisions for c in d.concern.candidates[:3]]
    best = outcome.decisions[0].concern.best if outcome.decisions else None
    return Judged(
        utterance,
        kind=outcome.turn.kind,
        acted=any(d.name in ACTED and d.kind != "unclear" for d in outcome.decisions),
        right=any(d.intent in wanted for d in outcome.decisions),
        first=best is not None and best.intent in wanted if wanted else outcome.turn.kind == "unclear",
        among_three=any(c.intent in wanted for c in candidates),
        confidence=best.confidence if best else 0.0,
        guarded=any(d.concern.guarded for d in outcome.decisions),
        intent=next((d.intent for d in outcome.decisions if d.intent), None),
    )


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error: how far confidence is from the share of right intents, weighted over ten bins."""
    return sum(abs(sure - right) * number for sure, right, number in reliability(judged)) / max(1, len(judged))


def reliability(judged: Sequence[Judged]) -> list[tuple[float, float, int]]:
    """For each bin of confidence that is not empty: mean confidence, share of right intents, number."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for one in judged:
        bins[min(BINS - 1, int(one.confidence * BINS))].append(one)
    return [(_mean([j.confidence for j in own]), _mean([j.first for j in own]), len(own)) for own in bins if own]


def costs(judged: Sequence[Judged]) -> Iterator[Cost]:
    """For each tolerated share of wrong answers the lowest threshold that keeps it, and what it costs."""
    known = [j for j in judged if j.utterance.intent]
    strange = [j for j in judged if not j.utterance.intent]
    for tolerated in TOLERANCES:
        threshold = threshold_for(known, tolerated)
        answered = [j for j in known if j.confidence >= threshold]
        asked = [j for j in known if j.confidence < threshold]
        yield Cost(
            tolerated,
            threshold,
            len(answered) / max(1, len(known)),
            _mean([not j.first for j in answered]),
            _mean([j.among_three for j in asked]),
            _mean([j.confidence >= threshold and j.kind != "unclear" for j in strange]),
        )


def threshold_for(judged: Sequence[Judged], tolerated: float) -> float:
    """The least confidence from which no greater share than `tolerated` is wrong."""
    best, wrong = 1.0, 0
    ordered = sorted(judged, key=lambda j: -j.confidence)
    for number, one in enumerate(ordered, 1):
        wrong += not one.first
        last = number == len(ordered) or ordered[number].confidence < one.confidence
        if last and wrong <= tolerated * number:
            best = one.confidence
    return best


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
