"""What stands above the pages once the answers call for haste."""

from starlette.testclient import TestClient

from midback.engine import Said

CALL = "If nobody has called yet"
TODAY = "By the answers so far: be seen today"


def shown(client: TestClient, path: str, **answers: Said) -> str:
    """A page of the check of somebody who has answered so."""
    encounters = client.app.state.encounters  # type: ignore[attr-defined]  # the test client types its app as any callable
    for question, answer in answers.items():
        encounters.answer(str(client.cookies["midback"]), question, answer)
    return client.get(path, follow_redirects=True).text


def test_an_emergency_goes_with_who_goes_on(client: TestClient) -> None:
    said = {"emergency_screen": Said(("nerves",)), "emergency_nerves": Said(("saddle",))}
    for path in ("/check?on=", "/check/question/age?on=", "/check/answers"):
        assert CALL in shown(client, path, **said), path


def test_writing_after_an_emergency_leads_on_past_it(client: TestClient) -> None:
    said = {"emergency_screen": Said(("nerves",)), "emergency_nerves": Said(("saddle",))}
    assert 'href="/check/words?on="' in shown(client, "/check/answers", **said)


def test_a_child_is_told_to_be_seen_today_from_the_page_after_the_age_on(client: TestClient) -> None:
    page = shown(client, "/check", emergency_screen=Said(), age=Said(number=5))
    assert TODAY in page
    assert "/check/answers" in page


def test_nothing_stands_above_the_pages_of_somebody_who_is_well(client: TestClient) -> None:
    page = shown(client, "/check", emergency_screen=Said(), age=Said(number=40))
    assert CALL not in page
    assert TODAY not in page


def test_a_tick_that_stands_against_a_no_to_its_group_is_there_to_be_changed(client: TestClient) -> None:
    page = shown(client, "/check/answers", symptom_groups=Said(), ill=Said(("fever",)))
    assert "/check/question/ill" in page
