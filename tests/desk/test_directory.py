"""Signing in with a town's own directory, against a real OpenID provider on this machine."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
import pytest

from bot.core.content import Content
from bot.core.staff import Grant
from bot.desk.access import COOKIE
from tests.desk.town import ORIGIN, Town, opened

ANNA = "anna@stadt.example"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
async def town(content: Content, tmp_path: Path, issuer: str) -> AsyncIterator[Town]:
    options = {"desk_oidc_issuer": issuer, "desk_oidc_client_id": "amtsbote", "desk_oidc_client_secret": "geheim"}
    async with opened(content, tmp_path, **options) as town:
        yield town


async def approve(address: str, email: str, verified: bool = True) -> str:
    """Signs in at the directory; where it sends the browser to."""
    issuer = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    async with httpx.AsyncClient() as client:
        claims = {"email": email, "email_verified": verified}
        (await client.put(f"{issuer}/users/{email}", json=claims)).raise_for_status()
        return (await client.post(address, data={"sub": email})).headers["Location"]


async def begin(client: httpx.AsyncClient) -> str:
    response = await client.get("/desk/directory")
    assert response.status_code == 303
    return response.headers["Location"]


async def test_who_has_an_account_comes_in_with_the_rights_that_stand_here(town: Town) -> None:
    await town.account(ANNA, Grant("editor"), second_factor=False)
    async with town.browser() as client:
        assert "/desk/directory" in (await client.get("/desk/sign-in")).text
        address = await begin(client)
        asked = parse_qs(urlsplit(address).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["redirect_uri"] == [f"{ORIGIN}/desk/directory/back"]
        back = await client.get(await approve(address, ANNA))
        assert (back.status_code, back.headers["Location"]) == (303, "/desk/home")
        assert (await client.get("/desk/home")).headers["Location"] == "/desk/notices"
        assert (await client.get("/desk")).status_code == 403


async def test_who_has_no_account_stays_outside(town: Town) -> None:
    await town.account(ANNA, Grant("admin"))
    async with town.browser() as client:
        back = await client.get(await approve(await begin(client), "fremd@stadt.example"))
        assert back.status_code == 403
        assert "noch kein Konto" in back.text
        assert COOKIE not in client.cookies
        unverified = await client.get(await approve(await begin(client), ANNA, verified=False))
        assert unverified.status_code == 403


async def test_an_answer_that_this_browser_did_not_ask_for_is_refused(town: Town) -> None:
    await town.account(ANNA, Grant("admin"))
    async with town.browser() as client, town.browser() as other:
        answer = await approve(await begin(client), ANNA)
        assert (await other.get(answer)).status_code == 403
        forged = re.sub(r"state=[^&]+", "state=forged", answer)
        assert (await client.get(forged)).status_code == 403
        wrong_code = re.sub(r"code=[^&]+", "code=wrong", answer)
        assert (await client.get(wrong_code)).status_code == 403
        assert COOKIE not in client.cookies


async def test_an_answer_works_once(town: Town) -> None:
    await town.account(ANNA, Grant("admin"))
    async with town.browser() as client:
        answer = await approve(await begin(client), ANNA)
        assert (await client.get(answer)).status_code == 303
        assert (await client.get(answer)).status_code == 403


async def test_a_directory_that_does_not_answer_is_said(content: Content, tmp_path: Path) -> None:
    options = {"desk_oidc_issuer": "http://localhost:9", "desk_oidc_client_id": "a", "desk_oidc_client_secret": "b"}
    async with opened(content, tmp_path, **options) as town, town.browser() as client:
        response = await client.get("/desk/directory")
        assert response.status_code == 502
        assert "nicht gelungen" in response.text


async def test_without_a_directory_there_is_none(content: Content, tmp_path: Path) -> None:
    async with opened(content, tmp_path) as town, town.browser() as client:
        assert (await client.get("/desk/directory")).status_code == 404
        assert (await client.get("/desk/directory/back?code=1&state=2")).status_code == 404
