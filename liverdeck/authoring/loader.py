"""Reads the folder of a deck: all files of the author, and the ledger."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from liverdeck.authoring.same_facts import copied_files, without_copies
from liverdeck.base.files import (
    DECK_FILE,
    LEDGER_FILE,
    PASSAGES_FILE,
    YAML_SUFFIX,
    YAML_SUFFIXES,
    read_bytes,
    unreadable_problem,
)
from liverdeck.base.names import NameHints
from liverdeck.base.problems import (
    MOST_PROBLEMS,
    Position,
    Problem,
    ReadingRule,
    has_errors,
    is_in_data,
)
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.facts.deck import Deck, Passage
from liverdeck.facts.fact import Fact
from liverdeck.facts.identity import repeated_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from liverdeck.authoring.remembered import Memory
    from liverdeck.facts.ledger import Ledger

Value = TypeVar("Value")

_FOLDER_FIX = "name a deck's folder, or begin one with: liverdeck new FOLDER"


@value_class
class Loaded(Result[Deck]):
    """What was read from a folder, and all problems, sorted by position.

    The value is the deck as far as it could be read, or None if deck.yaml is missing or
    unusable.
    """

    ledger: Ledger | None = None
    """None if there is no deck or no usable deck.lock, or if it was not to be read."""
    fact_files: tuple[str, ...] = ()
    """Names of all fact files, sorted. Some of them may be unreadable."""

    @property
    def deck(self) -> Deck | None:
        """The deck, which is the `value` of this result."""
        return self.value


def load_deck(
    folder: Path | str, *, reads_ledger: bool = True, memory: Memory | None = None
) -> Loaded:
    """Read the deck in a folder.

    Reads deck.yaml and, if they exist, passages.yaml and deck.lock. Every other
    `*.yaml` that is not hidden is a fact file. The problems of all files are reported
    together. Never raises an error for the content of the folder, even if it is
    hostile.

    With `reads_ledger` False, deck.lock is not read, and its problems are not found.
    Only what learners got earlier stands in it.

    A `memory` saves time for files that have not changed. The result is the same.
    """
    folder = Path(folder)
    names = _names_in(folder)
    if names.value is None:
        return Loaded(None, names.problems)

    reader = _FolderReader(folder, names.value, memory)
    deck = reader.deck()
    passages = reader.passages()
    topics = None if deck is None else tuple(topic.id for topic in deck.topics)
    known_passages = passages
    if any(problem.rule == ReadingRule.YAML for problem in reader.problems):
        # The broken part may be a topic or a passage that a fact names. So facts may
        # name any topic and any passage.
        topics, known_passages = None, ()
    fact_files = tuple(reader.fact_file_names())
    facts: list[Fact] = []
    for name in fact_files:
        facts += reader.facts(name, topics)
    problems = reader.problems  # the reader adds the problems of the ledger to it below
    problems += problems_across_files(facts, reader.unread, known_passages, folder)
    if not problems and not facts:
        problems.append(
            Problem(
                Position(str(folder)),
                "no facts in this deck",
                "add a fact file, such as 01-first.yaml",
            )
        )

    ledger: Ledger | None = None
    if deck is not None:
        ledger = reader.ledger(deck) if reads_ledger else None
        deck = whole_deck(deck, passages, facts, problems)
    problems.sort(key=lambda problem: problem.position)
    return Loaded(deck, tuple(problems), ledger, fact_files)


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


def _unusable(
    folder: Path, message: str, fix: str = _FOLDER_FIX
) -> Result[tuple[str, ...]]:
    """Return no names, and the problem of a folder that is not a deck's folder."""
    return Result(None, (Problem(Position(str(folder)), message, fix),))


