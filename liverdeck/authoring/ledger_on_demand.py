"""Reads single lines of a ledger that was found without problems before.

To parse all lines would take a third of the time of a build from remembered rows, and
such a build needs few of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.authoring.ledger_file import parse_header, parse_ledger, parse_note
from liverdeck.authoring.ledger_problems import LEDGER_NAME
from liverdeck.base.problems import Position, ProblemList, ReadingRule
from liverdeck.facts.ledger import LedgerLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.ledger import Ledger

_NOTE_LINE = re.compile(r'^\{"fact":"([^"\\]*)","part":"([^"\\]*)",.*$', re.MULTILINE)
"""Matches the line of a note as a release writes it. Ids need no escapes in JSON."""


def ledger_on_demand(text: str, path: str, deck: str) -> Ledger | None:
    """Return the ledger in a text, whose lines are each parsed when they are asked for.

    The text must be one in which `parse_ledger` found no problem for this deck.
    """
    header, _, notes = text.partition("\n")
    ledger = parse_header(header, path, deck, ProblemList(path, ReadingRule.LEDGER))
    if ledger is not None:
        lines = _LinesOnDemand(notes, ledger)
        if len(lines) == notes.count("\n"):
            return replace(ledger, lines=lines)
    # Something wrote the same values in another way, such as with spaces.
    return parse_ledger(text, path, deck).value


class _LinesOnDemand(Mapping[tuple[str, str], LedgerLine]):
    """The lines of a ledger by name. A line is parsed when it is asked for."""

    def __init__(self, text: str, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lines: dict[tuple[str, str], LedgerLine] = {}
        self._text_by_name = {
            (match[1], match[2]): match[0] for match in _NOTE_LINE.finditer(text)
        }

    def __getitem__(self, name: tuple[str, str]) -> LedgerLine:
        line = self._lines.get(name)
        if line is None:
            text, position = self._text_by_name[name], Position(LEDGER_NAME)
            problems = ProblemList(LEDGER_NAME, ReadingRule.LEDGER)
            line = parse_note(text, position, self._ledger, problems)
            if line is None:
                raise ValueError(f"not a line of a ledger: {text!r}")
            self._lines[name] = line
        return line

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._text_by_name)

    def __len__(self) -> int:
        return len(self._text_by_name)
