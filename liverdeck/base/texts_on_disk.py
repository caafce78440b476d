"""Texts in a temporary file, so that only one of them is in memory at a time."""

from __future__ import annotations

import io
import os
import sys
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

MOST_IN_MEMORY = 1024 * 1024
"""If the texts have at most this many bytes, they stay in memory."""


class TextsOnDisk:
    """Stores texts in a nameless file, which is deleted after the `with` block."""

    def __init__(self) -> None:
        """Store texts in memory until they have more than `MOST_IN_MEMORY` bytes."""
        self._file: IO[bytes] = io.BytesIO()
        self.are_on_disk = False
        """Whether the texts are on disk."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def keep(self, text: str) -> tuple[int, int]:
        """Store a text. Return its start in the file and its length, both in bytes.

        The method `text` takes this pair.
        """
        content = text.encode()
        start = self._file.seek(0, io.SEEK_END)
        if start + len(content) > MOST_IN_MEMORY and not self.are_on_disk:
            self._move_to_disk()
        self._file.write(content)
        self._file.flush()  # `text` may read the file by its descriptor
        return start, len(content)

    def text(self, start_and_length: tuple[int, int]) -> str:
        """Return the text for which `keep` returned this pair."""
        start, length = start_and_length
        if self.are_on_disk and sys.platform != "win32":
            # Workers read the same file. With `seek`, they would move its position.
            return os.pread(self._file.fileno(), length, start).decode()
        self._file.seek(start)
        return self._file.read(length).decode()

    def _move_to_disk(self) -> None:
        from tempfile import TemporaryFile  # takes a few ms

        self._file.seek(0)
        texts = self._file.read()
        self._file = TemporaryFile()  # noqa: SIM115  # closed in `__exit__`
        self._file.write(texts)
        self.are_on_disk = True
