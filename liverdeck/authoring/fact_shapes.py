"""Reads the shape of a fact: `say`, or `ask` with `answer`, `list` or `groups`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from liverdeck.authoring.answers import (
    first_within_limit,
    read_answer,
    read_blank_answer,
    read_items,
)
from liverdeck.authoring.blanks import BlankError, parse_statement
from liverdeck.authoring.fields import Fields, id_of, nodes_of
from liverdeck.authoring.yaml_nodes import Scalar
from liverdeck.facts.shapes import (
    Blank,
    Cloze,
    Enumeration,
    Gap,
    Group,
    GroupedEnumeration,
    Order,
    Question,
    Reverse,
)

if TYPE_CHECKING:
    from liverdeck.authoring.fields import ProblemReport
    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.shapes import Shape


@dataclass(frozen=True, slots=True)
class _ShapeKeys:
    """The keys of one shape in YAML."""

    main: str
    """The key that messages use to name the shape."""
    required: frozenset[str]
    """A fact that has all these keys has the shape."""
    optional: frozenset[str]
    """Further keys that are allowed with the shape."""


_SHAPES = (
    _ShapeKeys("say", frozenset({"say"}), frozenset({"blanks"})),
    _ShapeKeys("answer", frozenset({"ask", "answer"}), frozenset({"reverse"})),
    _ShapeKeys("list", frozenset({"ask", "list"}), frozenset({"need", "order"})),
    _ShapeKeys("groups", frozenset({"ask", "groups"}), frozenset({"need", "order"})),
)
_GOES_WITH = {
    "blanks": "`say`",
    "ask": "`answer`, `list` or `groups`",
    "answer": "`ask`",
    "reverse": "`answer`",
    "list": "`ask`",
    "groups": "`ask`",
    "need": "`list` or `groups`",
    "order": "`list` or `groups`",
}
"""For each key, the keys that it can be used with, as a fix says it.

