"""Well-formed files that say something wrong: what the administrator reads about each."""

from __future__ import annotations

import pytest

from bot.core.phrasing import PLACEHOLDERS
from tests.content_files.folder import (
    ANSWERS,
    COMMON,
    COURTESIES,
    FILES,
    GUARDS,
    HILFE,
    MELDEWESEN,
    OFFICES,
    ORGANISATION,
    OWN_TEXTS,
    TEXTS,
    Folder,
)

SPELLING = "gibt es hier nicht. Prüfen Sie die Schreibweise und die Einrückung."
NO_SERVICE = "ist weder Thema noch Absicht noch Art. Prüfen Sie die Schreibweise."
NO_INTENT = "gibt es nicht im Ordner intents."
NO_DATE = "ist kein Datum wie 2026-11-02"
NO_LINK = "ist keine Internetadresse wie https://www.musterstadt.de."
NO_HOURS = "ist keine Zeitspanne wie 08:00-12:00"
FILL_IN = "ist leer. Tragen Sie dahinter etwas ein."
ENTRIES = "gehören eingerückte Einträge der Form „name: wert“."
LIST = "gehört eine Liste, jede Zeile beginnt mit „- “."
LANGUAGES = "de, de-x-leicht, en, tr, uk, ru, ar, pl, fr, es, it, ro."
STATES = "BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH."
KINDS = (
    "pr_question, service_request, complaint, privacy_request, press_enquiry, emergency, small_talk, abuse, unclear."
)
ALONE = "Eine geschweifte Klammer steht allein. Schreiben Sie Platzhalter so: {office_name}."
BAD_ID = "darf nur aus Kleinbuchstaben a–z, Ziffern, - und _ bestehen, höchstens 57 Zeichen."
ONLY_IN_TEXTS = "channel code conversations_idle date day hours link place raw_messages received share time topic words"
IN_RESPONSES = PLACEHOLDERS - set(ONLY_IN_TEXTS.split())
NAME = "{office_name}."
DE = f"de: Sie haben zwei Wochen Zeit. Zuständig ist {NAME}"
LINK = "link: https://www.dorf.example/ummelden"
NO_PHONE = "ist keine Telefonnummer mit Vorwahl."
NO_ZONE = "gibt es nicht. In Deutschland gilt Europe/Berlin."


def no_placeholder(name: str, allowed: frozenset[str] = IN_RESPONSES) -> str:
    known = ", ".join(f"{{{placeholder}}}" for placeholder in sorted(allowed))
    return f"Den Platzhalter {{{name}}} gibt es hier nicht. Möglich sind {known}."


