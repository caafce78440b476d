"""The statistics as one page that needs nothing else: no script, no network, light or dark as the reader likes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.phrases import counted, percent
from liverdeck.study.scheduling.moments import date_of
from liverdeck.study.statistics.charts import (
    Bar,
    bar_chart,
    heat_chart,
    heat_key,
    rate_bar,
)
from liverdeck.study.statistics.figure_text import (
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

    from liverdeck.study.statistics.figures import Day, PassRate, Retention
    from liverdeck.study.statistics.markup import Content
    from liverdeck.study.statistics.statistics import Statistics

_SHOWN_DAYS = 60
"""Days that have a bar each."""
_MONDAY = 0
_MONTH = 30
_PERIODS = {
    "today": "Today",
    "7 days": "7 days",
    "30 days": "30 days",
    "year": "A year",
    "all": "All",
}


def statistics_page(statistics: Statistics) -> bytes:
    """Return the page; the same statistics give the same bytes."""
    title = f"{statistics.title}: how study is going"
    main = element("main", _head(statistics), *_sections(statistics))
    style = (Path(__file__).parent / "statistics_page.css").read_text(encoding="utf-8")
    return page(title, "en", style, element("body", main))


def _head(statistics: Statistics) -> Element:
    total = statistics.total
    date = date_of(statistics.day).isoformat()
    if statistics.first_day is None:
        said = f"{date}. Nothing was studied yet. To begin: liverdeck study"
    else:
        said = f"{date}. Since {date_of(statistics.first_day)}: {done_text(total)}."
    return element(
        "header",
        element("h1", element("bdi", statistics.title), ": how study is going"),
        element("p", said, class_="about"),
        _now(statistics),
    )


def _now(statistics: Statistics) -> Element:
    due, today = statistics.due, statistics.days[-1]
    month = next(each for each in statistics.retention if each.days == _MONTH).both
    tiles = (
        (
            "Reviews due",
            f"{due.reviews:,}",
            f"{due.put_off:,} put off until tomorrow" if due.put_off else "",
        ),
        ("In steps", f"{due.steps:,}", "back within the day"),
        (
            "New left",
            f"{statistics.cards.new:,}",
            f"of {counted(statistics.cards.all, 'card')}",
        ),
        (
            "Done today",
            f"{today.answers:,}",
            time_text(today.seconds + today.crammed_seconds),
        ),
        (
            "Remembered",
            percent(month.share),
            f"of {counted(month.reviews, 'review')} in 30 days",
        ),
    )
    return element(
        "dl",
        *(
            element(
                "div",
                element("dt", name),
                element("dd", element("b", figure), element("small", note or None)),
            )
            for name, figure, note in tiles
        ),
        class_="tiles",
    )


def _sections(statistics: Statistics) -> list[Element]:
    if statistics.first_day is None:
        return []
    return [
        _section("The next 14 days", *_forecast(statistics)),
        _section(
            f"The last {_SHOWN_DAYS} days", *_recent(statistics.days[-_SHOWN_DAYS:])
        ),
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


def _figures(table: Element) -> Element:
    return element("details", element("summary", "The figures"), table)


def _forecast(statistics: Statistics) -> list[Element]:
    forecast = statistics.forecast
    whole = sum(each.reviews for each in forecast)
    note = _note(
        f"{cards_text(statistics.cards)}. New cards and forgotten ones will add to what is foreseen."
    )
    if not whole:
        return [element("p", "No reviews are foreseen."), note]
    bars = []
    for place, each in enumerate(forecast):
        date = date_of(each.day)
        month = f"{date:%b}" if not place or date.day == 1 else ""
        title = f"{date_text(each.day)}: {counted(each.reviews, 'review')}"
        bars.append(
            Bar(
                title,
                each.reviews,
                0,
                f"{each.reviews:,}" if each.reviews else "",
                f"{date.day}",
                month,
            )
        )
    most = max(forecast, key=lambda each: each.reviews)
    label = f"{counted(whole, 'review')} in 14 days, most of them ({most.reviews:,}) on {date_text(most.day)}"
    return [bar_chart(bars, label), note, _figures(forecast_table(forecast))]


def _recent(days: Sequence[Day]) -> list[Content]:
    if not any(day.answers for day in days):
        return [element("p", "Nothing was studied in these days.")]
    crammed = sum(day.crammed for day in days)
    answers = [_day_bar(day, days, day.reviews, day.crammed) for day in days]
    times = [
        _day_bar(day, days, day.seconds / 60, day.crammed_seconds / 60) for day in days
    ]
    done = [day for day in days if day.answers]
    whole = sum(day.seconds + day.crammed_seconds for day in days)
    reviews = sum(day.reviews for day in days)
    return [
        _legend((("bar", "reviews"), ("bar more", "crammed"))) if crammed else None,
        element("h3", "Answers a day"),
        bar_chart(
            answers,
            f"{counted(reviews, 'review')} and {crammed:,} crammed on {counted(len(done), 'day')}",
        ),
        element("h3", "Minutes a day"),
        bar_chart(times, f"{time_text(whole)} on {counted(len(done), 'day')}"),
    ]


def _day_bar(day: Day, days: Sequence[Day], value: float, more: float) -> Bar:
    date = date_of(day.day)
    is_named = date.weekday() == _MONDAY
    is_minor = (days[-1].day - day.day) // 7 % 2 == 1
    below = f"{date.day} {date:%b}" if is_named else ""
    return Bar(
        f"{date_text(day.day)}: {done_text(day)}",
        value,
        more,
        below=below,
        is_minor=is_minor,
    )


def _legend(sorts: Sequence[tuple[str, str]]) -> Element:
    return element(
        "p",
        *(
            element(
                "span",
                element(
                    "svg",
                    element("rect", class_=of_class, x=1, y=1, width=11, height=11),
                    class_="key",
                    width=13,
                    height=13,
                    aria_hidden="true",
                ),
                f" {name}",
            )
            for of_class, name in sorts
        ),
        class_="legend",
    )


def _year(statistics: Statistics) -> list[Content]:
    days = statistics.days
    scale, weeks = scale_of(days), weeks_of(days)
    studied = [day for day in days if day.answers]
    best = max(days, key=lambda day: day.answers)
    since = max(statistics.first_day or 0, days[0].day)
    said = f"Studied on {len(studied)} of {counted(statistics.day - since + 1, 'day')}"
    if studied:
        said += f"; most on {date_text(best.day)}: {counted(best.answers, 'answer')}"

    def title(day: Day) -> str:
        return f"{date_text(day.day)} {date_of(day.day).year}: {done_text(day)}"

    middle = (len(weeks) + 1) // 2
    halves = [
        heat_chart(
            half,
            scale,
            f"The {name} half of the year. {said}",
            title,
            today=statistics.day,
        )
        for name, half in (("first", weeks[:middle]), ("second", weeks[middle:]))
    ]
    keys = [
        element("span", heat_key(place), f" {name}")
        for place, name in enumerate(scale.legend)
    ]
    return [
        element("div", *halves, class_="year"),
        element("p", "Answers a day: ", *keys, class_="legend"),
        _note(f"{said}. Today is outlined."),
        _figures(days_table(studied)),
    ]


def _retention(statistics: Statistics) -> list[Content]:
    head = element(
        "tr",
        *(element("th", name, scope="col") for name in ("Period", "Cards")),
        element("th", element("span", "Remembered", class_="unseen"), scope="col"),
        *(
            element("th", name, scope="col", class_="number")
            for name in ("Rate", "Reviews")
        ),
    )
    bodies = [
        element("tbody", *_retention_rows(each, statistics.desired_retention))
        for each in statistics.retention
        if each.both.reviews
    ]
    if not bodies:
        return [
            element(
                "p",
                "No card has been reviewed after a day or more yet; that is when memory shows.",
            )
        ]
    aim = percent(statistics.desired_retention)
    return [
        element("table", element("thead", head), *bodies, class_="retention"),
        _note(
            "The first review of a card on a day, after an interval of a day or more: how many were not rated “again”. "
            "Young cards have intervals of less than 21 days. The thin line is where the true rate lies in 95 of 100 "
            f"such cases; the upright one is what the schedule aims at, {aim}."
        ),
    ]


def _retention_rows(retention: Retention, wanted: float) -> list[Element]:
    period = element("th", _PERIODS[retention.period], scope="rowgroup", rowspan="2")
    young = _rate_cells("young", retention.young, wanted, retention.period)
    mature = _rate_cells("mature", retention.mature, wanted, retention.period)
    return [element("tr", period, *young), element("tr", *mature)]


def _rate_cells(sort: str, rate: PassRate, wanted: float, period: str) -> list[Element]:
    return [
        element("th", sort, scope="row"),
        element(
            "td",
            rate_bar(rate, wanted, f"{sort}, {period}") if rate.reviews else None,
            class_="of-bar",
        ),
        element("td", percent(rate.share), class_="number"),
        element("td", f"{rate.reviews:,}", class_="number"),
    ]
