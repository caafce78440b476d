"""Whether the document is still the one the facts were written from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.loader import PASSAGES_FILE
from liverdeck.authoring.word_index import compare_document
from liverdeck.base.problems import Position, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.authoring.document import Excerpt
    from liverdeck.facts.deck import Deck, Passage

DRIFT_RULE = "drift"

_MOST_WORDS = 12


def drift(deck: Deck, excerpts: Sequence[Excerpt]) -> Iterator[Problem]:
    """Yield a warning for each passage that changed, is new or is gone, with the facts that stand on it."""
    path = str(deck.folder / PASSAGES_FILE)
    found = compare_document(deck.passages, excerpts, path)
    for before, after in found.changed:
        what = f"the passage {before.id!r} changed in the document: {_difference(before, after)}"
        reading = (
            f"read again {facts}, then run"
            if (facts := _facts_on(before, deck))
            else "run"
        )
        yield _warning(before.position, what, f"{reading}: liverdeck index DOCUMENT")
    for passage in found.gone:
        what = f"the passage {passage.id!r} is not in the document any more"
        facts = _facts_on(passage, deck)
        mend = (
            f"retire or place elsewhere {facts}"
            if facts
            else "run: liverdeck index DOCUMENT"
        )
        yield _warning(passage.position, what, mend)
    for passage in found.new:
        what = f"a new passage in the document: {passage.heading!r}"
        yield _warning(
            Position(path), what, "run: liverdeck index DOCUMENT; then write its facts"
        )


def _warning(at: Position, what: str, mend: str) -> Problem:
    return Problem(at, what, mend, Severity.WARNING, DRIFT_RULE)


def _difference(before: Passage, after: Passage) -> str:
    parts = {"new": after.words - before.words, "gone": before.words - after.words}
    said = [f"{name}: {_some(words)}" for name, words in parts.items() if words]
    return "; ".join(said) or "the same words in another order or number"


def _some(words: Iterable[str]) -> str:
    ordered = sorted(words)
    more = (
        f" and {len(ordered) - _MOST_WORDS} more" if len(ordered) > _MOST_WORDS else ""
    )
    return ", ".join(ordered[:_MOST_WORDS]) + more


def _facts_on(passage: Passage, deck: Deck) -> str:
    return ", ".join(
        fact.id for fact in deck.active_facts if passage.id in fact.passages
    )
