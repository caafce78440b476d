"""The tables of the statistics page, as values for its template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.phrases import percent, shortened
from liverdeck.base.values import value_class
from liverdeck.study.scheduling.moments import date_of
from liverdeck.study.statistics.charts import RateBar, rate_bar
from liverdeck.study.statistics.figure_text import (
    DAY_COLUMNS,
    date_text,
    figures_of_day,
    figures_of_hard,
    figures_of_refused,
    more_rows_text,
    name_of_leech,
    rate_text,
    verdict_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.study.statistics.figures import (
        DayFigures,
        ForecastDay,
        HardFact,
        Leech,
        PassRate,
        RefusedAnswer,
        Retention,
    )

_MOST_ROWS = 20
"""At most this many leeches or refused answers are shown.

A sentence below the table counts the others.
"""
_LONGEST_TEXT = 300
"""At most this many characters of a text are shown; a longer one is shortened."""
_ALL_COLUMNS = 9
"""The default of `Table.shown_on_phone`: more than any table has, so all columns."""
_TITLES_OF_PERIODS = {"year": "A year"}
"""Titles of the periods, by their names in `PERIODS`.

Any other title is the name with a capital letter.
"""
_FORBIDDEN_CHARACTER = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufffd"
    "\\U00010000-\\U0010fffd]"
)
"""Matches a character that XML or HTML must not contain.

Such characters are most control characters, the surrogates (from U+D800), and the
noncharacters (from U+FDD0, from U+FFFE and from U+10FFFE).
"""


@value_class
class PromptCell:
    """The first cell in the row of a fact or a card."""

    text: str
    name: str
    """Name of the fact or the card, and whether the card is suspended."""
    figures: str
    """The figures of the row as text, shown only on a phone.

    There, most columns of numbers are hidden.
    """


@value_class
class RefusedAnswerCell:
    """The first cell in the row of a refused answer."""

    typed: str
    prompt: str
    right: str
    verdict: str
    card: str


@value_class
class Table:
    """A table. The first column names the subject of a row; the others are numbers."""

    first_name: str
    """Name of the first column."""
    number_names: tuple[str, ...]
    """Names of the other columns."""
    rows: tuple[tuple[str | PromptCell | RefusedAnswerCell, tuple[str, ...]], ...]
    """The first cell of each row, and its numbers."""
    shown_on_phone: int = _ALL_COLUMNS
    """The number of number columns that a phone shows."""
    more_rows: str = ""
    """A sentence that counts the rows that are left out; empty if there are none."""


@value_class
class RateRow:
    """Retention of young or mature cards in a period."""

    group: str
    """*young* or *mature*."""
    bar: RateBar | None
    rate: str
    reviews: str


def readable(text: str) -> str:
    """Return a text with U+FFFD in place of characters that a page must not contain."""
    return _FORBIDDEN_CHARACTER.sub("\ufffd", text)


def forecast_table(forecast: Iterable[ForecastDay]) -> Table:
    """Return the table with the reviews of each day in the forecast."""
    rows = ((date_text(day.day), (f"{day.reviews:,}",)) for day in forecast)
    return Table("Day", ("Reviews",), tuple(rows))


def days_table(days: Sequence[DayFigures]) -> Table:
    """Return the table with the answers of each day, the latest day first."""
    rows = (
        (
            date_of(day.day).isoformat(),
            tuple(f"{figure:,}" for figure in figures_of_day(day)),
        )
        for day in reversed(days)
    )
    return Table("Day", DAY_COLUMNS, tuple(rows))


def retention_groups(
    periods: Iterable[Retention], desired: float
) -> list[tuple[str, tuple[RateRow, RateRow]]]:
    """Return the title of each period that has reviews, and its two rows.

    `desired` is the desired retention, 0 to 1.
    """

    def row(group: str, rate: PassRate, period: str) -> RateRow:
        bar = rate_bar(rate, desired, f"{group}, {period}")
        return RateRow(group, bar, percent(rate.share), f"{rate.reviews:,}")

    return [
        (
            _title_of(retention.period),
            (
                row("young", retention.young, retention.period),
                row("mature", retention.mature, retention.period),
            ),
        )
        for retention in periods
        if retention.overall.reviews
    ]


def _title_of(period: str) -> str:
    """Return the title of one of `PERIODS` on the page: "Today", "7 days", "A year"."""
    return _TITLES_OF_PERIODS.get(period) or period.capitalize()


def hardest_table(facts: Iterable[HardFact]) -> Table:
    """Return the table of the hardest facts, in the order in which they are given."""
    names = ("Lapses", "Difficulty", "Retention")
    return Table("Fact", names, tuple(_hard_fact_rows(facts)), shown_on_phone=1)


def _hard_fact_rows(
    facts: Iterable[HardFact],
) -> Iterator[tuple[PromptCell, tuple[str, ...]]]:
    for hard_fact in facts:
        retention = hard_fact.retention
        lapses, difficulty = figures_of_hard(hard_fact)
        figures = f"difficulty {difficulty}, retention {rate_text(retention)}"
        numbers = (lapses, difficulty, percent(retention.share))
        fact_id = hard_fact.fact
        yield PromptCell(_shown(hard_fact.prompt), _shown(fact_id), figures), numbers


def leeches_table(leeches: Sequence[Leech]) -> Table:
    """Return the table of the first leeches, in the order in which they are given."""
    rows = tuple(_leech_rows(leeches[:_MOST_ROWS]))
    more_rows = more_rows_text(len(leeches), _MOST_ROWS)
    return Table("Card", ("Lapses", "Difficulty"), rows, 1, more_rows)


def _leech_rows(
    leeches: Iterable[Leech],
) -> Iterator[tuple[PromptCell, tuple[str, ...]]]:
    for leech in leeches:
        lapses, difficulty = figures_of_hard(leech)
        prompt = PromptCell(
            _shown(leech.prompt),
            _shown(name_of_leech(leech)),
            f"difficulty {difficulty}",
        )
        yield prompt, (lapses, difficulty)


def refused_table(answers: Sequence[RefusedAnswer]) -> Table:
    """Return the table of the first refused answers, in the order given.

    The column *I was right* says how often the learner overruled the verdict.
    """
    rows = (
        (_refused_answer_cell(answer), figures_of_refused(answer))
        for answer in answers[:_MOST_ROWS]
    )
    more_rows = more_rows_text(len(answers), _MOST_ROWS)
    names = ("Times", "I was right")
    return Table("Typed", names, tuple(rows), more_rows=more_rows)


def _refused_answer_cell(answer: RefusedAnswer) -> RefusedAnswerCell:
    return RefusedAnswerCell(
        _shown(answer.typed),
        _shown(answer.prompt),
        _shown(answer.right),
        _shown(verdict_text(answer)),
        _shown(answer.card),
    )


def _shown(text: str) -> str:
    """Return a text that an author or a learner wrote, shortened if it is long."""
    return readable(shortened(text, _LONGEST_TEXT))
