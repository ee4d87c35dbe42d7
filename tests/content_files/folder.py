"""A small content folder of one fictional village, complete and without a problem, to be broken by tests."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from bot.content_files.checks import SHARED_TEXTS
from bot.content_files.loader import check_content
from bot.core.content import Content

TODAY = date(2026, 11, 22)

MELDEWESEN, HILFE = "intents/meldewesen.yaml", "intents/hilfe.yaml"
GUARDS, COURTESIES = "intents/guards.yaml", "intents/courtesies.yaml"
TEXTS, COMMON = "responses/common/texts.yaml", "responses/common/hilfe.yaml"
ORGANISATION, OFFICES = "responses/dorf/organisation.yaml", "responses/dorf/offices.yaml"
ANSWERS, OWN_TEXTS = "responses/dorf/meldewesen.yaml", "responses/dorf/texts.yaml"

FILES = {
    MELDEWESEN: """\
topic: meldewesen
title: {de: Meldewesen, en: Registration}
intents:
  wohnsitz_ummelden:
    kind: service_request
    title: {de: Wohnsitz ummelden, en: Register a new address}
    examples:
      de:
        - Ich bin umgezogen, was muss ich tun?
        - neue Adresse anmelden
      en: [I moved to another flat]
""",
    HILFE: """\
topic: hilfe
title: {de: Hilfe, en: Help}
intents:
  mensch_sprechen:
    kind: small_talk
    title: {de: Mit einem Menschen sprechen, en: Talk to a person}
    escalates: true
    examples:
      de: [Ich möchte einen Menschen sprechen]
  notfall_feuer:
    kind: emergency
    title: {de: Feuer, en: Fire}
""",
    GUARDS: """\
guards:
  notfall_feuer:
    phrases:
      de:
        - es brennt
        - (haus|keller) .. (brennt|in flammen)
    unless:
      de: [brennt mir auf der seele]
""",
    COURTESIES: "greetings: [hallo, moin]\nsignatures: [viele grüße]\n",
    TEXTS: "texts:\n" + "".join(f"  {key}: {{de: Ein Satz., en: A line.}}\n" for key in sorted(SHARED_TEXTS)),
    COMMON: """\
responses:
  mensch_sprechen:
    de: Ein Mensch meldet sich bis {due}.
    en: A person will get back to you by {due}.
    source: Amtsbote
    as_of: 2026-11-02
  notfall_feuer:
    de: Rufen Sie sofort 112.
    en: Call 112 at once.
    source: Amtsbote
    as_of: 2026-11
""",
    ORGANISATION: """\
name: Gemeinde Dorf
in_sentence: {de: der Gemeinde Dorf, en: the village of Dorf}
subject: {de: die Gemeinde Dorf, en: the village of Dorf}
state: RP
timezone: Europe/Berlin
languages: [de, en]
contact:
  phone: "+49 30 23125 100"
  email: post@dorf.example
  website: https://www.dorf.example
privacy_notice: https://www.dorf.example/datenschutz
desk: rathaus
retention: {raw_messages: 90 days, conversations_idle: 2 years}
forwarding: ask
due: {default: 2 working days}
""",
    OFFICES: """\
offices:
  rathaus:
    name: Rathaus
    phone: 030 23125101
    email: rathaus@dorf.example
    hours: {mon-thu: 8:30-17:00, fri: 08:00-13:00}
    serves: ["*"]
  buergerbuero:
    name: Bürgerbüro
    phone: 03023125102
    website: www.dorf.example
    hours:
      mon: 08:00-12:00, 13:00-17:00
      tue: 08:00-12:00
    serves: [meldewesen, mensch_sprechen, complaint]
    areas: [Oberdorf, Unterdorf]
    ours: no
""",
    ANSWERS: """\
responses:
  wohnsitz_ummelden:
    de: Sie haben zwei Wochen Zeit. Zuständig ist {office_name}.
    en: You have two weeks. Please turn to {office_name}.
    link: https://www.dorf.example/ummelden
    source: https://www.dorf.example/ummelden
    as_of: 2026-11-02
    review_by: 2027-05-01
""",
    OWN_TEXTS: "texts:\n  greeting:\n    de: Guten Tag.\n    en: Hello.\n",
}

_COLUMN = re.compile(r"^([^:]+:\d+):\d+(?=: )")


class Folder:
    """The folder on disk, and what `check_content` says about it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, name: str, old: str, new: str) -> None:
        assert FILES[name].count(old) == 1, f"{old!r} must stand once in {name}"
        self.write(name, FILES[name].replace(old, new))

    def remove(self, name: str) -> None:
        (self.root / name).unlink()

    def problems(self) -> list[str]:
        """Each problem as `file:line: text`; only the tests of columns look at them."""
        return [_COLUMN.sub(r"\1", place) for place in self.places()]

    def places(self) -> list[str]:
        """Each problem as `file:line:column: text`."""
        return [str(problem) for problem in check_content(self.root, TODAY)[1]]

    def load(self) -> Content:
        content, problems = check_content(self.root, TODAY)
        assert content is not None, problems
        return content
