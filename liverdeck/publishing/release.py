"""Releases a deck: records in the ledger and in CHANGES.md what learners get."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.anki.note_types import released_types
from liverdeck.anki.type_ids import type_language
from liverdeck.authoring.ledger_file import ledger_text
from liverdeck.authoring.loader import LEDGER_FILE
from liverdeck.base.errors import ContentError
from liverdeck.base.files import read_text, write_whole
from liverdeck.base.problems import Position, Problem
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.facts.topic_order import topic_numbers
from liverdeck.publishing.build import (
    deck_state,
    describe_changes,
    reasons_not_to_publish,
)
from liverdeck.publishing.changelog import add_release, day_and_time
from liverdeck.publishing.ledger_changes import Changes, next_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger, NoteState

CHANGES_FILE = "CHANGES.md"


@value_class
class Released:
    """What a release did."""

    number: int | None
    """Number of the release; None if there was nothing to release."""
    time_seconds: int
    """Unix time of the release, or of the attempt if there was nothing to release."""
    changes: Changes
    """How the deck differed from the release before."""

    def __str__(self) -> str:
        return describe_changes(self.changes)


def release_deck(deck: Deck, ledger: Ledger, time_seconds: int) -> Released:
    """Record the deck as released at `time_seconds` (Unix time).

    Writes the ledger and CHANGES.md in the deck's folder. If there is nothing to
    release, neither file changes.

    Raises ContentError if there are problems; then neither file changes. It is a
    problem if the time is not later than that of the last release.
    """
    problems = reasons_not_to_publish(deck)
    if problems:
        raise ContentError(problems)
    state = deck_state(deck, ledger)
    changes = state.changes
    problems = _problems_of_release(changes, deck, ledger, time_seconds)
    if problems:
        raise ContentError(problems)
    if not changes:
        return Released(None, time_seconds, changes)

    old_text = _old_changes_text(deck).required()
    note_states = [note.state() for note in state.notes]
    language = type_language(deck.learner_language)
    new_ledger = replace(
        next_ledger(ledger, note_states, released_types(language), time_seconds),
        language=language,
        topics=_released_topics(deck, ledger, note_states),
    )
    write_problem = _write_files(deck, old_text, new_ledger, changes)
    if write_problem is not None:
        raise ContentError([write_problem])
    return Released(len(new_ledger.releases), time_seconds, changes)


def _released_topics(
    deck: Deck, ledger: Ledger, note_states: Sequence[NoteState]
) -> dict[str, int]:
    """Return the numbers of the topics that learners have, by id."""
    numbers = topic_numbers([topic.id for topic in deck.topics], ledger.topics)
    topics_of_notes = {state.topic for state in note_states}
    return {
        topic: number
        for topic, number in numbers.items()
        if topic in ledger.topics or topic in topics_of_notes
    }


def _problems_of_release(
    changes: Changes, deck: Deck, ledger: Ledger, time_seconds: int
) -> tuple[Problem, ...]:
    """Return why the changes cannot be released: an empty tuple if they can be."""
    if changes.dangers or not changes:
        return changes.dangers
    if time_seconds > ledger.last_release_seconds:
        return ()
    too_early = Problem(
        Position(str(deck.folder / LEDGER_FILE)),
        f"{day_and_time(time_seconds)} is not after the last release, "
        f"{day_and_time(ledger.last_release_seconds)}",
        "name a later time: each release must be later than the one before",
    )
    return (too_early,)


def _old_changes_text(deck: Deck) -> Result[str]:
    """Read CHANGES.md. The text is empty if there is no such file."""
    path = deck.folder / CHANGES_FILE
    return read_text(path) if path.exists() else Result("")


def _write_files(
    deck: Deck, old_text: str, new_ledger: Ledger, changes: Changes
) -> Problem | None:
    """Write CHANGES.md and the ledger, or neither of the two.

    The ledger is written last, because it decides what was released. If it cannot be
    written, CHANGES.md gets its `old_text` again, or is deleted if it had none. Returns
    None, or the problem with the file that could not be written.
    """
    changes_path = deck.folder / CHANGES_FILE
    new_text = add_release(old_text, deck, new_ledger, changes)
    problem = write_whole(changes_path, new_text.encode())
    if problem is not None:
        return problem

    ledger_path = deck.folder / LEDGER_FILE
    problem = write_whole(ledger_path, ledger_text(new_ledger).encode())
    if problem is not None:
        if old_text:
            write_whole(changes_path, old_text.encode())
        else:
            changes_path.unlink(missing_ok=True)
    return problem
