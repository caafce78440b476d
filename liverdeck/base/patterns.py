"""Regular expressions that are compiled when they are first used.

To compile one takes up to 2 ms at each start, and a command needs few of them.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what acts as the compiled pattern; `re.error` comes at its first use."""
    return cast("re.Pattern[str]", LazyPattern(source, flags))


class LazyPattern:
    """A pattern that is compiled when one of its methods is first asked for."""

    def __init__(self, source: str, flags: int = 0) -> None:
        """Keep what is to be compiled."""
        self._source = source
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self._source, self._flags)

    # Python calls this only for a name that the object does not have yet. So a method
    # that is kept costs no more than that of a compiled pattern.
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # any part of a pattern
        """Return a method or a property of the compiled pattern, and keep it."""
        value = getattr(self.compiled, name)
        setattr(self, name, value)
        return value