`say` is missing because it needs no other key.
"""
SHAPE_KEYS = ("say", *_GOES_WITH)
"""All keys that belong to a shape."""
_SHAPE_FIX = "a fact is `say`, `ask` + `answer`, `ask` + `list`, or `ask` + `groups`"

_FEWEST_ITEMS = 2
"""A list with fewer items is a problem, and the fact is left out."""
_TAKEN_GROUP_ID = re.compile(r"c[0-9]+|reverse|choice|choice-.*")
"""Matches ids that no group may have, because they name other cards."""
_BLANK_NAME = re.compile(r"\{\{(c[0-9]+)::")


def read_shape(fields: Fields) -> Shape | None:
    """Read the shape of a fact from its fields. Return None if it cannot be read."""
    fitting = [keys for keys in _SHAPES if keys.required <= fields.values.keys()]
    if len(fitting) != 1:
        main_keys = ("say", "ask", "answer", "list", "groups")
        present = ", ".join(f"`{key}`" for key in main_keys if key in fields)
        message = "this fact has no statement and no question"
        if present:
            message = f"this fact has the wrong keys for one shape: {present}"
        fields.report.add(fields.node, message, _SHAPE_FIX, "shape")
        return None
    shape_keys = fitting[0]
    _report_keys_of_other_shapes(fields, shape_keys)
    readers = {
        "say": _statement,
        "answer": _question,
        "list": _list,
        "groups": _grouped_list,
    }
    return readers[shape_keys.main](fields)


def _report_keys_of_other_shapes(fields: Fields, shape_keys: _ShapeKeys) -> None:
    """Report the keys that only other shapes may have."""
    allowed = shape_keys.required | shape_keys.optional
    for key, node in fields.keys.items():
        if key in SHAPE_KEYS and key not in allowed:
            fields.report.add(
                node,
                f"`{key}` does not go with `{shape_keys.main}`",
                f"it goes with {_GOES_WITH[key]}",
                "shape",
            )


def _statement(fields: Fields) -> Cloze | None:
    say = fields.text("say")
    statement_node = fields.values["say"]
    blank_nodes: dict[str, Node] = {}
    if "blanks" in fields:
        blank_nodes = Fields(
            fields.values["blanks"],
            fields.report,
            "`blanks`",
            _blank_names(statement_node),
            rule="blanks",
        ).values
    if say is None:
        return None
    try:
        pieces = parse_statement(say)
    except BlankError as error:
        fields.report.add(statement_node, error.message, error.fix, "blanks")
        return None

    # The gaps of a blank may have different hints. Its answer has the first hint.
    first_gaps: dict[int, Gap] = {}
    for piece in pieces:
        if isinstance(piece, Gap):
            first_gaps.setdefault(piece.number, piece)
    blanks = []
    for number, gap in sorted(first_gaps.items()):
        node = blank_nodes.get(f"c{number}")
        answer = read_blank_answer(node, fields.report, gap, statement_node)
        blanks.append(Blank(number, answer))
    return Cloze(pieces, tuple(blanks))


def _blank_names(statement_node: Node) -> tuple[str, ...]:
    """Return the names of a statement's blanks (c1, c2 ...), each once.

    The statement is not checked yet, so there may be wrong names, such as c100. Without
    any name, returns c1, so that the fix for an unknown key can show an example.
    """
    text = statement_node.text if isinstance(statement_node, Scalar) else ""
    names = _BLANK_NAME.findall(text)
    return tuple(dict.fromkeys(names)) or ("c1",)


def _question(fields: Fields) -> Question | None:
    ask = fields.required_text("ask")
    answer = read_answer(fields.values["answer"], fields.report, "answer")
    reverse = _reverse(fields)
    if ask is None or answer is None:
        return None
    return Question(ask, answer, reverse)


def _reverse(fields: Fields) -> Reverse | None:
    node = fields.values.get("reverse")
    if node is None:
        return None
    reverse_fields = Fields(node, fields.report, "`reverse`", ("ask", "answer"))
    ask = reverse_fields.required_text("ask")
    answer_node = reverse_fields.required("answer")
    if answer_node is None:
        return None
    answer = read_answer(answer_node, fields.report, "answer")
    if ask is None or answer is None:
        return None
    return Reverse(ask, answer, reverse_fields.position)


def _list(fields: Fields) -> Enumeration | None:
    ask = fields.required_text("ask")
    node = fields.values["list"]
    items = read_items(node, fields.report)
    if len(items) == 1:
        fields.report.add(
            node,
            "a list of one item",
            "write `answer:` instead, or add the others",
            "shape",
        )
    need = _need(fields, items)
    if ask is None or len(items) < _FEWEST_ITEMS:
        return None
    return Enumeration(ask, items, need, _order(fields))


def _grouped_list(fields: Fields) -> GroupedEnumeration | None:
    ask = fields.required_text("ask")
    group_nodes = nodes_of(fields.values["groups"], fields.report, "`groups`")
    groups_by_id: dict[str, Group] = {}
    for node in first_within_limit(group_nodes, fields.report, "groups"):
        group = _group(node, fields.report)
        if group is None:
            continue
        first = groups_by_id.setdefault(group.id, group)
        if first is not group:
            first_line = first.position.line
            fields.report.add(
                node,
                f"the group id {group.id!r} is there twice "
                f"(first on line {first_line})",
                "give it another id",
                "id",
            )
    groups = tuple(groups_by_id.values())
    items = tuple(item for group in groups for item in group.items)
    need = _need(fields, items)
    if ask is None or not groups:
        return None
    return GroupedEnumeration(ask, groups, need, _order(fields))


def _group(node: Node, report: ProblemReport) -> Group | None:
    fields = Fields(node, report, "group", ("id", "title", "items"))
    id_node = fields.required("id")
    title = fields.required_text("title")
    items_node = fields.required("items")
    group_id = None if id_node is None else _group_id(id_node, report)
    items = () if items_node is None else read_items(items_node, report)
    if group_id is None or title is None or not items:
        return None
    return Group(group_id, title, items, fields.position)


def _group_id(node: Node, report: ProblemReport) -> str | None:
    group_id = id_of(node, report, "`id`")
    if group_id is not None and _TAKEN_GROUP_ID.fullmatch(group_id):
        report.add(
            node,
            f"the group id {group_id!r} is taken",
            "cN, reverse and choice-... name other cards of a fact; choose another",
            "id",
        )
    return group_id


def _need(fields: Fields, items: tuple[Answer, ...]) -> int:
    """Return `need`. If it is missing or wrong, return the number of items."""
    return fields.integer("need", 1, max(1, len(items))) or len(items)


def _order(fields: Fields) -> Order:
    return cast("Order", fields.choice("order", ("any", "fixed"), "any"))
