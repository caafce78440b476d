"""The tables of the statistics page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.phrases import percent, shortened
from liverdeck.study.scheduling.moments import date_of
from liverdeck.study.statistics.figure_text import (
    date_text,
    rate_text,
    verdict_text,
    whole_minutes,
)
from liverdeck.study.statistics.markup import element

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from liverdeck.study.statistics.figures import (
        DayFigures,
        ForecastDay,
        HardFact,
        Leech,
        RefusedAnswer,
    )
    from liverdeck.study.statistics.markup import Content
    from liverdeck.study.statistics.statistics import Statistics

_MOST_ROWS = 20
"""At most this many leeches or refused answers are shown; a note counts the others."""
_LONGEST_TEXT = 300
"""At most this many characters of a text are shown; a longer one is shortened."""
_ALL_COLUMNS = 9
"""More columns of numbers than any table has, so a phone shows all of them."""


def forecast_table(forecast: Sequence[ForecastDay]) -> Element:
    """Return the reviews of each day of the forecast."""
    rows = ((date_text(day.day), f"{day.reviews:,}") for day in forecast)
    return _table("Day", ("Reviews",), rows)


def days_table(days: Sequence[DayFigures]) -> Element:
    """Return the answers of each day, the latest day first."""
    rows = (
        (
            date_of(day.day).isoformat(),
            f"{day.reviews:,}",
            f"{day.new:,}",
            f"{whole_minutes(day.seconds):,}",
            f"{day.crammed:,}",
            f"{whole_minutes(day.crammed_seconds):,}",
        )
        for day in reversed(days)
    )
    return _table("Day", ("Reviews", "New", "Min", "Crammed", "Min"), rows)


def hardest_table(statistics: Statistics) -> list[Element]:
    """Return a table of the hardest facts and a note, or a sentence if none is hard."""
    if not statistics.hardest:
        return [element("p", "None yet: no fact was forgotten, and none is hard.")]
    rows = (_hard_fact_cells(fact) for fact in statistics.hardest)
    note = (
        "A lapse is a wrong answer to a card that was learned before. FSRS "
        "estimates the difficulty, from 1 to 10."
    )
    return [
        _table("Fact", ("Lapses", "Difficulty", "Retention"), rows, columns_on_phone=1),
        _note(note),
    ]


def _hard_fact_cells(fact: HardFact) -> tuple[Content, ...]:
    difficulty = f"{fact.difficulty:.1f}"
    figures = f"difficulty {difficulty}, retention {rate_text(fact.retention)}"
    return (
        _prompt_cell(fact.prompt, fact.fact, figures),
        f"{fact.lapses:,}",
        difficulty,
        percent(fact.retention.share),
    )


def leeches_table(statistics: Statistics) -> list[Element]:
    """Return a table of the worst leeches and a note, or a sentence if none exist."""
    leeches = statistics.leeches
    if not leeches:
        return [element("p", "None: no card was forgotten eight times.")]
    rows = (_leech_cells(leech) for leech in leeches[:_MOST_ROWS])
    note = (
        "Forgotten eight times or more: find a way to remember the card, reword "
        "it, or suspend it."
    )
    return [
        _table("Card", ("Lapses", "Difficulty"), rows, columns_on_phone=1),
        _note(note + _more_rows_text(leeches)),
    ]


def _leech_cells(leech: Leech) -> tuple[Content, ...]:
    difficulty = f"{leech.difficulty:.1f}"
    prompt = _prompt_cell(
        leech.prompt,
        leech.card,
        f"difficulty {difficulty}",
        is_suspended=leech.is_suspended,
    )
    return prompt, f"{leech.lapses:,}", difficulty


def refused_table(statistics: Statistics) -> list[Element]:
    """Return a table of refused answers and a note, or a sentence if there are none."""
    refused = statistics.refused
    if not refused:
        return [element("p", "None.")]
    rows = (
        (_refused_answer_cell(answer), f"{answer.times:,}", f"{answer.overridden:,}")
        for answer in refused[:_MOST_ROWS]
    )
    note = (
        "For the deck's author. An answer that learners still rated as known may "
        "belong under accept. A wrong answer that is typed often may belong under "
        "reject, with a reason."
    )
    return [
        _table("Typed", ("Times", "Rated as known"), rows),
        _note(note + _more_rows_text(refused)),
    ]


def _note(text: str) -> Element:
    return element("p", text, class_="note")


def _more_rows_text(rows: Sequence[object]) -> str:
    """Return a sentence that counts the rows not shown; empty if all are shown."""
    if len(rows) <= _MOST_ROWS:
        return ""
    return f" --json lists {len(rows) - _MOST_ROWS:,} more."


def _prompt_cell(
    prompt: str, name: str, figures: str, *, is_suspended: bool = False
) -> Element:
    """Return a prompt with the name of its fact or card, and with figures.

    The figures are shown only on a phone, where their columns are hidden.
    """
    return element(
        "div",
        _isolated_text(prompt),
        element("small", _isolated_text(name), ", suspended" if is_suspended else None),
        element("small", figures, class_="narrow"),
    )


def _refused_answer_cell(refused: RefusedAnswer) -> Element:
    return element(
        "div",
        element("b", _isolated_text(refused.typed)),
        element("small", _isolated_text(refused.prompt)),
        element(
            "small",
            "right: ",
            _isolated_text(refused.right),
            " · ",
            _isolated_text(verdict_text(refused)),
            " · ",
            _isolated_text(refused.card),
        ),
    )


def _isolated_text(text: str) -> Element:
    """Return a text that an author or a learner wrote, shortened if it is long.

    If it is written from right to left, the text around it keeps its direction.
    """
    return element("bdi", shortened(text, _LONGEST_TEXT))


def _table(
    first_name: str,
    number_column_names: Sequence[str],
    rows: Iterable[Sequence[Content]],
    columns_on_phone: int = _ALL_COLUMNS,
) -> Element:
    """Return a table whose first column is text and whose other columns are numbers.

    On a phone, only the first `columns_on_phone` columns of numbers are shown.
    """
    head = [element("th", first_name, scope="col")]
    head += [
        element(
            "th", name, scope="col", class_=_number_css_class(column, columns_on_phone)
        )
        for column, name in enumerate(number_column_names)
    ]
    return element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *(_row(row, columns_on_phone) for row in rows)),
    )


def _row(row: Sequence[Content], columns_on_phone: int) -> Element:
    first, *numbers = row
    cells = (
        element("td", number, class_=_number_css_class(column, columns_on_phone))
        for column, number in enumerate(numbers)
    )
    return element("tr", element("th", first, scope="row"), *cells)


def _number_css_class(column: int, columns_on_phone: int) -> str:
    """Return the CSS class of a cell. A phone hides cells of the class `wide`."""
    return "number" if column < columns_on_phone else "number wide"
