"""Nothing but the worker that sends forwards, in a process to be killed: `python -m tests.forward_process URL PORT`."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, date, datetime

from bot.content_files.loader import load_content
from bot.mail.smtp import SmtpAccount, SmtpMailer
from bot.store.database import open_database
from bot.store.sql_deliveries import SqlDeliveries
from bot.workers import forward
from tests.program import ROOT


def now() -> datetime:
    return datetime.now(UTC)


async def work(url: str, port: int) -> None:
    content = load_content(ROOT, date(2026, 11, 22))
    account = SmtpAccount("amtsbote@musterstadt.example", "127.0.0.1", port, security="none")
    outward = forward.Outward(SmtpMailer(account, now))
    store = SqlDeliveries(open_database(url))
    await forward.deliver_forwards(store, lambda: content, outward, now, asyncio.Event(), lambda: None)


if __name__ == "__main__":
    forward.FIRST_WAIT, forward.MAX_WAIT = 0.5, 1.0  # the test has no hours to wait
    asyncio.run(work(sys.argv[1], int(sys.argv[2])))
