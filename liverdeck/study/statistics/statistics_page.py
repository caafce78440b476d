"""The statistics as one HTML page that works without scripts and without a network.

It is light or dark, as the reader's browser is set.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.phrases import counted, percent
from liverdeck.study.scheduling.moments import date_of
from liverdeck.study.statistics.charts import (
    Bar,
    bar_chart,
    heat_chart,
    legend_square,
    rate_bar,
)
from liverdeck.study.statistics.figure_text import (
    NO_RETENTION,
    cards_text,
    date_text,
    done_text,
    time_text,
)
from liverdeck.study.statistics.heatmap import scale_of, weeks_of
from liverdeck.study.statistics.markup import element, page
from liverdeck.study.statistics.page_tables import (
    days_table,
    forecast_table,
    hardest_table,
    leeches_table,
    refused_table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from liverdeck.study.statistics.figures import (
        DayFigures,
        ForecastDay,
        PassRate,
        Retention,
    )
    from liverdeck.study.statistics.markup import Content
    from liverdeck.study.statistics.statistics import Statistics

_RECENT_DAYS = 60
"""Number of days in the section on the last days, with today."""
_MONDAY = 0
"""Python's number of this weekday."""
_MONTH_DAYS = 30
"""The top of the page shows the retention of this many days."""
_PERIOD_NAMES = {
    "today": "Today",
    "7 days": "7 days",
    "30 days": "30 days",
    "year": "A year",
    "all": "All",
}
"""How the page names each of `PERIODS`."""


def statistics_page(statistics: Statistics) -> bytes:
    """Return the page as HTML. The same statistics give the same bytes."""
    title = f"{statistics.title}: how study is going"
    main = element("main", _header(statistics), *_sections(statistics))
    style = (Path(__file__).parent / "statistics_page.css").read_text(encoding="utf-8")
    return page(title, "en", style, element("body", main))


def _header(statistics: Statistics) -> Element:
    summary = f"{date_of(statistics.day)}. "
    if statistics.first_day is None:
        summary += "Nothing was studied yet. To begin: liverdeck study"
    else:
        first_date = date_of(statistics.first_day)
        summary += f"Since {first_date}: {done_text(statistics.total)}."
    return element(
        "header",
        element("h1", element("bdi", statistics.title), ": how study is going"),
        element("p", summary, class_="about"),
        _tiles(statistics),
    )


def _tiles(statistics: Statistics) -> Element:
    """Return the most important figures, for the top of the page."""
    due = statistics.due
    cards = statistics.cards
    today = statistics.days[-1]
    retention_by_days = {
        retention.days: retention.overall for retention in statistics.retention
    }
    last_month = retention_by_days[_MONTH_DAYS]
    return element(
        "dl",
        _tile(
            "Reviews due",
            f"{due.reviews:,}",
            f"{due.put_off:,} put off until tomorrow" if due.put_off else "",
        ),
        _tile("In steps", f"{due.steps:,}", "back within the day"),
        _tile("New left", f"{cards.new:,}", f"of {counted(cards.all, 'card')}"),
        _tile(
            "Done today",
            f"{today.answers:,}",
            time_text(today.seconds + today.crammed_seconds),
        ),
        _tile(
            "Remembered",
            percent(last_month.share),
            f"of {counted(last_month.reviews, 'review')} in {_MONTH_DAYS} days",
        ),
        class_="tiles",
    )


def _tile(name: str, figure: str, note: str) -> Element:
    """Return a figure with its name above it and a note below it."""
    return element(
        "div",
        element("dt", name),
        element("dd", element("b", figure), element("small", note or None)),
    )


def _sections(statistics: Statistics) -> list[Element]:
    """Return the sections of the page; none before the first answer."""
    if statistics.first_day is None:
        return []
    return [
        _section("The next 14 days", *_forecast(statistics)),
        _section(f"The last {_RECENT_DAYS} days", *_recent(statistics)),
        _section("The last year", *_year(statistics)),
        _section("True retention", *_retention(statistics)),
        _section("Hardest facts", *hardest_table(statistics)),
        _section("Leeches", *leeches_table(statistics)),
        _section("Answers that the checker refused", *refused_table(statistics)),
    ]


def _section(title: str, *content: Content) -> Element:
    return element("section", element("h2", title), *content)


def _note(text: str) -> Element:
    return element("p", text, class_="note")


def _hidden_table(table: Element) -> Element:
    """Return a table that is hidden until the reader opens it."""
    return element("details", element("summary", "The figures"), table)


def _forecast(statistics: Statistics) -> list[Element]:
    forecast = statistics.forecast
    total = sum(day.reviews for day in forecast)
    note = _note(
        f"{cards_text(statistics.cards)}. New cards and forgotten ones will add to "
        "these reviews."
    )
    if not total:
        return [element("p", "No reviews are due in these days."), note]

    bars = [
        _forecast_bar(day, has_month=index == 0) for index, day in enumerate(forecast)
    ]
    busiest = max(forecast, key=lambda day: day.reviews)
    label = (
        f"{counted(total, 'review')} in 14 days; most on "
        f"{date_text(busiest.day)}: {busiest.reviews:,}"
    )
    return [bar_chart(bars, label), note, _hidden_table(forecast_table(forecast))]


def _forecast_bar(day: ForecastDay, *, has_month: bool) -> Bar:
    """Return the bar of a day.

    It has the month's name if `has_month` is true or a month begins on this day.
    """
    date = date_of(day.day)
    return Bar(
        f"{date_text(day.day)}: {counted(day.reviews, 'review')}",
        day.reviews,
        text_above=f"{day.reviews:,}" if day.reviews else "",
        text_below=f"{date.day}",
        second_line_below=f"{date:%b}" if has_month or date.day == 1 else "",
    )


