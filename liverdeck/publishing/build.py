"""Build a package from a deck and its ledger, or say why it cannot be built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.anki.note_media import media_of
from liverdeck.anki.note_rows import row_of, text_of_row
from liverdeck.anki.note_types import note_types_to_record
from liverdeck.anki.notes import (
    Note,
    refuse_impossible_note_time,
    render_notes,
    stamped,
)
from liverdeck.anki.type_ids import type_language
from liverdeck.authoring.ledger_problems import ledger_position, missing_ledger_problem
from liverdeck.base.errors import ContentError
from liverdeck.base.expected_types import refuse_other_type
from liverdeck.base.files import CHANGES_FILE, LEDGER_FILE, YAML_SUFFIX
from liverdeck.base.output_guards import Output, output_at
from liverdeck.base.outputs import write_outputs
from liverdeck.base.problems import Problem
from liverdeck.base.values import value_class
from liverdeck.facts.card import alias_and_rejected_counts
from liverdeck.facts.deck import Deck
from liverdeck.facts.identity import repeated_group_ids, repeated_ids
from liverdeck.publishing.assembly import content_hash, package_of
from liverdeck.publishing.change_summary import describe_changes
from liverdeck.publishing.ledger_changes import (
    Changes,
    compare_with_ledger,
)
from liverdeck.publishing.permanent_values import changed_permanent_values
from liverdeck.publishing.retired_notes import retired_notes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import BinaryIO

    from liverdeck.anki.progress import LearnerProgress
    from liverdeck.facts.ledger import Ledger, NoteState


@value_class
class DeckState:
    """A deck's notes, and how they differ from the last release."""

    notes: tuple[Note, ...]
    changes: Changes


@value_class
class Built:
    """A package that was built."""

    path: Path | None
    """The path of the package. None if it was written to a stream."""
    note_count: int
    """The number of notes in the package."""
    card_count: int
    """The number of cards in the package."""
    content_hash: str
    """The hash of everything that learners get. It is the same on every platform."""
    changes: Changes
    """How the deck differs from the last release.

    A package with unreleased changes must not be published, because the ledger does not
    know of them: release the deck first.
    """
    alias_and_rejected_counts: tuple[int, int]
    """The numbers of aliases and of rejected answers, which no card shows."""


def deck_state(
    deck: Deck,
    ledger: Ledger,
    decided_names: Collection[str] = (),
    *,
    sends_labels: bool = False,
) -> DeckState:
    """Render a deck's notes and compare them with its ledger.

    `decided_names` and `sends_labels` are as in `compare_with_ledger`.
    """
    notes = tuple(render_notes(deck, ledger.topics))
    language = type_language(deck.learner_language)
    problems = changed_permanent_values(deck, ledger)
    if problems:
        return DeckState(notes, Changes(dangers=problems))
    unchanged, states = compared_notes(notes, ledger)
    changes = compare_with_ledger(
        ledger,
        states,
        note_types_to_record(language),
        decided_names,
        unchanged=unchanged,
        retired=retired_notes(deck, ledger),
        sends_labels=sends_labels,
    )
    return DeckState(notes, changes)


def compared_notes(
    notes: Sequence[Note], ledger: Ledger
) -> tuple[set[tuple[str, str]], list[NoteState]]:
    """Return the names of the unchanged notes, and the states of the other notes.

    A note in `Ledger.named_twice` counts as changed, because it may be refused.
    """
    # Only changed notes get a state: to make and compare a state takes five times as
    # long as to find out that a note has not changed.
    names = [note.name for note in notes]
    # If several notes of a broken deck have the same name, all notes count as changed.
    has_unique_names = len(set(names)) == len(names)
    lines = ledger.lines if has_unique_names else {}
    named_twice = {name for pair in ledger.named_twice for name in pair}
    unchanged: set[tuple[str, str]] = set()
    states: list[NoteState] = []
    for name, note in zip(names, notes, strict=True):
        line = lines.get(name)
        may_be_refused = name in named_twice
        if line is not None and not may_be_refused and note.is_unchanged(line):
            unchanged.add(name)
        else:
            states.append(note.state())
    return unchanged, states


