"""Report which notes learners get by a release, and by which file they get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.files import CHANGES_FILE, LEDGER_FILE
from liverdeck.base.phrases import counted, listed
from liverdeck.facts.parts import joined_name
from liverdeck.publishing.change_summary import MOST_NAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.ledger import Ledger, NoteState
    from liverdeck.publishing.ledger_changes import Changes
    from liverdeck.publishing.release import Released

_MOST_TO_COMPARE = 20
"""A list of names that the author is to compare has at most this many names."""


def lines_about_delivery(released: Released, *, sends_labels: bool) -> Iterator[str]:
    """Yield lines that say what learners get by a release, and by which file.

    `sends_labels` says that changed tags and sources are sent too. There are no lines
    for the first release, because every learner gets all of its notes.
    """
    if released.number == 1:
        return

    changes, lines = released.changes, released.ledger.lines
    if changes.new:
        yield f"  By the package: {counted(len(changes.new), 'new note')}."

    by_text = [state for state in changes.changed if not lines[state.name].had_media]
    by_package = [state for state in changes.changed if lines[state.name].had_media]
    if by_text:
        yield (
            "  By the package, or by the update text first, which keeps tags and My "
            f"notes: {counted(len(by_text), 'changed note')}."
        )
    if by_package:
        yield (
            "  By the package alone, as these have or had a picture or sound; tags and "
            f"My notes of learners are replaced: {_count_and_names(by_package)}."
        )
    if sends_labels and by_text:
        yield (
            "  Changed tags reach those who import the package alone; after the update "
            "text, learners have the new source and keep the tags that they have."
        )

    if changes.withdrawn:
        count = counted(len(changes.withdrawn), "withdrawn note")
        yield f"  Kept by learners until they delete them: {count}."
    yield from _lines_to_compare_notes(changes)
    yield from _lines_to_compare_blanks(released)
    yield from _lines_about_unsent_labels(changes)


def lines_about_merge(kept: Ledger, other: Ledger, merged: Ledger) -> Iterator[str]:
    """Yield lines about the notes that only one of two merged branches released.

    Such a note may ask the same as a note of the other branch that has another name.
    """
    pairs = [pair for pair in merged.named_twice if pair not in kept.named_twice]
    if pairs:
        names = [f"{joined_name(*one)} = {joined_name(*two)}" for one, two in pairs]
        yield (
            "Each branch seems to have given these questions a name of its own: "
            f"{listed(names, _MOST_TO_COMPARE)}. `release` asks which name stays."
        )
    names_in_pairs = {name for pair in pairs for name in pair}
    live = {name for name, line in merged.lines.items() if line.withdrawn is None}
    others = live - names_in_pairs
    only_kept = [joined_name(*name) for name in others if name not in other.lines]
    only_other = [joined_name(*name) for name in others if name not in kept.lines]
    if only_kept and only_other:
        kept_names = listed(sorted(only_kept), _MOST_TO_COMPARE)
        other_names = listed(sorted(only_other), _MOST_TO_COMPARE)
        yield (
            f"Only one branch gave out {kept_names}, and "
            f"only the other one {other_names}: the "
            "learners of each get the other's notes as new, with the package. If two "
            "ask the same, keep one of them in the deck."
        )


def lines_if_nothing_to_release(released: Released) -> Iterator[str]:
    """Yield the lines for a deck with nothing to release."""
    if not released.changes.relabelled:
        last = len(released.ledger.releases)
        yield f"Nothing to release: release {last} has all of this already."
        return
    yield "Nothing to release."
    yield from _lines_about_unsent_labels(released.changes)


def _lines_to_compare_notes(changes: Changes) -> Iterator[str]:
    """Yield a line with the new and the withdrawn notes, for the author to compare."""
    if not changes.new or not changes.withdrawn:
        return
    gone_names = [joined_name(*line.name) for line in changes.withdrawn]
    new_names = [joined_name(*state.name) for state in changes.new]
    gone = listed(gone_names, _MOST_TO_COMPARE)
    new = listed(new_names, _MOST_TO_COMPARE)
    yield (
        f"  If one of the new notes ({new}) asks what a withdrawn one asked ({gone}), "
        f"learners lose their progress with it: then put {LEDGER_FILE} and "
        f"{CHANGES_FILE} back, and release with --moved OLD=NEW."
    )


def _lines_to_compare_blanks(released: Released) -> Iterator[str]:
    """Yield a line for each note in which some blanks are new and some are gone."""
    for state in released.changes.changed:
        histories = released.ledger.lines[state.name].numbers.items()
        gone = [
            f"{number} ({history.text!r})"
            for number, history in histories
            if history.until == released.number
        ]
        new = [
            f"{number} ({history.text!r})"
            for number, history in histories
            if history.since == released.number
        ]
        if gone and new:
            yield (
                f"  In {joined_name(*state.name)}, {listed(gone, _MOST_TO_COMPARE)} is "
                f"gone and {listed(new, _MOST_TO_COMPARE)} is new. If a new blank asks "
                "what another asked, learners lose their progress with it: then put "
                f"{LEDGER_FILE} and {CHANGES_FILE} back, and give the blank its old "
                "number."
            )


def _lines_about_unsent_labels(changes: Changes) -> Iterator[str]:
    """Yield a line about the changes that learners who have the deck do not get yet."""
    if not changes.relabelled:
        return
    yield (
        "  Not sent: other tags or another source (document, heading, day) of "
        f"{_count_and_names(changes.relabelled)}. They come with the next change of "
        "each note, and to new learners at once. To send them now, add "
        "--tags-and-sources: then learners who import the package alone lose their own "
        "tags and My notes on these notes."
    )


def _count_and_names(states: Sequence[NoteState]) -> str:
    names = [joined_name(*state.name) for state in states]
    return f"{counted(len(names), 'note')} ({listed(names, MOST_NAMED)})"
