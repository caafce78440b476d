"""Read answers as an author writes them: a text, or a map of keys such as `accept`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields
from liverdeck.authoring.format_keys import (
    ACCEPT,
    ANSWER_TEXT,
    BLANK_MAP,
    HINT,
    KIND,
    LIST_ITEM_MAP,
    NUMBER,
    OPTIONS,
    PIN,
    REJECT,
    STRICT,
    TOLERANCE,
    UNIT,
)
from liverdeck.authoring.node_values import nodes_of, text_of
from liverdeck.authoring.yaml_nodes import Mapping, Node, Scalar, Sequence, mapping
from liverdeck.base.problems import ReadingRule
from liverdeck.facts.answer import Answer, Number

if TYPE_CHECKING:
    from liverdeck.authoring.keys import KeyMap
    from liverdeck.base.problems import ProblemList
    from liverdeck.facts.shapes import Gap

_NUMBER_NAMES = frozenset((NUMBER.name, UNIT.name, TOLERANCE.name))
_KEYS_IN_THE_STATEMENT = (ANSWER_TEXT.name, HINT.name)
"""Names of keys that are not allowed under `blanks`.

The author writes the text and the hint of a blank in the statement.
"""
MOST_ITEMS_OR_GROUPS = 100
"""The most groups of a fact, and the most items of a list or a group.

If there are more, that is a problem, and only the first ones are read.
"""


def read_answer(node: Node, problems: ProblemList, key_map: KeyMap) -> Answer | None:
    """Read an answer from a text or a map. Return None if it has no readable text.

    `key_map` is `ANSWER_MAP` or, for an item of a list, `LIST_ITEM_MAP`.
    """
    if isinstance(node, Sequence):
        problems.add(
            node,
            f"{key_map.name} is a list",
            "one answer is a text or a map; for several, write `list:`",
        )
        return None
    if isinstance(node, Scalar):
        text = text_of(node, problems, ANSWER_TEXT.quoted_name)
        return None if text is None else Answer(text, problems.position_of(node))

    fields = Fields(node, problems, key_map)
    number = _number(fields)
    if ANSWER_TEXT in fields or NUMBER not in fields:
        text = fields.read(ANSWER_TEXT)
    else:  # without `text`, the text is the number and its unit
        text = None if number is None else number.with_unit
    # All keys are read even without a text, so that all problems are reported.
    answer = _answer_from(fields, text or "", fields.read(HINT), number)
    return None if text is None else answer


def read_items(node: Node, problems: ProblemList) -> tuple[tuple[Answer, ...], bool]:
    """Read the items of a list. Report and leave out wrong and repeated items.

    Returns the items, and whether every item could be read. An item also counts as
    repeated if only upper and lower case differ. If there are too many items, only the
    first `MOST_ITEMS_OR_GROUPS` are read.
    """
    all_nodes = nodes_of(node, problems, "the list of items")
    items_by_text: dict[str, Answer] = {}
    are_all_read = True
    for item_node in first_within_limit(all_nodes, problems, "items"):
        item = read_answer(item_node, problems, LIST_ITEM_MAP)
        if item is None:
            are_all_read = False
            continue
        first = items_by_text.setdefault(item.text.casefold(), item)
        if first is not item:
            problems.add(
                item_node,
                f"the item {item.text!r} is there twice "
                f"(first {first.position.line_in_words})",
                "delete one",
            )
    return tuple(items_by_text.values()), are_all_read


def first_within_limit(
    nodes: list[Node], problems: ProblemList, noun: str
) -> list[Node]:
    """Return the first `MOST_ITEMS_OR_GROUPS` nodes, and report if there are more.

    `noun` names the nodes in the message: "items" or "groups".
    """
    if len(nodes) > MOST_ITEMS_OR_GROUPS:
        problems.add(
            nodes[MOST_ITEMS_OR_GROUPS],
            f"{len(nodes)} {noun} in one fact",
            "split it into several facts",
            ReadingRule.SHAPE,
        )
    return nodes[:MOST_ITEMS_OR_GROUPS]


def read_blank_answer(
    node: Node | None, problems: ProblemList, gap: Gap, statement_node: Node
) -> Answer:
    """Read the answer of a blank.

    The text and the hint come from `gap`, a gap of the blank. `node` is the map with
    the other keys, which the author wrote under `blanks`, or None. If it is None, the
    answer has the position of the statement, whose node is `statement_node`.
    """
    if node is None:
        return Answer(gap.text, problems.position_of(statement_node), hint=gap.hint)
    if isinstance(node, Mapping):
        node = _without_text_and_hint(node, problems)
    fields = Fields(node, problems, BLANK_MAP)
    return _answer_from(fields, gap.text, gap.hint, _number(fields))


def _without_text_and_hint(node: Mapping, problems: ProblemList) -> Mapping:
    """Return the map without `text` and `hint`. Report them if the map has them."""
    kept_pairs = []
    for key, value in node.value:
        if key.value in _KEYS_IN_THE_STATEMENT:
            problems.add(
                key,
                f"`{key.value}` under `blanks`",
                "write it in the statement: {{c1::text::hint}}",
                ReadingRule.BLANKS,
            )
        else:
            kept_pairs.append((key, value))
    return mapping(kept_pairs, node.start_mark, is_flow=node.flow_style)


def _answer_from(
    fields: Fields, text: str, hint: str | None, number: Number | None
) -> Answer:
    """Return an answer with these values. Read all other values from `fields`."""
    return Answer(
        text,
        fields.position,
        accept=fields.read(ACCEPT),
        reject=fields.read(REJECT),
        kind=fields.read(KIND),
        hint=hint,
        strict=fields.read(STRICT),
        number=number,
        options=fields.read(OPTIONS),
        pin=fields.read(PIN),
    )


def _number(fields: Fields) -> Number | None:
    """Read `number`, `unit`, `tolerance`. None if there is no readable `number`."""
    if _NUMBER_NAMES.isdisjoint(fields.value_nodes):
        return None
    value = fields.read(NUMBER)
    unit = fields.read(UNIT)
    tolerance = fields.read(TOLERANCE)
    if NUMBER not in fields:
        for key in (UNIT, TOLERANCE):
            if key in fields:
                fields.problems.add(
                    fields.key_node(key.name),
                    f"{key.quoted_name} without `number`",
                    "add `number: ...` or delete it",
                )
        return None
    if tolerance is not None and tolerance.startswith("-"):
        fields.report(
            TOLERANCE,
            f"`tolerance` is {tolerance}",
            "write the largest difference that is still right, without a sign",
        )
    return None if value is None else Number(value, unit, tolerance)
