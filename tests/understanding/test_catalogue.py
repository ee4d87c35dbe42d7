"""Services that no example teaches are found by what they are called, and change nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.content import Body, Content, Intent, KnownIntent, Titles
from bot.core.conversation import Conversation
from bot.core.decision import Clarify, Refer, decide
from bot.core.organisation import Office
from bot.understanding.engine import Understander
from bot.understanding.explaining import explain
from tests.conftest import TODAY

TOWN = "musterstadt"
SERVICES = {
    "bootsliegeplatz": ("Bootsliegeplatz mieten", ("Steg im Stadthafen", "Segelboot"), "Plätze für Boote im Hafen."),
    "bienenstand": (
        "Bienenstand anzeigen",
        ("Imkerei", "Bienenvolk"),
        "Wer Bienen hält, zeigt das dem Veterinäramt an.",
    ),
    "sternwarte": ("Beobachtungsabend", (), "In der Sternwarte durch das große Teleskop die Planeten ansehen."),
    "umzug": ("Anmeldung einer neuen Wohnung", (), "Melden Sie sich nach dem Umzug an."),
}
MESSAGES = {
    "was kostet ein liegeplatz für mein segelbot": "bootsliegeplatz",
    "Ich habe ein Bienenvolk im Garten, wo melde ich das?": "bienenstand",
    "darf man bei euch mal durch das teleskop die planeten sehen": "sternwarte",
    "bienenstand anzeigen": "bienenstand",
}


def with_services(content: Content, home: str | None) -> Content:
    """The town with the services; `home` also serves what the common files know about moving, or nobody does."""
    body = content.bodies[TOWN]
    known = {
        id: KnownIntent(
            id,
            "katalog",
            Intent(
                kind="service_request", title=Titles(de=title, en=title), synonyms=synonyms, description=description
            ),
            TOWN,
        )
        for id, (title, synonyms, description) in SERVICES.items()
    }
    offices: dict[str, Office] = {
        "rathaus": Office(name="Rathaus", serves=("*",)),
        **{f"amt_{id}": Office(name=f"Amt {id}", serves=(id,)) for id in SERVICES},
    }
    if home:
        offices[home] = Office(name=home, serves=("meldewesen",))
    organisation = body.organisation.model_copy(update={"desk": "rathaus"})
    town = replace(body, organisation=organisation, offices=offices, intents={**body.intents, **known})
    return replace(content, bodies={**content.bodies, TOWN: town})


@pytest.fixture(scope="module")
def town(content: Content) -> tuple[Body, Understander]:
    extended = with_services(content, None)
    return extended.bodies[TOWN], Understander(extended)


@pytest.mark.parametrize(("text", "service"), MESSAGES.items())
def test_a_service_is_found_or_offered_by_title_synonym_and_description(
    town: tuple[Body, Understander], text: str, service: str
) -> None:
    body, understand = town
    understood = understand(text, TOWN)
    decision = decide(understood, Conversation(), body, TODAY)[0]
    if isinstance(decision, Clarify):
        assert f"intent:{service}" in decision.options
    else:
        assert isinstance(decision, Refer)
        assert decision.office == f"amt_{service}"


def test_who_writes_the_title_means_the_service(town: tuple[Body, Understander]) -> None:
    _, understand = town
    best = understand("bienenstand anzeigen", TOWN).concerns[0].best
    assert best is not None
    assert best.intent == "bienenstand"
    assert best.confidence > 0.9


def test_a_common_intent_leads_to_the_service_that_has_an_office(town: tuple[Body, Understander]) -> None:
    body, understand = town
    decision = decide(understand("Ich bin umgezogen, was muss ich tun?", TOWN), Conversation(), body, TODAY)[0]
    assert isinstance(decision, Refer)
    assert decision.office == "amt_umzug"


def test_a_common_intent_with_an_office_of_its_own_keeps_it(content: Content) -> None:
    extended = with_services(content, "meldestelle")
    understood = Understander(extended)("Ich bin umgezogen, was muss ich tun?", TOWN)
    decision = decide(understood, Conversation(), extended.bodies[TOWN], TODAY)[0]
    assert isinstance(decision, Refer)
    assert decision.office == "meldestelle"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hier brennt es im Keller", "emergency"),
        ("hallo", "small_talk"),
        ("Ich möchte mich über das Bürgerbüro beschweren", "complaint"),
        ("Welche Daten habt ihr über mich gespeichert?", "privacy_request"),
    ],
)
def test_what_is_no_service_is_understood_as_without_a_catalogue(
    town: tuple[Body, Understander], understand: Understander, text: str, kind: str
) -> None:
    body, with_catalogue = town
    best, before = (u(text, TOWN).concerns[0].best for u in (with_catalogue, understand))
    assert best is not None
    assert before is not None
    assert body.kind_of(best.intent) == kind
    assert best.intent == before.intent


def test_other_organisations_and_the_trained_weights_do_not_change(
    town: tuple[Body, Understander], understand: Understander
) -> None:
    _, with_catalogue = town
    labels = [u.reader.model("de").classifier.labels for u in (with_catalogue, understand)]
    assert labels[0] == labels[1]
    for text in ("Schlagloch in der Eisenbahnstraße", "Wann ist der Weihnachtsmarkt?"):
        assert with_catalogue(text, "kaiserslautern") == understand(text, "kaiserslautern")


def test_a_service_just_offered_is_taken_up_by_the_next_message(town: tuple[Body, Understander]) -> None:
    _, understand = town
    fits = understand("ja der liegeplatz", TOWN, ("bootsliegeplatz", "bienenstand")).concerns[0].fits
    assert fits is not None
    assert fits.intent == "bootsliegeplatz"


def test_the_reason_names_the_words_and_the_nearest_name(town: tuple[Body, Understander]) -> None:
    body, understand = town
    reason = explain(understand, "Mein Bienenvolk schwärmt", body).reasons[0]
    assert reason.intent == "bienenstand"
    assert max(reason.words, key=lambda share: share.score).word == "Bienenvolk"
    assert reason.example == "Bienenvolk"
