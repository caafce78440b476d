"""A release: the ledger learns what learners will get, and CHANGES.md tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.anki.note_types import released_types
from liverdeck.authoring.ledger_file import write_ledger
from liverdeck.authoring.loader import LEDGER_FILE
from liverdeck.base.files import read_text, write_whole
from liverdeck.base.problems import Position, Problem
from liverdeck.publishing.build import deck_state, describe, refusal_of_a_part
from liverdeck.publishing.changelog import add_release, day_and_time
from liverdeck.publishing.ledger_changes import Changes, next_ledger

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger

CHANGES_FILE = "CHANGES.md"


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did, or why it did nothing."""

    number: int | None
    """None when there were problems, or nothing to release."""
    time_seconds: int
    """Unix time."""
    changes: Changes
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        return describe(self.changes)


def release_deck(deck: Deck, ledger: Ledger, time: int) -> Released:
    """Record the deck as released at a Unix time, which must be later than the last release.

    Writes the ledger and CHANGES.md in the deck's folder, or neither.
    """
    surveyed = deck_state(deck, ledger)
    changes = surveyed.changes
    at = Position(str(deck.folder / LEDGER_FILE))
    if refused := refusal_of_a_part(deck) or changes.dangers:
        return Released(None, time, changes, refused)
    if not changes:
        return Released(None, time, changes)
    if time <= ledger.last_time:
        what = f"{day_and_time(time)} is not after the last release, {day_and_time(ledger.last_time)}"
        return Released(
            None,
            time,
            changes,
            (Problem(at, what, "times never go back: name a later one"),),
        )
    states = [note.state() for note in surveyed.notes]
    after = next_ledger(ledger, states, released_types(), time)
    problem = _write_both(deck, after, changes)
    if problem is not None:
        return Released(None, time, changes, (problem,))
    return Released(len(after.releases), time, changes)


def _write_both(deck: Deck, after: Ledger, changes: Changes) -> Problem | None:
    changes_path = deck.folder / CHANGES_FILE
    before = ""
    if changes_path.exists():
        before, problem = read_text(changes_path)
        if problem is not None:
            return problem
    text = add_release(before, deck, after, changes)
    problem = write_whole(changes_path, text.encode())
    if problem is not None:
        return problem
    problem = write_whole(deck.folder / LEDGER_FILE, write_ledger(after).encode())
    if (
        problem is not None
    ):  # the ledger is the truth, so the page must not tell of a release that was not made
        write_whole(changes_path, before.encode()) if before else changes_path.unlink(
            missing_ok=True
        )
    return problem
