"""The small content folder that each test may break."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content_files.folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
