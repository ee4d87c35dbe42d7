"""What another site's page, or a citizen's text, may not do."""

from __future__ import annotations

import pytest

from bot.core.staff import Grant
from bot.desk.routes import ROUTES
from tests.desk.accounts import PASSWORD
from tests.desk.test_access import at
from tests.desk.town import Town

ANNA = "anna@stadt.example"
MARKUP = """<script>alert(1)</script><img src=x onerror=alert(2)> "' {{ 7*7 }} javascript:alert(3)"""


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://desk.example.evil.example"},
        {"Origin": "null"},
        {"Origin": "http://desk.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://desk.example", "Sec-Fetch-Site": "same-site"},
        {"Origin": ""},
    ],
)
async def test_a_form_of_another_site_is_refused_everywhere(town: Town, headers: dict[str, str]) -> None:
    browser = await town.signed_in(ANNA, Grant("admin"))
    browser.client.headers.update(headers)
    for route in ROUTES:
        if route.method == "POST":
            form = {"csrf": browser.csrf, "login": ANNA, "password": PASSWORD}
            response = await browser.client.post(at(route), data=form)
            assert response.status_code == 403, route.path


async def test_a_form_that_says_not_where_it_comes_from_is_refused(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("admin"))
    del browser.client.headers["Origin"]
    assert (await browser.client.post("/desk/account/language", data={"csrf": browser.csrf})).status_code == 403


async def test_a_form_without_the_token_of_its_session_is_refused(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("admin"))
    other = await town.signed_in("ben@stadt.example", Grant("admin"))
    conversation = await town.writes("Ich will einen Menschen")
    for token in ("", "falsch", other.csrf):
        response = await browser.client.post(f"/desk/conversations/{conversation}/claim", data={"csrf": token})
        assert response.status_code == 403
    assert not await town.rows("SELECT 1 FROM claims")


async def test_markup_in_a_citizens_text_stays_text_on_every_page(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("admin"), Grant("auditor"))
    conversation = await town.writes(f"Ich will einen Menschen {MARKUP}")
    turn = (await town.rows("SELECT max(id) FROM turns"))[0][0]
    await browser.post(f"/conversations/{conversation}/notes", text=MARKUP)
    await browser.post(f"/conversations/{conversation}/reply", text=MARKUP)
    await browser.post(f"/conversations/{conversation}/turns/{turn}/intent", intent="presseanfrage")
    await town.writes(MARKUP, "43")
    here = f"/conversations/{conversation}"
    for path in ("", "/queue", here, f"{here}/lines", "/search?q=menschen", "/proposals", "/overview"):
        page = (await browser.get(path)).text
        assert "&lt;script&gt;" in page, path
        assert "<script>" not in page, path
        assert "<img" not in page, path
        assert "{{ 7*7 }}" in page, path


@pytest.mark.parametrize(
    "path",
    [
        "/desk/static/../settings.py",
        "/desk/static/%2e%2e/app.py",
        "/desk/static/..%2fapp.py",
        "/desk/static/%2e%2e%2f%2e%2e%2fsettings.py",
        "/desk/static//etc/passwd",
        "/desk/conversations/1/modules/..%2f..%2fsettings",
        "/desk/conversations/../../etc/passwd/export",
    ],
)
async def test_a_path_in_a_file_name_leads_nowhere(town: Town, path: str) -> None:
    browser = await town.signed_in(ANNA, Grant("admin"))
    await town.writes("Ich will einen Menschen")
    response = await browser.client.get(path)
    assert response.status_code == 404
    assert "import" not in response.text


async def test_the_name_of_an_export_holds_a_number_and_nothing_else(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("privacy_officer"))
    conversation = await town.writes("Ich will einen Menschen")
    response = await browser.get(f"/conversations/{conversation}/export")
    assert response.headers["Content-Disposition"] == f'attachment; filename="conversation-{conversation}.json"'
    assert response.json()["messages"][0]["text"] == "Ich will einen Menschen"


async def test_huge_numbers_and_huge_forms_are_refused(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("admin"))
    assert (await browser.get(f"/conversations/{10**30}")).status_code == 404
    assert (await browser.post("/account/language", language="x" * 200_000)).status_code == 413
    response = await browser.client.post("/desk/account/language", content="&".join(["a=1"] * 500))
    assert response.status_code == 422
