"""Turns of a conversation, through understanding, decision and reply, with the content of Musterstadt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.core.content import Content
from bot.core.conversation import Conversation
from bot.core.messages import InboundMessage
from bot.core.understanding import Understand, Understanding
from bot.pipeline import handle, respond
from bot.ports import Received, Turn
from bot.steps.outcome import Outcome
from bot.understanding.engine import Understander

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=UTC)

Talk = Callable[..., Outcome]


@pytest.fixture
def talk(content: Content, understand: Understander) -> Talk:
    """Writes to Musterstadt as one citizen; each call is the next turn."""
    memory = [Conversation()]

    def write(text: str, at: datetime = MONDAY, attachment: str | None = None) -> Outcome:
        message = InboundMessage("musterstadt", "test", "1", "1", text, at, attachment)  # type: ignore[arg-type]
        outcome = respond(message, memory[0], content.bodies["musterstadt"], understand, at, "7K3-QF2")
        memory[0] = outcome.turn.conversation
        return outcome

    return write


def reply_of(outcome: Outcome) -> str:
    return outcome.turn.replies[0].text


def buttons_of(outcome: Outcome) -> list[str]:
    return [button.value for button in outcome.turn.replies[0].buttons]


def test_the_first_reply_says_once_that_a_machine_answers(talk: Talk) -> None:
    first, second = talk("Wo kann ich meinen Hund anmelden?"), talk("Und wo melde ich mein Auto ab?")
    assert "Ich bin ein Programm der Stadt Musterstadt" in reply_of(first)
    assert "https://www.musterstadt.example/datenschutz" in reply_of(first)
    assert "/mensch" in reply_of(first)
    assert "Ich bin ein Programm" not in reply_of(second)


def test_an_unclear_message_is_clarified_once_then_escalated(talk: Talk) -> None:
    first, second = talk("asdf qwertz"), talk("jklö blub blub")
    assert [d.name for d in first.decisions] == ["clarify"]
    assert [d.name for d in second.decisions] == ["escalate"]
    assert "7K3-QF2" in reply_of(second)
    assert second.turn.escalations[0].reference == "7K3-QF2"


@pytest.mark.parametrize("pick", [0, 1])
def test_a_question_back_is_answered_by_button_number_and_words(talk: Talk, pick: int) -> None:
    asked = talk("mülltonne")
    options = buttons_of(asked)
    assert asked.decisions[0].name == "clarify"
    assert 2 <= len(options) <= 3
    answers = (options[pick], str(pick + 1), ("das erste", "das zweite")[pick])
    for answer in answers:
        chosen = talk(answer)
        assert chosen.decisions[0].intent == options[pick].removeprefix("intent:")
        talk("mülltonne")


def test_an_invented_button_is_only_text(talk: Talk) -> None:
    assert talk("intent:personalausweis_beantragen").turn.replies
    assert talk("office:../../etc").turn.replies


def test_the_place_is_remembered_without_street_and_house_number(talk: Talk) -> None:
    assert "place:Südstadt" in buttons_of(talk("Ich will meinen Personalausweis verlängern"))
    told = talk("Weinbergstr. 12")
    assert told.decisions[0].concern.street == "Weinbergstraße"
    memory = told.turn.conversation.model_dump_json()
    assert "Weinberg" in memory
    assert "12" not in memory
    assert "str" not in memory.lower()


def test_a_place_is_chosen_by_its_button_and_an_invented_one_is_only_text(talk: Talk) -> None:
    talk("Ich will meinen Personalausweis verlängern")
    assert talk("place:Südstadt").decisions[0].office == "buergerbuero_sued"
    talk("/start")
    assert talk("place:../../etc").turn.conversation.place == "Südstadt"


def test_the_telephone_number_asked_for_afterwards_is_that_of_the_last_office(talk: Talk) -> None:
    talk("Bei uns in der Straße ist die Laterne kaputt")
    assert "23125 140" in reply_of(talk("die Telefonnummer bitte"))


def test_the_day_asked_for_afterwards_is_about_the_last_office(talk: Talk) -> None:
    office = talk("Ich möchte heiraten, wo melde ich das an?").decisions[0].office
    followed = talk("und am Samstag?")
    assert followed.decisions[0].intent == "oeffnungszeiten"
    assert followed.decisions[0].office == office


def test_the_office_is_said_to_be_open_or_to_open_next(talk: Talk) -> None:
    assert "jetzt geöffnet, bis" in reply_of(talk("Laterne vor dem Haus ist kaputt", MONDAY))
    assert "öffnet morgen um" in reply_of(talk("Laterne vor dem Haus ist kaputt", SUNDAY))


def test_nothing_opens_on_a_public_holiday(talk: Talk) -> None:
    corpus_christi = datetime(2026, 6, 4, 8, tzinfo=UTC)
    assert "öffnet morgen um" in reply_of(talk("Laterne vor dem Haus ist kaputt", corpus_christi))


def test_the_erasure_is_confirmed_once_and_then_done(talk: Talk) -> None:
    talk("Ich brauche einen Ausweis")
    asked = talk("/loeschen")
    assert not asked.turn.erase
    assert buttons_of(asked) == ["erase:yes", "erase:no"]
    done = talk("erase:yes")
    assert done.turn.erase
    assert done.turn.conversation == Conversation()
    assert "gelöscht" in reply_of(done)


@pytest.mark.parametrize("answer", ["nein", "erase:no"])
def test_an_erasure_that_is_not_wanted_is_left(talk: Talk, answer: str) -> None:
    talk("/loeschen")
    assert not talk(answer).turn.erase
    assert not talk("ja").turn.erase, "the question is over"


def test_an_old_confirmation_button_erases_nothing(talk: Talk) -> None:
    talk("/loeschen")
    talk("Wo ist das Standesamt?")
    assert not talk("erase:yes").turn.erase


def test_the_wish_to_be_forgotten_in_plain_words_offers_the_erasure_and_reaches_a_person(talk: Talk) -> None:
    asked = talk("löscht bitte alles, was ihr über mich gespeichert habt")
    assert asked.turn.kind == "privacy_request"
    assert asked.turn.escalations
    assert buttons_of(asked) == ["erase:yes", "erase:no"]


def test_a_rights_request_is_due_within_a_month_on_a_working_day(talk: Talk) -> None:
    asked = talk("Ich verlange Auskunft nach Art. 15 DSGVO, welche Daten Sie über mich haben")
    due = asked.turn.escalations[0].due_at
    assert due.date().isoformat() == "2026-12-23"
    assert "Mittwoch, 23. Dezember" in reply_of(asked)


def test_an_objection_is_not_valid_here_and_no_mail_address_is_named(talk: Talk) -> None:
    objected = talk("Hiermit lege ich Widerspruch gegen meinen Wohngeldbescheid ein")
    assert "nicht wirksam" in reply_of(objected)
    assert objected.decisions[0].office == "wohngeldstelle", "the office of the service it is about"
    assert "23125 170" in reply_of(objected)
    assert "wohngeld@" not in reply_of(objected)


def test_what_is_forwarded_always_reaches_the_desk_and_the_citizen_reads_it(
    content: Content, understand: Understander
) -> None:
    message = InboundMessage("staedtedreieck", "test", "1", "1", "Meine Mülltonne wurde nicht geleert", MONDAY)
    body = content.bodies["staedtedreieck"]
    outcome = respond(message, Conversation(), body, understand, MONDAY, "7K3-QF2")
    assert [(e.reason, e.office) for e in outcome.turn.escalations] == [("forward", "geschaeftsstelle")]
    assert "weitervermittelt" in reply_of(outcome)
    assert "+49 (0) 9471 99 22 37" in reply_of(outcome)


@pytest.mark.parametrize("attachment", ["photo", "voice", "video", "location", "sticker", "contact", "document"])
def test_what_cannot_be_read_is_acknowledged_with_another_way(talk: Talk, attachment: str) -> None:
    outcome = talk("", attachment=attachment)
    assert "23125 100" in reply_of(outcome)
    assert not outcome.decisions


def test_a_caption_counts_as_the_message(talk: Talk) -> None:
    assert talk("Schlagloch in der Hauptstraße", attachment="photo").decisions[0].intent == "schlagloch"


@pytest.mark.parametrize(
    ("command", "part"),
    [("/start", "Guten Tag"), ("/hilfe", "/loeschen"), ("/datenschutz", "90 Tagen"), ("/mensch", "7K3-QF2")],
)
def test_commands(talk: Talk, command: str, part: str) -> None:
    assert part in reply_of(talk(command))
    assert part in reply_of(talk(f"{command}@musterstadt_bot"))


def test_an_unknown_language_gets_german_and_english(talk: Talk) -> None:
    reply = reply_of(talk("Jag skulle vilja veta hur man anmäler en ny adress i staden"))
    assert "Ich bin ein Programm" in reply
    assert "I am a program" in reply


def test_a_language_that_is_understood_but_not_offered_gets_german_and_english(talk: Talk) -> None:
    reply = reply_of(talk("Kimliğim kayboldu, ne yapmam gerekiyor acaba?"))
    assert "Worum geht es Ihnen?" in reply
    assert "What is it about?" in reply


def test_an_english_citizen_is_answered_in_english(talk: Talk) -> None:
    reply = reply_of(talk("I moved here last week, where do I register my new address?"))
    assert "I am a program" in reply
    assert "Zuständig" not in reply


def test_personal_data_is_masked_before_storing_and_not_repeated(talk: Talk) -> None:
    outcome = talk("Bitte überweist mein Wohngeld auf DE89 3704 0044 0532 0130 00, Tel. 0176 12345678")
    assert "3704" not in outcome.turn.text
    assert "12345678" not in outcome.turn.text
    assert "3704" not in reply_of(outcome)
    assert "persönliche Daten" in reply_of(outcome)


class _Broken:
    def __init__(self) -> None:
        self.turn: Turn | None = None

    async def notice(self, organisation: str, now: datetime) -> None:
        """No crisis."""

    async def record(self, received: Received, turn: Turn, now: datetime) -> None:
        self.turn = turn


async def test_a_message_for_an_organisation_that_is_gone_holds_nobody_up(content: Content) -> None:
    store = _Broken()
    message = InboundMessage("atlantis", "test", "1", "1", "Hallo", MONDAY)
    await handle(Received(1, message, Conversation()), store, content, _never, lambda: MONDAY)  # type: ignore[arg-type]
    assert store.turn == Turn("", "unclear", Conversation(), ())


def _never(text: str, organisation: str) -> Understanding:
    raise AssertionError("nothing to understand")


async def test_a_message_that_cannot_even_be_redacted_reaches_a_person_without_its_words(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(text: str) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.pipeline.redact", fails)
    store = _Broken()
    message = InboundMessage("musterstadt", "test", "1", "1", "Hallo", MONDAY)
    await handle(Received(1, message, Conversation()), store, content, _never, lambda: MONDAY)  # type: ignore[arg-type]
    assert store.turn is not None
    assert store.turn.text == "[nicht lesbar]"
    assert store.turn.escalations


async def test_a_message_the_bot_fails_on_reaches_a_person(content: Content) -> None:
    def fails(text: str, organisation: str) -> object:
        raise ZeroDivisionError

    store, understand = _Broken(), fails
    message = InboundMessage("musterstadt", "test", "1", "1", "Hallo, mein Name ist Beispiel", MONDAY)
    broken: Understand = understand  # type: ignore[assignment]
    await handle(Received(1, message, Conversation()), store, content, broken, lambda: MONDAY)  # type: ignore[arg-type]
    assert store.turn is not None
    assert store.turn.escalations[0].reason == "mensch_sprechen"
    assert store.turn.replies[0].text
