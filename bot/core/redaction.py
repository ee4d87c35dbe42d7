"""Takes personal data out of a text before it is stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Redacted:
    """A text fit for storing, and what was taken out of it, e.g. {"IBAN"}."""

    text: str
    found: frozenset[str]


SENSITIVE = frozenset({"IBAN", "Kontonummer", "Kartennummer", "Ausweisnummer", "Steuer-ID", "Versicherungsnummer"})
SENSITIVE |= {"Gesundheit"}
"""What the citizen is advised not to send here (bank, identity, health: masked, not repeated)."""

_Rule = Callable[[str, set[str]], str]
_Fits = Callable[[re.Match[str]], bool]
_MAX_PASSES = 10
_PARKING = range(0xF0000, 0x10FFFE)
"""Private-use characters, each standing for a piece of text that is looked at no further."""


def redact(text: str) -> Redacted:
    """The text with e-mail, telephone, bank, card and identity numbers, names and home addresses as [labels].

    Dates, times, amounts, ISBNs, links, service numbers (110, 112, 115, 116 117, 0800 …) and the place of a defect
    are not taken for personal data and stay. Redacting twice changes nothing.
    """
    found: set[str] = set()
    for _ in range(_MAX_PASSES):
        before, text = text, _redact_once(text, found)
        if text == before:
            break
    return Redacted(text, frozenset(found))


def _redact_once(text: str, found: set[str]) -> str:
    parked: dict[int, str] = {}

    def park(match: re.Match[str]) -> str:
        if len(parked) == len(_PARKING):
            return match[0]
        place = _PARKING[len(parked)]
        parked[place] = match[0]
        return chr(place)

    for rules, harmless in ((_MAIL, _LINK), (_NUMBERS_IN_CONTEXT, _HARMLESS), (_NUMBERS + _PERSONS, None)):
        for rule in rules:
            text = rule(text, found)
        if harmless:
            text = harmless.sub(park, text)
    return text.translate(parked)


def _rule(label: str, pattern: str, fits: _Fits | None = None) -> _Rule:
    """Replaces the group `value` of the pattern, or all of it, by the label if the match fits."""
    compiled = re.compile(pattern)
    group = "value" if "value" in compiled.groupindex else 0

    def apply(text: str, found: set[str]) -> str:
        def replace(match: re.Match[str]) -> str:
            if fits and not fits(match):
                return match[0]
            found.add(label)
            start, end = match.span(group)
            return f"{text[match.start() : start]}[{label}]{text[end : match.end()]}"

        return compiled.sub(replace, text)

    return apply


def _digits(match: re.Match[str]) -> str:
    """The digits of the last group, in our rules `value`, or of the whole match."""
    return "".join(c for c in match[match.lastindex or 0] if c.isdecimal())


def _at_least(count: int) -> _Fits:
    """Enough digits, and not just a year or 116 117."""
    return lambda m: len(_digits(m)) >= count and not re.fullmatch(r"(?:19|20)\d\d|116\d{3}", _digits(m))


def _card_fits(match: re.Match[str]) -> bool:
    """Right check digit (Luhn), or sixteen digits of a card with a slip of the finger."""
    digits = _digits(match)
    doubled = (int(c) * (1 + i % 2) for i, c in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0 or (len(digits) == 16 and digits[0] in "3456")


def _document_fits(match: re.Match[str]) -> bool:
    """Serial number of a German ID card or passport: no vowels; a tenth character is ICAO 9303's check digit."""
    number = match[0].upper().removesuffix("D")
    if len(number) == 9:
        return len(_digits(match)) >= (1 if match[0].isupper() else 3)
    total = sum(int(c, 36) * (7, 3, 1)[i % 3] for i, c in enumerate(number[:9]))
    return total % 10 == int(number[9]) or any(c.isalpha() for c in number[1:])


def _plate_fits(match: re.Match[str]) -> bool:
    """In small letters or a shout only beside a word such as Kennzeichen; never "Mo-Fr 8" or "DIN A 4"."""
    district, letters = match["district"].lower(), match["letters"].lower()
    if district in _NO_DISTRICT or {district, letters} <= _WEEKDAYS:
        return False
    if match["hyphen"] or (match[0].isupper() and any(c.islower() for c in match.string[:500])):
        return True
    return _CAR.search(match.string, max(0, match.start() - 60), match.end() + 40) is not None


