"""What was read from a file that has not changed since, so that it is not read again.

A file is remembered only if nothing is wrong with it, so no message is ever remembered.
"""

from __future__ import annotations

import os
import sys
import zlib
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

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

    def __init__(self, store: Store, *, keeps_facts: bool = True) -> None:
        """Remember in a store.

        Without `keeps_facts`, facts that are in the store are used, but none is added.
        """
        self._store = store
        self._keeps_facts = keeps_facts
        self._reader = ascii(_reader_fingerprint())

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
        depends_on = (content_is.__name__, topics)
        text = self.text(data, depends_on)
        if text is not None:
            try:
                value = value_of_text(text, path)
            except (ValueError, TypeError, LookupError, RecursionError):
                value = None
            if _is_such(value, content_is):
                return Result(value)
            # Another program wrote it. It is replaced below.
        result = read()
        is_kept = self._keeps_facts or content_is is not Fact
        if is_kept and result.value is not None and not result.problems:
            self.keep(data, depends_on, text_of_value(result.value, path))
        return result

    def text(self, data: bytes, depends_on: tuple[object, ...]) -> str | None:
        """Return the text that is remembered of a file with these bytes, if any is.

        `depends_on` is what the text depends on besides the bytes and this reader. It
        consists of texts, numbers and tuples.
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
        """Remember a text of a file with these bytes; see `text`."""
        key = self._key(data, depends_on)
        self._store.put(_name_of(key), key + text.encode())

    def _key(self, data: bytes, depends_on: tuple[object, ...]) -> bytes:
        # The whole key is kept and not its hash, so no file is ever taken for another.
        rest = ascii((*depends_on, len(data)))
        return f"{self._reader}{rest}".encode("ascii") + data


def _name_of(key: bytes) -> str:
    return f"{zlib.crc32(key):08x}{zlib.adler32(key):08x}"


def _is_such(value: object, content_is: type) -> bool:
    """Whether a remembered value is what `content_is` says."""
    if content_is is Deck:
        return isinstance(value, Deck)
    return isinstance(value, tuple) and all(
        isinstance(part, content_is) for part in value
    )


def _reader_fingerprint() -> tuple[object, ...]:
    """Return what tells this reader from any other: code, Python, PyYAML.

    The version alone is not enough: in a checkout, the code changes without it.
    """
    code = code_fingerprint(_PACKAGES_THAT_READ)
    return VERSION, sys.version, code, _yaml_fingerprint()


def code_fingerprint(packages: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Return name, size and time of each file of code in packages of LiverDeck."""
    package = Path(__file__).parent.parent
    return [file for folder in packages for file in _code_files(package / folder)]


def _code_files(folder: Path) -> list[tuple[str, int, int]]:
    try:
        with os.scandir(folder) as entries:  # `Path.glob` takes four times as long
            return sorted(
                (entry.name, status.st_size, status.st_mtime_ns)
                for entry in entries
                if entry.name.endswith(".py")
                for status in (entry.stat(),)
            )
    except OSError:
        return []  # it is in an archive


def _yaml_fingerprint() -> tuple[str, int] | None:
    """Return what tells one installed PyYAML from another, without importing it."""
    spec = PathFinder.find_spec("yaml")
    if spec is None or spec.origin is None:
        return None
    try:
        return spec.origin, Path(spec.origin).stat().st_mtime_ns
    except OSError:
        return spec.origin, 0  # it is in an archive
