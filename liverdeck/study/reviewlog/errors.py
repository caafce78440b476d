"""LogError, and messages for the learner if SQLite or the file system fails."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.errors import LiverdeckError
from liverdeck.base.files import LOG_FILE
from liverdeck.base.problems import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUSY = "SQLITE_BUSY"
"""If another process uses the file, SQLite's name for the error begins with this."""
_UNWRITABLE = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR")
"""If nothing can be written, SQLite's name for the error begins with one of these."""
REPAIR = "liverdeck log repair: it keeps the file and saves what can be read"
"""The fix for a damaged log."""
HOME_VARIABLE = "LIVERDECK_HOME"
"""Environment variable: the folder of the review log, if it is not the default."""
SET_HOME = f"set {HOME_VARIABLE} to a folder that you can write to"
"""The fix if no folder was found for the log."""
_FIX_ACCESS = f"fix that, or {SET_HOME}"
"""The fix for a file or folder that cannot be opened or written."""
_EXPLANATIONS = {
    "SQLITE_FULL": (
        "the disk is full",
        "free some space and try again; all earlier reviews are safe",
    ),
    "SQLITE_READONLY": (
        "cannot be written: the file or its folder is read-only",
        _FIX_ACCESS,
    ),
    "SQLITE_CANTOPEN": ("cannot be opened", _FIX_ACCESS),
    _BUSY: ("another session is writing to it", "wait for it to end, then try again"),
    "SQLITE_IOERR": (
        "the disk cannot be read or written",
        "check the disk, then try again",
    ),
    "SQLITE_NOTADB": ("damaged, or not a review log", REPAIR),
    "SQLITE_CORRUPT": ("damaged", REPAIR),
}
"""Message and fix for an error of SQLite, by the beginning of the error's name."""


class LogError(LiverdeckError):
    """The log cannot be read or written; `problem` says why and what to do.

    The entries that are already in the log are not changed.
    """

    def __init__(self, problem: Problem) -> None:
        """Take the problem to show."""
        super().__init__([problem])
        self.problem = problem


def log_error(path: Path, message: str, fix: str) -> LogError:
    """Return the error for a problem with the log at a path."""
    return LogError(Problem(Position(str(path)), message, fix))


def damage_error(message: str) -> LogError:
    """Return the error for a damaged row, found where the log's path is not known."""
    return log_error(Path(LOG_FILE), f"damaged: {message}", REPAIR)


def busy_error(path: Path) -> LogError:
    """Return the error for a log that another session is using."""
    return log_error(path, *_EXPLANATIONS[_BUSY])


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the file system into a LogError with a fix."""
    try:
        yield
    except sqlite3.Error as error:
        raise log_error(path, *_explanation_of(error)) from error
    except UnicodeDecodeError as error:
        # An error message of SQLite quotes damaged text, and Python cannot decode it.
        raise log_error(path, *_EXPLANATIONS["SQLITE_CORRUPT"]) from error
    except OSError as error:
        raise LogError(
            Problem(
                Position(str(error.filename or path)),
                f"cannot be opened: {error.strerror or error}",
                _FIX_ACCESS,
            )
        ) from error


def _explanation_of(error: sqlite3.Error) -> tuple[str, str]:
    """Return message and fix for an error of SQLite."""
    name = _name_of(error)
    for beginning, explanation in _EXPLANATIONS.items():
        if name.startswith(beginning):
            return explanation
    return f"cannot be used: {error}", REPAIR


def is_about_writing(error: LogError) -> bool:
    """Whether the log cannot be used because nothing can be written to its folder."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _name_of(cause).startswith(_UNWRITABLE)
    return isinstance(cause, OSError)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether SQLite failed because another process is using the file."""
    return _name_of(error).startswith(_BUSY)


def _name_of(error: sqlite3.Error) -> str:
    """Return SQLite's name for an error; empty if the error has no name."""
    return getattr(error, "sqlite_errorname", "") or ""
