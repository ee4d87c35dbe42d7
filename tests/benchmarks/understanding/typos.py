"""Fourteen manners of mistyping German, each a function of a text and a source of chance."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from random import Random

Change = Callable[[str, Random], str]

WORD = re.compile(r"[^\W\d_]{3,}")
GAP = re.compile(r"(?<=\w) (?=\w)")
PUNCTUATION = re.compile('[.,;:!?…"„“”()]')
DENSITIES = (4, 2)
"""Every fourth and every second word."""
PART, LINKS = 4, ("", "s", "es", "n", "en")
"""A compound's parts have four letters at least, and a link may stand between them."""

ROWS = ("qwertzuiopü", "asdfghjklöä", "yxcvbnm")
SOUNDS = (
    ("v", "f"),
    ("f", "v"),
    ("ie", "i"),
    ("ih", "i"),
    ("eh", "e"),
    ("ah", "a"),
    ("ck", "k"),
    ("dt", "t"),
    ("tz", "z"),
    ("th", "t"),
    ("ph", "f"),
    ("qu", "kw"),
    ("chs", "x"),
    ("ä", "e"),
    ("ai", "ei"),
    ("ss", "s"),
    ("ll", "l"),
    ("mm", "m"),
    ("nn", "n"),
    ("tt", "t"),
    ("d", "t"),
)
GREETINGS = ("Guten Tag,", "Hallo zusammen,", "Sehr geehrte Damen und Herren,", "Hi,", "Moin,")
SIGNATURES = (
    "Mit freundlichen Grüßen\nErika Mustermann",
    "Viele Grüße, Max",
    "LG Sabine",
    "Danke im Voraus!\nJ. Krause",
)


def swapped(word: str, random: Random) -> str:
    at = random.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def missing(word: str, random: Random) -> str:
    at = random.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def doubled(word: str, random: Random) -> str:
    at = random.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def neighbour(letter: str, random: Random) -> str:
    """A key beside or above or below that of the letter on a German keyboard."""
    for y, row in enumerate(ROWS):
        x = row.find(letter.lower())
        if x >= 0:
            near = [r[i] for r in ROWS[max(0, y - 1) : y + 2] for i in (x - 1, x, x + 1) if 0 <= i < len(r)]
            other = random.choice([key for key in near if key != letter.lower()])
            return other.upper() if letter.isupper() else other
    return letter


def beside(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[:at] + neighbour(word[at], random) + word[at + 1 :]


def by_ear(word: str, random: Random) -> str:
    """One spelling replaced by another that sounds alike."""
    heard = [(found.span(), new) for old, new in SOUNDS for found in re.finditer(old, word.lower())]
    if not heard or len(word) != len(word.lower()):
        return word
    (start, end), new = random.choice(heard)
    return word[:start] + (new.capitalize() if word[start].isupper() else new) + word[end:]


def apart(known: Collection[str]) -> Change:
    """Writes a compound as two words if both of its parts are known ones."""

    def change(word: str, _: Random) -> str:
        low = word.lower()
        cuts = [at for at in range(PART, len(word) - PART + 1) if low[at:] in known and _is_part(low[:at], known)]
        if not cuts:
            return word
        at = min(cuts, key=lambda cut: abs(2 * cut - len(word)))
        right = word[at:].capitalize() if word[0].isupper() and not word.isupper() else word[at:]
        return f"{word[:at]} {right}"

    return change


def _is_part(left: str, known: Collection[str]) -> bool:
    stems = (left.removesuffix(link) for link in LINKS if left.endswith(link))
    return any(len(stem) >= PART and stem in known for stem in stems)


def sprinkled(change: Change, nth: int, pattern: re.Pattern[str] = WORD) -> Change:
    """Changes one in so many words, at least one; words on which a change has no effect are passed over."""

    def apply(text: str, random: Random) -> str:
        found = list(pattern.finditer(text))
        wanted = max(1, round(len(found) / nth))
        changed: list[tuple[int, int, str]] = []
        for match in random.sample(found, len(found)):
            new = change(match[0], random)
            if new != match[0] and len(changed) < wanted:
                changed.append((*match.span(), new))
        for start, end, new in sorted(changed, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    return apply


def replaced(*rules: tuple[str, str]) -> Change:
    def apply(text: str, _: Random) -> str:
        for old, new in rules:
            text = text.replace(old, new).replace(old.upper(), new.capitalize())
        return text

    return apply


def sharp_s(text: str, _: Random) -> str:
    return re.sub("ß|ss", lambda found: "ss" if found[0] == "ß" else "ß", text)


def letter(text: str, random: Random) -> str:
    return f"{random.choice(GREETINGS)}\n{text}\n{random.choice(SIGNATURES)}"


def manners(known: Collection[str]) -> dict[str, Change]:
    """All manners by name; `known` are the words of which compounds may consist, in small letters."""
    of_words: dict[str, tuple[Change, re.Pattern[str]]] = {
        "vertauschte Nachbarn": (swapped, WORD),
        "fehlender Buchstabe": (missing, WORD),
        "doppelter Buchstabe": (doubled, WORD),
        "Nachbartaste": (beside, WORD),
        "nach Gehör": (by_ear, WORD),
        "Zusammensetzungen getrennt": (apart(known), WORD),
        "Wörter zusammengeschrieben": (lambda *_: "", GAP),
    }
    of_texts: dict[str, Change] = {
        "alles klein": lambda text, _: text.lower(),
        "alles groß": lambda text, _: text.upper(),
        "Umlaute als ae/oe/ue": replaced(("ä", "ae"), ("ö", "oe"), ("ü", "ue")),
        "Umlaute ohne Punkte": replaced(("ä", "a"), ("ö", "o"), ("ü", "u")),
        "ß und ss vertauscht": sharp_s,
        "ohne Satzzeichen": lambda text, _: PUNCTUATION.sub("", text),
        "Gruß und Unterschrift": letter,
    }
    dense = {
        f"{name}, jedes {nth}. Wort": sprinkled(change, nth, pattern)
        for name, (change, pattern) in of_words.items()
        for nth in DENSITIES
    }
    return dense | of_texts


def mixed(nth: int) -> Change:
    """One in so many words mistyped, each in another way."""
    ways = (swapped, missing, doubled, beside, by_ear)
    return sprinkled(lambda word, random: random.choice(ways)(word, random), nth)


def beginning(text: str, _: Random) -> str:
    """A title as far as its first dash or bracket."""
    return re.split(r" [-–] | ?\(", text)[0].strip() or text


def keywords(text: str, _: Random) -> str:
    """The three longest words of a title, or one less than it has."""
    found = WORD.findall(text)
    longest = sorted(range(len(found)), key=lambda at: -len(found[at]))[: max(1, min(3, len(found) - 1))]
    return " ".join(found[at] for at in sorted(longest)) or text


def applied(name: str, change: Change, texts: Collection[str], seed: int = 0) -> list[str]:
    """Each text changed by a chance of its own, so that one does not depend on the others."""
    return [change(text, Random(f"{seed} {name} {at}")) for at, text in enumerate(texts)]
