"""From a citizen's message to the office's mailbox and back, with a real database and a real mail server."""

from __future__ import annotations

import pytest

from bot.core.escalation import read_reference
from tests.town import LAMP, ROADS, Town, button_of, pass_on


async def test_the_offer_names_the_office_and_what_is_sent(town: Town) -> None:
    (reply,) = await town.writes(LAMP)
    assert "weiterleiten an das Tiefbauamt" in reply.text
    assert "Gesendet werden Ihre Worte" in reply.text
    assert "030 23125 140" in reply.text.replace("+49 30", "030"), "telephone and mail stand beside it"
    assert ROADS in reply.text
    assert [button.label for button in reply.buttons] == ["An das Tiefbauamt weiterleiten"]
    await town.works()
    assert town.server.accepted == [], "nothing leaves without a yes"


async def test_the_citizen_reads_forwarded_only_after_the_mail_server_accepted(town: Town) -> None:
    underway = await pass_on(town)
    assert "sobald sie dort angenommen ist" in underway.text
    assert not any("ist weitergeleitet" in reply.text for reply in await town.replies())
    await town.works()
    (mail,) = town.server.to(ROADS)
    told = (await town.replies())[-1].text
    assert "ist weitergeleitet an das Tiefbauamt" in told
    assert "bis Mittwoch, 25. November" in told
    reference = next(word for word in told.split() if read_reference(word))
    assert reference in underway.text
    assert reference in str(mail.message["Subject"])
    body = mail.message.get_body(("plain",))
    assert body is not None
    assert LAMP in body.get_content()
    assert "Straßenlaterne" in str(mail.message["Subject"])


@pytest.mark.parametrize(
    "yes", ["ja", "Ja bitte", "weiterleiten", "Ja, leiten Sie das weiter", "An das Tiefbauamt weiterleiten"]
)
async def test_a_yes_in_words_passes_it_on(town: Town, yes: str) -> None:
    await town.writes(LAMP)
    await town.writes(yes)
    await town.works()
    assert len(town.server.to(ROADS)) == 1


@pytest.mark.parametrize("no", ["nein", "nein danke", "nicht weiterleiten"])
async def test_a_no_passes_nothing_on(town: Town, no: str) -> None:
    await town.writes(LAMP)
    await town.writes(no)
    await town.works()
    assert town.server.accepted == []


@pytest.mark.parametrize("words", ["hier brennt es weiter", "Mein Mann atmet nicht", "Nein, Hilfe, es brennt"])
async def test_an_emergency_right_after_the_offer_is_neither_yes_nor_no(town: Town, words: str) -> None:
    await town.writes(LAMP)
    (reply,) = await town.writes(words)
    assert "112" in reply.text
    await town.works()
    assert town.server.to(ROADS) == []


TWO = "Die Straßenlaterne vor unserem Haus ist kaputt. Außerdem wurde die Mülltonne nicht geleert."
WASTE = "abfall@musterstadt.example"


@pytest.mark.parametrize(
    ("answer", "roads", "waste"),
    [
        ("An das Tiefbauamt weiterleiten", 1, 0),
        ("das zweite", 0, 1),
        ("an die Abfallwirtschaft weiterleiten bitte", 0, 1),
        ("beides weiterleiten", 1, 1),
        ("ja", 1, 1),
    ],
)
async def test_of_two_offers_the_one_that_is_meant_is_taken(town: Town, answer: str, roads: int, waste: int) -> None:
    await town.writes(TWO)
    await town.writes(answer)
    await town.works()
    assert (len(town.server.to(ROADS)), len(town.server.to(WASTE))) == (roads, waste)


@pytest.mark.parametrize("answer", ["gerne", "mach das", "ja gern"])
async def test_a_friendly_yes_is_one(town: Town, answer: str) -> None:
    await town.writes(LAMP)
    await town.writes(answer)
    await town.works()
    assert len(town.server.to(ROADS)) == 1


async def test_to_pass_it_on_can_be_said_later_a_mere_yes_not(town: Town) -> None:
    await town.writes(LAMP)
    await town.writes("Wann haben die offen?")
    await town.writes("ja")
    await town.works()
    assert town.server.to(ROADS) == []
    await town.writes("bitte weiterleiten")
    await town.works()
    assert len(town.server.to(ROADS)) == 1


