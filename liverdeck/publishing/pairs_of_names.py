"""Finds pairs of names that two branches gave to one question.

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
    only_here: Sequence[LedgerLine],
    only_there: Sequence[LedgerLine],
) -> tuple[tuple[Name, Name], ...]:
    """Return pairs of names that seem to be those of one question, sorted.

    `released` are all notes that learners of either branch have; `only_here` and
    `only_there` are those that only one branch gave out.
    """
    if not only_here or not only_there:
        return ()
    notes = AlikeNotes(released, only_there, NoteWords(released, (), ()))
    by_content = {(line.shape, line.hash): line for line in only_there if line.hash}
    found: list[tuple[float, Name, Name]] = []
    for line in only_here:
        others = {other.name: other for other in notes.candidates(line)}
        equal = by_content.get((line.shape, line.hash))
        if equal is not None:
            others[equal.name] = equal
        for other in others.values():
            likeness = notes.likeness(line, other)
            if likeness >= SHARED_IF_ALIKE:
                found.append((-likeness, line.name, other.name))
    return tuple(sorted(_likeliest(sorted(found))))


def _likeliest(
    found: Iterable[tuple[float, Name, Name]],
) -> Iterator[tuple[Name, Name]]:
    """Yield the likeliest pairs first; a name is in one pair at most."""
    taken: set[Name] = set()
    for _, here, there in found:
        if not taken & {here, there}:
            taken |= {here, there}
            yield here, there
