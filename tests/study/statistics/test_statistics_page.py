"""The statistics page: texts stay texts, and every figure is shown."""

import base64
import datetime as dt
import hashlib
import html as html_text
import itertools
import re
from functools import cache
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from liverdeck.base.phrases import counted, percent, shortened
from liverdeck.study.scheduling.moments import day_of
from liverdeck.study.statistics.charts import (
    Bar,
    bar_chart,
    heat_chart,
    rate_bar,
    ticks,
)
from liverdeck.study.statistics.figure_text import (
    cards_text,
    done_text,
    due_text,
    rate_text,
    time_text,
    whole_minutes,
)
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
from liverdeck.study.statistics.heatmap import Scale, month_names, scale_of, weeks_of
from liverdeck.study.statistics.page_tables import readable
from liverdeck.study.statistics.statistics import Statistics
from liverdeck.study.statistics.statistics_page import statistics_page

TODAY = 20_000
"""Friday, 2024-10-04."""
HOSTILE = [
    "<script>alert(1)</script>",
    "</title></style><script>alert(1)</script>",
    '" onload="alert(1)',
    "' onclick='x",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#60;",
    "<!-- ",
    "]]>",
    "-->",
    "{{ 7 * 7 }}",
    "<svg/onload=alert(1)>",
    "\u202eright to left",
    "\u05d0\u05d1\u05d2 (1) \u05d3",
]
UNWRITABLE = ["\0", "a\x01b", "\x1b[2J", "\x7f", "\x85", "\ud800", "\ufffe", "\ufdd0"]
VOID = {"meta"}
"""Elements without an end tag."""
NO_RETENTION = tuple(
    Retention(name, days, PassRate(), PassRate()) for name, days in PERIODS
)


def statistics_with(text="It", **changes):
    """Return statistics with a text in all fields that authors and learners write."""
    values = {
        "deck": "heart",
        "title": text,
        "day": TODAY,
        "desired_retention": 0.9,
        "first_day": TODAY - 9,
        "total": DayFigures(TODAY, reviews=40, new=9, seconds=400),
        "cards": Cards(new=5, learning=1, young=2, mature=3, suspended=1),
        "due": Due(reviews=3, steps=1, put_off=2),
        "forecast": forecast(lambda ahead: ahead * 3),
        "days": tuple(
            DayFigures(day, reviews=day % 4, new=1, seconds=90 * (day % 4))
            for day in range(TODAY - 364, TODAY + 1)
        ),
        "retention": tuple(
            Retention(name, days, PassRate(8, 10), PassRate(20, 21))
            for name, days in PERIODS
        ),
        "hardest": (HardFact(text, text, 3, 9.25, PassRate(1, 2)),),
        "leeches": (Leech(text, text, 8, 9.25, is_suspended=True),),
        "refused": (RefusedAnswer(text, text, text, text, "wrong", text, 3, 2),),
    }
    return Statistics(**(values | changes))


def forecast(reviews_of):
    """Return a forecast of two weeks.

    `reviews_of` takes a day's distance from today, and returns its number of reviews.
    """
    return tuple(ForecastDay(TODAY + ahead, reviews_of(ahead)) for ahead in range(14))


class Outline(HTMLParser):
    """Tags and texts as an HTML parser sees them; every element must be closed."""

    def __init__(self, html):
        super().__init__()
        self.open = []
        self.tags = []
        self.texts = []
        self.attributes = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)


def outline_of(statistics):
    return Outline(statistics_page(statistics).decode())


@cache
def usual_tags():
    return sorted(outline_of(statistics_with()).tags)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_text_of_deck_or_learner_stays_text(text):
    outline = outline_of(statistics_with(text))
    assert sorted(outline.tags) == usual_tags()
    assert "script" not in outline.tags
    # The title comes twice; then come prompts, names and answers.
    assert sum(shown.count(text) for shown in outline.texts) >= 8
    names = {name for name, _ in outline.attributes}
    assert not names & {"style", "src", "href"}
    assert not [name for name in names if name.startswith("on")]


@pytest.mark.parametrize("text", UNWRITABLE)
def test_characters_that_a_page_must_not_contain_are_replaced(text):
    html = statistics_page(statistics_with(f"({text})")).decode()
    assert text not in html
    assert "\ufffd" in html
    assert readable(f"a{text}b").startswith("a")
    assert sorted(Outline(html).tags) == usual_tags()


