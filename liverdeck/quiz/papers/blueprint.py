"""A blueprint: how many items of which topic, type and difficulty a paper has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields, ProblemReport, items_of
from liverdeck.authoring.yaml_reader import read_file
from liverdeck.base.names import nearest
from liverdeck.quiz.items.item import TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.base.problems import Position, Problem
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item

MOST_ITEMS = 10_000
_EASIEST, _HARDEST = 1, 3


@dataclass(frozen=True, slots=True)
class BlueprintRow:
    """So many items of one sort; what is None may be anything."""

    n: int
    topic: str | None = None
    type: str | None = None
    difficulty: int | None = None
    position: Position | None = None

    def matches(self, item: Item) -> bool:
        """Whether an item is of this sort."""
        return (
            self.topic in (None, item.topic)
            and self.type in (None, item.type)
            and self.difficulty in (None, item.difficulty)
        )

    def __str__(self) -> str:
        difficulty = f"difficulty {self.difficulty}" if self.difficulty else None
        return (
            ", ".join(filter(None, (self.topic, self.type, difficulty)))
            or "any topic and type"
        )


def read_blueprint(
    path: Path, deck: Deck
) -> tuple[tuple[BlueprintRow, ...], tuple[Problem, ...]]:
    """Read a blueprint file: `items:`, a list of `{n: 5, topic: diagnosis, type: single, difficulty: 2}`.

    Returns its rows, and every problem with its place; never raises for what a file may hold.
    """
    root, problems = read_file(path)
    if root is None:
        return (), tuple(problems)
    report = ProblemReport(str(path))
    fields = Fields(root, report, "blueprint", ("liverdeck", "items"))
    fields.check_version()
    rows = []
    node = fields.required("items")
    for each in items_of(node, report, "`items`") if node is not None else ():
        row = _row(
            Fields(each, report, "row", ("n", "topic", "type", "difficulty")), deck
        )
        if row is not None:
            rows.append(row)
    return tuple(rows), (*problems, *report.problems.found)


def _row(fields: Fields, deck: Deck) -> BlueprintRow | None:
    if fields.required("n") is None:
        return None
    n = fields.integer("n", 1, MOST_ITEMS)
    topic = _known(fields, "topic", [topic.id for topic in deck.topics])
    type_ = _known(fields, "type", list(TYPES))
    difficulty = fields.integer("difficulty", _EASIEST, _HARDEST)
    return (
        None
        if n is None
        else BlueprintRow(n, topic, type_, difficulty, fields.position)
    )


def _known(fields: Fields, key: str, known: list[str]) -> str | None:
    text = fields.text(key)
    if text is not None and text not in known:
        fields.report.add(
            fields.values[key], f"no {key} {text!r}", nearest(text, known)
        )
        return None
    return text
