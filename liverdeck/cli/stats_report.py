"""Statistics in the terminal: tables and bars of characters, readable without colour and in sixty columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from liverdeck.base.phrases import counted, percent, shortened
from liverdeck.study.scheduling.moments import date_of
from liverdeck.study.statistics.figure_text import (
    cards_text,
    date_text,
    done_text,
    due_text,
    minutes,
    rate_text,
    verdict_text,
)
from liverdeck.study.statistics.heatmap import month_names, scale_of, weeks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from liverdeck.study.statistics.figures import Day
    from liverdeck.study.statistics.statistics import Statistics

_WIDEST = 88
"""Columns; longer lines are hard to read."""
_RECENT = 14
"""Days that have a line each."""
_MOST = 10
"""Leeches and refused answers that are shown."""
_LONGEST = 160
"""Characters of a text that are shown."""
_LABEL = 4
"""Columns before the heatmap."""
_BAR = 30
_WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters of plots."""

    bar: str
    strengths: str
    """From a day without answers to one with many."""
    plain: dict[int, str]
    """What stands in for the typographic characters of our own texts."""

    def own(self, text: str) -> str:
        """Return a text of ours in characters that the terminal has."""
        return text.translate(self.plain)


_BLOCKS = Marks("█", "·░▒▓█", {})
_ASCII = Marks("#", ".-+*#", str.maketrans({"–": "-", "…": "...", "·": "-"}))


