"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

from midback.knowledge import Content, read_content, shipped
from midback.words import say

AsJson = Annotated[bool, typer.Option("--json", help=say("help.json"))]
ContentFolder = Annotated[Path | None, typer.Option("--content", metavar="FOLDER", help=say("help.content"))]
Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help=say("help.html"))]
Seed = Annotated[int, typer.Option("--seed", min=0, help=say("help.seed"))]


def read(folder: Path | None) -> Content:
    """The content in a folder, or the one that is shipped."""
    return read_content(folder) if folder else shipped()
