"""Signing in: what it takes, what is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pyotp
import pytest

from bot.clock import utc_now
from bot.core.content import Content
from bot.core.staff import Grant
from bot.desk.access import COOKIE, own_page, token_hash
from bot.desk.second_factor import code_hash
from tests.desk.accounts import PASSWORD, SECRET, code
from tests.desk.town import Browser, Town, opened

ANNA = "anna@stadt.example"


async def with_password(town: Town, **options: bool) -> Browser:
    """Anna, who has shown her password and nothing else."""
    await town.account(ANNA, Grant("reviewer"), **options)
    browser = Browser(town.browser())
    response = await browser.post("/sign-in", login=ANNA, password=PASSWORD)
    assert response.status_code == 303, response.text
    await browser.get("/second-factor")
    return browser


async def test_without_any_account_the_page_says_how_to_make_the_first(town: Town) -> None:
    page = await Browser(town.browser()).get("/sign-in")
    assert "amtsbote staff add" in page.text
    assert "<form" not in page.text


async def test_a_wrong_password_and_an_unknown_login_read_the_same(town: Town) -> None:
    await town.account(ANNA, Grant("reviewer"))
    browser = Browser(town.browser())
    wrong = await browser.post("/sign-in", login=ANNA, password="nicht das richtige")
    unknown = await browser.post("/sign-in", login="niemand@stadt.example", password=PASSWORD)
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert wrong.text == unknown.text
    assert COOKIE not in browser.client.cookies


async def test_after_eight_failures_even_the_right_password_has_to_wait(town: Town) -> None:
    await town.account(ANNA, Grant("reviewer"))
    browser = Browser(town.browser())
    for _ in range(8):
        assert (await browser.post("/sign-in", login=ANNA, password="falsch")).status_code == 422
    refused = await browser.post("/sign-in", login=ANNA, password=PASSWORD)
    assert refused.status_code == 429
    assert "15 Minuten" in refused.text
    later, login = utc_now() + timedelta(minutes=16), token_hash(ANNA)
    assert await town.desk.staff.attempt(login, "", later, (8, 40), later - timedelta(minutes=15))


async def test_codes_can_not_be_tried_out_either(town: Town) -> None:
    browser = await with_password(town)
    answers = [(await browser.post("/second-factor", code=f"{i:06}")).status_code for i in range(9)]
    assert answers.count(429) >= 2
    assert (await browser.post("/second-factor", code=code())).status_code == 429


async def test_a_code_works_once(town: Town) -> None:
    used = code()
    browser = await with_password(town)
    assert (await browser.post("/second-factor", code=used)).status_code == 303
    other = Browser(town.browser())
    await other.post("/sign-in", login=ANNA, password=PASSWORD)
    await other.get("/second-factor")
    assert (await other.post("/second-factor", code=used)).status_code == 422


async def test_a_recovery_code_works_once(town: Town) -> None:
    browser = await with_password(town)
    await town.desk.staff.set_recovery_codes(1, [code_hash("abcd-efgh-jkmn")])
    assert (await browser.post("/second-factor", code="ABCD EFGH JKMN")).status_code == 303
    other = Browser(town.browser())
    await other.post("/sign-in", login=ANNA, password=PASSWORD)
    await other.get("/second-factor")
    assert (await other.post("/second-factor", code="abcd-efgh-jkmn")).status_code == 422


async def test_a_role_that_needs_a_second_factor_sets_it_up_before_anything_else(town: Town) -> None:
    browser = await with_password(town, second_factor=False)
    page = await browser.get("/second-factor")
    assert "<svg" in page.text
    assert (await browser.get("")).headers["Location"] == "/desk/second-factor"
    refused = await browser.post("/set-up", code="000000")
    assert refused.status_code == 422
    secret = (await town.rows("SELECT pending_secret FROM desk_sessions"))[0][0]
    done = await browser.post("/set-up", code=pyotp.TOTP(secret).now())
    assert done.text.count("<li><code>") == 10
    assert (await browser.get("")).status_code == 200


async def test_who_only_has_the_password_cannot_replace_the_second_factor(town: Town) -> None:
    browser = await with_password(town)
    assert (await browser.post("/set-up", code=code())).headers["Location"] == "/desk/second-factor"
    assert (await town.rows("SELECT totp_secret FROM staff"))[0][0] == SECRET


async def test_the_second_factor_can_be_left_to_some_roles(content: Content, tmp_path: Path) -> None:
    async with opened(content, tmp_path, desk_second_factor="admin") as town:
        await town.account(ANNA, Grant("reviewer"), second_factor=False)
        response = await Browser(town.browser()).post("/sign-in", login=ANNA, password=PASSWORD)
        assert response.headers["Location"] == "/desk/home"
        await town.account("ben@stadt.example", Grant("admin"), second_factor=False)
        response = await Browser(town.browser()).post("/sign-in", login="ben@stadt.example", password=PASSWORD)
        assert response.headers["Location"].startswith("/desk/second-factor")


async def test_a_session_gets_another_id_at_every_step_so_that_none_can_be_planted(town: Town) -> None:
    await town.account(ANNA, Grant("reviewer"))
    browser = Browser(town.browser())
    browser.client.cookies.set(COOKIE, "planted", domain="desk.example", path="/desk")
    seen = ["planted"]
    await browser.post("/sign-in", login=ANNA, password=PASSWORD)
    seen.append(browser.client.cookies[COOKIE])
    await browser.get("/second-factor")
    await browser.post("/second-factor", code=code())
    seen.append(browser.client.cookies[COOKIE])
    assert len(set(seen)) == 3
    for old in seen[:2]:
        client = town.browser()
        client.cookies.set(COOKIE, old, domain="desk.example", path="/desk")
        assert (await client.get("/desk")).headers["Location"].startswith("/desk/sign-in")
    assert not any(token in str(row) for row in await town.rows("SELECT token FROM desk_sessions") for token in seen)


async def test_the_cookie_is_for_the_desk_alone_and_behind_https_for_https_alone(town: Town) -> None:
    await town.account(ANNA, Grant("reviewer"))
    for scheme, secure in (("http", False), ("https", True)):
        origin = f"{scheme}://desk.example"
        transport = httpx.ASGITransport(town.web)
        async with httpx.AsyncClient(transport=transport, base_url=origin, headers={"Origin": origin}) as client:
            response = await client.post("/desk/sign-in", data={"login": ANNA, "password": PASSWORD})
        flags = response.headers["Set-Cookie"].lower()
        assert "httponly" in flags
        assert "samesite=lax" in flags
        assert "path=/desk" in flags
        assert ("secure" in flags) is secure


async def test_a_session_ends_after_twelve_hours(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("reviewer"))
    token = token_hash(browser.client.cookies[COOKIE])
    assert await town.desk.sessions.find(token, utc_now() + timedelta(hours=11, minutes=59))
    assert await town.desk.sessions.find(token, utc_now() + timedelta(hours=12, minutes=1)) is None


async def test_signing_out_and_being_switched_off_end_a_session_and_its_claims(town: Town) -> None:
    conversation = await town.writes("Ich will einen Menschen")
    for ending in ("sign-out", "disable"):
        login = f"{ending}@stadt.example"
        browser = await town.signed_in(login, Grant("reviewer"))
        await browser.post(f"/conversations/{conversation}/claim")
        assert await town.rows("SELECT 1 FROM claims")
        if ending == "disable":
            by = await town.by(login)
            await town.desk.staff.change(by.staff.id, disabled=True)
        else:
            await browser.get("/account")
            await browser.post("/sign-out")
        assert (await browser.get("/account")).status_code == 303
        assert not await town.rows("SELECT 1 FROM claims")


async def test_a_new_password_ends_all_other_sessions(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("reviewer"))
    for old, new, status in (
        ("falsches Passwort", "zwölf neue Wolken", 422),
        (PASSWORD, "kurz", 422),
        (PASSWORD, "anna@stadt.example1", 422),
        (PASSWORD, "zwölf neue Wolken", 303),
    ):
        before = browser.client.cookies[COOKIE]
        assert (await browser.post("/account/password", old=old, new=new)).status_code == status
    client = town.browser()
    client.cookies.set(COOKIE, before, domain="desk.example", path="/desk")
    assert (await client.get("/desk/account")).status_code == 303
    assert (await browser.get("/account")).status_code == 200


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/desk/../x\\", "/deskevil", "/\\evil.example", "/desk\n", ""]
)
def test_signing_in_leads_to_no_foreign_page(address: str) -> None:
    assert own_page(address) == "/desk/home"


def test_signing_in_leads_back_to_the_page_that_was_asked_for() -> None:
    assert own_page("/desk/conversations/7?x=1") == "/desk/conversations/7?x=1"
