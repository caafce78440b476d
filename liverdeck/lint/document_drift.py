"""Whether the document has changed since the facts were written."""

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
"""Words that a message lists."""


def drift(deck: Deck, excerpts: Sequence[Excerpt]) -> Iterator[Problem]:
    """Yield a warning for each passage that changed, is new, or is gone.

    It names the facts that were made from the passage.
    """
    path = str(deck.folder / PASSAGES_FILE)
    comparison = compare_document(deck.passages, excerpts, path)
    for before, after in comparison.changed:
        yield _changed(before, after, deck)
    for passage in comparison.missing:
        yield _gone(passage, deck)
    for passage in comparison.new:
        yield _warning(
            Position(path),
            f"a new passage in the document: {passage.heading!r}",
            "run: liverdeck index DOCUMENT; then write its facts",
        )


def _changed(before: Passage, after: Passage, deck: Deck) -> Problem:
    difference = _difference(before, after)
    facts = _facts_from(before, deck)
    start = f"read {facts} again, then run" if facts else "run"
    return _warning(
        before.position,
        f"the passage {before.id!r} changed in the document: {difference}",
        f"{start}: liverdeck index DOCUMENT",
    )


def _gone(passage: Passage, deck: Deck) -> Problem:
    facts = _facts_from(passage, deck)
    if facts:
        fix = f"retire {facts}, or give another passage under `from`"
    else:
        fix = "run: liverdeck index DOCUMENT"
    return _warning(
        passage.position,
        f"the passage {passage.id!r} is not in the document any more",
        fix,
    )


def _warning(position: Position, message: str, fix: str) -> Problem:
    return Problem(position, message, fix, Severity.WARNING, DRIFT_RULE)


def _difference(before: Passage, after: Passage) -> str:
    differences = {
        "new": after.words - before.words,
        "gone": before.words - after.words,
    }
    parts = [
        f"{name}: {_listed(words)}" for name, words in differences.items() if words
    ]
    return "; ".join(parts) or "the same words in another order or number"


def _listed(words: Iterable[str]) -> str:
    ordered = sorted(words)
    remaining = len(ordered) - _MOST_WORDS
    more = f" and {remaining} more" if remaining > 0 else ""
    return ", ".join(ordered[:_MOST_WORDS]) + more


def _facts_from(passage: Passage, deck: Deck) -> str:
    """Return the ids of the active facts that were made from a passage."""
    facts = [fact.id for fact in deck.active_facts if passage.id in fact.passages]
    return ", ".join(facts)
