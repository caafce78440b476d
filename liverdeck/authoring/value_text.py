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
from operator import attrgetter
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
    from collections.abc import Callable, Iterable

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

    def json_value(value: Any) -> dict[str, Any]:  # noqa: ANN401  # any value
        """Return the JSON object for a value of a type that JSON does not have."""
        kind = type(value)
        if kind is Position:
            if value.path != path:
                raise TypeError(f"a position in {value.path!r}, and not in {path!r}")
            return {"p": [value.line, value.column]}
        if kind is tuple:
            return {"t": value}
        if kind is frozenset:
            return {"w": sorted(value)}
        if isinstance(value, Path):
            return {"f": []}
        # `json.dumps` calls this function only for types that it does not know, and
        # writes a tuple as a list. So tuples are turned into objects before.
        return {
            kind.__name__: [
                json_value(field_value)
                if isinstance(field_value, tuple)
                else field_value
                for field_value in _values_to_write(value)
            ]
        }

    return json.dumps(
        json_value(value) if isinstance(value, tuple) else value,
        ensure_ascii=False,
        check_circular=False,
        separators=(",", ":"),
        default=json_value,
    )


def _values_to_write(value: object) -> list[object]:
    """Return the values of the fields, without the last ones that have defaults."""
    values_of, defaults_from_last = _FIELDS[type(value)]
    values = list(values_of(value))
    for default in defaults_from_last:
        last = values[-1]
        if last is not default and (type(last) is not type(default) or last != default):
            break
        values.pop()
    return values


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
_FIELDS: dict[type[Any], tuple[Callable[[Any], Iterable[object]], list[object]]] = {
    cls: (
        attrgetter(*(field.name for field in fields(cls))),
        [field.default for field in reversed(fields(cls))],
    )
    for cls in _CLASS_BY_NAME.values()
}
"""For each class, a function that returns the values of its fields, and the defaults.

Each class has several fields: of one field, `attrgetter` would return no tuple. The
default of the last field comes first. A field without one has `dataclasses.MISSING`.
"""
