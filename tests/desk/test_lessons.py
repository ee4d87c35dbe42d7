"""What a lesson does to files that people edit too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.content_files.editing_desk import FolderFiles
from bot.core.learning import Examples, NewIntent
from bot.core.organisation import Language
from bot.desk.lessons import changes_of
from bot.editing_ports import Overtaken, Refused, Saved
from bot.errors import ContentError
from tests.content_files.folder import MELDEWESEN, TODAY, Folder

OWN = "intents/dorf/eigenes.yaml"
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


def learn(folder: Folder, lesson: Examples | NewIntent) -> str:
    """Saves a lesson; what was wrong with it, else ""."""
    files = FolderFiles(folder.root, lambda: TODAY)
    try:
        outcome = files.save(changes_of(lesson, folder.load().bodies["dorf"], files), "Anna")
    except ContentError as error:
        return str(error)
    if isinstance(outcome, Refused):
        return "\n".join(finding.text for finding in outcome.findings)
    assert isinstance(outcome, Saved)
    return ""


def files(folder: Folder) -> dict[str, bytes]:
    return {str(p.relative_to(folder.root)): p.read_bytes() for p in folder.root.rglob("*") if p.is_file()}


def test_sentences_go_into_the_organisations_own_file_and_nothing_else_changes(folder: Folder) -> None:
    assert not learn(folder, Examples("feuerwehrfest", {"de": ("fest der feuerwehr: wann",)}))
    text = (folder.root / OWN).read_text("utf-8")
    lines = text.splitlines()
    assert [line for line in lines if "fest der feuerwehr" not in line] == OWN_TEXT.splitlines()
    intents = folder.load().bodies["dorf"].intents
    assert "fest der feuerwehr: wann" in intents["feuerwehrfest"].intent.examples["de"]
    assert not (folder.root / "intents/dorf/vereine.yaml").exists()


def test_an_intent_without_sentences_gets_its_first_ones_in_two_languages(folder: Folder) -> None:
    assert not learn(folder, Examples("chor", {"de": ("Singt ihr?",), "en": ("Is there a choir?",)}))
    examples = folder.load().bodies["dorf"].intents["chor"].intent.examples
    assert examples == {"de": ("Singt ihr?",), "en": ("Is there a choir?",)}


def test_an_intent_of_all_keeps_its_topic_and_all_that_is_said_of_it(folder: Folder) -> None:
    extra = "    description: Wer umzieht.\n    synonyms: [Umzug]\n    link: https://www.dorf.example/umzug\n"
    folder.edit(MELDEWESEN, "    kind: service_request\n", f"    kind: service_request\n{extra}")
    common = (folder.root / MELDEWESEN).read_bytes()
    before = folder.load().bodies["dorf"].intents["wohnsitz_ummelden"]
    for text in ("Umzug gemacht, was nun?", "ich wohn jetzt woanders"):
        assert not learn(folder, Examples("wohnsitz_ummelden", {"de": (text,)}))
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
        (band(title_de="x" * 41), "40"),
        (band(answer={"de": "Ja, {wer}.", "en": "Yes."}), "{wer}"),
    ],
    ids=["no intent", "example of another", "known sentence", "long title", "placeholder"],
)
def test_what_would_not_be_right_is_refused_and_changes_nothing(
    folder: Folder, lesson: Examples | NewIntent, said: str
) -> None:
    before = files(folder)
    assert said in learn(folder, lesson)
    assert files(folder) == before


def test_nothing_is_learnt_while_the_files_have_an_error(folder: Folder) -> None:
    body, files_ = folder.load().bodies["dorf"], FolderFiles(folder.root, lambda: TODAY)
    folder.write(OWN, OWN_TEXT.replace("kind: pr_question", "kind: pr_frage"))
    before = files(folder)
    outcome = files_.save(changes_of(Examples("wohnsitz_ummelden", {"de": ("Umzug",)}), body, files_), "Anna")
    assert isinstance(outcome, Refused)
    assert any(OWN in finding.text for finding in outcome.findings)
    assert files(folder) == before


def test_what_someone_saves_meanwhile_is_not_overwritten(folder: Folder) -> None:
    body, files_ = folder.load().bodies["dorf"], FolderFiles(folder.root, lambda: TODAY)
    changes = changes_of(Examples("chor", {"de": ("Singt ihr?",)}), body, files_)
    meanwhile = OWN_TEXT + "    examples: {de: [Wer singt?]}\n"
    folder.write(OWN, meanwhile)
    assert isinstance(files_.save(changes, "Anna"), Overtaken)
    assert (folder.root / OWN).read_text("utf-8") == meanwhile


def test_a_new_intent_and_its_answer_are_written_together_or_not_at_all(folder: Folder) -> None:
    before = files(folder)
    (folder.root / "responses/dorf/vereine.yaml").mkdir()  # nothing can be written there
    assert learn(folder, band(answer={"de": "Ja.", "en": "Yes."}))
    (folder.root / "responses/dorf/vereine.yaml").rmdir()
    assert files(folder) == before
    assert not learn(folder, band(answer={"de": "Ja.", "en": "Yes."}))
    body = folder.load().bodies["dorf"]
    assert (body.intents["blasmusik"].topic, body.responses["blasmusik"].text_in("de")) == ("vereine", "Ja.")
