"""`amtsbote learn`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.clock import utc_now
from bot.commands.trying import load_content_and_understander, organisation_of
from bot.core.content import Body
from bot.core.learning import Group, Unsettled
from bot.evaluation.learning import find_groups
from bot.settings import load_settings
from bot.store.database import migrate, open_database
from bot.store.desk_store import desk_store
from bot.understanding.clustering import clusters


def print_groups(root: Path, organisation: str | None, days: int) -> None:
    """Prints what messages of the last days, redacted as they are stored, could teach; changes nothing."""
    content, understander = load_content_and_understander(root)
    body = content.bodies[organisation_of(content, organisation)]
    url = load_settings().database
    migrate(url)
    messages = asyncio.run(_unsettled(url, body.id, days))
    groups = find_groups(messages, clusters, understander, body)
    print(f"{len(messages)} Nachrichten der letzten {days} Tage durchgesehen.")  # noqa: T201
    for group in groups:
        print("\n" + "\n".join(_lines(group, body)))  # noqa: T201
    if not groups:
        print("Nichts zu lernen: Es gibt keine Gruppe aus mindestens drei Gesprächen.")  # noqa: T201
    else:
        print("\nÜbernehmen können Sie es im Arbeitsplatz unter /desk/learning.")  # noqa: T201


async def _unsettled(url: str, organisation: str, days: int) -> list[Unsettled]:
    engine = open_database(url)
    try:
        return await desk_store(engine).learning.unsettled(organisation, utc_now() - timedelta(days=days))
    finally:
        await engine.dispose()


def _lines(group: Group, body: Body) -> Iterator[str]:
    yield f"{group.conversations} Bürger*innen fragten: „{group.typical[0].text}“"
    if group.nearest:
        title = body.intents[group.nearest].intent.title.de
        confidence = f"{group.confidence:.2f}".replace(".", ",")
        yield f"   nächste Absicht: {title} ({group.nearest}), {confidence}"
    if group.meant:
        yield f"   laut Team gemeint: {group.meant}"
    for said in group.typical[1:]:
        yield f"   auch: „{said.text}“"
