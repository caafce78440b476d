"""The decorator of all value classes."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value_class(cls: type[Class]) -> type[Class]:
    """Make a class of values that nobody may change, with slots, equality and hash.

    The type checker refuses an assignment to a field. At run time, assignments are not
    refused, to save time: a frozen dataclass takes five times as long to make an object
    (835 ns for eight fields, instead of 165 ns), and to read a deck means to make many
    objects.

    `dataclass` would compile the methods for equality, hash and repr of each class,
    which takes 0.6 ms for each class at each start. The functions below make these
    methods without compiling.
    """
    # A class cannot get slots later, so dataclass makes a new class.
    value_type: Any = dataclass(slots=True, eq=False, repr=False)(cls)
    compared = [
        compared_field
        for compared_field in fields(value_type)
        if compared_field.compare
    ]
    compared_names = [compared_field.name for compared_field in compared]
    hashed_names = [
        compared_field.name
        for compared_field in compared
        if compared_field.hash is not False
    ]
    value_type.__eq__ = _equality(compared_names)
    value_type.__hash__ = _hash(hashed_names)
    value_type.__repr__ = _repr
    result: type[Class] = value_type
    return result


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def caching_class(cls: type[Class]) -> type[Class]:
    """Make a class of values that nobody may change, with cached properties.

    An object equals only itself. Only the type checker refuses an assignment to a
    field, as in `value_class`.
    """
    return dataclass(eq=False)(cls)


def _equality(names: list[str]) -> Callable[[object, object], bool]:
    """Return the method that compares the fields with these names."""
    values_of = attrgetter(*names)

    def equals(self: object, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented  # type: ignore[no-any-return]
        return bool(values_of(self) == values_of(other))

    return equals


def _hash(names: list[str]) -> Callable[[object], int]:
    """Return the method that hashes the fields with these names."""
    values_of = attrgetter(*names)

    def hash_of(self: object) -> int:
        return hash(values_of(self))

    return hash_of


def _repr(self: Any) -> str:  # noqa: ANN401  # any value class
    """Return a text such as `Vessel(name='vein', width_mm=5)`."""
    names = [shown_field.name for shown_field in fields(self)]
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
    return f"{type(self).__qualname__}({shown})"