def _is_home(match: re.Match[str]) -> bool:
    """Whether the words around say that someone lives there; the place of a defect is needed and stays."""
    text = match.string
    before, after = text[max(0, match.start() - 90) : match.start()], text[match.end() : match.end() + 40]
    if "bare" in match.re.groupindex:
        return _HOME_JUST_BEFORE.search(before) is not None
    field = "[" in text and _ADDRESS_FIELD.search(before)
    return bool(field or _HOME_BEFORE.search(before) or _HOME_AFTER.match(after) or _SIGNED_BEFORE.search(before))


def _is_a_name(match: re.Match[str]) -> bool:
    """Neither an office-holder ("Frau Oberbürgermeisterin") nor a place ("Herr Müller-Platz")."""
    return _NO_PERSON.match(match["value"]) is None


def _about_a_person(match: re.Match[str]) -> bool:
    """The sentence speaks in the first person, and not about a book or a lecture."""
    text, earliest = match.string, max(0, match.start() - 120)
    start = max(text.rfind(mark, earliest, match.start()) for mark in ".!?\n")
    sentence = re.sub(r"[.!?\n].*", "", text[max(start + 1, earliest) : match.end() + 80], count=1, flags=re.S)
    return bool(_FIRST_PERSON.search(sentence)) and not _IN_GENERAL.search(sentence)


