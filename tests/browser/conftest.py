"""A web chat that answers every message with an echo, and a browser to look at it."""

import asyncio
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from bot.channels.web import News, build_web
from bot.core.content import Body, Content, Courtesies, SharedText
from bot.core.messages import Button, Reply
from bot.core.organisation import InSentence, Office, Organisation
from bot.errors import StoreBusy
from bot.ports import Line
from tests.desk.town import serving_town
from tests.mail.mail_server import MailServer

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
GREETING = SharedText(de="Guten Tag. Schreiben Sie mir in einem Satz, worum es geht.", en="Hello.")


class EchoStore:
    """Answers with the same words; "Mülltonne" gets a question; `busy` receipts are refused first."""

    def __init__(self, news):
        self.news, self.busy, self.seen, self.kept = news, 0, set(), {}

    async def receive(self, message):
        if self.busy:
            self.busy -= 1
            raise StoreBusy
        if message.external_id in self.seen:
            return
        self.seen.add(message.external_id)
        self._keep(message, Line(0, True, message.text, datetime.now(UTC)))
        asyncio.get_running_loop().call_later(0.1, self._answer, message)

    async def lines(self, organisation, channel, address):
        return list(self.kept.get((organisation, address), ()))

    async def fetched(self, *_):
        """Nothing to note."""

    def _answer(self, message):
        reply = Reply(f"Echo: {message.text}")
        if message.text == "Mülltonne":
            buttons = (Button("Nicht geleert", "intent:leer"), Button("Bestellen oder tauschen", "intent:neu"))
            reply = Reply("Worum geht es bei Ihrer Mülltonne?", buttons)
        count = sum(not line.by_citizen for lines in self.kept.values() for line in lines)
        self._keep(message, Line(count + 1, False, reply.text, datetime.now(UTC), reply))
        self.news.tell((message.organisation, message.address))

    def _keep(self, message, line):
        self.kept.setdefault((message.organisation, message.address), []).append(line)


def small_content():
    """One town with all ways to reach it."""
    organisation = Organisation(
        name="Stadt Musterstadt",
        in_sentence=InSentence(de="der Stadt Musterstadt", en="the City of Musterstadt"),
        subject=InSentence(de="die Stadt Musterstadt", en="the City of Musterstadt"),
        state="RP",
        desk="rathaus",
        contact={
            "phone": "+49 30 23125 100",
            "email": "stadt@musterstadt.example",
            "website": "https://www.musterstadt.example",
        },
        privacy_notice="https://www.musterstadt.example/datenschutz",
    )
    offices = {"rathaus": Office(name="Rathaus", serves=("*",))}
    body = Body("musterstadt", organisation, offices, {}, {}, {"greeting": GREETING}, lambda _: False)
    return Content({"musterstadt": body}, {}, Courtesies())


class _Server(uvicorn.Server):
    """Sends waiting requests home before it waits for them."""

    def __init__(self, config, news):
        super().__init__(config)
        self.news = news

    async def shutdown(self, sockets=None):
        self.news.close()
        await super().shutdown(sockets)


@contextmanager
def serving(app, news):
    """The application on a free port of this machine."""
    config = uvicorn.Config(app, port=0, log_level="warning", ws="none", timeout_graceful_shutdown=1)
    server = _Server(config, news)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


class _TownPage(BaseHTTPRequestHandler):
    """A town's own page on another site, with a policy that allows the chat and nothing else."""

    def do_GET(self):
        chat = self.server.chat_url
        page = (
            '<!doctype html><html lang="de"><meta charset="utf-8"><title>Stadt</title><main><h1>Unsere Stadt</h1>'
            f'<button>Suche</button></main><script src="{chat}/widget.js" data-organisation="musterstadt" async>'
            "</script></html>"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        policy = f"default-src 'none'; script-src {chat}; frame-src {chat}; base-uri 'none'"
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_):
        """Keeps the test's output clean."""


@pytest.fixture(scope="module")
def town():
    """A server for a town's own page; `chat_url` is set once the chat is up."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _TownPage) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def echo():
    return EchoStore(News())


@pytest.fixture(scope="module")
def web_url(echo, town):
    """Address of the running chat."""
    snapshot = small_content()
    clock = lambda: datetime.now(UTC)  # noqa: E731
    town.url = f"http://localhost:{town.server_port}"
    app = build_web(lambda: snapshot, echo, echo.receive, echo.news, clock, [town.url])
    with serving(app, echo.news) as url:
        town.chat_url = url
        yield url


@pytest.fixture(scope="module")
def browser():
    """Chromium; closed after the module, because an open one keeps other tests from having an event loop."""
    assert Path(CHROMIUM).exists(), "apt-get install -y --no-install-recommends chromium fonts-dejavu-core"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A page without any past that may only talk to this machine and must not log a fault."""
    with fresh_page(browser) as page:
        yield page


@contextmanager
def fresh_page(browser, **options):
    """A page of its own; faults in its console fail the test."""
    context = browser.new_context(locale="de-DE", **options)
    page, faults = context.new_page(), []
    context.set_default_timeout(5000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.faults = faults
    yield page
    context.close()
    assert faults == []


@pytest.fixture(scope="module")
def mails():
    """A mail server."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def desk(content, tmp_path_factory, mails):
    """A town with a desk and a mail server, running with its workers."""
    from tests.browser.desk_steps import DeskUrl  # it needs this file in turn

    folder = tmp_path_factory.mktemp("desk")
    options = {"smtp_host": "127.0.0.1", "smtp_port": mails.port, "smtp_security": "none"}
    with serving_town(content, folder, mail_address="bot@musterstadt.example", **options) as (url, _):
        yield DeskUrl(url, folder / "amtsbote.sqlite3")