def print_statistics(statistics: Statistics) -> None:
    """Print all of it, section by section; nothing in it relies on colour."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, _WIDEST)
    report = _Report(statistics, console.width, _marks_for(console.encoding))
    for title, content in report.sections():
        console.print()
        console.print(Text(title, style="bold"))
        console.print(content)


def _marks_for(encoding: str) -> Marks:
    try:
        (_BLOCKS.bar + _BLOCKS.strengths + "–…").encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return _ASCII
    return _BLOCKS


@dataclass(frozen=True, slots=True)
class _Report:
    """What is printed of some statistics in a width."""

    of: Statistics
    width: int
    marks: Marks

    def sections(self) -> list[tuple[str, RenderableType]]:
        """Return titles with what stands below them."""
        day = date_of(self.of.day)
        return [
            (f"{_clean(self.of.title)}, {day}", self._summary()),
            (f"Reviews due in the next {len(self.of.forecast)} days", self._forecast()),
            (f"The last {_RECENT} days", self._recent()),
            ("The last year", self._year()),
            (
                f"True retention (aim: {percent(self.of.desired_retention)})",
                self._retention(),
            ),
            ("Hardest facts", self._hardest()),
            ("Leeches", self._leeches()),
            (
                "Answers that the checker refused (for the deck's author)",
                self._refused(),
            ),
        ]

    def _text(self, text: str) -> Text:
        return Text(self.marks.own(text))

    def _summary(self) -> RenderableType:
        began = self.of.first_day if self.of.first_day is not None else self.of.day
        table = _table("", "", numbers=(), has_head=False)
        rows = (
            ("Due now", due_text(self.of.due)),
            ("Deck", cards_text(self.of.cards)),
            ("Today", done_text(self.of.days[-1])),
            ("In all", f"{done_text(self.of.total)}, since {date_of(began)}"),
        )
        for name, said in rows:
            table.add_row(Text(name, style="dim"), self._text(said))
        return table

    def _forecast(self) -> RenderableType:
        most = max(each.reviews for each in self.of.forecast)
        table = _table("", "", "", numbers=(1,), has_head=False)
        for each in self.of.forecast:
            day = "today" if each.day == self.of.day else date_text(each.day)
            table.add_row(
                Text(day),
                f"{each.reviews:,}",
                self._bar(each.reviews, most, self.width - 20),
            )
        return table

    def _recent(self) -> RenderableType:
        days = self.of.days[-_RECENT:]
        with_cram = any(day.crammed for day in days)
        names = ["Reviews", "New", "Min", *(["Crammed", "Min"] if with_cram else [])]
        most = max(day.answers for day in days)
        table = _table("", *names, "", numbers=range(1, len(names) + 1))
        for day in reversed(days):
            figures = [day.reviews, day.new, minutes(day.seconds)]
            figures += [day.crammed, minutes(day.crammed_seconds)] if with_cram else []
            bar = self._bar(day.answers, most, self.width - 31 - 14 * with_cram)
            table.add_row(
                Text(date_text(day.day)),
                *(f"{figure:,}" if figure else "" for figure in figures),
                bar,
            )
        return table

    def _bar(self, figure: int, most: int, room: int) -> Text:
        """Return a bar whose length is in proportion, one character at least for anything."""
        full = max(0, min(room, _BAR))
        length = max(1, round(figure / most * full)) if figure else 0
        return Text(self.marks.bar * min(length, full), style="cyan")

    def _year(self) -> RenderableType:
        days = self.of.days
        scale = scale_of(days)
        weeks = weeks_of(days)[-max(1, self.width - _LABEL) :]
        names = Text(" " * _LABEL + _spread(month_names(weeks)), style="dim")
        strengths = ("dim", *["cyan"] * 4)

        def cell(day: Day | None) -> tuple[str, str]:
            strength = 0 if day is None else scale.strength(day.answers)
            return (
                (" ", "")
                if day is None
                else (self.marks.strengths[strength], strengths[strength])
            )

        rows = [
            Text.assemble(
                (name.ljust(_LABEL), "dim"), *(cell(week[place]) for week in weeks)
            )
            for place, name in enumerate(_WEEKDAYS)
        ]
        today = Text("today ^".rjust(_LABEL + len(weeks)), style="dim")
        keys = [
            f"{mark} {self.marks.own(said)}"
            for mark, said in zip(self.marks.strengths, scale.legend, strict=True)
        ]
        began = self.of.first_day if self.of.first_day is not None else self.of.day
        since = self.of.day - max(began, days[0].day) + 1
        studied = sum(bool(day.answers) for day in days)
        legend = Text(_in_lines(["Answers a day:", *keys], self.width))
        return Group(
            names,
            *rows,
            today,
            legend,
            self._text(f"Studied on {studied} of {counted(since, 'day')}."),
        )

    def _retention(self) -> RenderableType:
        if not any(each.both.reviews for each in self.of.retention):
            return self._text(
                "No card has been reviewed after a day or more yet; that is when memory shows."
            )
        table = _table("", "Young", "Mature", "All", numbers=range(1, 4))
        for each in self.of.retention:
            rates = (
                self.marks.own(rate_text(rate))
                for rate in (each.young, each.mature, each.both)
            )
            table.add_row(Text(each.period), *rates)
        return table

    def _hardest(self) -> RenderableType:
        if not self.of.hardest:
            return self._text("None yet: no fact was forgotten, and none is hard.")
        table = _table("Lapses", "Diff.", "Kept", "Fact", numbers=range(3))
        for each in self.of.hardest:
            kept = self.marks.own(percent(each.retention.share))
            table.add_row(
                f"{each.lapses:,}",
                f"{each.difficulty:.1f}",
                kept,
                self._asked(each.prompt, each.fact),
            )
        return table

    def _leeches(self) -> RenderableType:
        if not self.of.leeches:
            return self._text("None: no card was forgotten eight times.")
        table = _table("Lapses", "Diff.", "Card", numbers=range(2))
        for each in self.of.leeches[:_MOST]:
            name = f"{each.card}, suspended" if each.is_suspended else each.card
            table.add_row(
                f"{each.lapses:,}",
                f"{each.difficulty:.1f}",
                self._asked(each.prompt, name),
            )
        return Group(table, *self._more(self.of.leeches))

    def _refused(self) -> RenderableType:
        if not self.of.refused:
            return self._text("None.")
        table = _table("Times", "Known", "Typed", numbers=range(2))
        for each in self.of.refused[:_MOST]:
            asked = self._asked(
                each.prompt, f"{each.card}: {verdict_text(each)}; right is {each.right}"
            )
            typed = Text(self._shown(each.typed), style="bold")
            table.add_row(
                f"{each.times:,}",
                f"{each.overridden:,}",
                Text("\n").join((typed, asked)),
            )
        known = self._text(
            "Known: how often the learner rated it hard or better all the same."
        )
        return Group(table, *self._more(self.of.refused), known)

    def _asked(self, prompt: str, name: str) -> Text:
        return Text.assemble(self._shown(prompt), "\n", (self._shown(name), "dim"))

    def _shown(self, text: str) -> str:
        return self.marks.own(shortened(_clean(text), _LONGEST))

    def _more(self, rows: Sequence[object]) -> list[Text]:
        return (
            [self._text(f"{len(rows) - _MOST:,} more are in --json.")]
            if len(rows) > _MOST
            else []
        )


def _table(
    *names: str, numbers: range | tuple[int, ...], has_head: bool = True
) -> Table:
    """Return a table without lines, whose columns at some places are numbers and the others texts."""
    table = Table(
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        show_header=has_head,
        header_style="dim",
    )
    for place, name in enumerate(names):
        is_number = place in numbers
        table.add_column(
            name,
            justify="right" if is_number else "left",
            overflow="fold",
            no_wrap=is_number,
        )
    return table


def _spread(names: Sequence[str]) -> str:
    """Return names at their places; each has room for three letters."""
    line = ""
    for place, name in enumerate(names):
        line = line.ljust(place) + name if name else line
    return line


def _in_lines(words: Sequence[str], width: int) -> str:
    """Return words, each of them whole, in lines of a width."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 2 + len(word) > width:
            lines.append("")
        lines[-1] += f"  {word}" if lines[-1] else word
    return "\n".join(lines)


def _clean(text: str) -> str:
    """Return somebody's text without what would move the cursor, colour the screen or turn the line around."""
    return "".join(char if char.isprintable() else " " for char in text)
