"""Starts the real program in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database: Path, **settings: object) -> dict[str, str]:
    """The environment without any setting of the developer's own."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("AMTSBOTE_")}
    given = {f"AMTSBOTE_{key.upper()}": str(value) for key, value in settings.items()}
    return clean | given | {"AMTSBOTE_DATABASE": f"sqlite:///{database}"}


@contextmanager
def running(database: Path, content: Path = ROOT, port: int | None = None, **settings: object) -> Iterator[str]:
    """The address of the program's web pages; it is stopped like a service at the end."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "run", "--content", str(content)],
        cwd=ROOT,
        env=environment(database, port=port, **settings),
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, process)
        yield url
    finally:
        process.terminate()
        assert process.wait(20) == 0


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, "the program ended by itself"
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:  # noqa: S310
                answer.read()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the program does not answer")
