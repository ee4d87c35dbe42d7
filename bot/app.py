"""The composition root: builds every part and runs them together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app_desk import desk_of, settle_memory
from bot.app_mail import mailbox, mailer
from bot.channels.telegram import Telegram, webhook_router
from bot.channels.web.app import build_web
from bot.channels.web.news import News
from bot.channels.web.shield import Shield
from bot.clock import utc_now
from bot.content_files.loader import check_content, load_content
from bot.content_files.parsed import ParsedFiles
from bot.content_files.watching import changes
from bot.core.content import Content
from bot.core.mail import ArrivedMail
from bot.core.messages import InboundMessage
from bot.desk import DeskNews, build_desk
from bot.errors import ChannelUnavailable, SettingsError
from bot.pauses import pauses, wait
from bot.ports import Channel, ContentState, Knowledge, Live, Received
from bot.serving import listen, serve, until_stopped
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
from bot.workers.renew import ReadContent, renew_content
from bot.workers.report import report_faults

log = logging.getLogger(__name__)


@dataclass
class App:
    """Everything that runs, wired together; `channels` by (organisation, name) are those that send by themselves.

    `editors` are the addresses that hear of mistakes in the files.
    """

    live: Live
    engine: AsyncEngine
    read: ReadContent
    root: Path
    editors: tuple[str, ...] = ()
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

    @property
    def content(self) -> Content:
        """What the files say now."""
        return self.live.now.content

    async def receive(self, message: InboundMessage) -> None:
        """Stores a message durably, then wakes the worker."""
        await self.store.receive(message)
        self.to_handle.set()

    def handled(self, received: Received) -> None:
        """A reply is in the outbox: wakes who sends it or waits for it."""
        self.to_remind.set()
        key = received.message.organisation, received.message.address
        self.tell_citizen(key)
        self.desk_news.tell(key)

    def tell_citizen(self, key: tuple[str, str]) -> None:
        """The bot, or staff, wrote to the citizen of (organisation, address)."""
        self.to_deliver.set()
        self.to_forward.set()
        self.news.tell(key)

    def stirred(self) -> None:
        """Something was put into the outbox or the queue without a citizen having written."""
        self.to_deliver.set()
        self.to_forward.set()
        self.news.tell_all()
        self.desk_news.tell_all()

    async def take_mail(self, mail: ArrivedMail) -> None:
        """Does what an arrived mail asks for."""
        if await take_mail(mail, self.deliveries, self.content, utc_now):
            self.stirred()

    def workers(self) -> list[Awaitable[None]]:
        """The loops that run beside the channels."""
        store, outward = self.deliveries, self.outward
        mailer, editors = outward.mailer, self.editors
        reports = [report_faults(self.live, mailer, editors)] if mailer and editors else []
        return [
            *reports,
            handle_received(self.store, self.live, utc_now, self.to_handle, self.handled, outward.ways),
            deliver_replies(self.store, self.channels, utc_now, self.to_deliver),
            deliver_forwards(store, self._content, outward, utc_now, self.to_forward, self.stirred),
            remind(store, self._content, outward.ways, utc_now, self.to_remind, self.stirred),
            follow_cases(store, self._content, outward.systems, utc_now, self.stirred),
            purge_daily(self.store, self.live, utc_now),
            renew_content(self.live, changes(self.root), self.read, Understander, utc_now),
        ]

    def _content(self) -> Content:
        return self.content


@asynccontextmanager
async def open_app(settings: Settings, root: Path) -> AsyncIterator[App]:
    """The application with its database open; raises ContentError or StoreError before anything runs."""
    parsed = ParsedFiles()
    content = load_content(root, date.today(), parsed)
    await asyncio.to_thread(migrate, settings.database)
    if fault := _keys_fault(content, settings.api_keys):
        raise SettingsError(fault)
    engine = open_database(settings.database)
    try:
        live = Live(Knowledge(content, Understander(content)), ContentState(utc_now()))
        settle_memory()
        read = partial(read_files, root, parsed, date.today, settings.api_keys)
        async with office_systems(settings.api_keys) as systems:
            outward = Outward(mailer(settings, utc_now), systems)
            yield App(live, engine, read, root, settings.editors_mail, outward=outward)
    finally:
        await engine.dispose()


def read_files(
    root: Path, parsed: ParsedFiles, today: Callable[[], date], keys: Mapping[str, SecretStr]
) -> tuple[Content | None, tuple[str, ...]]:
    """The snapshot of the files, and the problems that keep them from being used."""
    content, problems = check_content(root, today(), parsed)
    if content and (fault := _keys_fault(content, keys)):
        return None, (fault,)
    return content, tuple(str(problem) for problem in problems if not problem.hint)


def _keys_fault(content: Content, keys: Mapping[str, SecretStr]) -> str | None:
    """Which keys offices' systems need and nobody has set."""
    offices = [office for body in content.bodies.values() for office in body.offices.values()]
    missing = missing_keys(offices, keys)
    return (
        f"AMTSBOTE_API_KEYS: Es fehlen die Schlüssel, die offices.yaml nennt: {', '.join(missing)}."
        if missing
        else None
    )


async def run(settings: Settings, root: Path) -> None:
    """Runs the enabled channels and the workers until SIGINT or SIGTERM."""
    async with open_app(settings, root) as app, contextlib.AsyncExitStack() as stack:
        web = _web(app, settings)
        listening = stack.enter_context(listen(settings.host, settings.port))
        stop = asyncio.Event()
        channels: list[Awaitable[None]] = [serve(web, listening, (app.news, app.desk_news), stop)]
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
        await until_stopped(channels, app.workers(), stop)


def _web(app: App, settings: Settings) -> FastAPI:
    """The desk, with the web chat unless that is switched off."""
    if "web" in settings.channels:
        web = build_web(lambda: app.content, app.store, app.receive, app.news, utc_now, settings.embed_origins)
    else:
        web = FastAPI(openapi_url=None)
        web.add_middleware(Shield, embed_origins=())
    news, ways = app.desk_news, app.outward.ways
    desk = desk_of(settings, app.engine, app.live, app.root, news, app.tell_citizen, ways, utc_now)
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
