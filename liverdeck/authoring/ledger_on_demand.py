"""Read single lines of a ledger when they are asked for.

A build from remembered rows needs few lines. Parsing all of them would take a third of
its time, and four times the memory of their text. The text of a large ledger is kept on
disk.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from liverdeck.authoring.ledger_file import parse_header, parse_ledger, parse_note
from liverdeck.authoring.ledger_problems import LEDGER_NAME, UnusableLineError
from liverdeck.base.problems import Position, ProblemList, ReadingRule
from liverdeck.facts.ledger import LedgerLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.base.texts_on_disk import TextsOnDisk
    from liverdeck.facts.ledger import Ledger

_NOTE_LINE = re.compile(r'^\{"fact":"([^"\\]*)","part":"([^"\\]*)",.*$', re.MULTILINE)
"""Matches the line of a note as a release writes it. Ids need no escapes in JSON."""


def ledger_on_demand(
    text: str, path: str, deck: str, texts: TextsOnDisk
) -> Ledger | None:
    """Return the ledger in a text, with lines that are parsed when they are asked for.

    The lines are kept in `texts`, which must stay open while they are needed.

    None if there is a problem. A problem inside a line is found only when the line is
    parsed. Then `UnusableLineError` is raised.
    """
    header = text[: text.find("\n")]
    ledger = parse_header(header, path, deck, ProblemList(path, ReadingRule.LEDGER))
    if ledger is not None:
        lines = LinesOnDemand(text, ledger, texts)
        if len(lines) == text.count("\n") - 1 and lines.are_sorted:
            return replace(ledger, lines=lines)
    # The ledger is wrong, or another program wrote the same values in another way, such
    # as with spaces.
    return parse_ledger(text, path, deck).value


class LinesOnDemand(Mapping[tuple[str, str], LedgerLine]):
    """The lines of a ledger by name. A line is parsed when it is asked for."""

    def __init__(self, text: str, ledger: Ledger, texts: TextsOnDisk) -> None:
        """Read the names of the notes in the text of a ledger, and keep its lines."""
        self._ledger = ledger
        self._texts = texts
        self._lines: dict[tuple[str, str], LedgerLine] = {}
        start, _ = texts.keep(text)
        header = text[: text.find("\n") + 1]
        self._starts = array("Q", [start + len(header.encode())])
        """The offset of each line in `texts`, and of the end, in bytes."""
        self._line_indexes: dict[tuple[str, str], int] = {}
        """The index of each note's line."""
        for line_index, match in enumerate(_NOTE_LINE.finditer(text)):
            self._line_indexes[match[1], match[2]] = line_index
            self._starts.append(self._starts[-1] + len(f"{match[0]}\n".encode()))
        self._unchecked = set(self._line_indexes)
        """The names of the notes whose lines may have a problem."""

    @property
    def are_sorted(self) -> bool:
        """Whether each name is greater than the one before."""
        return all(first < second for first, second in pairwise(self._line_indexes))

    def forget(self) -> None:
        """Forget the lines that were parsed, to save memory.

        A line that is asked for again is parsed again.
        """
        self._lines.clear()

    def count_as_checked(self, names: Iterable[tuple[str, str]]) -> None:
        """Trust the caller that these lines have no problem. Ignores other names."""
        self._unchecked.difference_update(names)

    def check_all(self) -> None:
        """Raise `UnusableLineError` if there is a problem in any line."""
        for name in self._unchecked:
            self._parsed(name)

    def __getitem__(self, name: tuple[str, str]) -> LedgerLine:
        line = self._lines.get(name)
        if line is None:
            line = self._lines[name] = self._parsed(name)
            self._unchecked.discard(name)
        return line

    def _parsed(self, name: tuple[str, str]) -> LedgerLine:
        line_index = self._line_indexes[name]
        start, end = self._starts[line_index : line_index + 2]
        text = self._texts.text((start, end - start)).removesuffix("\n")
        problems = ProblemList(LEDGER_NAME, ReadingRule.LEDGER)
        line = parse_note(text, Position(LEDGER_NAME), self._ledger, problems)
        if line is None or line.name != name:
            raise UnusableLineError(text)
        return line

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._line_indexes)

    def __len__(self) -> int:
        return len(self._line_indexes)
