"""The decorator of all value classes."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from operator import attrgetter
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field
    from types import CodeType

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
    methods without compiling, and most classes share the code of their `__init__`.
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
    """Return the method that takes the fields, as `dataclass` would make it."""
    initial_fields = [
        every_field for every_field in fields(value_type) if every_field.init
    ]
    factories = {initial_field.default_factory for initial_field in initial_fields}
    if factories <= {MISSING} and not hasattr(value_type, "__post_init__"):
        init: Any = _plain_init(initial_fields)
    else:
        init = _compiled_init(value_type, initial_fields)
    init.__qualname__ = f"{value_type.__qualname__}.__init__"
    init.__annotations__ = {
        initial_field.name: initial_field.type for initial_field in initial_fields
    }
    return init  # type: ignore[no-any-return]


def _plain_init(initial_fields: list[Field[Any]]) -> FunctionType:
    """Return an `__init__` that only stores the fields."""
    names = tuple(initial_field.name for initial_field in initial_fields)
    code = _code_for(len(names)).replace(co_varnames=("self", *names), co_names=names)
    defaults = tuple(
        initial_field.default
        for initial_field in initial_fields
        if initial_field.default is not MISSING
    )
    return FunctionType(code, {}, "__init__", defaults)


@cache
def _code_for(number_of_fields: int) -> CodeType:
    """Return the code that stores fields. Classes with the same number share it.

    Only the names of parameters and attributes differ; to replace them takes a tenth of
    the time that it takes to compile them.
    """
    names = [f"field_{number}" for number in range(number_of_fields)]
    lines = [f" self.{name} = {name}" for name in names] or [" pass"]
    namespace: dict[str, Any] = {}
    code = "\n".join([f"def init({', '.join(['self', *names])}):", *lines])
    exec(code, namespace)  # noqa: S102  # names of our own
    init: FunctionType = namespace["init"]
    return init.__code__


def _compiled_init(value_type: Any, initial_fields: list[Field[Any]]) -> FunctionType:  # noqa: ANN401
    """Return an `__init__` that also makes values or calls `__post_init__`."""
    parameters, lines = ["self"], []
    names: dict[str, Any] = {"MISSING": MISSING}
    """What the code of the method may use: the defaults."""
    for initial_field in initial_fields:
        name = value = initial_field.name
        default = ""
        if initial_field.default is not MISSING:
            default = f"=default_{name}"
            names[f"default_{name}"] = initial_field.default
        elif initial_field.default_factory is not MISSING:
            default = "=MISSING"
            names[f"make_{name}"] = initial_field.default_factory
            value = f"make_{name}() if {name} is MISSING else {name}"
        parameters.append(name + default)
        lines.append(f" self.{name} = {value}")
    if hasattr(value_type, "__post_init__"):
        lines.append(" self.__post_init__()")
    code = "\n".join([f"def __init__({', '.join(parameters)}):", *lines])
    exec(code, names)  # noqa: S102  # names of fields; `dataclass` does the same
    init: FunctionType = names["__init__"]
    return init


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
