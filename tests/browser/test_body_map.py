"""The body map on a phone: by touch, by keyboard, without a script, for a screen reader, in light and dark."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.conftest import Windows
from tests.browser.walk import begin

PAGE = "/check/question/where_worst"
LEFT = "back_beside_middle_left"
ARM = "back_arm_left"


def to_the_map(page: Page) -> Page:
    begin(page)
    page.goto(PAGE)
    return page


def to_the_list(page: Page) -> Page:
    """The map with its list open, which a script folds."""
    to_the_map(page).locator(".list > summary").press("Enter")
    return page


def opened(page: Page, path: str) -> None:
    if path == PAGE:
        to_the_list(page)
    else:
        page.goto(path)


def fill_of(page: Page, place: str) -> str:
    return str(page.locator(f".figures-a .on-{place}").first.evaluate("one => getComputedStyle(one).display"))


@pytest.fixture
def touched(windows: Windows, address: str) -> Iterator[Page]:
    """A phone with a touch screen and JavaScript."""
    phone = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}
    with windows.new(base_url=address, **phone) as one:
        yield to_the_map(one)


def test_without_a_script_it_is_a_list_and_the_picture_shows_what_is_ticked(page: Page) -> None:
    to_the_map(page)
    assert fill_of(page, LEFT) == "none"
    page.get_by_label("Left, between spine and shoulder blade").first.check()
    assert fill_of(page, LEFT) != "none"
    expect(page.locator(".told").get_by_text("Left, between spine and shoulder blade")).to_be_visible()
    page.locator(f"#choice-{ARM}").check()
    page.locator(f"#most-{LEFT}").check()
    page.locator(f"#spread-{ARM}").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    page.goto("/check/question/where_most")
    assert page.url.endswith(PAGE)
    for id in (f"choice-{LEFT}", f"most-{LEFT}", f"choice-{ARM}", f"spread-{ARM}"):
        assert page.locator(f"#{id}").is_checked(), id
    page.goto("/check/answers")
    assert page.locator("main").inner_text().count("Left, between spine and shoulder blade") == 2


def test_a_touch_on_the_drawing_ticks_the_box_and_says_so(touched: Page) -> None:
    drawn = touched.locator(f"#a-{LEFT}")
    drawn.tap()
    assert touched.locator(f"#choice-{LEFT}").is_checked()
    expect(touched.locator("#map-said")).to_have_text("Left, between spine and shoulder blade: chosen, 1 in all")
    drawn.tap()
    assert not touched.locator(f"#choice-{LEFT}").is_checked()


def test_every_place_can_be_hit_and_is_24_pixels_wide_at_least(touched: Page) -> None:
    for view in ("back", "front"):
        touched.locator(f"label[for=view-{view}]").tap()
        places = touched.locator(f".figures-a .one-{view} [data-place]")
        for one in places.all():
            box = one.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24
            one.tap()
    assert touched.locator(".at:checked").count() == 43


def test_worst_and_spread_can_be_marked_under_the_picture_and_an_arrow_joins_them(touched: Page) -> None:
    for place in (LEFT, ARM):
        touched.locator(f"#a-{place}").tap()
    touched.locator(f".tap[for=most-{LEFT}]").tap()
    touched.locator(f".tap[for=spread-{ARM}]").tap()
    assert touched.locator(f"#most-{LEFT}").is_checked()
    assert touched.locator(".figures-a .one-back .arrows path").count() == 1
    touched.locator(f".tap[for=choice-{ARM}]").tap()
    assert touched.locator(".figures-a .one-back .arrows path").count() == 0


def test_the_other_figure_has_the_same_places_and_keeps_what_is_chosen(touched: Page) -> None:
    touched.locator(f"#a-{LEFT}").tap()
    touched.locator("label[for=figure-b]").tap()
    expect(touched.locator(f".figures-b .on-{LEFT} use")).to_be_visible()
    touched.locator(f"#b-{LEFT}").tap()
    assert not touched.locator(f"#choice-{LEFT}").is_checked()


def test_the_keyboard_alone_chooses_marks_and_continues(scripted: Page) -> None:
    to_the_list(scripted)
    scripted.locator(f"#choice-{LEFT}").focus()
    scripted.keyboard.press("Space")
    scripted.keyboard.press("Tab")
    assert scripted.evaluate("document.activeElement.id") == f"most-{LEFT}"
    scripted.keyboard.press("Space")
    assert scripted.locator(f"#most-{LEFT}").is_checked()
    seen = [scripted.evaluate("document.activeElement.id")]
    while scripted.evaluate("document.activeElement.type") != "submit":
        scripted.keyboard.press("Tab")
        seen.append(scripted.evaluate("document.activeElement.id"))
        assert len(seen) < 90
    assert "choice-front_breastbone" in seen
    assert not [id for id in seen if id.startswith("a-")]
    with scripted.expect_navigation():
        scripted.keyboard.press("Enter")
    assert "where_worst" not in scripted.url


def test_a_screen_reader_hears_each_place_by_its_name_and_nothing_of_the_drawing(scripted: Page) -> None:
    to_the_list(scripted)
    expect(scripted.get_by_role("checkbox", name="Left, over the shoulder blade", exact=True)).to_have_count(1)
    scripted.locator("#choice-back_shoulder_blade_left").check()
    expect(scripted.get_by_role("radio", name="The worst place Left, over the shoulder blade")).to_have_count(1)
    expect(scripted.get_by_role("checkbox", name="It spreads to here Left, over the shoulder blade")).to_have_count(1)
    assert "Your left" not in scripted.locator("main").aria_snapshot()


@pytest.mark.parametrize("path", [PAGE, "/learn/anatomy"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(windows: Windows, address: str, scheme: str, path: str) -> None:
    with windows.new(base_url=address, color_scheme=scheme, viewport={"width": 360, "height": 800}) as page:
        opened(page, path)
        if path == PAGE:
            page.locator(f"#choice-{LEFT}").check()
            page.locator(f"#choice-{ARM}").check()
            page.locator(f"#most-{LEFT}").check()
        faults = Axe().run(page).response["violations"]
    assert [one["id"] for one in faults] == []


@pytest.mark.parametrize("path", [PAGE, "/learn/anatomy"])
def test_nothing_scrolls_sideways_at_320_pixels(windows: Windows, address: str, path: str) -> None:
    with windows.new(base_url=address, viewport={"width": 320, "height": 640}) as page:
        opened(page, path)
        for box in page.locator(".at").all():
            box.check()
        width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320


def test_each_part_of_the_atlas_leads_to_its_page_and_the_list_says_the_same(scripted: Page) -> None:
    scripted.goto("/learn/anatomy")
    drawn = set(scripted.locator(".atlases a").evaluate_all("all => all.map(one => one.getAttribute('href'))"))
    listed = set(scripted.locator(".doors a").evaluate_all("all => all.map(one => one.getAttribute('href'))"))
    assert len(drawn) == len(listed) == 30
    assert drawn == listed
    scripted.locator(".atlases a[href$='/t4']").click()
    expect(scripted.locator("h1")).to_have_text("T4")
