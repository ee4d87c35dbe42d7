"""Imports Berlin's services by the real command and asks for them in other words; and what 5,000 services cost.

`python tests/benchmarks/bench_catalogue.py [data]`: without the data folder only the second part runs.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import yaml
from rapidfuzz import fuzz, process, utils

from bot.content_files.loader import load_content
from bot.core.content import Body
from bot.core.conversation import Conversation
from bot.core.decision import Clarify, Refer, decide
from bot.core.understanding import Understanding
from bot.evaluation.trial import Trial
from bot.understanding.engine import Understander

ROOT = Path(__file__).parents[2]
TOWN, TODAY = "katalogstadt", date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Berlin"))
FEW, MANY, MESSAGES = 100, 5_000, 300

Ranked = Callable[[str], list[str]]
"""The intents for a text, best first."""


def town(folder: Path, catalogue: Path) -> float:
    """The shipped content and a town with one office, into which the catalogue is imported; seconds that took."""
    for top in ("intents", "responses"):
        shutil.copytree(ROOT / top, folder / top)
    own = folder / "responses" / TOWN
    shutil.copytree(folder / "responses" / "musterstadt", own)
    offices = yaml.safe_load((own / "offices.yaml").read_text(encoding="utf-8"))["offices"]
    general = {id: office for id, office in offices.items() if "*" in office["serves"]}
    text = yaml.safe_dump({"offices": general}, allow_unicode=True)
    (own / "offices.yaml").write_text(text, encoding="utf-8")
    organisation = (own / "organisation.yaml").read_text(encoding="utf-8").splitlines()
    lines = [line if not line.startswith("desk:") else f"desk: {next(iter(general))}" for line in organisation]
    (own / "organisation.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot.cli", "import", str(catalogue), "-o", TOWN, "--content", str(folder), "--yes"]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def berlin(data: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        took = town(folder, data / "berlin_services.jsonl")
        body = load_content(folder, TODAY).bodies[TOWN]
        understand = Understander(load_content(folder, TODAY))
        known = json.loads((folder / "responses" / TOWN / ".import.json").read_text(encoding="utf-8"))["ids"]
    rows = [json.loads(line) for line in (data / "berlin_services.jsonl").open(encoding="utf-8")]
    titles = {known[row["label"]]: row["text"] for row in rows}
    file = Path(__file__).parent / "catalogue_paraphrases.yaml"
    asked = yaml.safe_load(file.read_text(encoding="utf-8"))
    print(f"Berlin's {len(rows)} services, no example sentence; imported in {took:.1f} s")

    def ours(text: str) -> list[str]:
        return [c.intent for concern in understand(text, TOWN).concerns[:1] for c in concern.candidates]

    def rival(text: str) -> list[str]:
        found = process.extract(text, titles, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=3)
        return [intent for _, _, intent in found]

    for part, pairs in asked.items():
        wanted = {text: known[id] for id, text in pairs.items()}
        print(f"\n{part}: {len(wanted)} paraphrases      service top 1 / 3     office top 1 / 3")
        for name, rank in (("ours", ours), ("rapidfuzz token_set_ratio, titles", rival)):
            print(f"  {name:34} {shares(wanted, rank, body)}")
        print(f"  {conduct(wanted, understand, body)}")


def shares(wanted: dict[str, str], rank: Ranked, body: Body) -> str:
    hits: dict[str, list[bool]] = {"service 1": [], "service 3": [], "office 1": [], "office 3": []}
    for text, intent in wanted.items():
        ranked = rank(text)[:3]
        offices = [body.offices_for(found)[0] for found in ranked]
        right = body.offices_for(intent)[0]
        hits["service 1"].append(ranked[:1] == [intent])
        hits["service 3"].append(intent in ranked)
        if right != body.general_office:  # where the catalogue names one
            hits["office 1"].append(offices[:1] == [right])
            hits["office 3"].append(right in offices)
    one, three, office, offices_ = (statistics.mean(found) for found in hits.values())
    return f"{one:8.1%} / {three:6.1%}   {office:8.1%} / {offices_:6.1%}"


def conduct(wanted: dict[str, str], understand: Callable[[str, str], Understanding], body: Body) -> str:
    """What the citizen meets: referred at once, asked with the right one among the options, or else."""
    referred, right, offered = 0, 0, 0
    for text, intent in wanted.items():
        decision = decide(understand(text, TOWN), Conversation(), body, TODAY)[0]
        if isinstance(decision, Refer):
            referred += 1
            right += decision.office in body.offices_for(intent)
        elif isinstance(decision, Clarify):
            offered += any(option.endswith(f":{intent}") for option in decision.options)
    asked = f"asked back with the right service among the options {offered}"
    return f"referred at once {referred}, of these to the right office {right}; {asked}"


def made(number: int, path: Path) -> list[str]:
    """A catalogue of made-up services, and messages that ask for some of them."""
    random = Random(0)
    syllables = "be ge an ver ab un haus bau wohn steu fahr kind schul stra mel aus gar ten hund müll kar".split()
    ends = "ung schein pass recht amt geld antrag karte beitrag steuer platz pflicht hilfe nachweis".split()
    words = sorted({"".join(random.choices(syllables, k=3)) + random.choice(ends) for _ in range(number * 3)})
    verbs = ["beantragen", "ändern", "abmelden", "verlängern", "melden", "zurückgeben"]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "title", "synonyms", "description", "office"])
        for at in range(number):
            own = random.sample(words, 4)
            title = f"{own[0].title()} für {own[1].title()} {random.choice(verbs)}"
            description = f"Wer {own[2]} oder {own[3]} hat, kann hier {' und '.join(random.sample(words, 5))} klären."
            synonyms = f"{own[0]} {random.choice(verbs)}|{own[2]}"
            rows.writerow([f"dienst_{at}", title, synonyms, description, f"Amt {at % 40}"])
    return [f"Ich möchte {' und '.join(random.sample(words[:200], 2))} {random.choice(verbs)}" for _ in range(MESSAGES)]


def child(folder: Path, messages: Path) -> None:
    """Measures in a process of its own: seconds to read and to be ready, processor seconds, median ms of a message."""
    start = time.perf_counter()
    content = load_content(folder, TODAY)
    read = time.perf_counter() - start
    understand = Understander(content)
    ready, worked = time.perf_counter() - start, time.process_time()
    texts = json.loads(messages.read_text(encoding="utf-8"))
    trial = Trial(content, understand)
    both = [median(lambda t: understand(t, TOWN), texts), median(lambda t: trial.answer(TOWN, t, AT), texts)]
    print(json.dumps([read, ready, worked, *both]))


def median(run: Callable[[str], object], texts: Sequence[str]) -> float:
    times = []
    for text in texts:
        start = time.thread_time()  # of the processor: other programs do not count
        run(text)
        times.append((time.thread_time() - start) * 1000)
    return statistics.median(times)


def scale() -> None:
    figures = {}
    for number in (FEW, MANY):
        with tempfile.TemporaryDirectory() as name:
            folder, catalogue, messages = Path(name) / "content", Path(name) / "c.csv", Path(name) / "m.json"
            own = made(number, catalogue)
            shipped = (ROOT / "tests/utterances/services.yaml").read_text(encoding="utf-8")
            common = [u["text"] for u in yaml.safe_load(shipped)["utterances"]]
            messages.write_text(json.dumps([t for pair in zip(own, common, strict=False) for t in pair]), "utf-8")
            took = town(folder, catalogue)
            command = [sys.executable, str(Path(__file__)), "--child", str(folder), str(messages)]
            done = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ), cwd=ROOT)
            figures[number] = json.loads(done.stdout.splitlines()[-1])
            read, ready, worked, understood, answered = figures[number]
            print(
                f"{number} made services: imported in {took:.1f} s; content read {read:.1f} s, ready to answer "
                f"{ready:.1f} s ({worked:.1f} s of processor time); "
                f"a message {understood:.2f} ms to understand, {answered:.2f} ms in all"
            )
    ratios = [many / few for few, many in zip(figures[FEW][3:], figures[MANY][3:], strict=True)]
    print(f"{MANY} services against {FEW}: understanding {ratios[0]:.2f} times, a message in all {ratios[1]:.2f} times")


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "../shared/data"
    if (data / "berlin_services.jsonl").is_file():
        berlin(data)
        print()
    scale()


if __name__ == "__main__":
    main()
