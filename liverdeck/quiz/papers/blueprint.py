"""A blueprint: how many items of which topic, type and difficulty a paper has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields
from liverdeck.authoring.format_keys import VERSION
from liverdeck.authoring.keys import TEXT, Key, key_map, node, whole_number
from liverdeck.authoring.node_values import nodes_of
from liverdeck.authoring.yaml_reader import read_file
from liverdeck.base.names import unknown_name_problem
from liverdeck.base.problems import ProblemList
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.facts.fact import EASIEST, HARDEST
from liverdeck.quiz.items.item_types import ItemType

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.base.problems import Position
    from liverdeck.facts.deck import Deck

MOST_ITEMS = 10_000
"""The most items of a paper, and of a row in a blueprint."""
_ROWS = Key("items", node("a list of rows"), "the rows", is_required=True)
_BLUEPRINT = key_map("blueprint", VERSION, _ROWS)
_COUNT = Key("n", whole_number(1, MOST_ITEMS), "how many items", is_required=True)
_TOPIC = Key("topic", TEXT, "id of the topic; without it, any topic")
_TYPE = Key("type", TEXT, "the type of the items; without it, any type")
_DIFFICULTY = Key(
    "difficulty",
    whole_number(EASIEST, HARDEST),
    "the difficulty of the items; without it, any difficulty",
)
_ROW = key_map("row", _COUNT, _TOPIC, _TYPE, _DIFFICULTY)


@value_class
class BlueprintRow:
    """How many items of a topic, type and difficulty a paper has.

    None means any topic, any type or any difficulty.
    """

    count: int
    """The number of items, from 1."""
    topic: str | None = None
    """The id of a topic."""
    type: str | None = None
    """An item type, such as "single" (`ItemType`)."""
    difficulty: int | None = None
    """From 1, easy, to 3."""
    position: Position | None = None
    """Where the row is in the blueprint file; None if it is not from a file."""

    def wants(self, topic: str, item_type: str, difficulty: int) -> bool:
        """Whether an item with this topic, type and difficulty counts for the row."""
        return (
            self.topic in (None, topic)
            and self.type in (None, item_type)
            and self.difficulty in (None, difficulty)
        )

    def __str__(self) -> str:
        difficulty = f"difficulty {self.difficulty}" if self.difficulty else None
        conditions = filter(None, (self.topic, self.type, difficulty))
        return ", ".join(conditions) or "any topic and type"


def read_blueprint(path: Path, deck: Deck) -> Result[tuple[BlueprintRow, ...]]:
    """Return the rows of a blueprint file, and every problem with its position.

    The file has a list `items:` with rows such as
    `{n: 5, topic: diagnosis, type: single, difficulty: 2}`. Never raises, whatever the
    file contains.
    """
    root = read_file(path)
    if root.value is None:
        return Result(None, root.problems)
    problem_list = ProblemList(str(path))
    fields = Fields(root.value, problem_list, _BLUEPRINT)
    fields.check_version(VERSION)
    list_node = fields.read(_ROWS)
    rows = []
    if list_node is not None:
        for row_node in nodes_of(list_node, problem_list, _ROWS.quoted_name):
            row = _read_row(Fields(row_node, problem_list, _ROW), deck)
            if row is not None:
                rows.append(row)
    return Result(tuple(rows), (*root.problems, *problem_list.problems))


def _read_row(fields: Fields, deck: Deck) -> BlueprintRow | None:
    """Return a row of a blueprint, and report problems. None if it has no valid `n`."""
    count = fields.read(_COUNT)
    topic = _known_text(fields, _TOPIC, [topic.id for topic in deck.topics])
    item_type = _known_text(fields, _TYPE, list(ItemType))
    difficulty = fields.read(_DIFFICULTY)
    if count is None:
        return None
    return BlueprintRow(count, topic, item_type, difficulty, fields.position)


def _known_text(
    fields: Fields, key: Key[str | None], known_texts: list[str]
) -> str | None:
    """Return the text of a key; None if there is no text.

    If the text is not a known one, report a problem and return None.
    """
    text = fields.read(key)
    if text is not None and text not in known_texts:
        problem = unknown_name_problem(fields.position, key.name, text, known_texts)
        fields.report(key, problem.message, problem.fix)
        return None
    return text
