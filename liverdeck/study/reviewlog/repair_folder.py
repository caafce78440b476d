"""The folder in which a repair works.

If the repair is killed, the files in the folder tell the next run whether to take
everything back or to finish the repair.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from liverdeck.base.files import LOG_LOCK_SUFFIX, LOG_SUFFIX, PRIVATE_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

_WRITE_AHEAD_LOG = "-wal"
_ENDINGS = (_WRITE_AHEAD_LOG, "-shm", "-journal")
"""Endings of the names of the files that SQLite keeps beside a database."""
DAMAGED = "damaged-"
"""The text before the time of a repair in the name of the damaged log."""


def write_ahead_log(path: Path) -> Path:
    """Return the path of the write-ahead log.

    It may have reviews that the database does not have yet.
    """
    return path.with_name(path.name + _WRITE_AHEAD_LOG)


def companions(path: Path) -> list[Path]:
    """Return the paths at which SQLite may keep files beside a database."""
    return [path.with_name(path.name + ending) for ending in _ENDINGS]


def database_files(path: Path) -> list[Path]:
    """Return the path of a database and those of its companions."""
    return [path, *companions(path)]


def copy_database(source: Path, target: Path) -> None:
    """Copy a database and those of its companions that exist."""
    import shutil  # takes 8 ms, and few logs need a repair

    source_files, target_files = database_files(source), database_files(target)
    for source_file, target_file in zip(source_files, target_files, strict=True):
        if source_file.exists():
            shutil.copy2(source_file, target_file)


def delete_database(path: Path) -> None:
    """Delete a database and its companions."""
    for file in (*companions(path), path):
        file.unlink(missing_ok=True)


class RepairFolder:
    """The folder of one repair, hidden beside the log.

    Entries are read from the file `reading` and written to `repaired`. Until `repaired`
    is renamed to `finished`, the log is as it was. The file `working` contains the name
    of the copy of the damaged log that is kept beside the log.
    """

    def __init__(self, path: Path) -> None:
        """Take the path of the log. Nothing is made yet."""
        self._path = path
        self._folder = path.with_name(f".{path.stem}-repair")
        self.reading = self._folder / f"reading{LOG_SUFFIX}"
        self.repaired = self._folder / f"repaired{LOG_SUFFIX}"
        self._finished = self._folder / f"finished{LOG_SUFFIX}"
        self._working = self._folder / "working"

    @property
    def is_there(self) -> bool:
        """Whether a repair is going on, or was killed."""
        return self._folder.is_dir() and not self._folder.is_symlink()

    def begin(self, damaged_path: Path) -> None:
        """Make the folder. Copy the log into it, and to `damaged_path` for good."""
        self._folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        with self._working.open("w", encoding="utf-8") as file:
            file.write(damaged_path.name)
        copy_database(self._path, damaged_path)
        copy_database(self._path, self.reading)

    def finish(self) -> None:
        """Replace the log by the repaired one."""
        self.repaired.replace(self._finished)
        self.settle()

    def settle(self) -> None:
        """Finish a repair that had written the new log, or take the repair back.

        Only files of a repair are deleted. Call it while no other process can open the
        log.
        """
        if not self.is_there:
            return
        if self._finished.exists():
            self._working.unlink(missing_ok=True)
            for companion in companions(self._path):
                companion.unlink(missing_ok=True)
            self._finished.replace(self._path)
        elif self._working.exists():
            name = self._working.read_text(encoding="utf-8", errors="replace")
            kept_name = rf"{re.escape(f'{self._path.stem}-{DAMAGED}')}[-.\w]+"
            if re.fullmatch(kept_name, name):
                delete_database(self._path.with_name(name))
            self._working.unlink()
        delete_database(self.repaired)
        self.repaired.with_suffix(LOG_LOCK_SUFFIX).unlink(missing_ok=True)
        delete_database(self.reading)
        with suppress(OSError):  # a file that is not ours is in it
            self._folder.rmdir()
