"""The desk with 100,000 conversations, and with twenty people clicking while fifty messages a second arrive.

`.venv/bin/python tests/benchmarks/bench_desk.py [conversations] [seconds]`
"""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from bot.app_desk import settle_memory
from bot.clock import utc_now
from bot.content_files.loader import load_content
from bot.core.messages import InboundMessage
from bot.core.staff import Grant
from bot.store.desk_index import stems
from bot.workers.handle import handle_received
from tests.desk.town import Browser, Town

ROOT = Path(__file__).parent.parent.parent
PEOPLE, PER_SECOND, OPEN_EVERY, TURNS = 20, 50, 10, 3
REASONS = ("complaint", "privacy_request", "press_enquiry", "unclear", "mensch_sprechen")


def fill(database: Path, count: int) -> None:
    """Conversations of three turns each; every tenth waits for a person."""
    now = datetime.now(UTC)
    organisations = ("musterstadt", "kaiserslautern", "senatskanzlei-berlin")
    said = " ".join(stems("Seit Tagen ist die Laterne in unserer Straße kaputt, bitte kümmern Sie sich darum"))

    def at(minutes: float) -> str:
        return (now - timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S.%f")

    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            "INSERT INTO conversations VALUES (?, ?, 'web', ?, '{}', ?, ?)",
            ((i, organisations[i % 3], f"citizen{i}", at(i), at(i)) for i in range(1, count + 1)),
        )
        turns = ((c, t) for c in range(1, count + 1) for t in range(TURNS))
        connection.executemany(
            "INSERT INTO turns VALUES (?, ?, ?, 'Seit Tagen ist die Laterne kaputt', 'complaint', '[]')",
            ((c * TURNS + t, c, at(c)) for c, t in turns),
        )
        connection.executemany(
            "INSERT INTO outbox VALUES (?, ?, ?, ?, 'web', ?, 'Zuständig ist …', '[]', ?, 'sent', 0, ?, ?, 0)",
            ((c, c, c * TURNS, organisations[c % 3], f"citizen{c}", at(c), at(c), at(c)) for c in range(1, count + 1)),
        )
        connection.executemany(
            "INSERT INTO search_index (rowid, stems) VALUES (?, ?)",
            ((2 * (c * TURNS), said) for c in range(1, count + 1)),
        )
        connection.executemany(
            "INSERT INTO escalations (id, conversation_id, turn_id, reference, reason, kind, office,"
            " created_at, due_at,"
            " closed_at, organisation, warned)"
            " VALUES (?, ?, ?, ?, ?, 'complaint', 'pressestelle', ?, ?, ?, ?, 0)",
            (
                (c, c, c * TURNS, f"{c:06}", REASONS[c % 5], at(c), at(c - count / 2),
                 None if c % OPEN_EVERY == 0 else at(0), organisations[c % 3])
                for c in range(1, count + 1)
            ),
        )  # fmt: skip
    connection.close()


async def timed(request: Awaitable[httpx.Response], times: list[float]) -> httpx.Response:
    began = time.perf_counter()
    response = await request
    times.append(1000 * (time.perf_counter() - began))
    assert response.status_code < 500, response.text[:300]
    return response


async def measure_queue(browser: Browser) -> None:
    """The pages one after the other, nobody else there."""
    for name, path in (
        ("queue", ""), ("queue, overdue", "?tab=overdue"),
        ("queue of one office", "?organisation=musterstadt/pressestelle"),
        ("queue, page 20", "?page=20"), ("search, every message fits", "/search?q=Laternen"),
        ("conversation", "/conversations/500"), ("overview", "/overview"),
    ):  # fmt: skip
        times: list[float] = []
        for _ in range(21):
            await timed(browser.get(path), times)
        print(f"{name:28} median {statistics.median(times):6.1f} ms, slowest {max(times):6.1f} ms")