@pytest.mark.parametrize(
    "text", ["tab\there", "line\nbreak", "é", "🫀", "א", "\U0010fffd", "~"]
)
def test_all_other_characters_are_shown_unchanged(text):
    assert readable(text) == text


def test_the_writing_direction_of_a_title_does_not_affect_our_text():
    html = statistics_page(statistics_with("\u202eabc")).decode()
    body = html.partition("<body>")[2]
    assert set(re.findall(r"<(\w+)>[^<>]*\u202e", body)) == {"bdi"}


def test_the_policy_allows_only_the_style_of_the_page():
    html = statistics_page(statistics_with()).decode()
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert html_text.unescape(policy) == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{allowed}'"
    )
    assert "url(" not in style
    assert "@import" not in style
    assert not re.search(r"https?://", html)
    assert "<script" not in html


def test_every_plot_is_well_formed_and_has_a_label():
    html = statistics_page(statistics_with("<&\">'")).decode()
    plots = [
        ET.fromstring(plot) for plot in re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    ]
    assert len(plots) > 15
    for plot in plots:
        if plot.get("aria-hidden") != "true":
            assert plot.get("role") == "img"
            assert plot.get("aria-label")


def test_the_same_statistics_give_the_same_bytes():
    assert statistics_page(statistics_with()) == statistics_page(statistics_with())


def test_long_texts_are_shortened():
    short = statistics_page(statistics_with("x" * 1000))
    long = statistics_page(statistics_with("x" * 100_000))
    # Only the title is not shortened, and the page has it twice.
    assert len(long) - len(short) <= 2 * 99_000


def text_of(statistics):
    return " ".join(" ".join(outline_of(statistics).texts).split())


@pytest.mark.parametrize(
    "expected",
    [
        "Reviews due 3 2 put off until tomorrow",
        "In steps 1",
        "New left 5 of 12 cards",
        "Since 2024-09-25: 40 reviews (9 new) in 7 min.",
        "Remembered 90% of 31 reviews in 30 days",
        "7 days young young, 7 days: 80%, in 95 of 100 such cases 49% to 94% 80% 10",
        "mature mature, 7 days: 95%, in 95 of 100 such cases 77% to 99% 95% 21",
        "12 cards: 5 new, 1 learning, 2 young, 3 mature, 1 suspended",
        "Sat 5 Oct: 3 reviews 3",
        "Its prompt Its prompt difficulty 9.2, retention 50% of 2 3 9.2 50%",
        "Its prompt Its prompt, suspended difficulty 9.2 8 9.2",
        "right: Its prompt · wrong (Its prompt) · Its prompt 3 2",
        "2024-10-03 3 1 5 0 0",
        "Fri 4 Oct 2024: nothing",
    ],
)
def test_every_figure_is_on_the_page(expected):
    assert expected in text_of(statistics_with("Its prompt"))


def test_before_the_first_answer_the_page_says_how_to_begin():
    not_begun = statistics_with(
        first_day=None,
        total=DayFigures(TODAY),
        due=Due(),
        forecast=(),
        days=tuple(DayFigures(day) for day in range(TODAY - 364, TODAY + 1)),
        hardest=(),
        leeches=(),
        refused=(),
        retention=NO_RETENTION,
    )
    assert "Nothing was studied yet. To begin: liverdeck study" in text_of(not_begun)
    assert "svg" not in outline_of(not_begun).tags


def test_every_empty_section_has_a_sentence():
    days = range(TODAY - 364, TODAY + 1)
    text = text_of(
        statistics_with(
            forecast=forecast(lambda _: 0),
            days=tuple(DayFigures(day, int(day == TODAY - 99)) for day in days),
            hardest=(),
            leeches=(),
            refused=(),
            retention=NO_RETENTION,
        )
    )
    assert "No reviews are due in these days." in text
    assert "Nothing was studied in these days." in text
    assert "No card was reviewed yet after an interval of a day or more." in text
    assert "no fact was forgotten" in text
    assert "no card was forgotten 8 times" in text
    assert "checker refused None." in text


