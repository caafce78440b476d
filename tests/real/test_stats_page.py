"""The statistics page in a real browser: accessibility, width, colours, no network."""

import itertools

import pytest

from liverdeck.study.statistics.figures import (
    PERIODS,
    Cards,
    DayFigures,
    Due,
    ForecastDay,
    HardFact,
    Leech,
    PassRate,
    RefusedAnswer,
    Retention,
)
from liverdeck.study.statistics.statistics import Statistics
from liverdeck.study.statistics.statistics_page import statistics_page
from tests.real.accessibility import violations

TODAY = 20_784
"""2026-11-27, a Friday."""
LONG_TEXT = (
    "Which <b>blood</b> vessel & "
    + "Donaudampfschifffahrtsgesellschaftskapitän" * 3
    + "\u202e turns around"
)


def day(number):
    """Return the figures of one of 365 days; on two of them, the learner crams."""
    days_ago = TODAY - number
    if days_ago % 9 == 4 or 100 < days_ago < 120:
        return DayFigures(number)
    if days_ago in (20, 21):
        return DayFigures(number, 30, 2, 900, 1234, 12_000)
    reviews = 20 + days_ago * 7 % 150
    return DayFigures(number, reviews, days_ago % 6, 300 + days_ago * 37 % 1500)


def statistics(**changes):
    """Return statistics of many answers, with long texts."""
    values = {
        "deck": "heart",
        "title": "The heart <i>",
        "day": TODAY,
        "desired_retention": 0.9,
        "first_day": TODAY - 500,
        "total": DayFigures(TODAY, 40_000, 900, 400_000, 1234, 12_000),
        "cards": Cards(50, 10, 200, 1300, 1),
        "due": Due(1234, 1, 2),
        "forecast": tuple(
            ForecastDay(TODAY + ahead, 1234 // (ahead + 1)) for ahead in range(14)
        ),
        "days": tuple(day(number) for number in range(TODAY - 364, TODAY + 1)),
        "retention": tuple(
            Retention(name, days, PassRate(8, 10 + (days or 999)), PassRate(9000, 9999))
            for name, days in PERIODS
        ),
        "hardest": tuple(
            HardFact(f"fact-{number}", LONG_TEXT, 31 - number, 9.25, PassRate(1, 2))
            for number in range(10)
        ),
        "leeches": tuple(
            Leech(f"fact-{number}/c1", LONG_TEXT, 12, 9.25, is_suspended=True)
            for number in range(10)
        ),
        "refused": (
            RefusedAnswer(
                "flow/c1", LONG_TEXT, "vein", LONG_TEXT, "wrong", "rejected", 12_345, 9
            ),
        )
        * 25,
    }
    return Statistics(**(values | changes))


NOTHING_TO_SHOW = {
    "due": Due(),
    "leeches": (),
    "hardest": (),
    "refused": (),
    "forecast": tuple(ForecastDay(TODAY + ahead, 0) for ahead in range(14)),
}


def beginner():
    """Return the statistics of a learner who began yesterday."""
    days = (
        *(DayFigures(number) for number in range(TODAY - 364, TODAY - 1)),
        DayFigures(TODAY - 1, 6, 3, 40),
        DayFigures(TODAY, 1, 0, 5),
    )
    retention = tuple(
        Retention(name, days, PassRate(1, 1), PassRate()) for name, days in PERIODS
    )
    return statistics(
        first_day=TODAY - 1,
        days=days,
        total=DayFigures(TODAY, 7, 3, 45),
        retention=retention,
        **NOTHING_TO_SHOW,
    )


def no_answers():
    """Return the statistics before the first answer."""
    retention = tuple(
        Retention(name, days, PassRate(), PassRate()) for name, days in PERIODS
    )
    return statistics(
        first_day=None,
        days=tuple(DayFigures(number) for number in range(TODAY - 364, TODAY + 1)),
        total=DayFigures(TODAY),
        retention=retention,
        **NOTHING_TO_SHOW,
    )


@pytest.fixture(scope="module")
def pages(browser):
    """Return an empty page for tests without and with axe, and what they report.

    All tests use them: each further page needs a process of its own.
    """
    contexts = [browser.new_context(bypass_csp=for_axe) for for_axe in (False, True)]
    opened, reports = [context.new_page() for context in contexts], []
    for page in opened:
        page.on("pageerror", lambda error: reports.append(str(error)))
        page.on("console", lambda message: reports.append(message.text))
        page.on("request", lambda request: reports.append(request.url))
    yield opened, reports
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(pages, tmp_path):
    """Return a function that opens the page of some statistics.

    The test fails if the page has an error or sends a request.
    """
    opened_pages, reports = pages
    reports.clear()
    path = tmp_path / "stats.html"

    def open_statistics(shown_statistics, *, width=1000, scheme="light", for_axe=False):
        path.write_bytes(statistics_page(shown_statistics))
        page = opened_pages[for_axe]
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(path.as_uri())
        return page

    yield open_statistics
    assert [report for report in reports if report != path.as_uri()] == []


def unfold(page):
    for summary in page.locator("summary").all():
        summary.click()


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("statistics_of", [statistics, beginner, no_answers])
def test_axe_finds_no_violation(open_page, statistics_of, width):
    page = open_page(statistics_of(), width=width, for_axe=True)
    unfold(page)
    assert violations(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("statistics_of", [statistics, beginner, no_answers])
def test_axe_finds_no_violation_in_the_dark(open_page, statistics_of):
    page = open_page(statistics_of(), scheme="dark", for_axe=True)
    unfold(page)
    assert violations(page, only_colors=True) == []


@pytest.mark.parametrize("width", [320, 375, 480, 736, 1400])
@pytest.mark.parametrize("statistics_of", [statistics, beginner, no_answers])
def test_nothing_is_wider_than_the_screen(open_page, statistics_of, width):
    page = open_page(statistics_of(), width=width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    elements = (
        "[...document.querySelectorAll('section *, .tiles *')]"
        ".filter(e => !e.closest('.unseen') && e.getBoundingClientRect()"
    )
    assert page.evaluate(f"{elements}.right > innerWidth).map(e => e.outerHTML)") == []
    assert page.evaluate(f"{elements}.left < 0).map(e => e.outerHTML)") == []


TEXTS = """[...document.querySelectorAll('svg')].flatMap((svg, number) =>
    [...svg.querySelectorAll('text')]
    .map(text => [text, text.getBoundingClientRect()])
    .filter(([, box]) => box.width)
    .map(([text, box]) =>
        [number, text.textContent, box.left, box.right, box.top, box.bottom]))"""


@pytest.mark.parametrize("width", [320, 480, 736, 1000])
@pytest.mark.parametrize("statistics_of", [statistics, beginner])
def test_labels_of_plots_do_not_overlap(open_page, statistics_of, width):
    labels = open_page(statistics_of(), width=width).evaluate(TEXTS)
    assert len(labels) > 20
    overlaps = [
        (label[1], other[1])
        for label, other in itertools.combinations(labels, 2)
        if do_overlap(label, other)
    ]
    assert overlaps == []


def do_overlap(label, other):
    """Whether two labels of one plot overlap, by more than two pixels in height."""
    plot, _, left, right, top, bottom = label
    other_plot, _, other_left, other_right, other_top, other_bottom = other
    is_beside = right <= other_left or other_right <= left
    is_above = bottom <= other_top + 2 or other_bottom <= top + 2
    return plot == other_plot and not is_beside and not is_above


COLOURS = """selector => [...document.querySelectorAll(selector)].map(element => {
    const style = getComputedStyle(element)
    return [style.fill, style.stroke, style.backgroundColor, style.color]
})"""


def channels(colour):
    """Return red, green and blue of a colour such as `rgb(1, 2, 3)`, from 0 to 1."""
    numbers = colour.removeprefix("rgb(").removesuffix(")").split(",")
    return [int(number) / 255 for number in numbers]


def luminance(colour):
    """Return the relative luminance of WCAG 2."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour, other):
    """Return the contrast ratio of WCAG 2."""
    low, high = sorted([luminance(colour), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_letters_have_enough_contrast(open_page, scheme):
    page = open_page(statistics(), scheme=scheme)
    ground = page.evaluate(COLOURS, "section")[0][2]
    for selector, minimum in (
        ("text", 4.5),
        (".bar", 3),
        (".more", 3),
        (".heat-3", 3),
        (".heat-4", 3),
    ):
        fills = [fill for fill, *_ in page.evaluate(COLOURS, selector)]
        assert min(contrast(fill, ground) for fill in fills) >= minimum, selector
    for selector in (".range", ".wanted", ".today"):
        strokes = [stroke for _, stroke, *_ in page.evaluate(COLOURS, selector)]
        assert min(contrast(stroke, ground) for stroke in strokes) >= 3, selector
    strengths = [
        page.evaluate(COLOURS, f".heat-{strength}")[0][0] for strength in range(5)
    ]
    # More answers have a stronger contrast.
    steps = [contrast(ground, colour) for colour in strengths]
    assert steps == sorted(steps)
    assert all(later / earlier > 1.2 for earlier, later in itertools.pairwise(steps))


def test_the_page_is_dark_or_light_as_the_reader_wants(open_page):
    light, dark = (
        open_page(statistics(), scheme=scheme).evaluate(COLOURS, "body")[0]
        for scheme in ("light", "dark")
    )
    assert contrast(light[2], "rgb(255,255,255)") < 1.5
    assert contrast(dark[2], "rgb(255,255,255)") > 10
    assert contrast(light[2], light[3]) > 7
    assert contrast(dark[2], dark[3]) > 7


def test_every_day_has_a_title_with_its_figures(open_page):
    page = open_page(statistics())
    titles = page.evaluate(
        "[...document.querySelectorAll('.year rect')]"
        ".map(e => e.querySelector('title').textContent)"
    )
    assert len(titles) == 365
    assert titles[-1] == "Fri 27 Nov 2026: 20 reviews in 5 min"
    assert titles[364 - 20] == (
        "Sat 7 Nov 2026: 30 reviews (2 new) in 15 min; 1,234 crammed in 3.3 h"
    )
    assert page.locator(".year .today").count() == 1


def test_the_year_is_in_two_rows_on_a_narrow_screen(open_page):
    tops = (
        "[...new Set([...document.querySelectorAll('.year .plot')]"
        ".map(e => e.getBoundingClientRect().top))].length"
    )
    assert open_page(statistics(), width=1000).evaluate(tops) == 1
    assert open_page(statistics(), width=320).evaluate(tops) == 2


def test_the_figures_are_also_in_tables(open_page):
    page = open_page(statistics())
    unfold(page)
    rows = page.locator("details table").last.locator("tbody tr")
    assert rows.first.inner_text().split() == ["2026-11-27", "20", "0", "5", "0", "0"]
    assert rows.count() == sum(
        bool(day(number).answers) for number in range(TODAY - 364, TODAY + 1)
    )


def test_a_tag_in_a_text_stays_text(open_page):
    page = open_page(statistics())
    assert page.locator("h1").inner_text() == "The heart <i>: how study is going"
    assert (
        page.locator("main b, main i")
        .filter(has_text="blood")
        .first.evaluate("e => e.children[0].tagName")
        == "BDI"
    )
    assert page.locator("i").count() == 0