async def work(browser: Browser, until: float, times: list[float], claims: Counter[int], sent: list[str]) -> None:
    """One person, a click every second and a half: opens and claims what all others want too, answers, closes."""
    dice = random.Random(browser.csrf)

    async def click(request: Awaitable[httpx.Response]) -> httpx.Response:
        response = await timed(request, times)
        await asyncio.sleep(dice.uniform(0.5, 2.5))
        return response

    await asyncio.sleep(dice.uniform(0, 2.5))  # not all on the same beat
    while time.perf_counter() < until:
        page = (await click(browser.get("?whose=unclaimed"))).text
        waiting = [int(id) for id in re.findall(r'id="entry-(\d+)"', page)][:3]
        if waiting:
            id = dice.choice(waiting)
            await click(browser.get(f"/conversations/{id}"))
            taken = await click(browser.post(f"/conversations/{id}/claim"))
            if taken.status_code == 303:
                claims[id] += 1
                text = f"Antwort {len(sent)} von {browser.csrf[:6]}"
                sent.append(text)
                await click(browser.post(f"/conversations/{id}/reply", text=text, then="close"))
            else:
                await browser.get("/account")


async def arrive(town: Town, until: float) -> int:
    """Fifty messages a second, stored as they come and handled beside that, as the program does; how many."""
    count, began, handling = 0, time.perf_counter(), asyncio.ensure_future(handle_all(town))
    while (now := time.perf_counter()) < until:
        while count < (now - began) * PER_SECOND:
            text = "Ich beschwere mich" if count % 5 == 0 else "Wann ist der Weihnachtsmarkt?"
            await town.app.receive(InboundMessage("musterstadt", "web", f"new{count}", f"n{count}", text, utc_now()))
            count += 1
        await asyncio.sleep(0.005)
    behind = (await town.rows("SELECT count(*) FROM inbox WHERE handled_at IS NULL"))[0][0]
    while (await town.rows("SELECT count(*) FROM inbox WHERE handled_at IS NULL"))[0][0]:
        if handling.done():
            handling.result()  # says why nothing is handled any more
        await asyncio.sleep(0.05)
    handling.cancel()
    print(f"when the last message came, {behind} waited to be handled")
    return count


async def handle_all(town: Town) -> None:
    app = town.app
    await handle_received(app.store, app.live, utc_now, app.to_handle, app.handled)


async def measure_crowd(town: Town, seconds: int) -> None:
    """Twenty people who want the same few entries, while messages arrive."""
    browsers = [await town.signed_in(f"p{i}@stadt.example", Grant("admin")) for i in range(PEOPLE)]
    times: list[float] = []
    claims: Counter[int] = Counter()
    sent: list[str] = []
    before = (await town.rows("SELECT count(*) FROM inbox"))[0][0]
    until = time.perf_counter() + seconds
    used = time.process_time()
    *_, arrived = await asyncio.gather(
        *(work(browser, until, times, claims, sent) for browser in browsers), arrive(town, until)
    )
    processor = time.process_time() - used
    stored = {row[0] for row in await town.rows("SELECT text FROM outbox WHERE text LIKE 'Antwort %'")}
    handled = (await town.rows("SELECT count(*) FROM inbox WHERE handled_at IS NOT NULL"))[0][0] - before
    times.sort()
    print(
        f"{PEOPLE} people, {arrived / seconds:.0f} messages/s for {seconds} s: {len(times)} requests, "
        f"median {statistics.median(times):.0f} ms, p95 {times[int(0.95 * len(times))]:.0f} ms, "
        f"slowest {times[-1]:.0f} ms; processor {100 * processor / seconds:.0f} % of one core"
    )
    print(
        f"claimed {len(claims)}, twice {sum(n > 1 for n in claims.values())}; replies sent {len(sent)}, "
        f"lost {len(set(sent) - stored)}; messages arrived {arrived}, not handled {arrived - handled}"
    )


async def main(conversations: int, seconds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "amtsbote.sqlite3"
        town = Town(load_content(ROOT, date.today()), f"sqlite:///{database}")
        settle_memory()
        began = time.perf_counter()
        fill(database, conversations)
        print(
            f"{conversations} conversations, {conversations // OPEN_EVERY} wait, "
            f"filled in {time.perf_counter() - began:.0f} s"
        )
        browser = await town.signed_in("anna@stadt.example", Grant("admin"))
        await measure_queue(browser)
        await measure_crowd(town, seconds)
        await town.app.engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(*(int(argument) for argument in (*sys.argv[1:], 100_000, 20)[:2])))
