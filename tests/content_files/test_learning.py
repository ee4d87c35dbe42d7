"""What learning does to files that people edit too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.content_files import learning
from bot.content_files.learning import learn
from bot.core.learning import Examples, NewIntent
from bot.core.organisation import Language
from bot.errors import ContentError
from tests.content_files.folder import MELDEWESEN, TODAY, Folder

OWN = "intents/dorf/eigenes.yaml"
LEARNT = "intents/dorf/gelernt_meldewesen.yaml"
OWN_TEXT = """\
# Von Hand gepflegt.
topic: vereine   # die Vereine im Dorf
title: {de: Vereine, en: Clubs}
intents:
  feuerwehrfest:
    kind: pr_question
    title: {de: Feuerwehrfest, en: Fire brigade's fair}
    examples:
      de:
        - Wann ist das Feuerwehrfest?
        - "030123: rufen wir da an?"   # so schrieb es jemand
        # Das Nächste ist Dialekt.
        - wonn isch es Feuerwehrfescht

  chor:
    kind: pr_question
    title: {de: Chor, en: Choir}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    folder.write(OWN, OWN_TEXT)
    return folder


def band(title_de: str = "Blasmusik", answer: Mapping[Language, str] | None = None) -> NewIntent:
    """A new intent that may be wrong in one thing."""
    examples = Examples("blasmusik", {"de": ("Bläst wer?",)})
    return NewIntent(examples, title_de, "Band", "pr_question", "vereine", answer or {}, "Verein", TODAY, "")


def files(folder: Folder) -> dict[str, bytes]:
    return {str(p.relative_to(folder.root)): p.read_bytes() for p in folder.root.rglob("*") if p.is_file()}


def test_sentences_go_into_the_organisations_own_file_and_nothing_else_changes(folder: Folder) -> None:
    learn(folder.root, "dorf", Examples("feuerwehrfest", {"de": ("fest der feuerwehr: wann",)}), TODAY)
    text = (folder.root / OWN).read_text("utf-8")
    lines = text.splitlines()
    assert [line for line in lines if "fest der feuerwehr" not in line] == OWN_TEXT.splitlines()
    intents = folder.load().bodies["dorf"].intents
    assert "fest der feuerwehr: wann" in intents["feuerwehrfest"].intent.examples["de"]
    assert not (folder.root / LEARNT).exists()


def test_an_intent_without_sentences_gets_its_first_ones_in_two_languages(folder: Folder) -> None:
    learn(folder.root, "dorf", Examples("chor", {"de": ("Singt ihr?",), "en": ("Is there a choir?",)}), TODAY)
    examples = folder.load().bodies["dorf"].intents["chor"].intent.examples
    assert examples == {"de": ("Singt ihr?",), "en": ("Is there a choir?",)}


def test_an_intent_of_all_keeps_its_topic_and_all_that_is_said_of_it(folder: Folder) -> None:
    extra = "    description: Wer umzieht.\n    synonyms: [Umzug]\n    link: https://www.dorf.example/umzug\n"
    folder.edit(MELDEWESEN, "    kind: service_request\n", f"    kind: service_request\n{extra}")
    common = (folder.root / MELDEWESEN).read_bytes()
    before = folder.load().bodies["dorf"].intents["wohnsitz_ummelden"]
    for text in ("Umzug gemacht, was nun?", "ich wohn jetzt woanders"):
        learn(folder.root, "dorf", Examples("wohnsitz_ummelden", {"de": (text,)}), TODAY)
    after = folder.load().bodies["dorf"].intents["wohnsitz_ummelden"]
    assert (after.topic, (folder.root / MELDEWESEN).read_bytes()) == (before.topic, common)
    learnt = ("Umzug gemacht, was nun?", "ich wohn jetzt woanders")
    assert after.intent.examples["de"] == (*before.intent.examples["de"], *learnt)
    assert after.intent.model_copy(update={"examples": before.intent.examples}) == before.intent


@pytest.mark.parametrize(
    ("lesson", "said"),
    [
        (Examples("gibtesnicht", {"de": ("Hallo du",)}), "gibt es nicht"),
        (Examples("chor", {"de": ("neue Adresse anmelden",)}), "steht auch bei „wohnsitz_ummelden“"),
        (Examples("feuerwehrfest", {"de": ("wann ist das FEUERWEHRFEST?",)}), "stehen schon bei der Absicht"),
        (band(title_de="x" * 41), "gelernt_vereine.yaml"),
        (band(answer={"de": "Ja, {wer}.", "en": "Yes."}), "{wer}"),
    ],
    ids=["no intent", "example of another", "known sentence", "long title", "placeholder"],
)
def test_what_would_not_be_right_is_refused_and_changes_nothing(
    folder: Folder, lesson: Examples | NewIntent, said: str
) -> None:
    before = files(folder)
    with pytest.raises(ContentError) as refused:
        learn(folder.root, "dorf", lesson, TODAY)
    assert said in str(refused.value)
    assert files(folder) == before


def test_nothing_is_learnt_while_the_files_have_an_error(folder: Folder) -> None:
    folder.write(OWN, OWN_TEXT.replace("kind: pr_question", "kind: pr_frage"))
    before = files(folder)
    with pytest.raises(ContentError, match="Die Dateien haben gerade Fehler"):
        learn(folder.root, "dorf", Examples("wohnsitz_ummelden", {"de": ("Umzug",)}), TODAY)
    assert files(folder) == before


def test_what_someone_saves_meanwhile_is_not_overwritten(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    apply = learning.apply

    def later(root: Path, texts: dict[Path, str], seen: dict[Path, bytes | None], today: date) -> None:
        folder.write(OWN, OWN_TEXT + "# inzwischen\n")
        apply(root, texts, seen, today)

    monkeypatch.setattr(learning, "apply", later)
    with pytest.raises(ContentError, match="inzwischen geändert"):
        learn(folder.root, "dorf", Examples("chor", {"de": ("Singt ihr?",)}), TODAY)
    assert (folder.root / OWN).read_text("utf-8") == OWN_TEXT + "# inzwischen\n"
