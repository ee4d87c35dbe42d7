"""One conversation: answering, handing on, closing, and the bot beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.core.content import Content
from bot.core.staff import Grant
from bot.understanding.engine import Understander
from bot.understanding.explaining import explain
from tests.desk.town import Browser, Town

ANNA, BEN = "anna@stadt.example", "ben@stadt.example"


@pytest.fixture
async def anna(town: Town) -> Browser:
    return await town.signed_in(ANNA, Grant("reviewer"))


async def replies(town: Town, conversation: int) -> list[str]:
    rows = await town.rows("SELECT text FROM outbox WHERE conversation_id = ? ORDER BY id", conversation)
    return [row[0] for row in rows]


async def test_a_reply_goes_out_as_the_organisation_and_wakes_the_citizens_browser(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    told = town.app.news.wait(("musterstadt", "42"), 5)
    done = await anna.post(f"/conversations/{conversation}/reply", text="Guten Tag, wir rufen Sie an.")
    assert done.headers["Location"] == f"/desk/conversations/{conversation}?done=replied"
    assert await told is True
    lines = await town.app.store.lines("musterstadt", "web", "42")
    assert lines[-1].text == "Guten Tag, wir rufen Sie an."
    page = (await anna.get(f"/conversations/{conversation}")).text
    assert "Wartet auf Zustellung" in page
    await town.app.store.fetched("musterstadt", "web", "42", lines[-1].outgoing_id, (await town.by(ANNA)).now)
    assert "Zugestellt" in (await anna.get(f"/conversations/{conversation}")).text
    assert "Anna" not in lines[-1].text


async def test_while_another_person_has_it_a_reply_is_not_sent_and_not_lost(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    ben = await town.signed_in(BEN, Grant("reviewer"))
    await ben.post(f"/conversations/{conversation}/claim")
    refused = await anna.post(f"/conversations/{conversation}/reply", text="Meine lange Antwort")
    assert refused.status_code == 409
    assert "Ben" in refused.text
    assert "Meine lange Antwort</textarea>" in refused.text
    assert "Meine lange Antwort" not in await replies(town, conversation)


async def test_nobody_gets_two_answers_because_two_people_had_the_page_open(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    ben = await town.signed_in(BEN, Grant("reviewer"))
    here = f"/conversations/{conversation}"
    seen = re.search(r'name="seen" value="(\d+)"', (await ben.get(here)).text)
    assert seen is not None
    await anna.post(f"{here}/reply", text="Die erste Antwort", then="close")
    refused = await ben.post(f"{here}/reply", text="Die zweite Antwort", seen=seen[1])
    assert refused.status_code == 422
    assert "Anna" in refused.text
    assert "Die zweite Antwort</textarea>" in refused.text
    seen = re.search(r'name="seen" value="(\d+)"', refused.text)
    assert seen is not None
    assert (await ben.post(f"{here}/reply", text="Die zweite Antwort", seen=seen[1])).status_code == 303


@pytest.mark.parametrize("text", ["", "  ", "Bis [Tag] dann", "::hours bitte", "x" * 3501])
async def test_a_reply_that_is_not_ready_is_not_sent(town: Town, anna: Browser, text: str) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    before = await replies(town, conversation)
    assert (await anna.post(f"/conversations/{conversation}/reply", text=text)).status_code == 422
    assert await replies(town, conversation) == before


async def test_text_modules_are_filled_with_the_facts_of_the_office(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    by = await town.by(ANNA)
    await town.desk.conversations.reroute(conversation, "tiefbauamt", by)
    text = (await anna.get(f"/conversations/{conversation}/modules/kontakt")).json()["text"]
    office = town.app.content.bodies["musterstadt"].offices["tiefbauamt"]
    assert str(office.phone) in text
    assert "{" not in text
    hours = (await anna.get(f"/conversations/{conversation}/modules/hours")).json()["text"]
    assert office.name in hours


async def test_text_modules_are_offered_where_their_topics_fit(town: Town, anna: Browser) -> None:
    general = await town.writes("Ich will einen Menschen", "1")
    lamp = await town.writes("Die Laterne ist kaputt", "2")
    assert (await anna.get(f"/conversations/{general}/modules/ort")).status_code == 404
    assert "Hausnummer" in (await anna.get(f"/conversations/{lamp}/modules/ort")).json()["text"]
    assert (await anna.get(f"/conversations/{lamp}/modules/gibtesnicht")).status_code == 404


async def test_rerouting_gives_it_to_the_other_office_with_nothing_retyped(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich beschwere mich über die Baustelle")
    other = await town.signed_in(BEN, Grant("reviewer", "musterstadt", "tiefbauamt"))
    assert (await other.get(f"/conversations/{conversation}")).status_code == 404
    await anna.post(f"/conversations/{conversation}/claim")
    await anna.post(f"/conversations/{conversation}/reroute", office="tiefbauamt")
    page = await other.get(f"/conversations/{conversation}")
    assert "Ich beschwere mich über die Baustelle" in page.text
    assert not await town.rows("SELECT 1 FROM claims")
    assert (await anna.post(f"/conversations/{conversation}/reroute", office="gibtesnicht")).status_code == 422


async def test_the_bot_goes_on_answering_unless_it_is_paused_and_answers_again_after_closing(
    town: Town, anna: Browser
) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    await town.writes("Wann ist der Weihnachtsmarkt?")
    assert "Weihnachtsmarkt ist vom" in (await replies(town, conversation))[-1]
    await anna.get(f"/conversations/{conversation}")
    await anna.post(f"/conversations/{conversation}/pause", paused="yes")
    before = await replies(town, conversation)
    await town.writes("Wann ist der Weihnachtsmarkt?")
    assert await replies(town, conversation) == before
    page = (await anna.get(f"/conversations/{conversation}")).text
    assert "pausiert" in page
    assert "Bot pausiert" in page, "the message waits for the person"
    await town.writes("Hier brennt es!")
    assert "112" in (await replies(town, conversation))[-1], "an emergency does not wait"
    await anna.post(f"/conversations/{conversation}/close", reason="answered")
    await town.writes("Wann ist der Weihnachtsmarkt?")
    assert "Weihnachtsmarkt ist vom" in (await replies(town, conversation))[-1]


async def test_a_citizen_erases_everything_also_while_the_bot_is_paused(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    await anna.post(f"/conversations/{conversation}/notes", text="Ruft oft an")
    await anna.post(f"/conversations/{conversation}/pause", paused="yes")
    await town.writes("/loeschen")
    await town.writes("ja")
    assert await town.conversation("42") == 0
    for table in ("turns", "escalations", "notes", "pauses", "claims", "search_index"):
        assert await town.rows(f"SELECT 1 FROM {table}") == [], table  # noqa: S608


async def test_closing_wants_a_known_reason_and_says_who_and_why(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    assert (await anna.post(f"/conversations/{conversation}/close", reason="keine Lust")).status_code == 422
    await anna.post(f"/conversations/{conversation}/close", reason="duplicate")
    page = (await anna.get(f"/conversations/{conversation}")).text
    assert "Doppelt, Anna" in page


async def test_notes_are_for_staff_and_never_reach_the_citizen(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    await anna.post(f"/conversations/{conversation}/notes", text="Schon dreimal dagewesen")
    assert "Schon dreimal dagewesen" in (await anna.get(f"/conversations/{conversation}")).text
    lines = await town.app.store.lines("musterstadt", "web", "42")
    assert not any("dreimal" in line.text for line in lines)


async def test_another_intent_is_kept_for_the_editors(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Wann ist der Weihnachtsmarkt?")
    turn = (await town.rows("SELECT id FROM turns"))[0][0]
    path = f"/conversations/{conversation}/turns/{turn}/intent"
    assert (await anna.post(path, intent="gibtesnicht")).status_code == 422
    assert (await anna.post(path, intent="presseanfrage")).status_code == 303
    editor = await town.signed_in("eva@stadt.example", Grant("editor"))
    page = (await editor.get("/proposals")).text
    assert "Wann ist der Weihnachtsmarkt?" in page
    assert "presseanfrage" in page
    await editor.post("/proposals/1", taken="yes")
    assert "Weihnachtsmarkt" not in (await editor.get("/proposals")).text
    assert (await editor.post("/proposals/1", taken="yes")).status_code == 404


async def test_the_page_says_what_the_bot_understood_and_how_sure_it_was(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Wann ist der Weihnachtsmarkt?")
    page = (await anna.get(f"/conversations/{conversation}")).text
    assert "97 %" in page
    assert "beantwortet" in page
    assert '<meter min="0" max="1" value="0.97"' in page
    stored = json.loads((await town.rows("SELECT understood FROM turns"))[0][0])
    assert stored[0]["candidates"] == [["maerkte_feste", 0.97], ["mensch_sprechen", 0.02]]


async def test_why_names_the_example_that_is_most_similar(
    content: Content, understand: Understander, tmp_path: Path
) -> None:
    town = Town(content, f"sqlite:///{tmp_path}/why.sqlite3", understand)
    anna = await town.signed_in(ANNA, Grant("reviewer"))
    conversation = await town.writes("Wann ist denn der Weihnachtsmarkt?")
    turn = (await town.rows("SELECT id FROM turns"))[0][0]
    page = (await anna.get(f"/conversations/{conversation}/turns/{turn}/why")).text
    expected = explain(understand, "Wann ist denn der Weihnachtsmarkt?", content.bodies["musterstadt"]).reasons[0]
    assert str(expected.example) in page
    await town.app.engine.dispose()


async def test_others_see_that_someone_writes(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    stream = town.app.desk_news.stream()
    await anext(stream)
    assert (await anna.post(f"/conversations/{conversation}/typing")).status_code == 204
    heard = await anext(stream)
    assert heard.startswith(b"event: typing\ndata: ")
    assert heard.rstrip().endswith(b" Anna")
    await stream.aclose()
