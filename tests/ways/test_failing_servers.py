"""Whatever an office's server does, the outcome has a name, and nothing goes where it should not."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.core.organisation import Office, Open311, Zammad
from bot.errors import DeliveryRefused, DeliveryUnavailable
from bot.ports import CaseNews
from bot.ways import http
from bot.ways.systems import missing_keys
from tests.ways.conftest import FORWARD, KEYS
from tests.ways.stand_in import BROKEN_OFF, COMPRESSED, GARBLED, HUGE, MAINTENANCE, MOVED, Failure

AGAIN = {
    "too many requests": (Failure(429), "HTTP 429"),
    "an error of the server": (Failure(500), "HTTP 500"),
    "a proxy without a server": (Failure(502), "HTTP 502"),
    "a maintenance page elsewhere": (MAINTENANCE, "HTTP 302"),
    "an answer broken off": (BROKEN_OFF, "connection lost"),
    "a huge answer": (HUGE, "answer too large"),
    "a compressed answer": (COMPRESSED, "unreadable answer"),
    "half a JSON": (GARBLED, "unreadable answer"),
    "a page for people": (Failure(200), "unreadable answer"),
    "nothing": (Failure(200, body=b""), "unreadable answer"),
    "an empty list": (Failure(200, body=b"[]"), "unreadable answer"),
    "a mere number": (Failure(200, body=b"7"), "unreadable answer"),
    "brackets without end": (Failure(200, body=b"[" * 100_000), "unreadable answer"),
    "no text at all": (Failure(200, body=b"\xff\xfe\x00"), "unreadable answer"),
}
NEVER = {
    "moved for good": (MOVED, "HTTP 301"),
    "not allowed": (Failure(403), "HTTP 403"),
    "gone": (Failure(410), "HTTP 410"),
    "a method unknown": (Failure(405), "HTTP 405"),
}
BAD_XML = {
    "broken off": b"<service_requests><request><service_request_id>1</serv",
    "entities that grow": b'<!DOCTYPE a [<!ENTITY a "1"><!ENTITY b "&a;&a;">]><service_requests><request>'
    b"<service_request_id>&b;</service_request_id></request></service_requests>",
    "a file of the machine": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    b"<service_requests><request><service_request_id>&f;</service_request_id></request></service_requests>",
    "an unknown entity": b"<service_requests><request><token>&f;</token></request></service_requests>",
    "another encoding": '<?xml version="1.0" encoding="latin-1"?><errors><error>ä</error></errors>'.encode("latin-1"),
    "no requests": b"<service_requests/>",
    "a page": b"<!DOCTYPE html><html><body>Hallo</body></html>",
}


@pytest.fixture
def cases(open311, roads, georeport, zammad, town_hall, tickets):
    """(system, office, failures to come) of either kind."""
    return (open311, roads, georeport.calls.failures), (zammad, town_hall, tickets.calls.failures)


@pytest.mark.parametrize(("failure", "code"), AGAIN.values(), ids=AGAIN)
async def test_what_may_pass_or_nobody_knows_may_be_tried_again(cases, failure, code):
    for system, office, failures in cases:
        failures.append(failure)
        with pytest.raises(DeliveryUnavailable) as caught:
            await system.open_case(FORWARD, office, "Straßenlaterne", again=False)
        assert caught.value.code == code
        failures.append(failure)
        with pytest.raises(DeliveryUnavailable, match=code):
            await system.news_of("1", office)


@pytest.mark.parametrize(("failure", "code"), NEVER.values(), ids=NEVER)
async def test_what_will_not_pass_is_a_refusal(cases, failure, code):
    for system, office, failures in cases:
        failures.append(failure)
        with pytest.raises(DeliveryRefused) as caught:
            await system.open_case(FORWARD, office, "Straßenlaterne", again=False)
        assert caught.value.code == code


@pytest.mark.parametrize("body", BAD_XML.values(), ids=BAD_XML)
async def test_xml_that_is_none_or_means_harm_is_an_unknown_outcome(open311, georeport, roads, body):
    georeport.calls.failures.append(Failure(201, {"Content-Type": "text/xml"}, body))
    with pytest.raises(DeliveryUnavailable, match="unreadable answer"):
        await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False)


async def test_xml_in_an_answer_to_json_is_read_all_the_same(open311, georeport, roads):
    xml = "\ufeff<?xml version='1.0'?><service_requests><request><service_request_id>7<!-- x -->8</service_request_id>"
    body = f"{xml}<note><b>9</b></note></request></service_requests>".encode()
    georeport.calls.failures.append(Failure(201, {"Content-Type": "text/xml"}, body))
    assert await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False) == "78"


async def test_a_json_with_the_root_element_of_the_xml_is_read_all_the_same(open311, georeport, roads):
    georeport.calls.failures.append(Failure(200, body=b'{"service_requests": [{"status": "closed"}]}'))
    assert await open311.news_of("1", roads) == CaseNews(True)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("bald", None),
        ("-5", None),
        ("²", None),
    ],
)
async def test_a_server_says_when_to_come_back(cases, header, seconds):
    assert [wait async for wait in waits(cases, header)] == [seconds] * 4


async def test_a_server_names_the_hour_to_come_back(cases):
    at = datetime.now(UTC) + timedelta(hours=1)
    async for wait in waits(cases, format_datetime(at, usegmt=True)):
        assert wait == pytest.approx(3600, abs=300)


async def waits(cases, header):
    """How long each system is told to wait, for each status that asks for it."""
    for status in (429, 503):
        for system, office, failures in cases:
            failures.append(Failure(status, {"Retry-After": header.encode().decode("latin-1")}))
            with pytest.raises(DeliveryUnavailable) as caught:
                await system.open_case(FORWARD, office, "Straßenlaterne", again=False)
            yield caught.value.retry_after


@pytest.fixture
def silent_port():
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def offices_at(url: str) -> list[tuple[str, Office]]:
    open311 = Open311(url=url, service_code={"*": "1"}, key="maengel")
    zammad = Zammad(url=url, group="Rathaus", key="zammad")
    return [("open311", Office(name="Rathaus", open311=open311)), ("zammad", Office(name="Rathaus", zammad=zammad))]


@pytest.mark.parametrize("limit", ["SECONDS", "TOTAL_SECONDS"])
async def test_a_server_that_keeps_silent_is_given_up(silent_port, monkeypatch, limit):
    monkeypatch.setattr(http, limit, 0.05)
    async with http.new_client() as client:
        with pytest.raises(DeliveryUnavailable, match="timeout"):
            await http.ask(client, "GET", f"http://127.0.0.1:{silent_port}/")


async def test_a_server_that_is_down_may_come_back(systems, silent_port_closed):
    for name, office in offices_at(f"http://127.0.0.1:{silent_port_closed}"):
        with pytest.raises(DeliveryUnavailable, match="no connection"):
            await systems[name].open_case(FORWARD, office, "Straßenlaterne", again=False)


@pytest.fixture
def silent_port_closed() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.mark.parametrize(
    "url", ["http://dorf.example", "ftp://dorf.example", "https://a:b@dorf.example", "dorf.example"]
)
async def test_an_address_without_protection_is_never_called(systems, url):
    for name, office in offices_at(url):
        for call in (
            systems[name].open_case(FORWARD, office, "Straßenlaterne", again=True),
            systems[name].news_of("1", office),
        ):
            with pytest.raises(DeliveryRefused, match="address"):
                await call


def test_keys_that_offices_need_and_the_settings_lack_are_named() -> None:
    offices = [office for _, office in offices_at("https://dorf.example")]
    assert missing_keys([*offices, Office(name="Rathaus")], KEYS) == []
    assert missing_keys(offices, {}) == ["maengel", "zammad"]
