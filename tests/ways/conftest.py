"""Offices of a fictional village whose systems run on this machine, and what a citizen wrote to them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.core.forwarding import Forward, WayName
from bot.core.organisation import Office, Open311, Zammad
from bot.ports import OfficeSystem
from bot.ways.systems import office_systems
from tests.ways import open311_stand_in, zammad_stand_in
from tests.ways.open311_stand_in import Open311StandIn
from tests.ways.stand_in import serving
from tests.ways.zammad_stand_in import ZammadStandIn

WORDS = "Die Laterne vor dem Haus ist aus, seit Tagen & nachts ist es stockdunkel. Größe: 100 %"
KEYS = {"maengel": SecretStr(open311_stand_in.KEY), "zammad": SecretStr(zammad_stand_in.KEY)}
FORWARD = Forward(
    reference="7K3Q-F2XM",
    number=1,
    office="tiefbauamt",
    kind="service_request",
    intent="strassenlaterne_defekt",
    words=WORDS,
    channel="telegram",
    received_at=datetime(2026, 11, 22, 13, 5, tzinfo=UTC),
    place="Oberdorf",
    street="Mühlgasse",
)


@pytest.fixture(autouse=True)
def _nothing_secret_in_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.INFO)
    yield
    for secret in (open311_stand_in.KEY, zammad_stand_in.KEY, WORDS):
        assert secret not in caplog.text


@pytest.fixture
async def systems() -> AsyncIterator[Mapping[WayName, OfficeSystem]]:
    async with office_systems(KEYS) as systems:
        yield systems


@pytest.fixture
def georeport() -> Iterator[Open311StandIn]:
    """The server; a request that the specification does not allow fails the test."""
    stand_in = Open311StandIn()
    yield stand_in
    assert stand_in.calls.violations == []


@pytest.fixture
def open311(systems: Mapping[WayName, OfficeSystem]) -> OfficeSystem:
    return systems["open311"]


@pytest.fixture
def roads(georeport: Open311StandIn) -> Iterator[Office]:
    with serving(georeport.app()) as url:
        codes = {"strassenlaterne_defekt": "012", "schlagloch": "weg", "*": "099"}
        system = Open311(url=f"{url}{georeport.root}/", service_code=codes, jurisdiction="dorf.example", key="maengel")
        yield Office(name="Tiefbauamt", open311=system)


@pytest.fixture
def tickets() -> Iterator[ZammadStandIn]:
    """The server; a ticket that Zammad cannot take fails the test."""
    stand_in = ZammadStandIn()
    yield stand_in
    assert stand_in.calls.violations == []


@pytest.fixture
def zammad(systems: Mapping[WayName, OfficeSystem]) -> OfficeSystem:
    return systems["zammad"]


@pytest.fixture
def town_hall(tickets: ZammadStandIn) -> Iterator[Office]:
    with serving(tickets.app()) as url:
        yield Office(name="Bürgerbüro", zammad=Zammad(url=url, group=zammad_stand_in.GROUP, key="zammad"))