def build_package(  # noqa: PLR0913  # all but three are options
    deck: Deck,
    ledger: Ledger | None,
    target: Path | str | BinaryIO,
    *,
    now_seconds: int | None = None,
    progress: LearnerProgress | None = None,
    force: bool = False,
) -> Built:
    """Write the deck as an Anki package, to a path or to a binary stream.

    `ledger` records what was released of the deck. It is `Loaded.ledger`, or
    `Ledger(deck.id)` if the deck was never released.

    `now_seconds` (Unix time) is the time that unreleased changes get. Without
    unreleased changes, it has no effect. If it is None, the build is frozen: unreleased
    changes are a problem.

    `progress` is the progress of one learner. A package with progress is for this
    learner alone, because others could read the progress. If such a package is a new
    file, only its owner can read it.

    A file at the path is replaced if it is a package of this deck and is not known to
    have changed since LiverDeck wrote it. With `force`, other files are replaced too,
    but never a file that a deck is read from, such as `deck.lock`, or a review log. To
    know which files it wrote, LiverDeck stores their hashes in `.liverdeck.json` beside
    them. A package that is written to a stream leaves no such hash.

    Raises ContentError if there are problems; then nothing is written, and a file at
    the path stays as it was. Raises TypeError if `now_seconds` is not an int. Raises
    ValueError if it is a time that Anki cannot store (it may be in milliseconds), or if
    the ledger belongs to another deck.
    """
    made = make_package(deck, ledger, now_seconds=now_seconds, progress=progress)
    if isinstance(target, (str, Path)):
        path = Path(target)
        write_outputs(
            [made.output(path)],
            deck_id=deck.id,
            inputs=made.inputs,
            force=force,
        )
        return made.built(path)

    target.write(made.package)
    return made.built(None)


@value_class
class MadePackage:
    """A package that was made but is not written yet."""

    deck_id: str
    package: bytes
    note_count: int
    card_count: int
    content_hash: str
    changes: Changes
    is_private: bool
    """Whether the package contains a learner's progress."""
    alias_and_rejected_counts: tuple[int, int]
    """As in `Built`."""
    inputs: tuple[Path, ...]
    """The files in the deck's folder that no output may replace; see `deck_inputs`."""

    def output(self, path: Path) -> Output:
        """Return the package as an output."""
        return output_at(
            path,
            self.package,
            is_private=self.is_private,
            is_ours=self._is_of_deck,
            description="a package",
        )

    def _is_of_deck(self, path: Path) -> bool:
        # genanki is slow to import.
        from liverdeck.anki.package import deck_id_in_anki
        from liverdeck.anki.package_owner import is_package_of

        return is_package_of(path, deck_id_in_anki(self.deck_id))

    def built(self, path: Path | None) -> Built:
        """Return what was built, after it was written to a path or to a stream."""
        return Built(
            path,
            note_count=self.note_count,
            card_count=self.card_count,
            content_hash=self.content_hash,
            changes=self.changes,
            alias_and_rejected_counts=self.alias_and_rejected_counts,
        )


def make_package(
    deck: Deck,
    ledger: Ledger | None,
    *,
    now_seconds: int | None,
    progress: LearnerProgress | None = None,
) -> MadePackage:
    """Return the package of a deck; see `build_package`."""
    refuse_other_type("deck", deck, Deck)
    if now_seconds is not None:
        refuse_impossible_note_time(now_seconds, "now_seconds")
    ledger = ledger_of(deck, ledger)
    problems = reasons_not_to_publish(deck)
    if problems:
        raise ContentError(problems)

    state = deck_state(deck, ledger)
    problems = _problems_of_build(state, deck, ledger, now_seconds)
    if problems:
        raise ContentError(problems)

    timed_notes = timed_notes_of(state, deck, ledger, now_seconds)
    media = media_of((fact.media for fact in deck.active_facts), deck.folder)
    rows = [row_of(note, modified_seconds) for note, modified_seconds in timed_notes]
    return MadePackage(
        deck.id,
        package_of(
            deck,
            dict.fromkeys(row.note_type_id for row in rows),
            rows,
            media,
            latest_seconds=max(row.modified_seconds for row in rows),
            progress=progress,
        ),
        note_count=len(rows),
        card_count=sum(len(row.ordinals) for row in rows),
        content_hash=content_hash(deck, map(text_of_row, rows), media),
        changes=state.changes,
        is_private=progress is not None,
        alias_and_rejected_counts=alias_and_rejected_counts(deck.active_facts),
        inputs=tuple(deck_inputs(deck)),
    )


