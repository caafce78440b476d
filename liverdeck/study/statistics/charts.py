"""The plots of the statistics page, as values for the template `charts.html.j2`.

A plot fits any width. Horizontal positions and widths in a plot are in percent of its
width. Vertical positions, heights, text sizes and the axis are in pixels. They are
rounded to three decimals. Colours are in `statistics_page.css`.
"""

from __future__ import annotations

from itertools import cycle
from math import ceil
from typing import TYPE_CHECKING, Literal

from liverdeck.base.phrases import percent
from liverdeck.base.values import value_class
from liverdeck.study.statistics.heatmap import WEEKDAYS, month_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from liverdeck.study.statistics.figures import DayFigures, PassRate
    from liverdeck.study.statistics.heatmap import Scale, Week

_TOP_HEIGHT, _PLOT_HEIGHT, _FOOT_HEIGHT, _SECOND_LINE_HEIGHT = 18, 112, 22, 14
"""Heights in pixels: above the bars, the bars, the text below them, its second line."""
_BASE_Y = _TOP_HEIGHT + _PLOT_HEIGHT
"""Vertical position of the base of the bars."""
_BAR_FRACTION = 0.8
"""A bar takes this fraction of the width of its column."""
_MOST_NUMBERS_ABOVE_0 = 4
"""An axis has the number 0 and at most this many greater numbers."""
_LONGEST_ON_PHONE = 2
"""A text above a bar is hidden on a narrow screen if it has more characters."""
_SQUARE_HEIGHT, _ROW_HEIGHT, _MONTHS_HEIGHT = 11, 13, 16
"""Heights in pixels: a day's square, a weekday's row, the names of months above."""
_SQUARE_START, _SQUARE_FRACTION = 0.06, 0.88
"""The left edge and the width of a day's square, as fractions of a column's width."""


@value_class
class Label:
    """A text in a plot or on its axis."""

    text: str
    x: float
    """Horizontal position of the text's beginning, or of the middle of a bar's text.

    On an axis, the position is not used.
    """
    y: float
    """Vertical position of the line on which the text is written."""
    css_class: str = ""
    """On a narrow screen, a text of the class `minor` is hidden."""


@value_class
class Rectangle:
    """A rectangle in a plot."""

    css_class: str
    x: float
    y: float
    width: float
    height: float
    title: str = ""
    """The meaning of the rectangle, with its figures."""


@value_class
class Column:
    """A bar with its texts, as drawn in a plot."""

    title: str
    """What the bar shows, with its figures."""
    rectangles: tuple[Rectangle, ...]
    labels: tuple[Label, ...]


@value_class
class Chart:
    """A plot and the axis to the left of it."""

    label: str
    """The text that a screen reader reads instead of the plot."""
    height: float
    axis: tuple[Label, ...]
    axis_anchor: Literal["start", "end"]
    """The side of the axis at which its texts are: "start" is left, "end" is right."""
    lines: tuple[float, ...] = ()
    """Vertical positions of the horizontal lines; the first is the base of the bars."""
    columns: tuple[Column, ...] = ()
    labels: tuple[Label, ...] = ()
    """Texts that belong to no column."""
    squares: tuple[Rectangle, ...] = ()


@value_class
class RateBar:
    """A bar as long as a rate, with a vertical line at the desired retention.

    A line below the bar goes from `low` to `high`: the bounds of the true rate. All
    numbers are in percent, rounded to two decimals.
    """

    label: str
    """What the bar shows, with its figures."""
    rate: float
    low: float
    high: float
    desired: float


@value_class
class Bar:
    """One bar. A second bar, in a different colour, may be on top of it."""

    title: str
    """What the bar shows, with its figures."""
    value: float
    value_on_top: float = 0
    """Value of the bar on top; 0 for none."""
    text_above: str = ""
    """Text above the bar; a long text is hidden on a narrow screen."""
    text_below: str = ""
    second_line_below: str = ""
    may_hide_below: bool = False
    """True if `text_below` is hidden on a narrow screen."""


def ticks(high: float) -> list[int]:
    """Return the numbers of an axis: five at most, from 0 to `high` or just above.

    They are whole numbers at equal distances: 1, 2, 5, 10, 20, 50 and so on.
    """
    distance = 1
    for factor in cycle((2, 2.5, 2)):  # from 1 to 2, 5, 10, 20, ...
        if high <= distance * _MOST_NUMBERS_ABOVE_0:
            break
        distance = int(distance * factor)
    numbers_above_0 = ceil(max(high, 1) / distance)
    return list(range(0, numbers_above_0 * distance + 1, distance))


