"""Which office is named, and when the place is asked for: tables of what is understood and what is done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.core.conversation import Conversation
from bot.core.decision import Clarify, Decision, Escalate, Refer, decide
from bot.core.understanding import Candidate, Concern, Understanding
from tests.core.town import town

TODAY = date(2026, 11, 23)
ALL_OPTIONS = ("place:Altstadt", "place:Süd", "place:Nord", "place:Weinberg", "place:Steinau")
NEW = Conversation()
ASKED = Conversation(greeted=True, last_intent="pass", clarified=True, options=ALL_OPTIONS)


def decided(intent: str, conversation: Conversation = NEW, confidence: float = 0.9, **concern: Any) -> Decision:
    one = Concern("…", (Candidate(intent, confidence),), **concern)
    (decision,) = decide(Understanding("de", (one,)), conversation, town(), TODAY)
    return decision


@pytest.mark.parametrize(
    ("intent", "place", "office"),
    [
        ("pass", "Nord", "buergerbuero_nord"),
        ("pass", "Weinberg", "buergerbuero_sued"),
        ("umzug", "Süd", "buergerbuero_sued"),
        ("pass", "Steinau", "nachbargemeinde"),  # not ours, by topic
        ("laterne", "Steinau", "nachbargemeinde"),  # not ours, by intent
        ("laterne", "Nord", "tiefbauamt"),
        ("laterne", None, "tiefbauamt"),
        ("hund", "Steinau", "rathaus"),  # that stays ours there, too
        ("kindergeld", "Nord", "familienkasse"),  # not ours anywhere
        ("kindergeld", None, "familienkasse"),
        ("wald", "Ost", "forstamt_ost"),
        ("wald", "Nord", "forstamt"),  # an office without areas takes the rest
    ],
)
def test_the_place_tells_the_office(intent: str, place: str | None, office: str) -> None:
    decision = decided(intent, place=place)
    assert isinstance(decision, Refer)
    assert decision.office == office


@pytest.mark.parametrize(
    ("intent", "place", "told"),
    [("pass", "Nord", "Nord"), ("laterne", "Nord", None), ("laterne", "Steinau", "Steinau"), ("hund", "Nord", None)],
)
def test_the_reply_names_the_place_only_if_it_told_the_office(intent: str, place: str, told: str | None) -> None:
    decision = decided(intent, place=place)
    assert isinstance(decision, Refer)
    assert decision.place == told


def test_without_a_place_it_is_asked_for_with_places_of_every_office_and_others_last() -> None:
    decision = decided("pass")
    assert isinstance(decision, Clarify)
    assert decision.options == ALL_OPTIONS


def test_of_many_places_eight_are_offered() -> None:
    many = {"areas": tuple(f"Ort {n}" for n in range(20)), "serves": ("meldewesen",)}
    concern = Concern("…", (Candidate("pass", 0.9),))
    (decision,) = decide(Understanding("de", (concern,)), Conversation(), town(buergerbuero_nord=many), TODAY)
    assert isinstance(decision, Clarify)
    assert len(decision.options) == 8
    assert decision.options[:3] == ("place:Ort 0", "place:Süd", "place:Ort 1")


def test_the_place_is_asked_for_although_the_wish_had_to_be_asked_for() -> None:
    decision = decided("pass", Conversation(clarified=True, options=("intent:pass", "intent:umzug")))
    assert isinstance(decision, Clarify)


ANSWERS = {
    "a place": ({"place": "Süd", "only_place": True}, "unklar", "buergerbuero_sued"),
    "a place that sounds like a wish": ({"place": "Süd", "only_place": True}, "hund", "buergerbuero_sued"),
    "a place in a sentence that is unclear": ({"place": "Süd"}, "unklar", "buergerbuero_sued"),
    "a place and the same wish": ({"place": "Nord"}, "pass", "buergerbuero_nord"),
    "a place and another wish": ({"place": "Nord"}, "hund", "rathaus"),
    "another wish": ({}, "laterne", "tiefbauamt"),
    "a street in two places of one office": ({"places": ("Süd", "Weinberg")}, "unklar", "buergerbuero_sued"),
    "thanks": ({}, "dank", None),
    "the office by name, that sounds like a wish": ({"offices": ("buergerbuero_nord",)}, "hund", "buergerbuero_nord"),
    "the office by name": ({"offices": ("buergerbuero_nord",)}, "unklar", "buergerbuero_nord"),
}


@pytest.mark.parametrize(("understood", "intent", "office"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_to_the_question_is_understood(understood: dict[str, Any], intent: str, office: str) -> None:
    assert decided(intent, ASKED, **understood).office == office


def test_a_bare_place_continues_what_a_place_matters_for() -> None:
    told = Conversation(last_intent="pass", last_office="buergerbuero_nord", place="Nord")
    assert decided("unklar", told, place="Süd", only_place=True).office == "buergerbuero_sued"
    other = Conversation(last_intent="laterne", last_office="tiefbauamt")
    assert decided("unklar", other, confidence=0.05, place="Süd", only_place=True).name == "clarify"


@pytest.mark.parametrize(
    "understood", [{}, {"place": "Insel", "only_place": True}], ids=["no place", "a place of no office"]
)
def test_what_cannot_be_placed_gets_all_offices_and_no_guess(understood: dict[str, Any]) -> None:
    decision = decided("unklar", ASKED, confidence=0.3, **understood)
    assert isinstance(decision, Refer)
    assert decision.intent == "pass"
    assert decision.office is None
    assert decision.among == ("buergerbuero_nord", "buergerbuero_sued", "nachbargemeinde")


def test_a_place_of_no_office_is_not_asked_about() -> None:
    decision = decided("pass", place="Insel")
    assert isinstance(decision, Refer)
    assert decision.office is None


def test_a_street_in_several_places_is_asked_about_once_with_those() -> None:
    for before in (Conversation(), ASKED):
        asked = decided("pass", before, places=("Nord", "Süd"))
        assert isinstance(asked, Clarify)
        assert asked.options == ("place:Nord", "place:Süd")
    again = Conversation(last_intent="pass", clarified=True, options=("place:Nord", "place:Süd"))
    assert isinstance(decided("pass", again, places=("Nord", "Süd")), Refer)


def test_a_street_here_and_outside_is_asked_about() -> None:
    assert isinstance(decided("pass", places=("Süd", "Steinau")), Clarify)


@pytest.mark.parametrize(
    ("remembered", "understood", "office"),
    [
        ("Süd", {}, "buergerbuero_sued"),
        ("Süd", {"place": "Nord"}, "buergerbuero_nord"),  # the new place wins
        ("Steinau", {}, "nachbargemeinde"),
        ("Süd", {"offices": ("buergerbuero_nord",)}, "buergerbuero_nord"),  # a name wins
        ("abgeschafft", {"place": "Nord"}, "buergerbuero_nord"),
    ],
)
def test_a_remembered_place_is_used(remembered: str, understood: dict[str, Any], office: str) -> None:
    decision = decided("umzug", Conversation(place=remembered), **understood)
    assert isinstance(decision, Refer)
    assert decision.office == office


def test_a_place_that_the_files_no_longer_have_is_asked_for_anew() -> None:
    assert isinstance(decided("pass", Conversation(place="abgeschafft")), Clarify)


def test_a_remembered_place_does_not_decide_between_several_new_ones() -> None:
    assert isinstance(decided("pass", Conversation(place="Süd"), places=("Nord", "Weinberg")), Clarify)


def test_offices_that_no_place_tells_apart_are_asked_for_by_name() -> None:
    decision = decided("boot")
    assert isinstance(decision, Clarify)
    assert decision.options == ("office:hafenamt", "office:fischereiamt")


def test_what_a_guard_hears_in_the_answer_comes_first() -> None:
    guarded = Concern("…", (Candidate("beschwerde", 1.0),), guarded=True)
    (decision,) = decide(Understanding("de", (guarded,)), ASKED, town(), TODAY)
    assert isinstance(decision, Escalate)


@pytest.mark.parametrize(
    ("understood", "office"), [({"place": "Süd"}, "buergerbuero_sued"), ({}, "rathaus")], ids=["placed", "not placed"]
)
def test_a_complaint_about_a_service_names_its_office_only_where_it_is(understood: dict[str, Any], office: str) -> None:
    decision = decided("beschwerde", subject="pass", **understood)
    assert isinstance(decision, Escalate)
    assert decision.office == office
