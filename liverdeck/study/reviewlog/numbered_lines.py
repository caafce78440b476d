"""Read the lines of an exported log from a stream, in bounded memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from liverdeck.base.errors import ContentError
from liverdeck.base.files import unreadable_problem
from liverdeck.base.json_lines import EndlessLineError, lines_in
from liverdeck.base.problems import Position, Problem
from liverdeck.study.reviewlog.exchange import LONGEST_LINE, NAME_AN_EXPORT

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES = 20_000_000
"""A file with more lines is refused. At ten answers an hour, they take 228 years."""
_MOST_BYTES = 4 * LONGEST_LINE
"""A line with more bytes is too long, because a character has at most four in UTF-8."""


def numbered_lines(
    stream: BinaryIO, path: str, first_line: bytes = b""
) -> Iterator[tuple[int, str]]:
    """Yield the lines of a stream, with their numbers from 1.

    `first_line` is the beginning of the first line, if it was read already. A byte
    order mark is left out. Bytes that are not UTF-8 raise no error here: they become
    halves of surrogate pairs, which `LineReader` reports. A line that is much too long
    is cut, but `LineReader` still finds it too long.

    Raises ContentError if the stream cannot be read, if a line seems to have no end, or
    if there are too many lines.
    """
    try:
        for number, line in lines_in(stream, _MOST_BYTES, first_line):
            _refuse_too_many(number, path)
            yield number, line.decode("utf-8", "surrogateescape")
    except OSError as error:
        raise ContentError([unreadable_problem(Path(path), error)]) from error
    except EndlessLineError as error:
        position = Position(path, error.line_number)
        raise _refused(position, f"{error}: this is not an exported log") from error


def _refuse_too_many(number: int, path: str) -> None:
    """Raise ContentError if the number of a line is too high."""
    if number > MOST_LINES:
        raise _refused(Position(path, number), f"it has more than {MOST_LINES:,} lines")


def _refused(position: Position, message: str) -> ContentError:
    return ContentError([Problem(position, message, NAME_AN_EXPORT)])
