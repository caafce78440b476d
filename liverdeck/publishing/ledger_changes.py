"""Compare a deck with its ledger.

A *number* here is the name of a text in the ledger: `c1` of a blank, `ask` of a
question, or `reverse` of a reverse question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.facts.ledger import (
    ASK,
    Ledger,
    LedgerLine,
    NoteState,
    ReleasedNoteType,
)
from liverdeck.facts.parts import joined_name
from liverdeck.publishing.named_twice import named_twice_dangers, names_given_up
from liverdeck.publishing.update_dangers import (
    given_up_dangers,
    moved_dangers,
    note_dangers,
    note_type_dangers,
    shape_dangers,
    states_by_name,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from liverdeck.base.problems import Problem


@value_class
class RewordedNumber:
    """A blank or a reverse question whose text was changed.

    The learner's schedule stays, so the new text must still ask for the same thing.
    """

    state: NoteState
    number: str
    """`c1` or `reverse`."""
    before: str
    after: str

    def __str__(self) -> str:
        name = joined_name(*self.state.name)
        return f"{self.number} of {name}: {self.before!r} is now {self.after!r}"


@value_class
class Changes:
    """The differences between a deck and its ledger.

    As a condition, it is false if there is nothing to release.

    A note is known by the oldest id of its fact. So it is no difference if a fact got a
    new id and has its old id in `was`.
    """

    new: tuple[NoteState, ...] = ()
    """Notes that were never released."""
    changed: tuple[NoteState, ...] = ()
    """Notes with new content, which learners get with the next release."""
    moved: tuple[NoteState, ...] = ()
    """Notes with the content of the last release, but in another topic.

    Learners get the tag of the new topic with the next change of the note's content.
    """
    relabelled: tuple[NoteState, ...] = ()
    """Notes with the content that learners have, but with other tags or another source.

    A note in another topic is among them, because one of its tags names the topic. The
    new tags and sources are not released by themselves: see `compare_with_ledger`.
    """
    withdrawn: tuple[LedgerLine, ...] = ()
    """Notes that are in the last release and no longer in the deck."""
    reworded: tuple[RewordedNumber, ...] = ()
    """Blanks and reverse questions whose text was changed.

    Their notes are in `changed`.
    """
    note_types: tuple[str, ...] = ()
    """Names of note types that are new, or that changed since their last release."""
    dangers: tuple[Problem, ...] = ()
    """Edits that would harm a learner's progress.

    As long as a deck has dangers, nothing may be built or released.
    """

    def __bool__(self) -> bool:
        """Whether a release would change anything."""
        return bool(
            self.new or self.changed or self.moved or self.withdrawn or self.note_types
        )


def compare_with_ledger(  # noqa: PLR0913  # all but three are options
    ledger: Ledger,
    states: Sequence[NoteState],
    note_types: Mapping[str, ReleasedNoteType],
    decided_names: Collection[str] = (),
    *,
    unchanged: Collection[tuple[str, str]] = (),
    retired: Collection[tuple[str, str]] = (),
    sends_labels: bool = False,
) -> Changes:
    """Compare the deck's notes and note types with the ledger.

    If only the tags or the source of a note changed, the note keeps its time, because a
    later time would cost learners their own tags and My notes. With `sends_labels`,
    such a note counts as changed.

    `decided_names` are the names of notes about which the author decided that they
    moved or are really new. These notes may look like other notes (see
    `moved_note_dangers`).

    `unchanged` are the names of the deck's other notes, which are exactly as they were
    in the last release; none of these names is in `Ledger.named_twice`. `retired` are
    the names that `retired_notes` returns.
    """
    pairs = _pairs_of_one_shape(ledger, states)
    by_name = states_by_name(states)
    gone_on_purpose = {*retired, *names_given_up(ledger, by_name)}
    relabelled = _with_other_labels(pairs)
    sent_names = {state.name for state in relabelled} if sends_labels else set()
    return Changes(
        new=tuple(state for state in states if state.name not in ledger.lines),
        changed=tuple(
            state
            for state, line in pairs
            if state.hash != line.hash or state.name in sent_names
        ),
        moved=tuple(
            state for state in _in_another_topic(pairs) if state.name not in sent_names
        ),
        relabelled=() if sends_labels else relabelled,
        withdrawn=tuple(_withdrawn(ledger, states, unchanged)),
        reworded=tuple(
            number for state, line in pairs for number in _reworded(state, line)
        ),
        note_types=_changed_note_types(ledger, note_types),
        dangers=(
            *note_type_dangers(ledger, note_types),
            *shape_dangers(ledger, states),
            *moved_dangers(ledger, states, decided_names, unchanged, gone_on_purpose),
            *(danger for state, line in pairs for danger in note_dangers(state, line)),
            *given_up_dangers(ledger, states),
            *named_twice_dangers(ledger, by_name, decided_names, retired),
        ),
    )


def _pairs_of_one_shape(
    ledger: Ledger, states: Sequence[NoteState]
) -> tuple[tuple[NoteState, LedgerLine], ...]:
    """Return the notes that were released, each with its line.

    A note that was released with a different shape is left out, because a new shape is
    a danger and not a change.
    """
    lines = ledger.lines
    return tuple(
        (state, lines[state.name])
        for state in states
        if state.name in lines and state.shape == lines[state.name].shape
    )


def _in_another_topic(
    pairs: Iterable[tuple[NoteState, LedgerLine]],
) -> tuple[NoteState, ...]:
    """Return the notes with the released content, but in another topic."""
    return tuple(
        state
        for state, line in pairs
        if state.hash == line.hash and state.topic != line.topic
    )


def _with_other_labels(
    pairs: Iterable[tuple[NoteState, LedgerLine]],
) -> tuple[NoteState, ...]:
    """Return the notes with the released content, but other tags or another source."""
    return tuple(
        state
        for state, line in pairs
        if state.hash == line.hash
        and (state.tags, state.source) != (line.tags, line.source)
    )


def _changed_note_types(
    ledger: Ledger, note_types: Mapping[str, ReleasedNoteType]
) -> tuple[str, ...]:
    """Return the names of the note types that changed since their last release."""
    return tuple(
        name
        for name, note_type in note_types.items()
        if ledger.note_types.get(name) != note_type
    )


def _withdrawn(
    ledger: Ledger,
    states: Sequence[NoteState],
    unchanged: Collection[tuple[str, str]],
) -> Iterator[LedgerLine]:
    """Yield the lines of the notes that are in the last release but not in the deck."""
    names = {state.name for state in states}.union(unchanged)
    for name in ledger.lines:
        if name not in names and ledger.lines[name].withdrawn is None:
            yield ledger.lines[name]


def _reworded(state: NoteState, line: LedgerLine) -> Iterator[RewordedNumber]:
    """Yield the blanks and the reverse question of a note if their text was changed."""
    for number, text in state.texts_by_number.items():
        history = line.numbers.get(number)
        if history is not None and history.text != text and number != ASK:
            yield RewordedNumber(state, number, history.text, text)
