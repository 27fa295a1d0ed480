"""Self-contained pages: one file with style and charts inside, which asks nothing of any other."""

from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from midback.knowledge import KnowledgeBase
from midback.words import say


def page(template: str, knowledge: KnowledgeBase, **values: Any) -> str:
    """The text of a page."""
    folder = PackageLoader("midback.cli.assurance", "pages")
    environment = Environment(
        loader=folder, autoescape=select_autoescape(), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    tokens = (files("midback.web") / "static" / "tokens.css").read_text(encoding="utf-8")
    report = (files("midback.cli.assurance") / "pages" / "report.css").read_text(encoding="utf-8")
    style = Markup(tokens + report)  # noqa: S704 - our own style sheets, no input
    return environment.get_template(template).render(say=say, style=style, knowledge=knowledge, **values)
