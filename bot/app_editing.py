"""Puts together what editors at the desk work with: the files, and the bot that answers on trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.telegram_updates import split
from bot.content_files.editing_desk import FolderFiles
from bot.core.content import Response
from bot.core.rereading import Changed, Handled, Treatment
from bot.core.understanding import Candidate, Concern, Understand, Understanding
from bot.desk.context import Editing
from bot.editing_ports import Shown
from bot.evaluation.trial import Trial, lines_for_person
from bot.ports import Clock, Live
from bot.steps.outcome import Outcome


def editing_of(root: Path, live: Live, clock: Clock) -> Editing:
    """The files below a folder, and the bot as it is live."""
    return Editing(FolderFiles(root, date.today), LiveRehearsal(live, clock))


class LiveRehearsal:
    """Implements `editing_ports.Rehearsal` with the content and the understanding in use."""

    def __init__(self, live: Live, clock: Clock) -> None:
        self._live, self._clock = live, clock

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
        trial = Trial(self._live.now.content, self._live.now.understand)
        changed = []
        for one in messages:
            outcome = trial.answer(organisation, one.text, one.at, str(one.conversation_id))
            if outcome.decisions:
                main = outcome.decisions[0]
                now = Treatment(main.kind, main.intent, main.office, main.name)
                changed += [Changed(one, now)] if now != one.treated else []
        return changed[::-1]

    def faults(self) -> tuple[str, ...]:
        """What keeps the saved files from being live."""
        return self._live.state.problems

    def tried(self, organisation: str, text: str) -> Shown:
        """The answer to a message."""
        now = self._live.now
        outcome = Trial(now.content, now.understand).answer(organisation, text, self._clock())
        notes = tuple(lines_for_person(outcome))
        return replace(_shown(outcome), notes=notes[: notes.index("")])


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
