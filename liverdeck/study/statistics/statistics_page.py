"""The statistics as one HTML page that works without scripts and without a network.

The page is light or dark, as the reader's browser is set. The texts of the page are in
`statistics.html.j2`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.pages import html_page
from liverdeck.base.palette import with_palette
from liverdeck.base.phrases import counted, percent
from liverdeck.study.scheduling.card_progress import LEECH_LAPSES
from liverdeck.study.scheduling.moments import SECONDS_A_MINUTE, date_of
from liverdeck.study.statistics.charts import Bar, Chart, bar_chart, heat_chart
from liverdeck.study.statistics.figure_text import (
    ANSWERS_A_DAY,
    HARDEST_FACTS,
    LAST_YEAR,
    LEECHES,
    NO_HARD_FACTS,
    NO_LEECHES,
    NO_REFUSED_ANSWERS,
    NO_RETENTION,
    REFUSED_ANSWERS,
    TRUE_RETENTION,
    cards_text,
    date_text,
    done_text,
    last_days_title,
    put_off_text,
    studied_days_text,
    time_text,
)
from liverdeck.study.statistics.figures import MATURE_DAYS, MONTH_DAYS
from liverdeck.study.statistics.heatmap import scale_of, weeks_of
from liverdeck.study.statistics.page_tables import (
    days_table,
    forecast_table,
    hardest_table,
    leeches_table,
    readable,
    refused_table,
    retention_groups,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.study.statistics.figures import DayFigures, ForecastDay
    from liverdeck.study.statistics.statistics import Statistics

_FOLDER = Path(__file__).parent
"""The folder with the templates and the style of the page."""
_RECENT_DAYS = 60
"""Number of days in the section on the last days, with today."""
_MONDAY = 0
"""Python's number of this weekday."""


def statistics_page(statistics: Statistics) -> bytes:
    """Return the page as HTML. The same statistics give the same bytes."""
    values: dict[str, object] = {
        "title": readable(statistics.title),
        "about": _about_text(statistics),
        "tiles": _tiles(statistics),
        "is_begun": statistics.first_day is not None,
    }
    if statistics.first_day is not None:
        values |= _section_values(statistics, statistics.first_day)
    style = (_FOLDER / "statistics_page.css").read_text(encoding="utf-8")
    return html_page(
        _FOLDER / "statistics.html.j2",
        values,
        styles={"style": with_palette(style)},
        may_show_pictures=False,
    )


def _about_text(statistics: Statistics) -> str:
    today = date_of(statistics.day)
    if statistics.first_day is None:
        return f"{today}. Nothing was studied yet. To begin: liverdeck study"
    first_date = date_of(statistics.first_day)
    return f"{today}. Since {first_date}: {done_text(statistics.total)}."


def _tiles(statistics: Statistics) -> list[tuple[str, str, str]]:
    """Return the name, the figure and a note of each of the most important figures."""
    due = statistics.due
    cards = statistics.cards
    today = statistics.days[-1]
    retention_by_days = {
        retention.days: retention.overall for retention in statistics.retention
    }
    last_month = retention_by_days[MONTH_DAYS]
    last_reviews = f"of {counted(last_month.reviews, 'review')} in {MONTH_DAYS} days"
    seconds = today.seconds + today.crammed_seconds
    return [
        ("Reviews due", f"{due.reviews:,}", put_off_text(due)),
        ("In steps", f"{due.steps:,}", "back within the day"),
        ("New left", f"{cards.new:,}", f"of {counted(cards.all, 'card')}"),
        ("Done today", f"{today.answers:,}", time_text(seconds)),
        ("Remembered", percent(last_month.share), last_reviews),
    ]


def _section_values(statistics: Statistics, first_day: int) -> dict[str, object]:
    """Return the values that the sections show, by their names in the template."""
    desired = statistics.desired_retention
    studied_days = [day for day in statistics.days if day.answers]
    return {
        "forecast_days": len(statistics.forecast),
        "forecast_chart": _forecast_chart(statistics.forecast),
        "cards": cards_text(statistics.cards),
        "forecast": forecast_table(statistics.forecast),
        "titles": {
            "recent": last_days_title(_RECENT_DAYS),
            "year": LAST_YEAR,
            "retention": TRUE_RETENTION,
            "hardest": HARDEST_FACTS,
            "leeches": LEECHES,
            "refused": REFUSED_ANSWERS,
        },
        "answers_a_day": ANSWERS_A_DAY,
        **_recent_values(statistics.days[-_RECENT_DAYS:]),
        **_year_values(statistics, studied_days, first_day),
        "days": days_table(studied_days),
        "retention": retention_groups(statistics.retention, desired),
        "desired_retention": percent(desired),
        "mature_days": MATURE_DAYS,
        "no_retention": NO_RETENTION,
        "no_hard_facts": NO_HARD_FACTS,
        "hardest": hardest_table(statistics.hardest),
        "leech_lapses": LEECH_LAPSES,
        "no_leeches": NO_LEECHES,
        "leeches": leeches_table(statistics.leeches),
        "no_refused_answers": NO_REFUSED_ANSWERS,
        "refused": refused_table(statistics.refused),
    }


