"""Plots as SVG that fits any width.

Horizontal positions are in percent of the width, letters and heights in pixels. Colours
are in the style. Every mark has a title, which browsers show under the pointer. To a
screen reader, a plot is an image with one sentence; the page has the figures beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.base.phrases import percent
from liverdeck.study.statistics.heatmap import month_names
from liverdeck.study.statistics.markup import element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from xml.etree.ElementTree import Element

    from liverdeck.study.statistics.figures import Day, PassRate
    from liverdeck.study.statistics.heatmap import Scale, Week

_TOP, _PLOT, _FOOT, _LINE = 18, 112, 22, 14
"""Heights in pixels: above the bars, the bars, the text below, its second line."""
_AXIS = 34
"""Width in pixels of the numbers at the left."""
_BAR = 0.8
"""The share of its column that a bar takes."""
_MOST_STEPS = 4
"""Steps on the axis, at most."""
_SHORT = 2
"""Digits of the longest text over a bar that a phone has room for."""
_CELL, _ROW, _MONTHS = 11, 13, 16
"""Heights in pixels: a day's square, a weekday's row, the months' names above."""
_RATE, _RANGE = 9, 15
"""Pixels: height of a rate's bar, and vertical position of its interval's line."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, of one part or of two, one on top of the other."""

    title: str
    """What the bar shows, with its figures."""
    value: float
    more: float = 0
    """Value of the part on top, which has another colour."""
    above: str = ""
    """Text over the bar; a long one is left out where there is little room."""
    below: str = ""
    """Text under the bar."""
    further_below: str = ""
    """Second line of text under the bar."""
    is_minor: bool = False
    """True if the text below may be left out where there is little room."""


