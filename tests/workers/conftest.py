"""The small content folder that each test may change, with an example in a third language to learn from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content_files.folder import FILES, HILFE, Folder

GERMAN = "      de: [Ich möchte einen Menschen sprechen]\n"


@pytest.fixture
def folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Folder:
    # What is learnt here would push the shipped weights out of the cache, which keeps few.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    folder = Folder(tmp_path)
    folder.write(HILFE, FILES[HILFE].replace(GERMAN, f"{GERMAN}      tr: [Bir insanla konuşmak istiyorum]\n"))
    return folder
