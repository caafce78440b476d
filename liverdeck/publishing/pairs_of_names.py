"""Find pairs of names that two branches gave to the same question.

Two notes are a pair if their content is equal or their words are alike: see
`AlikeNotes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.publishing.alike_notes import SHARED_IF_ALIKE, AlikeNotes
from liverdeck.publishing.note_words import NoteWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.facts.ledger import LedgerLine

    Name = tuple[str, str]


def pairs_of_names(
    released: Sequence[LedgerLine],
    only_in_one: Sequence[LedgerLine],
    only_in_other: Sequence[LedgerLine],
) -> tuple[tuple[Name, Name], ...]:
    """Return pairs of names that seem to belong to the same question, sorted.

    `released` are all notes that learners of either branch have. `only_in_one` are the
    notes that only one branch released, and `only_in_other` the notes that only the
    other branch released.
    """
    if not only_in_one or not only_in_other:
        return ()
    notes = AlikeNotes(released, only_in_other, NoteWords(released, (), ()))
    by_content = {(line.shape, line.hash): line for line in only_in_other if line.hash}
    rated_pairs: list[tuple[float, Name, Name]] = []
    for line in only_in_one:
        others = {other.name: other for other in notes.candidates(line)}
        equal = by_content.get((line.shape, line.hash))
        if equal is not None:
            others[equal.name] = equal
        for other in others.values():
            likeness = notes.likeness(line, other)
            if likeness >= SHARED_IF_ALIKE:
                rated_pairs.append((-likeness, line.name, other.name))
    return tuple(sorted(_likeliest(sorted(rated_pairs))))


def _likeliest(
    rated_pairs: Iterable[tuple[float, Name, Name]],
) -> Iterator[tuple[Name, Name]]:
    """Yield the likeliest pairs first. No name is in more than one pair."""
    taken: set[Name] = set()
    for _, name_in_one, name_in_other in rated_pairs:
        if not taken & {name_in_one, name_in_other}:
            taken |= {name_in_one, name_in_other}
            yield name_in_one, name_in_other
