"""The result of reading or making something: a value, and all problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from liverdeck.base.errors import ContentError
from liverdeck.base.problems import errors_in
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from liverdeck.base.problems import Problem

Value_co = TypeVar("Value_co", covariant=True)


@value_class
class Result(Generic[Value_co]):
    """A value that was read or made, and all problems."""

    value: Value_co | None
    """None if nothing could be read or made; then there is at least one error.

    If there are a value and an error, the value is incomplete: it has only the parts
    that could be read in spite of the error.
    """
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The errors among the problems."""
        return tuple(errors_in(self.problems))

    def required(self) -> Value_co:
        """Return the value, if there is no error. Raises ContentError otherwise.

        The ContentError has all problems, warnings and advice included.
        """
        if self.value is None or self.errors:
            raise ContentError(self.problems)
        return self.value
