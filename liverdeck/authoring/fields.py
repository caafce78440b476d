"""Read the fields of one map in a YAML file, as the tables in `format_keys` say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from liverdeck.authoring.format_keys import FORMAT_VERSION
from liverdeck.authoring.node_values import KEY_TWICE, word_of
from liverdeck.authoring.yaml_nodes import Mapping
from liverdeck.base.names import nearest_name_hint
from liverdeck.base.problems import ReadingRule, is_in_data
from liverdeck.base.version import UPDATE_COMMAND
from liverdeck.facts.identity import HasId, repeated_id

if TYPE_CHECKING:
    from liverdeck.authoring.keys import Key, KeyMap, Value_co
    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.base.problems import Position, ProblemList


ValueWithId = TypeVar("ValueWithId", bound=HasId)
_VERSION_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
"""Matches a whole number from 1, with at most nine digits."""


class Fields:
    """The fields of one map: its known keys and their values.

    The methods return checked values, and report each wrong value as a problem.
    """

    def __init__(self, node: Node, problems: ProblemList, key_map: KeyMap) -> None:
        """Read `node` as a map with the keys of `key_map`; report every other key."""
        self.node = node
        self.problems = problems
        self.name = key_map.name
        """The name of the map in problems."""
        self.value_nodes: dict[str, Node] = {}
        """The nodes of the values of all known keys in the map, by key."""
        self.is_readable = isinstance(node, Mapping)
        """Whether the node is a map. If it is not, that is already reported."""
        known_names = key_map.names
        if not isinstance(node, Mapping):
            problems.add(
                node,
                f"{self.name} is not a map",
                f"{_fix_for_map(node)}; known here: {', '.join(known_names)}",
            )
            return
        try:
            self.value_nodes = {key.value: value for key, value in node.value}
        except TypeError:  # a key is a list or a map
            problems.add(node, "a key that is not a text")
            return
        if len(self.value_nodes) < len(node.value):
            problems.add(node, KEY_TWICE)
        if not key_map.known.issuperset(self.value_nodes):
            self._report_unknown_keys(node, key_map)

    def _report_unknown_keys(self, node: Mapping, key_map: KeyMap) -> None:
        for key, _ in node.value:
            if key.value not in key_map.known:
                self.value_nodes.pop(key.value, None)
                self.problems.add(
                    key,
                    f"unknown key {key.value!r} in {self.name}",
                    nearest_name_hint(key.value, key_map.names),
                    key_map.rule,
                )

    def key_node(self, name: str) -> Node:
        """Return the node of a key that the map has, by its name."""
        pairs = self.node.value if isinstance(self.node, Mapping) else ()
        return next(key for key, _ in pairs if key.value == name)

    def __contains__(self, key: Key[object]) -> bool:
        return key.name in self.value_nodes

    @property
    def position(self) -> Position:
        """The position where the map begins."""
        return self.problems.position_of(self.node)

    def read(self, key: Key[Value_co]) -> Value_co:
        """Return the checked value of a key.

        If the map does not have the key, returns `KeyType.without_key`, and reports a
        problem if the key is required. Reports what is wrong in the value. If no part
        of the value can be read, returns `KeyType.without_key` too.
        """
        node = self.value_nodes.get(key.name)
        if node is not None:
            return key.type.read(node, self.problems, key.quoted_name)
        if key.is_required and self.is_readable:
            message = f"{self.name} without {key.quoted_name}"
            self.problems.add(self.node, message, self._fix_for_missing(key.name))
        return key.type.without_key

    def _fix_for_missing(self, name: str) -> str:
        """Return the fix for a missing key."""
        return f'add "{name}"' if is_in_data(self.node) else f"add `{name}: ...`"

    def report(self, key: Key[object], message: str, fix: str) -> None:
        """Report a problem with the value of a key that the map has."""
        self.problems.add(self.value_nodes[key.name], message, fix)

    def check_version(self, key: Key[Node | None]) -> None:
        """Report a problem if the file does not say `liverdeck: 1`.

        `key` is the key `liverdeck`.
        """
        node = self.read(key)
        if node is None:
            return
        version = word_of(node, self.problems, key.quoted_name)
        if version is None or version == FORMAT_VERSION:
            return

        is_number = _VERSION_NUMBER.fullmatch(version) is not None
        if is_number and int(version) > int(FORMAT_VERSION):
            self.problems.add(
                node,
                f"format version {version} is newer than this liverdeck",
                UPDATE_COMMAND,
            )
        else:
            self.problems.add(
                node,
                f"format version {version!r} is unknown",
                f"write `liverdeck: {FORMAT_VERSION}`",
            )


def _fix_for_map(node: Node) -> str:
    return "give a dict" if is_in_data(node) else "write `key: value` lines"


def add_by_id(
    values_by_id: dict[str, ValueWithId],
    value: ValueWithId,
    noun: str,
    problems: ProblemList,
) -> None:
    """Add a value under its id, or report that another value has the id already.

    `noun` names the value in the message: "topic", "passage" or "group".
    """
    first = values_by_id.setdefault(value.id, value)
    if first is not value:
        problem = repeated_id(noun, value, first)
        problems.add(problem.position, problem.message, problem.fix, ReadingRule.ID)
