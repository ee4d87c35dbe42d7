"""Whatever bytes stand in a file, checking it ends in problems or a snapshot, never in an exception."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.content_files.loader import check_content
from tests.content_files.folder import ANSWERS, FILES, MELDEWESEN, TODAY, Folder

names = st.sampled_from(sorted(FILES))
signs = """&a ;*a;!x ;!!python/object:os.system ;{;};[;];: ;- ;? ;|;>;---;...;";';#x;%;@;~;null;\\x;"\\0";(;{a.b}"""
unseen = ("\t", "\n", ";", "\ufeff", "\u2028", "\x00", "9" * 5_000)
yaml_signs = st.sampled_from([*signs.split(";"), *unseen]).map(str.encode)
text = st.text(max_size=30).map(lambda letters: letters.encode("utf-8", "replace"))
junk = st.one_of(st.binary(max_size=60), yaml_signs, text)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("content"))


def check_written(shared: Folder, name: str, raw: bytes) -> None:
    shared.write(name, raw)
    try:
        content, problems = check_content(shared.root, TODAY)
    finally:
        shared.write(name, FILES[name])
    assert (content is None) == any(not problem.hint for problem in problems)
    for problem in problems:
        assert problem.line >= 1
        assert problem.file.startswith(("intents", "responses"))
        assert "None" not in problem.text or b"None" in raw
        assert str(problem).isprintable()
        assert len(str(problem)) < 2_000


@settings(max_examples=150, deadline=None)
@given(name=names, raw=st.binary(max_size=300))
def test_arbitrary_bytes_never_raise(shared: Folder, name: str, raw: bytes) -> None:
    check_written(shared, name, raw)


@settings(max_examples=400, deadline=None)
@given(name=names, start=st.floats(0, 1), length=st.integers(0, 40), put=junk)
def test_a_good_file_with_anything_put_in_or_left_out_never_raises(
    shared: Folder, name: str, start: float, length: int, put: bytes
) -> None:
    good = FILES[name].encode()
    at = int(start * len(good))
    check_written(shared, name, good[:at] + put + good[at + length :])


@settings(max_examples=200, deadline=None)
@given(name=names, at=st.floats(0, 1), value=st.text(max_size=80))
@example(name=ANSWERS, at=0.5, value="https://[::1")
@example(name=MELDEWESEN, at=0.45, value="x" * 100_000)
def test_any_text_as_a_value_never_raises(shared: Folder, name: str, at: float, value: str) -> None:
    lines = FILES[name].splitlines()
    number = int(at * (len(lines) - 1))
    key, colon, _ = lines[number].partition(": ")
    quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if colon and "{" not in key:
        lines[number] = f'{key}: "{quoted}"'
    check_written(shared, name, "\n".join(lines).encode("utf-8", "replace"))


def test_every_file_cut_off_anywhere_never_raises(shared: Folder) -> None:
    for name in FILES:
        raw = FILES[name].encode()[:400]
        for end in range(0, len(raw), 7):
            check_written(shared, name, raw[:end])
