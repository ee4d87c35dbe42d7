"""Puts together what editors at the desk work with: the files, and the bot that answers on trial."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.telegram_updates import split
from bot.content_files.editing_desk import FolderFiles
from bot.core.content import Content, Response
from bot.core.rereading import Changed, Handled, Treatment
from bot.core.understanding import Candidate, Concern, Understand, Understanding
from bot.desk.context import Editing
from bot.editing_ports import Shown
from bot.evaluation.trial import Trial, lines_for_person
from bot.ports import Clock, Live
from bot.steps.outcome import Outcome
from bot.understanding.engine import Understander
from bot.workers.renew import Learn


def editing_of(root: Path, live: Live, clock: Clock) -> Editing:
    """The files below a folder, and the bot as it is live."""
    return Editing(FolderFiles(root, date.today), LiveRehearsal(live, clock, Understander))


class LiveRehearsal:
    """Implements `editing_ports.Rehearsal` with the content and the understanding in use."""

    def __init__(self, live: Live, clock: Clock, learn: Learn) -> None:
        self._live, self._clock, self._learn = live, clock, learn
        self._learning = threading.Lock()

    def answered(self, organisation: str, intent: str, response: Response, language: str) -> Shown:
        """The answer to an intent with a text that is not saved yet."""
        content = self._live.now.content
        body = content.bodies[organisation]
        always = response.model_copy(update={"valid_from": None, "valid_until": None})
        body = replace(body, responses={**body.responses, intent: always})
        drafted = replace(content, bodies={**content.bodies, organisation: body})
        title = body.intents[intent].intent.title
        text = title.en if language == "en" else title.de
        outcome = Trial(drafted, _meaning(intent, language)).answer(organisation, text, self._clock())
        today = response.valid_on(self._clock().astimezone(ZoneInfo(body.organisation.timezone)).date())
        return replace(_shown(outcome), notes=() if today else ("Heute gilt diese Antwort nicht.",))

    def treated(self, organisation: str, messages: Sequence[Handled]) -> list[Changed]:
        """Which messages would be treated differently now, newest first; each conversation is gone through again."""
        now = self._live.now
        return _differing(messages, _treatments(organisation, messages, now.content, now.understand))

    def would_treat(self, organisation: str, messages: Sequence[Handled], content: Content) -> list[Changed]:
        """Which messages this content would treat differently from the one in use, newest first."""
        now = self._live.now
        with self._learning:
            understand = now.understand.over(content)
            if not understand.knows(content):
                understand = self._learn(content)
        before = _treatments(organisation, messages, now.content, now.understand)
        known = [replace(m, treated=then) for m, then in zip(messages, before, strict=True) if then]
        return _differing(known, _treatments(organisation, known, content, understand))

    def faults(self) -> tuple[str, ...]:
        """What keeps the saved files from being live."""
        return self._live.state.problems

    def tried(self, organisation: str, text: str) -> Shown:
        """The answer to a message."""
        now = self._live.now
        outcome = Trial(now.content, now.understand).answer(organisation, text, self._clock())
        notes = tuple(lines_for_person(outcome))
        return replace(_shown(outcome), notes=notes[: notes.index("")])


def _treatments(
    organisation: str, messages: Sequence[Handled], content: Content, understand: Understand
) -> list[Treatment | None]:
    """What would be done with each message, in the light of those before it in its conversation."""
    trial = Trial(content, understand)
    found: list[Treatment | None] = []
    for one in messages:
        outcome = trial.answer(organisation, one.text, one.at, str(one.conversation_id))
        main = outcome.decisions[0] if outcome.decisions else None
        found.append(Treatment(main.kind, main.intent, main.office, main.name) if main else None)
    return found


def _differing(messages: Sequence[Handled], now: Sequence[Treatment | None]) -> list[Changed]:
    pairs = zip(messages, now, strict=True)
    return [Changed(message, other) for message, other in pairs if other and other != message.treated][::-1]


def _meaning(intent: str, language: str) -> Understand:
    """Takes every message for this intent."""

    def understand(text: str, organisation: str, context: tuple[str, ...] = ()) -> Understanding:
        return Understanding(language, (Concern(text, (Candidate(intent, 1.0),)),))

    return understand


def _shown(outcome: Outcome) -> Shown:
    replies = outcome.turn.replies
    return Shown(
        {
            "web": tuple(reply.text for reply in replies),
            "telegram": tuple(part for reply in replies for part in split(reply.text)),
        },
        tuple(button.label for reply in replies for button in reply.buttons),
    )
