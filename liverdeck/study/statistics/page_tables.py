"""The tables of the page of statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.phrases import percent, shortened
from liverdeck.study.scheduling.moments import date_of
from liverdeck.study.statistics.figure_text import (
    date_text,
    minutes,
    rate_text,
    verdict_text,
)
from liverdeck.study.statistics.markup import element

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from liverdeck.study.statistics.figures import Day, ForecastDay, RefusedAnswer
    from liverdeck.study.statistics.markup import Content
    from liverdeck.study.statistics.statistics import Statistics

_MOST = 20
"""Rows that a table shows."""
_LONGEST = 300
"""Characters of a text that are shown."""


def forecast_table(forecast: Sequence[ForecastDay]) -> Element:
    """Return the forecast's figures."""
    return _table(
        "Day",
        ("Reviews",),
        ((date_text(each.day), f"{each.reviews:,}") for each in forecast),
    )


def days_table(days: Sequence[Day]) -> Element:
    """Return what was done on each day, the latest first."""
    rows = (
        (
            date_of(day.day).isoformat(),
            f"{day.reviews:,}",
            f"{day.new:,}",
            f"{minutes(day.seconds):,}",
            f"{day.crammed:,}",
            f"{minutes(day.crammed_seconds):,}",
        )
        for day in reversed(days)
    )
    return _table("Day", ("Reviews", "New", "Min", "Crammed", "Min"), rows)


def hardest_table(statistics: Statistics) -> list[Element]:
    """Return the hardest facts, or that there are none."""
    if not statistics.hardest:
        return [element("p", "None yet: no fact was forgotten, and none is hard.")]
    rows = (
        (
            _asked(
                each.prompt,
                each.fact,
                f"difficulty {each.difficulty:.1f}, retention {rate_text(each.retention)}",
            ),
            f"{each.lapses:,}",
            f"{each.difficulty:.1f}",
            percent(each.retention.share),
        )
        for each in statistics.hardest
    )
    note = "A lapse is a wrong answer to a card that was learned before. Difficulty is FSRS's, 1 to 10."
    return [
        _table("Fact", ("Lapses", "Difficulty", "Retention"), rows, narrow=1),
        _note(note),
    ]


def leeches_table(statistics: Statistics) -> list[Element]:
    """Return all leeches, or that there are none."""
    leeches = statistics.leeches
    if not leeches:
        return [element("p", "None: no card was forgotten eight times.")]
    rows = (
        (
            _asked(
                each.prompt,
                each.card,
                f"difficulty {each.difficulty:.1f}",
                is_suspended=each.is_suspended,
            ),
            f"{each.lapses:,}",
            f"{each.difficulty:.1f}",
        )
        for each in leeches[:_MOST]
    )
    note = "Forgotten eight times or more: find a way to remember it, reword it, or suspend it."
    return [
        _table("Card", ("Lapses", "Difficulty"), rows, narrow=1),
        _note(note + _more(leeches)),
    ]


def refused_table(statistics: Statistics) -> list[Element]:
    """Return the answers that were refused most, or that there are none."""
    refused = statistics.refused
    if not refused:
        return [element("p", "None.")]
    rows = (
        (_refusal(each), f"{each.times:,}", f"{each.overridden:,}")
        for each in refused[:_MOST]
    )
    note = (
        "For the deck's author. What learners rated as known all the same may belong under accept; what is typed often "
        "and wrong, under reject with a reason."
    )
    return [
        _table("Typed", ("Times", "Rated as known"), rows),
        _note(note + _more(refused)),
    ]


def _note(text: str) -> Element:
    return element("p", text, class_="note")


def _more(shown: Sequence[object]) -> str:
    return f" {len(shown) - _MOST:,} more are in --json." if len(shown) > _MOST else ""


def _asked(
    prompt: str, name: str, figures: str, *, is_suspended: bool = False
) -> Element:
    """Return a prompt, its name, and the figures that stand here where there is no room for their columns."""
    return element(
        "div",
        _own(prompt),
        element("small", _own(name), ", suspended" if is_suspended else None),
        element("small", figures, class_="narrow"),
    )


def _refusal(each: RefusedAnswer) -> Element:
    return element(
        "div",
        element("b", _own(each.typed)),
        element("small", _own(each.prompt)),
        element(
            "small",
            "right: ",
            _own(each.right),
            " · ",
            _own(verdict_text(each)),
            " · ",
            _own(each.card),
        ),
    )


def _own(text: str) -> Element:
    """Return somebody's text, whose direction of writing does not reach beyond it."""
    return element("bdi", shortened(text, _LONGEST))


def _table(
    text: str,
    numbers: Sequence[str],
    rows: Iterable[Sequence[Content]],
    narrow: int = 9,
) -> Element:
    """Return a table whose first column is texts and the others numbers, of which `narrow` fit a phone."""
    head = [element("th", text, scope="col")]
    head += [
        element("th", name, scope="col", class_=_class_of(place, narrow))
        for place, name in enumerate(numbers)
    ]
    return element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *(_row(row, narrow) for row in rows)),
    )


def _row(row: Sequence[Content], narrow: int) -> Element:
    first, *others = row
    cells = (
        element("td", other, class_=_class_of(place, narrow))
        for place, other in enumerate(others)
    )
    return element("tr", element("th", first, scope="row"), *cells)


def _class_of(place: int, narrow: int) -> str:
    return "number" if place < narrow else "number wide"
