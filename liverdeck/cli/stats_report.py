"""Statistics in the terminal: tables, and bars made of characters.

The report is readable without colour and in a terminal of sixty columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from liverdeck.base.phrases import percent, printable, shortened
from liverdeck.base.values import value_class
from liverdeck.cli.printing import echo, echo_rich
from liverdeck.cli.terminal import I_WAS_RIGHT, LONGEST_LINE
from liverdeck.study.scheduling.moments import date_of
from liverdeck.study.statistics.figure_text import (
    ANSWERS_A_DAY,
    DAY_COLUMNS,
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
    due_text,
    figures_of_day,
    figures_of_hard,
    figures_of_refused,
    last_days_title,
    more_rows_text,
    name_of_leech,
    rate_text,
    studied_days_text,
    verdict_text,
)
from liverdeck.study.statistics.heatmap import WEEKDAYS, month_names, scale_of, weeks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from liverdeck.study.statistics.figures import DayFigures
    from liverdeck.study.statistics.heatmap import Scale
    from liverdeck.study.statistics.statistics import Statistics

_RECENT_DAYS = 14
"""Number of days in the section on the last days, with today."""
_MOST_ROWS = 10
"""The most leeches or refused answers that are shown. A line counts the others."""
_LONGEST_TEXT = 160
"""The most characters of a text that are shown. A longer text is shortened."""
_WEEKDAY_WIDTH = 4
"""Number of characters for a weekday's name, to the left of the heatmap."""
_LONGEST_BAR = 30
"""The longest bar has at most this many characters."""
_FORECAST_TEXT_WIDTH = 20
"""Number of characters for the text to the left of a bar of the forecast."""
_RECENT_TEXT_WIDTH = 31
"""Number of characters for the text to the left of a bar of the last days."""
_COLUMNS_OF_REVIEWS = 3
"""The first columns of `DAY_COLUMNS`, this many, are not about crammed answers."""
_CRAMMED_WIDTH = 14
"""Number of characters to add to `_RECENT_TEXT_WIDTH` if there are crammed answers."""


@value_class
class PlotCharacters:
    """The characters that plots are made of."""

    bar: str
    strength_characters: str
    """One character for each colour strength of a day: from 0 (no answers) to 4."""
    replacements: dict[int, str]
    """Replacements for typographic characters, in the format of `str.translate`."""

    def plain(self, text: str) -> str:
        """Return a text with the `replacements` for its characters."""
        return text.translate(self.replacements)


_BLOCKS = PlotCharacters("█", "·░▒▓█", {})
_ASCII = PlotCharacters("#", ".-+*#", str.maketrans({"–": "-", "…": "...", "·": "-"}))


