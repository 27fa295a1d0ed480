"""A shelf has one name in content and code, and every door knows it by readers' names too."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from midback.cli import app
from midback.cli.explain.records import KINDS, kind_called
from midback.encounter import open_encounters
from midback.knowledge import load_knowledge
from midback.knowledge.schema import SHELVES
from midback.knowledge.shelf_names import READERS, shelf_called
from midback.web.app import create_app

KNOWLEDGE = load_knowledge()


def test_a_readers_name_leads_to_a_shelf_and_is_no_shelf_itself() -> None:
    names = {shelf.name for shelf in SHELVES}
    assert set(READERS.values()) <= names
    assert names.isdisjoint(READERS)
    assert all(shelf_called(name) == name for name in names)


@pytest.mark.parametrize(("name", "shelf"), READERS.items())
def test_the_terminal_lists_a_shelf_by_either_name(name: str, shelf: str) -> None:
    by_either = [CliRunner().invoke(app, ["explain", one]).output for one in (name, shelf)]
    assert by_either[0] == by_either[1]
    assert kind_called(name) in KINDS


@pytest.mark.parametrize(("name", "shelf"), READERS.items())
@pytest.mark.slow
def test_web_and_api_find_a_record_by_either_name(name: str, shelf: str, tmp_path: Path) -> None:
    id = next(iter(getattr(KNOWLEDGE, shelf)))
    encounters = open_encounters(f"sqlite:///{tmp_path / 'midback.db'}", KNOWLEDGE)
    with TestClient(create_app(encounters), base_url="http://midback.test") as client:
        for one in (name, shelf):
            assert client.get(f"/api/explain/{one}/{id}").status_code == 200
            assert client.get(f"/learn/{one}/{id}").status_code == 200
