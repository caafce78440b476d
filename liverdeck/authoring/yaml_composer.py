"""Reads a clean YAML document with PyYAML's composer in C, faster than from events.

The composer writes no messages. `composed` returns None for a text that could have a
problem which the nodes do not show. The readers of the nodes find the other problems: a
key that is there twice, a key or value that is not a text, an empty value. After any
problem, `yaml_reader` must read the same text, for the right messages.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from liverdeck.authoring.lean_yaml import CParser, YAMLError
from liverdeck.authoring.yaml_entries import Entries
from liverdeck.authoring.yaml_nodes import Mapping, Scalar, Sequence
from liverdeck.authoring.yaml_tree import has_parser, may_have_directive
from liverdeck.base.characters import FORBIDDEN_IN_TEXT, INVISIBLE_CHARACTER

if TYPE_CHECKING:
    from liverdeck.authoring.yaml_nodes import Node

_INDICATORS = "&*!"
"""Characters that begin an anchor, an alias and a tag, if they begin a word."""
_BEFORE_NODE = "[{,:?-"
"""Characters after which a node may begin.

It may also begin after a space or at the start of a line.
"""


class _Composer(CParser or object):  # type: ignore[misc]
    """PyYAML's composer, which asks these methods for the types of values."""

    def resolve(self, kind: object, value: object, implicit: object) -> None: ...
    def descend_resolver(self, parent: object, index: object) -> None: ...
    def ascend_resolver(self) -> None: ...


def composed(text: str) -> Node | None:
    """Return the root of a document; None if `yaml_reader` must read the text."""
    if not has_parser() or _may_be_wrong(text):
        return None
    try:
        root = _Composer(text).get_single_node()
    except YAMLError:
        return None
    if "\\" in text and _has_forbidden_character(root):
        return None
    if isinstance(root, Mapping):
        entries = Entries(text)
        for _, value in root.value:
            if isinstance(value, Sequence):
                value.ends = entries.ends(value, value.end_mark)
    return root  # type: ignore[no-any-return]


def _may_be_wrong(text: str) -> bool:
    """Whether the text may have a problem that the nodes do not show."""
    return (
        "<<" in text
        or may_have_directive(text)
        or any(_may_begin_node(text, indicator) for indicator in _INDICATORS)
        or _may_cut_text(text)
        or INVISIBLE_CHARACTER.search(text) is not None
    )


def _may_cut_text(text: str) -> bool:
    """Whether a comment may end a text.

    This is so if the line has anything but spaces before the comment.
    """
    index = text.find(" #")
    while index >= 0:
        line_start = text.rfind("\n", 0, index) + 1
        if not text[line_start:index].isspace() and line_start < index:
            return True
        index = text.find(" #", index + 1)
    return False


def _has_forbidden_character(node: Any) -> bool:  # noqa: ANN401  # a node, or None
    """Whether a text in a tree has an invisible character from an escape."""
    if isinstance(node, Scalar):
        value = node.value
        return not value.isprintable() and FORBIDDEN_IN_TEXT.search(value) is not None
    children: list[Any] = []
    if isinstance(node, Mapping):
        children = list(chain.from_iterable(node.value))
    elif isinstance(node, Sequence):
        children = node.value
    return any(map(_has_forbidden_character, children))


def _may_begin_node(text: str, indicator: str) -> bool:
    """Whether an indicator may stand at the beginning of a node.

    libyaml takes a lone `!` for a tag, and refuses a lone `&` or `*` there.
    """
    index = text.find(indicator)
    while index >= 0:
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        begins_node = before.isspace() or before in _BEFORE_NODE
        if begins_node and (indicator == "!" or not after.isspace()):
            return True
        index = text.find(indicator, index + 1)
    return False