def deck_inputs(deck: Deck) -> Iterator[Path]:
    """Yield the files in a deck's folder that no output may replace.

    They are the files that the deck is read from, pictures and sounds included, and
    `CHANGES.md`, which a release reads and adds to.
    """
    if deck.has_folder:
        yield from deck.folder.glob(f"*{YAML_SUFFIX}")
        yield from (deck.folder / LEDGER_FILE, deck.folder / CHANGES_FILE)
    for fact in deck.facts:
        for medium in fact.media.all:
            yield deck.folder / medium.file


def ledger_of(deck: Deck, ledger: Ledger | None) -> Ledger:
    """Return the ledger of a deck.

    Raises ContentError if it is missing, ValueError if it belongs to another deck.
    """
    if ledger is None:
        raise ContentError([_no_ledger(deck)])
    if ledger.deck != deck.id:
        raise ValueError(
            f"the ledger is that of the deck {ledger.deck!r}, and not of {deck.id!r}"
        )
    return ledger


def _no_ledger(deck: Deck) -> Problem:
    """Return the problem of a deck without its ledger."""
    restore = (
        "restore it from version control"
        if deck.has_folder
        else "take that of the last release: ledger_from_text(stored_text, deck.id)"
    )
    return missing_ledger_problem(
        deck,
        f"{restore}; for a deck of which nothing was released, use Ledger(deck.id)",
    )


def reasons_not_to_publish(deck: Deck) -> tuple[Problem, ...]:
    """Return why nothing may be published from a deck, whatever its ledger says.

    The result is empty if the deck may be published.

    A deck with unreadable files is refused, because the facts in these files would
    count as withdrawn. Repeated ids are refused too: if two facts, or two groups of one
    fact, had the same id, their notes would be one note in Anki. The loader finds
    repeated ids in files; the check in this function is for a `Deck` that was made in
    Python.
    """
    if not deck.is_whole:
        problem = Problem(
            deck.position,
            "parts of this deck could not be read and would be missing",
            "fix what `load_deck` returned in `problems` first"
            if deck.is_from_files
            else "fix what `make_deck` returned in `problems` first",
        )
        return (problem,)
    return (*repeated_ids(deck.facts), *repeated_group_ids(deck.facts))


def _problems_of_build(
    state: DeckState, deck: Deck, ledger: Ledger, now_seconds: int | None
) -> tuple[Problem, ...]:
    """Return why no package may be built; the result is empty if it may be built."""
    if state.changes.dangers:  # edits that would cost learners their progress
        return state.changes.dangers
    if not state.notes:
        no_notes = Problem(
            deck.position,
            "every fact of this deck is retired"
            if deck.facts
            else "this deck has no facts",
            "a package needs at least one note",
        )
        return (no_notes,)
    if state.changes and now_seconds is None:
        not_released = Problem(
            ledger_position(deck),
            f"not released yet (the last release is {len(ledger.releases)}): "
            f"{describe_changes(state.changes)}",
            "run `liverdeck release`, or build without --frozen"
            if deck.is_from_files
            else "release it with `release_deck`, or pass `now_seconds`",
        )
        return (not_released,)
    return ()


def timed_notes_of(
    state: DeckState, deck: Deck, ledger: Ledger, now_seconds: int | None
) -> list[tuple[Note, int]]:
    """Return each note, `stamped`, with its modification time (Unix time).

    `now_seconds` is as in `build_package`.
    """
    unreleased_names = {
        note_state.name for note_state in (*state.changes.new, *state.changes.changed)
    }
    unreleased_seconds = unreleased_time_seconds(ledger, now_seconds)
    timed_notes: list[tuple[Note, int]] = []
    for note in state.notes:
        name = note.name
        if name in unreleased_names:
            modified_seconds = unreleased_seconds
        else:
            modified_seconds = ledger.lines[name].changed_seconds
        release = release_number_at(modified_seconds, ledger)
        stamped_note = stamped(note, deck.report, modified_seconds, release)
        timed_notes.append((stamped_note, modified_seconds))
    return timed_notes


def release_number_at(modified_seconds: int | None, ledger: Ledger) -> str:
    """Return the number of the release at a Unix time, or else of the next release."""
    releases = ledger.releases
    if modified_seconds in releases:
        return str(releases.index(modified_seconds) + 1)
    return str(len(releases) + 1)


def unreleased_time_seconds(ledger: Ledger, now_seconds: int | None) -> int:
    """Return the modification time (Unix time) of notes with unreleased changes.

    It is `now_seconds`, or one second after the last release if that is later: Anki
    takes over a change only if its time is later than the time of the learner's note.
    """
    return max(now_seconds or 0, ledger.last_release_seconds + 1)
