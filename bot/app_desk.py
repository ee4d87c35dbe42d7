"""Puts the desk together from its parts."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app_editing import editing_of
from bot.core.explanation import Explanation
from bot.core.forwarding import Ways
from bot.core.learning import Group, Unsettled
from bot.desk import Desk, DeskNews, Directory
from bot.evaluation.learning import find_groups
from bot.ports import Clock, Live
from bot.settings import Settings
from bot.store.desk_store import desk_store
from bot.understanding.clustering import clusters
from bot.understanding.engine import Understander
from bot.understanding.explaining import explain


def settle_memory() -> None:
    """Takes what stays for good out of garbage collection: looking through all content costs a fifth of a second."""
    gc.collect()
    gc.freeze()


def desk_of(
    settings: Settings,
    engine: AsyncEngine,
    live: Live,
    root: Path,
    news: DeskNews,
    told: Callable[[tuple[str, str]], None],
    ways: Ways,
    clock: Clock,
) -> Desk:
    """The desk on this database and the files below `root`; `told` wakes a citizen's browser and what delivers."""
    secret = settings.desk_oidc_client_secret
    directory = None
    if settings.desk_oidc_issuer and settings.desk_oidc_client_id and secret:
        directory = Directory(settings.desk_oidc_issuer, settings.desk_oidc_client_id, secret.get_secret_value())
    return Desk(
        content=lambda: live.now.content,
        store=desk_store(engine),
        clock=clock,
        news=news,
        told=told,
        explain=lambda text, organisation: _explained(live, text, organisation),
        editing=editing_of(root, live, clock),
        learning=Lessons(live),
        needs_second_factor=frozenset(settings.desk_second_factor),
        ways=ways,
        directory=directory,
    )


@dataclass(frozen=True)
class Lessons:
    """Implements the desk's `Learning` with what is understood now."""

    live: Live

    def groups(self, messages: Sequence[Unsettled], organisation: str) -> list[Group]:
        """What the bot could learn."""
        now = self.live.now
        return find_groups(messages, clusters, now.understand, now.content.bodies[organisation])


def _explained(live: Live, text: str, organisation: str) -> Explanation:
    now = live.now
    return explain(cast("Understander", now.understand), text, now.content.bodies[organisation])
