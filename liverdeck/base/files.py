"""Reads files as bytes or as UTF-8, and writes files as a whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.problems import (
    Position,
    Problem,
    ReadingRule,
    RuleId,
    position_in,
)
from liverdeck.base.result import Result
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Mapping


LARGEST_FILE = 8 * 1024 * 1024
"""In bytes. A larger file is refused.

A file with 30,000 facts is about this large. Any file of this size is read within
seconds, even one that was made to be slow to read.
"""


def write_whole(path: Path, data: bytes) -> Problem | None:
    """Write a file so that a reader finds the old content or the new, never a part.

    Makes the file's folder if it is missing. If the file cannot be written,
    returns the problem, and the previous file is unchanged. Otherwise returns None. No
    temporary file remains, not even after Ctrl-C.
    """
    return write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> Problem | None:
    """Write several files, each as `write_whole` does: all of them or none.

    `files` has the new content of each file by its path.

    If any file cannot be written, all files and folders are as they were before, and
    the result is the problem with that file.
    """
    for path in files:
        if not path.name or (path.exists() and not path.is_file()):
            return Problem(
                Position(str(path)),
                "cannot be written: not an ordinary file",
                "nothing was changed; name a file, new or old",
            )
    writing = _JointWriting(files)
    try:
        writing.run()
    except OSError as error:
        return Problem(
            Position(str(writing.current_path)),
            f"cannot be written: {error.strerror or error}",
            "nothing was changed; fix that, or name another path",
        )
    return None


@value_class
class _Replacement:
    """A file to write, and its temporary files, which are deleted in the end."""

    target: Path
    """The file to write."""
    data: bytes
    """Its new content."""
    new_copy: Path
    """The temporary file to which the data is written first."""
    old_copy: Path | None
    """The temporary copy of the previous file. None if no copy is needed."""


class _JointWriting:
    """Writes several files. If one cannot be written, restores the files before it."""

    def __init__(self, files: Mapping[Path, bytes]) -> None:
        self.replacements = [
            _replacement(path, data, is_alone=len(files) == 1)
            for path, data in files.items()
        ]
        parents = {folder for path in files for folder in path.parents}
        self.missing_folders = {folder for folder in parents if not folder.exists()}
        """The folders that did not exist before. After a failure they are deleted."""
        self.finished_replacements: list[_Replacement] = []
        """The replacements whose files already have their new content."""
        self.current_path = Path()
        """The path of the file that is being written. A problem names it."""

    def run(self) -> None:
        try:
            self._write_copies()
            self._replace_files()
        except BaseException:
            self._restore_files()
            raise
        finally:
            self._clean_up()

    def _write_copies(self) -> None:
        """Write the new content of each file, and copies of old files, beside them."""
        import shutil  # takes 8 ms, and reading needs none of it

        for replacement in self.replacements:
            self.current_path = replacement.target
            self.current_path.parent.mkdir(parents=True, exist_ok=True)
            _write_to_disk(replacement.new_copy, replacement.data)
        for replacement in self.replacements:
            if replacement.old_copy is not None:
                self.current_path = replacement.target
                shutil.copyfile(self.current_path, replacement.old_copy)

    def _replace_files(self) -> None:
        """Replace each file by its new copy."""
        for replacement in self.replacements:
            self.current_path = replacement.target
            replacement.new_copy.replace(self.current_path)
            self.finished_replacements.append(replacement)

    def _restore_files(self) -> None:
        """Undo what `_replace_files` did."""
        for replacement in self.finished_replacements:
            # An error here is not reported: the first error says what went wrong.
            with contextlib.suppress(OSError):
                if replacement.old_copy is None:
                    replacement.target.unlink()
                else:
                    replacement.old_copy.replace(replacement.target)

    def _clean_up(self) -> None:
        """Delete the copies and, after a failure, the folders that were made."""
        for replacement in self.replacements:
            for copy in (replacement.new_copy, replacement.old_copy):
                if copy is not None:
                    with contextlib.suppress(OSError):
                        copy.unlink(missing_ok=True)
        if len(self.finished_replacements) == len(self.replacements):
            return
        deepest_first = sorted(
            self.missing_folders, key=lambda folder: -len(folder.parts)
        )
        for folder in deepest_first:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _replacement(path: Path, data: bytes, *, is_alone: bool) -> _Replacement:
    import secrets  # only a command that writes needs it

    new_copy = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    # If only one file is written, no old copy is needed: nothing can fail after the
    # file was replaced, so the replacement is never undone.
    needs_old_copy = path.exists() and not is_alone
    old_copy = new_copy.with_suffix(".old") if needs_old_copy else None
    return _Replacement(path, data, new_copy, old_copy)


def _write_to_disk(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def read_text(path: Path, rule: RuleId = ReadingRule.FORMAT) -> Result[str]:
    """Read a regular file of at most `LARGEST_FILE` bytes as UTF-8.

    Returns the text. If the file cannot be read, returns None and one problem, which
    gives `rule` as the rule that the file breaks.
    """
    data = read_bytes(path, rule)
    if data.value is None:
        return Result(None, data.problems)
    return decoded(data.value, str(path), rule)


def read_bytes(path: Path, rule: RuleId = ReadingRule.FORMAT) -> Result[bytes]:
    """Read a regular file of at most `LARGEST_FILE` bytes.

    Returns its content. If the file cannot be read, returns None and one problem, which
    gives `rule` as the rule that the file breaks.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            fix = "replace it with a text file"
            return _unreadable(path, "not an ordinary file", fix, rule)
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        return Result(None, (unreadable_problem(path, error, rule),))
    if len(data) > LARGEST_FILE:
        message = f"larger than {LARGEST_FILE // 1024 // 1024} MB"
        return _unreadable(path, message, "split it into several files", rule)
    return Result(data)


def _unreadable(path: Path, message: str, fix: str, rule: RuleId) -> Result[bytes]:
    """Return no content, and a problem with the file at `path`."""
    return Result(None, (Problem(Position(str(path)), message, fix, rule=rule),))


def unreadable_problem(
    path: Path, error: OSError, rule: RuleId = ReadingRule.FORMAT
) -> Problem:
    """Return the problem of a file or folder that cannot be read.

    `error` is the reason. `rule` is the rule that the file or folder breaks.
    """
    return Problem(
        Position(str(path)),
        f"cannot be read: {error.strerror or error}",
        "check its name and its permissions",
        rule=rule,
    )


def decoded(data: bytes, path: str, rule: RuleId = ReadingRule.FORMAT) -> Result[str]:
    """Return a file's text from its bytes, which should be UTF-8.

    `path` is the file that a problem names. A byte order mark at the start is left out.
    If a byte is not UTF-8, returns None and one problem, which gives `rule` as the rule
    that the file breaks.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Result(data.decode())
    except UnicodeDecodeError as error:
        text_before = data[: error.start].decode()
        problem = Problem(
            position_in(text_before, len(text_before), path),
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            "save the file in the encoding UTF-8",
            rule=rule,
        )
        return Result(None, (problem,))