EDITS = {
    # keys and values
    "an unknown key": (
        OFFICES, "    phone: 030 2", "    telefon: 030 2", f"4: Den Eintrag „telefon“ {SPELLING}"),
    "an unknown key at the top": (
        ORGANISATION, "state: RP", "state: RP\nland: RP", f"5: Den Eintrag „land“ {SPELLING}"),
    "an unknown language": (
        ANSWERS, "    en: You", "    dk: x\n    en: You", f"4: Den Eintrag „dk“ {SPELLING}"),
    "an unknown language of examples": (
        MELDEWESEN, "      en: [", "      dk: [x]\n      en: [",
        f"11: Die Sprache „dk“ gibt es nicht. Möglich sind: {LANGUAGES}"),
    "an unknown language of guards": (
        GUARDS, "      de:\n", "      dk:\n",
        f"4: Die Sprache „dk“ gibt es nicht. Möglich sind: {LANGUAGES}"),
    "an unknown language of an organisation": (
        ORGANISATION, "[de, en]", "[de, en, dk]",
        f"6: „dk“ ist hier nicht möglich (languages). Möglich sind: {LANGUAGES}"),
    "an unknown kind": (
        MELDEWESEN, "service_request", "wunsch",
        f"5: „wunsch“ ist hier nicht möglich (kind). Möglich sind: {KINDS}"),
    "an unknown state": (
        ORGANISATION, "state: RP", "state: Pfalz",
        f"4: „Pfalz“ ist hier nicht möglich (state). Möglich sind: {STATES}"),
    "a missing key": (ORGANISATION, "desk: rathaus\n", "", "1: Es fehlt der Eintrag „desk“."),
    "a missing key further in": (
        ANSWERS, "    source: https://www.dorf.example/ummelden\n", "", "2: Es fehlt der Eintrag „source“."),
    "a missing title": (MELDEWESEN, ", en: Register a new address", "", "6: Es fehlt der Eintrag „en“."),
    "a missing language": (
        ANSWERS, f"    en: You have two weeks. Please turn to {NAME}\n", "",
        "2: Bei „wohnsitz_ummelden“ fehlt der Text in der Sprache „en“."),
    "a missing language of a building block": (
        OWN_TEXTS, "    en: Hello.\n", "", "2: Es fehlt der Eintrag „en“."),
    "a missing common language": (
        COMMON, "    en: Call 112 at once.\n", "",
        "7: Bei „notfall_feuer“ fehlt der Text in der Sprache „en“."),
    "a language more of the organisation": (
        ORGANISATION, "[de, en]", "[de, en, tr]",
        f"{ANSWERS}:2: Bei „wohnsitz_ummelden“ fehlt der Text in der Sprache „tr“."),
    "a language less of the organisation": (
        ORGANISATION, "[de, en]", "[de]", "6: Deutsch und Englisch gehören immer dazu, es fehlt „en“."),
    "an empty text": (ANSWERS, DE, "de:", f"3: „de“ {FILL_IN}"),
    "an empty text in quotes": (ANSWERS, DE, 'de: ""', f"3: „de“ {FILL_IN}"),
    "an empty section": (HILFE, "title: {de: Hilfe, en: Help}", "title:", f"2: „title“ {FILL_IN}"),
    "an empty switch": (OFFICES, "ours: no", "ours:", f"17: „ours“ {FILL_IN}"),
    "an empty kind": (MELDEWESEN, "kind: service_request", "kind:", f"5: „kind“ {FILL_IN}"),
    "an empty line in a list": (
        MELDEWESEN, "- neue Adresse anmelden", "-",
        "10: In der Liste „de“ ist eine Zeile leer. Löschen Sie sie oder tragen Sie etwas ein."),
    "a text in place of entries": (
        ORGANISATION, "retention: {raw_messages: 90 days, conversations_idle: 2 years}", "retention: 90 days",
        f"13: Unter „retention“ {ENTRIES}"),
    "a list in place of entries": (
        OFFICES, "{mon-thu: 8:30-17:00, fri: 08:00-13:00}", "[8:30-17:00]", f"6: Unter „hours“ {ENTRIES}"),
    "a text in place of a list": (ORGANISATION, "[de, en]", "de", f"6: Unter „languages“ {LIST}"),
    "a word in place of a switch": (
        OFFICES, "ours: no", "ours: nein", "17: „nein“ ist weder true (ja) noch false (nein) (ours)."),
    "a text too long": (
        ANSWERS, DE, "de: " + "a" * 3_501, "3: „de“ ist zu lang, höchstens 3500 Zeichen sind möglich."),
    "a title too long": (
        MELDEWESEN, "de: Meldewesen", "de: " + "a" * 41,
        "2: „de“ ist zu lang, höchstens 40 Zeichen sind möglich."),
    "greetings that are no list": (COURTESIES, "[hallo, moin]", "hallo", f"1: Unter „greetings“ {LIST}"),
    # dates, hours, durations
    "a German date": (ANSWERS, "2027-05-01", "01.05.2027", f"8: „01.05.2027“ {NO_DATE} (review_by)."),
    "a date that does not exist": (
        ANSWERS, "2027-05-01", "2027-02-30", f"8: „2027-02-30“ {NO_DATE} (review_by)."),
    "a year in place of a date": (ANSWERS, "2027-05-01", "2027", f"8: „2027“ {NO_DATE} (review_by)."),
    "a bad date of the source": (
        ANSWERS, "as_of: 2026-11-02", "as_of: November", f"7: „November“ {NO_DATE} oder 2026-11 (as_of)."),
    "a source of tomorrow": (
        ANSWERS, "as_of: 2026-11-02", "as_of: 2026-11-23",
        "7: Der Stand liegt in der Zukunft. Tragen Sie ein, wann die Quelle das gesagt hat."),
    "hours that end before they begin": (
        OFFICES, "tue: 08:00-12:00", "tue: 12:00-08:00",
        "14: „12:00-08:00“: die Spannen müssen aufeinander folgen (tue)."),
    "hours in words": (OFFICES, "tue: 08:00-12:00", "tue: vormittags", f"14: „vormittags“ {NO_HOURS} (tue)."),
    "hours without minutes": (OFFICES, "tue: 08:00-12:00", "tue: 8-12", f"14: „8-12“ {NO_HOURS} (tue)."),
    "a time that does not exist": (
        OFFICES, "tue: 08:00-12:00", "tue: 08:00-25:00",
        "14: Die Uhrzeit in „08:00-25:00“ gibt es nicht (tue)."),
    "a German weekday": (
        OFFICES, "      tue: 08", "      di: 08",
        "14: „di“ ist kein Tag; möglich sind mon, tue, wed, thu, fri, sat, sun und Spannen wie mon-fri (di)."),
    "a day twice": (
        OFFICES, "      tue: 08", "      mon-tue: 08", "12: Der Tag „mon“ steht zweimal da (hours)."),
    "a second span in braces": (
        OFFICES, "8:30-17:00, fri", "8:30-12:00, 13:00-17:00, fri", f"6: „13:00-17:00“ {FILL_IN}"),
    "a German duration": (
        ORGANISATION, "90 days", "90 Tage",
        "13: „90 Tage“ ist keine Dauer wie „90 days“, „2 years“, „1 month“ oder „1 working day“ (raw_messages)."),
    "a duration without end": (
        ORGANISATION, "2 years", "99999999999 years", "13: Die Dauer „99999999999 years“ ist zu lang."),
    "a term for an unknown kind": (
        ORGANISATION, "default: 2", "beschwerde: 2",
        "15: Die Art „beschwerde“ gibt es nicht. Möglich sind: abuse, complaint, default, emergency, pr_question, "
        "press_enquiry, privacy_request, service_request, small_talk, unclear."),
    # contacts
    "a wrong telephone number": (OFFICES, "030 23125101", "030", f"4: „030“ {NO_PHONE}"),
    "a telephone number without its area code": (
        OFFICES, "030 23125101", "23125101", f"4: „23125101“ {NO_PHONE}"),
    "a sentence for a telephone number": (
        OFFICES, "030 23125101", "siehe Webseite", f"4: „siehe Webseite“ {NO_PHONE}"),
    "a wrong e-mail address": (
        OFFICES, "rathaus@dorf.example", "rathaus(at)dorf.example",
        "5: „rathaus(at)dorf.example“ ist keine E-Mail-Adresse."),
    "a wrong website": (OFFICES, "www.dorf.example", "siehe Aushang", f"11: „siehe Aushang“ {NO_LINK}"),
    "a wrong telephone number of the organisation": (
        ORGANISATION, '"+49 30 23125 100"', '"+49"', f"8: „+49“ {NO_PHONE}"),
    "a wrong link": (ANSWERS, LINK, "link: https://dorf", f"5: „https://dorf“ {NO_LINK}"),
    "a link with half a bracket": (
        ANSWERS, LINK, 'link: "https://[dorf.de"', f"5: „https://[dorf.de“ {NO_LINK}"),
    "a link that runs a script": (
        ANSWERS, LINK, "link: javascript://dorf.de/%0aalert(1)",
        f"5: „javascript://dorf.de/%0aalert(1)“ {NO_LINK}"),
    "a link that hides its host": (
        ANSWERS, LINK, "link: https://dorf.de@evil.example", f"5: „https://dorf.de@evil.example“ {NO_LINK}"),
    "an e-mail address for a link": (
        ANSWERS, LINK, "link: mailto:amt@dorf.example", f"5: „mailto:amt@dorf.example“ {NO_LINK}"),
    "a wrong privacy notice": (
        ORGANISATION, "privacy_notice: https://www.dorf.example/datenschutz", "privacy_notice: liegt aus",
        f"11: „liegt aus“ {NO_LINK}"),
    "a wrong time zone": (
        ORGANISATION, "Europe/Berlin", "Europe/Dorf", f"5: Die Zeitzone „Europe/Dorf“ {NO_ZONE}"),
    "a time zone that is a path": (
        ORGANISATION, "Europe/Berlin", "../../etc/passwd", f"5: Die Zeitzone „../../etc/passwd“ {NO_ZONE}"),
    # references
    "an unknown topic in serves": (OFFICES, "[meldewesen,", "[meldewesn,", f"15: „meldewesn“ {NO_SERVICE}"),
    "an unknown intent in serves": (
        OFFICES, ", mensch_sprechen", ", mensch_sprechn", f"15: „mensch_sprechn“ {NO_SERVICE}"),
    "an unknown desk": (
        ORGANISATION, "desk: rathaus", "desk: turm", "12: Die Stelle „turm“ steht nicht in offices.yaml."),
    "two general offices": (
        OFFICES, "[meldewesen,", '["*", meldewesen,',
        '1: Genau eine Stelle braucht serves: ["*"], hier sind es: rathaus, buergerbuero.'),
    "no general office": (
        OFFICES, '["*"]', "[hilfe]", '1: Genau eine Stelle braucht serves: ["*"], hier ist es keine.'),
    "an answer to an unknown intent": (
        ANSWERS, "wohnsitz_ummelden", "umzug", f"2: Die Absicht „umzug“ {NO_INTENT}"),
    "guards of an unknown intent": (
        GUARDS, "notfall_feuer", "notfall_flut", f"2: Die Absicht „notfall_flut“ {NO_INTENT}"),
    "an unknown building block": (
        OWN_TEXTS, "greeting", "gruss",
        "2: Den Baustein „gruss“ gibt es nicht in responses/common/texts.yaml."),
    "an unused common building block": (
        TEXTS, "texts:\n", "texts:\n  gruss: {de: A, en: B}\n",
        "2: Hinweis: Den Baustein „gruss“ verwendet der Bot nicht. Löschen Sie ihn."),
    "a missing building block": (
        TEXTS, "  help: {de: Ein Satz., en: A line.}\n", "",
        "1: Es fehlt der Baustein „help“. Ohne ihn kann der Bot nicht antworten."),
    "a name of an office with umlauts": (
        OFFICES, "  buergerbuero", "  bürgerbüro", f"8: Der Name „bürgerbüro“ {BAD_ID}"),
    "a name too long for a button": (
        OFFICES, "  buergerbuero", "  " + "b" * 58, f"8: Der Name „{'b' * 58}“ {BAD_ID}"),
    # placeholders and phrases
    "an unknown placeholder": (ANSWERS, f"ist {NAME}", "ist {amt}.", f"3: {no_placeholder('amt')}"),
    "a placeholder with an attribute": (
        ANSWERS, f"ist {NAME}", "ist {office.__class__}.", f"3: {no_placeholder('office.__class__')}"),
    "a placeholder with a format": (
        ANSWERS, f"ist {NAME}", "ist {office_name!r:>99}.", f"3: {no_placeholder('office_name!r:>99')}"),
    "an empty placeholder": (ANSWERS, f"ist {NAME}", "ist {}.", f"3: {no_placeholder('')}"),
    "a placeholder without a value in answers": (
        ANSWERS, f"ist {NAME}", "ist {time}.", f"3: {no_placeholder('time')}"),
    "an unknown placeholder in a building block": (
        OWN_TEXTS, "Guten Tag.", "Tag {name}.", f"3: {no_placeholder('name', PLACEHOLDERS)}"),
    "a placeholder that is not closed": (ANSWERS, f"ist {NAME}", "ist {office_name.", f"3: {ALONE}"),
    "a placeholder in two braces": (ANSWERS, f"ist {NAME}", "ist {{office_name}}.", f"3: {ALONE}"),
    "a phrase with an open bracket": (
        GUARDS, "- es brennt", "- es (brennt|raucht",
        "5: „es (brennt|raucht“: eine Klammer wird nicht geschlossen."),
    "a phrase without a word": (GUARDS, "- es brennt", "- ^ $", "5: „^ $“ enthält kein Wort."),
    "a phrase with a question mark": (
        GUARDS, "- es brennt", "- brennt es?", "5: „brennt es?“: „es?“ besteht nicht aus Wörtern, | und *."),
    "an exception with an open bracket": (
        GUARDS, "[brennt mir auf der seele]", '["(seele"]',
        "8: „(seele“: eine Klammer wird nicht geschlossen."),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), EDITS.values(), ids=EDITS)
