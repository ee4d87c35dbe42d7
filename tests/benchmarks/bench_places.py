"""What 3,000 streets cost per message, how fast they load, and how many streets are found with one typo."""

from __future__ import annotations

import random
import statistics
import string
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from bot.content_files.loader import load_content
from bot.content_files.yaml_file import read_yaml
from bot.core.content import Body, Content
from bot.core.places import Place, PlacesFile
from bot.understanding.engine import Understander
from bot.understanding.places import Places

ROOT = Path(__file__).parents[2]
STREETS, DISTRICTS, TYPOS, SEED = 3_000, 40, 1_000, 20_261_122
STEMS = (
    "Ahorn Amsel Bach Berg Birken Blumen Brunnen Buchen Burg Dahlien Dorf Drossel Eichen Erlen Eschen Falken "
    "Feld Fichten Finken Flieder Forst Friedhof Garten Ginster Hafen Hasel Heide Hirten Hof Holunder Jahn "
    "Kapellen Kastanien Kiefern Kirch Kloster Lerchen Linden Markt Meisen Mozart Mühlen Nelken Park Pappel "
    "Quell Reben Ring Rosen Schiller Schloss Schul See Sonnen Stein Tal Tannen Teich Tulpen Turm Ufer Ulmen "
    "Veilchen Wald Wall Weiden Wein Wiesen Ziegel Zeppelin"
).split()
MIDDLES = ("", "berg", "feld", "bach", "hof", "grund", "garten", "blick")
ENDS = ("straße", "weg", "gasse", "platz", "allee", "ring", "steig")
TEMPLATES = (
    "in der {} ist die Laterne kaputt",
    "ich wohne {} 12 und brauche einen Ausweis",
    "{} 7a",
    "Schlagloch {} Höhe Bäcker",
)


def streets() -> list[str]:
    """3,000 names, invented by putting common parts together."""
    rng = random.Random(SEED)
    names = [stem + middle + end for stem in STEMS for middle in MIDDLES for end in ENDS]
    names += [f"An der {stem}er {end.capitalize()}" for stem in STEMS for end in ("Mühle", "Mauer")]
    return rng.sample(names, STREETS)


def with_typo(name: str, rng: random.Random) -> str:
    """The name with one letter lost, doubled, mistaken or swapped with the next."""
    at = rng.randrange(len(name) - 1)
    letter = rng.choice(string.ascii_lowercase)
    changes = (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + letter + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    )
    return rng.choice(changes)


def median_ms(run: Callable[[str], object], texts: list[str]) -> float:
    times = []
    for text in texts:
        start = time.perf_counter()
        run(text)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def loaded(places: dict[str, list[str]]) -> tuple[dict[str, Place], float]:
    """The places read from a file, and the seconds that took."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "places.yaml"
        path.write_text(yaml.safe_dump({"places": {p: {"streets": s} for p, s in places.items()}}, allow_unicode=True))
        start = time.perf_counter()
        read = PlacesFile.model_validate(read_yaml(path, "places.yaml").data).places
        return dict(read), time.perf_counter() - start


def _with(content: Content, body: Body) -> Content:
    return replace(content, bodies=dict(content.bodies) | {body.id: body})


def main() -> None:
    content = load_content(ROOT, date(2026, 11, 22))
    names = streets()
    places, read = loaded({f"Bezirk {i}": names[i::DISTRICTS] for i in range(DISTRICTS)})
    body = content.bodies["musterstadt"]
    without, having = (Understander(_with(content, replace(body, places=p))) for p in ({}, places))
    files = (ROOT / "tests/utterances").glob("*.yaml")
    texts = [u["text"] for f in files for u in yaml.safe_load(f.read_text(encoding="utf-8")).get("utterances", ())]
    plain = median_ms(lambda t: without(t, "musterstadt"), texts)
    placed = median_ms(lambda t: having(t, "musterstadt"), texts)
    start = time.perf_counter()
    finder = Places(places, "Stadt Musterstadt", having.reader.is_ordinary)
    built = time.perf_counter() - start
    alone = median_ms(finder.find, texts)
    print(f"{STREETS} streets: read in {read * 1000:.0f} ms, index built in {built * 1000:.0f} ms")
    print(f"a message: {plain:.2f} ms without places, {placed:.2f} ms with; ratio {placed / plain:.3f}")
    print(f"finding the place alone: median {alone * 1000:.0f} µs; {len(texts)} messages")
    taken = sum(bool((found := finder.find(text)).place or found.places) for text in texts)
    print(f"messages in which a place was seen, though hardly any names one of these: {taken} of {len(texts)}")
    rng = random.Random(SEED)
    for label, spoil in (("as written", lambda n, _: n), ("with one typo", with_typo)):
        wanted = rng.sample(names, TYPOS)
        found = [(n, finder.find(rng.choice(TEMPLATES).format(spoil(n, rng)))) for n in wanted]
        right = sum(n == f.street for n, f in found)
        wrong = sum(f.street is not None and n != f.street for n, f in found)
        print(f"{label}: {right / TYPOS:.1%} found, {wrong / TYPOS:.1%} taken for another street")


if __name__ == "__main__":
    main()