def bar_chart(bars: Sequence[Bar], label: str) -> Chart:
    """Return a plot with bars from left to right. `bars` has at least one bar."""
    values = ticks(max(bar.value + bar.value_on_top for bar in bars))

    def height_of(value: float) -> float:
        return _PLOT_HEIGHT * value / values[-1]

    lines = tuple(round(_BASE_Y - height_of(value), 3) for value in values)
    axis = tuple(
        Label(f"{value:,}", 0, round(y + 4, 3))
        for value, y in zip(values, lines, strict=True)
    )
    has_second_line = any(bar.second_line_below for bar in bars)
    return Chart(
        label,
        _BASE_Y + _FOOT_HEIGHT + (_SECOND_LINE_HEIGHT if has_second_line else 0),
        axis,
        "end",
        lines,
        tuple(
            _column(bar, index, 100 / len(bars), height_of)
            for index, bar in enumerate(bars)
        ),
    )


def _column(
    bar: Bar, index: int, width: float, height_of: Callable[[float], float]
) -> Column:
    """Return a bar with its texts, in the column at an index.

    `width` is the width of a column in percent. `height_of` converts a value to pixels.
    """
    height = height_of(bar.value)
    full_height = height_of(bar.value + bar.value_on_top)
    # An invisible rectangle is as high as the plot, because it is hard to point at a
    # low bar.
    spot = Rectangle(
        "spot", round(width * index, 3), _TOP_HEIGHT, round(width, 3), _PLOT_HEIGHT
    )
    bar_x = round(width * (index + (1 - _BAR_FRACTION) / 2), 3)
    bar_width = round(width * _BAR_FRACTION, 3)

    def rectangle(css_class: str, bottom: float, top: float) -> Rectangle:
        y = round(_BASE_Y - top, 3)
        return Rectangle(css_class, bar_x, y, bar_width, round(top - bottom, 3))

    rectangles = [spot]
    if height:
        rectangles.append(rectangle("bar", 0, height))
    if full_height > height:
        rectangles.append(rectangle("bar more", height, full_height))
    middle = round(width * (index + 0.5), 3)
    labels = tuple(_bar_labels(bar, middle, _BASE_Y - full_height))
    return Column(bar.title, tuple(rectangles), labels)


def _bar_labels(bar: Bar, middle: float, top_y: float) -> Iterator[Label]:
    """Yield the texts above and below a bar.

    `middle` and `top_y` are the horizontal middle and the top of the bar.
    """
    below_y = _BASE_Y + 15
    if bar.text_above:
        css_class = "minor" if len(bar.text_above) > _LONGEST_ON_PHONE else ""
        yield Label(bar.text_above, middle, round(top_y - 5, 3), css_class)
    if bar.text_below:
        css_class = "minor" if bar.may_hide_below else ""
        yield Label(bar.text_below, middle, below_y, css_class)
    if bar.second_line_below:
        yield Label(bar.second_line_below, middle, below_y + _SECOND_LINE_HEIGHT)


def heat_chart(
    weeks: Sequence[Week],
    scale: Scale,
    label: str,
    title_of: Callable[[DayFigures], str],
    *,
    today: int,
) -> Chart:
    """Return a square for each day: weeks from left to right, Monday at the top.

    `title_of` returns the title of a day's square. The square of `today` is outlined.
    """
    width = 100 / len(weeks)

    def square(day: DayFigures, column: int, row: int) -> Rectangle:
        strength_class = f"heat-{scale.strength(day.answers)}"
        return Rectangle(
            f"{strength_class} today" if day.day == today else strength_class,
            round(width * (column + _SQUARE_START), 3),
            _MONTHS_HEIGHT + row * _ROW_HEIGHT + 1,
            round(width * _SQUARE_FRACTION, 3),
            _SQUARE_HEIGHT,
            title_of(day),
        )

    squares = tuple(
        square(day, column, row)
        for column, week in enumerate(weeks)
        for row, day in enumerate(week)
        if day is not None
    )
    months = tuple(
        Label(name, round(width * column, 3), _MONTHS_HEIGHT - 5)
        for column, name in enumerate(month_names(weeks))
        if name
    )
    axis = tuple(
        Label(name, 0, _MONTHS_HEIGHT + row * _ROW_HEIGHT + 10)
        for row, name in enumerate(WEEKDAYS)
        if name
    )
    height = _MONTHS_HEIGHT + len(WEEKDAYS) * _ROW_HEIGHT
    return Chart(label, height, axis, "start", labels=months, squares=squares)


def rate_bar(rate: PassRate, desired: float, label: str) -> RateBar | None:
    """Return the bar of a rate; None without reviews.

    `desired` is the desired retention, 0 to 1.
    """
    share, bounds = rate.share, rate.bounds
    if share is None or bounds is None:
        return None
    low, high = bounds
    return RateBar(
        f"{label}: {percent(share)}, in 95 of 100 such cases "
        f"{percent(low)} to {percent(high)}",
        round(share * 100, 2),
        round(low * 100, 2),
        round(high * 100, 2),
        round(desired * 100, 2),
    )
