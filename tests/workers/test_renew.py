"""Files are saved while the bot answers: what is right is used at once, what is wrong never."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from bot.app import read_files
from bot.content_files.parsed import ParsedFiles
from bot.core.content import Content
from bot.core.conversation import Conversation
from bot.core.messages import InboundMessage
from bot.core.understanding import Candidate
from bot.pipeline import respond
from bot.ports import ContentState, Knowledge, Live
from bot.understanding.engine import Understander
from bot.understanding.reading import Reader
from bot.workers.renew import renew_content
from tests.content_files.folder import ANSWERS, FILES, GUARDS, MELDEWESEN, OFFICES, ORGANISATION, TODAY, Folder

SECONDS = 20
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MOVED = "Ich bin umgezogen, was muss ich tun?"
BIKE = "  fahrrad_weg:\n    kind: service_request\n    title: {de: Fahrrad weg, en: Bike gone}\n"
BIKE += "    examples: {de: [Mein Fahrrad wurde gestohlen, Rad geklaut], en: [my bike is gone]}\n"


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not true():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)


class Running:
    """The loop that takes files over, told of each save by hand, and a citizen who writes."""

    def __init__(
        self, folder: Folder, learn: Callable[[Content], Understander], told: AsyncIterator[None] | None = None
    ) -> None:
        content = folder.load()
        self.live = Live(Knowledge(content, Understander(content)), ContentState(NOW))
        self._saved: asyncio.Queue[None] = asyncio.Queue()
        read = partial(read_files, folder.root, ParsedFiles(), lambda: TODAY, {})
        self._loop = asyncio.ensure_future(renew_content(self.live, told or self._told(), read, learn, self._clock))
        self._looked = asyncio.Event()

    async def saved(self) -> None:
        """Returns after the loop has looked at the files."""
        self._looked.clear()
        self._saved.put_nowait(None)
        await self.looked()

    async def looked(self) -> None:
        """Returns once the loop has looked at the files at all, or since the last save."""
        await asyncio.wait_for(self._looked.wait(), SECONDS)

    async def until(self, true: Callable[[], bool]) -> None:
        await until(true)

    def said(self, text: str) -> str:
        now = self.live.now
        message = InboundMessage("dorf", "test", "1", "1", text, NOW)
        outcome = respond(message, Conversation(), now.content.bodies["dorf"], now.understand, NOW, "7K3-QF2")
        return outcome.turn.replies[0].text

    async def stop(self) -> None:
        self._loop.cancel()
        await asyncio.gather(self._loop, return_exceptions=True)

    def _clock(self) -> datetime:
        self._looked.set()
        return NOW

    async def _told(self) -> AsyncIterator[None]:
        while True:
            await self._saved.get()
            yield


Start = Callable[..., Running]


@pytest.fixture
async def start(folder: Folder) -> AsyncIterator[Start]:
    begun: list[Running] = []

    def begin(learn: Callable[[Content], Understander] = Understander) -> Running:
        begun.append(Running(folder, learn))
        return begun[-1]

    yield begin
    for one in begun:
        await one.stop()


def never(content: Content) -> Understander:
    raise AssertionError("nothing to learn")


async def test_a_changed_answer_is_live_without_learning_anything(folder: Folder, start: Start) -> None:
    running = start(never)
    assert "zwei Wochen" in running.said(MOVED)
    folder.edit(ANSWERS, "zwei Wochen Zeit", "vierzehn Tage Zeit")
    await running.saved()
    assert "vierzehn Tage" in running.said(MOVED)
    assert running.live.state == ContentState(NOW)


async def test_offices_guards_and_terms_are_live_without_learning_anything(folder: Folder, start: Start) -> None:
    running = start(never)
    folder.edit(OFFICES, "name: Rathaus", "name: Gemeindehaus")
    folder.edit(GUARDS, "- es brennt", "- es lodert")
    folder.edit(ORGANISATION, "state: RP", "state: RP\ntolerated_errors: 1 %")
    await running.saved()
    assert "Gemeindehaus" in running.said(MOVED)
    assert running.said("hilfe es lodert").startswith("Rufen Sie sofort 112.")


async def test_a_broken_file_is_reported_and_the_last_good_answer_stays(
    folder: Folder, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    running = start(never)
    folder.edit(ANSWERS, "    en: You", "\ten: You")
    await running.saved()
    assert "zwei Wochen" in running.said(MOVED)
    (problem,) = running.live.state.problems
    assert problem.startswith(f"{ANSWERS}:4:1: In der Einrückung steht ein Tabulator.")
    assert problem in caplog.text
    folder.edit(ANSWERS, "zwei Wochen Zeit", "vierzehn Tage Zeit")
    await running.saved()
    assert running.live.state.problems == ()
    assert "vierzehn Tage" in running.said(MOVED)


async def test_an_office_whose_key_nobody_has_set_does_not_go_live(folder: Folder, start: Start) -> None:
    running = start(never)
    system = "    zammad: {url: https://zammad.dorf.example, group: Rathaus, key: tickets}\n"
    folder.edit(OFFICES, '    serves: ["*"]\n', f'    serves: ["*"]\n{system}')
    await running.saved()
    said = "AMTSBOTE_API_KEYS: Es fehlen die Schlüssel, die offices.yaml nennt: tickets."
    assert running.live.state.problems == (said,)
    assert running.live.now.content.bodies["dorf"].offices["rathaus"].zammad is None


async def test_new_answers_are_live_before_new_examples_are_learnt(folder: Folder, start: Start) -> None:
    go_on = asyncio.Event()
    loop = asyncio.get_running_loop()

    def learn(content: Content) -> Understander:
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(20)
        return Understander(content)

    running = start(learn)
    folder.write(MELDEWESEN, FILES[MELDEWESEN] + BIKE)
    folder.edit(ANSWERS, "zwei Wochen Zeit", "vierzehn Tage Zeit")
    await running.saved()
    assert "fahrrad_weg" in running.live.now.content.bodies["dorf"].intents
    assert "vierzehn Tage" in running.said(MOVED)
    assert "Fahrrad" not in running.said("Rad geklaut")
    folder.edit(ANSWERS, "zwei Wochen Zeit", "zehn Tage Zeit")
    await running.saved()
    go_on.set()
    await until(lambda: running.live.now.understand.knows(running.live.now.content))
    assert running.live.now.understand("Rad geklaut", "dorf").concerns[0].best.intent == "fahrrad_weg"
    assert "zehn Tage" in running.said(MOVED), "what was saved meanwhile is not lost"


async def test_an_intent_that_was_deleted_is_never_found_again(folder: Folder, start: Start) -> None:
    folder.write(MELDEWESEN, FILES[MELDEWESEN] + BIKE)
    stuck = asyncio.Event()
    loop = asyncio.get_running_loop()

    def forever(content: Content) -> Understander:
        asyncio.run_coroutine_threadsafe(stuck.wait(), loop).result(20)
        raise AssertionError("stopped")

    running = start(forever)
    assert running.live.now.understand("Rad geklaut", "dorf").concerns[0].best.intent == "fahrrad_weg"
    folder.write(MELDEWESEN, FILES[MELDEWESEN])
    await running.saved()
    found = running.live.now.understand("Rad geklaut", "dorf").concerns[0]
    assert "fahrrad_weg" not in {candidate.intent for candidate in found.candidates}
    stuck.set()


async def test_learning_that_fails_and_a_folder_that_is_gone_stop_nothing(
    folder: Folder, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    running = start(never)
    folder.write(MELDEWESEN, FILES[MELDEWESEN] + BIKE)
    await running.saved()
    await until(lambda: "could not be learnt" in caplog.text)
    (folder.root / "responses").rename(folder.root / "weg")
    await running.saved()
    assert "Den Ordner „responses“ gibt es hier nicht" in running.live.state.problems[0]
    assert "zwei Wochen" in running.said(MOVED)
    (folder.root / "weg").rename(folder.root / "responses")
    folder.edit(ANSWERS, "zwei Wochen Zeit", "vierzehn Tage Zeit")
    await running.saved()
    assert "vierzehn Tage" in running.said(MOVED)


async def test_an_imported_service_is_found_as_soon_as_it_is_saved_and_kept_while_answers_change(
    folder: Folder, start: Start
) -> None:
    running = start()
    service = (
        "topic: katalog\ntitle: {de: Katalog, en: Catalogue}\nintents:\n  angelschein:\n    kind: service_request\n"
    )
    folder.write("intents/dorf/katalog.yaml", service + "    title: {de: Fischereischein, en: Fishing licence}\n")
    await running.saved()
    assert "angelschein" in {c.intent for c in found(running, "Fischereischein beantragen")}
    await running.until(lambda: running.live.now.understand.knows(running.live.now.content))
    before = reader_of(running).catalogues
    folder.edit(ANSWERS, "zwei Wochen Zeit", "vierzehn Tage Zeit")
    await running.saved()
    assert "vierzehn Tage" in running.live.now.content.bodies["dorf"].responses["wohnsitz_ummelden"].texts["de"]
    assert reader_of(running).catalogues is before, "nothing is laid out anew for an answer"
    folder.remove("intents/dorf/katalog.yaml")
    await running.saved()
    assert "angelschein" not in {c.intent for c in found(running, "Fischereischein beantragen")}


def found(running: Running, text: str) -> tuple[Candidate, ...]:
    return running.live.now.understand(text, "dorf").concerns[0].candidates


def reader_of(running: Running) -> Reader:
    understand = running.live.now.understand
    assert isinstance(understand, Understander)
    return understand.reader
