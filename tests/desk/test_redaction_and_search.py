"""What is blackened, erased or purged stands nowhere any more, and what is kept is found by any of its forms."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.core.retention import PurgeBefore
from bot.core.staff import Grant
from tests.desk.town import Browser, Town

ANNA = "anna@stadt.example"
SECRET = "Zitronenfalter"


@pytest.fixture
async def anna(town: Town) -> Browser:
    return await town.signed_in(ANNA, Grant("admin"))


async def bytes_of(town: Town, folder: Path) -> bytes:
    """The database file with everything written back to it."""
    await town.app.engine.dispose()
    with sqlite3.connect(folder / "amtsbote.sqlite3") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return (folder / "amtsbote.sqlite3").read_bytes().lower()


async def test_a_passage_is_blackened_wherever_it_was_copied(town: Town, anna: Browser, tmp_path: Path) -> None:
    conversation = await town.writes(f"Ich will einen Menschen. Mein Wort ist {SECRET} im  Garten")
    await town.writes(f"nochmal: {SECRET.lower()} im Garten")
    here = f"/conversations/{conversation}"
    await anna.post(f"{here}/notes", text=f"Sagt {SECRET} im Garten")
    await anna.post(f"{here}/reply", text=f"Danke für {SECRET} im Garten")
    assert f"/desk/conversations/{conversation}" in (await anna.get(f"/search?q={SECRET}")).text
    done = await anna.post(f"{here}/redact", passage=f"{SECRET} im Garten")
    assert done.headers["Location"].endswith("done=redacted")
    page = (await anna.get(here)).text
    assert page.count("[geschwärzt]") == 4
    lines = await town.app.store.lines("musterstadt", "web", "42")
    assert not any(SECRET.lower() in line.text.lower() for line in lines), "the web chat shows it no more"
    assert f"/desk/conversations/{conversation}" not in (await anna.get(f"/search?q={SECRET}")).text
    assert f"/desk/conversations/{conversation}" in (await anna.get("/search?q=nochmal")).text, "the rest is found"
    assert b"zitronenfalt" not in await bytes_of(town, tmp_path)


async def test_redacting_in_one_conversation_leaves_the_others(town: Town, anna: Browser) -> None:
    one = await town.writes(f"Mensch {SECRET} Menschen", "1")
    other = await town.writes(f"Mensch {SECRET} Menschen", "2")
    await anna.post(f"/conversations/{one}/redact", passage=SECRET)
    found = (await anna.get(f"/search?q={SECRET}")).text
    assert f"/desk/conversations/{other}" in found
    assert f"/desk/conversations/{one}" not in found
    assert (await anna.post(f"/conversations/{one}/redact", passage="x")).status_code == 422
    nothing = await anna.post(f"/conversations/{one}/redact", passage="steht hier nicht")
    assert nothing.headers["Location"].endswith("done=nothing")


async def test_nothing_of_an_erased_citizen_stays_in_the_index(town: Town, anna: Browser, tmp_path: Path) -> None:
    await town.writes("Ich bin jemand anderes mit Menschen", "7")
    await town.writes(f"Menschen: {SECRET}")
    await town.writes("/loeschen")
    await town.writes("ja")
    assert "/desk/conversations/2" not in (await anna.get(f"/search?q={SECRET}")).text
    assert "/desk/conversations/1" in (await anna.get("/search?q=jemand")).text
    assert b"zitronenfalt" not in await bytes_of(town, tmp_path)


async def test_the_privacy_officer_deletes_a_conversation_with_everything(
    town: Town, anna: Browser, tmp_path: Path
) -> None:
    conversation = await town.writes(f"Menschen: {SECRET}")
    await anna.post(f"/conversations/{conversation}/notes", text=SECRET)
    assert (await anna.post(f"/conversations/{conversation}/delete")).status_code == 422
    assert (await anna.post(f"/conversations/{conversation}/delete", sure="yes")).status_code == 303
    assert (await anna.get(f"/conversations/{conversation}")).status_code == 404
    assert b"zitronenfalt" not in await bytes_of(town, tmp_path)


async def test_purged_words_leave_the_index_too(town: Town, anna: Browser, tmp_path: Path) -> None:
    await town.writes(f"Menschen: {SECRET}")
    tomorrow = utc_now() + timedelta(days=1)
    before = PurgeBefore(words=tomorrow, conversations=utc_now() - timedelta(days=9), offers=tomorrow)
    await town.app.store.purge("musterstadt", before)
    assert await town.rows("SELECT 1 FROM search_index") == []
    assert "Wortlaut gelöscht" in (await anna.get("")).text
    assert b"zitronenfalt" not in await bytes_of(town, tmp_path)


@pytest.mark.parametrize(
    "words", ["Laternen", "laterne", "LATERNE kaputte", "Straßenlaterne", "strassenlaternen", "Mühl"]
)
async def test_every_form_of_a_word_finds_it(town: Town, anna: Browser, words: str) -> None:
    conversation = await town.writes("In der Mühlgasse sind zwei Laternen kaputt. Straßenlaternen eben")
    assert f"/desk/conversations/{conversation}" in (await anna.client.get("/desk/search", params={"q": words})).text


@pytest.mark.parametrize(
    "words", ['"', "AND OR NOT", "a* -b", "rowid:1", "NEAR(a b)", "'); DROP TABLE turns; --", "🦊", "^x {y}"]
)
async def test_no_search_is_read_as_syntax(town: Town, anna: Browser, words: str) -> None:
    await town.writes("Ich will einen Menschen")
    response = await anna.client.get("/desk/search", params={"q": words})
    assert response.status_code == 200
    assert await town.rows("SELECT 1 FROM turns")


async def test_a_reference_finds_its_conversation(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    reference = (await town.rows("SELECT reference FROM escalations"))[0][0]
    for written in (reference, reference.lower(), reference.replace("-", "")):
        assert f"/desk/conversations/{conversation}" in (await anna.get(f"/search?q={written}")).text
