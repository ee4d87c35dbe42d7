"""Every kind of message gets its due time from the organisation's rules."""

from __future__ import annotations

import pytest

from bot.core.content import Body, Intent, Kind, KnownIntent
from bot.core.decision import Escalate
from bot.core.escalation import escalations
from bot.core.organisation import Contact, InSentence, Office, Organisation
from bot.core.understanding import Concern
from tests.core.working_times import BY, at

NOW = at("2026-11-27 15:00")
RULES = {"default": "2 working days", "complaint": "24 service hours", "press_enquiry": "4 service hours"}
KINDS = Kind.__args__  # type: ignore[attr-defined]


def dorf(due: dict[str, str], service_hours: dict[str, str]) -> Body:
    name = InSentence(de="der Gemeinde Dorf", en="Dorf")
    organisation = Organisation(
        name="Dorf",
        in_sentence=name,
        subject=name,
        state="BY",
        contact=Contact(),
        desk="rathaus",
        forwarding="always",
        due=due,
        service_hours=service_hours,
    )
    titles = {"de": "x", "en": "x"}
    prompt = Intent.model_validate({"kind": "privacy_request", "title": titles, "promptly": True})
    intents = {"anzeige": KnownIntent("anzeige", "datenrechte", prompt, "common")}
    return Body(
        "dorf", organisation, {"rathaus": Office(name="Rathaus", serves=("*",))}, intents, {}, {}, BY.is_holiday
    )


def due(kind: Kind, rules: dict[str, str], intent: str | None = None, **service_hours: str) -> str:
    hours = {days.replace("_", "-"): span for days, span in service_hours.items()}
    decision = Escalate(Concern("x", ()), kind, intent, None, 1.0)
    (escalation,) = escalations((decision,), dorf(rules, hours), NOW, "7K3-QF2", frozenset())
    return f"{escalation.due_at:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("kind", "moment"),
    [
        ("complaint", "2026-11-30 15:00"),
        ("press_enquiry", "2026-11-27 19:00"),
        ("service_request", "2026-12-01 23:59"),
        ("unclear", "2026-12-01 23:59"),
        ("privacy_request", "2026-12-28 23:59"),  # a month later is a Sunday
        ("emergency", "2026-11-27 15:00"),
    ],
)
def test_each_kind_is_due_by_its_own_rule_else_by_the_usual_one(kind: Kind, moment: str) -> None:
    assert due(kind, RULES) == moment


def test_service_hours_of_the_organisation_are_counted() -> None:
    assert due("complaint", RULES, mon_fri="08:00-18:00") == "2026-12-02 09:00"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("emergency", "privacy_request")])
def test_an_organisation_without_rules_answers_within_a_working_day(kind: Kind) -> None:
    assert due(kind, {}) == "2026-11-30 23:59"


def test_rights_have_a_month_also_where_nobody_set_it_unless_somebody_looks_at_once() -> None:
    assert due("privacy_request", {}) == "2026-12-28 23:59"
    assert due("privacy_request", {"privacy_request": "2 weeks"}) == "2026-12-11 23:59"
    assert due("privacy_request", {}, "anzeige") == "2026-11-30 23:59"
