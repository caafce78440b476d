"""The page of statistics in a real browser: read by axe, on a phone, in the dark, and asking nobody."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

from liverdeck.study.statistics.figures import (
    PERIODS,
    Cards,
    Day,
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

TODAY = 20_784
"""2026-11-27, a Friday."""
LONG = (
    "Which <b>blood</b> vessel & "
    + "Donaudampfschifffahrtsgesellschaftskapitän" * 3
    + "\u202e turns around"
)


def day(number):
    """A day of a learner who now and then does nothing, and once crammed for hours."""
    back = TODAY - number
    if back % 9 == 4 or 100 < back < 120:
        return Day(number)
    if back in (20, 21):
        return Day(number, 30, 2, 900, 1234, 12_000)
    return Day(number, 20 + back * 7 % 150, back % 6, 300 + back * 37 % 1500)


def statistics(**more):
    values = {
        "deck": "heart", "title": "The heart <i>", "day": TODAY, "desired_retention": 0.9, "first_day": TODAY - 500,
        "total": Day(TODAY, 40_000, 900, 400_000, 1234, 12_000), "cards": Cards(50, 10, 200, 1300, 1), "due": Due(1234, 1, 2),
        "forecast": tuple(ForecastDay(TODAY + ahead, 1234 // (ahead + 1)) for ahead in range(14)),
        "days": tuple(day(number) for number in range(TODAY - 364, TODAY + 1)),
        "retention": tuple(Retention(name, days, PassRate(8, 10 + (days or 999)), PassRate(9000, 9999)) for name, days in PERIODS),
        "hardest": tuple(HardFact(f"fact-{number}", LONG, 31 - number, 9.25, PassRate(1, 2)) for number in range(10)),
        "leeches": tuple(Leech(f"fact-{number}/c1", LONG, 12, 9.25, is_suspended=True) for number in range(10)),
        "refused": tuple(RefusedAnswer("flow/c1", LONG, "vein", LONG, "wrong", "rejected", 12_345, 9) for _ in range(25)),
    }  # fmt: skip
    return Statistics(**(values | more))


def beginner():
    """Somebody who began yesterday."""
    days = (
        *(Day(number) for number in range(TODAY - 364, TODAY - 1)),
        Day(TODAY - 1, 6, 3, 40),
        Day(TODAY, 1, 0, 5),
    )
    return statistics(
        first_day=TODAY - 1, days=days, total=Day(TODAY, 7, 3, 45), due=Due(), leeches=(), hardest=(), refused=(),
        forecast=tuple(ForecastDay(TODAY + ahead, 0) for ahead in range(14)),
        retention=tuple(Retention(name, days, PassRate(1, 1), PassRate()) for name, days in PERIODS),
    )  # fmt: skip


def nobody():
    """Somebody who has not begun."""
    days = tuple(Day(number) for number in range(TODAY - 364, TODAY + 1))
    return statistics(
        first_day=None, days=days, total=Day(TODAY), due=Due(), leeches=(), hardest=(), refused=(),
        forecast=tuple(ForecastDay(TODAY + ahead, 0) for ahead in range(14)),
        retention=tuple(Retention(name, days, PassRate(), PassRate()) for name, days in PERIODS),
    )  # fmt: skip


@pytest.fixture
def open_page(browser, tmp_path):
    """Return a function that opens a page; whatever it complains of or asks the network for fails the test."""
    complaints = []

    def opened(of, *, width=1000, scheme="light", for_axe=False):
        path = tmp_path / "stats.html"
        path.write_bytes(statistics_page(of))
        # axe is a script of the test's, which the page's own policy rightly refuses.
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            bypass_csp=for_axe,
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.on(
            "request",
            lambda request: (
                complaints.append(request.url) if request.url != path.as_uri() else None
            ),
        )
        page.goto(path.as_uri())
        return page

    yield opened
    assert complaints == []


def unfold(page):
    for each in page.locator("summary").all():
        each.click()


@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("of", [statistics, beginner, nobody])
def test_axe_finds_nothing(open_page, of, scheme, width):
    page = open_page(of(), scheme=scheme, width=width, for_axe=True)
    unfold(page)
    found = (
        Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    )
    assert [
        (each["id"], [node["html"] for node in each["nodes"]]) for each in found
    ] == []


@pytest.mark.parametrize("width", [320, 375, 480, 736, 1400])
@pytest.mark.parametrize("of", [statistics, beginner, nobody])
def test_nothing_runs_over_the_edge(open_page, of, width):
    page = open_page(of(), width=width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    over = "[...document.querySelectorAll('section *, .tiles *')].filter(e => !e.closest('.unseen') && e.getBoundingClientRect()"
    assert page.evaluate(f"{over}.right > innerWidth).map(e => e.outerHTML)") == []
    assert page.evaluate(f"{over}.left < 0).map(e => e.outerHTML)") == []


TEXTS = """[...document.querySelectorAll('svg')].flatMap((svg, number) =>
    [...svg.querySelectorAll('text')].map(text => [text, text.getBoundingClientRect()]).filter(([, box]) => box.width)
    .map(([text, box]) => [number, text.textContent, box.left, box.right, box.top, box.bottom]))"""


@pytest.mark.parametrize("width", [320, 480, 736, 1000])
@pytest.mark.parametrize("of", [statistics, beginner])
def test_labels_of_plots_do_not_overlap(open_page, of, width):
    labels = open_page(of(), width=width).evaluate(TEXTS)
    assert len(labels) > 20
    crossed = [
        (one[1], other[1])
        for place, one in enumerate(labels)
        for other in labels[place + 1 :]
        if one[0] == other[0]
        and one[2] < other[3]
        and other[2] < one[3]
        and one[4] + 2 < other[5]
        and other[4] + 2 < one[5]
    ]
    assert crossed == []


COLOURS = """of => [...document.querySelectorAll(of)].map(each => {
    const style = getComputedStyle(each)
    return [style.fill, style.stroke, style.backgroundColor, style.color]
})"""


def channels(colour):
    return [
        int(each) / 255
        for each in colour.removeprefix("rgb(").removesuffix(")").split(",")
    ]


def contrast(one, other):
    """The ratio of WCAG 2."""

    def light(colour):
        parts = [
            each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
            for each in channels(colour)
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_letters_of_plots_stand_out(open_page, scheme):
    page = open_page(statistics(), scheme=scheme)
    ground = page.evaluate(COLOURS, "section")[0][2]
    for of, least in (
        ("text", 4.5),
        (".bar", 3),
        (".more", 3),
        (".heat-3", 3),
        (".heat-4", 3),
    ):
        assert (
            min(contrast(each[0], ground) for each in page.evaluate(COLOURS, of))
            >= least
        ), of
    for of in (".range", ".wanted", ".today"):
        assert (
            min(contrast(each[1], ground) for each in page.evaluate(COLOURS, of)) >= 3
        ), of
    strengths = [
        page.evaluate(COLOURS, f".heat-{strength}")[0][0] for strength in range(5)
    ]
    steps = [contrast(ground, each) for each in strengths]
    assert steps == sorted(steps)  # the more, the further from the ground
    assert all(later / earlier > 1.2 for earlier, later in itertools.pairwise(steps))


def test_the_dark_page_is_dark_and_the_light_one_light(open_page):
    light, dark = (
        open_page(statistics(), scheme=scheme).evaluate(COLOURS, "body")[0]
        for scheme in ("light", "dark")
    )
    assert contrast(light[2], "rgb(255,255,255)") < 1.5
    assert contrast(dark[2], "rgb(255,255,255)") > 10
    assert contrast(light[2], light[3]) > 7
    assert contrast(dark[2], dark[3]) > 7


def test_every_day_says_what_it_was_to_who_points_at_it(open_page):
    page = open_page(statistics())
    titles = page.evaluate(
        "[...document.querySelectorAll('.year rect')].map(e => e.querySelector('title').textContent)"
    )
    assert len(titles) == 365
    assert titles[-1] == "Fri 27 Nov 2026: 20 reviews in 5 min"
    assert (
        titles[364 - 20]
        == "Sat 7 Nov 2026: 30 reviews (2 new) in 15 min; 1,234 crammed in 3.3 h"
    )
    assert page.locator(".year .today").count() == 1


def test_the_year_is_one_row_where_there_is_room_and_two_where_there_is_not(open_page):
    tops = "[...new Set([...document.querySelectorAll('.year .plot')].map(e => e.getBoundingClientRect().top))].length"
    assert open_page(statistics(), width=1000).evaluate(tops) == 1
    assert open_page(statistics(), width=320).evaluate(tops) == 2


def test_the_figures_are_there_without_plots(open_page):
    page = open_page(statistics())
    unfold(page)
    rows = page.locator("details table").last.locator("tbody tr")
    assert rows.first.inner_text().split() == ["2026-11-27", "20", "0", "5", "0", "0"]
    assert rows.count() == sum(
        bool(day(number).answers) for number in range(TODAY - 364, TODAY + 1)
    )


def test_a_tag_in_a_text_is_text(open_page):
    page = open_page(statistics())
    assert page.locator("h1").inner_text() == "The heart <i>: how study is going"
    assert (
        page.locator("main b, main i")
        .filter(has_text="blood")
        .first.evaluate("e => e.children[0].tagName")
        == "BDI"
    )
    assert page.locator("i").count() == 0
