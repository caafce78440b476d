"""The decorator of all value classes."""

from __future__ import annotations

import sys
from dataclasses import MISSING, Field, dataclass, field, fields
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
    methods without compiling. The `__init__` of `dataclass` takes three times as long
    to compile as the `__init__` of `_init`.
    """
    # A class cannot get slots later, so dataclass makes a new class.
    value_type: Any = dataclass(slots=True, eq=False, repr=False, init=False)(cls)
    value_type.__init__ = _init(value_type)
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


def _init(value_type: Any) -> Callable[..., None]:  # noqa: ANN401  # any value class
    """Return the method that takes the fields, as `dataclass` would make it.

    Defaults are set once it is compiled: that saves time.
    """
    initial_fields = [
        every_field for every_field in fields(value_type) if every_field.init
    ]
    makers: dict[str, Any] = {}
    lines = ["pass"]
    for initial_field in initial_fields:
        name = value = initial_field.name
        if initial_field.default_factory is not MISSING:
            makers[f"__make_{name}__"] = initial_field.default_factory
            value = f"__make_{name}__() if {name} is __MISSING__ else {name}"
        lines.append(f"self.{name} = {value}")
    if hasattr(value_type, "__post_init__"):
        lines.append("self.__post_init__()")
    by_place = [taken for taken in initial_fields if not taken.kw_only]
    by_name = [taken for taken in initial_fields if taken.kw_only]
    parameters = ["self", *(taken.name for taken in by_place)]
    if by_name:
        parameters += ["*", *(taken.name for taken in by_name)]
    init = _compiled_init(value_type.__module__, parameters, lines, makers)
    init.__qualname__ = f"{value_type.__qualname__}.__init__"
    init.__defaults__ = tuple(_defaults_of(by_place).values())
    init.__kwdefaults__ = _defaults_of(by_name)
    types = {taken.name: taken.type for taken in initial_fields}
    init.__annotations__ = {**types, "return": None}
    return init  # type: ignore[no-any-return]


def _defaults_of(taken_fields: list[Field[Any]]) -> dict[str, Any]:
    """Return the defaults of the last fields; `MISSING` for one that is made."""
    defaults: dict[str, Any] = {}
    for taken in taken_fields:
        if taken.default is not MISSING or taken.default_factory is not MISSING:
            defaults[taken.name] = taken.default
        elif defaults and not taken.kw_only:
            raise TypeError(
                f"non-default argument {taken.name!r} follows default argument"
            )
    return defaults


def _compiled_init(
    module_name: str, parameters: list[str], lines: list[str], makers: dict[str, Any]
) -> Any:  # noqa: ANN401  # the caller adds attributes
    """Compile an `__init__` that belongs to a module, and calls the makers."""
    code = f"def __init__({', '.join(parameters)}):\n  " + "\n  ".join(lines)
    if makers:
        names = ", ".join(("__MISSING__", *makers))
        code = f"def made({names}):\n {code}\n return __init__"
    module = sys.modules.get(module_name)
    functions: dict[str, Any] = {}
    # The code has only names of fields. `dataclass` does the same.
    exec(code, vars(module) if module else {}, functions)  # noqa: S102
    if makers:
        return functions["made"](MISSING, *makers.values())
    return functions["__init__"]


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
