"""Release a deck: record in the ledger and in CHANGES.md what learners get."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.anki.note_types import note_types_to_record
from liverdeck.anki.notes import refuse_impossible_note_time
from liverdeck.anki.type_ids import type_language
from liverdeck.authoring.ledger_file import read_ledger
from liverdeck.authoring.ledger_problems import ledger_position
from liverdeck.authoring.ledger_text import ledger_text
from liverdeck.base.errors import ContentError
from liverdeck.base.expected_types import refuse_other_type
from liverdeck.base.files import CHANGES_FILE, LEDGER_FILE, read_bytes, read_text
from liverdeck.base.outputs import deck_folder_held
from liverdeck.base.phrases import listed
from liverdeck.base.problems import Position, Problem
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.facts.deck import Deck
from liverdeck.facts.parts import joined_name
from liverdeck.facts.topic_order import topic_numbers
from liverdeck.publishing.author_decisions import Decisions
from liverdeck.publishing.build import (
    deck_state,
    ledger_of,
    reasons_not_to_publish,
)
from liverdeck.publishing.change_summary import MOST_NAMED, describe_changes
from liverdeck.publishing.changelog import add_release, day_and_time
from liverdeck.publishing.ledger_changes import Changes
from liverdeck.publishing.named_twice import still_named_twice
from liverdeck.publishing.next_ledger import next_ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from liverdeck.facts.ledger import Ledger, NoteState


@value_class
class Released:
    """The result of a release. Its text is one line that names the changed notes."""

    number: int | None
    """Number of the release.

    None if there was nothing to release, for example if facts only got new ids and have
    their old ids in `was`. `ledger` then has the same releases and notes as before.
    """
    time_seconds: int
    """Unix time of the release, or of the attempt if there was nothing to release."""
    changes: Changes
    """The differences to the release before; false if there are none."""
    ledger: Ledger
    """The ledger after the release.

    If the deck has no folder, store this ledger (see `ledger_text`): the next build and
    the next release need it.
    """

    def __str__(self) -> str:
        changes = self.changes
        if self.number is not None:
            return describe_changes(changes)
        waiting = [joined_name(*state.name) for state in changes.relabelled]
        if not waiting:
            return "nothing to release"
        return (
            f"nothing to release; {len(waiting)} with other tags or another source, "
            f"to be sent with its next change ({listed(waiting, MOST_NAMED)})"
        )


def release_deck(
    deck: Deck,
    ledger: Ledger | None,
    time_seconds: int,
    *,
    confirmed: Collection[str] = (),
    sends_labels: bool = False,
) -> Released:
    """Record the deck as released at `time_seconds` (Unix time).

    Writes the ledger and CHANGES.md in the deck's folder, in one step: if the program
    is stopped while it writes, the next command on this deck finishes the step or
    undoes it. If there is nothing to release, neither file changes. For a deck that
    `make_deck` made without a folder, nothing is written: the caller stores the
    `ledger` of the result.

    `confirmed` has the names of facts, or of groups as `fact/group`, that look like
    other facts although their ids are right: they are really new, or ask the same as
    before in other words. Do not name a fact that only got a new id: write its old id
    under `was`, and leave it there for good.

    With `sends_labels`, a note counts as changed even if only its tags or its source
    changed. Without it, learners get the new tags and the new source of a note with the
    next change of its content.

    Raises ContentError if there are problems; then neither file changes. It is a
    problem if the time is not later than the time of the last release, or if the ledger
    in the folder is no longer `ledger`. Raises TypeError if the time is not an int.
    Raises ValueError if it is a time that Anki cannot store (it may be in
    milliseconds), or if the ledger belongs to another deck.
    """
    refuse_other_type("deck", deck, Deck)
    decisions = Decisions(deck, frozenset(confirmed))
    return release_with_decisions(
        decisions, ledger, time_seconds, sends_labels=sends_labels
    )


def release_with_decisions(
    decisions: Decisions,
    ledger: Ledger | None,
    time_seconds: int,
    *,
    sends_labels: bool = False,
) -> Released:
    """Record a deck as released, with the author's decisions about its facts.

    The edits of `decisions` are written too, even if there is nothing to release. For
    everything else, see `release_deck`.
    """
    ledger = ledger_of(decisions.deck, ledger)
    released = plan_release(
        decisions.deck, ledger, time_seconds, decisions.names, sends_labels=sends_labels
    )
    if not _has_new_ledger(released, ledger) and not decisions.edits:
        return released
    if decisions.deck.has_folder:
        _write(decisions, ledger, released)
    return released


def plan_release(
    deck: Deck,
    ledger: Ledger,
    time_seconds: int,
    names: Collection[str] = (),
    *,
    sends_labels: bool = False,
) -> Released:
    """Return the result of a release without writing anything. See `release_deck`.

    `names` is as in `Decisions`. The other arguments are as in `release_deck`.
    """
    refuse_impossible_note_time(time_seconds, "time_seconds")
    problems = reasons_not_to_publish(deck)
    if problems:
        raise ContentError(problems)
    state = deck_state(deck, ledger, names, sends_labels=sends_labels)
    changes = state.changes
    problems = _problems_of_release(changes, deck, ledger, time_seconds)
    if problems:
        raise ContentError(problems)
    if not changes:
        settled_ledger = replace(
            ledger, named_twice=still_named_twice(ledger, ledger.lines)
        )
        return Released(None, time_seconds, changes, settled_ledger)

    note_states = [note.state() for note in state.notes]
    language = type_language(deck.learner_language)
    new_ledger = replace(
        next_ledger(
            ledger, note_states, note_types_to_record(language), time_seconds, changes
        ),
        language=language,
        anki_name=deck.anki_name,
        document=deck.document.title,
        topics=_released_topics(deck, ledger, note_states),
    )
    return Released(len(new_ledger.releases), time_seconds, changes, new_ledger)


def _has_new_ledger(released: Released, ledger: Ledger) -> bool:
    """Whether a release changed the ledger.

    Even if no note changed, the author may have chosen one of the two names of a
    question.
    """
    has_chosen_name = released.ledger.named_twice != ledger.named_twice
    return released.number is not None or has_chosen_name


def _write(decisions: Decisions, ledger: Ledger, released: Released) -> None:
    """Write a release to the deck's folder, in one step."""
    ledger_path = decisions.deck.folder / LEDGER_FILE
    changes_path = decisions.deck.folder / CHANGES_FILE
    with deck_folder_held(ledger_path, changes_path) as folder:
        require_same_ledger(ledger_path, ledger)
        files = {edit.path: edit.after for edit in decisions.edits}
        for edit in decisions.edits:
            if read_bytes(edit.path).required() != edit.before:
                raise ContentError([_changed_meanwhile(edit.path)])
        if released.number is not None:
            old_text = _text_of_changes_file(changes_path).required()
            new_text = add_release(
                old_text, decisions.deck, released.ledger, released.changes
            )
            files[changes_path] = new_text.encode()
        if _has_new_ledger(released, ledger):
            # The ledger is written last, because it decides what was released.
            files[ledger_path] = ledger_text(released.ledger).encode()
        folder.write(files)


