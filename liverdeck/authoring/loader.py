"""Read the folder of a deck: all files of the author, and the ledger."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.authoring.facts_of_files import facts_of_files
from liverdeck.authoring.folder_reader import folder_reader
from liverdeck.authoring.same_facts import copied_files, without_copies
from liverdeck.base.files import PASSAGES_FILE
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
from liverdeck.facts.identity import repeated_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.authoring.remembered import Memory
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.ledger import Ledger


@value_class
class Loaded(Result[Deck]):
    """The result of reading a folder, with all problems sorted by position.

    The value is the deck as far as it could be read, or None if deck.yaml is missing or
    unusable.
    """

    ledger: Ledger | None = None
    """None without a deck, or if deck.lock is missing, unusable or not read."""
    fact_files: tuple[str, ...] = ()
    """Names of all fact files, sorted. Some of them may be unreadable."""

    @property
    def deck(self) -> Deck | None:
        """The deck, which is the `value` of this result."""
        return self.value


def load_deck(
    folder: Path | str,
    *,
    reads_ledger: bool = True,
    memory: Memory | None = None,
    workers: int = 0,
) -> Loaded:
    """Read the deck in a folder.

    Reads deck.yaml and, if they exist, passages.yaml and deck.lock. Every other
    `*.yaml` that is not hidden is a fact file. The problems of all files are reported
    together. Never raises an error for the content of the folder, even if it is
    hostile.

    With `reads_ledger` False, deck.lock is not read, and its problems are not found.
    The ledger only says what learners got earlier.

    A `memory` saves time for files that have not changed. `workers` is the largest
    number of processes that read files of a large deck beside this one. The result is
    the same.
    """
    folder = Path(folder)
    reader_result = folder_reader(folder, memory)
    reader = reader_result.value
    if reader is None:
        return Loaded(None, reader_result.problems)

    deck = reader.deck()
    passages = reader.passages()
    topics = None if deck is None else tuple(topic.id for topic in deck.topics)
    known_passages = passages
    if any(problem.rule == ReadingRule.YAML for problem in reader.problems):
        # A topic or passage that a fact names may be in a file that could not be read.
        # So facts may name any topic and any passage.
        topics, known_passages = None, ()

    fact_files = tuple(reader.fact_file_names())
    facts = facts_of_files(reader, fact_files, topics, workers)

    # This is the list of the reader. The problems of the ledger are added to it below.
    problems = reader.problems
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
    sounds that may not be shown. Facts that could not be read are searched too: see
    `ReadFacts.unread`. At most `MOST_PROBLEMS` are returned.
    """
    if unread:
        in_any_order = [*facts, *unread]
        facts = sorted(in_any_order, key=lambda fact: fact.position.sort_key)
    problems = _problems_across_files(facts, passages, folder)
    return list(islice(problems, MOST_PROBLEMS))


def _problems_across_files(
    facts: list[Fact], passages: tuple[Passage, ...], folder: Path
) -> Iterator[Problem]:
    """Yield the problems that `problems_across_files` returns, without a limit."""
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
    passages_place = (
        "among `passages`" if is_in_data(fact.position) else f"in {PASSAGES_FILE}"
    )
    for passage in fact.passages:
        if passage not in passage_ids:
            yield Problem(
                fact.position,
                f"the passage {passage!r} is not {passages_place}",
                hints.hint_for(passage),
                rule=ReadingRule.REFERENCE,
            )
