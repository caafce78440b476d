"""Remember the values read from files, so that an unchanged file is not read again.

A file is remembered only if it has no problem, so no message is ever remembered.
"""

from __future__ import annotations

import os
import sys
import zlib
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from liverdeck.authoring.value_text import text_of_value, value_of_text
from liverdeck.base.result import Result
from liverdeck.base.version import VERSION
from liverdeck.facts.deck import Deck
from liverdeck.facts.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from liverdeck.facts.deck import Passage

    Value = TypeVar("Value")

PACKAGES_THAT_READ = ("authoring", "base", "facts", "catalogue")
"""The packages with code that decides what is read from a file."""


class Store(Protocol):
    """Keeps bytes by name. A store may forget them at any time."""

    def get(self, name: str) -> bytes | None:
        """Return the bytes that are kept under a name, or None."""

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name, or do nothing if that fails."""


class Memory:
    """Remembers the values that were read from the bytes of files."""

    def __init__(self, store: Store, *, keeps_facts: bool = True) -> None:
        """Use a store, in which earlier runs may have remembered values.

        Without `keeps_facts`, facts that are in the store are used, but no facts are
        added.
        """
        self._store = store
        self._keeps_facts = keeps_facts
        self._reader_text = ascii(_reader_fingerprint())

    def value_or_read(
        self,
        data: bytes,
        path: str,
        content_type: type[Deck | Passage | Fact],
        read: Callable[[], Result[Value]],
        topics: tuple[str, ...] | None = None,
    ) -> Result[Value]:
        """Return the remembered value of a file with these bytes, or read the file.

        `path` is the path of the file. Positions get this path, even if the file had
        another path when it was remembered. `content_type` is the type of the file's
        content: one deck, any number of passages, or any number of facts. The result of
        `read` must depend only on the other arguments.
        """
        value = self.value(data, path, content_type, topics)
        if value is not None:
            return Result(value)
        result = read()
        is_kept = self._keeps_facts or content_type is not Fact
        if is_kept and result.value is not None and not result.problems:
            depends_on = (content_type.__name__, topics)
            self.keep(data, depends_on, text_of_value(result.value, path))
        return result

    def value(
        self,
        data: bytes,
        path: str,
        content_type: type[Deck | Passage | Fact],
        topics: tuple[str, ...] | None = None,
    ) -> Any:  # noqa: ANN401  # the type that `content_type` names
        """Return a file's remembered value; None if nothing usable is remembered."""
        text = self.text(data, (content_type.__name__, topics))
        if text is None:
            return None
        try:
            value = value_of_text(text, path)
        except (ValueError, TypeError, LookupError, RecursionError):
            return None
        # Another program may have written the text.
        return value if _has_type(value, content_type) else None

    def text(self, data: bytes, depends_on: tuple[object, ...]) -> str | None:
        """Return the text that is remembered for these bytes; None if there is none.

        `depends_on` are the values on which the text depends, besides the bytes and the
        code that reads them. They are texts, numbers and tuples.
        """
        key = self._key(data, depends_on)
        content = self._store.get(_name_of(key))
        if content is None or not content.startswith(key):
            return None
        try:
            return content[len(key) :].decode()
        except ValueError:
            return None

    def keep(self, data: bytes, depends_on: tuple[object, ...], text: str) -> None:
        """Remember a text for these bytes. `depends_on` is as in the method `text`."""
        key = self._key(data, depends_on)
        self._store.put(_name_of(key), key + text.encode())

    def _key(self, data: bytes, depends_on: tuple[object, ...]) -> bytes:
        """Return everything that a text depends on. The store keeps it before the text.

        If the store had only a hash, one file could be taken for another.
        """
        other_values = ascii((*depends_on, len(data)))
        return f"{self._reader_text}{other_values}".encode("ascii") + data


def _name_of(key: bytes) -> str:
    """Return the name in the store for a key. Two keys may have the same name."""
    return f"{zlib.crc32(key):08x}{zlib.adler32(key):08x}"


def _has_type(value: object, content_type: type) -> bool:
    """Whether a remembered value is a deck, or a tuple of passages or of facts."""
    if content_type is Deck:
        return isinstance(value, Deck)
    return isinstance(value, tuple) and all(
        isinstance(entry, content_type) for entry in value
    )


def _reader_fingerprint() -> tuple[object, ...]:
    """Return values that change if the reading code, Python or PyYAML changes.

    LiverDeck's version alone is not enough: in a repository, the code changes without
    it.
    """
    code = code_fingerprint(PACKAGES_THAT_READ)
    return VERSION, sys.version, code, _yaml_fingerprint()


def code_fingerprint(packages: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Return the name, size and time of each Python file in packages of LiverDeck."""
    liverdeck = Path(__file__).parent.parent
    return [file for package in packages for file in _code_files(liverdeck / package)]


def _code_files(folder: Path) -> list[tuple[str, int, int]]:
    files = []
    try:
        with os.scandir(folder) as entries:  # `Path.glob` takes four times as long
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    files.append((entry.name, status.st_size, status.st_mtime_ns))
    except OSError:
        return []  # the code is in a zip archive
    return sorted(files)


def _yaml_fingerprint() -> tuple[str, int] | None:
    """Return values that differ between installed versions of PyYAML.

    PyYAML is not imported for that.
    """
    spec = PathFinder.find_spec("yaml")
    if spec is None or spec.origin is None:
        return None
    try:
        return spec.origin, Path(spec.origin).stat().st_mtime_ns
    except OSError:
        return spec.origin, 0  # PyYAML is in a zip archive
