"""Content that passes the check works in the browser, whatever its ids are and with or without our special pages."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.contents import copied
from tests.posting import begin, hidden, send

from midback.encounter import open_encounters
from midback.knowledge import Content, read_content
from midback.knowledge.roles import body_map
from midback.web.app import create_app

IDS = (
    "where_worst",
    "where_most",
    "where_spread",
    "for_whom",
    "own_words",
    "emergency_screen",
    "id: me,",
    "id: apart,",
)


def renamed(content: Path) -> None:
    """Call the special questions and options something else."""
    for file in (content / "questions").glob("*.yaml"):
        text = file.read_text("utf-8")
        for id in IDS:
            text = re.sub(rf"\b{id}", id.replace("id: ", "id: other_") if " " in id else f"other_{id}", text)
        file.write_text(text, encoding="utf-8")


def without(content: Path) -> None:
    """Ask neither whom it is for nor for own words, and put no marks on the map; leave out two structures."""
    (content / "questions" / "own_words.yaml").unlink()
    for name, line in (("pain.yaml", r"  beside: .*\n"), ("about_you.yaml", r", speaks_of: \w+")):
        file = content / "questions" / name
        file.write_text(re.sub(line, "", file.read_text("utf-8")), encoding="utf-8")
    for name in ("disks", "ribs"):
        (content / "anatomy" / f"{name}.yaml").unlink()


@pytest.mark.parametrize("change", [renamed, without])
def test_a_check_goes_from_start_to_result(
    change: Callable[[Path], None], house: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(tmp_path, monkeypatch)
    change(folder)
    content = read_content(folder)
    app = create_app(open_encounters(house, content.knowledge), content.words, development=True)
    with TestClient(app, base_url="http://midback.test") as client:
        pages = [client.get(path) for path in ("/", "/components", "/learn/anatomy", "/learn/anatomy/trapezius")]
        pages += walked(client, content)
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert all(link in content.knowledge.anatomy for link in re.findall(r'/learn/anatomy/(\w+)"', pages[2].text))


def walked(client: TestClient, content: Content) -> list[Response]:
    """The pages from the first to the result, with a place marked on the map on the way."""
    screen = content.knowledge.emergency_screen.id
    pages = [
        begin(client),
        send(client, f"/check/question/{screen}", f"/check/question/{screen}", {"choice": "__none__"}),
    ]
    if places := body_map(content.knowledge):
        address = f"/check/question/{places.id}"
        pages.append(send(client, address, address, {"choice": "back_neck", "most": "back_neck"}))
        pages.append(client.get("/check/words"))
    result = client.post("/result", data=hidden(client.get("/check/answers").text, "/result"))
    return [*pages, result, client.get("/result")]