# Every repetition is bounded, possessive or starts at a fixed point: no text takes more than linear time.
_S = r"[ \t\u00a0\u2009\u202f]"
_SEP = rf"(?:{_S}{{0,2}}[-–‑_/.()]){{0,3}}{_S}{{0,2}}"
_IS = r"(?:[\s:.,#=-]|(?:ist|is|lautet|lautete|die|der|das|mit|nummer|number|nr|no|jetzt)\b){0,8}"
_MONTH = r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc])[a-zäöü]{0,6}\.?"
_ISO_DATE = r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)"
_DATE = (
    rf"(?:\d{{1,2}}\.{_S}?(?:\d{{1,2}}\.|{_MONTH}){_S}?(?:\d{{4}}|\d\d)|{_ISO_DATE}|\d{{1,2}}[-/]\d{{1,2}}[-/]\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{1,2} \d{1,2} \d{4}|\d{8}|\d{6})(?!\d)"
)
_DOT = r"(?:\.|\s?[\[({](?:dot|punkt|\.)[\])}]\s?|\s(?:dot|punkt)\s)"
_AT = r"(?:@|\s?[\[({<]\s?(?:at|ät|@|a)\s?[\])}>]\s?)"
_HOST = (
    r"(?:web|gmx|g(?:oogle)?mail|t-online|freenet|outlook|hotmail|live|yahoo|icloud|me|aol|posteo|mailbox|arcor|ukr)"
)
_MAIL = (
    _rule("E-Mail", rf"(?i)(?<![\w.+-])[\w.+-]++(?:{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}|@{_HOST}\b)"),
    _rule("E-Mail", rf"(?i)(?<![\w.+-])[\w.+-]++(?:\s?@\s?|\s(?:at|ät|et)\s){_HOST}{_DOT}(?:de|com|net|org|at|ch)\b"),
)
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\U000f0000-\U0010fffd]", re.I)
_ID = r"(?P<value>(?:[a-z]{1,3}-)?(?=[a-z]{0,9}\d)[a-z\d]{4,14}(?:[ -](?=[a-z]{0,4}\d)[a-z\d]{1,6}(?!\w)){0,4})(?!\w)"
_FILE_ID = r"(?P<value>(?=[\w./-]{0,25}\d)\w[\w./-]{0,30}\b(?: (?:[a-z] )?(?=[\w/-]{0,12}\d)\w[\w./-]{0,15}\b){0,4})"
_IBAN = r"[A-Z]{2}\d\d(?:[A-Z\d]{11,30}|[ -][A-Z\d]{4}(?:[ -](?=[A-Z]{0,3}\d)[A-Z\d]{4}){1,6}(?:[ -][A-Z\d]{0,2}\d)?)"
_DOCUMENT = (
    r"(?:ausweis|reisepass|(?<!\w)pass|(?<!\w)perso|führerschein|aufenthaltstitel|passport|id[- ]card|serien|"
    r"dokumenten|leser|benutzer|bücherei|bibliotheks?|library)[ -]?(?:karte|card)?s?[ -]?(?:nummer|nr|no|number|id)?"
)
_FILE = (
    r"(?:aktenzeichen|(?<!\w)az\b|geschäftszeichen|kassenzeichen|(?:kunden|vertrags|vorgangs|antrags|bescheid|rechnungs|"
    r"mitglieds|buchungs|personal|matrikel|fall|bg|wohngeld|kindergeld|bußgeld|zähler|auftrags|bestell|case|customer|file|"
    r"contract|member|invoice)[- ]?(?:nummer|nr|number|no|id)\b)"
)
_SOCIAL = r"(?:versicher(?:ten|ungs)-?(?:nummer|nr)|(?<!\w)sv-(?:nummer|nr))"
_TAX = r"(?:steuer-?(?:id|nummer|nr)\w*|idnr|tax (?:id|number))"
_BORN = r"(?:(?<!\w)geb\b|geboren|geburts(?:datum|tag)|(?<!\w)born|birth|(?<!\w)dob)[^\d\n]{0,30}?"
_C = "[CFGHJKLMNPRTVWXYZ]"
_NUMBERS_IN_CONTEXT = (
    _rule("IBAN", r"(?i)(?<![A-Za-z0-9])D\s?E(?:[\s./–-]{0,2}\d){18,22}(?!\d)"),
    _rule("IBAN", rf"(?ia)(?<!\w){_IBAN}(?!\w)", _at_least(10)),
    _rule("IBAN", rf"(?i)iban{_IS}(?P<value>[a-z]{{0,2}}(?:[ .-]?\d[a-z0-9]{{0,40}}){{1,12}})", _at_least(5)),
    _rule("Kontonummer", rf"(?i)(?<!\w)(?:konto|kto){_IS}(?P<value>\d(?: ?\d){{4,20}})"),
    _rule("Versicherungsnummer", rf"(?i){_SOCIAL}{_IS}{_FILE_ID}", _at_least(5)),
    _rule("Steuer-ID", rf"(?i){_TAX}{_IS}(?P<value>\d(?:[ /-]{{0,2}}\d){{7,14}})"),
    _rule("Ausweisnummer", rf"(?ia){_DOCUMENT}{_IS}{_ID}", _at_least(3)),
    _rule("Ausweisnummer", r"(?<![A-Z0-9<])(?:(?=[A-Z0-9]{1,30}<)[A-Z0-9<]{12,}+|\d{10}D(?!\w))"),
    _rule("Ausweisnummer", rf"(?ia)(?<![\w-]){_C}(?:{_C}|\d){{8}}\d?D?(?!\w)", _document_fits),
    _rule("Versicherungsnummer", rf"(?i)(?<!\w)(?:\d\d(?:{_S}?\d\d){{3}}{_S}?[a-z]{_S}?\d{{3}}|[a-z]\d{{9}})(?!\w)"),
    _rule("Aktenzeichen", rf"(?i){_FILE}{_IS}{_FILE_ID}", _at_least(3)),
    _rule("Geburtsdatum", rf"(?i){_BORN}(?P<value>{_DATE})"),
    _rule("Geburtsdatum", rf"(?i)(?<!\d){_DATE}(?=[^.\d\n]{{0,30}}?\b(?:geboren|born))|(?<=\*){_DATE}"),
)
_DAY, _HOUR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:[01]?\d|2[0-4])"
_HOURS = rf"{_HOUR}{_S}?[-–]{_S}?{_HOUR}"
_HARMLESS = re.compile(
    r"ISBN(?:-1[03])?:?\s?\d[\d -]{8,15}[\dX]|\b97[89](?:[ -]?\d){10}\b|\bBIC\b[\s:]{0,3}(?:ist )?\w{8,11}\b"
    rf"|(?<![\d.]){_DAY}\.{_S}?(?:(?:0?[1-9]|1[0-2])\.(?:{_S}?(?:(?:19|20)\d\d|\d\d(?!\d)))?(?!\.?\d)|{_MONTH})"
    rf"|(?<![\d/])(?:{_DAY}/)?(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/])|(?<!\d)\d\d-\d\d-(?:19|20)\d\d(?!\d)|{_ISO_DATE}"
    rf"|(?<![\d.:]){_HOUR}[.:][0-5]\d{_S}?[-–]{_S}?{_HOUR}[.:][0-5]\d(?!\d)|(?<![\d.:]){_HOUR}:[0-5]\d(?!\d)"
    rf"|(?<![\d.:/-])\d{{1,4}}(?:\.[0-5]\d)?(?:{_S}?(?:[-–]|bis){_S}?\d{{1,4}})?{_S}?Uhr"
    rf"|(?<![\d.:/-]){_HOURS}(?={_S}?(?:,|und|/|\+|&)?{_S}?{_HOURS}(?![\d/-]))"
    rf"|(?<![\d.,])\d[\d.,]{{0,15}}{_S}?(?:€|%|(?:euro?|cent|prozent|km|m²|m2|qm|kg|liter|einwohner|kwh|stück)\b)"
    rf"|(?<![\w/-])(?:0|(?:\+|00)49{_S}?(?:\(0\))?{_S}?)(?:800|180|900|137)(?:{_SEP}\d){{4,10}}(?!\d)|(?:\+|00)49{_S}?116{_S}?\d{{3}}(?!\d)",
    re.I,
)
_U = "A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-ЯЁЄІЇҐ"
_HOUSE = rf"\d{{1,4}}(?:{_S}?[a-zA-Z])?(?:{_S}?[-/]{_S}?\d{{1,4}}[a-zA-Z]?)?(?!\w)"
_TOWN = rf"(?:,?\s{{0,2}}(?:in )?(?:D-)?\d{{5}}\s[{_U}][\w./-]{{0,29}}\w)?"
_CALL = (
    r"(?<!\w)(?:(?:tel(?:efon)?|handy|mobil|festnetz)(?:nummer|nr|telefon)?|whatsapp|rückruf|durchwahl|fax|phone|"
    r"erreichbar unter|unter der nummer|(?:meine|my) (?:nummer|number)|ruf\w* (?:sie )?mich[^.\d]{0,25}|call me)"
)
_START = rf"(?:(?:\((?=\+\d{{1,3}}\)))?\+{_S}?\d|00{_S}?[1-9]|\(0\d|0{_S}?[1-9]|49{_S}?1[567])"
_PLATE = (
    r"(?i)(?<![\w-])(?P<district>[a-zäöü]{1,3})(?:(?P<hyphen> ?- ?)| )(?P<letters>[a-z]{1,2})[ -]?"
    r"[1-9]\d{0,3} ?[eh]?(?![\w:-])"
)
_NO_DISTRICT = frozenset("din iso sgb alg bgb und der die das den bab usb tv am um im in bis von zu ich".split())
_WEEKDAYS = frozenset({"mo", "di", "mi", "do", "fr", "sa", "so"})
_CAR = re.compile(r"(?i:kennzeichen|nummernschild|auto|pkw|lkw|wagen|kfz|fahrzeug|park|plate|geblitzt|(?<!\w)car\b)")
_NUMBERS = (
    _rule("Steuer-ID", rf"(?<![\d+])[1-9]\d(?:{_S}?\d{{3}}){{3}}(?!\d)"),
    _rule("Telefon", rf"(?<!\w)(?<!\d[.,:/-]){_START}(?:{_SEP}\d)*+", _at_least(7)),
    _rule("Telefon", rf"(?i){_CALL}{_IS}(?P<value>\+?\d(?:{_SEP}\d){{4,}}+)", _at_least(5)),
    _rule("Kartennummer", r"(?<!\d)(?:(?:\d{4}[ -]?){3}\d{1,7}|\d{4}[ -]?\d{6}[ -]?\d{5})(?!\d)", _card_fits),
    _rule("Steuer-ID", r"(?<![\d/])\d{2,3}/\d{3,4}/\d{4,5}(?![\d/])"),
    _rule("Nummer", r"(?<![\d.,])\d{10,}+"),
    _rule("Kennzeichen", _PLATE, _plate_fits),
    _rule("Kennzeichen", rf"(?i)(?:kennzeichen|nummernschild){_IS}(?P<value>[a-zäöü]{{2,5}}\d{{1,4}}[eh]?)(?!\w)"),
)
_NOT = (
    r"(?:das|dies|sie|dich|euch|es|uns|nicht|auf|im|in|on|not|falsch|anders|so|wie|noch|leider|seit|mit|bei|ja|nur|hier|"
    r"dort|ge\w{2,20}t|verschrieben|wrong|misspelled|willkommen|alles?|und|ich|wohn\w*|and|aus|i|aber|was|wo|wann|bin|"
    r"hab\w*|möchte|will|brauch\w*|hätte|kann|können|mein\w*|geb\w*|from|live|need|want|who|von|vom|am|um|to|the|of|a|"
    r"eine?|bitte|danke?|ihre?|deutsch\w*|neu\w*|alleinerz\w*|wir|gibt|der|die|an|für|bis|stadt\w*|team|ist|hat|war|"
    r"sehr|über|zum|zur|wenn|schon|wird|auch|da|wirklich|dass|wäre|frau|herrn?|familie|dr|prof|med|gott|gut)\b"
)
_CLOSING = (
    r"(?<!\w)(?i:(?:(?:freundliche|beste|viele|liebe|herzliche|schöne)[nm]? )?gr(?:ü|ue|u)(?:ß|ss)(?:en?)?|mfg|vg|lg|"
    r"hochachtungsvoll|(?:kind |best )?regards|best wishes|sincerely)(?!\w)"
)
_NAME = rf"(?:[{_U}]\. ?)?[{_U}](?:[^\W\d_]|['’-](?=[^\W\d_]))+"
_MORE = rf"(?: (?:(?:von|van|de|der|den|zu|zum|el|al|da|di) ){{0,2}}(?!(?i:{_NOT}))(?:{_NAME}|[{_U}]\.(?!\w)))"
_FULL = rf"(?!(?i:{_NOT})){_NAME}{_MORE}"
_ANY = rf"(?!(?i:{_NOT}))[^\W\d_]{{2,30}}(?:['’-][^\W\d_]{{1,30}})?"
_SIGNED = (
    rf"{_CLOSING}[\s,.!;>-]{{1,9}}(?i:im auftrag\s{{1,3}}|i\. ?a\. |von )?"
    rf"(?P<value>{_FULL}{{0,3}}(?=[^\w\n]{{0,6}}(?:\n|$)|\s*[\[,.])|{_ANY}(?: {_ANY}){{0,2}}(?=[^\w\n]{{0,6}}$))"
)
_HELLO = (
    r"(?i:ich hei(?:ß|ss|s)e|mein name (?:ist|lautet)|(?:vor|nach|familien|geburts|last |first )?name(?=:)|i am called|"
    r"my name(?: is|['’]s)|benim adım|меня зовут|мене звати|mi chiamo|je m['’]appelle|me llamo|nazywam się)[\s:]+"
    r"(?i:(?:jetzt|nun|übrigens|frau|herr|dr\.|der|die)\s){0,2}"
)
_HERE = r"(?i:ich bin(?: der| die)?|ich,|hier (?:ist|spricht|schreibt)|i am|i['’]m|this is)\s"
_TITLE = (
    r"(?:(?:Herrn?|HERRN?|Frau|FRAU|Familie|Fam\.|Hr\.|Mr\.?|Mrs\.?|Ms\.?)\s(?:(?:Dr\.|Prof\.|med\.|(?:Doktor|Professor|Kolleg|"
    r"Sachbearbeiter|Mitarbeiter)\w{0,3}(?=\s))\s?){0,3}|(?:Dr|Prof)\.\s(?:med\.\s)?)"
)
_SMALL_TITLE = r"(?i:(?:bin|ist|hallo|liebe|geehrte) frau|(?:bin|ist|lieber|geehrter|von|bei|an) herrn?)\s"
_NO_PERSON = re.compile(
    r"(?i)(?:\w*(?:bürgermeister|präsident|minister|senator|kanzler|dezernent|beauftragt|beigeordnet|landr.t)|holle\b|"
    r"sachbearbeiter|mitarbeiter|kolleg|professor|doktor|direktor|(?:.*[ -])?(?:platz|str(?:\.|aße)?|weg|allee|ring)$)"
)
_LIVE = (
    r"\b(?:wohn(?:e|en|t|te|haft\w*|sitz)|gewohnt|lebe|zieh(?:e|en|t)?|ummeld\w*|(?:um|ein|aus|weg|zu)?gezogen|"
    r"umzug von|zu ?hause|daheim|(?:mein|unser|neu|alt|privat)e?n? (?:\w{1,12} )?(?:adresse|anschrift|wohnung)|"
    r"i live|we live|living|moved|(?:my|our) (?:\w{1,8} )?address)\b"
)
_GAP = r"(?:(?!\b(?:und|vor|gegenüber|neben|nähe|weil|aber|dass|hinter|ecke|wo|near|opposite|and)\b)[^.!?\n])"
_HOME_BEFORE, _HOME_JUST_BEFORE = re.compile(_LIVE + _GAP + "*$", re.I), re.compile(rf"{_LIVE}{_GAP}{{0,25}}$", re.I)
_HOME_AFTER = re.compile(r"[^.!?\n\d]{0,20}?\b(?:wohne ich|wohnen wir|wohnhaft|\w{0,3}gezogen|ist meine )", re.I)
_ADDRESS_FIELD = re.compile(r"(?:adresse|anschrift|address|straße)\s?:\s?$", re.I)
_SIGNED_BEFORE = re.compile(_CLOSING + r"[^\d]{0,70}$")
_CAPITAL = rf"[{_U}][\w.-]{{1,30}}"
_ROAD = (
    rf"(?:(?:{_CAPITAL} ){{0,2}}(?:[^\W\d_][\w.-]{{0,40}}?)?(?i:str\.?|straße|strasse|weg|platz|gasse|allee|ring|ufer|"
    rf"damm|steig|pfad|chaussee|promenade|markt|graben|hof|berg|winkel|street|road|avenue|lane){_S}?{_HOUSE}{_TOWN}"
    rf"|\d{{1,4}}[a-z]? (?:{_CAPITAL} ){{1,3}}(?:Street|Road|Avenue|Lane|Drive)\b)"
)
_NO_ROAD = rf"(?:(?:Am|An|Auf|Im|In|Unter|Zum|Zur) (?:de[rmn] )?)?{_CAPITAL}(?: {_CAPITAL}){{0,2}}"
_UNIT = r"(?i:jahr|monat|woche|tag|kind|person|leute|zimmer|stock|etage|og\b|hund|katze|stunde|minute|m²|qm|%|x\b)"
_DIAGNOSIS = (
    r"(?i)\b(?:hiv|aids|krebs|chemo(?:therapie)?|depressi(?:v|on|onen)|schizophren\w*|diabet\w*|epileps\w*|sklerose|"
    r"demen[tz]|alzheimer|parkinson|bipolar\w*|borderline|hepatitis|schwanger\w*|pregnan\w*|cancer|suchtkrank\w*|autis\w*|"
    r"alkoholiker\w*|adhs|asthma|rheuma|schwerbehindert|pflegegrad \d|(?:grad der behinderung|gdb)(?: von)? \d+)\b"
)
_FIRST_PERSON = re.compile(r"(?i)\b(?:habe?|bin|leide|hatte|mein\w*|unser\w*|mir|i have|i had|i am|i['’]m|my|our)\b")
_IN_GENERAL = re.compile(r"(?i)\b(?:frage|info|b[uü]ch|beratung|vortr[aä]g|medien|question|book)")
_PERSONS = (
    _rule("Adresse", rf"(?<![\w.-]){_ROAD}", _is_home),
    _rule("Adresse", rf"(?<![\w.-])(?P<bare>){_NO_ROAD} (?!(?:19|20)\d\d){_HOUSE}(?!{_S}?{_UNIT}){_TOWN}", _is_home),
    _rule("PLZ", rf"(?<!\d)\d{{5}}(?= [{_U}])", _is_home),
    _rule("Name", rf"(?<!\w){_HELLO}(?P<value>{_FULL}{{0,3}}|{_ANY}(?: {_ANY})?)"),
    _rule("Name", rf"(?<!\w){_HERE}(?P<value>{_FULL}{{1,3}})", _is_a_name),
    _rule("Name", rf"(?<!\w)(?i:hier (?:spricht|schreibt)|geb\.|, geborene)\s(?P<value>{_FULL}{{0,3}})", _is_a_name),
    _rule("Name", rf"(?<!\w)(?i:hier ist)\s(?P<value>{_FULL}{{0}})(?= (?:aus|von|und ich)\b|, (?:ich|wir|mein))"),
    _rule("Name", rf"(?<!\w){_TITLE}(?P<value>{_FULL}{{0,2}})", _is_a_name),
    _rule("Name", rf"(?<!\w){_SMALL_TITLE}(?P<value>{_ANY})", _is_a_name),
    _rule("Name", _SIGNED),
    _rule("Name", rf"(?i:dank|danke|thanks|thank you)[,.! ]{{0,3}}\n\s?(?P<value>{_FULL}{{0,3}})\s?$", _is_a_name),
    _rule("Gesundheit", _DIAGNOSIS, _about_a_person),
)
