"""A blueprint: how many items of which topic, type and difficulty a paper has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields, ProblemReport, nodes_of
from liverdeck.authoring.yaml_reader import read_file
from liverdeck.base.names import nearest_name_hint
from liverdeck.quiz.items.item_types import ItemType

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.base.problems import Position, Problem
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item

MOST_ITEMS = 10_000
"""A paper has at most this many items, and so has a row of a blueprint."""
_EASIEST, _HARDEST = 1, 3
"""The lowest and the highest difficulty."""


@dataclass(frozen=True, slots=True)
class BlueprintRow:
    """How many items of a topic, type and difficulty a paper has.

    None means any topic, any type or any difficulty.
    """

    count: int
    topic: str | None = None
    type: str | None = None
    difficulty: int | None = None
    position: Position | None = None
    """Where the row is in the blueprint file; None if it is not from a file."""

    def matches(self, item: Item) -> bool:
        """Whether an item has the row's topic, type and difficulty."""
        return (
            self.topic in (None, item.topic)
            and self.type in (None, item.type)
            and self.difficulty in (None, item.difficulty)
        )

    def __str__(self) -> str:
        difficulty = f"difficulty {self.difficulty}" if self.difficulty else None
        conditions = filter(None, (self.topic, self.type, difficulty))
        return ", ".join(conditions) or "any topic and type"


def read_blueprint(
    path: Path, deck: Deck
) -> tuple[tuple[BlueprintRow, ...], tuple[Problem, ...]]:
    """Return the rows of a blueprint file, and every problem with its position.

    The file has a list `items:` with rows such as
    `{n: 5, topic: diagnosis, type: single, difficulty: 2}`. Never raises, whatever the
    file contains.
    """
    root, problems = read_file(path)
    if root is None:
        return (), tuple(problems)
    report = ProblemReport(str(path))
    fields = Fields(root, report, "blueprint", ("liverdeck", "items"))
    fields.check_version()
    rows = []
    list_node = fields.required("items")
    row_nodes = [] if list_node is None else nodes_of(list_node, report, "`items`")
    for node in row_nodes:
        row_fields = Fields(node, report, "row", ("n", "topic", "type", "difficulty"))
        row = _read_row(row_fields, deck)
        if row is not None:
            rows.append(row)
    return tuple(rows), (*problems, *report.problem_list.problems)


def _read_row(fields: Fields, deck: Deck) -> BlueprintRow | None:
    """Return a row of a blueprint; None without a valid `n`. Problems are reported."""
    if fields.required("n") is None:
        return None
    count = fields.integer("n", 1, MOST_ITEMS)
    topic = _known_text(fields, "topic", [topic.id for topic in deck.topics])
    item_type = _known_text(fields, "type", list(ItemType))
    difficulty = fields.integer("difficulty", _EASIEST, _HARDEST)
    if count is None:
        return None
    return BlueprintRow(count, topic, item_type, difficulty, fields.position)


def _known_text(fields: Fields, name: str, known_texts: list[str]) -> str | None:
    """Return the text of the field with this name; None if there is no text.

    If the text is not a known one, report a problem and return None.
    """
    text = fields.text(name)
    if text is not None and text not in known_texts:
        fields.report.add(
            fields.values[name],
            f"there is no {name} {text!r}",
            nearest_name_hint(text, known_texts),
        )
        return None
    return text
