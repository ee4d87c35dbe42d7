"""The desk's store, put together."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.desk_ports import DeskStore
from bot.store.desk_audit import SqlAudit
from bot.store.desk_conversations import SqlConversations
from bot.store.desk_edits import SqlEdits
from bot.store.desk_figures import SqlFigures
from bot.store.desk_learning import SqlLearning
from bot.store.desk_notices import SqlNotices
from bot.store.desk_offices import SqlOffices
from bot.store.desk_queue import SqlQueue
from bot.store.desk_search import SqlSearch
from bot.store.desk_sessions import SqlSessions
from bot.store.desk_staff import SqlStaff


def desk_store(engine: AsyncEngine) -> DeskStore:
    """Everything the desk needs, on one database."""
    return DeskStore(
        SqlStaff(engine),
        SqlSessions(engine),
        SqlQueue(engine),
        SqlConversations(engine),
        SqlOffices(engine),
        SqlNotices(engine),
        SqlEdits(engine),
        SqlAudit(engine),
        SqlSearch(engine),
        SqlFigures(engine),
        SqlLearning(engine),
    )
