"""Who may do what: every address of the desk, with every role."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Mount

from bot.core.staff import ROLES, Grant, Role
from bot.desk.access import Route
from bot.desk.routes import ROUTES
from tests.desk.accounts import PASSWORD
from tests.desk.town import Town

NEEDING_ROLES = [route for route in ROUTES if route.stage == "full"]


def at(route: Route) -> str:
    """The address with numbers that nothing has."""
    numbered = route.path.replace("{module}", "hours")
    return "/desk" + re.sub(r"\{\w+:int\}", "999", numbered)


def names(route: Route) -> str:
    return f"{route.method} {route.path or '/'}"


def test_every_address_under_desk_stands_in_the_table(town: Town) -> None:
    known = {("/desk" + route.path, route.method) for route in ROUTES}
    served = {
        (route.path, method)
        for route in town.web.routes
        if getattr(route, "path", "").startswith("/desk") and not isinstance(route, Mount)
        for method in route.methods - {"HEAD"}
    }
    assert served == known


def test_only_signing_in_is_open_to_everybody() -> None:
    assert {route.path for route in ROUTES if route.stage == "open"} == {"/sign-in", "/directory", "/directory/back"}
    half = {route.path for route in ROUTES if route.stage == "password"}
    assert half == {"/second-factor", "/set-up", "/sign-out"}


async def test_nobody_who_is_not_signed_in_gets_anywhere(town: Town) -> None:
    async with town.browser() as client:
        for route in ROUTES:
            if route.stage == "open":
                continue
            response = await client.request(route.method, at(route))
            assert response.status_code == 303, names(route)
            assert response.headers["Location"].startswith("/desk/sign-in"), names(route)


async def test_the_password_alone_opens_nothing(town: Town) -> None:
    await town.account("anna@stadt.example", *(Grant(role) for role in ROLES))
    async with town.browser() as client:
        response = await client.post("/desk/sign-in", data={"login": "anna@stadt.example", "password": PASSWORD})
        assert response.headers["Location"].startswith("/desk/second-factor")
        for route in NEEDING_ROLES:
            response = await client.request(route.method, at(route))
            assert (response.status_code, response.headers["Location"]) == (303, "/desk/second-factor"), names(route)


@pytest.mark.parametrize("role", ROLES)
async def test_every_address_opens_for_its_roles_and_for_no_other(town: Town, role: Role) -> None:
    browser = await town.signed_in(f"{role}@stadt.example", Grant(role))
    for route in NEEDING_ROLES:
        if route.path == "/events":
            continue  # a stream without an end; its guard is the same
        path = at(route).removeprefix("/desk")
        response = await (browser.get(path) if route.method == "GET" else browser.post(path, old="x", language="de"))
        if role in route.roles:
            assert response.status_code != 403, names(route)
        else:
            assert response.status_code == 403, names(route)
        assert response.status_code < 500, names(route)


async def test_each_page_in_the_menu_opens(town: Town) -> None:
    browser = await town.signed_in("alle@stadt.example", *(Grant(role) for role in ROLES))
    for path in (
        "",
        "/queue",
        "/search",
        "/search?q=wohngeld",
        "/notices",
        "/proposals",
        "/learning",
        "/overview",
        "/audit",
        "/account",
    ):
        response = await browser.get(path)
        assert response.status_code == 200, path
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert " style=" not in response.text
        assert "<script>" not in response.text


async def test_a_role_for_one_office_reaches_no_other_office(town: Town) -> None:
    browser = await town.signed_in("tiefbau@stadt.example", Grant("reviewer", "musterstadt", "tiefbauamt"))
    theirs = await town.writes("Ich beschwere mich", "1")
    mine = await town.writes("Ich beschwere mich noch mehr", "2")
    await town.desk.conversations.reroute(mine, "tiefbauamt", await town.by("tiefbau@stadt.example"))
    queue = (await browser.get("")).text
    assert "noch mehr" in queue
    assert "Ich beschwere mich<" not in queue
    assert (await browser.get(f"/conversations/{mine}")).status_code == 200
    assert (await browser.get(f"/conversations/{theirs}")).status_code == 404
    for path in ("reply", "claim", "close", "notes", "redact", "reroute", "pause", "typing"):
        response = await browser.post(
            f"/conversations/{theirs}/{path}", text="Hallo", reason="other", passage="beschwere"
        )
        assert response.status_code == 404, path
    found = (await browser.get("/search?q=beschwere")).text
    assert f"/desk/conversations/{mine}" in found
    assert f"/desk/conversations/{theirs}" not in found


async def test_a_role_for_one_organisation_reaches_no_other(town: Town) -> None:
    browser = await town.signed_in("kl@stadt.example", *(Grant(role, "kaiserslautern") for role in ROLES))
    theirs = await town.writes("Ich beschwere mich", "1", "musterstadt")
    assert (await browser.get(f"/conversations/{theirs}")).status_code == 404
    assert (await browser.get(f"/conversations/{theirs}/export")).status_code == 404
    assert (await browser.post(f"/conversations/{theirs}/delete", sure="yes")).status_code == 404
    assert "Ich beschwere mich" not in (await browser.get("")).text
    assert "<dd>0</dd>" in (await browser.get("/overview")).text
    response = await browser.post("/notices", organisation="musterstadt", text_de="x", ends_at="2099-01-01T10:00")
    assert response.status_code == 404
    assert await town.conversation("1") == theirs
