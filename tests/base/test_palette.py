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
    shares = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_style_sheet_repeats_no_colour_of_the_palette(repository, sheet):
    style = (repository / sheet).read_text(encoding="utf-8")
    own = set(re.findall(r"--[\w-]+: (#[0-9a-f]{6})\b", style))
    assert not own & {colour for pair in COLOURS.values() for colour in pair}


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_style_sheet_repeats_no_rule_of_all_pages(repository, sheet):
    shared, own = (
        set(re.findall(r"[\w-]+: [^;{}]+(?=;)", (repository / path).read_text("utf-8")))
        for path in ("liverdeck/base/page.css", sheet)
    )
    whole = {rule for rule in shared if rule.startswith(("font: ", "clip-path: "))}
    assert len(whole) == 2
    assert not own & whole


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_colour_that_a_style_sheet_uses_is_defined(repository, sheet):
    style = (repository / sheet).read_text(encoding="utf-8")
    if "preview" in sheet:
        page = (repository / "liverdeck/preview/page.css").read_text(encoding="utf-8")
        style = with_palette(page + style, prefix="page-", switch="dark")
    else:
        style = with_palette(style)
    used = set(re.findall(r"var\(--([\w-]+)\)", style))
    assert used <= set(re.findall(r"--([\w-]+):", style))


@pytest.mark.parametrize("screen", [0, 1])
@pytest.mark.parametrize(
    ("colour", "below"),
    [
        *((colour, "ground") for colour in ("text", "soft", "main", "wrong")),
        *((colour, "panel") for colour in ("text", "soft", "main", "wrong")),
        ("wrong", "wrong-tint"),
    ],
)
def test_the_palette_has_enough_contrast(colour, below, screen):
    assert contrast(COLOURS[colour][screen], COLOURS[below][screen]) >= 4.5