def test_long_tables_say_how_many_rows_they_leave_out():
    refused = tuple(
        RefusedAnswer("a", "p", "r", f"typed {number}", "wrong", "", 1, 0)
        for number in range(23)
    )
    text = text_of(statistics_with(refused=refused))
    assert "typed 19" in text
    assert "typed 20" not in text
    assert "--json lists 3 more." in text


def rectangles(shapes, css_class):
    return [shape for shape in shapes if shape.css_class == css_class]


def test_bars_are_as_high_as_their_values():
    chart = bar_chart([Bar("a", 4), Bar("b", 1, 1), Bar("c", 0)], "label")
    shapes = [shape for column in chart.columns for shape in column.rectangles]
    highest, low = rectangles(shapes, "bar")
    (on_top,) = rectangles(shapes, "bar more")
    # The axis ends at 4, which is 112 pixels high.
    assert (highest.height, low.height, on_top.height) == (112, 28, 28)
    assert on_top.y + 28 == low.y
    assert [column.title for column in chart.columns] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("high", "marks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (0.2, [0, 1]),
        (17, [0, 5, 10, 15, 20]),
        (60, [0, 20, 40, 60]),
        (70, [0, 20, 40, 60, 80]),
        (101, [0, 50, 100, 150]),
        (4.2, [0, 2, 4, 6]),
        (1_000_000, [0, 500_000, 1_000_000]),
    ],
)
def test_axes_have_round_numbers(high, marks):
    assert ticks(high) == marks


def test_the_bar_of_a_rate_is_as_long_as_the_rate():
    bar = rate_bar(PassRate(8, 10), 0.9, "young, today")
    assert (bar.rate, bar.desired) == (80, 90)
    assert (bar.low, bar.high) == (49.02, 94.33)
    assert bar.label == "young, today: 80%, in 95 of 100 such cases 49% to 94%"


def test_a_rate_without_reviews_has_no_bar():
    assert rate_bar(PassRate(), 0.9, "young, today") is None
    html = statistics_page(
        statistics_with(
            retention=tuple(
                Retention(name, days, PassRate(), PassRate(1, 2))
                for name, days in PERIODS
            )
        )
    ).decode()
    assert html.count('class="rate"') == len(PERIODS)


def test_the_page_draws_bars_squares_and_rates_in_proportion_to_their_values():
    html = statistics_page(statistics_with()).decode()
    plots = [
        ET.fromstring(plot) for plot in re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    ]
    rectangles_by_title = {}
    for plot in plots:
        for group in plot.iter("g"):
            title = group.find("title").text
            rectangles_by_title[title] = [shape.attrib for shape in group.iter("rect")]
    # The axis ends at 40, which is 112 pixels high; a column is a 14th of the width.
    _, bar = rectangles_by_title["Tue 8 Oct: 12 reviews"]
    assert bar["class"] == "bar"
    assert (float(bar["y"]), float(bar["height"])) == (96.4, 33.6)
    assert (bar["x"], bar["width"]) == ("29.286%", "5.714%")
    squares = [square for plot in plots for square in plot.iter("rect")]
    (today,) = [square for square in squares if square.get("class") == "heat-0 today"]
    assert today.find("title").text == "Fri 4 Oct 2024: nothing"
    (rate,) = [plot for plot in plots if "young, 7 days" in plot.get("aria-label", "")]
    widths = {shape.get("class"): shape.get("width") for shape in rate.iter("rect")}
    assert widths == {"track": "100%", "bar": "80.0%"}
    lines = [
        (line.get("class"), line.get("x1"), line.get("x2"))
        for line in rate.iter("line")
    ]
    assert lines == [
        ("range", "49.02%", "94.33%"),
        ("range", "49.02%", "49.02%"),
        ("range", "94.33%", "94.33%"),
        ("wanted", "90.0%", "90.0%"),
    ]


def test_a_phone_shows_the_first_column_of_numbers_of_hard_facts():
    html = statistics_page(statistics_with()).decode()
    table = html.partition("<h2>Hardest facts</h2>")[2].partition("</table>")[0]
    assert re.findall(r'class="(number[ a-z]*)">([^<]*)', table) == [
        ("number", "Lapses"),
        ("number wide", "Difficulty"),
        ("number wide", "Retention"),
        ("number", "3"),
        ("number wide", "9.2"),
        ("number wide", "50%"),
    ]


