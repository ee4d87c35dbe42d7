"""The web chat's pages and what every answer carries."""

import pytest

from bot.channels.web import News, build_web
from bot.core.content import Content, Courtesies
from bot.errors import SettingsError
from tests.channels.web_bench import MESSAGES, NOW, SIGNED, FakeStore, Web, musterstadt


@pytest.fixture
async def web():
    web = Web()
    async with web.client:
        yield web


ROUTES = [
    ("GET", "/", 200),
    ("GET", "/health", 200),
    ("GET", "/widget.js", 200),
    ("GET", "/static/chat.js", 200),
    ("GET", "/static/nirgends.js", 404),
    ("GET", "/nirgends", 404),
    ("PUT", "/health", 405),
    ("GET", "/chat/musterstadt", 200),
    ("GET", "/chat/musterstadt?embed=1", 200),
    ("GET", "/chat/nirgendwo", 404),
    ("GET", "/chat/musterstadt/", 307),
    ("POST", "/chat/musterstadt/session", 200),
    ("POST", "/chat/nirgendwo/session", 404),
    ("GET", MESSAGES, 401),
    ("POST", MESSAGES, 401),
    ("GET", "/docs", 404),
    ("GET", "/openapi.json", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), ROUTES)
async def test_every_answer_carries_the_security_headers_and_no_cookie(web, method, path, status):
    response = await web.client.request(method, path)
    assert response.status_code == status
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers


def test_the_table_of_routes_names_every_route():
    app = build_web(lambda: Content({}, {}, Courtesies()), FakeStore(), None, News(), lambda: NOW)
    tested = {path.split("?")[0].replace("/musterstadt", "/{organisation}") for _, path, _ in ROUTES}
    assert {route.path for route in app.routes if route.path != "/static"} <= tested


async def test_only_named_origins_may_embed():
    web = Web(embed_origins=["https://www.stadt.example/", "https://*.kreis.example:8443"])
    policy = (await web.client.get("/chat/musterstadt")).headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://www.stadt.example https://*.kreis.example:8443")


@pytest.mark.parametrize("origin", ["*", "https://stadt.example/pfad", "https://a.example; script-src *", ""])
def test_an_origin_that_is_none_stops_the_start(origin):
    with pytest.raises(SettingsError):
        Web(embed_origins=[origin])


async def test_start_page_lists_the_organisations(web):
    page = (await web.client.get("/")).text
    assert "Stadt &lt;Muster&gt; &amp; Co" in page
    assert 'href="/chat/musterstadt"' in page
    assert "Betreiber*innen" in page
    assert 'lang="en"' in page


async def test_start_page_without_organisations_says_so(web):
    web.content = Content({}, {}, Courtesies())
    assert "keine Organisation geladen" in (await web.client.get("/")).text


async def test_health(web):
    assert (await web.client.get("/health")).json() == {"ok": True}


async def test_chat_page_says_who_answers_and_how_to_reach_people(web):
    page = (await web.client.get("/chat/musterstadt")).text
    assert '<html lang="de">' in page
    assert "Ein Programm antwortet" in page
    assert "Willkommen bei die Stadt." in page
    assert "Stadt &lt;Muster&gt; &amp; Co" in page
    noscript = page.split("<noscript>")[1].split("</noscript>")[0]
    assert 'href="tel:+493023125100"' in noscript
    assert "stadt@musterstadt.example" in noscript


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x"])
async def test_a_website_that_is_none_is_not_linked(web, website):
    web.content = Content({"musterstadt": musterstadt(website=website)}, {}, Courtesies())
    assert website not in (await web.client.get("/chat/musterstadt")).text


async def test_pages_hold_no_inline_script_and_nothing_from_elsewhere(web):
    for path in ("/", "/chat/musterstadt", "/chat/nirgendwo"):
        page = (await web.client.get(path)).text
        assert "<style" not in page
        assert " style=" not in page
        assert page.count("<script") == page.count('<script type="module" src="/static/')
        assert 'src="http' not in page


async def test_embedded_chat_has_no_header_but_still_says_who_answers(web):
    page = (await web.client.get("/chat/musterstadt?embed=1")).text
    assert "<header" not in page
    assert "Ein Programm antwortet" in page


async def test_unknown_organisation_gets_a_german_page_and_interfaces_json(web):
    page = await web.client.get("/chat/nirgendwo")
    assert page.status_code == 404
    assert "Diese Seite gibt es nicht" in page.text
    response = await web.client.post("/chat/nirgendwo/messages", json={}, headers=SIGNED)
    assert response.json() == {"error": "Diese Organisation gibt es hier nicht."}


async def test_unknown_path_gets_a_page_in_a_browser(web):
    page = await web.client.get("/nirgends", headers={"Accept": "text/html"})
    assert (page.status_code, "Diese Seite gibt es nicht" in page.text) == (404, True)
