"""The composition root: builds every part and runs them together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app_desk import desk_of, settle_memory
from bot.app_mail import mailbox, mailer
from bot.channels.telegram import Telegram, webhook_router
from bot.channels.web.app import build_web
from bot.channels.web.news import News
from bot.channels.web.shield import Shield
from bot.content_files.loader import load_content
from bot.core.content import Content
from bot.core.mail import ArrivedMail
from bot.core.messages import InboundMessage
from bot.desk import DeskNews, build_desk
from bot.errors import ChannelUnavailable, SettingsError
from bot.pauses import pauses, wait
from bot.ports import Channel, Received
from bot.settings import Settings
from bot.store.database import migrate, open_database
from bot.store.sql_deliveries import SqlDeliveries
from bot.store.sql_store import SqlStore
from bot.understanding.engine import Understander
from bot.ways.systems import missing_keys, office_systems
from bot.workers.arrive import take_mail
from bot.workers.deliver import deliver_replies
from bot.workers.follow import follow_cases
from bot.workers.forward import Outward, deliver_forwards
from bot.workers.handle import handle_received
from bot.workers.purge import purge_daily
from bot.workers.remind import remind

log = logging.getLogger(__name__)

GRACE_SECONDS = 5.0
"""How long channels may take to end what they began."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


@dataclass
class App:
    """Everything that runs, wired together; `channels` by (organisation, name) are those that send by themselves."""

    content: Content
    understand: Understander
    engine: AsyncEngine
    channels: dict[tuple[str, str], Channel] = field(default_factory=dict)
    news: News = field(default_factory=News)
    desk_news: DeskNews = field(default_factory=DeskNews)
    to_handle: asyncio.Event = field(default_factory=asyncio.Event)
    outward: Outward = field(default_factory=Outward)
    to_deliver: asyncio.Event = field(default_factory=asyncio.Event)
    to_forward: asyncio.Event = field(default_factory=asyncio.Event)
    to_remind: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.store = SqlStore(self.engine)
        self.deliveries = SqlDeliveries(self.engine)

    async def receive(self, message: InboundMessage) -> None:
        """Stores a message durably, then wakes the worker."""
        await self.store.receive(message)
        self.to_handle.set()

    def handled(self, received: Received) -> None:
        """A reply is in the outbox: wakes who sends it or waits for it."""
        for wake in (self.to_deliver, self.to_forward, self.to_remind):
            wake.set()
        key = received.message.organisation, received.message.address
        self.news.tell(key)
        self.desk_news.tell(key)

    def tell_citizen(self, key: tuple[str, str]) -> None:
        """Staff wrote to, or forwarded for, the citizen of (organisation, address)."""
        self.to_deliver.set()
        self.to_forward.set()
        self.news.tell(key)

    def told(self) -> None:
        """Something was put into the outbox or the queue without a citizen having written."""
        self.to_deliver.set()
        self.to_forward.set()
        self.news.tell_all()

    async def take_mail(self, mail: ArrivedMail) -> None:
        """Does what an arrived mail asks for."""
        if await take_mail(mail, self.deliveries, self.content, utc_now):
            self.told()

    def workers(self) -> list[Awaitable[None]]:
        """The loops that run beside the channels."""
        store, outward = self.deliveries, self.outward
        return [
            handle_received(
                self.store, self.content, self.understand, utc_now, self.to_handle, self.handled, outward.ways
            ),
            deliver_replies(self.store, self.channels, utc_now, self.to_deliver),
            deliver_forwards(store, self._content, outward, utc_now, self.to_forward, self.told),
            remind(store, self._content, outward.ways, utc_now, self.to_remind, self.told),
            follow_cases(store, self._content, outward.systems, utc_now, self.told),
            purge_daily(self.store, self.content, utc_now),
        ]

    def _content(self) -> Content:
        return self.content


@asynccontextmanager
async def open_app(settings: Settings, root: Path) -> AsyncIterator[App]:
    """The application with its database open; raises ContentError or StoreError before anything runs."""
    content = load_content(root, date.today())
    await asyncio.to_thread(migrate, settings.database)
    _check_keys(content, settings)
    engine = open_database(settings.database)
    understander = Understander(content)
    settle_memory()
    try:
        async with office_systems(settings.api_keys) as systems:
            yield App(content, understander, engine, outward=Outward(mailer(settings, utc_now), systems))
    finally:
        await engine.dispose()


def _check_keys(content: Content, settings: Settings) -> None:
    """Raises SettingsError for keys that offices' systems need and nobody has set."""
    offices = [office for body in content.bodies.values() for office in body.offices.values()]
    if missing := missing_keys(offices, settings.api_keys):
        raise SettingsError(
            f"AMTSBOTE_API_KEYS: Es fehlen die Schlüssel, die offices.yaml nennt: {', '.join(missing)}."
        )