@pytest.mark.parametrize(
    ("date", "weekday"),
    [("2026-11-23", 0), ("2026-11-27", 4), ("2026-11-29", 6), ("2024-02-29", 3)],
)
def test_a_year_is_53_weeks_from_monday(date, weekday):
    today = day_of(dt.date.fromisoformat(date))
    year = range(today - 364, today + 1)
    weeks = weeks_of([DayFigures(day) for day in year])
    assert len(weeks) == 53
    assert {len(week) for week in weeks} == {7}
    assert weeks[-1][weekday].day == today
    assert [day.day for week in weeks for day in week if day] == list(year)


def test_months_are_named_at_their_first_week_if_there_is_room():
    today = day_of(dt.date(2026, 11, 27))
    weeks = weeks_of([DayFigures(day) for day in range(today - 364, today + 1)])
    names = month_names(weeks)
    shown = [name for name in names if name]
    assert shown == "Dec Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov".split()
    # The first week is the only one of last November, so it has no name.
    assert names[:2] == ["", "Dec"]
    # There is no room for the name of this November at the right edge.
    assert month_names(weeks[:-3])[-2:] == ["", ""]
    columns = [column for column, name in enumerate(names) if name]
    for left, right in itertools.pairwise(columns):
        assert right - left >= 4


@pytest.mark.parametrize(
    ("answers", "width"),
    [
        ([], 1),
        ([1], 1),
        ([4], 1),
        ([5], 2),
        ([40] * 9 + [400], 10),
        ([8] * 5 + [80] * 5, 20),
    ],
)
def test_the_scale_is_made_for_nine_days_in_ten(answers, width):
    days = [DayFigures(day, number) for day, number in enumerate([*answers, 0, 0])]
    assert scale_of(days) == Scale(width)


def test_strengths_agree_with_their_legend():
    scale = Scale(10)
    assert scale.legend == ("none", "1–10", "11–20", "21–30", "31 or more")
    answers = (0, 1, 10, 11, 20, 21, 30, 31, 999)
    assert list(map(scale.strength, answers)) == [0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert Scale(1).legend == ("none", "1", "2", "3", "4 or more")


def test_the_heatmap_counts_crammed_answers_and_outlines_today():
    days = [DayFigures(day) for day in range(TODAY - 364, TODAY)]
    days.append(DayFigures(TODAY, reviews=1, crammed=2))
    chart = heat_chart(
        weeks_of(days), Scale(1), "label", lambda day: f"{day.answers}", today=TODAY
    )
    assert len(rectangles(chart.squares, "heat-0")) == 364
    (today,) = rectangles(chart.squares, "heat-3 today")
    assert today.title == "3"
    assert len(chart.squares) == 365


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (counted(1, "review"), "1 review"),
        (counted(1204, "review"), "1,204 reviews"),
        (counted(0, "day"), "0 days"),
        (whole_minutes(0), 0),
        (whole_minutes(1), 1),
        (whole_minutes(89), 1),
        (whole_minutes(90), 2),
        (time_text(59), "1 min"),
        (time_text(3599), "60 min"),
        (time_text(9000), "2.5 h"),
        (time_text(3600 * 41), "41 h"),
        (percent(None), "–"),
        (percent(0.916), "92%"),
        (rate_text(PassRate(1, 2)), "50% of 2"),
        (rate_text(PassRate()), "–"),
        (due_text(Due()), "nothing"),
        (
            due_text(Due(reviews=1, steps=2, put_off=3)),
            "1 review, 2 in steps, 3 put off until tomorrow",
        ),
        (done_text(DayFigures(1)), "nothing"),
        (done_text(DayFigures(1, reviews=3, seconds=60)), "3 reviews in 1 min"),
        (done_text(DayFigures(1, crammed=2, crammed_seconds=90)), "2 crammed in 2 min"),
        (cards_text(Cards(new=1)), "1 card: 1 new"),
        (shortened("abc def", 7), "abc def"),
        (shortened("abc def", 5), "abc…"),
    ],
)
def test_figures_are_worded_as_a_reader_expects(text, expected):
    assert text == expected