def test_a_wrong_entry_is_named_with_its_line(folder: Folder, name: str, old: str, new: str, expected: str) -> None:
    folder.edit(name, old, new)
    assert folder.problems() == [expected if expected.startswith("responses/") else f"{name}:{expected}"]


def test_a_name_with_a_blank_is_refused_and_what_refers_to_the_old_name_too(folder: Folder) -> None:
    folder.edit(MELDEWESEN, "  wohnsitz_ummelden", "  wohnsitz ummelden")
    assert folder.problems() == [
        f"{MELDEWESEN}:4: Der Name „wohnsitz ummelden“ {BAD_ID}",
        f"{ANSWERS}:2: Die Absicht „wohnsitz_ummelden“ {NO_INTENT}",
    ]


def test_an_emergency_without_an_answer_is_named_where_the_intent_stands(folder: Folder) -> None:
    folder.write(COMMON, FILES[COMMON].split("  notfall_feuer")[0])
    text = "Für „notfall_feuer“ fehlt eine Antwort in responses/dorf oder responses/common."
    assert folder.problems() == [f"{HILFE}:10: {text}"]


def test_the_same_example_in_two_intents_is_named_with_both(folder: Folder) -> None:
    folder.edit(HILFE, "Ich möchte einen Menschen sprechen", "NEUE  Adresse anmelden")
    text = "Das Beispiel „neue Adresse anmelden“ steht auch bei „mensch_sprechen“. Löschen Sie eines."
    assert folder.problems() == [f"{MELDEWESEN}:10: {text}"]
