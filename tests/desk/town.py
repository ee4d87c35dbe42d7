"""A town with its desk: the real application on a SQLite file; only the understanding is a table of words."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from bot.app import App, _web
from bot.app_mail import mailer
from bot.clock import utc_now
from bot.core.content import Content
from bot.core.desk import By
from bot.core.forwarding import Ways
from bot.core.messages import InboundMessage
from bot.core.staff import Grant
from bot.core.understanding import Candidate, Concern, Understanding
from bot.desk_ports import DeskStore
from bot.pipeline import handle
from bot.ports import ContentState, Knowledge, Live
from bot.settings import Settings
from bot.store.database import migrate, open_database
from bot.store.desk_store import desk_store
from bot.workers.forward import Outward
from tests.desk.accounts import PASSWORD, add_account, code

ORIGIN = "http://desk.example"
WORDS = {
    "brennt": "notfall_feuer",
    "nicht mehr leben": "lebenskrise",
    "menschen": "mensch_sprechen",
    "auskunft": "auskunft_daten",
    "journalist": "presseanfrage",
    "beschwere": "beschwerde_allgemein",
    "weihnachtsmarkt": "maerkte_feste",
    "laterne": "strassenlaterne_defekt",
}


def by_words(text: str, organisation: str, context: tuple[str, ...] = ()) -> Understanding:
    """Understands what stands in the table, and nothing else."""
    found = [intent for word, intent in WORDS.items() if word in text.lower()]
    candidates = (Candidate(found[0], 0.97), Candidate("mensch_sprechen", 0.02)) if found else ()
    return Understanding("de", (Concern(text, candidates),))


class Town:
    """The application and browsers without a screen."""

    def __init__(
        self,
        content: Content,
        url: str,
        understand: Any = by_words,
        ways: Ways = frozenset(),
        root: Path = Path(),
        **settings: Any,
    ) -> None:
        migrate(url)
        live = Live(Knowledge(content, understand), ContentState(utc_now()))
        self.app = App(live, open_database(url), lambda: (content, ()), root)
        self.settings = Settings(database=url, **settings)
        sends: Any = mailer(self.settings, utc_now) or (object() if ways else None)  # or the queue is looked at alone
        self.app.outward = Outward(sends)
        self.web = _web(self.app, self.settings)
        self.desk: DeskStore = desk_store(self.app.engine)
        self.sent = 0

    def browser(self) -> httpx.AsyncClient:
        """A browser that has not signed in yet; it says where its forms come from, as browsers do."""
        transport = httpx.ASGITransport(self.web, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN})

    async def account(self, login: str, *grants: Grant, **options: Any) -> int:
        """An account with PASSWORD and SECRET."""
        return await add_account(self.desk, login, *grants, **options)

    async def signed_in(self, login: str, *grants: Grant) -> Browser:
        """A new account, signed in with its second factor."""
        await self.account(login, *grants)
        browser = Browser(self.browser())
        await browser.sign_in(login)
        return browser

    async def writes(
        self, text: str, citizen: str = "42", organisation: str = "musterstadt", channel: str = "web"
    ) -> int:
        """A citizen's message, handled; the id of its conversation."""
        self.sent += 1
        message = InboundMessage(organisation, channel, citizen, f"{citizen}-{self.sent}", text, utc_now())
        await self.app.store.receive(message)
        while received := await self.app.store.next_received():
            await handle(received, self.app.store, self.app.content, by_words, utc_now, ())
            self.app.handled(received)
        return await self.conversation(citizen)

    async def conversation(self, citizen: str) -> int:
        """The id of a citizen's conversation, 0 if there is none."""
        async with self.app.engine.connect() as connection:
            row = await connection.exec_driver_sql("SELECT id FROM conversations WHERE address = ?", (citizen,))
            return int(row.scalar() or 0)

    async def rows(self, query: str, *values: Any) -> list[Any]:
        """What stands in the database."""
        async with self.app.engine.connect() as connection:
            return list((await connection.exec_driver_sql(query, values)).all())

    async def by(self, login: str) -> By:
        """Someone who acts now."""
        found = await self.desk.staff.by_login(login)
        assert found is not None
        return By(found[0], utc_now())


class Browser:
    """A browser at the desk; it sends the token that the last page held."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client, self.csrf = client, ""

    async def get(self, path: str) -> httpx.Response:
        response = await self.client.get(f"/desk{path}")
        self._note(response)
        return response

    async def post(self, path: str, **form: str) -> httpx.Response:
        response = await self.client.post(f"/desk{path}", data={"csrf": self.csrf} | form)
        self._note(response)
        return response

    async def sign_in(self, login: str) -> None:
        """With the password, then with a code that was not used yet."""
        response = await self.post("/sign-in", login=login, password=PASSWORD)
        assert response.status_code == 303, response.text
        await self.get("/second-factor")
        response = await self.post("/second-factor", code=code())
        assert response.status_code == 303, response.text
        await self.get("/account")

    def _note(self, response: httpx.Response) -> None:
        if token := re.search(r'name="csrf" value="([^"]+)"', response.text):
            self.csrf = token[1]


@asynccontextmanager
async def opened(content: Content, folder: Path, **settings: Any) -> AsyncIterator[Town]:
    """The town, and its database closed at the end."""
    town = Town(content, f"sqlite:///{folder}/amtsbote.sqlite3", **settings)
    try:
        yield town
    finally:
        await town.app.engine.dispose()


@contextmanager
def serving_town(content: Content, folder: Path, **settings: Any) -> Iterator[tuple[str, Town]]:
    """The town on a free port of this machine, with its workers; to be used from another thread."""
    ready, box = threading.Event(), {}

    async def main() -> None:
        async with opened(content, folder, **settings) as town:
            config = uvicorn.Config(town.web, port=0, log_level="warning", ws="none", timeout_graceful_shutdown=1)
            server = uvicorn.Server(config)
            workers = [asyncio.ensure_future(worker) for worker in town.app.workers()]
            serving = asyncio.ensure_future(server.serve())
            while not server.started:  # noqa: ASYNC110 - uvicorn has no event to wait for
                await asyncio.sleep(0.02)
            box["url"] = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
            box["town"], box["server"], box["loop"] = town, server, asyncio.get_running_loop()
            ready.set()
            await serving
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    thread = threading.Thread(target=asyncio.run, args=(main(),))
    thread.start()
    try:
        assert ready.wait(60), "the server did not start"
        yield str(box["url"]), box["town"]
    finally:
        box["town"].app.desk_news.close()
        box["town"].app.news.close()
        box["server"].should_exit = True
        thread.join()
