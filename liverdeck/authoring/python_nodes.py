"""Turn Python data into the nodes that the readers of files read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping as PythonMapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from liverdeck.authoring.yaml_nodes import (
    DEEPEST_NESTING,
    MARK_IN_DATA,
    Node,
    Scalar,
    mapping,
    scalar,
    sequence,
)
from liverdeck.base.characters import FORBIDDEN_IN_TEXT, code_of

if TYPE_CHECKING:
    from liverdeck.base.problems import ProblemList


def node_of(value: object, problems: ProblemList, depth: int = 0) -> Node:
    """Return the node of a text, a number, a truth value, a date, a map or a list.

    Any iterable counts as a list. A key of a map whose value is None is left out. The
    mark of the nodes is `MARK_IN_DATA`. `depth` is the number of maps and lists around
    the value.

    Reports each text that has forbidden characters. Its node has � in place of each
    forbidden character, so that the text can be shown and reading can go on.

    Reports data of more than `DEEPEST_NESTING` levels. Deeper data is left out.

    Raises TypeError for a value of another type.
    """
    if depth > DEEPEST_NESTING:
        empty = _scalar("", problems)
        problems.add(
            empty,
            f"nested deeper than {DEEPEST_NESTING} levels",
            "give lists and dicts as the format describes them",
        )
        return empty
    if isinstance(value, PythonMapping):
        pairs = []
        for key, child in value.items():
            if child is not None:
                key_node = _scalar(_key_text(key, problems), problems)
                pairs.append((key_node, node_of(child, problems, depth + 1)))
        return mapping(pairs, MARK_IN_DATA)
    text = _text_of(value)
    if text is not None:
        return _scalar(text, problems)
    if isinstance(value, (set, frozenset)):
        raise TypeError(
            f"{problems.path}: a deck cannot have a set, because its order changes from"
            " run to run; use a list"
        )
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        items = [node_of(item, problems, depth + 1) for item in value]
        node = sequence(items, MARK_IN_DATA)
        node.ends = [None] * len(items)
        return node
    raise TypeError(
        f"{problems.path}: a deck cannot have a value of the type"
        f" {type(value).__name__}"
    )


def _text_of(value: object) -> str | None:
    """Return the text of a value as an author writes it in a file: `true` for True.

    The text of None is "". The result is None for any value that is not a text, number,
    truth value, date or None, such as a map or a list.
    """
    text: str | None = None
    match value:
        case None:
            text = ""
        case str():
            text = value
        case bool():
            text = str(value).lower()
        case int():
            text = str(value)
        case float():
            text = format(Decimal(repr(value)), "f")
        case Decimal():
            text = format(value, "f")
        case date():
            text = value.isoformat()
    return text


def _key_text(key: object, problems: ProblemList) -> str:
    if not isinstance(key, str):
        raise TypeError(
            f"{problems.path}: a key of a deck's data is {key!r}; it must be a str"
        )
    return key


def _scalar(text: str, problems: ProblemList) -> Scalar:
    """Return the node of a text. Report a character that no text may have."""
    # The style is that of double quotes, because YAML never cuts a quoted text.
    node = scalar(text, '"', MARK_IN_DATA)
    forbidden = None if text.isprintable() else FORBIDDEN_IN_TEXT.search(text)
    if forbidden is not None:
        node.value = FORBIDDEN_IN_TEXT.sub("�", text)
        problems.add(
            node,
            f"{node.value!r} has the character {code_of(forbidden.group())}, which "
            "no text of a deck may have",
            "delete it",
        )
    return node
