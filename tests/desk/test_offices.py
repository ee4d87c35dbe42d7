"""What goes from the desk to an office by mail, and what comes back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.content import Content
from bot.core.staff import Grant
from bot.desk.routes_offices import bare_name
from tests.desk.town import Browser, Town

ANNA = "anna@stadt.example"


@pytest.fixture
async def town(content: Content, tmp_path: Path) -> AsyncIterator[Town]:
    """A town that has a mail server."""
    town = Town(content, f"sqlite:///{tmp_path}/amtsbote.sqlite3", ways=frozenset({"email"}))
    yield town
    await town.app.engine.dispose()


@pytest.fixture
async def anna(town: Town) -> Browser:
    return await town.signed_in(ANNA, Grant("admin"))


async def test_forwarding_sends_the_citizens_words_with_their_reference(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich beschwere mich über das Schlagloch")
    here = f"/conversations/{conversation}"
    assert 'name="office"' in (await anna.get(here)).text
    assert (await anna.post(f"{here}/forward", office="tiefbauamt")).headers["Location"].endswith("done=forwarded")
    rows = await town.rows("SELECT office, way, address, payload, reference FROM deliveries")
    assert [(row[0], row[1]) for row in rows] == [("tiefbauamt", "email")]
    assert rows[0][2] == town.app.content.bodies["musterstadt"].offices["tiefbauamt"].email
    assert json.loads(rows[0][3])["words"] == "Ich beschwere mich über das Schlagloch"
    assert rows[0][4] == (await town.rows("SELECT reference FROM escalations"))[0][0]
    page = (await anna.get(here)).text
    assert "Bei der Stelle" in page
    assert "unterwegs" in page


async def test_without_a_mail_server_nothing_can_be_forwarded(content: Content, tmp_path: Path) -> None:
    town = Town(content, f"sqlite:///{tmp_path}/other.sqlite3")
    anna = await town.signed_in(ANNA, Grant("admin"))
    conversation = await town.writes("Ich beschwere mich")
    assert "Weiterleiten" not in (await anna.get(f"/conversations/{conversation}")).text
    refused = await anna.post(f"/conversations/{conversation}/forward", office="tiefbauamt")
    assert refused.status_code == 422
    assert "kann das Programm nichts schicken" in refused.text
    await town.app.engine.dispose()


async def test_redacting_reaches_what_is_not_sent_yet_and_what_came_back(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich beschwere mich über Zitronenfalter")
    here = f"/conversations/{conversation}"
    await anna.post(f"{here}/forward", office="tiefbauamt")
    await arrives(town, "Zum Zitronenfalter sagen wir nichts.", "plan.pdf")
    assert "Zum Zitronenfalter" in (await anna.get(here)).text
    await anna.post(f"{here}/redact", passage="Zitronenfalter")
    for table, column in (("deliveries", "payload"), ("forwards", "details"), ("arrivals", "text"), ("turns", "text")):
        rows = await town.rows(f"SELECT {column} FROM {table}")  # noqa: S608
        assert rows
        assert "zitronenfalter" not in str(rows).lower(), table


async def test_a_file_of_an_office_is_handed_out_under_a_harmless_name(town: Town, anna: Browser) -> None:
    conversation = await town.writes("Ich beschwere mich")
    await anna.post(f"/conversations/{conversation}/forward", office="tiefbauamt")
    await arrives(town, "Siehe Anlage.", "../../etc/<script>böse.html")
    assert "&lt;script&gt;" in (await anna.get(f"/conversations/{conversation}")).text
    response = await anna.get(f"/conversations/{conversation}/files/1")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''scriptb%C3%B6se.html"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.content == b"<script>alert(1)</script>"
    other = await town.writes("Ich beschwere mich auch", "77")
    assert (await anna.get(f"/conversations/{other}/files/1")).status_code == 404


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("plan.pdf", "plan.pdf"),
        ("C:\\Windows\\system32\\a.exe", "a.exe"),
        ("/etc/passwd", "passwd"),
        ("..", "datei"),
        (".htaccess", "htaccess"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("", "datei"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_file_name_loses_its_path(name: str, bare: str) -> None:
    assert bare_name(name) == bare


async def arrives(town: Town, text: str, file: str) -> None:
    """An office's answer to what was forwarded, as the mailbox keeps it."""
    async with town.app.engine.begin() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO arrivals (delivery_id, message_id, sort, sender, text, at)"
            " VALUES (1, 'm1', 'answer', 'tiefbau@musterstadt.example', ?, '2026-11-29 10:00:00.000000')",
            (text,),
        )
        await connection.exec_driver_sql(
            "INSERT INTO attachments (arrival_id, name, media_type, content) VALUES (1, ?, 'text/html', ?)",
            (file, b"<script>alert(1)</script>"),
        )
