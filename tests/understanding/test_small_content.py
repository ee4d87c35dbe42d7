"""Content as small as on an administrator's first day."""

from __future__ import annotations

from pathlib import Path

from bot.content_files.loader import load_content
from bot.understanding.engine import Understander
from tests.content_files.folder import TODAY, Folder


def test_content_without_an_example_in_a_third_language_is_understood_in_every_language(tmp_path: Path) -> None:
    Folder(tmp_path)
    understand = Understander(load_content(tmp_path, TODAY))
    german = understand("Ich bin umgezogen, was muss ich tun?", "dorf")
    assert german.concerns[0].candidates[0].intent == "wohnsitz_ummelden"
    assert understand("Ik ben verhuisd, wat moet ik doen?", "dorf").concerns
    assert understand("Yeni bir adrese taşındım, ne yapmalıyım?", "dorf").concerns
