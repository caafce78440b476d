"""Regular expressions that are compiled when they are first used.

To compile a pattern takes up to 2 ms at each start, and a command needs only few
patterns.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from liverdeck.base.stand_ins import stand_in, stand_ins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return an object that behaves like the compiled pattern.

    If the pattern has an error, its first use raises `re.error`.
    """
    return cast("re.Pattern[str]", LazyPattern(source, flags))


class LazyPattern:
    """A pattern that is compiled when one of its methods is first used."""

    def __init__(self, source: str, flags: int = 0) -> None:
        """Take the source of the pattern and its flags."""
        self._source = source
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self._source, self._flags)

    # Functions such as `re.match` take an object of this class, and call its methods.
    @property  # type: ignore[misc]  # nobody may set it
    def __class__(self) -> type:
        """The class that `isinstance` is to see."""
        return re.Pattern

    def __reduce__(self) -> tuple[Callable[..., re.Pattern[str]], tuple[str, int]]:
        """Let a copy be the compiled pattern."""
        return re.compile, (self._source, self._flags)

    # Python calls this method only for a name that the object does not have yet. So
    # from the second use on, a method of the pattern is as fast as that of a compiled
    # pattern.
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # any part of a pattern
        """Return a method or property of the compiled pattern, and store it here."""
        value = getattr(self.compiled, name)
        setattr(self, name, value)
        return value


@contextmanager
def patterns_compiled_later() -> Iterator[None]:
    """Let a library that is imported in the block compile patterns at their first use.

    What it compiles after the block is compiled at once.
    """
    lean_re = stand_in("re", **{**vars(re), "compile": _compile_later})
    try:
        with stand_ins(lean_re):
            yield
    finally:
        lean_re.__dict__["compile"] = re.compile


def _compile_later(pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401  # as in `re`
    if isinstance(pattern, str):
        return lazy_pattern(pattern, flags)
    return re.compile(pattern, flags)
