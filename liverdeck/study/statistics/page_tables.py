"""The tables of the statistics page."""

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

    from liverdeck.study.statistics.figures import (
        Day,
        ForecastDay,
        HardFact,
        Leech,
        RefusedAnswer,
    )
    from liverdeck.study.statistics.markup import Content
    from liverdeck.study.statistics.statistics import Statistics

_MOST_ROWS = 20
"""Rows of a table, at most."""
_LONGEST_TEXT = 300
"""Characters that are shown of a text, at most."""


def forecast_table(forecast: Sequence[ForecastDay]) -> Element:
    """Return the reviews of each day of the forecast."""
    rows = ((date_text(day.day), f"{day.reviews:,}") for day in forecast)
    return _table("Day", ("Reviews",), rows)


def days_table(days: Sequence[Day]) -> Element:
    """Return the answers of each day, the latest day first."""
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
    """Return the hardest facts, or a sentence that there are none."""
    if not statistics.hardest:
        return [element("p", "None yet: no fact was forgotten, and none is hard.")]
    rows = (_hard_fact_cells(fact) for fact in statistics.hardest)
    note = (
        "A lapse is a wrong answer to a card that was learned before. Difficulty is "
        "FSRS's, 1 to 10."
    )
    return [
        _table("Fact", ("Lapses", "Difficulty", "Retention"), rows, narrow_columns=1),
        _note(note),
    ]


def _hard_fact_cells(fact: HardFact) -> tuple[Content, ...]:
    difficulty = f"{fact.difficulty:.1f}"
    figures = f"difficulty {difficulty}, retention {rate_text(fact.retention)}"
    return (
        _prompt(fact.prompt, fact.fact, figures),
        f"{fact.lapses:,}",
        difficulty,
        percent(fact.retention.share),
    )


def leeches_table(statistics: Statistics) -> list[Element]:
    """Return the first leeches, or a sentence that there are none."""
    leeches = statistics.leeches
    if not leeches:
        return [element("p", "None: no card was forgotten eight times.")]
    rows = (_leech_cells(leech) for leech in leeches[:_MOST_ROWS])
    note = (
        "Forgotten eight times or more: find a way to remember it, reword it, or "
        "suspend it."
    )
    return [
        _table("Card", ("Lapses", "Difficulty"), rows, narrow_columns=1),
        _note(note + _number_not_shown(leeches)),
    ]


def _leech_cells(leech: Leech) -> tuple[Content, ...]:
    difficulty = f"{leech.difficulty:.1f}"
    prompt = _prompt(
        leech.prompt,
        leech.card,
        f"difficulty {difficulty}",
        is_suspended=leech.is_suspended,
    )
    return prompt, f"{leech.lapses:,}", difficulty


def refused_table(statistics: Statistics) -> list[Element]:
    """Return the answers refused most often, or a sentence that there are none."""
    refused = statistics.refused
    if not refused:
        return [element("p", "None.")]
    rows = (
        (_refused_answer(answer), f"{answer.times:,}", f"{answer.overridden:,}")
        for answer in refused[:_MOST_ROWS]
    )
    note = (
        "For the deck's author. An answer that learners still rated as known may "
        "belong under accept. A wrong answer that is typed often may belong under "
        "reject, with a reason."
    )
    return [
        _table("Typed", ("Times", "Rated as known"), rows),
        _note(note + _number_not_shown(refused)),
    ]


def _note(text: str) -> Element:
    return element("p", text, class_="note")


def _number_not_shown(rows: Sequence[object]) -> str:
    if len(rows) <= _MOST_ROWS:
        return ""
    return f" --json lists {len(rows) - _MOST_ROWS:,} more."


def _prompt(
    prompt: str, name: str, figures: str, *, is_suspended: bool = False
) -> Element:
    """Return a prompt with its name and its figures.

    The figures are shown only where there is no room for their columns.
    """
    return element(
        "div",
        _foreign_text(prompt),
        element("small", _foreign_text(name), ", suspended" if is_suspended else None),
        element("small", figures, class_="narrow"),
    )


def _refused_answer(refused: RefusedAnswer) -> Element:
    return element(
        "div",
        element("b", _foreign_text(refused.typed)),
        element("small", _foreign_text(refused.prompt)),
        element(
            "small",
            "right: ",
            _foreign_text(refused.right),
            " · ",
            _foreign_text(verdict_text(refused)),
            " · ",
            _foreign_text(refused.card),
        ),
    )


def _foreign_text(text: str) -> Element:
    """Return a text by an author or a learner, shortened if it is long.

    Its writing direction does not affect the text around it.
    """
    return element("bdi", shortened(text, _LONGEST_TEXT))


def _table(
    first_name: str,
    number_names: Sequence[str],
    rows: Iterable[Sequence[Content]],
    narrow_columns: int = 9,
) -> Element:
    """Return a table whose first column is text and whose other columns are numbers.

    `narrow_columns` says how many columns of numbers a phone has room for.
    """
    head = [element("th", first_name, scope="col")]
    head += [
        element("th", name, scope="col", class_=_css_class(column, narrow_columns))
        for column, name in enumerate(number_names)
    ]
    return element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *(_row(row, narrow_columns) for row in rows)),
    )


def _row(row: Sequence[Content], narrow_columns: int) -> Element:
    first, *numbers = row
    cells = (
        element("td", number, class_=_css_class(column, narrow_columns))
        for column, number in enumerate(numbers)
    )
    return element("tr", element("th", first, scope="row"), *cells)


def _css_class(column: int, narrow_columns: int) -> str:
    return "number" if column < narrow_columns else "number wide"
