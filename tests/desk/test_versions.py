"""Each saved answer is a version, in git if there is a repository, with one click back."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bot.store import desk_edits
from tests.desk.editing import FILE, HERE, fields, form, sentences
from tests.desk.town import Browser, Town


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True, text=True)
    return done.stdout


@pytest.fixture(autouse=True)
def no_identity(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Git as on a server where nobody told it a name."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(tmp_path / "none"))


@pytest.fixture
def repository(folder: Path) -> Path:
    git(folder, "init", "--quiet")
    git(folder, "add", "intents", "responses")
    git(folder, "-c", "user.name=Ina", "-c", "user.email=ina@stadt.example", "commit", "--quiet", "-m", "Anfang")
    return folder


async def save(eva: Browser, text: str) -> None:
    filled = form(await eva.get(HERE)) | {"text_de": text}
    assert (await eva.post(HERE, **filled, action="save")).status_code == 303


async def test_a_save_is_committed_alone_with_who_and_what(eva: Browser, repository: Path) -> None:
    (repository / "notiz.txt").write_text("unfertig", "utf-8")
    git(repository, "add", "notiz.txt")
    await save(eva, "Der Markt ist schön.")
    told = git(repository, "log", "-1", "--format=%an|%s|%b", "--name-only")
    assert told.startswith(f"Amtsbote|{FILE}: maerkte_feste|Geändert am Bearbeitungsplatz von Eva.")
    assert "notiz.txt" not in told, "what someone else has staged is not ours"
    assert git(repository, "status", "--porcelain", "--", "responses") == ""


async def test_one_click_brings_an_earlier_version_back(eva: Browser, repository: Path) -> None:
    before = (repository / FILE).read_text("utf-8")
    await save(eva, "Der Markt ist schön.")
    page = (await eva.get(HERE)).text.split("Frühere Fassungen der Antwort")[1]
    assert "<ins>+     Der Markt ist schön.</ins>" in page
    assert "Ina" in page
    older = fields(page.split('<form method="post"')[1])
    assert (await eva.post(HERE, **older)).status_code == 303
    assert (repository / FILE).read_text("utf-8") == before
    assert len(git(repository, "log", "--format=%h").split()) == 3


async def test_examples_come_back_too(eva: Browser, repository: Path) -> None:
    for words in ("Gibt es Karussells?", "Gibt es Glühwein?"):
        filled = sentences(await eva.get(HERE)) | {"examples_de": words}
        assert (await eva.post(f"{HERE}/examples", **filled)).status_code == 303
    own = repository / "intents/musterstadt/aktuelles.yaml"
    assert "Karussells" not in own.read_text("utf-8")
    page = (await eva.get(HERE)).text.split("Frühere Fassungen der Beispiele")[1]
    assert (await eva.post(f"{HERE}/examples", **fields(page.split('<form method="post"')[1]))).status_code == 303
    assert "Karussells" in own.read_text("utf-8")
    assert "Glühwein" not in own.read_text("utf-8")


async def test_a_lock_in_git_does_not_keep_anyone_from_saving(eva: Browser, repository: Path) -> None:
    (repository / ".git/index.lock").touch()
    await save(eva, "Der Markt ist schön.")
    assert "Der Markt ist schön." in (repository / FILE).read_text("utf-8")


async def test_without_git_the_desk_keeps_the_versions_itself(eva: Browser, folder: Path) -> None:
    before = (folder / FILE).read_text("utf-8")
    for text in ("Der Markt ist schön.", "Der Markt ist groß."):
        await save(eva, text)
    page = (await eva.get(HERE)).text.split("Frühere Fassungen der Antwort")[1]
    assert page.index("<ins>+     Der Markt ist groß.</ins>") < page.index("<ins>+     Der Markt ist schön.</ins>")
    assert "Eva" in page
    first = page.split("vorher in der Datei")[1]
    assert (await eva.post(HERE, **fields(first.split('<form method="post"')[1]))).status_code == 303
    assert (folder / FILE).read_text("utf-8") == before


@pytest.mark.usefixtures("folder")
async def test_of_many_versions_the_last_stay(town: Town, eva: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_edits, "VERSIONS", 3)
    for number in range(5):
        await save(eva, f"Der Markt hat {number} Stände.")
    rows = await town.rows("SELECT text FROM content_versions ORDER BY id")
    assert [text.split("hat ")[1][0] for (text,) in rows] == ["2", "3", "4"]
