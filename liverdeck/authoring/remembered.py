"""What was read from a file that has not changed since, so that it is not read again.

A file is remembered only if nothing is wrong with it, so no message is ever remembered.
"""

from __future__ import annotations

import sys
import zlib
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from liverdeck.authoring.value_text import text_of_value, value_of_text
from liverdeck.base.result import Result
from liverdeck.base.version import VERSION
from liverdeck.facts.deck import Deck

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from liverdeck.facts.deck import Passage
    from liverdeck.facts.fact import Fact

    Value = TypeVar("Value")

_PACKAGES_THAT_READ = ("authoring", "base", "facts", "catalogue")
"""What is read depends on the code of these packages alone."""


class Store(Protocol):
    """Keeps bytes by name. It may forget them at any time."""

    def get(self, name: str) -> bytes | None:
        """Return what was kept under a name; None if nothing usable was."""

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name, or do nothing if that fails."""


class Memory:
    """Remembers what was read from the bytes of files."""

    def __init__(self, store: Store) -> None:
        """Remember in a store."""
        self._store = store
        self._reader = _reader_fingerprint()

    def value_or_read(
        self,
        data: bytes,
        path: str,
        content_is: type[Deck | Passage | Fact],
        read: Callable[[], Result[Value]],
        topics: tuple[str, ...] | None = None,
    ) -> Result[Value]:
        """Return what is remembered of a file with these bytes, or else read it.

        `path` is the file's path in positions; it may differ from the remembered one.
        The file has a deck, or any number of passages or facts: `content_is` says
        which. The result of `read` depends on these arguments alone.
        """
        depends_on = (self._reader, content_is.__name__, topics, len(data))
        # The whole key is kept, not its hash: so there is nothing to mistake, and
        # `hashlib` need not be loaded.
        key = ascii(depends_on).encode() + data
        name = f"{zlib.crc32(key):08x}{zlib.adler32(key):08x}"
        content = self._store.get(name)
        if content is not None and content.startswith(key):
            try:
                value = value_of_text(content[len(key) :].decode(), path)
            except (ValueError, TypeError, LookupError, RecursionError):
                value = None
            if _is_such(value, content_is):
                return Result(value)
            # Another program wrote it. It is replaced below.
        result = read()
        if result.value is not None and not result.problems:
            self._store.put(name, key + text_of_value(result.value, path).encode())
        return result


def _is_such(value: object, content_is: type) -> bool:
    """Whether a remembered value is what `content_is` says."""
    if content_is is Deck:
        return isinstance(value, Deck)
    return isinstance(value, tuple) and all(
        isinstance(part, content_is) for part in value
    )


def _reader_fingerprint() -> tuple[object, ...]:
    """Return what tells this reader from any other: code, Python, PyYAML.

    The version alone would not do: in a checkout the code changes without it.
    """
    package = Path(__file__).parent.parent
    files = [
        (path.name, status.st_size, status.st_mtime_ns)
        for folder in _PACKAGES_THAT_READ
        for path in sorted((package / folder).glob("*.py"))
        for status in (path.stat(),)
    ]
    return VERSION, sys.version, files, _yaml_fingerprint()


def _yaml_fingerprint() -> tuple[str, int] | None:
    """Return what tells one installed PyYAML from another, without importing it."""
    spec = PathFinder.find_spec("yaml")
    if spec is None or spec.origin is None:
        return None
    try:
        return spec.origin, Path(spec.origin).stat().st_mtime_ns
    except OSError:
        return spec.origin, 0  # it is in an archive
