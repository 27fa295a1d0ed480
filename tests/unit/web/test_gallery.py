"""Every example in a component's contract renders, and the page that shows them is there in development alone."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from midback.encounter import open_encounters
from midback.knowledge import load_knowledge, load_words
from midback.web.app import create_app
from midback.web.gallery import Shown, gallery
from midback.web.kit.render import Renderer

KNOWLEDGE = load_knowledge()
WORDS = load_words()
COMPONENTS = Path(str(files("midback.web") / "components"))


@pytest.mark.parametrize("name", sorted(folder.name for folder in COMPONENTS.iterdir()))
def test_a_contract_has_an_example_that_renders(name: str) -> None:
    examples = next(one.examples for one in shown() if one.name == name)
    assert examples
    assert all(html.strip() for _, html in examples)


@cache
def shown() -> list[Shown]:
    return gallery(Renderer(KNOWLEDGE, WORDS), KNOWLEDGE)


@pytest.mark.parametrize(("development", "status"), [(True, 200), (False, 404)])
def test_the_page_is_for_development(tmp_path: Path, development: bool, status: int) -> None:
    app = create_app(open_encounters(f"sqlite:///{tmp_path / 'midback.db'}", KNOWLEDGE), development=development)
    with TestClient(app, base_url="http://midback.test") as client:
        assert client.get("/components").status_code == status
