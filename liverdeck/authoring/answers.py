"""Answers as an author writes them: a text, or a map with aliases and wrong answers."""

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
"""Keys that a blank does not have: its text and its hint are in the statement."""
BLANK_KEYS = ("accept", "reject", "kind", "strict", *_NUMBER_KEYS)
ANSWER_KEYS = (*_KEYS_IN_THE_STATEMENT, *BLANK_KEYS)

MOST_ITEMS_OR_GROUPS = 100
"""At most this many groups in a fact, and items in a list or a group.

More are reported and left out.
"""

_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", re.ASCII)


def read_answer(node: Node, report: ProblemReport, name: str) -> Answer | None:
    """Read an answer: a text, or a map. Return None after a problem.

    `name` is what problems call the answer: "answer" or "item".
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

    fields = Fields(node, report, name, ANSWER_KEYS)
    number = _number(fields)
    if "text" in fields or number is None:
        text = fields.required_text("text")
    else:
        text = f"{number.value} {number.unit or ''}".strip()
    if text is None:
        return None
    return _answer(fields, text, fields.text("hint"), number)


def read_items(node: Node, report: ProblemReport) -> tuple[Answer, ...]:
    """Read the items of a list. Report an item that is there twice, in any case."""
    all_nodes = nodes_of(node, report, "the list of items")
    items: dict[str, Answer] = {}
    for item_node in first_within_limit(all_nodes, report, "items"):
        item = read_answer(item_node, report, "item")
        if item is None:
            continue
        first = items.setdefault(item.text.casefold(), item)
        if first is not item:
            first_line = first.position.line
            report.add(
                item_node,
                f"the item {item.text!r} is there twice (first on line {first_line})",
                "delete one",
            )
    return tuple(items.values())


def first_within_limit(
    nodes: list[Node], report: ProblemReport, noun: str
) -> list[Node]:
    """Return the first `MOST_PARTS` nodes, and report a problem if there are more."""
    if len(nodes) > MOST_ITEMS_OR_GROUPS:
        report.add(
            nodes[MOST_ITEMS_OR_GROUPS],
            f"{len(nodes)} {noun} in one fact",
            "split it into several facts",
            "shape",
        )
    return nodes[:MOST_ITEMS_OR_GROUPS]


def read_blank_answer(
    node: Node | None, report: ProblemReport, gap: Gap, statement: Node
) -> Answer:
    """Read the answer of a blank.

    `gap` has its text and its hint. `node` is the map under `blanks` with the other
    keys, if there is one.
    """
    if node is None:
        return Answer(gap.text, report.position_of(statement), hint=gap.hint)
    if isinstance(node, Mapping):
        node = _without_text_and_hint(node, report)
    fields = Fields(node, report, "blank", BLANK_KEYS)
    return _answer(fields, gap.text, gap.hint, _number(fields))


def _without_text_and_hint(node: Mapping, report: ProblemReport) -> Mapping:
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


def _answer(
    fields: Fields, text: str, hint: str | None, number: Number | None
) -> Answer:
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
    text = fields.text(key)
    if text is not None and not _DECIMAL.fullmatch(text):
        fields.report.add(
            fields.values[key],
            f"`{key}` is {text!r}",
            "write a plain number such as 5, 0.25 or -3",
        )
        return None
    return text
