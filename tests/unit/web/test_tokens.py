"""Every colour pair that is used together can be told apart, in light and dark, and colours live in one file."""

import re
from itertools import chain
from pathlib import Path

import pytest

import midback.web

WEB = Path(midback.web.__file__).parent
STATIC = WEB / "static"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
OTHER_SHEETS = sorted(sheet for sheet in STATIC.glob("*.css") if sheet.name != "tokens.css")
MARKUP = sorted(chain((WEB / "templates").rglob("*.html"), (WEB / "components").rglob("*.html")))
DECLARED = re.compile(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})\b")

TEXT = 4.5
SHAPES = 3.0
GROUNDS = ("paper", "card", "sunken")

# (what is seen, what it stands on, the least ratio)
PAIRS = [
    *((text, ground, TEXT) for text in ("ink", "muted", "teal", "teal-hover") for ground in GROUNDS),
    *((text, ground, TEXT) for text in ("error", "focus") for ground in ("paper", "card")),
    ("on-teal", "teal", TEXT),
    ("on-teal", "teal-hover", TEXT),
    ("paper", "error", TEXT),
    ("paper", "ink", TEXT),
    *((text, "teal-tint", TEXT) for text in ("ink", "muted", "teal")),
    *((text, "within-days-tint", TEXT) for text in ("ink", "muted", "teal", "within-days")),
    *((text, "emergency-tint", TEXT) for text in ("ink", "emergency-ink")),
    *((text, "card", TEXT) for text in ("emergency-ink", "same-day-ink", "within-days", "routine", "self-care")),
    *((text, "paper", TEXT) for text in ("emergency-ink", "same-day-ink", "within-days", "routine", "self-care")),
    ("on-emergency", "emergency", TEXT),
    ("on-same-day", "same-day", TEXT),
    ("same-day-ink", "same-day-tint", TEXT),
    ("routine", "routine-tint", TEXT),
    ("self-care", "self-care-tint", TEXT),
    *(("control", ground, SHAPES) for ground in ("paper", "card", "teal-tint")),
    *((frame, "paper", SHAPES) for frame in ("emergency", "same-day", "body-line")),
    ("region-line", "body", SHAPES),
    ("chosen-line", "body", SHAPES),
    ("chosen-line", "chosen", SHAPES),
    ("teal", "body", SHAPES),
    ("qr-ink", "qr-paper", TEXT),
]


def colours(css: str) -> dict[str, str]:
    """Each colour a piece of style sheet declares, by token."""
    return dict(DECLARED.findall(css))


LIGHT = colours(TOKENS.split("@media")[0])
DARK = LIGHT | colours(TOKENS.split("prefers-color-scheme: dark")[1].split("@media")[0])


def luminance(colour: str) -> float:
    """Relative luminance (0–1) of a #RRGGBB colour, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("seen", "ground", "least"), PAIRS)
def test_a_pair_has_contrast_enough(theme: dict[str, str], seen: str, ground: str, least: float) -> None:
    assert contrast(theme[seen], theme[ground]) >= least


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_dark_changes_every_colour_but_the_white_on_solid_urgencies() -> None:
    same = {token for token in LIGHT if LIGHT[token] == DARK[token]}
    assert same == {"on-emergency", "on-same-day", "qr-ink", "qr-paper"}


@pytest.mark.parametrize("sheet", OTHER_SHEETS, ids=lambda sheet: sheet.name)
def test_other_style_sheets_hold_no_colour_of_their_own(sheet: Path) -> None:
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[^{}]*[;}])|\brgba?\(|\bhsla?\(", sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sheet", OTHER_SHEETS, ids=lambda sheet: sheet.name)
def test_style_sheets_use_only_tokens_that_exist(sheet: Path) -> None:
    declared = set(re.findall(r"--([\w-]+):", TOKENS + sheet.read_text(encoding="utf-8")))
    assert set(re.findall(r"var\(--([\w-]+)\)", sheet.read_text(encoding="utf-8"))) <= declared


@pytest.mark.parametrize("file", MARKUP, ids=lambda file: str(file.relative_to(WEB)))
def test_markup_carries_no_style_and_no_script(file: Path) -> None:
    forbidden = r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:"
    assert re.findall(forbidden, file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", [*OTHER_SHEETS, STATIC / "tokens.css"], ids=lambda file: file.name)
def test_style_sheets_load_nothing(file: Path) -> None:
    assert re.findall(r"@import|url\(", file.read_text(encoding="utf-8")) == []


def test_what_every_page_links_leaves_room_for_a_first_page_of_60_kb() -> None:
    linked = ("tokens.css", "base.css", "components.css", "print.css", "favicon.svg")
    assert sum((STATIC / name).stat().st_size for name in linked) <= 50_000


def test_all_scripts_together_stay_under_30_kb() -> None:
    assert sum(script.stat().st_size for script in STATIC.glob("*.js")) < 30_000


@pytest.mark.parametrize("folder", sorted((WEB / "components").iterdir()), ids=lambda folder: folder.name)
def test_a_component_is_a_template_and_a_contract(folder: Path) -> None:
    assert {"template.html", "contract.md"} <= {file.name for file in folder.iterdir()}
