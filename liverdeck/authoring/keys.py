"""The keys of YAML files: their names, types of values, and meanings."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from liverdeck.authoring.node_values import (
    Word,
    choice_of,
    decimal_of,
    id_of,
    ids_of,
    text_of,
    texts_of,
    whole_number_of,
    wrong_answers_of,
)
from liverdeck.base.problems import ProblemList, ReadingRule, RuleId
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Callable

    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.facts.answer import WrongAnswer

Value_co = TypeVar("Value_co", covariant=True)


@value_class
class KeyType(Generic[Value_co]):
    """The type of a value: what an author may write as the value of a key."""

    title: str
    """The name of the type in docs/format.md, such as "a text"."""
    read: Callable[[Node, ProblemList, str], Value_co]
    """Reads a node and returns the checked value.

    The arguments are the node, the list that gets the problems, and the name of the
    value in problems. See the module `node_values`.
    """
    without_key: Value_co
    """The value where the key is missing."""


@value_class
class Key(Generic[Value_co]):
    """A key that a map in a YAML file may have."""

    name: str
    type: KeyType[Value_co]
    meaning: str
    """The meaning of the value, in the words of the table of keys in docs/format.md."""
    is_required: bool = False
    quoted_name: str = field(init=False)
    """The name in problems."""

    def __post_init__(self) -> None:
        self.quoted_name = f"`{self.name}`"  # type: ignore[misc]  # only here


@value_class
class KeyMap:
    """The keys of one map in a YAML file."""

    name: str
    """The name of the map in problems, such as "fact"."""
    names: tuple[str, ...]
    """The names of the keys, in the order in which a problem lists them."""
    rule: RuleId = ReadingRule.FORMAT
    """The rule that an unknown key breaks."""
    keys: tuple[Key[object], ...] = ()
    """The keys. Empty where an author chooses the names, such as those of blanks."""
    known: frozenset[str] = field(init=False)
    """The names as a set."""

    def __post_init__(self) -> None:
        self.known = frozenset(self.names)  # type: ignore[misc]  # only here


def key_map(name: str, *keys: Key[object]) -> KeyMap:
    """Return a `KeyMap` with these keys. `name` is the name of the map in problems."""
    return KeyMap(name, tuple(key.name for key in keys), keys=keys)


TEXT: KeyType[str | None] = KeyType("a text", text_of, None)
TEXTS: KeyType[tuple[str, ...]] = KeyType("a text or a list of texts", texts_of, ())
ID: KeyType[str | None] = KeyType("an id", id_of, None)
IDS: KeyType[tuple[str, ...]] = KeyType("an id or a list of ids", ids_of, ())
DECIMAL: KeyType[str | None] = KeyType("a number such as 5 or 0.25", decimal_of, None)
WRONG_ANSWERS: KeyType[tuple[WrongAnswer, ...]] = KeyType(
    "a map from each wrong answer to the reason", wrong_answers_of, ()
)
_FLAG_TITLE = "`true` or `false`"


def whole_number(low: int, high: int) -> KeyType[int | None]:
    """Return the type of a whole number from `low` to `high`."""
    read = partial(whole_number_of, low=low, high=high)
    return KeyType(f"a whole number, {low} to {high}", read, None)


def one_of(words: tuple[Word, ...]) -> KeyType[Word]:
    """Return the type of a value that is one of these words.

    Without the key, or after a problem, the value is the first word.
    """
    title = " or ".join(f"`{word}`" for word in words)
    return KeyType(title, partial(_word_or_first, words=words), words[0])


def _word_or_first(
    node: Node, problems: ProblemList, name: str, words: tuple[Word, ...]
) -> Word:
    return choice_of(node, problems, name, words) or words[0]


def flag(*, default: bool) -> KeyType[bool]:
    """Return the type of a value that is true or false.

    Without the key, or after a problem, the value is `default`.
    """
    return KeyType(_FLAG_TITLE, partial(_flag_or_default, default=default), default)


def _flag_or_default(
    node: Node, problems: ProblemList, name: str, *, default: bool
) -> bool:
    value = _flag_or_none(node, problems, name)
    return default if value is None else value


def optional_flag() -> KeyType[bool | None]:
    """Return the type of a value that is true or false; None without the key."""
    return KeyType(_FLAG_TITLE, _flag_or_none, None)


def _flag_or_none(node: Node, problems: ProblemList, name: str) -> bool | None:
    word = choice_of(node, problems, name, ("true", "false"))
    return None if word is None else word == "true"


def node(title: str) -> KeyType[Node | None]:
    """Return the type of a value that some other function reads and checks.

    Reading such a key returns the node of the value. `title` is as in `KeyType`.
    """
    return KeyType(title, _same_node, None)


def _same_node(node: Node, _problems: ProblemList, _name: str) -> Node:
    return node