async def test_to_erase_is_no_yes_to_the_offer(town: Town) -> None:
    await town.writes(LAMP)
    await town.writes("löschen")
    await town.works()
    assert town.server.to(ROADS) == []


async def test_an_old_button_still_works_but_only_once(town: Town) -> None:
    button = button_of(await town.writes(LAMP))
    await town.writes("Und wo melde ich meinen Hund an?")
    await town.writes(button)
    await town.works()
    again = await town.writes(button)
    await town.works()
    assert len(town.server.to(ROADS)) == 1
    assert "schon unterwegs" in again[-1].text


async def test_nobody_can_use_the_button_of_another_citizen(town: Town) -> None:
    button = button_of(await town.writes(LAMP))
    await town.writes(button, citizen="43")
    await town.works()
    assert town.server.accepted == []


async def test_what_answered_a_question_back_goes_along_with_what_was_asked(town: Town) -> None:
    asked = await town.writes("mülltonne")
    await town.writes(asked[-1].buttons[0].value)
    await town.writes("ja")
    await town.works()
    (mail,) = town.server.accepted
    body = mail.message.get_body(("plain",))
    assert body is not None
    assert "mülltonne" in body.get_content()


async def test_personal_data_do_not_go_along(town: Town) -> None:
    await pass_on(town, LAMP + ". Meine IBAN ist DE89 3704 0044 0532 0130 00, Tel. 0171 2345678")
    await town.works()
    body = town.server.accepted[0].message.get_body(("plain",))
    assert body is not None
    assert "DE89" not in body.get_content()
    assert "2345678" not in body.get_content()


async def test_as_written_a_telephone_number_goes_along_and_a_bank_account_never(town: Town) -> None:
    town.change(forwarded_words="as_written")
    await pass_on(town, LAMP + ". Rückfragen an 0171 2345678")
    await pass_on(town, LAMP + ". Meine IBAN ist DE89 3704 0044 0532 0130 00")
    await town.works()
    first, second = (mail.message.get_body(("plain",)) for mail in town.server.accepted)
    assert first is not None
    assert second is not None
    assert "2345678" in first.get_content()
    assert "DE89" not in second.get_content()


async def test_always_passes_on_at_once_and_never_offers_nothing(town: Town) -> None:
    town.change(forwarding="always")
    (reply,) = await town.writes(LAMP)
    assert "Ich schicke Ihre Nachricht an das Tiefbauamt" in reply.text
    assert reply.buttons == ()
    await town.works()
    assert len(town.server.to(ROADS)) == 1
    town.change_office("tiefbauamt", forwarding="never")
    (reply,) = await town.writes("Da ist ein Schlagloch in der Weinbergstraße")
    assert "weiterleiten" not in reply.text
    assert reply.buttons == ()


async def test_an_objection_is_never_passed_on(town: Town) -> None:
    town.change(forwarding="always")
    (reply,) = await town.writes("Hiermit lege ich Widerspruch gegen den Bescheid vom 3.11. ein")
    assert "weitergeleitet" not in reply.text
    assert "Ich schicke" not in reply.text
    await town.works()
    assert town.server.accepted == []


async def test_a_body_outside_the_organisation_is_not_written_to(town: Town) -> None:
    (reply,) = await town.writes("Bei mir ist der Strom ausgefallen, Störung im ganzen Haus")
    assert "Stadtwerke" in reply.text
    assert reply.buttons == ()


async def test_two_concerns_go_to_two_offices_each_with_its_own_part(town: Town) -> None:
    town.change(forwarding="always")
    await town.writes("Die Straßenlaterne vor unserem Haus ist kaputt. Außerdem wurde die Mülltonne nicht geleert.")
    await town.works()
    lamp, bin_ = (town.server.to(address) for address in (ROADS, "abfall@musterstadt.example"))
    assert len(lamp) == len(bin_) == 1
    body = lamp[0].message.get_body(("plain",))
    assert body is not None
    assert "Mülltonne" not in body.get_content()
