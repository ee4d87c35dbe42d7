"""`amtsbote explain`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.commands.explaining_offices import calendar_lines, office_lines
from bot.commands.trying import load_content_and_understander, moment, organisation_of
from bot.core.content import Body
from bot.core.decision import CLARIFY
from bot.core.explanation import Explanation, Reason, WordShare
from bot.evaluation.trial import Trial
from bot.understanding.engine import ALARM_AT, CALM, CRISIS
from bot.understanding.explaining import explain
from bot.understanding.reading import REMIND_AT

WORDS = 6
"""How many words are named for and against an intent."""
SLIGHT = 0.005
_LANGUAGES = {
    "de": "Deutsch",
    "en": "Englisch",
    "tr": "Türkisch",
    "uk": "Ukrainisch",
    "ru": "Russisch",
    "ar": "Arabisch",
    "pl": "Polnisch",
    "fr": "Französisch",
    "es": "Spanisch",
    "it": "Italienisch",
    "ro": "Rumänisch",
}
_DECISIONS = {
    "answer": "Der Bot antwortet aus den Dateien.",
    "refer": "Der Bot nennt die zuständige Stelle.",
    "clarify": "Der Bot fragt zurück.",
    "escalate": "Der Bot gibt die Nachricht an einen Menschen.",
}


def explain_text(root: Path, organisation: str | None, text: str, at: str | None) -> None:
    """Prints why the bot does with a message what it does, concern by concern."""
    content, understander = load_content_and_understander(root)
    chosen = organisation_of(content, organisation)
    body = content.bodies[chosen]
    outcome = Trial(content, understander).answer(chosen, text, moment(at))
    pieces = list(dict.fromkeys(d.concern.text for d in outcome.decisions if d.concern.text)) or [text]
    for number, piece in enumerate(pieces, 1):
        decided = [d for d in outcome.decisions if d.concern.text == piece]
        if len(pieces) > 1:
            print(f"Anliegen {number} von {len(pieces)}: {piece}\n")  # noqa: T201
        print("\n".join(_lines(explain(understander, piece, body), body)))  # noqa: T201
        for decision in decided:
            print(f"\nEntscheidung: {_DECISIONS[decision.name]}")  # noqa: T201
            print("\n".join(office_lines(decision, body)))  # noqa: T201
    print("\n".join(calendar_lines(outcome, body, moment(at))))  # noqa: T201


def _lines(why: Explanation, body: Body) -> Iterator[str]:
    yield f"Sprache: {_LANGUAGES.get(why.language, why.language)}"
    yield from _guard_lines(why, body)
    if why.taught:
        yield f"Genau dieser Satz steht als Beispiel in den Dateien: „{why.taught}“"
    corrected = {
        part.word: part.read_as for why_ in why.reasons[:1] for part in why_.words if part.word != part.read_as
    }
    if corrected:
        yield "Als Tippfehler gelesen: " + ", ".join(f"„{a}“ als „{b}“" for a, b in corrected.items())
    yield f"Bekannte Wörter: {why.known:.0%} der Buchstaben. Der Bot handelt ohne Rückfrage ab {why.act_at:.0%}."
    yield (
        f"Darunter bietet er ab {CLARIFY:.0%} Knöpfe an, sonst fragt er offen; "
        f"ab {REMIND_AT:.0%} Notfall stehen die Notrufnummern voran."
    )
    for place, reason in enumerate(why.reasons, 1):
        yield ""
        yield from _reason_lines(place, reason, body)


def _guard_lines(why: Explanation, body: Body) -> Iterator[str]:
    for intent, words in why.guards:
        calm = body.kind_of(intent) == "emergency" and intent != CRISIS and why.alarm < CALM
        then = "steht aber in so ruhigen Worten, dass nur die Notrufnummern vorangehen" if calm else "geht allem vor"
        yield f"Feste Wendung gehört: „{words}“ bedeutet „{body.intents[intent].intent.title.de}“ und {then}."
    if not why.guards:
        yield "Feste Wendungen für Notfälle und Rechtliches: keine gehört."
    yield f"Notfall nach den gelernten Wörtern: {why.alarm:.0%} wahrscheinlich (gehandelt wird ab {ALARM_AT:.0%})."


def _reason_lines(place: int, reason: Reason, body: Body) -> Iterator[str]:
    known = body.intents[reason.intent]
    yield f"{place}. {known.intent.title.de} ({reason.intent}) · {reason.confidence:.0%} sicher"
    ordered = sorted(reason.words, key=lambda part: -part.score)
    speaking = [part for part in ordered if part.score > SLIGHT][:WORDS]
    against = [part for part in reversed(ordered) if part.score < -SLIGHT][:WORDS]
    yield f"   dafür:   {_words(speaking)}"
    yield f"   dagegen: {_words(against)}"
    total = sum(part.score for part in reason.words)
    yield f"   Grundwert {_number(reason.base)}, Wörter {_number(total)}, zusammen {_number(reason.score)}"
    if reason.example:
        yield f"   ähnlichstes Beispiel: „{reason.example}“ ({reason.similarity:.0%} gleich)"


def _words(parts: list[WordShare]) -> str:
    return " · ".join(f"{part.word} {_number(part.score)}" for part in parts) or "–"


def _number(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−").replace(".", ",")