def _recent(statistics: Statistics) -> list[Content]:
    days = statistics.days[-_RECENT_DAYS:]
    studied_days = [day for day in days if day.answers]
    if not studied_days:
        return [element("p", "Nothing was studied in these days.")]

    answer_bars = [_day_bar(day, days, day.reviews, day.crammed) for day in days]
    minute_bars = [
        _day_bar(day, days, day.seconds / 60, day.crammed_seconds / 60) for day in days
    ]
    reviews = sum(day.reviews for day in days)
    crammed = sum(day.crammed for day in days)
    seconds = sum(day.seconds + day.crammed_seconds for day in days)
    on_days = f"on {counted(len(studied_days), 'day')}"
    return [
        _legend((("bar", "reviews"), ("bar more", "crammed"))) if crammed else None,
        element("h3", "Answers a day"),
        bar_chart(
            answer_bars,
            f"{counted(reviews, 'review')} and {crammed:,} crammed {on_days}",
        ),
        element("h3", "Minutes a day"),
        bar_chart(minute_bars, f"{time_text(seconds)} {on_days}"),
    ]


def _day_bar(
    day: DayFigures, days: Sequence[DayFigures], value: float, value_on_top: float
) -> Bar:
    """Return the bar of one of the `days`.

    A Monday has its date below the bar; on a narrow screen, only every second one.
    """
    date = date_of(day.day)
    weeks_ago = (days[-1].day - day.day) // 7
    return Bar(
        f"{date_text(day.day)}: {done_text(day)}",
        value,
        value_on_top,
        text_below=f"{date.day} {date:%b}" if date.weekday() == _MONDAY else "",
        may_hide_below=weeks_ago % 2 == 1,
    )


def _legend(rows: Sequence[tuple[str, str]]) -> Element:
    """Return a legend. A row has the CSS class of some bars, and what they show."""
    return element(
        "p",
        *(_named_square(css_class, name) for css_class, name in rows),
        class_="legend",
    )


def _named_square(css_class: str, name: str) -> Element:
    return element("span", legend_square(css_class), f" {name}")


def _year(statistics: Statistics) -> list[Content]:
    days = statistics.days
    studied_days = [day for day in days if day.answers]
    summary = _year_summary(statistics, studied_days)
    scale = scale_of(days)
    weeks = weeks_of(days)
    middle = (len(weeks) + 1) // 2

    def title_of(day: DayFigures) -> str:
        return f"{date_text(day.day)} {date_of(day.day).year}: {done_text(day)}"

    halves = [
        heat_chart(
            half,
            scale,
            f"The {name} half of the year. {summary}",
            title_of,
            today=statistics.day,
        )
        for name, half in (("first", weeks[:middle]), ("second", weeks[middle:]))
    ]
    legend = [
        _named_square(f"heat-{strength}", name)
        for strength, name in enumerate(scale.legend)
    ]
    return [
        element("div", *halves, class_="year"),
        element("p", "Answers a day: ", *legend, class_="legend"),
        _note(f"{summary}. Today is outlined."),
        _hidden_table(days_table(studied_days)),
    ]


def _year_summary(statistics: Statistics, studied_days: Sequence[DayFigures]) -> str:
    """Return on how many days the learner studied, and on which day most.

    The result is a sentence without its full stop.
    """
    first_day = max(statistics.first_day or 0, statistics.days[0].day)
    number = counted(statistics.day - first_day + 1, "day")
    summary = f"Studied on {len(studied_days)} of {number}"
    if studied_days:
        busiest = max(studied_days, key=lambda day: day.answers)
        answers = counted(busiest.answers, "answer")
        summary += f"; most on {date_text(busiest.day)}: {answers}"
    return summary


def _retention(statistics: Statistics) -> list[Content]:
    bodies = [
        element("tbody", *_retention_rows(retention, statistics.desired_retention))
        for retention in statistics.retention
        if retention.overall.reviews
    ]
    if not bodies:
        return [element("p", NO_RETENTION)]
    head = element(
        "tr",
        element("th", "Period", scope="col"),
        element("th", "Cards", scope="col"),
        element("th", element("span", "Remembered", class_="unseen"), scope="col"),
        element("th", "Rate", scope="col", class_="number"),
        element("th", "Reviews", scope="col", class_="number"),
    )
    return [
        element("table", element("thead", head), *bodies, class_="retention"),
        _note(
            "The first review of a card on a day, after an interval of a day or more: "
            "how many were not rated “again”. Young cards have intervals of less than "
            "21 days. The thin line shows where the true rate lies in 95 of 100 such "
            "cases. The upright line shows what the schedule aims at, "
            f"{percent(statistics.desired_retention)}."
        ),
    ]


def _retention_rows(retention: Retention, desired: float) -> list[Element]:
    """Return the rows of a period: one for young cards and one for mature cards."""
    name = _PERIOD_NAMES[retention.period]
    period = element("th", name, scope="rowgroup", rowspan="2")
    young = _rate_cells("young", retention.young, desired, retention.period)
    mature = _rate_cells("mature", retention.mature, desired, retention.period)
    return [element("tr", period, *young), element("tr", *mature)]


def _rate_cells(
    group: str, rate: PassRate, desired: float, period: str
) -> list[Element]:
    """Return the cells of young or mature cards: name, bar, rate, number of reviews."""
    bar = rate_bar(rate, desired, f"{group}, {period}") if rate.reviews else None
    return [
        element("th", group, scope="row"),
        element("td", bar, class_="of-bar"),
        element("td", percent(rate.share), class_="number"),
        element("td", f"{rate.reviews:,}", class_="number"),
    ]
