"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ContentDir = Annotated[
    Path, typer.Option("--content", help="Ordner, in dem intents/ und responses/ liegen.", show_default=False)
]
OrganisationName = Annotated[
    str | None, typer.Option("--organisation", "-o", help="Name eines Ordners unter responses/.")
]
HERE = Path()
