"""A small town whose offices differ by place, for tests of the decision."""

from __future__ import annotations

from bot.core.content import Body, Intent, KnownIntent, Titles
from bot.core.organisation import Contact, InSentence, Office, Organisation
from bot.core.places import Place

OUTSIDE = {"serves": ("meldewesen", "laterne"), "areas": ("Steinau",), "ours": False}
OFFICES = {
    "rathaus": {"serves": ("*",)},
    "buergerbuero_nord": {"serves": ("meldewesen",), "areas": ("Altstadt", "Nord")},
    "buergerbuero_sued": {"serves": ("meldewesen",), "areas": ("Süd", "Weinberg")},
    "tiefbauamt": {"serves": ("laterne",)},
    "nachbargemeinde": OUTSIDE,
    "familienkasse": {"serves": ("familie",), "ours": False},
    "hafenamt": {"serves": ("boot",)},
    "fischereiamt": {"serves": ("boot",)},
    "forstamt_ost": {"serves": ("wald",), "areas": ("Ost",)},
    "forstamt": {"serves": ("wald",)},
}
INTENTS = {
    "pass": ("service_request", "meldewesen"),
    "umzug": ("service_request", "meldewesen"),
    "laterne": ("service_request", "maengel"),
    "kindergeld": ("service_request", "familie"),
    "boot": ("service_request", "wasser"),
    "wald": ("service_request", "natur"),
    "hund": ("service_request", "steuern"),
    "fest": ("pr_question", "kultur"),
    "dank": ("small_talk", "smalltalk"),
    "unklar": ("unclear", "smalltalk"),
    "beschwerde": ("complaint", "beschwerden"),
}
PLACES = ("Altstadt", "Nord", "Süd", "Weinberg", "Ost", "Steinau", "Insel")


def town(**offices: dict[str, object]) -> Body:
    """The town, with some offices changed or added."""
    said = InSentence(de="der Stadt", en="the town")
    organisation = Organisation(
        name="Stadt", in_sentence=said, subject=said, state="RP", contact=Contact(phone="030 23125100"), desk="rathaus"
    )
    titles = Titles(de="Titel", en="Title")
    intents = {
        id: KnownIntent(id, topic, Intent(kind=kind, title=titles), "common")  # type: ignore[arg-type]
        for id, (kind, topic) in INTENTS.items()
    }
    known = {id: Office(name=id, **office) for id, office in (OFFICES | offices).items()}  # type: ignore[arg-type]
    places = {place: Place() for place in PLACES}
    return Body("stadt", organisation, known, intents, {}, {}, lambda _: False, places=places)
