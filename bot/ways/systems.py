"""All systems that offices may take their forwards with, for the composition root."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager

from bot.core.forwarding import WayName
from bot.core.organisation import Office
from bot.ports import OfficeSystem
from bot.ways.http import Keys, new_client
from bot.ways.open311 import Open311
from bot.ways.zammad import Zammad


@asynccontextmanager
async def office_systems(keys: Keys) -> AsyncIterator[Mapping[WayName, OfficeSystem]]:
    """The systems by the name of their way, on one client that is closed at the end."""
    async with new_client() as client:
        yield {"open311": Open311(keys, client), "zammad": Zammad(keys, client)}


def missing_keys(offices: Iterable[Office], keys: Keys) -> list[str]:
    """Names of keys that offices need and the settings do not have."""
    systems = (system for office in offices for system in (office.open311, office.zammad) if system)
    return sorted({system.key for system in systems if system.key and system.key not in keys})
