"""Plots as SVG that fits any width.

Horizontal positions are in percent of the width, text sizes and heights in pixels.
Colours are in `statistics_page.css`. Every bar and every square has a title, which
browsers show under the pointer. A screen reader reads a plot as one image, with the
text of its `label`.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from liverdeck.base.phrases import percent
from liverdeck.base.values import value_class
from liverdeck.study.statistics.heatmap import month_names
from liverdeck.study.statistics.markup import element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from xml.etree.ElementTree import Element

    from liverdeck.study.statistics.figures import DayFigures, PassRate
    from liverdeck.study.statistics.heatmap import Scale, Week

_TOP_HEIGHT, _PLOT_HEIGHT, _FOOT_HEIGHT, _SECOND_LINE_HEIGHT = 18, 112, 22, 14
"""In pixels: space above the bars, the bars, the text below, and its second line."""
_AXIS_WIDTH = 34
"""Width in pixels of the axis with its numbers, to the left of the bars."""
_BAR_SHARE = 0.8
"""A bar takes this share of the width of its column."""
_MOST_NUMBERS_ABOVE_0 = 4
"""An axis has 0 and at most this many numbers above it, farther apart if necessary."""
_LONGEST_ON_PHONE = 2
"""If the text above a bar has more characters, it is hidden on a narrow screen."""
_SQUARE_HEIGHT, _ROW_HEIGHT, _MONTHS_HEIGHT = 11, 13, 16
"""Heights in pixels: a day's square, a weekday's row, the names of months above."""
_SQUARE_START, _SQUARE_SHARE = 0.06, 0.88
"""Shares of a column's width: where a day's square begins, and how wide it is."""
_RATE_HEIGHT, _BOUNDS_Y = 9, 15
"""In pixels: height of a rate's bar, and vertical position of the line below it."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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

    They are whole numbers, equally far apart: by 1, 2, 5, 10, 20, 50 and so on.
    """
    distance = 1
    for factor in cycle((2, 2.5, 2)):  # from 1 to 2, 5, 10, 20, ...
        if high <= distance * _MOST_NUMBERS_ABOVE_0:
            break
        distance = int(distance * factor)
    numbers_above_0 = int(-(-max(high, 1) // distance))  # rounded up
    return list(range(0, numbers_above_0 * distance + 1, distance))


def bar_chart(bars: Sequence[Bar], label: str) -> Element:
    """Return a plot with bars from left to right, and an axis to the left of them."""
    values = ticks(max(bar.value + bar.value_on_top for bar in bars))
    base_y = _TOP_HEIGHT + _PLOT_HEIGHT

    def height_of(value: float) -> float:
        return _PLOT_HEIGHT * value / values[-1]

    axis: list[Element] = []
    grid_lines: list[Element] = []
    for value in values:
        y = base_y - height_of(value)
        axis.append(
            element("text", f"{value:,}", x=_AXIS_WIDTH - 6, y=y + 4, text_anchor="end")
        )
        grid_lines.append(_grid_line(y, is_base=value == 0))

    drawn_bars = [
        _bar(bar, index, len(bars), height_of) for index, bar in enumerate(bars)
    ]
    height = base_y + _FOOT_HEIGHT
    if any(bar.second_line_below for bar in bars):
        height += _SECOND_LINE_HEIGHT
    return _chart(axis, [*grid_lines, *drawn_bars], height, label)


def _chart(
    axis: Sequence[Element], plot: Sequence[Element], height: float, label: str
) -> Element:
    """Return a plot with its axis to the left of it."""
    return element(
        "div",
        element(
            "svg",
            *axis,
            class_="axis",
            width=_AXIS_WIDTH,
            height=height,
            aria_hidden="true",
        ),
        element(
            "svg", *plot, class_="plot", height=height, role="img", aria_label=label
        ),
        class_="chart",
    )


def _grid_line(y: float, *, is_base: bool) -> Element:
    """Return a horizontal line: the base of the bars, or a fine line above it."""
    return element(
        "line", class_="base" if is_base else "grid", x1="0", x2="100%", y1=y, y2=y
    )


def _bar(
    bar: Bar, index: int, number_of_bars: int, height_of: Callable[[float], float]
) -> Element:
    """Return the bar at an index among `number_of_bars`, with its texts and its title.

    `height_of` converts a value to pixels.
    """
    column_width = 100 / number_of_bars
    base_y = _TOP_HEIGHT + _PLOT_HEIGHT
    height = height_of(bar.value)
    full_height = height_of(bar.value + bar.value_on_top)

    # An invisible rectangle has the title too, because a low bar is hard to point at.
    column = element(
        "rect",
        class_="spot",
        x=f"{column_width * index:.3f}%",
        y=_TOP_HEIGHT,
        width=f"{column_width:.3f}%",
        height=_PLOT_HEIGHT,
    )
    rectangles = [
        element(
            "rect",
            class_=css_class,
            x=f"{column_width * (index + (1 - _BAR_SHARE) / 2):.3f}%",
            y=base_y - top_height,
            width=f"{column_width * _BAR_SHARE:.3f}%",
            height=rectangle_height,
        )
        for css_class, top_height, rectangle_height in (
            ("bar", height, height),
            ("bar more", full_height, full_height - height),
        )
        if rectangle_height
    ]
    middle = f"{column_width * (index + 0.5):.3f}%"
    texts = _bar_texts(bar, middle, base_y - full_height)
    return element("g", element("title", bar.title), column, *rectangles, *texts)


def _bar_texts(bar: Bar, middle: str, top_y: float) -> list[Element]:
    """Return the texts above and below a bar.

    `middle` and `top_y` are the horizontal middle and the top of the bar. On a narrow
    screen, texts of the CSS class `minor` are hidden.
    """
    below_y = _TOP_HEIGHT + _PLOT_HEIGHT + 15
    is_long = len(bar.text_above) > _LONGEST_ON_PHONE
    texts = (
        (bar.text_above, top_y - 5, is_long),
        (bar.text_below, below_y, bar.may_hide_below),
        (bar.second_line_below, below_y + _SECOND_LINE_HEIGHT, False),
    )
    return [
        element(
            "text",
            text,
            class_="minor" if may_hide else "",
            x=middle,
            y=y,
            text_anchor="middle",
        )
        for text, y, may_hide in texts
        if text
    ]


def heat_chart(
    weeks: Sequence[Week],
    scale: Scale,
    label: str,
    title_of: Callable[[DayFigures], str],
    *,
    today: int,
) -> Element:
    """Return a square for each day: weeks from left to right, Monday at the top.

    `title_of` returns the title of a day's square. The square of `today` is outlined.
    """
    column_width = 100 / len(weeks)
    months = [
        element("text", name, x=f"{column_width * column:.3f}%", y=_MONTHS_HEIGHT - 5)
        for column, name in enumerate(month_names(weeks))
        if name
    ]
    squares: list[Element] = []
    for column, week in enumerate(weeks):
        for row, day in enumerate(week):
            if day is None:
                continue
            css_class = f"heat-{scale.strength(day.answers)}"
            if day.day == today:
                css_class += " today"
            squares.append(
                element(
                    "rect",
                    element("title", title_of(day)),
                    class_=css_class,
                    x=f"{column_width * (column + _SQUARE_START):.3f}%",
                    y=_MONTHS_HEIGHT + row * _ROW_HEIGHT + 1,
                    width=f"{column_width * _SQUARE_SHARE:.3f}%",
                    height=_SQUARE_HEIGHT,
                )
            )
    # Only every second weekday has a name, because there is no room for all seven.
    weekdays = [
        element("text", name, x="0", y=_MONTHS_HEIGHT + row * _ROW_HEIGHT + 10)
        for row, name in enumerate(WEEKDAYS)
        if row % 2 == 0
    ]
    height = _MONTHS_HEIGHT + len(WEEKDAYS) * _ROW_HEIGHT
    return _chart(weekdays, [*months, *squares], height, label)


def legend_square(css_class: str) -> Element:
    """Return a small square in the colour of a CSS class, for a legend."""
    square = element(
        "rect", class_=css_class, x=1, y=1, width=_SQUARE_HEIGHT, height=_SQUARE_HEIGHT
    )
    return element(
        "svg",
        square,
        class_="key",
        width=_SQUARE_HEIGHT + 2,
        height=_SQUARE_HEIGHT + 2,
        aria_hidden="true",
    )


def rate_bar(rate: PassRate, desired: float, label: str) -> Element:
    """Return a bar as long as a rate, with a vertical line at the desired retention.

    A line below the bar goes from the lower to the upper bound of the true rate. If
    there are no reviews, the bar and the line below it are missing.
    """
    height = _BOUNDS_Y + 3
    background = element(
        "rect", class_="track", x="0", y=2, width="100%", height=_RATE_HEIGHT
    )
    shapes = [background]
    full_label = label

    share, bounds = rate.share, rate.bounds
    if share is not None and bounds is not None:
        full_label = (
            f"{label}: {percent(share)}, in 95 of 100 such cases "
            f"{percent(bounds[0])} to {percent(bounds[1])}"
        )
        width = f"{share * 100:.2f}%"
        shapes.append(
            element("rect", class_="bar", x="0", y=2, width=width, height=_RATE_HEIGHT)
        )
        shapes += _bounds_lines(bounds)

    desired_x = f"{desired * 100:.2f}%"
    shapes.append(
        element("line", class_="wanted", x1=desired_x, x2=desired_x, y1=0, y2=height)
    )
    return element(
        "svg",
        element("title", full_label),
        *shapes,
        class_="rate",
        height=height,
        role="img",
        aria_label=full_label,
    )


def _bounds_lines(bounds: tuple[float, float]) -> list[Element]:
    """Return a line from bound to bound, with a short vertical line at each end."""
    low, high = (f"{bound * 100:.2f}%" for bound in bounds)
    y = _BOUNDS_Y
    horizontal = element("line", class_="range", x1=low, x2=high, y1=y, y2=y)
    ends = [
        element("line", class_="range", x1=x, x2=x, y1=y - 2, y2=y + 2)
        for x in (low, high)
    ]
    return [horizontal, *ends]
