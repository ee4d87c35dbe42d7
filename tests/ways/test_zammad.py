"""Tickets in Zammad: what is sent, none twice, and which of the articles reach the citizen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.organisation import Office, Zammad
from bot.errors import DeliveryRefused, DeliveryUnavailable
from bot.ports import CaseNews
from tests.ways import zammad_stand_in
from tests.ways.conftest import FORWARD, WORDS
from tests.ways.stand_in import BROKEN_OFF_AFTER_WORK, WORKS, Failure

TITLE = "Wohnsitz ummelden"


@pytest.fixture
async def ticket(zammad, town_hall) -> str:
    return await zammad.open_case(FORWARD, town_hall, TITLE, again=False)


async def test_a_ticket_arrives_with_the_number_in_its_title(tickets, ticket):
    (created,) = tickets.tickets.values()
    assert str(created["id"]) == ticket
    assert created["title"] == "Wohnsitz ummelden [7K3Q-F2XM/1]"


async def test_its_customer_is_the_keys_own_user_as_nothing_is_known_of_the_citizen(tickets, ticket):
    (created,), ((article,),) = tickets.tickets.values(), tickets.articles.values()
    assert created["customer_id"] == zammad_stand_in.ME["id"]
    assert (article["sender"], article["type"], article["internal"]) == ("Customer", "web", False)


async def test_staff_read_words_wish_place_time_and_what_becomes_of_their_answer(tickets, ticket):
    assert tickets.articles[int(ticket)][0]["body"] == (
        f"{WORDS}\n\n"
        "Anliegen: Wohnsitz ummelden\n"
        "Ort: Mühlgasse, Oberdorf\n"
        "Eingegangen: 22.11.2026, 14:05 Uhr, Telegram\n"
        "Nummer: 7K3Q-F2XM/1\n\n"
        "Ihre öffentliche Antwort an diesem Ticket geht in den Chat. Interne Notizen bleiben bei Ihnen."
    )


async def test_the_language_is_named_if_it_is_another_and_no_place_is_made_up(zammad, tickets, town_hall):
    forward = replace(FORWARD, language="uk", place=None, street=None, channel="web")
    await zammad.open_case(forward, town_hall, TITLE, again=False)
    body = tickets.articles[19][0]["body"]
    assert "\nSprache: uk\n" in body
    assert "Uhr, Web-Chat\n" in body
    assert "Ort:" not in body


async def test_words_in_html_stay_words(zammad, tickets, town_hall):
    await zammad.open_case(replace(FORWARD, words="<b>Hallo</b>"), town_hall, TITLE, again=False)
    assert tickets.articles[19][0]["body"].startswith("<b>Hallo</b>\n")


@pytest.mark.parametrize("plain_search", [True, False])
async def test_a_second_attempt_finds_the_ticket_whose_answer_was_lost(zammad, tickets, town_hall, plain_search):
    tickets.plain_search = plain_search
    tickets.calls.failures.extend([WORKS, BROKEN_OFF_AFTER_WORK])
    with pytest.raises(DeliveryUnavailable, match="connection lost"):
        await zammad.open_case(FORWARD, town_hall, TITLE, again=False)
    assert await zammad.open_case(FORWARD, town_hall, TITLE, again=True) == "19"
    assert len(tickets.tickets) == 1


@pytest.mark.parametrize("plain_search", [True, False])
async def test_a_second_attempt_creates_the_ticket_that_never_arrived(zammad, tickets, town_hall, plain_search):
    tickets.plain_search = plain_search
    tickets.calls.failures.extend([WORKS, Failure(502)])
    with pytest.raises(DeliveryUnavailable, match="HTTP 502"):
        await zammad.open_case(FORWARD, town_hall, TITLE, again=False)
    assert await zammad.open_case(FORWARD, town_hall, TITLE, again=True) == "19"
    assert await zammad.open_case(FORWARD, town_hall, TITLE, again=True) == "19"


async def test_another_concern_of_the_same_message_is_another_ticket(zammad, tickets, town_hall, ticket):
    other = await zammad.open_case(replace(FORWARD, number=11), town_hall, TITLE, again=True)
    assert other != ticket
    tickets.answers(int(other), "Siehe auch 7K3Q-F2XM/2")
    assert await zammad.open_case(replace(FORWARD, number=2), town_hall, TITLE, again=True) not in (ticket, other)


async def test_a_second_attempt_waits_while_nobody_can_say_whether_there_was_a_first(zammad, tickets, town_hall):
    tickets.calls.failures.append(Failure(500))
    with pytest.raises(DeliveryUnavailable):
        await zammad.open_case(FORWARD, town_hall, TITLE, again=True)
    assert tickets.tickets == {}


@pytest.mark.parametrize(
    ("change", "code"),
    [({"key": "maengel"}, "HTTP 401"), ({"group": "Fremd"}, "HTTP 403"), ({"key": "x"}, "key missing")],
)
async def test_a_wrong_key_or_group_is_a_refusal_that_shows_no_key(zammad, town_hall, change, code):
    office = Office(name="Rathaus", zammad=Zammad(**town_hall.zammad.model_dump() | change))
    with pytest.raises(DeliveryRefused) as caught:
        await zammad.open_case(FORWARD, office, TITLE, again=False)
    assert caught.value.code == str(caught.value) == code


async def test_a_ticket_that_zammad_finds_wrong_is_a_refusal(zammad, tickets, town_hall):
    tickets.calls.failures.extend([WORKS, Failure(422, body=b'{"error": "Attribute \'vorgang\' required!"}')])
    with pytest.raises(DeliveryRefused, match=r"^HTTP 422$"):
        await zammad.open_case(FORWARD, town_hall, TITLE, again=False)


async def test_an_office_without_zammad_is_a_refusal(zammad):
    with pytest.raises(DeliveryRefused, match="not set up"):
        await zammad.open_case(FORWARD, Office(name="Rathaus"), TITLE, again=False)


@pytest.mark.parametrize(
    ("state", "closed"), [(1, False), (2, False), (3, False), (4, True), (8, True), (9, False)], ids=str
)
async def test_a_case_is_closed_when_its_state_says_so_in_zammads_or_the_offices_own_words(
    zammad, tickets, town_hall, ticket, state, closed
):
    tickets.tickets[int(ticket)]["state_id"] = state
    assert await zammad.news_of(ticket, town_hall) == CaseNews(closed)


async def test_the_last_public_answer_is_the_note(zammad, tickets, town_hall, ticket):
    tickets.answers(int(ticket), "Wir kümmern uns.")
    tickets.answers(int(ticket), "Der Termin ist am Dienstag.", content_type="text/plain")
    tickets.answers(int(ticket), "Nervensäge", internal=True)
    assert await zammad.news_of(ticket, town_hall) == CaseNews(False, "Der Termin ist am Dienstag.")


async def test_the_citizens_own_words_never_come_back_as_an_answer(zammad, tickets, town_hall, ticket):
    tickets.articles[int(ticket)][0]["sender"] = "Agent"
    assert await zammad.news_of(ticket, town_hall) == CaseNews(False)


@pytest.mark.parametrize(
    "article",
    [
        {"internal": True},
        {"internal": None},
        {"sender": "System"},
        {"sender": "Customer"},
        {"type": "phone"},
        {"type": "email", "to": "Bauhof <bauhof@dorf.example>"},
        {"type": "email", "to": "bauhof@dorf.example", "cc": zammad_stand_in.ME["email"]},
    ],
    ids=str,
)
async def test_what_is_not_written_to_the_citizen_does_not_reach_them(zammad, tickets, town_hall, ticket, article):
    tickets.answers(int(ticket), "Bitte prüfen, Herr X ist bekannt.", **article)
    assert await zammad.news_of(ticket, town_hall) == CaseNews(False)


async def test_a_mail_to_the_tickets_customer_is_an_answer(zammad, tickets, town_hall, ticket):
    mail = {"type": "email", "to": "Amtsbote <Amtsbote@dorf.example>"}
    body = (
        "<div>Guten Tag,<br><br>der Termin   ist am <b>Dienstag</b>&nbsp;um 9&nbsp;Uhr.</div>"
        '<div data-signature="true">Rathaus<div>Telefon</div></div>'
        '<blockquote type="cite"><p>Am Sonntag schrieben Sie:<p>Hallo</blockquote><p>Kosten: 5 &lt; 6 &euro;</p>'
    )
    tickets.answers(int(ticket), body, **mail)
    expected = "Guten Tag,\n\nder Termin ist am Dienstag um 9 Uhr.\n\nKosten: 5 < 6 €"
    assert await zammad.news_of(ticket, town_hall) == CaseNews(False, expected)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<script>alert(1)</script>Ja<style>p{}</style>", "Ja"),
        ("<p onclick=x>Ja<img src=x onerror=alert(1)>", "Ja"),
        ("Ja<svg><script>1</script>", "Ja"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("<ul><li>eins<li>zwei</ul>", "eins\nzwei"),
        ("Stra\u00adße\u202e\x07 gesperrt", "Straße gesperrt"),
        ("<![CDATA[ x ]]><!-- y --><?php z ?>Ja", "Ja"),
        ("<" * 50_000, "<" * 3_499 + "…"),
        ("<div>" * 20_000 + "tief", "tief"),
        ("a" * 5_000, "a" * 3_499 + "…"),
    ],
    ids=range(10),
)
async def test_html_becomes_plain_text(zammad, tickets, town_hall, ticket, body, text):
    tickets.answers(int(ticket), body)
    assert (await zammad.news_of(ticket, town_hall)).note == text


async def test_a_merged_ticket_is_closed_without_a_word_of_the_other_ones_citizen(zammad, tickets, town_hall, ticket):
    tickets.tickets[int(ticket)]["state_id"] = 5
    tickets.answers(int(ticket), "merged")
    assert await zammad.news_of(ticket, town_hall) == CaseNews(True)


@pytest.mark.parametrize(
    ("case_id", "code"),
    [("404", "HTTP 404"), ("", "no case id"), ("../users/me", "no case id"), ("²", "no case id")],
)
async def test_a_ticket_that_is_gone_or_never_was_is_a_refusal(zammad, town_hall, case_id, code):
    with pytest.raises(DeliveryRefused, match=code):
        await zammad.news_of(case_id, town_hall)
