"""Read the shape of a fact: `say`, or `ask` with `answer`, `list` or `groups`."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from liverdeck.authoring.answers import (
    MOST_ITEMS_OR_GROUPS,
    first_within_limit,
    read_answer,
    read_blank_answer,
    read_items,
)
from liverdeck.authoring.blanks import BlankError, blank_parts_in, parse_statement
from liverdeck.authoring.fields import Fields, add_by_id
from liverdeck.authoring.format_keys import (
    ANSWER,
    ANSWER_MAP,
    ASK,
    BLANKS,
    GROUP_ID,
    GROUP_MAP,
    GROUP_TITLE,
    GROUP_WAS,
    GROUPING,
    GROUPS,
    ITEMS,
    LIST,
    NEED,
    ORDER,
    REVERSE,
    REVERSE_ANSWER,
    REVERSE_ASK,
    REVERSE_MAP,
    SAY,
)
from liverdeck.authoring.keys import KeyMap
from liverdeck.authoring.node_values import id_of, nodes_of, whole_number_of
from liverdeck.authoring.yaml_nodes import Mapping, Scalar
from liverdeck.base.problems import ReadingRule
from liverdeck.base.values import value_class
from liverdeck.facts.identity import repeated_group_identities
from liverdeck.facts.parts import blank_part, is_blank_part, may_name_group
from liverdeck.facts.shapes import (
    Blank,
    Cloze,
    Enumeration,
    Gap,
    Group,
    GroupedEnumeration,
    Question,
    Reverse,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from liverdeck.authoring.keys import Key
    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.base.problems import ProblemList
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.shapes import Shape


@value_class
class _ShapeKeys:
    """The keys of one shape in YAML, and the function that reads the shape."""

    main: Key[object]
    """The key by which messages name the shape, such as `groups`."""
    required: tuple[Key[object], ...]
    """A fact that has all of these has the shape."""
    optional: frozenset[str]
    """Names of further keys that are allowed with the shape."""
    read: Callable[[Fields], Shape | None]
    """Returns the shape from the fields of a fact; None if it cannot be read."""
    required_names: frozenset[str] = field(init=False)
    """The names of the required keys."""
    allowed: frozenset[str] = field(init=False)
    """Names of all keys that are allowed with the shape."""

    def __post_init__(self) -> None:
        names = frozenset(key.name for key in self.required)
        self.required_names = names  # type: ignore[misc]  # only here
        self.allowed = names | self.optional  # type: ignore[misc]  # only here


_FEWEST_ITEMS = 2
"""A list with fewer items is a problem, and the fact is left out."""

_MOST_NEEDED = MOST_ITEMS_OR_GROUPS**2
"""The most items of a fact: it has the most groups, each with the most items."""

_NO_GAP = Gap(1, "", hint=None)
"""The gap of a blank if the statement cannot be read."""


def read_shape(fields: Fields) -> Shape | None:
    """Read the shape of a fact from its fields. Return None if it cannot be read."""
    names = fields.value_nodes.keys()
    matching_shapes = [shape for shape in _SHAPES if shape.required_names <= names]
    if len(matching_shapes) != 1:
        main_keys = dict.fromkeys(key for shape in _SHAPES for key in shape.required)
        present = ", ".join(key.quoted_name for key in main_keys if key in fields)
        if present:
            message = f"this fact has keys that are not one shape: {present}"
        else:
            message = "this fact has no statement and no question"
        fields.problems.add(fields.node, message, _shape_fix(), ReadingRule.SHAPE)
        fields.read(ORDER)  # only for its problems
        return None
    (shape_keys,) = matching_shapes
    _report_keys_of_other_shapes(fields, shape_keys)
    return shape_keys.read(fields)


def _shape_fix() -> str:
    """Return the fix that names the keys of each shape."""
    *others, last = (
        " + ".join(key.quoted_name for key in shape.required) for shape in _SHAPES
    )
    return f"a fact is {', '.join(others)}, or {last}"


def _report_keys_of_other_shapes(fields: Fields, shape_keys: _ShapeKeys) -> None:
    """Report the keys of a fact that its shape may not have, but another shape may."""
    for key in fields.value_nodes:
        if key in _MATCHING_KEYS and key not in shape_keys.allowed:
            fields.problems.add(
                fields.key_node(key),
                f"`{key}` does not go with {shape_keys.main.quoted_name}",
                f"it goes with {_one_of(_MATCHING_KEYS[key])}",
                ReadingRule.SHAPE,
            )


def _one_of(names: list[str]) -> str:
    """Return the names of keys for a message: "`a`, `b` or `c`"."""
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} or {last}" if others else last


def _statement(fields: Fields) -> Cloze | None:
    pieces = _pieces(fields)
    statement_node = fields.value_nodes[SAY.name]
    blank_nodes: dict[str, Node] = {}
    blanks_node = fields.read(BLANKS)
    if blanks_node is not None:
        names = _blank_names(statement_node)
        if pieces is None:
            names += _possible_blank_names(blanks_node, fields)
        unique_names = tuple(dict.fromkeys(names))
        blank_keys = KeyMap(BLANKS.quoted_name, unique_names, ReadingRule.BLANKS)
        blank_nodes = Fields(blanks_node, fields.problems, blank_keys).value_nodes
    if pieces is None:
        for blank_node in blank_nodes.values():  # only for their problems
            read_blank_answer(blank_node, fields.problems, _NO_GAP, statement_node)
        return None

    # The answer of a blank has the hint of the blank's first gap.
    first_gaps: dict[int, Gap] = {}
    for piece in pieces:
        if isinstance(piece, Gap):
            first_gaps.setdefault(piece.number, piece)
    blanks = []
    for number, gap in sorted(first_gaps.items()):
        node = blank_nodes.get(blank_part(number))
        answer = read_blank_answer(node, fields.problems, gap, statement_node)
        blanks.append(Blank(number, answer))
    return Cloze(pieces, tuple(blanks))


def _pieces(fields: Fields) -> tuple[str | Gap, ...] | None:
    """Return the pieces of the statement, or None and report that it is wrong."""
    say = fields.read(SAY)
    if say is None:
        return None
    try:
        return parse_statement(say)
    except BlankError as error:
        node = fields.value_nodes[SAY.name]
        fields.problems.add(node, error.message, error.fix, ReadingRule.BLANKS)
        return None


def _blank_names(statement_node: Node) -> list[str]:
    """Return the names of a statement's blanks (c1, c2 ...), each once.

    The statement is not checked yet, so there may be wrong names, such as c100. If
    there are none, returns c1, so that the fix for an unknown key can show an example.
    """
    text = statement_node.value if isinstance(statement_node, Scalar) else ""
    return blank_parts_in(text) or [blank_part(1)]


def _possible_blank_names(blanks_node: Node, fields: Fields) -> list[str]:
    """Return the keys under `blanks` that may name a blank of a wrong statement.

    A key may name a blank if its text is anywhere in the statement, as in
    `{{c1:text}}`.
    """
    pairs = blanks_node.value if isinstance(blanks_node, Mapping) else []
    parts = [key.value for key, _ in pairs if is_blank_part(str(key.value))]
    statement_node = fields.value_nodes[SAY.name]
    if not isinstance(statement_node, Scalar):
        return parts
    names_in_statement = re.findall(r"c[0-9]+", statement_node.value)
    return [part for part in parts if part in names_in_statement]


def _question(fields: Fields) -> Question | None:
    ask = fields.read(ASK)
    answer = read_answer(fields.value_nodes[ANSWER.name], fields.problems, ANSWER_MAP)
    reverse = _reverse(fields)
    if ask is None or answer is None:
        return None
    return Question(ask, answer, reverse)


def _reverse(fields: Fields) -> Reverse | None:
    node = fields.read(REVERSE)
    if node is None:
        return None
    reverse_fields = Fields(node, fields.problems, REVERSE_MAP)
    ask = reverse_fields.read(REVERSE_ASK)
    answer_node = reverse_fields.read(REVERSE_ANSWER)
    if answer_node is None:
        return None
    answer = read_answer(answer_node, fields.problems, ANSWER_MAP)
    if ask is None or answer is None:
        return None
    return Reverse(ask, answer, reverse_fields.position)


def _list(fields: Fields) -> Enumeration | None:
    ask = fields.read(ASK)
    node = fields.value_nodes[LIST.name]
    items, are_all_read = read_items(node, fields.problems)
    if len(items) == 1 and are_all_read:
        fields.problems.add(
            node,
            "a list of one item",
            "write `answer:` instead, or add the others",
            ReadingRule.SHAPE,
        )
    need = _need(fields, items, are_all_read=are_all_read)
    order = fields.read(ORDER)
    if ask is None or len(items) < _FEWEST_ITEMS:
        return None
    return Enumeration(ask, items, need, order)


def _grouped_list(fields: Fields) -> GroupedEnumeration | None:
    ask = fields.read(ASK)
    problem_count = len(fields.problems.problems)
    group_nodes = nodes_of(
        fields.value_nodes[GROUPS.name], fields.problems, GROUPS.quoted_name
    )
    groups_by_id: dict[str, Group] = {}
    for node in first_within_limit(group_nodes, fields.problems, "groups"):
        group = _group(node, fields.problems)
        if group is not None:
            add_by_id(groups_by_id, group, GROUP_MAP.name, fields.problems)
    groups = tuple(groups_by_id.values())
    for problem in repeated_group_identities(groups):
        fields.problems.add(
            problem.position, problem.message, problem.fix, ReadingRule.ID
        )
    items = tuple(item for group in groups for item in group.items)
    are_all_read = len(fields.problems.problems) == problem_count
    need = _need(fields, items, are_all_read=are_all_read)
    order, grouping = fields.read(ORDER), fields.read(GROUPING)
    if ask is None or not groups:
        return None
    return GroupedEnumeration(ask, groups, need, order, grouping)


def _group(node: Node, problems: ProblemList) -> Group | None:
    fields = Fields(node, problems, GROUP_MAP)
    id_node = fields.read(GROUP_ID)
    was = fields.read(GROUP_WAS)
    title = fields.read(GROUP_TITLE)
    items_node = fields.read(ITEMS)
    group_id = None if id_node is None else _group_id(id_node, problems)
    items: tuple[Answer, ...] = ()
    if items_node is not None:
        items, _ = read_items(items_node, problems)
    if group_id is None or title is None or not items:
        return None
    for old_id in was:
        _report_taken_id(old_id, fields.value_nodes[GROUP_WAS.name], problems)
    return Group(group_id, title, items, fields.position, was)


def _group_id(node: Node, problems: ProblemList) -> str | None:
    group_id = id_of(node, problems, GROUP_ID.quoted_name)
    if group_id is not None:
        _report_taken_id(group_id, node, problems)
    return group_id


def _report_taken_id(group_id: str, node: Node, problems: ProblemList) -> None:
    if may_name_group(group_id):
        return
    problems.add(
        node,
        f"the group id {group_id!r} is taken",
        "cN, reverse, choice and choice-... name other cards of a fact; choose another",
        ReadingRule.ID,
    )


def _need(fields: Fields, items: tuple[Answer, ...], *, are_all_read: bool) -> int:
    """Return `need`. If it is missing or wrong, return the number of items.

    If some items could not be read, the author's list is longer than `items`. Then a
    `need` above the number of `items` is not reported.
    """
    node = fields.read(NEED)
    if node is None:
        return len(items)
    most = max(1, len(items)) if are_all_read else _MOST_NEEDED
    need = whole_number_of(node, fields.problems, NEED.quoted_name, 1, most)
    if need is None:
        return len(items)
    return min(need, len(items))


_OPTIONAL_KEYS_OF_LISTS = frozenset({NEED.name, ORDER.name})
_SHAPES = (
    _ShapeKeys(SAY, (SAY,), frozenset({BLANKS.name}), _statement),
    _ShapeKeys(ANSWER, (ASK, ANSWER), frozenset({REVERSE.name}), _question),
    _ShapeKeys(LIST, (ASK, LIST), _OPTIONAL_KEYS_OF_LISTS, _list),
    _ShapeKeys(
        GROUPS,
        (ASK, GROUPS),
        _OPTIONAL_KEYS_OF_LISTS | {GROUPING.name},
        _grouped_list,
    ),
)


def _matching_keys() -> dict[str, list[str]]:
    """Return the value of `_MATCHING_KEYS`."""
    matching: dict[str, list[str]] = {}
    for shape in _SHAPES:
        for key in shape.required_names:
            others = sorted(shape.required_names - {key})
            matching.setdefault(key, []).extend(others)
        for key in shape.optional:
            matching.setdefault(key, []).append(shape.main.name)
    return matching


_MATCHING_KEYS = _matching_keys()
"""The names of the keys that a key of a shape goes with, by that key, for messages.

For example, `reverse` goes with `answer`. `say` goes with no key. No message is about
`say`, because `read_shape` refuses a fact that has `say` and all keys of another shape.
"""