class _FolderReader:
    """Reads the files of a deck's folder, and collects the problems of all of them."""

    def __init__(
        self, folder: Path, names: tuple[str, ...], memory: Memory | None
    ) -> None:
        """Read in `folder`, which has files and folders with these names."""
        self._folder = folder
        self._names = names
        self._memory = memory
        self.problems: list[Problem] = []
        self.unread: list[Fact] = []
        """What is known of the facts that cannot be read: see `ReadFacts.unread`."""

    def deck(self) -> Deck | None:
        """Read deck.yaml. None if it cannot be used."""
        path = self._folder / DECK_FILE
        data = self._bytes_of(path)
        if data is None:
            return None

        # The readers are imported only for a file that is not remembered: with PyYAML
        # they take a third of the time in which `check` judges an answer.
        def read() -> Result[Deck]:
            from liverdeck.authoring.deck_file import read_deck_file

            return read_deck_file(data, str(path), self._folder)

        return self._remembered(data, path, Deck, read)

    def passages(self) -> tuple[Passage, ...]:
        """Read passages.yaml. Empty if there is none."""
        if PASSAGES_FILE not in self._names:
            return ()
        path = self._folder / PASSAGES_FILE
        data = self._bytes_of(path)
        if data is None:
            return ()

        def read() -> Result[tuple[Passage, ...]]:
            from liverdeck.authoring.passages_file import read_passages

            return read_passages(data, str(path))

        return self._remembered(data, path, Passage, read) or ()

    def facts(self, name: str, topics: tuple[str, ...] | None) -> tuple[Fact, ...]:
        """Read one fact file. See `FactFileContext` for the topics."""
        path = self._folder / name
        data = self._bytes_of(path)
        if data is None:
            return ()

        def read() -> Result[tuple[Fact, ...]]:
            from liverdeck.authoring.fact_file import FactFileContext, read_fact_file

            result = read_fact_file(data, FactFileContext(str(path), topics))
            self.unread += result.unread
            return result

        return self._remembered(data, path, Fact, read, topics) or ()

    def ledger(self, deck: Deck) -> Ledger | None:
        """Read deck.lock. None if there is none, or if it cannot be used."""
        path = self._folder / LEDGER_FILE
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
                position = Position(str(self._folder / name))
                message = f"not read: its name does not end in {YAML_SUFFIX}"
                self.problems.append(Problem(position, message, "rename it"))

    def _bytes_of(self, path: Path) -> bytes | None:
        if self._is_link_to_outside(path):
            return None
        return self._value_of(read_bytes(path, ReadingRule.YAML))

    def _is_link_to_outside(self, path: Path) -> bool:
        """Whether a file is a link out of the deck's folder. It is a problem then."""
        try:
            is_outside = path.is_symlink() and not path.resolve().is_relative_to(
                self._folder.resolve()
            )
        except (OSError, RuntimeError):
            return False  # such as links in a circle, which cannot be read either
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
        content_is: type[Deck | Passage | Fact],
        read: Callable[[], Result[Value]],
        topics: tuple[str, ...] | None = None,
    ) -> Value | None:
        """Return what is read from a file, and collect the problems."""
        if self._memory is None:
            return self._value_of(read())
        return self._value_of(
            self._memory.value_or_read(data, str(path), content_is, read, topics)
        )

    def _value_of(self, result: Result[Value]) -> Value | None:
        """Return the value of a result, and collect its problems."""
        self.problems += result.problems
        return result.value


def whole_deck(
    deck: Deck,
    passages: tuple[Passage, ...],
    facts: list[Fact],
    problems: Iterable[Problem],
) -> Deck:
    """Return a deck with its passages and its facts in teaching order.

    The deck is whole if none of the `problems` is an error.
    """
    return replace(
        deck,
        passages=passages,
        facts=_in_teaching_order(facts, deck),
        is_whole=not has_errors(problems),
    )


def _in_teaching_order(facts: list[Fact], deck: Deck) -> tuple[Fact, ...]:
    """Sort facts by topic. Facts of the same topic keep their order.

    Facts of unknown topics come last.
    """
    ranks = {topic.id: index for index, topic in enumerate(deck.topics)}
    return tuple(sorted(facts, key=lambda fact: ranks.get(fact.topic, len(ranks))))


def problems_across_files(
    facts: list[Fact],
    unread: list[Fact],
    passages: tuple[Passage, ...],
    folder: Path,
) -> list[Problem]:
    """Return the problems that reading a single fact cannot find.

    These are ids that are used twice, passages that do not exist, and pictures and
    sounds that may not be shown. They are looked for in the facts that could not be
    read too: see `ReadFacts.unread`. At most `MOST_PROBLEMS` are returned.
    """
    if unread:
        in_any_order = [*facts, *unread]
        facts = sorted(in_any_order, key=lambda fact: fact.position.sort_key)
    problems = _problems_across_files(facts, passages, folder)
    return list(islice(problems, MOST_PROBLEMS))


def _problems_across_files(
    facts: list[Fact], passages: tuple[Passage, ...], folder: Path
) -> Iterator[Problem]:
    """Yield all problems of which `problems_across_files` returns the first ones."""
    copies = copied_files(facts)
    yield from copies.values()
    yield from repeated_ids(without_copies(facts, copies))
    passage_ids = {passage.id for passage in passages}
    hints = NameHints(passage.id for passage in passages)
    for fact in facts:
        # Without a word index any passage may be named, and a retired fact may name one
        # that the document no longer has.
        if passage_ids and fact.retired is None:
            yield from _unknown_passages(fact, passage_ids, hints)
        if fact.media.all:
            yield from _media_problems(fact, folder)


def _media_problems(fact: Fact, folder: Path) -> Iterator[Problem]:
    from liverdeck.authoring.media_problems import media_problem  # few decks need it

    for medium in fact.media.all:
        problem = media_problem(medium, folder)
        if problem is not None:
            yield problem


def _unknown_passages(
    fact: Fact, passage_ids: set[str], hints: NameHints
) -> Iterator[Problem]:
    home = "among `passages`" if is_in_data(fact.position) else f"in {PASSAGES_FILE}"
    for passage in fact.passages:
        if passage not in passage_ids:
            yield Problem(
                fact.position,
                f"the passage {passage!r} is not {home}",
                hints.hint_for(passage),
                rule=ReadingRule.REFERENCE,
            )