async def run(settings: Settings, root: Path) -> None:
    """Runs the enabled channels and the workers until SIGINT or SIGTERM."""
    async with open_app(settings, root) as app, contextlib.AsyncExitStack() as stack:
        web = _web(app, settings)
        listening = stack.enter_context(_listen(settings))
        stop = asyncio.Event()
        channels: list[Awaitable[None]] = [_serve(web, listening, (app.news, app.desk_news), stop)]
        channels += mailbox(settings, app.take_mail, stop)
        if "telegram" in settings.channels:
            organisation, token = _telegram_of(settings, app.content)
            telegram = Telegram(organisation, token, app.receive, settings.telegram_api_url)
            app.channels[organisation, telegram.name] = telegram
            stack.push_async_callback(telegram.stop)
            await telegram.start()
            if settings.telegram_mode == "webhook" and settings.telegram_webhook_secret:
                secret = settings.telegram_webhook_secret.get_secret_value()
                web.include_router(webhook_router(telegram, secret))
                address = f"{(settings.telegram_webhook_url or '').rstrip('/')}/telegram/webhook"
                channels.append(_register(telegram, address, secret, stop))
            else:
                channels.append(telegram.poll(stop))
        host = "localhost" if settings.host == "127.0.0.1" else settings.host
        log.info("http://%s:%d", host, listening.getsockname()[1])
        await _until_stopped(channels, app.workers(), stop)


def _web(app: App, settings: Settings) -> FastAPI:
    """The desk, with the web chat unless that is switched off."""
    if "web" in settings.channels:
        web = build_web(lambda: app.content, app.store, app.receive, app.news, utc_now, settings.embed_origins)
    else:
        web = FastAPI(openapi_url=None)
        web.add_middleware(Shield, embed_origins=())
    content = lambda: app.content  # noqa: E731 - it may be replaced while we run
    told, ways = app.tell_citizen, app.outward.ways
    desk = desk_of(settings, app.engine, content, app.understand, app.desk_news, told, ways, utc_now)
    web.router.routes.extend(build_desk(desk))
    return web


async def _register(telegram: Telegram, address: str, secret: str, stop: asyncio.Event) -> None:
    """Tells Telegram where to deliver, as often as it takes."""
    for pause in pauses():
        try:
            await telegram.register_webhook(address, secret)
            return
        except ChannelUnavailable as error:
            log.warning("telegram does not know our address yet: %s", error)
        await wait(stop, pause)


def _telegram_of(settings: Settings, content: Content) -> tuple[str, str]:
    organisation, token = settings.telegram_organisation, settings.telegram_token
    if organisation is None or organisation not in content.bodies or token is None:
        known = ", ".join(content.bodies)
        raise SettingsError(f"AMTSBOTE_TELEGRAM_ORGANISATION: „{organisation}“ gibt es nicht. Möglich sind: {known}.")
    return organisation, token.get_secret_value()


class _Server(uvicorn.Server):
    """Lets waiting browsers go before it shuts down, so that nothing has to be cut off; leaves signals to us."""

    def __init__(self, config: uvicorn.Config, waiting: Sequence[News | DeskNews]) -> None:
        super().__init__(config)
        self._waiting = waiting

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The whole application stops on a signal, not the server alone."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends all long polls and streams first."""
        for news in self._waiting:
            news.close()
        await super().shutdown(sockets)


def _listen(settings: Settings) -> socket.socket:
    """The socket of the web pages; raises SettingsError if the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=512)
    except OSError:
        raise SettingsError(
            f"AMTSBOTE_PORT: Auf {settings.host}:{settings.port} läuft schon ein anderes Programm, "
            "oder die Adresse gehört nicht zu diesem Rechner."
        ) from None


async def _serve(
    web: FastAPI, listening: socket.socket, waiting: Sequence[News | DeskNews], stop: asyncio.Event
) -> None:
    config = uvicorn.Config(web, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    server = _Server(config, waiting)
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving


async def _until_stopped(channels: list[Awaitable[None]], workers: list[Awaitable[None]], stop: asyncio.Event) -> None:
    """Runs everything until a signal: then the channels end what they began, and the workers are cancelled.

    The first job that fails ends the program, so that a supervisor restarts it whole.
    """
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stop.set)
    open_channels: list[asyncio.Future[Any]] = [asyncio.ensure_future(job) for job in channels]
    tasks: list[asyncio.Future[Any]] = [*open_channels, *(asyncio.ensure_future(job) for job in workers)]
    stopped: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
    try:
        pending = set(tasks)
        while not stop.is_set():
            done, _ = await asyncio.wait({*pending, stopped}, return_when=asyncio.FIRST_COMPLETED)
            pending -= done
            for task in done - {stopped}:
                task.result()
        await asyncio.wait(open_channels, timeout=GRACE_SECONDS)
    finally:
        for task in (*tasks, stopped):
            task.cancel()
        await asyncio.gather(*tasks, stopped, return_exceptions=True)
