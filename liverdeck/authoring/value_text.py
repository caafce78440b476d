"""Write the values of a deck as JSON, and read them again.

A value of a class is `{"ClassName": [its fields]}`. Fields at the end that have their
default are left out. A position is `{"p": [line, column]}`, because all positions are
in the same file. A tuple is `{"t": [...]}`, a set of words `{"w": [...]}`, and the
folder of the file `{"f": []}`. Reading such a text makes only values of the classes
below, and runs no code from the text.
"""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liverdeck.base.problems import Position
from liverdeck.facts.answer import Answer, Number, WrongAnswer
from liverdeck.facts.deck import Credit, Deck, Document, Passage, Topic
from liverdeck.facts.fact import Fact
from liverdeck.facts.media import Image, Media, Sound
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

_CLASSES = (
    Answer,
    Blank,
    Cloze,
    Credit,
    Deck,
    Document,
    Enumeration,
    Fact,
    Gap,
    Group,
    GroupedEnumeration,
    Image,
    Media,
    Number,
    Passage,
    Question,
    Reverse,
    Sound,
    Topic,
    WrongAnswer,
)


def text_of_value(value: object, path: str) -> str:
    """Return a value of a deck as JSON. All its positions must be in the file `path`.

    Raises LookupError for a value of any other class, and TypeError for a position
    elsewhere.
    """

    def json_value(value: Any) -> dict[str, list[Any]]:  # noqa: ANN401  # any value
        """Return the JSON object for a value of a type that JSON does not have."""
        if isinstance(value, Position):
            if value.path != path:
                raise TypeError(f"a position in {value.path!r}, and not in {path!r}")
            return {"p": [value.line, value.column]}
        if isinstance(value, tuple):
            # `json.dumps` calls this function only for types that it does not know,
            # and writes a tuple as a list. So tuples are turned into objects before.
            return {"t": list(value)}
        if isinstance(value, frozenset):
            return {"w": sorted(value)}
        if isinstance(value, Path):
            return {"f": []}
        field_values = map(without_tuple, _values_to_write(value))
        return {type(value).__name__: list(field_values)}

    def without_tuple(value: object) -> object:
        return json_value(value) if isinstance(value, tuple) else value

    return json.dumps(
        without_tuple(value),
        ensure_ascii=False,
        check_circular=False,
        separators=(",", ":"),
        default=json_value,
    )


def _values_to_write(value: object) -> list[object]:
    """Return the values of the fields, without the last ones that have defaults."""
    names_and_defaults = _FIELDS[type(value)]
    values = [getattr(value, name) for name, _ in names_and_defaults]
    for _, default in reversed(names_and_defaults):
        if not _is_default(values[-1], default):
            break
        values.pop()
    return values


def _is_default(value: object, default: object) -> bool:
    return value is default or (type(value) is type(default) and value == default)


def value_of_text(text: str, path: str) -> Any:  # noqa: ANN401  # any value of a deck
    """Return the value that `text_of_value` wrote, with its positions in `path`.

    Raises ValueError, TypeError or LookupError for any other text.
    """
    folder = Path(path).parent
    makers: dict[str, Callable[[list[Any]], Any]] = {
        "p": lambda line_and_column: Position(path, *line_and_column),
        "t": tuple,
        "w": frozenset,
        "f": lambda _: folder,
    }

    def value_of_object(pairs: list[tuple[str, Any]]) -> Any:  # noqa: ANN401
        if len(pairs) != 1:
            raise ValueError("an object must have one key")
        name, values = pairs[0]
        if name in makers:
            return makers[name](values)
        return _CLASS_BY_NAME[name](*values)

    return json.loads(text, object_pairs_hook=value_of_object)


_CLASS_BY_NAME: dict[str, Any] = {cls.__name__: cls for cls in _CLASSES}
_FIELDS: dict[type[Any], list[tuple[str, object]]] = {
    cls: [(field.name, field.default) for field in fields(cls)]
    for cls in _CLASS_BY_NAME.values()
}
"""The fields of each class with their defaults (or `dataclasses.MISSING`)."""