def write_merge(deck: Deck, ledger: Ledger, merged: Ledger) -> None:
    """Write a merged ledger, and CHANGES.md with the notes that the merge withdraws.

    `ledger` is the ledger that the deck's folder should have before the merge. Raises
    ContentError if the folder has another ledger, or if it cannot be written.
    """
    ledger_path = deck.folder / LEDGER_FILE
    changes_path = deck.folder / CHANGES_FILE
    withdrawn_before = {
        name for name, line in ledger.lines.items() if line.withdrawn is not None
    }
    withdrawn = tuple(
        line
        for name, line in merged.lines.items()
        if line.withdrawn is not None and name not in withdrawn_before
    )
    with deck_folder_held(ledger_path, changes_path) as folder:
        require_same_ledger(ledger_path, ledger)
        old_text = _text_of_changes_file(changes_path).required()
        text = add_release(old_text, deck, merged, Changes(withdrawn=withdrawn))
        folder.write(
            {
                changes_path: text.encode(),
                ledger_path: ledger_text(merged).encode(),
            }
        )


def require_same_ledger(path: Path, ledger: Ledger) -> None:
    """Raise ContentError if the ledger was changed since the deck was read."""
    if path.is_file() and read_ledger(path, ledger.deck).value != ledger:
        raise ContentError([_changed_meanwhile(path)])


def _changed_meanwhile(path: Path) -> Problem:
    return Problem(
        Position(str(path)),
        "this file was changed while the release was made",
        "run the command again",
    )


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
    """Return why the changes cannot be released; the result is empty if they can be."""
    if changes.dangers or not changes:
        return changes.dangers
    if time_seconds > ledger.last_release_seconds:
        return ()
    too_early = Problem(
        ledger_position(deck),
        f"{day_and_time(time_seconds)} is not after the last release, "
        f"{day_and_time(ledger.last_release_seconds)}",
        "name a later time: each release must be later than the one before",
    )
    return (too_early,)


def _text_of_changes_file(path: Path) -> Result[str]:
    """Return the text of CHANGES.md, or an empty text if there is no such file."""
    return read_text(path) if path.exists() else Result("")
