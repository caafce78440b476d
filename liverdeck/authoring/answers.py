"""Reads answers as an author writes them: a text, or a map of keys such as `accept`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields, nodes_of, text_of
from liverdeck.authoring.yaml_nodes import Mapping, Node, Scalar, Sequence
from liverdeck.facts.answer import Answer, Number

if TYPE_CHECKING:
    from liverdeck.authoring.fields import ProblemReport
    from liverdeck.facts.shapes import Gap

_NUMBER_KEYS = ("number", "unit", "tolerance")
_KEYS_IN_THE_STATEMENT = ("text", "hint")
"""Not allowed under `blanks`, because a blank has them in the statement."""
_BLANK_KEYS = ("accept", "reject", "kind", "strict", *_NUMBER_KEYS)
"""Allowed for each blank under `blanks`."""
_ANSWER_KEYS = (*_KEYS_IN_THE_STATEMENT, *_BLANK_KEYS)
"""Allowed for all other answers."""

MOST_ITEMS_OR_GROUPS = 100
"""At most this many groups in a fact, and this many items in a list or a group.

If there are more, that is a problem, and only the first ones are read.
"""

_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", re.ASCII)
"""Matches a plain number with at most 18 digits before and after the point."""


def read_answer(node: Node, report: ProblemReport, name: str) -> Answer | None:
    """Read an answer from a text or a map. Return None if it has no readable text.

    `name` is what problems call the node: "answer" or "item".
    """
    if isinstance(node, Sequence):
        report.add(
            node,
            f"{name} is a list",
            "one answer is a text or a map; for several, write `list:`",
        )
        return None
    if isinstance(node, Scalar):
        text = text_of(node, report, "`text`")
        return None if text is None else Answer(text, report.position_of(node))

    fields = Fields(node, report, name, _ANSWER_KEYS)
    number = _number(fields)
    if "text" in fields or number is None:
        text = fields.required_text("text")
    else:  # a number needs no text of its own
        text = f"{number.value} {number.unit or ''}".strip()
    if text is None:
        return None
    return _answer_from(fields, text, fields.text("hint"), number)


def read_items(node: Node, report: ProblemReport) -> tuple[Answer, ...]:
    """Read the items of a list. Report and leave out items that repeat another item.

    Upper and lower case make no difference.
    """
    all_nodes = nodes_of(node, report, "the list of items")
    items_by_text: dict[str, Answer] = {}
    for item_node in first_within_limit(all_nodes, report, "items"):
        item = read_answer(item_node, report, "item")
        if item is None:
            continue
        first = items_by_text.setdefault(item.text.casefold(), item)
        if first is not item:
            first_line = first.position.line
            report.add(
                item_node,
                f"the item {item.text!r} is there twice (first on line {first_line})",
                "delete one",
            )
    return tuple(items_by_text.values())


def first_within_limit(
    nodes: list[Node], report: ProblemReport, noun: str
) -> list[Node]:
    """Return the first `MOST_ITEMS_OR_GROUPS` nodes, and report if there are more.

    `noun` is what the problem calls the nodes: "items" or "groups".
    """
    if len(nodes) > MOST_ITEMS_OR_GROUPS:
        report.add(
            nodes[MOST_ITEMS_OR_GROUPS],
            f"{len(nodes)} {noun} in one fact",
            "split it into several facts",
            "shape",
        )
    return nodes[:MOST_ITEMS_OR_GROUPS]


def read_blank_answer(
    node: Node | None, report: ProblemReport, gap: Gap, statement_node: Node
) -> Answer:
    """Read the answer of a blank.

    The text and the hint come from `gap`, a gap of the blank. `node` is what `blanks`
    has for the blank: a map with the other keys, or None.
    """
    if node is None:
        return Answer(gap.text, report.position_of(statement_node), hint=gap.hint)
    if isinstance(node, Mapping):
        node = _without_text_and_hint(node, report)
    fields = Fields(node, report, "blank", _BLANK_KEYS)
    return _answer_from(fields, gap.text, gap.hint, _number(fields))


def _without_text_and_hint(node: Mapping, report: ProblemReport) -> Mapping:
    """Return the map without `text` and `hint`. Report each of the two that it has."""
    kept_pairs = []
    for key, value in node.pairs:
        if key.text in _KEYS_IN_THE_STATEMENT:
            report.add(
                key,
                f"`{key.text}` under `blanks`",
                "write it in the statement: {{c1::text::hint}}",
                "blanks",
            )
        else:
            kept_pairs.append((key, value))
    return Mapping(node.line, node.column, node.is_flow, kept_pairs)


def _answer_from(
    fields: Fields, text: str, hint: str | None, number: Number | None
) -> Answer:
    """Return an answer with the given values. All others are read from `fields`."""
    return Answer(
        text,
        fields.position,
        accept=fields.texts("accept"),
        reject=fields.wrong_answers("reject"),
        kind=fields.text("kind"),
        hint=hint,
        strict=fields.flag("strict", default=False),
        number=number,
    )


def _number(fields: Fields) -> Number | None:
    """Read `number`, `unit`, `tolerance`. Return None without a readable `number`."""
    if fields.values.keys().isdisjoint(_NUMBER_KEYS):
        return None
    value = _decimal(fields, "number")
    unit = fields.text("unit")
    tolerance = _decimal(fields, "tolerance")
    if "number" not in fields:
        for key in ("unit", "tolerance"):
            if key in fields:
                fields.report.add(
                    fields.keys[key],
                    f"`{key}` without `number`",
                    "add `number: ...` or delete it",
                )
        return None
    if tolerance is not None and tolerance.startswith("-"):
        fields.report.add(
            fields.values["tolerance"],
            f"`tolerance` is {tolerance}",
            "write the largest difference that is still right, without a sign",
        )
    return None if value is None else Number(value, unit, tolerance)


def _decimal(fields: Fields, key: str) -> str | None:
    """Return the number of a key, as text. None without the key, or after a problem."""
    text = fields.text(key)
    if text is not None and not _DECIMAL.fullmatch(text):
        fields.report.add(
            fields.values[key],
            f"`{key}` is {text!r}",
            "write a plain number such as 5, 0.25 or -3",
        )
        return None
    return text
