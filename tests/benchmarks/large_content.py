"""A made content folder of any size: the shipped common files, one town, and services with random names."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
A_FILE = 50
SYLLABLES = "ba be bo da de do fa fe ga ge ha he ka ke la le ma me na ne pa pe ra re sa se ta te wa we".split()
BEGINNINGS = ("Wo beantrage ich", "Ich brauche", "Was kostet", "Wie lange dauert", "Wer macht", "Welche Unterlagen für")


def write_large_content(root: Path, intents: int, examples: int) -> None:
    """Writes a folder with that many services more than shipped, each with examples and an answer."""
    chance = random.Random(7)
    shutil.copytree(ROOT / "intents", root / "intents", ignore=lambda _, names: [n for n in names if "." not in n])
    shutil.copytree(ROOT / "responses" / "common", root / "responses" / "common")
    shutil.copytree(ROOT / "responses" / "musterstadt", root / "responses" / "musterstadt")
    for number in range(0, intents, A_FILE):
        topic, wishes, answers = f"topic{number:05}", [], []
        for id in range(number, min(number + A_FILE, intents)):
            thing = _thing(chance)
            wishes.append(
                f"  service{id:05}:\n    kind: service_request\n    title: {{de: {thing} {id}, en: {thing} {id}}}\n"
                "    examples:\n      de:\n"
                + "".join(f"        - {_sentence(chance, thing)}\n" for _ in range(examples))
            )
            answers.append(
                f"  service{id:05}:\n    de: Für {thing} ist {{office_name}} zuständig.\n    en: Ask {{office_name}}.\n"
                "    source: https://www.musterstadt.example\n    as_of: 2026-11-02\n"
            )
        head = f"topic: {topic}\ntitle: {{de: {topic}, en: {topic}}}\nintents:\n"
        (root / "intents" / f"{topic}.yaml").write_text(head + "".join(wishes), encoding="utf-8")
        own = root / "responses" / "musterstadt" / f"{topic}.yaml"
        own.write_text("responses:\n" + "".join(answers), encoding="utf-8")


def _thing(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(3, 5))).capitalize() + "schein"


def _sentence(chance: random.Random, thing: str) -> str:
    return (
        f"{chance.choice(BEGINNINGS)} {thing} {_thing(chance)} {chance.choice(('', 'bitte', 'jetzt', 'in der Stadt'))}"
    )