def print_statistics(statistics: Statistics) -> None:
    """Print all sections, in lines of at most `LONGEST_LINE` characters."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, LONGEST_LINE)
    report = _Report(statistics, console.width, _characters_for(console.encoding))
    for title, content in report.sections():
        echo()
        echo_rich(console, Text(title, style="bold"), content)


def _characters_for(encoding: str) -> PlotCharacters:
    """Return block characters if an encoding has them, or else ASCII characters."""
    try:
        (_BLOCKS.bar + _BLOCKS.strength_characters + "–…").encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return _ASCII
    return _BLOCKS


@value_class
class _Report:
    """The sections of the report, for a terminal of a given width."""

    statistics: Statistics
    width: int
    """Number of characters in a line."""
    characters: PlotCharacters

    def sections(self) -> list[tuple[str, RenderableType]]:
        """Return the title and the content of every section."""
        statistics = self.statistics
        title = f"{printable(statistics.title)}, {date_of(statistics.day)}"
        forecast_days = len(statistics.forecast)
        desired = percent(statistics.desired_retention)
        return [
            (title, self._summary()),
            (f"Reviews due in the next {forecast_days} days", self._forecast()),
            (last_days_title(_RECENT_DAYS), self._recent()),
            (LAST_YEAR, self._year()),
            (f"{TRUE_RETENTION} (aim: {desired})", self._retention()),
            (HARDEST_FACTS, self._hardest()),
            (LEECHES, self._leeches()),
            (REFUSED_ANSWERS, self._refused()),
        ]

    @property
    def _first_day(self) -> int:
        """Day of the first answer; today if there is none."""
        first_day = self.statistics.first_day
        return self.statistics.day if first_day is None else first_day

    def _text(self, text: str) -> Text:
        return Text(self.characters.plain(text))

    def _summary(self) -> RenderableType:
        statistics = self.statistics
        total = f"{done_text(statistics.total)}, since {date_of(self._first_day)}"
        rows = (
            ("Due now", due_text(statistics.due)),
            ("Deck", cards_text(statistics.cards)),
            ("Today", done_text(statistics.days[-1])),
            ("In all", total),
        )
        table = _table("", "", number_columns=(), has_head=False)
        for name, figures in rows:
            table.add_row(Text(name, style="dim"), self._text(figures))
        return table

    def _forecast(self) -> RenderableType:
        forecast = self.statistics.forecast
        highest = max(day.reviews for day in forecast)
        table = _table("", "", "", number_columns=(1,), has_head=False)
        for day in forecast:
            is_today = day.day == self.statistics.day
            name = "today" if is_today else date_text(day.day)
            bar = self._bar(day.reviews, highest, self.width - _FORECAST_TEXT_WIDTH)
            table.add_row(Text(name), f"{day.reviews:,}", bar)
        return table

    def _recent(self) -> RenderableType:
        days = self.statistics.days[-_RECENT_DAYS:]
        bar_width = self.width - _RECENT_TEXT_WIDTH
        names = DAY_COLUMNS[:_COLUMNS_OF_REVIEWS]
        if any(day.crammed for day in days):
            names = DAY_COLUMNS
            bar_width -= _CRAMMED_WIDTH

        highest = max(day.answers for day in days)
        table = _table("", *names, "", number_columns=range(1, len(names) + 1))
        for day in reversed(days):
            figures = figures_of_day(day)[: len(names)]
            table.add_row(
                Text(date_text(day.day)),
                *(f"{figure:,}" if figure else "" for figure in figures),
                self._bar(day.answers, highest, bar_width),
            )
        return table

    def _bar(self, figure: int, highest: int, width: int) -> Text:
        """Return a bar whose length is in proportion to a figure.

        The bar of `highest` is as long as `width` and `_LONGEST_BAR` allow. A figure
        above 0 gets at least one character, if `width` has space for it.
        """
        longest = max(0, min(width, _LONGEST_BAR))
        length = max(1, round(figure / highest * longest)) if figure else 0
        return Text(self.characters.bar * min(length, longest), style="cyan")

    def _year(self) -> RenderableType:
        days = self.statistics.days
        scale = scale_of(days)
        # A week is one character wide. A narrow terminal shows only the latest weeks.
        weeks = weeks_of(days)[-max(1, self.width - _WEEKDAY_WIDTH) :]

        months = Text(" " * _WEEKDAY_WIDTH + _spread(month_names(weeks)), style="dim")
        rows = [
            Text.assemble(
                (name.ljust(_WEEKDAY_WIDTH), "dim"),
                *(self._cell(week[weekday], scale) for week in weeks),
            )
            for weekday, name in enumerate(WEEKDAYS)
        ]
        # The last column is the week of today.
        today = Text("today ^".rjust(_WEEKDAY_WIDTH + len(weeks)), style="dim")
        legend_texts = [
            f"{character} {self.characters.plain(range_text)}"
            for character, range_text in zip(
                self.characters.strength_characters, scale.legend, strict=True
            )
        ]
        legend = Text(_in_lines([f"{ANSWERS_A_DAY}:", *legend_texts], self.width))

        summary = f"{studied_days_text(days, self._first_day)}."
        return Group(months, *rows, today, legend, self._text(summary))

    def _cell(self, day: DayFigures | None, scale: Scale) -> tuple[str, str]:
        """Return the character of a day in the heatmap, and its style."""
        if day is None:
            return " ", ""
        strength = scale.strength(day.answers)
        character = self.characters.strength_characters[strength]
        return character, "cyan" if strength else "dim"

    def _retention(self) -> RenderableType:
        retentions = self.statistics.retention
        if not any(retention.overall.reviews for retention in retentions):
            return self._text(NO_RETENTION)
        table = _table("", "Young", "Mature", "All", number_columns=range(1, 4))
        for retention in retentions:
            rates = (retention.young, retention.mature, retention.overall)
            texts = (self.characters.plain(rate_text(rate)) for rate in rates)
            table.add_row(Text(retention.period), *texts)
        return table

    def _hardest(self) -> RenderableType:
        facts = self.statistics.hardest
        if not facts:
            return self._text(NO_HARD_FACTS)
        table = _table("Lapses", "Diff.", "Retention", "Fact", number_columns=range(3))
        for fact in facts:
            table.add_row(
                *figures_of_hard(fact),
                self.characters.plain(percent(fact.retention.share)),
                self._prompt_with_details(fact.prompt, fact.fact),
            )
        return table

    def _leeches(self) -> RenderableType:
        leeches = self.statistics.leeches
        if not leeches:
            return self._text(NO_LEECHES)
        table = _table("Lapses", "Diff.", "Card", number_columns=range(2))
        for leech in leeches[:_MOST_ROWS]:
            table.add_row(
                *figures_of_hard(leech),
                self._prompt_with_details(leech.prompt, name_of_leech(leech)),
            )
        return Group(table, *self._more_rows_text(leeches))

    def _refused(self) -> RenderableType:
        refused = self.statistics.refused
        if not refused:
            return self._text(NO_REFUSED_ANSWERS)
        table = _table("Times", I_WAS_RIGHT, "Typed", number_columns=range(2))
        for answer in refused[:_MOST_ROWS]:
            typed = Text(self._shortened(answer.typed), style="bold")
            verdict = verdict_text(answer)
            if answer.right:
                verdict = f"{verdict}; the answer is {answer.right}"
            prompt = self._prompt_with_details(
                answer.prompt, f"{answer.card}: {verdict}"
            )
            table.add_row(
                *figures_of_refused(answer),
                Text("\n").join((typed, prompt)),
            )
        note = self._text(
            f"For the deck's author. {I_WAS_RIGHT}: how often the learner said "
            '"I was right", in study or quiz take.'
        )
        return Group(table, *self._more_rows_text(refused), note)

    def _prompt_with_details(self, prompt: str, details: str) -> Text:
        """Return a prompt, and below it details such as the name of its card."""
        return Text.assemble(
            self._shortened(prompt), "\n", (self._shortened(details), "dim")
        )

    def _shortened(self, text: str) -> str:
        return self.characters.plain(shortened(printable(text), _LONGEST_TEXT))

    def _more_rows_text(self, rows: Sequence[object]) -> list[Text]:
        """Return a sentence that counts the rows not shown; none if all are shown."""
        text = more_rows_text(len(rows), _MOST_ROWS)
        return [self._text(text)] if text else []


def _table(
    *names: str, number_columns: range | tuple[int, ...], has_head: bool = True
) -> Table:
    """Return a table without rows, and without lines between the cells.

    `names` are the heads of the columns. `number_columns` are the indexes of the
    columns with numbers; the other columns have text.
    """
    table = Table(
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        show_header=has_head,
        header_style="dim",
    )
    for index, name in enumerate(names):
        is_number = index in number_columns
        table.add_column(
            name,
            justify="right" if is_number else "left",
            overflow="fold",
            no_wrap=is_number,
        )
    return table


def _spread(names: Sequence[str]) -> str:
    """Return a line in which every name begins at the column of its index.

    `["Jan", "", "", "", "Feb"]` gives "Jan Feb". After each name, there must be enough
    empty names to make space for its letters.
    """
    line = ""
    for column, name in enumerate(names):
        if name:
            line = line.ljust(column) + name
    return line


def _in_lines(texts: Sequence[str], width: int) -> str:
    """Return texts, two spaces apart, in lines of at most `width` characters.

    A text that is longer than `width` has a line of its own.
    """
    lines = [""]
    for text in texts:
        if not lines[-1]:
            lines[-1] = text
        elif len(lines[-1]) + 2 + len(text) <= width:
            lines[-1] += f"  {text}"
        else:
            lines.append(text)
    return "\n".join(lines)