def _forecast_chart(forecast: Sequence[ForecastDay]) -> Chart | None:
    """Return the plot of the reviews that will be due; None if there are none."""
    total = sum(day.reviews for day in forecast)
    if not total:
        return None
    bars = [
        _forecast_bar(day, has_month=index == 0) for index, day in enumerate(forecast)
    ]
    busiest = max(forecast, key=lambda day: day.reviews)
    label = (
        f"{counted(total, 'review')} in {len(forecast)} days; most on "
        f"{date_text(busiest.day)}: {busiest.reviews:,}"
    )
    return bar_chart(bars, label)


def _forecast_bar(day: ForecastDay, *, has_month: bool) -> Bar:
    """Return the bar of a day.

    The bar has the month's name if `has_month` is true or a month begins on this day.
    """
    date = date_of(day.day)
    return Bar(
        f"{date_text(day.day)}: {counted(day.reviews, 'review')}",
        day.reviews,
        text_above=f"{day.reviews:,}" if day.reviews else "",
        text_below=f"{date.day}",
        second_line_below=f"{date:%b}" if has_month or date.day == 1 else "",
    )


def _recent_values(days: Sequence[DayFigures]) -> dict[str, object]:
    """Return a legend and the plots with their titles; empty if no day has answers."""
    number_of_days = sum(1 for day in days if day.answers)
    if not number_of_days:
        return {"recent_legend": (), "recent_charts": ()}
    answer_bars = [_day_bar(day, days, day.reviews, day.crammed) for day in days]
    minute_bars = [
        _day_bar(
            day,
            days,
            day.seconds / SECONDS_A_MINUTE,
            day.crammed_seconds / SECONDS_A_MINUTE,
        )
        for day in days
    ]
    reviews = sum(day.reviews for day in days)
    crammed = sum(day.crammed for day in days)
    seconds = sum(day.seconds + day.crammed_seconds for day in days)
    on_days_text = f"on {counted(number_of_days, 'day')}"
    answers_label = (
        f"{counted(reviews, 'review')} and {crammed:,} crammed {on_days_text}"
    )
    minutes_label = f"{time_text(seconds)} {on_days_text}"
    legend = (("bar", "reviews"), ("bar more", "crammed"))
    return {
        "recent_legend": legend if crammed else (),
        "recent_charts": (
            (ANSWERS_A_DAY, bar_chart(answer_bars, answers_label)),
            ("Minutes a day", bar_chart(minute_bars, minutes_label)),
        ),
    }


def _day_bar(
    day: DayFigures, days: Sequence[DayFigures], value: float, value_on_top: float
) -> Bar:
    """Return the bar of one of the `days`.

    A Monday has its date below the bar, on a narrow screen only every second Monday.
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


def _year_values(
    statistics: Statistics, studied_days: Sequence[DayFigures], first_day: int
) -> dict[str, object]:
    """Return the plots of both halves of the year, their legend and a summary."""
    days = statistics.days
    summary = _year_summary(days, studied_days, first_day)
    scale = scale_of(days)
    weeks = weeks_of(days)
    middle = (len(weeks) + 1) // 2
    halves = (("first", weeks[:middle]), ("second", weeks[middle:]))
    return {
        "year_charts": [
            heat_chart(
                half,
                scale,
                f"The {name} half of the year. {summary}",
                _day_title,
                today=statistics.day,
            )
            for name, half in halves
        ],
        "year_legend": [
            (f"heat-{strength}", name) for strength, name in enumerate(scale.legend)
        ],
        "year_summary": summary,
    }


def _day_title(day: DayFigures) -> str:
    return f"{date_text(day.day)} {date_of(day.day).year}: {done_text(day)}"


def _year_summary(
    days: Sequence[DayFigures], studied_days: Sequence[DayFigures], first_day: int
) -> str:
    """Return the number of days with study, and the day with the most answers.

    The result is a sentence without its full stop.
    """
    summary = studied_days_text(days, first_day)
    if studied_days:
        busiest = max(studied_days, key=lambda day: day.answers)
        answers = counted(busiest.answers, "answer")
        summary += f"; most on {date_text(busiest.day)}: {answers}"
    return summary
