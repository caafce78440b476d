"""Read JSON Lines from any source: one object in each line, in bounded memory."""

from __future__ import annotations

import codecs
import json
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_MOST_SKIPPED_BYTES = 64 * 1024 * 1024
"""If a line is too long, at most this many bytes of it are skipped."""


class EndlessLineError(ValueError):
    """A line that seems to have no end, so that no later line can be read."""

    def __init__(self, line_number: int) -> None:
        """Take the number of the line, from 1."""
        super().__init__("the line does not end")
        self.line_number = line_number


def lines_in(
    stream: BinaryIO, most_bytes: int, first_line: bytes = b""
) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a stream, with their numbers from 1 and their line breaks.

    `first_line` is the beginning of the first line, which was read already. A byte
    order mark at its start, which some editors on Windows write, is left out. A line
    with more than `most_bytes` bytes is cut, but at least `most_bytes` and one more
    byte remain.

    Raises OSError if the stream cannot be read, and EndlessLineError if a line seems to
    have no end.
    """
    for number in count(1):
        is_first = number == 1
        line = first_line if is_first else b""
        if not line.endswith(b"\n"):
            # A line may have `most_bytes` bytes and then its line break.
            line += stream.readline(most_bytes + 1 - len(line))
        if len(line) > most_bytes and not line.endswith(b"\n"):
            _skip_to_line_end(stream, number, most_bytes)
        if not line:
            return
        yield number, (line.removeprefix(codecs.BOM_UTF8) if is_first else line)


def _skip_to_line_end(stream: BinaryIO, line_number: int, most_bytes: int) -> None:
    """Read the rest of a line, at most `most_bytes` bytes at a time.

    Raises EndlessLineError if the line seems to have no end.
    """
    skipped_bytes = 0
    while piece := stream.readline(most_bytes):
        if piece.endswith(b"\n"):
            return
        skipped_bytes += len(piece)
        if skipped_bytes > _MOST_SKIPPED_BYTES:
            raise EndlessLineError(line_number)


def object_in(line: str) -> dict[str, Any]:
    """Return the JSON object of a line.

    Raises ValueError if the line has no object, or if the object has a field twice. The
    text of the error says what is wrong with the line.
    """
    try:
        fields = json.loads(line, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the line is not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise ValueError(  # noqa: TRY004  # the call is right, and the line is not
            "the line is not a JSON object"
        )
    return fields


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object as a dict. Raise ValueError if it has a field twice."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        repeated_name, _ = counts.most_common(1)[0]
        raise ValueError(f"it has the field {repeated_name!r} twice")
    return fields
