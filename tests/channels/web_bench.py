"""A web chat of one town with a store that fits on one screen."""

import hashlib
from datetime import UTC, datetime

import httpx

from bot.channels.web import News, build_web
from bot.core.content import Body, Content, Courtesies, SharedText
from bot.core.organisation import InSentence, Office, Organisation
from bot.ports import Line

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TOKEN = "abcdefghijklmnopqrstuvwxyzABCD-_"
ADDRESS = hashlib.sha256(TOKEN.encode()).hexdigest()
SIGNED = {"Authorization": f"Bearer {TOKEN}"}
MESSAGES = "/chat/musterstadt/messages"


class FakeStore:
    """Keeps messages and lines in memory; `fails` is raised instead."""

    def __init__(self):
        self.messages, self.replies, self.confirmed = {}, [], []
        self.fails = None

    async def receive(self, message):
        if self.fails:
            raise self.fails
        self.messages.setdefault((message.organisation, message.channel, message.external_id), message)

    async def lines(self, organisation, channel, address):
        if self.fails:
            raise self.fails
        own = [Line(0, True, m.text, m.received_at) for m in self.messages.values() if m.address == address]
        return own + [Line(i, False, r.text, NOW, r) for i, r in enumerate(self.replies, 1)]

    async def fetched(self, organisation, channel, address, up_to, now):
        self.confirmed.append((organisation, channel, address, up_to))


class Web:
    """The application and everything around it."""

    def __init__(self, **options):
        self.store, self.news, self.now = FakeStore(), News(), NOW
        self.content = Content({"musterstadt": musterstadt()}, {}, Courtesies())
        receive, clock = self.store.receive, lambda: self.now
        app = build_web(lambda: self.content, self.store, receive, self.news, clock, **options)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.example")

    async def send(self, text="Hallo", message_id="m1", headers=SIGNED):
        return await self.client.post(MESSAGES, json={"id": message_id, "text": text}, headers=headers)

    async def lines(self, **query):
        response = await self.client.get(MESSAGES, params=query, headers=SIGNED)
        assert response.status_code == 200, response.text
        return response.json()["lines"]


def musterstadt(**contact):
    contact = contact or {"phone": "+49 (0) 30 23125-100", "email": "stadt@musterstadt.example"}
    organisation = Organisation(
        name="Stadt <Muster> & Co",
        in_sentence=InSentence(de="der Stadt", en="the city"),
        subject=InSentence(de="die Stadt", en="the city"),
        state="RP",
        desk="rathaus",
        contact=contact,
        privacy_notice="https://www.musterstadt.example/datenschutz",
    )
    texts = {"greeting": SharedText(de="Willkommen bei {organisation_subject}.", en="Welcome.")}
    offices = {"rathaus": Office(name="Rathaus", serves=("*",))}
    return Body("musterstadt", organisation, offices, {}, {}, texts, lambda _: False)
