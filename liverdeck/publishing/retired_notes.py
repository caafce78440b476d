"""Find the released notes that an author withdraws with a reason under `retired`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.anki.notes import render_notes
from liverdeck.facts.media import NO_MEDIA

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger


def retired_notes(deck: Deck, ledger: Ledger) -> set[tuple[str, str]]:
    """Return the names of the notes in the last release whose fact is retired.

    The fact must still have the question or the answer that was released, because its
    id may have been given to another fact.
    """
    facts = tuple(
        replace(fact, retired=None, media=NO_MEDIA)
        for fact in deck.facts
        if fact.retired is not None
    )
    if not facts:
        return set()

    names: set[tuple[str, str]] = set()
    for note in render_notes(replace(deck, facts=facts)):
        line = ledger.lines.get(note.name)
        if line is None or line.withdrawn is not None:
            continue
        state = note.state()
        if state.front == line.front or state.answer == line.answer:
            names.add(note.name)
    return names
