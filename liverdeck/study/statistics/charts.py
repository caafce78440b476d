"""Plots as SVG that fits any width: places are in percent of it, letters and heights in pixels, colours in the style.

Each mark has a title, for whoever points at it. A plot is an image to a screen reader, with one sentence; the page
has the figures beside it.
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
"""Pixels above the bars, of the bars, below them, and of each further line of text there."""
_AXIS = 34
"""Pixels for the numbers at the left."""
_BAR = 0.8
"""The share of its place that a bar takes."""
_MOST_TICKS = 4
_SHORT = 2
"""Digits over a bar for which there is room on a phone."""
_CELL, _ROW, _MONTHS = 11, 13, 16
"""Pixels: height of a day, from one day to the next, and of the months' names above."""
_RATE, _RANGE = 9, 15
"""Pixels: height of a rate's bar, and how deep below it the line of its interval lies."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, of one part or two on top of each other."""

    title: str
    """What it stands for, with its figures."""
    value: float
    more: float = 0
    """On top, in another colour."""
    above: str = ""
    """Text over the bar."""
    below: str = ""
    """Text under it."""
    further_below: str = ""
    is_minor: bool = False
    """Its text below is left out where there is little room; that above is if it is long."""


def ticks(high: float) -> list[int]:
    """Return whole numbers from 0 to `high` or just above, five at most."""
    step, factors = 1, (2, 2.5, 2)
    for place in range(99):
        if high <= step * _MOST_TICKS:
            break
        step = int(step * factors[place % 3])
    return list(range(0, int(-(-max(high, 1) // step)) * step + 1, step))


def bar_chart(bars: Sequence[Bar], label: str) -> Element:
    """Return bars from left to right over a common axis."""
    marks = ticks(max(bar.value + bar.more for bar in bars))

    def height(value: float) -> float:
        return _PLOT * value / marks[-1]

    axis = [
        element(
            "text",
            f"{mark:,}",
            x=_AXIS - 6,
            y=_TOP + _PLOT - height(mark) + 4,
            text_anchor="end",
        )
        for mark in marks
    ]
    lines = [_line(_TOP + _PLOT - height(mark), is_base=not mark) for mark in marks]
    drawn = [_bar(bar, place, len(bars), height) for place, bar in enumerate(bars)]
    tall = _TOP + _PLOT + _FOOT + _LINE * any(bar.further_below for bar in bars)
    return element(
        "div",
        element(
            "svg", *axis, class_="axis", width=_AXIS, height=tall, aria_hidden="true"
        ),
        element(
            "svg",
            *lines,
            *drawn,
            class_="plot",
            height=tall,
            role="img",
            aria_label=label,
        ),
        class_="chart",
    )


def _line(y: float, *, is_base: bool) -> Element:
    return element(
        "line", class_="base" if is_base else "grid", x1="0", x2="100%", y1=y, y2=y
    )


def _bar(
    bar: Bar, place: int, number: int, height: Callable[[float], float]
) -> Element:
    width = 100 / number
    x, middle, ground = (
        f"{width * (place + (1 - _BAR) / 2):.3f}%",
        f"{width * (place + 0.5):.3f}%",
        _TOP + _PLOT,
    )
    low, high = height(bar.value), height(bar.value + bar.more)
    parts = [element("title", bar.title)]
    parts.append(
        element(
            "rect",
            class_="spot",
            x=f"{width * place:.3f}%",
            y=_TOP,
            width=f"{width:.3f}%",
            height=_PLOT,
        )
    )
    for of_class, top, tall in (("bar", low, low), ("bar more", high, high - low)):
        if tall:
            parts.append(
                element(
                    "rect",
                    class_=of_class,
                    x=x,
                    y=ground - top,
                    width=f"{width * _BAR:.3f}%",
                    height=tall,
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
    said: Callable[[Day], str],
    *,
    today: int,
) -> Element:
    """Return weeks from left to right and weekdays from top to bottom; `said` is what the title of a day says."""
    width, tall = 100 / len(weeks), _MONTHS + 7 * _ROW
    names = [
        element("text", name, x=f"{width * place:.3f}%", y=_MONTHS - 5)
        for place, name in enumerate(month_names(weeks))
        if name
    ]
    cells = [
        _cell(
            element("title", said(day)),
            f"heat-{scale.strength(day.answers)}{' today' if day.day == today else ''}",
            (width * (place + 0.06), width * 0.88),
            row,
        )
        for place, week in enumerate(weeks)
        for row, day in enumerate(week)
        if day is not None
    ]
    weekdays = [
        element("text", name, x="0", y=_MONTHS + row * _ROW + 10)
        for row, name in enumerate(WEEKDAYS)
        if row % 2 == 0
    ]
    return element(
        "div",
        element(
            "svg",
            *weekdays,
            class_="axis",
            width=_AXIS,
            height=tall,
            aria_hidden="true",
        ),
        element(
            "svg",
            *names,
            *cells,
            class_="plot",
            height=tall,
            role="img",
            aria_label=label,
        ),
        class_="chart",
    )


def _cell(
    title: Element, of_class: str, across: tuple[float, float], row: int
) -> Element:
    x, width = (f"{each:.3f}%" for each in across)
    y = _MONTHS + row * _ROW + 1
    return element("rect", title, class_=of_class, x=x, y=y, width=width, height=_CELL)


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


def rate_bar(rate: PassRate, wanted: float, label: str) -> Element:
    """Return a bar from 0 to 100 percent with the interval in which the true rate lies, and where it is wanted."""
    share, bounds = rate.share, rate.bounds
    parts = [element("rect", class_="track", x="0", y=2, width="100%", height=_RATE)]
    if share is not None and bounds is not None:
        low, high = (f"{each * 100:.2f}%" for each in bounds)
        label = f"{label}: {percent(share)}, in 95 of 100 such cases {percent(bounds[0])} to {percent(bounds[1])}"
        parts.append(
            element(
                "rect",
                class_="bar",
                x="0",
                y=2,
                width=f"{share * 100:.2f}%",
                height=_RATE,
            )
        )
        parts.append(
            element("line", class_="range", x1=low, x2=high, y1=_RANGE, y2=_RANGE)
        )
        parts += [
            element(
                "line", class_="range", x1=end, x2=end, y1=_RANGE - 2, y2=_RANGE + 2
            )
            for end in (low, high)
        ]
    aim, tall = f"{wanted * 100:.2f}%", _RANGE + 3
    parts.append(element("line", class_="wanted", x1=aim, x2=aim, y1=0, y2=tall))
    return element(
        "svg",
        element("title", label),
        *parts,
        class_="rate",
        height=tall,
        role="img",
        aria_label=label,
    )
