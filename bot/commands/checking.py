"""`amtsbote check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.content_files.loader import check_content


def check_files(root: Path) -> int:
    """Prints every problem and hint; exit status 1 if there is a problem."""
    _, problems = check_content(root, date.today())
    for problem in problems:
        print(problem)  # noqa: T201
    serious = sum(not problem.hint for problem in problems)
    hints = len(problems) - serious
    print(f"{serious} Probleme, {hints} Hinweise" if problems else "Alles in Ordnung.")  # noqa: T201
    return 1 if serious else 0
