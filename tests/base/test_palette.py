"""Pages have their common colours from one palette."""

import re

import pytest

from liverdeck.base.palette import COLOURS, with_palette

SHEETS = [
    "liverdeck/quiz/formats/quiz.css",
    "liverdeck/study/statistics/statistics_page.css",
    "liverdeck/preview/page.css",
    "liverdeck/preview/frame.css",
]


def luminance(colour):
    """Return how light a colour is, 0 to 1, as WCAG 2 computes it."""
    red, green, blue = (colour[start : start + 2] for start in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def linear(hex_digits):
    """Return the light of a red, green or blue value, 0 to 1."""
    share = int(hex_digits, 16) / 255
    if share <= 0.04045:
        return share / 12.92
    return ((share + 0.055) / 1.055) ** 2.4


def contrast(one, other):
    """Return the contrast of two colours, 1 to 21, as WCAG 2 computes it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_style_sheet_repeats_no_colour_of_the_palette(repository, sheet):
    style = (repository / sheet).read_text(encoding="utf-8")
    defined = set(re.findall(r"--[\w-]+: (#[0-9a-f]{6})\b", style))
    in_palette = {colour for pair in COLOURS.values() for colour in pair}
    assert not defined & in_palette


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_style_sheet_repeats_no_rule_of_all_pages(repository, sheet):
    shared = declarations_in(repository / "liverdeck/base/page.css")
    # Other declarations, such as `margin: 0`, are in many style sheets.
    distinctive = {
        declaration
        for declaration in shared
        if declaration.startswith(("font: ", "clip-path: "))
    }
    assert len(distinctive) == 2
    assert not distinctive & declarations_in(repository / sheet)


def declarations_in(path):
    return set(re.findall(r"[\w-]+: [^;{}]+(?=;)", path.read_text("utf-8")))


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_colour_that_a_style_sheet_uses_is_defined(repository, sheet):
    style = (repository / sheet).read_text(encoding="utf-8")
    if "preview" in sheet:
        page = (repository / "liverdeck/preview/page.css").read_text(encoding="utf-8")
        style = with_palette(page + style, prefix="page-", dark_attribute="dark")
    else:
        style = with_palette(style)
    used = set(re.findall(r"var\(--([\w-]+)\)", style))
    assert used <= set(re.findall(r"--([\w-]+):", style))


@pytest.mark.parametrize("index", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("colour", "background"),
    [
        *((colour, "ground") for colour in ("text", "soft", "main", "wrong")),
        *((colour, "panel") for colour in ("text", "soft", "main", "wrong")),
        ("wrong", "wrong-tint"),
    ],
)
def test_the_palette_has_enough_contrast(colour, background, index):
    assert contrast(COLOURS[colour][index], COLOURS[background][index]) >= 4.5
