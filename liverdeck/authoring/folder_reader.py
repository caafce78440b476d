"""Read the files in a deck's folder one by one, and collect their problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from liverdeck.base.files import (
    DECK_FILE,
    LEDGER_FILE,
    PASSAGES_FILE,
    YAML_SUFFIX,
    YAML_SUFFIXES,
    read_bytes,
    unreadable_problem,
)
from liverdeck.base.problems import Position, Problem, ReadingRule
from liverdeck.base.result import Result
from liverdeck.facts.deck import Deck, Passage
from liverdeck.facts.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from liverdeck.authoring.remembered import Memory
    from liverdeck.facts.ledger import Ledger

Value = TypeVar("Value")

_FOLDER_FIX = "name a deck's folder, or begin one with: liverdeck new FOLDER"


def _names_in(folder: Path) -> Result[tuple[str, ...]]:
    """Return the sorted names in a folder, or None and the problem with the folder."""
    try:
        names = tuple(sorted(path.name for path in folder.iterdir()))
    except FileNotFoundError:
        return _unusable(folder, "no such folder")
    except NotADirectoryError:
        return _unusable(folder, "not a folder")
    except OSError as error:
        return Result(None, (unreadable_problem(folder, error),))
    if DECK_FILE not in names:
        return _unusable(folder, f"no {DECK_FILE} in this folder")
    return Result(names)


def folder_reader(folder: Path, memory: Memory | None) -> Result[FolderReader]:
    """Return the reader of a deck's folder, or None and the problem with the folder."""
    names = _names_in(folder)
    if names.value is None:
        return Result(None, names.problems)
    return Result(FolderReader(folder, names.value, memory))


def _unusable(
    folder: Path, message: str, fix: str = _FOLDER_FIX
) -> Result[tuple[str, ...]]:
    """Return no names, and the problem of a folder that is not a deck's folder."""
    return Result(None, (Problem(Position(str(folder)), message, fix),))


class FolderReader:
    """Reads the files of a deck's folder, and collects the problems of all of them."""

    def __init__(
        self, folder: Path, names: tuple[str, ...], memory: Memory | None
    ) -> None:
        """Read in `folder`, which has files and folders with these names."""
        self.folder = folder
        self._names = names
        self._memory = memory
        self.problems: list[Problem] = []
        self.unread: list[Fact] = []
        """The facts that cannot be read, without shapes: see `ReadFacts.unread`."""

    def deck(self) -> Deck | None:
        """Read deck.yaml. None if it cannot be used."""
        path = self.folder / DECK_FILE
        data = self.bytes_of(path)
        if data is None:
            return None

        # The readers are imported only for a file that is not remembered. Importing
        # them and PyYAML takes a third of the time of `check` with one answer.
        def read() -> Result[Deck]:
            from liverdeck.authoring.deck_file import read_deck_file

            return read_deck_file(data, str(path), self.folder)

        return self._remembered(data, path, Deck, read)

    def passages(self) -> tuple[Passage, ...]:
        """Read passages.yaml. Empty if there is none."""
        if PASSAGES_FILE not in self._names:
            return ()
        path = self.folder / PASSAGES_FILE
        data = self.bytes_of(path)
        if data is None:
            return ()

        def read() -> Result[tuple[Passage, ...]]:
            from liverdeck.authoring.passages_file import read_passages

            return read_passages(data, str(path))

        return self._remembered(data, path, Passage, read) or ()

    def headings(self, data: bytes) -> dict[str, str]:
        """Return the headings of passages by id, from the bytes of passages.yaml."""
        from liverdeck.authoring.passages_file import read_passages

        path = str(self.folder / PASSAGES_FILE)
        passages = self._value_of(read_passages(data, path, keeps_words=False)) or ()
        return {passage.id: passage.heading for passage in passages}

    def facts(self, name: str, topics: tuple[str, ...] | None) -> tuple[Fact, ...]:
        """Read one fact file. See `FactFileContext` for the topics."""
        data = self.bytes_of(self.folder / name)
        return () if data is None else self.facts_in(data, name, topics)

    def remembered_facts(
        self, name: str, topics: tuple[str, ...] | None
    ) -> tuple[Fact, ...] | None:
        """Return the facts of a fact file from the memory; None if it has none."""
        path = self.folder / name
        data = self.bytes_of(path) if self._memory else None
        if data is None or self._memory is None:
            return None
        return self._memory.value(data, str(path), Fact, topics)  # type: ignore[no-any-return]

    def facts_in(
        self, data: bytes, name: str, topics: tuple[str, ...] | None
    ) -> tuple[Fact, ...]:
        """Return the facts in the bytes of a fact file."""
        path = self.folder / name

        def read() -> Result[tuple[Fact, ...]]:
            from liverdeck.authoring.fact_file import FactFileContext, read_fact_file

            result = read_fact_file(data, FactFileContext(str(path), topics))
            self.unread += result.unread
            return result

        return self._remembered(data, path, Fact, read, topics) or ()

    def optional_bytes(self, name: str) -> bytes | None:
        """Return the bytes of a file; None if it is not there, or cannot be read."""
        return self.bytes_of(self.folder / name) if name in self._names else None

    def ledger(self, deck: Deck) -> Ledger | None:
        """Read deck.lock. None if there is none, or if it cannot be used."""
        path = self.folder / LEDGER_FILE
        if LEDGER_FILE not in self._names or self._is_link_to_outside(path):
            return None
        from liverdeck.authoring.ledger_file import read_ledger  # takes 10 ms

        return self._value_of(read_ledger(path, deck.id))

    def fact_file_names(self) -> Iterator[str]:
        """Yield the names of the fact files. Report names such as a.yml and a.YAML."""
        for name in self._names:
            if name.startswith(".") or name in (DECK_FILE, PASSAGES_FILE):
                continue
            if name.endswith(YAML_SUFFIX):
                yield name
            elif name.lower().endswith(YAML_SUFFIXES):
                position = Position(str(self.folder / name))
                message = f"not read: its name does not end in {YAML_SUFFIX}"
                self.problems.append(Problem(position, message, "rename it"))

    def bytes_of(self, path: Path) -> bytes | None:
        """Return the bytes of a file; None if it cannot be read."""
        if self._is_link_to_outside(path):
            return None
        return self._value_of(read_bytes(path, ReadingRule.YAML))

    def _is_link_to_outside(self, path: Path) -> bool:
        """Whether a file is a link out of the deck's folder. If so, add a problem."""
        try:
            is_outside = path.is_symlink() and not path.resolve().is_relative_to(
                self.folder.resolve()
            )
        except (OSError, RuntimeError):
            return False  # for example links in a circle; `read_bytes` reports them
        if is_outside:
            message = "not read: a link to a file outside the deck's folder"
            fix = "put the file itself into the folder"
            self.problems.append(
                Problem(Position(str(path)), message, fix, rule=ReadingRule.YAML)
            )
        return is_outside

    def _remembered(
        self,
        data: bytes,
        path: Path,
        content_type: type[Deck | Passage | Fact],
        read: Callable[[], Result[Value]],
        topics: tuple[str, ...] | None = None,
    ) -> Value | None:
        """Return the value of a file, remembered or read; collect its problems."""
        if self._memory is None:
            return self._value_of(read())
        result = self._memory.value_or_read(data, str(path), content_type, read, topics)
        return self._value_of(result)

    def _value_of(self, result: Result[Value]) -> Value | None:
        """Return the value of a result, and collect its problems."""
        self.problems += result.problems
        return result.value
