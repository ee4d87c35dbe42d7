"""Defect reports to a GeoReport v2 server: what is sent, what the answers mean, how a case stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest

from bot.core.organisation import Office, Open311
from bot.errors import DeliveryRefused, DeliveryUnavailable
from bot.ports import CaseNews
from tests.ways.conftest import FORWARD, WORDS
from tests.ways.stand_in import BROKEN_OFF, BROKEN_OFF_AFTER_WORK, WORKS, Failure

POST_JSON, POST_XML = (("POST", f"/open311/v2/requests.{format}") for format in ("json", "xml"))


def with_system(office: Office, **changes: object) -> Office:
    assert office.open311
    return Office(name=office.name, open311=Open311(**office.open311.model_dump() | changes))


async def test_a_report_arrives_with_code_place_words_and_number(open311, georeport, roads):
    assert await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False) == "293944"
    assert georeport.posted == [
        {
            "api_key": "geheim-0815",
            "jurisdiction_id": "dorf.example",
            "service_code": "012",
            "address_string": "Mühlgasse, Oberdorf",
            "description": f"{WORDS}\n\nNummer: 7K3Q-F2XM/1",
        }
    ]
    assert georeport.calls.seen == [POST_JSON]


@pytest.mark.parametrize("intent", ["baum_gefahr", None])
async def test_what_has_no_code_of_its_own_gets_the_general_one(open311, georeport, roads, intent):
    await open311.open_case(replace(FORWARD, intent=intent), roads, "Baum", again=False)
    assert georeport.posted[0]["service_code"] == "099"


async def test_without_any_code_nothing_is_sent(open311, georeport, roads):
    office = with_system(roads, service_code={"schlagloch": "012"})
    with pytest.raises(DeliveryRefused, match="no service code"):
        await open311.open_case(FORWARD, office, "Straßenlaterne", again=False)
    assert georeport.calls.seen == []


async def test_a_report_without_a_place_is_refused_before_it_is_sent(open311, georeport, roads):
    with pytest.raises(DeliveryRefused, match="no place"):
        await open311.open_case(replace(FORWARD, place=None, street=None), roads, "Straßenlaterne", again=False)
    assert georeport.calls.seen == []


@pytest.mark.parametrize(("place", "street", "sent"), [("Oberdorf", None, "Oberdorf"), (None, "Am Bach", "Am Bach")])
async def test_one_of_place_and_street_is_enough(open311, georeport, roads, place, street, sent):
    await open311.open_case(replace(FORWARD, place=place, street=street), roads, "Straßenlaterne", again=False)
    assert georeport.posted[0]["address_string"] == sent


async def test_a_long_message_is_cut_to_what_the_specification_allows_and_keeps_its_number(open311, georeport, roads):
    await open311.open_case(replace(FORWARD, words="ä" * 5_000), roads, "Straßenlaterne", again=False)
    (posted,) = georeport.posted
    assert len(posted["description"]) == 4_000
    assert posted["description"].endswith("ä…\n\nNummer: 7K3Q-F2XM/1")


async def test_a_server_without_json_is_spoken_to_in_xml(open311, georeport, roads):
    georeport.formats = ("xml",)
    words = "<Laterne> & „Mast“ ]]> aus"
    case_id = await open311.open_case(replace(FORWARD, words=words), roads, "Straßenlaterne", again=False)
    assert (case_id, georeport.calls.seen) == ("293944", [POST_JSON, POST_XML])
    assert georeport.posted[0]["description"].startswith(words)
    georeport.requests[case_id] |= {"status": "closed", "status_notes": " Mast & Lampe <neu>.\nDanke "}
    assert await open311.news_of(case_id, roads) == CaseNews(True, "Mast & Lampe <neu>.\nDanke")


async def test_a_server_that_refuses_the_format_is_spoken_to_in_xml(open311, georeport, roads):
    georeport.calls.failures.append(Failure(406))
    assert await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False) == "293944"
    assert georeport.calls.seen == [POST_JSON, POST_XML]


@pytest.mark.parametrize("formats", [("json",), ("xml",)])
async def test_a_wrong_key_is_a_refusal_that_does_not_show_it(open311, georeport, roads, formats):
    georeport.formats = formats
    office = with_system(roads, key="zammad")
    with pytest.raises(DeliveryRefused) as caught:
        await open311.open_case(FORWARD, office, "Straßenlaterne", again=False)
    assert caught.value.code == str(caught.value) == "HTTP 403"


@pytest.mark.parametrize("formats", [("json",), ("xml",)])
async def test_a_refusal_shows_the_servers_code_and_not_its_text(open311, georeport, roads, formats):
    georeport.formats = formats
    with pytest.raises(DeliveryRefused) as caught:
        await open311.open_case(replace(FORWARD, words="Weg gesperrt"), roads, "Straßenlaterne", again=False)
    assert caught.value.code == str(caught.value) == "HTTP 400 (1001)"


async def test_an_unknown_service_code_is_a_refusal(open311, georeport, roads):
    with pytest.raises(DeliveryRefused, match=r"HTTP 404 \(1002\)"):
        await open311.open_case(replace(FORWARD, intent="schlagloch"), roads, "Schlagloch", again=False)


async def test_an_endpoint_that_is_gone_may_come_back(open311, georeport, roads):
    office = with_system(roads, url=str(roads.open311.url).replace("v2", "v3"))
    with pytest.raises(DeliveryUnavailable, match="HTTP 404"):
        await open311.open_case(FORWARD, office, "Straßenlaterne", again=False)


async def test_an_error_is_one_even_when_the_server_calls_it_a_success(open311, georeport, roads):
    georeport.calls.failures.append(Failure(200, body=b'[{"code": "9", "description": "CRM is down"}]'))
    with pytest.raises(DeliveryRefused, match=r"HTTP 200 \(9\)"):
        await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False)


async def test_a_key_that_the_settings_lack_is_a_refusal(open311, georeport, roads):
    with pytest.raises(DeliveryRefused, match="key missing"):
        await open311.open_case(FORWARD, with_system(roads, key="fehlt"), "Straßenlaterne", again=False)
    assert georeport.calls.seen == []


async def test_a_token_that_is_numbered_at_once_becomes_the_case(open311, georeport, roads):
    georeport.kind, georeport.numbered = "batch", {"t?/293944": "638344"}
    assert await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False) == "638344"


async def test_a_token_is_asked_about_until_it_has_a_number(open311, georeport, roads):
    georeport.kind = "batch"
    case_id = await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False)
    assert case_id == "token:t?/293944"
    assert await open311.news_of(case_id, roads) == CaseNews(False)
    georeport.numbered["t?/293944"] = ""
    assert await open311.news_of(case_id, roads) == CaseNews(False)
    georeport.numbered["t?/293944"] = "293944"
    georeport.requests["293944"] |= {"status": "Closed", "status_notes": "Leuchtmittel getauscht."}
    assert await open311.news_of(case_id, roads) == CaseNews(True, "Leuchtmittel getauscht.")


@pytest.mark.parametrize("failure", [Failure(500), BROKEN_OFF, Failure(403)])
async def test_a_report_is_accepted_even_if_its_token_cannot_be_asked_about(open311, georeport, roads, failure):
    georeport.kind = "batch"
    georeport.calls.failures.extend([WORKS, failure])
    assert await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False) == "token:t?/293944"


async def test_a_server_that_gives_no_number_at_all_has_accepted_too(open311, georeport, roads):
    georeport.kind = "blackbox"
    assert await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False) == ""
    assert await open311.news_of("", roads) == CaseNews(False)


async def test_a_second_attempt_finds_the_report_whose_answer_was_lost(open311, georeport, roads):
    georeport.calls.failures.append(BROKEN_OFF_AFTER_WORK)
    with pytest.raises(DeliveryUnavailable, match="connection lost"):
        await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False)
    assert await open311.open_case(FORWARD, roads, "Straßenlaterne", again=True) == "293944"
    assert len(georeport.posted) == 1


async def test_another_concern_of_the_same_message_is_another_report(open311, georeport, roads):
    eleventh = await open311.open_case(replace(FORWARD, number=11), roads, "Straßenlaterne", again=False)
    first = await open311.open_case(FORWARD, roads, "Straßenlaterne", again=True)
    assert (eleventh, first) == ("293944", "293945")
    assert await open311.open_case(FORWARD, roads, "Straßenlaterne", again=True) == first


async def test_a_second_attempt_is_sent_where_the_server_lists_nothing(open311, georeport, roads):
    georeport.lists_requests = False
    assert await open311.open_case(FORWARD, roads, "Straßenlaterne", again=True) == "293944"


async def test_a_second_attempt_is_sent_where_the_server_has_no_list_at_all(open311, georeport, roads):
    georeport.calls.failures.extend([Failure(404), Failure(404)])
    assert await open311.open_case(FORWARD, roads, "Straßenlaterne", again=True) == "293944"


async def test_a_second_attempt_waits_while_nobody_can_say_whether_there_was_a_first(open311, georeport, roads):
    georeport.calls.failures.append(Failure(503, {"Retry-After": "30"}))
    with pytest.raises(DeliveryUnavailable) as caught:
        await open311.open_case(FORWARD, roads, "Straßenlaterne", again=True)
    assert (caught.value.retry_after, georeport.posted) == (30, [])


async def test_the_search_begins_before_the_message_in_world_time(open311, georeport, roads):
    received = datetime(2026, 11, 22, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    await open311.open_case(replace(FORWARD, received_at=received), roads, "Straßenlaterne", again=True)
    assert georeport.searched["start_date"] == "2026-11-20T23:30:00Z"


async def test_an_open_case_may_bring_a_note(open311, georeport, roads):
    case_id = await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False)
    assert await open311.news_of(case_id, roads) == CaseNews(False)
    georeport.requests[case_id]["status_notes"] = "<p>Beauftragt.</p><script>alert(1)</script>Ersatzteil\u202e bestellt"
    assert await open311.news_of(case_id, roads) == CaseNews(False, "Beauftragt.\nErsatzteil bestellt")


@pytest.mark.parametrize("case_id", ["1", "../../geheim", "a b?c#d", "%2e%2e"])
async def test_a_case_that_the_server_does_not_know_is_a_refusal(open311, georeport, roads, case_id):
    with pytest.raises(DeliveryRefused, match="HTTP 404"):
        await open311.news_of(case_id, roads)
    ((_, path),) = georeport.calls.seen
    assert unquote(path) == unquote(f"/open311/v2/requests/{case_id}.json")


async def test_no_key_is_sent_where_none_is_asked_for(open311, georeport, roads):
    case_id = await open311.open_case(FORWARD, roads, "Straßenlaterne", again=False)
    await open311.news_of(case_id, roads)
    assert all("geheim" not in str(headers) for headers in georeport.calls.headers)


async def test_an_office_without_open311_is_a_refusal(open311):
    with pytest.raises(DeliveryRefused, match="not set up"):
        await open311.open_case(FORWARD, Office(name="Rathaus"), "Straßenlaterne", again=False)
