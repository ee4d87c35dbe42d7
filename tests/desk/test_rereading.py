"""After a change an editor sees which real messages it touches, and what keeps a change from being live."""

from __future__ import annotations

import json
from html import unescape

from bot.clock import utc_now
from bot.core.staff import Grant
from bot.core.understanding import Candidate, Concern, Understanding
from bot.ports import ContentState, Knowledge
from tests.desk.town import Browser, Town

PAGE = "/changes/musterstadt"


def understands(town: Town, **by_word: str) -> None:
    """From now on the bot takes messages with these words for these intents."""

    def understand(text: str, organisation: str, context: tuple[str, ...] = ()) -> Understanding:
        found = [intent for word, intent in by_word.items() if word in text.lower()]
        return Understanding("de", (Concern(text, tuple(Candidate(intent, 0.97) for intent in found)),))

    town.app.live.now = Knowledge(town.app.live.now.content, understand)  # type: ignore[arg-type]


async def shown(browser: Browser) -> str:
    return unescape((await browser.get(PAGE)).text)


async def test_what_is_treated_as_before_is_counted_and_not_shown(town: Town, eva: Browser) -> None:
    await town.writes("Wann ist Weihnachtsmarkt?")
    page = await shown(eva)
    assert "Alles bliebe, wie es war." in page
    assert "Geprüfte Nachrichten: 1" in page


async def test_what_is_taken_for_something_else_now_is_shown_with_then_and_now(town: Town, eva: Browser) -> None:
    await town.writes("Wann ist Weihnachtsmarkt?")
    understands(town, weihnachtsmarkt="newsletter_print")
    page = await shown(eva)
    assert "Wann ist Weihnachtsmarkt?" in page
    then, now = page.split("damals")[2].split("jetzt")[0], page.split("damals")[2].split("jetzt")[1]
    titles = {id: known.intent.title.de for id, known in town.app.content.bodies["musterstadt"].intents.items()}
    assert titles["maerkte_feste"] in then
    assert titles["newsletter_print"] in now


async def test_words_that_were_taken_out_or_are_too_grave_are_not_shown_though_the_change_is(
    town: Town, eva: Browser
) -> None:
    await town.writes("Wann ist Weihnachtsmarkt? Rückruf unter 0151 23456789")
    await town.writes("Hier brennt es am Rathaus", "43")
    understands(town, weihnachtsmarkt="newsletter_print")
    page = await shown(eva)
    assert "davon anders: 2" in page
    assert page.count("(Wortlaut wird hier nicht gezeigt)") == 2
    assert "Rückruf" not in page
    assert "brennt" not in page


async def test_what_was_said_before_counts_as_it_did_then(town: Town, eva: Browser) -> None:
    await town.writes("Wann ist Weihnachtsmarkt?")
    await town.writes("Die Laterne ist kaputt")
    assert "Alles bliebe, wie es war." in await shown(eva)


async def test_who_edits_another_town_gets_nothing(town: Town) -> None:
    other = await town.signed_in("ulla@stadt.example", Grant("editor", "kaiserslautern"))
    assert (await other.get(PAGE)).status_code == 404


async def test_the_audit_log_tells_how_many_and_not_which(town: Town, eva: Browser) -> None:
    await town.writes("Wann ist Weihnachtsmarkt?")
    await shown(eva)
    [row] = await town.rows("SELECT details FROM audit WHERE action = 'reread'")
    assert json.loads(row[0]) == {"messages": 1, "changed": 0}


async def test_what_keeps_a_saved_file_from_being_live_is_said_on_top(town: Town, eva: Browser) -> None:
    assert "Die Dateien haben Fehler" not in (await eva.get("/content/musterstadt")).text
    town.app.live.state = ContentState(utc_now(), ("responses/musterstadt/offices.yaml:3:1: Zu weit eingerückt.",))
    page = (await eva.get("/content/musterstadt")).text
    assert "Die Dateien haben Fehler" in page
    assert "offices.yaml:3:1: Zu weit eingerückt." in page