def ticks(high: float) -> list[int]:
    """Return whole numbers from 0 to `high` or just above, five at most.

    Their steps are 1, 2, 5, 10, 20, 50 and so on.
    """
    step = 1
    factors = (2, 2.5, 2)
    for index in range(99):
        if high <= step * _MOST_STEPS:
            break
        step = int(step * factors[index % 3])
    steps = int(-(-max(high, 1) // step))  # rounded up
    return list(range(0, steps * step + 1, step))


def bar_chart(bars: Sequence[Bar], label: str) -> Element:
    """Return bars from left to right over a common axis."""
    marks = ticks(max(bar.value + bar.more for bar in bars))

    def pixels(value: float) -> float:
        return _PLOT * value / marks[-1]

    axis = [
        element(
            "text",
            f"{mark:,}",
            x=_AXIS - 6,
            y=_TOP + _PLOT - pixels(mark) + 4,
            text_anchor="end",
        )
        for mark in marks
    ]
    lines = [_line(_TOP + _PLOT - pixels(mark), is_base=not mark) for mark in marks]
    drawn = [_bar(bar, index, len(bars), pixels) for index, bar in enumerate(bars)]
    second_line = _LINE if any(bar.further_below for bar in bars) else 0
    return _chart(axis, [*lines, *drawn], _TOP + _PLOT + _FOOT + second_line, label)


def _chart(
    axis: Sequence[Element], plot: Sequence[Element], height: float, label: str
) -> Element:
    """Return an axis at the left and a plot beside it."""
    return element(
        "div",
        element(
            "svg", *axis, class_="axis", width=_AXIS, height=height, aria_hidden="true"
        ),
        element(
            "svg", *plot, class_="plot", height=height, role="img", aria_label=label
        ),
        class_="chart",
    )


def _line(y: float, *, is_base: bool) -> Element:
    return element(
        "line", class_="base" if is_base else "grid", x1="0", x2="100%", y1=y, y2=y
    )


def _bar(
    bar: Bar, index: int, number: int, pixels: Callable[[float], float]
) -> Element:
    """Return the bar at an index of so many, with its texts and its title."""
    width = 100 / number
    left = f"{width * (index + (1 - _BAR) / 2):.3f}%"
    middle = f"{width * (index + 0.5):.3f}%"
    ground = _TOP + _PLOT
    low = pixels(bar.value)
    high = pixels(bar.value + bar.more)

    # An invisible column, so that a low bar is easy to point at.
    column = element(
        "rect",
        class_="spot",
        x=f"{width * index:.3f}%",
        y=_TOP,
        width=f"{width:.3f}%",
        height=_PLOT,
    )
    parts = [element("title", bar.title), column]
    for css_class, top, height in (
        ("bar", low, low),
        ("bar more", high, high - low),
    ):
        if height:
            parts.append(
                element(
                    "rect",
                    class_=css_class,
                    x=left,
                    y=ground - top,
                    width=f"{width * _BAR:.3f}%",
                    height=height,
                )
            )
    for text, y, is_minor in (
        (bar.above, ground - high - 5, len(bar.above) > _SHORT),
        (bar.below, ground + 15, bar.is_minor),
        (bar.further_below, ground + 15 + _LINE, False),
    ):
        if text:
            parts.append(
                element(
                    "text",
                    text,
                    class_="minor" if is_minor else "",
                    x=middle,
                    y=y,
                    text_anchor="middle",
                )
            )
    return element("g", *parts)


def heat_chart(
    weeks: Sequence[Week],
    scale: Scale,
    label: str,
    title_of: Callable[[Day], str],
    *,
    today: int,
) -> Element:
    """Return weeks from left to right and weekdays from top to bottom.

    `title_of` returns the title of a day's square.
    """
    width = 100 / len(weeks)
    names = [
        element("text", name, x=f"{width * column:.3f}%", y=_MONTHS - 5)
        for column, name in enumerate(month_names(weeks))
        if name
    ]
    cells: list[Element] = []
    for column, week in enumerate(weeks):
        for row, day in enumerate(week):
            if day is None:
                continue
            css_class = f"heat-{scale.strength(day.answers)}"
            if day.day == today:
                css_class += " today"
            cells.append(
                element(
                    "rect",
                    element("title", title_of(day)),
                    class_=css_class,
                    x=f"{width * (column + 0.06):.3f}%",
                    y=_MONTHS + row * _ROW + 1,
                    width=f"{width * 0.88:.3f}%",
                    height=_CELL,
                )
            )
    weekdays = [
        element("text", name, x="0", y=_MONTHS + row * _ROW + 10)
        for row, name in enumerate(WEEKDAYS)
        if row % 2 == 0
    ]
    return _chart(weekdays, [*names, *cells], _MONTHS + 7 * _ROW, label)


def heat_key(strength: int) -> Element:
    """Return a square of the heatmap's legend."""
    square = element(
        "rect", class_=f"heat-{strength}", x=1, y=1, width=_CELL, height=_CELL
    )
    return element(
        "svg",
        square,
        class_="key",
        width=_CELL + 2,
        height=_CELL + 2,
        aria_hidden="true",
    )


def rate_bar(rate: PassRate, desired: float, label: str) -> Element:
    """Return a bar from 0 to 100 percent with a mark at the desired retention.

    A line below it shows the interval of the true rate.
    """
    height = _RANGE + 3
    parts = [element("rect", class_="track", x="0", y=2, width="100%", height=_RATE)]

    share, bounds = rate.share, rate.bounds
    if share is not None and bounds is not None:
        label = (
            f"{label}: {percent(share)}, in 95 of 100 such cases "
            f"{percent(bounds[0])} to {percent(bounds[1])}"
        )
        width = f"{share * 100:.2f}%"
        parts.append(
            element("rect", class_="bar", x="0", y=2, width=width, height=_RATE)
        )
        parts += _interval_lines(bounds)

    desired_x = f"{desired * 100:.2f}%"
    parts.append(
        element("line", class_="wanted", x1=desired_x, x2=desired_x, y1=0, y2=height)
    )
    return element(
        "svg",
        element("title", label),
        *parts,
        class_="rate",
        height=height,
        role="img",
        aria_label=label,
    )


def _interval_lines(bounds: tuple[float, float]) -> list[Element]:
    """Return a level line between two shares, and a short upright one at both ends."""
    low, high = (f"{bound * 100:.2f}%" for bound in bounds)
    level = element("line", class_="range", x1=low, x2=high, y1=_RANGE, y2=_RANGE)
    ends = [
        element("line", class_="range", x1=x, x2=x, y1=_RANGE - 2, y2=_RANGE + 2)
        for x in (low, high)
    ]
    return [level, *ends]
